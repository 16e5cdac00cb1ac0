"""What goes wrong on the network, in the words and codes of failures."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import h2.exceptions
import httpcore
import httpx

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.expand import ExpansionError, TooLargeError
from extractor.fetchers.guard import PrivateAddressError
from extractor.fetchers.pace import HeldError
from extractor.fetchers.transport import ProxySettingError

_BROKEN: Final = "the answer broke off or is no valid HTTP"
# From the most specific on: what a broken connection was broken by.
_FAULTS: Final[tuple[tuple[type[BaseException], FetchCode, str], ...]] = (
    (socket.gaierror, FetchCode.DNS, "its host name is not known; check the spelling"),
    (ConnectionRefusedError, FetchCode.REFUSED, "the server refuses connections; try later"),
    (ssl.SSLError, FetchCode.TLS, "no secure connection could be made; check its certificate"),
    (FileNotFoundError, FetchCode.TLS, "the certificates that SSL_CERT_FILE names are not there"),
    (httpcore.TimeoutException, FetchCode.TIMEOUT, "the server took too long; try later"),
    (ProxySettingError, FetchCode.CONNECTION, "the proxy can't be used; check the settings"),
    (httpcore.ProxyError, FetchCode.CONNECTION, "the proxy refused; check the proxy settings"),
    (httpcore.ConnectError, FetchCode.CONNECTION, "no connection could be made; try later"),
    (ExpansionError, FetchCode.BROKEN_RESPONSE, "its compressed content is damaged"),
    (httpcore.NetworkError, FetchCode.BROKEN_RESPONSE, _BROKEN),
    (httpcore.ProtocolError, FetchCode.BROKEN_RESPONSE, _BROKEN),
    (httpcore.UnsupportedProtocol, FetchCode.BROKEN_RESPONSE, _BROKEN),
    # httpcore lets the faults of HTTP/2 through as they are.
    (h2.exceptions.H2Error, FetchCode.BROKEN_RESPONSE, _BROKEN),
    (httpx.HTTPError, FetchCode.BROKEN_RESPONSE, _BROKEN),
    (httpx.InvalidURL, FetchCode.BROKEN_RESPONSE, "it redirects to no valid URL"),
)
_EXPECTED: Final = tuple(kind for kind, _, _ in _FAULTS)


@contextmanager
def faults_as_failures(source: str) -> Iterator[None]:
    """What the network does to us inside becomes a ``SourceError``; bugs stay what they are."""
    try:
        yield
    except PrivateAddressError as error:
        raise private_address(source, error) from error
    except HeldError as error:
        raise held_host(source, error) from error
    except TooLargeError as error:
        raise too_large(source, error.limit) from error
    except _EXPECTED as error:
        code, message = _fault(error)
        detail = str(error) or type(error).__name__
        raise fetch_error(source, code, f"{message} ({detail})") from error


def is_no_connection(error: BaseException) -> bool:
    """Whether a request never reached the server, so that another attempt may."""
    return isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout) and not any(
        isinstance(cause, ssl.SSLError | socket.gaierror) for cause in _chain(error)
    )


def took_too_long(source: str, seconds: float) -> SourceError:
    """The failure of a URL whose time as a whole is used up."""
    message = f"it took more than {seconds:g} s; try later"
    return fetch_error(source, FetchCode.TIMEOUT, message)


def too_large(source: str, limit: int) -> SourceError:
    """The failure of an answer over the limit."""
    message = (
        f"it is larger than the limit of {limit:,} bytes; "
        "raise the limit (max_bytes) if that is meant"
    )
    return fetch_error(source, FetchCode.TOO_LARGE, message)


def private_address(source: str, error: PrivateAddressError) -> SourceError:
    """The failure of a URL that points where nobody sent us."""
    message = (
        f"it points to {error.host}, an address inside a private network; "
        "allow the host (allow_hosts, --allow-host) if that is meant"
    )
    return fetch_error(source, FetchCode.PRIVATE_ADDRESS, message)


def held_host(source: str, error: HeldError) -> SourceError:
    """The failure of a URL whose host asked, by another of its URLs, not to be asked for now."""
    message = (
        f"{error.host} is busy and asks for no request before {error.until:%Y-%m-%d %H:%M:%S} UTC "
        "(Retry-After); try again then"
    )
    return fetch_error(source, FetchCode.HTTP_STATUS, message)


def status_error(source: str, status: int, reason: str) -> SourceError:
    """The failure of an answer that is no success."""
    answer = f"{status} {reason}".rstrip()
    message = f"the server answered {answer}; check the address in a browser"
    return fetch_error(source, FetchCode.HTTP_STATUS, message)


def _fault(error: BaseException) -> tuple[FetchCode, str]:
    for kind, code, message in _FAULTS:
        if any(isinstance(cause, kind) for cause in _chain(error)):
            return code, message
    raise error


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
