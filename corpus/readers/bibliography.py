"""Lists of references as GB/T 7714 has them, as CNKI exports them: [1]林晓舟.云溪早稻开镰[N].云溪日报,2024-07-02."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from baosou.corpus.dates import parse_date
from baosou.corpus.errors import worded
from baosou.corpus.readers.clippings import Clipping, Clippings, Row, is_byline, rows_of

_KIND = r"[\[［【](?P<kind>[A-Z]{1,2})(?:[/／][A-Z]{2})?[\]］】]"
_NUMBER = r"[\[［【](?P<number>\d{1,5})[\]］】]"
_OPENING = re.compile(rf"[^\n\r\f]{{0,300}}{_KIND}\s*[.．。:：]")
_LONGEST = 2000
"""Characters of a reference."""
_ENTRY = re.compile(rf"(?:{_NUMBER}\s*)?(?P<head>.+?)\s*{_KIND}\s*(?:[.．。:：]\s*|$)(?P<rest>.*)")
_NUMBERED = re.compile(_NUMBER)
_BREAK = re.compile(r"(?<!\d)[.．。]\s*|[.．。]\s*(?!\d)")
_MORE_AUTHORS = re.compile(r"[,，、 ]*(?P<more>等|et al)$")
_DAY = r"(?P<date>\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?)"
_END = r"(?:[.．。,，;；]\s*|(?=[\[［])|$)(?P<left>.*)"
_IN_NEWSPAPER = re.compile(
    rf"(?P<publication>[^,，]+?)\s*[,，]\s*{_DAY}\s*(?:[(（](?P<edition>[^()（）]{{1,12}})[)）]|[,，:：]\s*(?P<page>[^,，.]{{1,6}}))?"
    rf"\s*{_END}"
)
_IN_JOURNAL = re.compile(
    r"(?P<publication>[^,，]+?)\s*[,，]\s*(?P<date>\d{4})\s*(?:[,，]\s*)?(?P<volume>\d{1,4})?\s*(?:[(（](?P<issue>[^()（）]{1,12})[)）])?"
    rf"\s*(?:[:：]\s*(?P<pages>[A-Z]?\d+(?:\s?[-–+,，]\s?[A-Z]?\d+)*))?\s*{_END}"
)
_LABELLED = re.compile(r"[\[【]?(?P<label>摘\s*要|关键词|關鍵詞|作者单位|机构|基金|DOI|网址|链接)[\]】]?\s*[:：]\s*")
_LABELS = {"关键词": "keywords", "關鍵詞": "keywords", "作者单位": "address", "机构": "address", "基金": "fund"} | {
    "DOI": "doi",
    "网址": "url",
    "链接": "url",
}
_LIST_BREAKS = re.compile(r"[;；]+")
_WHOLE_WORKS = ("M", "D", "R", "S", "P")
"""Books, theses, reports, standards and patents: beside these stands who published them."""
_ADDRESS = re.compile(r"https?://\S+")


class _Entry(Struct, frozen=True):
    """A reference: its first row, the others below it, and what the first was understood as."""

    rows: Sequence[Row]
    found: re.Match[str] | None
    place: re.Match[str] | None


def opens_a_list(text: str) -> bool:
    """Whether the first line of a text may be a reference."""
    return _OPENING.match(text.lstrip("\ufeff \t\r\n\f\u3000")[: 2 * _LONGEST]) is not None


def clippings_of(text: str) -> Clippings | None:
    """The references of which a text consists; None for a text that is more than those, or none."""
    rows = rows_of(text)
    entries = _entries(rows)
    whole = [entry for entry in entries if entry.place is not None]
    strange = sum(_LABELLED.match(row.text) is None for entry in entries for row in entry.rows[1:])
    if not entries or entries[0].place is None or strange >= len(whole) or len(whole) * 2 < len(entries):
        return None
    if len(whole) == 1 and _NUMBERED.match(rows[0].text) is None:
        return None
    return Clippings([_article(entry) for entry in entries])


def _entries(rows: Sequence[Row]) -> list[_Entry]:
    """Each reference of a list; where the first has a number, each that has one."""
    numbered = bool(rows) and _NUMBERED.match(rows[0].text) is not None
    grouped: list[list[Row]] = []
    for row in rows:
        first = _NUMBERED.match(row.text) if numbered else _LABELLED.match(row.text) is None
        if first or not grouped:
            grouped.append([row])
        else:
            grouped[-1].append(row)
    entries = []
    for group in grouped:
        found = _ENTRY.fullmatch(group[0].text) if len(group[0].text) <= _LONGEST else None
        place = None
        if found is not None:
            place = _IN_NEWSPAPER.fullmatch(found["rest"]) or _IN_JOURNAL.fullmatch(found["rest"])
        entries.append(_Entry(group, found, place if place is not None and parse_date(place["date"]) else None))
    return entries


def _article(entry: _Entry) -> Clipping:
    record, body = _labelled(entry.rows[1:])
    first, found = entry.rows[0], entry.found
    if found is None:
        odd = worded("this reference is not understood; it is kept as text")
        return Clipping(entry.rows, record, body=[first, *body], odd=(odd,))
    byline, title, more = _parted(first, found)
    if more:
        record["further_authors"] = more
    record["kind"] = found["kind"]
    if entry.place is None:
        if found["rest"]:
            record["source"] = found["rest"]
    else:
        keys = {"page": "edition"} | ({"publication": "publisher"} if found["kind"] in _WHOLE_WORKS else {})
        for key, value in entry.place.groupdict().items():
            if value and key != "left":
                record[keys.get(key, key)] = value.strip()
        if left := entry.place["left"].strip():
            record["further"] = left
            if (address := _ADDRESS.search(left)) is not None:
                record.setdefault("url", address.group().rstrip("."))
    return Clipping(entry.rows, record, [title], byline, body)


def _parted(row: Row, found: re.Match[str]) -> tuple[list[Row], Row, str]:
    """The authors, the title, and the word that says that there are more authors.

    Before the first full stop stand the authors, where that can be: a title may hold one, and have no authors.
    """
    start, end = found.span("head")
    stop = _BREAK.search(row.text, start, end)
    if stop is None or stop.end() >= end:
        return [], _part(row, start, end), ""
    more = _MORE_AUTHORS.search(row.text, start, stop.start())
    said = _part(row, start, more.start() if more is not None else stop.start())
    if not is_byline(said.text) and (len(said.text) > 24 or re.search(r"[，。、！？“”《》：\d]", said.text)):
        return [], _part(row, start, end), ""
    return [said], _part(row, stop.end(), end), more["more"] if more is not None else ""


def _part(row: Row, start: int, end: int) -> Row:
    said = row.text[start:end]
    return Row(row.number, row.start + start + len(said) - len(said.lstrip()), said.strip())


def _labelled(rows: Sequence[Row]) -> tuple[dict[str, object], list[Row]]:
    """What the rows below a reference say: its abstract as text, and keywords."""
    record: dict[str, object] = {}
    body: list[Row] = []
    for row in rows:
        found = _LABELLED.match(row.text)
        value = _part(row, found.end(), len(row.text)) if found is not None else row
        key = _LABELS.get(found["label"], "text") if found is not None else "text"
        if not value.text:
            continue
        if key == "text" or key in record:
            body.append(value)
        elif key == "keywords":
            record[key] = [each.strip() for each in _LIST_BREAKS.split(value.text) if each.strip()]
        else:
            record[key] = value.text
    return record, body
