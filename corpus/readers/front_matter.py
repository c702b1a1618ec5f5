"""The `key: value` lines between two --- at the head of a Markdown file."""

from __future__ import annotations

import re

from msgspec import Struct

from baosou.corpus.models import Passage, Span

_FENCE = re.compile(r"-{3}[ \t]*")
_CLOSE = re.compile(r"(?:-{3}|\.{3})[ \t]*")
_PAIR = re.compile(r"(?P<key>[^\s:#-][^:：]{0,60}?)\s*[:：](?:\s+(?P<value>.*?)|)\s*")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*?)\s*")
_MAX_LINES = 200


class FrontMatter(Struct, frozen=True):
    """The keys with their values, the title with its place, and how many lines it all takes."""

    record: dict[str, object]
    title: Passage | None
    lines: int


NONE = FrontMatter({}, None, 0)


def front_matter(text: str) -> FrontMatter:
    """What stands in front of a document; NONE if it does not begin so, or holds more than flat keys and lists.

    A subset of YAML: strings in either quotes or none, [a, b] and "- item" lists. Everything stays a string.
    """
    lines = re.split(r"(\r\n|\r|\n)", text[:100_000])[: 2 * _MAX_LINES]
    if not lines or not _FENCE.fullmatch(lines[0]):
        return NONE
    record: dict[str, object] = {}
    title = None
    key = ""
    at = len(lines[0]) + len(lines[1]) if len(lines) > 1 else 0
    for number in range(1, len(lines) // 2 + 1):
        line = lines[2 * number] if 2 * number < len(lines) else ""
        if _CLOSE.fullmatch(line):
            return FrontMatter(record, title, number + 1) if record else NONE
        pair = _PAIR.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if pair is not None:
            key = pair["key"].strip("\"'")
            if key in record:
                return NONE
            record[key] = _value(pair["value"] or "")
            if key in ("title", "标题") and pair["value"]:
                title = _passage(_unquoted(pair["value"]), line, number + 1, at)
        elif item is not None and key:
            held = record[key]
            record[key] = [*(held if isinstance(held, list) else []), _unquoted(item["value"])]
        elif line.strip() and not line.lstrip().startswith("#"):
            return NONE
        at += len(line) + (len(lines[2 * number + 1]) if 2 * number + 1 < len(lines) else 0)
    return NONE


def _passage(value: str, line: str, number: int, at: int) -> Passage | None:
    if not value:
        return None
    start = at + line.index(value, line.index(":" if ":" in line else "：") + 1)
    return Passage(value, (Span(0, number, start, start + len(value)),))


def _value(written: str) -> object:
    if written.startswith("[") and written.endswith("]"):
        return [item for part in re.split(r"[,，、]", written[1:-1]) if (item := _unquoted(part.strip()))]
    return _unquoted(written)


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
