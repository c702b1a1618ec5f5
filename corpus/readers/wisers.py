"""Wisers (慧科): "文章 1", paper, "A03 | 要闻 | By 林晓舟", date, title, text, and "文章编号: …" below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from baosou.corpus.dates import parse_date
from baosou.corpus.errors import worded
from baosou.corpus.readers.clippings import Clipping, Clippings, Row, page_of, rows_of

CLOSING = re.compile(
    r"^[ \t\u3000]*(?:文章[编編][号號]|(?:Document|Article|News) (?:ID|No\.?))[ \t]*[:：]"
    r"[ \t]*(?P<id>[A-Z]{0,4}\d{12,20})[ \t\r]*$",
    re.MULTILINE,
)
_OPENING = re.compile(r"(?:文章|Article) ?\d{1,5}[.:：]?|\d{1,5}\.")
_AUTHORS = re.compile(r"(?:[Bb][Yy]|作者|记者|記者|撰文)(?:[:：]|(?<=[Yy]) )\s*")
_REPORTER = re.compile(r"(?:本报|本報|特约|特約|驻\S{1,4})*(?:记者|記者|通讯员|通訊員|评论员)\s*[\u3400-\u9fff]{2}")
_LENGTH = re.compile(r"(?:字[数數]\s*[:：]\s*)?[\d,]{1,7} ?(?:字|words)?")
_LENGTH_BELOW = re.compile(r"字[数數]\s*[:：]\s*[\d,]{1,7} ?字?")
_FURNITURE = re.compile(r".*(?:慧科|Wisers).*(?:版[权權]|Rights|翻印|所有).*|\([cC]\) ?\d{4} Wisers.*")
_HEAD_AT_MOST = 5
"""Rows between "文章 1" and the date."""
_TITLE_AT_MOST = 60
_NOTE_AT_MOST = 300


class _Head(Struct, frozen=True):
    """What stands above an article's title, up to row `end` of a block; `sure` where it has the marks of the form."""

    end: int
    record: dict[str, object]
    byline: Sequence[Row]
    sure: bool


def clippings_of(text: str) -> Clippings | None:
    """The articles of an export; None for a text that is none."""
    blocks, apart = _blocks(rows_of(text))
    closed = [rows for rows, number in blocks if number]
    sure = sum(any(_sure(rows, start) for start in _starts(rows)) for rows in closed)
    if not sure or sure * 2 < len(closed):
        return None
    articles: list[Clipping] = []
    for rows, number in blocks:
        starts = _starts(rows)
        if not number and _head(rows, starts[0]) is None:
            apart += rows
            continue
        apart += rows[: starts[0]]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            articles.append(_article(rows[start:end], number if end == len(rows) else ""))
    return Clippings(articles, apart)


def _blocks(rows: Sequence[Row]) -> tuple[list[tuple[list[Row], str]], list[Row]]:
    """The rows up to each closing one with the number that it gives, last those below all; and notes of rights."""
    blocks: list[tuple[list[Row], str]] = []
    apart: list[Row] = []
    block: list[Row] = []
    for row in rows:
        if len(row.text) <= _NOTE_AT_MOST and _FURNITURE.fullmatch(row.text) is not None:
            apart.append(row)
            continue
        block.append(row)
        if (closing := CLOSING.fullmatch(row.text)) is not None:
            blocks.append((block, closing["id"]))
            block = []
    if block:
        blocks.append((block, ""))
    return blocks, apart


def _starts(rows: Sequence[Row]) -> list[int]:
    """Where the articles of a block begin: one, or more where a closing row is missing."""
    found = [
        at
        for at, row in enumerate(rows)
        if _OPENING.fullmatch(row.text) is not None and (at == 0 or _head(rows, at) is not None)
    ]
    return found or [0]


def _sure(rows: Sequence[Row], start: int) -> bool:
    head = _head(rows, start)
    return head is not None and head.sure


def _head(rows: Sequence[Row], start: int) -> _Head | None:
    """The head that begins at a row, down to its date, or else to its page; None where none does."""
    first = start + (start < len(rows) and _OPENING.fullmatch(rows[start].text) is not None)
    near = rows[first : first + _HEAD_AT_MOST]
    dated = next((at for at, row in enumerate(near) if any(_is_date(each.text) for each in _parts(row))), None)
    if dated is None:
        dated = next((at for at, row in enumerate(near) if "|" in row.text or "｜" in row.text), None)
    if dated is None:
        return None
    record: dict[str, object] = {}
    byline: list[Row] = []
    columns: list[str] = []
    for row in near[: dated + 1]:
        for part in _parts(row):
            text = part.text
            if "date" not in record and _is_date(text):
                record["date"] = text
            elif _REPORTER.match(text) is not None:
                byline.append(part)
            elif (credit := _AUTHORS.match(text)) is not None:
                byline.append(Row(part.number, part.start + credit.end(), text[credit.end() :]))
            elif "edition" not in record and (page := page_of(text)) is not None:
                record["edition"] = page[0]
                if page[1] is not None:
                    columns.append(page[1])
            elif "publication" not in record:
                record["publication"] = text
            elif "length" not in record and _LENGTH.fullmatch(text) is not None:
                record["length"] = text
            else:
                columns.append(text)
    if columns:
        record["column"] = columns[0]
    if columns[1:]:
        record["further_columns"] = columns[1:]
    parted = any("|" in row.text or "｜" in row.text for row in near[: dated + 1])
    sure = "publication" in record and "date" in record and (parted or first > start)
    return _Head(first + dated + 1, record, byline, sure)


def _is_date(text: str) -> bool:
    return len(parse_date(text) or "") == 10


def _parts(row: Row) -> Iterator[Row]:
    """What stands between the strokes of a row."""
    for found in re.finditer(r"[^|｜]+", row.text):
        if said := found.group().strip():
            yield Row(row.number, row.start + found.start() + found.group().index(said[0]), said)


def _article(rows: Sequence[Row], number: str) -> Clipping:
    """The article of these rows, the last of which may say its number."""
    head = _head(rows, 0)
    record: dict[str, object] = {"id": number} if number else {}
    last = len(rows) - 1 if number else len(rows)
    if head is None:
        odd = worded("the head of this article is not understood; all of it is kept as text")
        return Clipping(rows, record, body=rows[:last], odd=(odd,))
    told: tuple[str, ...] = ()
    if "date" not in head.record:
        told += (worded("the head of this article says no date"),)
    if not number:
        told += (worded("this article has no closing line; where it ends is guessed"),)
    if last - head.end > 1 and _LENGTH_BELOW.fullmatch(rows[last - 1].text) is not None:
        last -= 1
        record["length"] = rows[last].text
    end = _title_end(rows, head.end, last)
    return Clipping(rows, record | head.record, rows[head.end : end], head.byline, rows[end:last], told)


def _title_end(rows: Sequence[Row], start: int, last: int) -> int:
    """Where the title ends: at a blank line, if that is near, else after one row."""
    end = min(start + 1, last)
    while end < last and not rows[end].apart and end - start < 3 and len(rows[end].text) <= _TITLE_AT_MOST:
        end += 1
    return end if end < last and rows[end].apart else min(start + 1, last)
