"""Exports of reference managers (EndNote, NoteExpress, RefWorks, RIS, Web of Science), told by their first lines' tags.

CNKI, Wanfang and libraries write them, mostly into files that end in .txt. Each reference is a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from baosou.corpus.dates import parse_date
from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article
from baosou.corpus.readers.records import told_of


class Style(Struct, frozen=True):
    """How an export is written: what its first two lines begin with, the tag that begins a reference, a tagged line
    (tag, value), and what the tags mean as keys of a record."""

    name: str
    opening: re.Pattern[str]
    first: str
    tagged: re.Pattern[str]
    keys: Mapping[str, str]


def _meaning(lines: str) -> dict[str, str]:
    """Tags by their key: `title T1 TI` a line."""
    return {tag: key for line in lines.strip().splitlines() for key, *tags in [line.split()] for tag in tags}


_RIS = _meaning(
    """
    type TY
    title TI T1 CT
    authors AU A1
    publication JO JF T2 JA J1 J2
    publisher PB
    day DA Y1
    year PY
    volume VL
    issue IS
    start SP
    end EP
    keywords KW
    text AB N2
    url UR L2
    doi DO
    issn SN
    address AD
    language LA
    database DB DP
    id ID AN
    """
)
_REFWORKS = _meaning(
    """
    type RT
    number SR
    title T1
    authors A1
    publication JF JO T2
    publisher PB
    day FD
    year YR
    volume VO
    issue IS
    pages OP
    start SP
    keywords K1
    text AB
    url LK UL
    doi DO
    issn SN
    address AD
    language LA
    database DS DB
    id ID
    """
)
_ENDNOTE = _meaning(
    """
    type 0
    title T
    authors A
    publication J B
    publisher I
    day 8
    year D
    volume V
    issue N
    pages P
    keywords K
    text X
    url U
    doi R
    issn @
    address +
    language G
    database ~ W
    id M
    """
)
_WEB_OF_SCIENCE = _meaning(
    """
    type PT
    title TI
    authors AF
    abbreviated_authors AU
    publication SO
    publisher PU
    day PD
    year PY
    volume VL
    issue IS
    start BP
    end EP
    keywords DE
    text AB
    doi DI
    issn SN
    address C1
    language LA
    id UT
    """
)
_NOTEEXPRESS = {
    "reference type": "type",
    "title": "title",
    "author": "authors",
    "journal": "publication",
    "newspaper": "publication",
    "periodical": "publication",
    "secondary title": "publication",
    "publisher": "publisher",
    "date": "day",
    "year": "year",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "keywords": "keywords",
    "abstract": "text",
    "url": "url",
    "doi": "doi",
    "isbn/issn": "issn",
    "author address": "address",
    "language": "language",
    "database provider": "database",
    "accession number": "id",
}
_STYLES = (
    Style(
        "RIS",
        re.compile(r"(?:[A-Z][a-z]+ ?:.*\n\s*)*TY  ?- ?[A-Z]+\s*\n\s*[A-Z][A-Z\d]  ?-"),
        "TY",
        re.compile(r"([A-Z][A-Z\d])  ?-(?: (.*))?"),
        _RIS,
    ),
    Style("EndNote", re.compile(r"%0 [A-Z][A-Za-z /()-]+\n\s*%\S "), "0", re.compile(r"%(\S)(?: (.*))?"), _ENDNOTE),
    Style(
        "NoteExpress",
        re.compile(r"\{Reference Type\} ?:.*\n\s*\{[A-Z]"),
        "reference type",
        re.compile(r"\{([A-Z][^{}]{1,40})\} ?:(.*)"),
        _NOTEEXPRESS,
    ),
    Style(
        "RefWorks",
        re.compile(r"RT [A-Z].*\n\s*[A-Z][A-Z\d] "),
        "RT",
        re.compile(r"([A-Z][A-Z\d]|[a-z]\d|vo)(?: (.*))?"),  # CNKI writes vo; other words are those of the text
        _REFWORKS,
    ),
    Style(
        "Web of Science",
        re.compile(r"(?:FN .*\n\s*VR .*\n\s*)?PT [A-Z]\s*\n\s*[A-Z][A-Z\d] "),
        "PT",
        re.compile(r"([A-Z][A-Z\d])(?: (.*))?"),
        _WEB_OF_SCIENCE,
    ),
)
_ENDS = ("ER", "EF", "FN", "VR")
_PEOPLE = ("authors", "abbreviated_authors")
_LISTS = (*_PEOPLE, "keywords")
_LIST_BREAKS = re.compile(r"\s*[;；]+\s*")
_LATIN_NAME = re.compile(r"([^,\u3400-\u9fff]+), *([^,\u3400-\u9fff]+)")
_EDITION = re.compile(r"[A-Z]?\d{1,3}(?:-\d{1,3})?")


def style_of(text: str) -> Style | None:
    """How the references are written of which a text consists, by its first lines; None for any other text."""
    head = text[:2000].lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    return next((style for style in _STYLES if style.opening.match(head) is not None), None)


def read_references(text: str, style: Style, path: Path) -> Iterator[Article | Failure]:
    """The references of an export, and a failure for each that is none."""
    for line, reference in _references(text, style):
        yield from told_of(record_of(reference), path, line)


def _references(text: str, style: Style) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Each reference's values by their keys, with the line on which it begins; what has no tag goes on a value."""
    begun, last = 0, ""
    reference: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = style.tagged.fullmatch(line.strip("\ufeff \t"))
        tag = (found[1].lower() if style.first.islower() else found[1].upper()) if found is not None else ""
        if found is None or (style.name == "Web of Science" and line.startswith("   ")):
            if last and line.strip():
                _go_on(reference, last, line.strip())
            continue
        if tag in _ENDS and style.first.isupper():
            last = ""
            continue
        if tag == style.first:
            if reference:
                yield begun, reference
            begun, reference = number, {}
        last = style.keys.get(tag, tag if len(tag) > 2 else f"{style.name} {tag}")
        reference.setdefault(last, []).append((found[2] or "").strip())
    if reference:
        yield begun, reference


def _go_on(reference: dict[str, list[str]], key: str, line: str) -> None:
    if key in _LISTS:
        reference[key].append(line)
    elif key in ("title", "publication"):
        held = reference[key][-1]
        blank = " " if held[-1:].isascii() and line[:1].isascii() else ""
        reference[key][-1] = f"{held}{blank}{line}"
    else:
        reference[key][-1] = f"{reference[key][-1]}\n{line}"


def record_of(reference: Mapping[str, list[str]]) -> dict[str, object]:
    """A reference as a record: lists parted, pages joined, the date as precise as it is known."""
    values = {key: [each for each in held if each] for key, held in reference.items()}
    record: dict[str, object] = {}
    for key, held in values.items():
        if key in _LISTS:
            parts = [part for each in held for part in _LIST_BREAKS.split(each) if part]
            record[key] = [_LATIN_NAME.sub(r"\2 \1", part) for part in parts] if key in _PEOPLE else parts
        elif held and key not in ("day", "year", "start", "end", "publisher"):
            record[key] = "\n".join(held) if key == "text" else held[0] if len(held) == 1 else held
    if "abbreviated_authors" in record and "authors" not in record:
        record["authors"] = record.pop("abbreviated_authors")
    for key in ("title", "publication", "url", "id"):
        if isinstance(record.get(key), list):
            record[key], *others = values[key]
            record[f"other {key}"] = others
    if "pages" not in record and values.get("start"):
        record["pages"] = "-".join([values["start"][0], *values.get("end", [])[:1]])
    if values.get("publisher"):
        record["publisher" if "publication" in record else "publication"] = values["publisher"][0]
    days, years = values.get("day", []), values.get("year", [])
    if written := _date(days, years):
        record["date"] = written
    if len(parse_date(written) or "") == 4 and days and days != [written]:
        record["day"] = days  # not understood, or the year alone
    if _is_of_newspaper(record):
        for key in ("issue", "pages"):
            if isinstance(held_in := record.get(key), str) and _EDITION.fullmatch(held_in):
                record["edition"] = record.pop(key)
                break
    return record


def _is_of_newspaper(record: Mapping[str, object]) -> bool:
    kind = str(record.get("type", ""))
    return "edition" not in record and (
        "newspaper" in kind.lower() or kind == "NEWS" or "报纸" in str(record.get("database", ""))
    )


def _date(days: list[str], years: list[str]) -> str:
    """The most precise date of a reference; as it is written, where it is not understood."""
    together = (form for year in years for day in days for form in (f"{year}-{day}", f"{day} {year}"))
    written = [each.strip("/ ") for each in (*days, *together, *years)]
    understood = [each for each in written if parse_date(each) is not None]
    return max(understood, key=lambda each: len(parse_date(each) or ""), default=written[0] if written else "")
