"""Texts of 人民日报 as many archives keep it: title, "第1版(要闻)", "专栏：…", and the text with its title again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from baosou.corpus.models import Article
from baosou.corpus.pages import Mark
from baosou.corpus.readers.clippings import Row, rows_of
from baosou.corpus.readers.record_hints import page_of
from baosou.corpus.readers.sidecar import Entry

_PAGE = re.compile(
    r"第\s?(?P<page>[A-ZＡ-Ｚ]?\d{1,3}(?:\s?[、,，\-—－至]\s?\d{1,3})*|[一二三四五六七八九十]{1,3})\s?版"
    r"\s*[(（]\s*(?P<name>(?:[^()（）]|[(（][^()（）]*[)）]){0,20}?)\s*[)）]"
)
_COLUMN = re.compile(r"专栏\s*[:：]\s*(?P<column>.{0,30})")
_TITLE_AT_MOST = 3
"""Rows that a title may have: kicker, headline and subtitle."""


def entries_of(text: str) -> tuple[Entry, ...]:
    """What the heads of a text's articles say, each about its lines, and that the heads are no text.

    Nothing for a text that has no such heads, or begins otherwise.
    """
    if "专栏" not in text:
        return ()
    rows = rows_of(text)
    heads: list[int] = []
    for at in range(1, len(rows) - 1):
        if _is_head(rows, at) and (not heads or at > heads[-1] + 2):  # a title is between two heads
            heads.append(at)
    if not heads or heads[0] > _TITLE_AT_MOST:
        return ()
    starts = [_title_start(rows, at, before + 2) for at, before in zip(heads, [-2, *heads], strict=False)]
    entries: list[Entry] = []
    for start, at, end in zip(starts, heads, [*starts[1:], len(rows)], strict=True):
        entries += _entry(rows[start : at + 2], rows[at + 2 : end])
    return tuple(entries)


def _is_head(rows: Sequence[Row], at: int) -> bool:
    return _PAGE.fullmatch(rows[at].text) is not None and _COLUMN.fullmatch(rows[at + 1].text) is not None


def _title_start(rows: Sequence[Row], at: int, least: int) -> int:
    """The row at which the title begins that ends above row `at`: below a blank line, if one is near."""
    least = max(0, least)
    for start in range(at - 1, max(least, at - _TITLE_AT_MOST) - 1, -1):
        if rows[start].apart or start == 0:
            return start
    return max(least, at - 1)


def _edition(written: str) -> str:
    """A page's number as it is counted: of full width and spelled out (三) as figures."""
    edition, _ = page_of(f"第{written}版")
    return edition or unicodedata.normalize("NFKC", written)


def _entry(head: Sequence[Row], body: Sequence[Row]) -> list[Entry]:
    """What is said of an article: of its head, and of its text, where it has any."""
    page, column = _PAGE.fullmatch(head[-2].text), _COLUMN.fullmatch(head[-1].text)
    assert page is not None
    assert column is not None
    said = [each for each in (column["column"].strip(), page["name"]) if each]
    described = Article(
        blocks=(),
        edition=_edition(page["page"]),
        column=said[0] if said else None,
        extra={"section": (said[1],)} if len(said) > 1 else {},
    )
    given = frozenset(("edition", "column"))
    title = " ".join(row.text for row in head[:-2])
    if not body:
        of_title = Mark(head[0].number, head[-3].number, title=title)
        return [
            Entry(of_title, described, given),
            Entry(Mark(head[-2].number, head[-1].number, aside=True), described, frozenset()),
        ]
    return [
        Entry(Mark(head[0].number, head[-1].number, aside=True), described, frozenset()),
        Entry(Mark(body[0].number, body[-1].number, title=title), described, given),
    ]
