"""Pages are named in words as a reader would name them."""

from __future__ import annotations

import pytest

from baosou.corpus.layout.page_names import pages_named


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ([(7, 7)], "page 7"),
        ([(1, 1), (2, 2)], "pages 1 to 2"),
        ([(2, 2), (5, 5), (6, 6), (7, 8)], "pages 2 and 5 to 8"),
        ([(1, 1), (2, 4), (7, 7), (9, 9)], "pages 1 to 4, 7 and 9"),
        ([(3, 2_000_000_000)], "pages 3 to 2000000000"),
        ([(n, n) for n in range(1, 21, 2)], "10 pages, the first of them page 1"),
    ],
)
def test_pages_are_named_as_ranges(ranges: list[tuple[int, int]], words: str) -> None:
    assert pages_named(ranges) == words
