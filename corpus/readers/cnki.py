"""What CNKI (知网) and its reading software write in a form of their own: "Title-题名: …", "Author-作者: …" a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from baosou.corpus.errors import worded
from baosou.corpus.readers.clippings import Clipping, Clippings, Row, rows_of
from baosou.corpus.readers.references import record_of

MARK = re.compile(r"^[ \t\u3000]*Title-[\u4e00-\u9fff]{1,6}[ \t]*[:：]", re.MULTILINE)
_FIELD = re.compile(
    r"(?:(?P<name>[A-Z][A-Za-z]{2,14})(?:/[A-Z]+)?-(?P<label>[\u4e00-\u9fff]{1,8}|[A-Z]{3,4})|(?P<bare>DataType))\s*[:：]\s*"
)
_KEYS = {
    "SrcDatabase": "database",
    "DataType": "data_type",
    "Title": "title",
    "Author": "authors",
    "Organ": "address",
    "Source": "publication",
    "Keyword": "keywords",
    "Summary": "text",
    "PubTime": "day",
    "FirstDuty": "first_author",
    "Fund": "fund",
    "Year": "year",
    "Volume": "volume",
    "Period": "issue",
    "Page": "pages",
    "CLC": "classification",
    "ISSN": "issn",
    "ISBN": "issn",
    "DOI": "doi",
    "URL": "url",
    "Link": "url",
}
_EDITIONS = ("版号", "版次", "版", "版面", "版名")
_OF_ONE = ("title", "publication", "day", "year", "url", "edition")
"""What is said of these is one value, on one line or several."""
_FEWEST = 3
_ABOVE_AT_MOST = 3
_BESIDE_AT_MOST, _LONGEST_BESIDE = 6, 60
"""Lines on which fields go on, and feet of an export."""


def clippings_of(text: str) -> Clippings | None:
    """The articles of an export; None for a text that is none."""
    rows = rows_of(text)
    above = list(takewhile(lambda row: _FIELD.match(row.text) is None, rows[: _ABOVE_AT_MOST + 1]))
    entries = list(_entries(rows[len(above) :]))
    if len(above) > _ABOVE_AT_MOST or not any(_is_whole(entry) for entry in entries):
        return None
    if not all(map(_goes_on, entries)):
        return None
    return Clippings([_article(entry) for entry in entries], above)


def _entries(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each article: a new one begins with the first field of all, or with another title."""
    first = _name(rows[0]) if rows else None
    entry: list[Row] = []
    names: set[str | None] = set()
    for row in rows:
        name = _name(row)
        if entry and name is not None and name in names and name in (first, "Title"):
            yield entry
            entry, names = [], set()
        entry.append(row)
        names.add(name)
    if entry:
        yield entry


def _name(row: Row) -> str | None:
    """What the field is called that a row begins; None for a row that goes on one."""
    found = _FIELD.match(row.text)
    return (found["name"] or found["bare"]) if found is not None else None


def _goes_on(entry: Sequence[Row]) -> bool:
    """Whether what is no field in an entry is no more than a few lines, but of its summary: else it is a page."""
    name, beside = None, 0
    for row in entry:
        name = _name(row) or name
        if _name(row) is None and name != "Summary":
            beside += 1
            if len(row.text) > _LONGEST_BESIDE or "。" in row.text:
                return False
    return beside <= _BESIDE_AT_MOST


def _is_whole(entry: Sequence[Row]) -> bool:
    names = {name for row in entry if (name := _name(row)) in _KEYS}
    return "Title" in names and len(names) >= _FEWEST


def _article(rows: Sequence[Row]) -> Clipping:
    held: dict[str, list[Row]] = {}
    key = "head"
    for row in rows:
        found = _FIELD.match(row.text)
        value = row
        if found is not None:
            key = _key(found)
            said = row.text[found.end() :]
            value = Row(row.number, row.start + found.end(), said)
        if value.text:
            held.setdefault(key, []).append(value)
    reference = {key: [row.text for row in values] for key, values in held.items()}
    for one in _OF_ONE:
        if len(reference.get(one, ())) > 1:
            kept = 1 if one in ("day", "year", "url", "edition") else len(reference[one])
            reference.setdefault("head", []).extend(reference[one][kept:])
            reference[one] = [" ".join(reference[one][:kept])]
    placed = {key: held.get(key, []) for key in ("title", "authors", "text")}
    odd = () if _is_whole(rows) else (worded("this article lacks most of its fields"),)
    record = _record({key: values for key, values in reference.items() if key not in placed})
    return Clipping(rows, record, placed["title"], placed["authors"], placed["text"], odd)


def _key(found: re.Match[str]) -> str:
    """The key that a field is; a field without a meaning of its own has its label."""
    name, label = found["name"] or found["bare"], found["label"]
    if label in _EDITIONS:
        return "edition"
    if name == "PageCount":
        return "pages" if label == "页码" else "page_count"
    return _KEYS.get(name) or label


def _record(reference: Mapping[str, list[str]]) -> dict[str, object]:
    record = record_of(reference)
    if "head" in reference:
        record["head"] = reference["head"]
    return record
