"""LexisNexis: title, paper, date, "Length: 312 words", "Body", the text, "Load-Date: …" and "End of Document" below it.

The older form begins with "1 of 50 DOCUMENTS", has the paper first and all labels in capitals, and no "Body".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from baosou.corpus.dates import parse_date
from baosou.corpus.errors import worded
from baosou.corpus.readers.clippings import Clipping, Clippings, Row, rows_of

MARK = re.compile(r"^[ \t]*(?:End of Document|\d+ of \d+ DOCUMENTS)[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_CLOSING = re.compile(r"End of Document", re.IGNORECASE)
_OPENING = re.compile(r"\d+ of \d+ DOCUMENTS?", re.IGNORECASE)
_KEYS = {
    "section": "column",
    "length": "length",
    "byline": "authors",
    "headline": "title",
    "dateline": "dateline",
    "highlight": "highlight",
    "graphic": "graphic",
    "load-date": "load_date",
    "language": "language",
    "publication-type": "publication_type",
    "journal-code": "journal_code",
    "subject": "subjects",
    "company": "companies",
    "organization": "organizations",
    "industry": "industries",
    "geographic": "regions",
    "person": "persons",
    "city": "cities",
    "state": "states",
    "country": "countries",
    "acc-no": "accession",
    "url": "url",
    "type": "kind",
    "correction": "correction",
    "series": "series",
    "notes": "notes",
}
_FIELD = re.compile(rf"(?P<label>{'|'.join(_KEYS)})[ \t]*[:：][ \t]*(?P<value>.*)", re.IGNORECASE)
_ABOVE = ("column", "length", "authors", "title", "dateline", "highlight", "series", "kind")
"""The fields that stand above the text; the others stand below it."""
_DATE_AT_MOST = 60
_ABOVE_AT_MOST = 4
"""Rows above the date: a running head, the title, the paper, and one more."""
_PAGE = re.compile(
    r"[;；,，]\s*(?:Pg|Page|S|P|页|版)[.:：]?\s*(?P<page>[A-Za-z]{0,3}\d{1,4}(?:\s?[-,]\s?[A-Za-z]?\d{1,4})*)\s*"
)
_WEEKDAY = re.compile(
    r"[,，]?\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?\s*|\s*星期[一二三四五六日天]\s*", re.IGNORECASE
)
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M)?(?:\s*[A-Z]{2,4})?\s*$")
_RIGHTS = re.compile(r"(?:\([cC]\)|©|Copyright\b|All Rights Reserved)", re.IGNORECASE)
_EDITION = re.compile(r"\bEdition\b|版$")
_FURNITURE = re.compile(r"Page \d+ of \d+", re.IGNORECASE)


def clippings_of(text: str) -> Clippings | None:
    """The articles of an export; None for a text that is none."""
    articles: list[Clipping] = []
    apart: list[Row] = []
    whole = 0
    for block in _blocks(rows_of(text)):
        rows = [row for row in block if _FURNITURE.fullmatch(row.text) is None]
        apart += [row for row in block if _FURNITURE.fullmatch(row.text) is not None]
        length = next((at for at, row in enumerate(rows) if _key(row) == "length"), None)
        dated = next((at for at in reversed(range(length or 0)) if _date(rows[at].text)), None)
        if dated is not None and dated > _ABOVE_AT_MOST and not _is_bound(rows[0]):  # the list of what was exported
            apart += rows[: dated - _ABOVE_AT_MOST]
            rows = rows[dated - _ABOVE_AT_MOST :]
            dated = _ABOVE_AT_MOST
        if not rows:
            continue
        closed = _CLOSING.fullmatch(rows[-1].text) is not None or _OPENING.fullmatch(rows[0].text) is not None
        if length is not None and dated is not None:
            whole += closed
            articles.append(_article(rows, dated, closed))
        elif closed and len(rows) > 1:
            odd = worded("the head of this article is not understood; all of it is kept as text")
            body = [row for row in rows if not _is_bound(row)]
            articles.append(Clipping(rows, {}, body=body, odd=(odd,)))
        else:
            apart += rows
    return Clippings(articles, apart) if whole and whole * 2 >= len(articles) else None


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows down to each "End of Document", and from each "1 of 50 DOCUMENTS"."""
    blocks: list[list[Row]] = [[]]
    for row in rows:
        if _OPENING.fullmatch(row.text) is not None:
            blocks.append([])
        blocks[-1].append(row)
        if _CLOSING.fullmatch(row.text) is not None:
            blocks.append([])
    return [part for block in blocks if block for part in _parted(block)]


def _parted(block: list[Row]) -> list[list[Row]]:
    """The articles of a block of the present form, of which some may lack the row that closes them."""
    keys = [_key(row) for row in block]
    if _OPENING.fullmatch(block[0].text) is not None:
        return [block]
    last = max((at for at, key in enumerate(keys) if key == "length"), default=0)
    ends = [at + 1 for at, key in enumerate(keys[:last]) if key == "load_date"]
    return [block[start:end] for start, end in zip([0, *ends], [*ends, len(block)], strict=True)]


def _is_bound(row: Row) -> bool:
    return _CLOSING.fullmatch(row.text) is not None or _OPENING.fullmatch(row.text) is not None


def _key(row: Row) -> str | None:
    """What the field is that a row begins; None for a row that begins none."""
    found = _FIELD.fullmatch(row.text)
    return _KEYS[found["label"].lower()] if found is not None else None


def _date(text: str) -> str | None:
    """The day that a row is: July 2, 2024 Tuesday 8:30 AM EST."""
    if len(text) > _DATE_AT_MOST:
        return None
    date = parse_date(_WEEKDAY.sub(" ", _TIME.sub("", text)).strip())
    return date if date is not None and len(date) == 10 else None


def _article(block: Sequence[Row], dated: int, closed: bool) -> Clipping:
    older = _OPENING.fullmatch(block[0].text) is not None
    keys = [_key(row) for row in block]
    labelled = next(at for at, key in enumerate(keys) if at > dated and key in _ABOVE)
    begin, end = _text_of(block, keys, labelled)
    last = len(block) - (_CLOSING.fullmatch(block[-1].text) is not None)
    record: dict[str, object] = {"date": _date(block[dated].text)}
    if (time := _TIME.search(block[dated].text)) is not None:
        record["time"] = time.group().strip()
    title = _head(block, record, dated, labelled, older=older)
    byline: list[Row] = []
    key = ""
    for at in [*range(labelled, begin), *range(end, last)]:
        row = block[at]
        found = _FIELD.fullmatch(row.text)
        if row.text in ("Body", "Classification"):
            continue
        if found is None and _RIGHTS.match(row.text) is not None:
            _put(record, "copyright", row.text)
            continue
        value = row
        if found is not None:
            key = _KEYS[found["label"].lower()]
            value = Row(row.number, row.start + found.start("value"), found["value"])
        if not value.text:
            continue
        if key == "authors":
            byline.append(value)
        elif key == "title":
            title.append(value)
        else:
            _put(record, key or "head", value.text)
    _part_section(record)
    odd = () if closed else (worded("this article has no closing line; where it ends is guessed"),)
    return Clipping(block, record, title, byline, block[begin:end], odd)


def _text_of(block: Sequence[Row], keys: Sequence[str | None], labelled: int) -> tuple[int, int]:
    """The rows at which the text begins and ends: below "Body", else below the fields above it."""
    marked = next((at for at in range(labelled, len(block)) if block[at].text == "Body"), None)
    begin = labelled
    if marked is not None:
        begin = marked + 1
    else:
        while begin < len(block) and (keys[begin] in _ABOVE or not block[begin].apart):
            begin += 1
    end = len(block)
    while end > begin and _CLOSING.fullmatch(block[end - 1].text) is not None:
        end -= 1
    below = end
    for at in range(end - 1, begin - 1, -1):
        said = keys[at] is not None or _RIGHTS.match(block[at].text) is not None
        if keys[at] == "load_date" or block[at].text == "Classification" or (said and at + 1 == below):
            below = at
    return begin, below


def _head(block: Sequence[Row], record: dict[str, object], dated: int, labelled: int, *, older: bool) -> list[Row]:
    """The title that stands above the fields; what else the rows there say goes into the record."""
    above = list(block[older:dated])
    below = list(block[dated + 1 : labelled])
    title: list[Row] = []
    if not older and len(above) > 1:
        record["publication"] = above.pop().text
        title = above[-1:]
        rest = above[:-1]
        if rest and rest[-1].text == title[0].text:  # a running head
            rest.pop()
    else:
        if above:
            record["publication"] = above.pop(0).text
        rest = above
    for row in below:
        if _RIGHTS.match(row.text) is not None:
            _put(record, "copyright", row.text)
        elif older and not title and _EDITION.search(row.text) is None:
            title = [row]
        else:
            rest.append(row)
    for row in rest:
        _put(record, "head", row.text)
    return title


def _put(record: dict[str, object], key: str, value: str) -> None:
    record[key] = f"{record[key]} {value}" if key in record else value


def _part_section(record: dict[str, object]) -> None:
    """The page apart from the section that it stands beside: 要闻; Pg. A03."""
    section = record.get("column")
    if isinstance(section, str) and (found := _PAGE.search(section)) is not None:
        record["edition"] = found["page"]
        record["column"] = (section[: found.start()] + section[found.end() :]).strip(" ;；")
