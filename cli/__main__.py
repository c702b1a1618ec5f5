"""`python -m baosou.cli` is `baosou`."""

from __future__ import annotations

import sys

from baosou.cli import main

if __name__ == "__main__":
    sys.exit(main())
