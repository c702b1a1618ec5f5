"""Sizes by which an index is written: with small ones a little archive has what else only large ones have."""

from __future__ import annotations

from msgspec import Struct

from baosou.index.ingest.facet_values import MOST_KEYS
from baosou.index.segments.checksums import LONG


class Sizes(Struct, frozen=True):
    """How much there is of something before it is treated otherwise.

    Further keys of records beyond `most_keys` have no columns. A segment may have `segment` characters however little
    memory there is: many small segments are slow to search. An array of more than `long_array` bytes has a checksum
    for each of its blocks. Merging counts about `pairs` pairs of characters together at a time.
    So many characters are `tagged` at once at most, and after so many what was tagged is `kept`, whatever happens to
    the rest.
    """

    most_keys: int = MOST_KEYS
    segment: int = 25_000_000
    long_array: int = LONG
    pairs: int = 1 << 19
    tagged: int = 200_000
    kept: int = 500_000


USUAL = Sizes()
"""The sizes by which indexes are written."""
