"""What stands in front of a Markdown document: YAML between ---, TOML between +++, or YAML and its closing ---."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping

import yaml
from msgspec import Struct

from baosou.corpus.errors import worded
from baosou.corpus.models import Passage, Span
from baosou.corpus.record_keys import key_of

_LONGEST = 20_000
"""Characters of front matter; people write a few hundred, and the parsers are in Python."""

_MOST_VALUES, _DEEPEST, _MOST_BRACKETS = 2000, 20, 500
_DOTTED = re.compile(r"(?:[^\s.=]{1,40}\.){50}")  # keys within keys that take a TOML parser quadratic time

_OPENS = re.compile(
    r"(?:-{3}[ \t]*|(?P<toml>\+{3}[ \t]*)"
    r"|(?P<key>(?:title|date|tags|categories|layout|permalink|author|updated|标题|日期|作者)[ \t]*:(?:[ \t][^\r\n]*)?))"
    r"(?:\r\n|\r|\n)"
)
_YAML_CLOSES, _TOML_CLOSES = re.compile(r"(?:-{3,}|\.{3})[ \t]*"), re.compile(r"\+{3}[ \t]*")
_LINE, _LINE_END = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|$)"), re.compile(r"\r\n|\r|\n")
_PAIR = re.compile(r"(?P<key>[^\s:#-][^:：]{0,60}?)\s*[:：](?:[ \t]+(?P<value>.*?)|)\s*")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*?)\s*")
_LISTED = ("authors", "places")


class FrontMatter(Struct, frozen=True):
    """The title with its place, the other keys with their values, how many lines it all takes, and what was wrong."""

    record: dict[str, object]
    title: Passage | None
    lines: int
    warning: str | None = None


NONE = FrontMatter({}, None, 0)


def front_matter(text: str) -> FrontMatter:
    """What stands in front of a document; NONE if it does not begin so, or holds no keys.

    Every value is as it is written: dates are understood later, as those of records. Keys within keys are joined by a
    dot. YAML that is none (a colon in an unquoted title) is read a line at a time, and a warning says so.
    """
    opening = _OPENS.match(text)
    if opening is None:
        return NONE
    closes, read = (_TOML_CLOSES, _toml) if opening["toml"] else (_YAML_CLOSES, _yaml)
    begun = 0 if opening["key"] else opening.end()
    for number, line in enumerate(_LINE.finditer(text, opening.end(), _LONGEST), start=2):
        if closes.fullmatch(text, *line.span(1)):
            return read(text, begun, line.start(), number)
    return NONE


def _yaml(text: str, begun: int, end: int, lines: int) -> FrontMatter:
    """The front matter [begun, end) of a document, which takes so many lines with its fences."""
    written = text[begun:end]
    try:
        if written.count("[") + written.count("{") > _MOST_BRACKETS:
            raise ValueError("nested too deep")
        node = yaml.compose(written, Loader=yaml.BaseLoader)
        if not isinstance(node, yaml.MappingNode):
            return NONE
        record = _Values().of_mapping(node)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        record = _line_by_line(written)
        if not record:
            return NONE
        at = getattr(getattr(error, "problem_mark", None), "line", None)
        warning = (
            worded("the front matter is not valid YAML; it is read a line at a time")
            if at is None
            else worded(
                "the front matter is not valid YAML (line {line}); it is read a line at a time",
                line=at + 1 + bool(begun),
            )
        )
        return FrontMatter(record, _passage(text, _taken_title(record)[1], begun, end), lines, warning)
    named, title = _taken_title(record)
    place_of = {key.value: (value.start_mark.index, value.end_mark.index) for key, value in node.value if _is_key(key)}
    first, last = (0, 0) if named is None else place_of[named]
    return FrontMatter(record, _passage(text, title, begun + first, begun + last), lines)


def _toml(text: str, begun: int, end: int, lines: int) -> FrontMatter:
    """The front matter [begun, end) of a document, which takes so many lines with its fences."""
    written = text[begun:end]
    record: dict[str, object] = {}
    try:
        if _DOTTED.search(written):
            raise ValueError("nested too deep")
        for key, value in tomllib.loads(re.sub(r"\r\n?", "\n", written)).items():
            _put(record, key, value)
    except (RecursionError, ValueError) as error:
        said = " ".join(str(error).split())[:100]
        return FrontMatter(
            {}, None, 0, worded("the front matter is not valid TOML ({said}); it is kept as text", said=said)
        )
    called, title = _taken_title(record)
    named = re.search(rf"^[ \t]*[\"']?{re.escape(called or '')}[\"']?[ \t]*=[ \t]*", written, re.MULTILINE)
    return FrontMatter(record, _passage(text, title, begun + (named.end() if named else 0), end), lines)


def _taken_title(record: dict[str, object]) -> tuple[str | None, object]:
    """The key of the title and what it says, which then is not in the record any more."""
    titles = [
        (found[1], key) for key, held in record.items() if held and (found := key_of(key)) and found[0] == "title"
    ]
    key = min(titles)[1] if titles else None
    return key, None if key is None else record.pop(key)


def _is_key(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


class _Values:
    """YAML nodes as plain values, within bounds: an alias is a value again each time, and may hold itself."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def of_mapping(self, node: yaml.MappingNode) -> dict[str, object]:
        record: dict[str, object] = {}
        for key, value in node.value:
            if _is_key(key):
                _put(record, key.value, self._of(value, 1))
        return record

    def _of(self, node: yaml.Node, depth: int) -> object:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise ValueError("too many values")
        if isinstance(node, yaml.MappingNode):
            return {key.value: self._of(value, depth + 1) for key, value in node.value if _is_key(key)}
        if isinstance(node, yaml.SequenceNode):
            return [self._of(value, depth + 1) for value in node.value]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return "" if plain and node.value in ("~", "null", "Null", "NULL") else node.value


def _put(record: dict[str, object], key: str, value: object) -> None:
    """Put a value under its key as a record has it: text, or a list of texts; keys within it are joined by a dot."""
    pending = [(key, value, 0)]
    while pending:
        name, held, depth = pending.pop(0)
        if len(record) > _MOST_VALUES or depth > _DEEPEST:
            raise ValueError("too many values")
        known = key_of(name)
        if isinstance(held, Mapping):
            if depth == 0 and known is not None and known[0] in _LISTED and isinstance(held.get("name"), str):
                record[name] = held["name"]
                held = {each: inner for each, inner in held.items() if each != "name"}
            pending += [(f"{name}.{each}", inner, depth + 1) for each, inner in held.items()]
            continue
        listed = [text for each in (held if isinstance(held, list) else [held]) if (text := _text(each))]
        if isinstance(held, list) and (known is None or known[0] in _LISTED):
            record[name] = listed
            continue
        record[name] = listed[0] if listed else ""
        if len(listed) > 1:
            record[f"other {name}"] = listed[1:]


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or "、".join(filter(None, map(_text, value.values()))))
    if isinstance(value, list):
        return "、".join(filter(None, map(_text, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return str(value).strip()


def _line_by_line(written: str) -> dict[str, object]:
    """The keys of front matter that is no YAML; none if a line is neither a key nor an item."""
    record: dict[str, object] = {}
    key = ""
    for line in written.splitlines():
        pair, item = _PAIR.fullmatch(line), _ITEM.fullmatch(line)
        if pair is not None:
            key = pair["key"].strip("\"'")
            _put(record, key, _flat(pair["value"] or ""))
        elif item is not None and key:
            held = record.get(key)
            _put(record, key, [*(held if isinstance(held, list) else []), _unquoted(item["value"])])
        elif line.strip() and not line.lstrip().startswith("#"):
            return {}
    return record


def _flat(written: str) -> object:
    if written.startswith("[") and written.endswith("]"):
        return [_unquoted(part.strip()) for part in re.split(r"[,，、]", written[1:-1])]
    return _unquoted(written)


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value


def _passage(text: str, value: object, start: int, end: int) -> Passage | None:
    """A title as it stands within [start, end) of the text; folded lines are joined as those of paragraphs are.

    One that does not stand there as it reads (with escapes) is shown as it is written.
    """
    shown, cursor = "", start
    spans: list[Span] = []
    for word in value.split() if isinstance(value, str) else []:
        found = text.find(word, cursor, end)
        if found < 0:
            written = _LINE_END.split(text[start:end].strip())[0].strip().strip("\"'")
            return Passage(written, (_span(text, 0, text.index(written, start), len(written)),))
        gap = text[cursor:found]
        if spans and gap.isspace() and _LINE_END.search(gap) is None:  # a blank within a line is part of the title
            last = spans.pop()
            spans.append(Span(last.at, last.line, last.start, found + len(word)))
            shown += gap + word
        else:
            shown += " " if shown and shown[-1].isascii() and word[0].isascii() else ""
            spans.append(_span(text, len(shown), found, len(word)))
            shown += word
        cursor = found + len(word)
    return Passage(shown, tuple(spans)) if spans else None


def _span(text: str, at: int, found: int, length: int) -> Span:
    return Span(at, 1 + len(_LINE_END.findall(text, 0, found)), found, found + length)
