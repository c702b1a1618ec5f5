"""Articles of Factiva whose fields have codes of two or three letters before them: HD, BY, WC, PD, SN, LP, TD …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from baosou.corpus.readers.clippings import Row, page_of

_KEYS = {
    "SE": "column",
    "CLM": "column",
    "HD": "title",
    "BY": "authors",
    "CR": "credit",
    "WC": "length",
    "PD": "date",
    "ET": "time",
    "SN": "publication",
    "SC": "source_code",
    "PG": "edition",
    "ED": "paper_edition",
    "VOL": "volume",
    "LA": "language",
    "CY": "copyright",
    "LP": "text",
    "TD": "text",
    "ART": "text",
    "RF": "notes",
    "CO": "companies",
    "IN": "industries",
    "NS": "subjects",
    "RE": "regions",
    "IPC": "information_codes",
    "IPD": "information",
    "PUB": "publisher",
    "CT": "contact",
    "AN": "accession",
}
_FIELD = re.compile(rf"(?P<code>{'|'.join(_KEYS)})(?:(?P<gap>\t| +)(?P<value>.*))?")
_OPENING = frozenset(("SE", "CLM", "HD", "CR", "BY", "WC", "PD"))
"""The fields that stand above the text: their codes begin no line of it."""


class Fields(Struct, frozen=True):
    """What the fields of one article say."""

    record: dict[str, object]
    title: Sequence[Row]
    byline: Sequence[Row]
    body: Sequence[Row]


def field_heads(rows: Sequence[Row]) -> list[int]:
    """The rows at which articles with codes begin: HD, or the section above it, with a date and a length below."""
    found = [(at, code) for at, code, _ in _coded(rows)]
    starts: list[int] = []
    for place, (at, code) in enumerate(found):
        following = [each for _, each in found[place + 1 : place + 12]]
        if code != "HD" or not {"PD", "WC"} <= {*following}:
            continue
        above = found[place - 1] if place else None
        starts.append(above[0] if above is not None and above[1] in ("SE", "CLM") else at)
    return starts


def fields_of(rows: Sequence[Row]) -> Fields:
    """The fields of the article that these rows are; what has no code goes on a field."""
    held: dict[str, list[Row]] = {}
    coded = {at: (code, value) for at, code, value in _coded(rows)}
    key = "title"
    for at, row in enumerate(rows):
        if at in coded:
            code, value = coded[at]
            key = _KEYS[code]
            held.setdefault(key, [])
            if value is not None:
                held[key].append(value)
        else:
            held.setdefault(key, []).append(row)
    record: dict[str, object] = {}
    for key, values in held.items():
        if key in ("title", "authors", "text") or not values:
            continue
        if key == "date" and len(values) > 1:  # of what is said beside a date nothing would be kept
            record["head"] = [row.text for row in values[1:]]
            values = values[:1]
        said = " ".join(row.text for row in values)
        record[key] = [each.strip() for each in said.split("|")] if "|" in said else said
    if (page := page_of(str(record.get("edition", "")))) is not None:
        record["edition"] = page[0]
        if page[1] is not None:
            record["section" if "column" in record else "column"] = page[1]
    title, byline, body = (held.get(key, []) for key in ("title", "authors", "text"))
    return Fields(record, title, byline, body)


def _coded(rows: Sequence[Row]) -> Iterator[tuple[int, str, Row | None]]:
    """The rows that begin with a code: which, the code, and the value beside it.

    A word of the text may look like a code (IN, ART): below the head a code stands alone, or before more than a blank.
    """
    below = False
    for at, row in enumerate(rows):
        found = _FIELD.fullmatch(row.text)
        if found is None or (below and found["gap"] == " " and found["code"] not in ("AN", "LP", "TD")):
            continue
        code = found["code"]
        below = code not in _OPENING and (below or code in ("LP", "TD"))
        value = found["value"]
        said = value.strip() if value else ""
        yield at, code, Row(row.number, row.start + row.text.index(said, len(code)), said) if said else None
