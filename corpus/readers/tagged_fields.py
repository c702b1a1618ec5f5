"""The fields of a tagged record: what stands in its elements and attributes, under the names that these have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baosou.corpus.characters import WIDE
from baosou.corpus.dates import date_in_path
from baosou.corpus.dumps import ELEMENT, MARKS, NAME, element_name, opened, plain_name, told_by
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.readers.markup import without_entities
from baosou.corpus.record_keys import key_of

_ATTRIBUTE = re.compile(rf"""({NAME})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_DEEPEST = 8
_MOST_NAMES = 1000
_TAG = re.compile(rf"</?{NAME}(?:\s[^<>]*)?/?>")
_FIELD_TAG = re.compile(rf"<(?!(?:{'|'.join(sorted(MARKS))})[\s/>]){NAME}(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|a|span|font|img|s)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"<(?:p|para|paragraph)[\s>]", re.IGNORECASE)
_LINE_END = re.compile(rf"(?<=[{WIDE}])[ \t]*[\r\n]\s*(?=[{WIDE}])")
_BESIDE = frozenset(("comment", "comments", "评论", "回复", "related", "enclosure", "image", "img", "source"))
"""What is said of others than the article, or by others: kept as one value."""

_SINGLE = frozenset(("title", "date", "publication", "edition", "column", "url", "id"))
_DATELINE = "dateline"
_ID_WITH_DAY = re.compile(r"\w{2,12}[_.-]?\d{8}[_.-]\d{3,6}")  # XIN_CMN_20040702.0001: a collection, a day, a number
_LINKS = ("link", "guid")
Fields = dict[str, list[str]]


def record_of(attributes: str, inner: str) -> dict[str, object]:
    """A record by the attributes of its element and what stands in that; nothing of it is lost.

    What stands in no element of its own is the text, or goes before it. Raises SourceError for what no record is.
    """
    fields: Fields = {}
    for name, *values in _ATTRIBUTE.findall(attributes):
        _add(fields, plain_name(name), without_entities("".join(values)))
    loose = _take(fields, opened(inner))
    if loose and loose[0].partition("\n")[0].strip() in fields.get("title", []):
        loose[0] = loose[0].partition("\n")[2].strip()  # a text that begins with its title
    if not any((key_of(name) or ("",))[0] == "date" for name in fields) and "updated" in fields:
        fields["date"] = fields.pop("updated")
    record: dict[str, object] = {}
    for name, values in fields.items():
        record[name] = values[0] if len(values) == 1 else values
        if len(values) > 1 and (key_of(name) or ("",))[0] in _SINGLE:
            record[name], record[f"other {name}"] = values[0], values[1:]
    text = next((name for name in fields if (key_of(name) or ("",))[0] == "text"), "text")
    dateline = next((name for name in fields if name.lower() == _DATELINE), None)
    before = [*fields.pop(dateline, []), *loose] if dateline is not None else loose
    if dateline is not None:
        del record[dateline]
    if before or len(fields.get(text, [])) > 1:
        record[text] = "\n".join([*before, *fields.get(text, [])])
    if not any((key_of(name) or ("",))[0] == "date" for name in fields):
        ids = (value for values in fields.values() for value in values if _ID_WITH_DAY.fullmatch(value))
        if (day := next((date for each in ids if (date := date_in_path(each)) is not None), None)) is not None:
            record["date"] = day
    return record


def _take(fields: Fields, inner: str, level: int = 0) -> list[str]:
    """Put what the elements of a record hold into fields; what stands beside them comes back, a piece each."""
    loose = []
    at = 0
    for found, end, content in _elements(inner):
        loose.append(inner[at : found.start()])
        at = end
        name = plain_name(element_name(found["name"], found["attributes"]))
        key = (key_of(name) or ("",))[0]
        if name.lower() in _BESIDE and _has_fields(content):
            _add(fields, name, _value(_TAG.sub(" ", content), is_text=False))
        elif level == _DEEPEST or not _has_fields(content) or (key == "text" and not _tells(content)):
            value = _value(content, is_text=key == "text") or _address(name, found["attributes"])
            _add(fields, name, value)
        elif key == "authors":
            people: Fields = {}
            beside = _take(people, content, level + 1)
            names = people.get("name", [text for texts in people.values() for text in texts])
            fields.setdefault(name, []).extend([*beside, *names])
        else:
            loose += _take(fields, content, level + 1)
    loose.append(inner[at:])
    return [said for piece in loose if (said := _value(piece, is_text=True))]


def _elements(inner: str) -> Iterator[tuple[re.Match[str], int, str]]:
    """The outermost elements: the tag, where each ends, and its content. One without an end goes on to the next tag.

    Raises SourceError where they have more names than any record.
    """
    at = 0
    marks = MARKS - {"img"} if "</img" in inner else MARKS  # one that is closed holds what is said of a picture
    closings: dict[str, re.Match[str] | None] = {}  # the next end of each name, looked for once
    while (found := ELEMENT.search(inner, at)) is not None:
        at = found.end()
        if not found["name"] or found["close"] or found["name"].lower() in marks:
            continue
        if found["empty"]:
            yield found, at, ""
            continue
        name = found["name"].lower()
        closing = closings.get(name)
        if name not in closings or (closing is not None and closing.start() < at):
            closing = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(inner, at)
            closings[name] = closing
            if len(closings) > _MOST_NAMES:
                raise SourceError(worded("elements of more than {most:,} names", most=_MOST_NAMES))
        following = ELEMENT.search(inner, at) if closing is None else None
        begun = at
        if closing is not None:
            at = closing.end()
            yield found, at, inner[begun : closing.start()]
        else:
            at = len(inner) if following is None else following.start()
            yield found, at, inner[begun:at]


def _has_fields(content: str) -> bool:
    """Whether elements stand in it that are no marks of a text."""
    return _FIELD_TAG.search(content) is not None


def _tells(content: str) -> bool:
    """Whether a title or a text stands in an element of its own within it."""
    return any(told_by(found["name"]) for found in ELEMENT.finditer(content) if found["name"])


def _value(raw: str, *, is_text: bool) -> str:
    """What stands in an element, with entities replaced: of a text its paragraphs, a line each."""
    if "<" in raw:
        raw = _INLINE.sub("", raw)
        if is_text and _PARAGRAPHS.search(raw):
            raw = "\n".join(_LINE_END.sub("", piece).replace("\n", " ") for piece in _TAG.split(raw))
        raw = _TAG.sub("\n" if is_text else " ", raw)
    return without_entities(raw).strip()


def _address(name: str, attributes: str) -> str:
    """The address of a link that has it as an attribute, as in Atom."""
    said = {key.lower(): without_entities("".join(values)) for key, *values in _ATTRIBUTE.findall(attributes)}
    return said.get("href", "") if name.lower() in _LINKS and said.get("rel", "alternate") == "alternate" else ""


def _add(fields: Fields, name: str, value: str) -> None:
    if value:
        fields.setdefault(name, []).append(value)
