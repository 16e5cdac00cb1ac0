"""How a thread or a signal handler wakes the loop that waits for workers."""

from __future__ import annotations

import socket


class Bell:
    """Something that can be waited for and rung from anywhere, signal handlers included."""

    def __init__(self) -> None:
        self.listener, self._rope = socket.socketpair()
        self.listener.setblocking(False)
        self._rope.setblocking(False)

    def ring(self) -> None:
        """Wake who waits; ringing again before that changes nothing."""
        try:
            self._rope.send(b"!")
        except OSError:
            # Full: it rings already. Closed: nobody waits any more.
            return

    def heard(self) -> None:
        """Be quiet until it is rung again."""
        try:
            while self.listener.recv(4096):
                pass
        except BlockingIOError:
            return

    def close(self) -> None:
        """Give back both ends."""
        self.listener.close()
        self._rope.close()
