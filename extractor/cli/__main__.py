"""``python -m extractor.cli`` is the command ``newsclaims``."""

from __future__ import annotations

from extractor.cli import main

if __name__ == "__main__":
    main()
