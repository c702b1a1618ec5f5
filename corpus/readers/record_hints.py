"""What a record's keys say by the way: a page's edition and column, the paper it was taken from, a link's date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from baosou.corpus.dates import date_in_path
from baosou.corpus.metadata import edition_and_column, paper_in
from baosou.corpus.record_keys import PAGES, SOURCES, is_among

_HOST = re.compile(r"^https?://[^/\s]+|[?#].*")
_BARE_EDITION = re.compile(r"[A-Z]?\d{1,3}")
_LONGEST = 40
_SIGNS_OF_A_PAGE = re.compile(r"[第版\s:·|/\-—()\[\]【】、,，]")
_SPELLED = re.compile(r"[一二三四五六七八九十]{1,3}")
_LABEL = re.compile(r"(?:来源|來源|出处|稿源)\s*[:：]\s*")


class Hints(Struct, frozen=True):
    """What is told by other keys than those that mean it; None where nothing is sure."""

    publication: str | None = None
    edition: str | None = None
    column: str | None = None
    url: str | None = None


_NOTHING = Hints()


def hints_of(record: Mapping[str, object]) -> Hints:
    """What the keys of a record tell that may mean something else as well; they stay keys of their own."""
    telling = _telling(tuple(record))
    if telling is None:
        return _NOTHING
    sources, pages = telling
    papers = map(_paper, _lines(record, sources))
    edition, column = next(filter(any, map(page_of, _lines(record, pages))), (None, None))
    links = (said for key in sources if isinstance(said := record[key], str) and _HOST.match(said.strip()))
    return Hints(next(filter(None, papers), None), edition, column, next((link.strip() for link in links), None))


@lru_cache(maxsize=1024)
def _paper(source: str) -> str | None:
    said = _LABEL.sub("", source)
    return said if paper_in(said) == said else None


@lru_cache(maxsize=1024)
def _telling(keys: tuple[str, ...]) -> tuple[list[str], list[str]] | None:
    """Which of a record's keys are sources, and which pages; None where none is either."""
    sources = [key for key in keys if is_among(key, SOURCES)]
    pages = [key for key in keys if is_among(key, PAGES)]
    return (sources, pages) if sources or pages else None


def _lines(record: Mapping[str, object], keys: Sequence[str]) -> list[str]:
    values = [record[key] for key in keys]
    return [value.strip() for value in values if isinstance(value, str) and 0 < len(value) <= _LONGEST]


def page_of(written: str) -> tuple[str | None, str | None]:
    """The edition and the column that a page's name gives: 03版：要闻, A03, 第3版; nothing of a name alone.

    Nor of one that says more than these two, which would be lost.
    """
    if _BARE_EDITION.fullmatch(plain := unicodedata.normalize("NFKC", written).strip()):
        return plain, None
    edition, column = edition_and_column(plain) or (None, None)
    beside = _SIGNS_OF_A_PAGE.sub("", plain).replace(column or "", "", 1)
    return (edition, column) if beside == edition or _SPELLED.fullmatch(beside) else (None, None)


def date_of_link(url: str) -> str | None:
    """The day that a link has in its path, as sites of newspapers write it; None of any coarser date."""
    date = date_in_path(_HOST.sub("", url))
    return date if date is not None and len(date) == len("2024-07-01") else None
