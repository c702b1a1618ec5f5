"""How the process treats memory that it no longer needs."""

from __future__ import annotations

_MMAP_THRESHOLD = -3
_TRIM_THRESHOLD = -1
_KEPT = 1 << 28
_LARGEST = 1 << 26


def keep_freed_memory() -> None:
    """Keep memory that large arrays leave, instead of giving it back to the system each time.

    Searches make arrays of some 100 KB by the dozen; pages that come fresh from the system cost more than the sums
    done on them. glibc alone has this setting (mallopt(3)); elsewhere nothing happens.
    """
    import ctypes

    try:
        tune = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    tune(_MMAP_THRESHOLD, _LARGEST)
    tune(_TRIM_THRESHOLD, _KEPT)
