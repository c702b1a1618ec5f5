"""Factiva: title, author, "312 字", date, paper, code, page, language, rights, the text, and "文件 CODE…" below it.

The words around are those of the user's language. What was exported with all fields has their codes before them
(HD, BY, WC, PD …) and is read by those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from baosou.corpus.dates import parse_date
from baosou.corpus.errors import worded
from baosou.corpus.readers.clippings import Clipping, Clippings, Row, is_byline, is_office, page_of, rows_of
from baosou.corpus.readers.factiva_fields import field_heads, fields_of

_ID = r"(?P<id>[A-Z][A-Z\d]{2,11}(?:19|20)\d{6}[A-Za-z\d]{5,14})"
CLOSING = re.compile(
    rf"^[ \t\u3000]*(?:AN[ \t]+)?(?:文件|文檔|文档|文書|Document|Dokument|Documento)[ \t\u3000]+{_ID}[ \t\r]*$",
    re.MULTILINE,
)
_LENGTH = re.compile(
    r"[\d,.]{1,9} ?(?:字|词|詞|个字|單詞|单词|文字|語|[Ww]ords?|Wörter|[Mm]ots|[Pp]alabras|[Pp]arole|[Pp]alavras)"
)
_TIME = re.compile(r"(?:上午|下午)? ?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?: ?(?:[AaPp][Mm]|上午|下午))?(?: ?[A-Z]{3,4})?")
_CODE = re.compile(r"[A-Z][A-Z\d]{1,9}")
_LANGUAGE = re.compile(
    r"(?:简体|繁体|簡體|繁體|传统|傳統)?中文.{0,8}|Chinese\b.{0,24}|英[文语語]|日[文语語]|English|Deutsch|German|Français|French"
    r"|Japanese|Korean|Español|Spanish|Russian",
)
_RIGHTS = re.compile(r"(?:\([cC]\)|©|[Cc]opyright\b|COPYRIGHT\b|版权|版權|著作權)")
_MORE_RIGHTS = re.compile(
    r"(?:[Aa]ll [Rr]ights [Rr]eserved|版权所有|版權所有|保留所有|不得转载|不得轉載|Distributed by)"
)
_FURNITURE = re.compile(r"(?:(?:Page|第|页|頁).{0,24})?(?:\([cC]\)|©) ?\d{4} (?:Factiva|Dow Jones)\b.*", re.DOTALL)
_HEAD_AT_MOST = 12
"""Rows below the date that may be of the head: some papers have an edition, a volume and further rights."""
_ABOVE_AT_MOST = 5
_SECTION_AT_MOST = 8
_SECTION = re.compile(r"[\u4e00-\u9fff]{2,4}|.*(?:新闻|要闻|副刊|专题|专版|周刊|评论|[^出]版)|[A-Za-z &]+")
"""A short line above a title is a section by what it is called; else it is a part of the title."""


class _Head(Struct, frozen=True):
    """What stands between an article's authors and its text: the rows from `at` to `end` of a block."""

    at: int
    end: int
    record: dict[str, object]


def clippings_of(text: str) -> Clippings | None:
    """The articles of an export; None for a text that is none."""
    blocks, apart = _blocks(rows_of(text))
    whole = [rows for rows, number in blocks if number and (field_heads(rows) or _heads(rows))]
    closed = [number for _, number in blocks if number]
    if not whole or len(whole) * 2 < len(closed):
        return None
    articles: list[Clipping] = []
    for rows, number in blocks:
        if field_heads(rows):
            found, rest = _by_fields(rows, number)
        elif heads := _heads(rows) or _damaged_heads(rows):
            found, rest = _by_heads(rows, heads, number)
        elif number and rows[:-1]:
            odd = worded("the head of this article is not understood; all of it is kept as text")
            found, rest = [Clipping(rows, {"id": number}, body=rows[:-1], odd=(odd,))], []
        else:
            found, rest = [], rows
        articles += found
        apart += rest
    return Clippings(articles, apart)


def _blocks(rows: Sequence[Row]) -> tuple[list[tuple[list[Row], str]], list[Row]]:
    """The rows up to each closing one with the number that it gives, last those below all; and the feet of pages."""
    blocks: list[tuple[list[Row], str]] = []
    apart: list[Row] = []
    block: list[Row] = []
    for row in rows:
        if _FURNITURE.fullmatch(row.text) is not None:
            apart.append(row)
            continue
        block.append(row)
        if (closing := CLOSING.fullmatch(row.text)) is not None:
            blocks.append((block, closing["id"]))
            block = []
    if block:
        blocks.append((block, ""))
    return blocks, apart


def _heads(rows: Sequence[Row]) -> list[_Head]:
    """The heads of a block; it has one, or more where a closing row is missing."""
    found: list[_Head] = []
    for at in range(len(rows) - 2):
        if _LENGTH.fullmatch(rows[at].text) is None or (found and at < found[-1].end):
            continue
        if (date := parse_date(rows[at + 1].text)) is not None and len(date) == 10:
            found.append(_head(rows, at))
    return found


def _damaged_heads(rows: Sequence[Row]) -> list[_Head]:
    """The head of a block that lacks its length or its date, if the rows below the one are a head's."""
    for at, row in enumerate(rows[:-1]):
        if _LENGTH.fullmatch(row.text) is None and len(parse_date(row.text) or "") != 10:
            continue
        near = [each.text for each in rows[at + 1 : at + _HEAD_AT_MOST]]
        if any(_LANGUAGE.fullmatch(text) or _RIGHTS.match(text) for text in near):
            return [_head(rows, at)]
    return []


def _head(rows: Sequence[Row], at: int) -> _Head:
    """The head that begins with row `at`: the length, and the date below it; of a damaged one either."""
    record: dict[str, object] = {}
    start = at
    if _LENGTH.fullmatch(rows[start].text) is not None:
        record["length"] = rows[start].text
        start += 1
    if len(parse_date(rows[start].text) or "") == 10:
        record["date"] = rows[start].text
        start += 1
    if start < len(rows) and _TIME.fullmatch(rows[start].text) is not None:
        record["time"] = rows[start].text
        start += 1
    end = _end(rows, start)
    rest: list[str] = []
    for index, row in enumerate(rows[start:end]):
        text = row.text
        if index == 0:
            record["publication"] = text
        elif _RIGHTS.match(text) is not None or _MORE_RIGHTS.match(text) is not None:
            record["copyright"] = f"{record['copyright']} {text}" if "copyright" in record else text
        elif "language" not in record and _LANGUAGE.fullmatch(text) is not None:
            record["language"] = text
        elif "source_code" not in record and "edition" not in record and _CODE.fullmatch(text) is not None:
            record["source_code"] = text
        elif "edition" not in record and (page := page_of(text)) is not None:
            record["edition"] = page[0]
            if page[1] is not None:
                record["column"] = page[1]
        else:
            rest.append(text)
    if rest:
        record["head"] = rest
    return _Head(at, end, record)


def _end(rows: Sequence[Row], start: int) -> int:
    """Where the text begins: below the rights, else below the language, else below the first blank line."""
    near = range(start, min(start + _HEAD_AT_MOST, len(rows)))
    stop = next((at for at in near if CLOSING.fullmatch(rows[at].text) or _LENGTH.fullmatch(rows[at].text)), None)
    near = near if stop is None else range(start, stop)
    language = next((at for at in near if _LANGUAGE.fullmatch(rows[at].text) is not None), None)
    after = near if language is None else range(language + 1, min(language + 2, near.stop))
    rights = next((at for at in after if _RIGHTS.match(rows[at].text) is not None), None)
    if rights is not None:
        end = rights + 1
        while end < near.stop and _MORE_RIGHTS.match(rows[end].text) is not None:
            end += 1
        return end
    if language is not None:
        return language + 1
    return next((at for at in near[1:] if rows[at].apart), min(start + 1, near.stop))


def _by_heads(rows: Sequence[Row], heads: Sequence[_Head], number: str) -> tuple[list[Clipping], list[Row]]:
    """The articles of a block, the last of which has the number, and the rows that stand above all."""
    parted = any(row.apart for row in rows)
    ends = [0, *(head.end for head in heads)]
    starts = [_above(rows, head.at, least, parted=parted) for head, least in zip(heads, ends, strict=False)]
    last = len(rows) - 1 if number else len(rows)
    articles: list[Clipping] = []
    for place, head in enumerate(heads):
        start, more = starts[place], place + 1 < len(heads)
        end = starts[place + 1] if more else last
        record = dict(head.record)
        odd: tuple[str, ...] = ()
        if "date" not in record:
            odd += (worded("the head of this article says no date"),)
        if "length" not in record:
            odd += (worded("the head of this article says no length; where it begins is guessed"),)
        if more or not number:
            odd += (worded("this article has no closing line; where it ends is guessed"),)
        else:
            record["id"] = number
        section, title, byline = _title(rows[start : head.at], apart=rows[head.at].apart)
        if section is not None:
            record["section" if "column" in record else "column"] = section.text
        whole = rows[start : end if more else len(rows)]
        articles.append(Clipping(whole, record, title, byline, rows[head.end : end], odd))
    return articles, list(rows[: starts[0]])


def _above(rows: Sequence[Row], head: int, least: int, *, parted: bool) -> int:
    """Where the title begins of the article whose head begins at `head`; nothing of it stands above `least`.

    Where blank lines part the block, it may be several rows.
    """
    if least == 0 and head <= _ABOVE_AT_MOST:
        return 0
    start = head
    if start - 1 > least and is_byline(rows[start - 1].text):
        start -= 1
    start = max(least, start - 1)
    while parted and start > least and head - start < _ABOVE_AT_MOST and not rows[start].apart:
        start -= 1
    return start


def _title(rows: Sequence[Row], *, apart: bool) -> tuple[Row | None, Sequence[Row], Sequence[Row]]:
    """The section, the title and the authors that rows above a head are; `apart` where a blank line is below."""
    byline: Sequence[Row] = ()
    if len(rows) > 1 and (is_byline(rows[-1].text) or (rows[-1].apart and not apart and is_office(rows[-1].text))):
        rows, byline = rows[:-1], rows[-1:]
    if (
        len(rows) > 1
        and len(rows[0].text) <= _SECTION_AT_MOST < len(rows[1].text) + 3
        and _SECTION.fullmatch(rows[0].text)
    ):
        return rows[0], rows[1:], byline
    return None, rows, byline


def _by_fields(rows: Sequence[Row], number: str) -> tuple[list[Clipping], list[Row]]:
    """The articles of a block whose fields have codes."""
    starts = field_heads(rows)
    articles: list[Clipping] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        own = rows[start:end]
        closed = bool(number) and end == len(rows)
        fields = fields_of(own[:-1] if closed else own)
        odd = () if closed else (worded("this article has no closing line; where it ends is guessed"),)
        record = {**fields.record, "id": number} if closed else fields.record
        articles.append(Clipping(own, record, fields.title, fields.byline, fields.body, odd))
    return articles, list(rows[: starts[0]])
