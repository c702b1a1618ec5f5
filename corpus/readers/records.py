"""One record, from JSON Lines or a table, as an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from baosou.corpus.characters import HAN
from baosou.corpus.dates import parse_date
from baosou.corpus.errors import SourceError
from baosou.corpus.models import Article, Block, Kind, Passage, Span

# The keys of the contract, and the other names under which they are taken where the key itself is missing.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "标题"),
    "text": ("text", "content", "body", "正文"),
    "date": ("date", "日期"),
    "authors": ("authors", "author", "作者"),
    "publication": ("publication", "报纸"),
    "edition": ("edition", "版次"),
    "column": ("column", "栏目"),
    "places": ("places", "地区"),
    "url": ("url",),
    "id": ("id",),
}

_KEYS = {name: key for key, names in NAMES.items() for name in names}

_RARE_ENDS = "\r\v\f\x85\u2028\u2029"
_ENDS = str.maketrans(dict.fromkeys(_RARE_ENDS, "\n"))
_PARAGRAPH = Kind.PARAGRAPH
_LIST_BREAKS = re.compile(r"[、，,;；|\n]+")
_NAME_BREAKS = re.compile(rf"(?<=[{HAN}·])\s+(?=[{HAN}])|\s{{2,}}|\t")
_ROLES = frozenset(
    [
        "记者",
        "本报记者",
        "通讯员",
        "本报通讯员",
        "特约记者",
        "实习生",
        "见习记者",
        "作者",
        "文",
        "图",
        "摄影",
        "编辑",
        "整理",
    ]
)


_KEYS_AT_MOST = 10_000
"""Each key is a field of the index."""


def article_of(record: Mapping[str, object], *, line: int) -> tuple[Article, tuple[str, ...]]:
    """The article of one record, and warnings about values that were not understood.

    Every paragraph's span counts in the record's text value (in the lines of a list joined by newlines).
    Keys without a meaning of their own become `extra`. Raises SourceError for a record with neither title nor
    text, and for a value of a type that its key cannot have.
    """
    used = _used(record)
    if len(record) > _KEYS_AT_MOST:
        raise SourceError(f"the record has {len(record):,} keys; at most {_KEYS_AT_MOST:,} are read")
    values = {key: record[name] for key, name in used.items()}
    title = _passage(_string(values, "title"), line)
    blocks = _paragraphs(_text(values.get("text")), line)
    if title is None and not blocks:
        raise SourceError("the record has neither title nor text")
    return _described(record, used, values, title, blocks)


def described(record: Mapping[str, object]) -> tuple[Article, tuple[str, ...]]:
    """What a record, or a document's front matter, says beside title and text: an article without blocks."""
    used = _used(record)
    return _described(record, used, {key: record[name] for key, name in used.items()}, None, ())


def _described(
    record: Mapping[str, object],
    used: Mapping[str, str],
    values: Mapping[str, object],
    title: Passage | None,
    blocks: tuple[Block, ...],
) -> tuple[Article, tuple[str, ...]]:
    """An article of this title and these blocks, with what the record says beside them."""
    warnings = []
    written = _string(values, "date", numbers=True)
    date = parse_date(written) if written else None
    if written and date is None:
        warnings.append(f"the date {_short(written)} was not understood and is left out")
    article = Article(
        blocks=blocks,
        title=title,
        authors=tuple(split_names(_strings(values, "authors"))) if "authors" in values else (),
        date=date,
        publication=_string(values, "publication") or None,
        edition=_string(values, "edition", numbers=True) or None,
        column=_string(values, "column") or None,
        places=tuple(_split(_strings(values, "places"))) if "places" in values else (),
        url=_string(values, "url") or None,
        record_id=_string(values, "id", numbers=True) or None,
        extra=_extra(record, frozenset(used.values())),
    )
    return article, tuple(warnings)


def split_names(parts: Iterable[str]) -> list[str]:
    """People's names out of author lines, in order, each once.

    Parted at 、，,; and at space between Chinese names; a two-character name that is spaced out (李　明) is
    closed up, and words of office that stand alone (记者, 通讯员) are dropped.
    """
    names: dict[str, None] = {}
    for piece in _split(parts):
        single = ""
        for name in _NAME_BREAKS.split(piece):
            if re.fullmatch(rf"[{HAN}]", name) and not (name in _ROLES and not single):
                single += name
                if len(single) < 2:
                    continue
                name, single = single, ""
            elif single:
                names[single] = None
                single = ""
            if name and name not in _ROLES:
                names[name] = None
        if single:
            names[single] = None
    return list(names)


def _used(record: Mapping[str, object]) -> dict[str, str]:
    """The contract's keys that the record holds, each with the name under which it does."""
    used: dict[str, str] = {}
    for name in record:
        if (key := _KEYS.get(name)) is not None:
            used[key] = _fullest(record, NAMES[key]) if key in used else name
    return used


def _fullest(record: Mapping[str, object], names: Sequence[str]) -> str:
    """The first of the names under which the record holds something, else the first it holds empty."""
    held = [name for name in names if name in record]
    return next((name for name in held if record[name] not in (None, "", [])), held[0])


def _string(values: Mapping[str, object], key: str, *, numbers: bool = False) -> str:
    value = values.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value if key == "title" else value.strip()
    if numbers and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise SourceError(f'"{key}" must be a string, not {kind_of(value)}')


def _strings(values: Mapping[str, object], key: str) -> list[str]:
    value = values.get(key)
    if value is None:
        return []
    strings = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            strings.append(item)
        elif item is not None:
            raise SourceError(f'"{key}" must be a string or a list of strings, not {kind_of(item)}')
    return strings


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        wrong = next((item for item in value if not isinstance(item, str)), None)
        if wrong is None:
            return "\n".join(value)
        raise SourceError(f'"text" must be a string or a list of strings, not of {kind_of(wrong)}')
    raise SourceError(f'"text" must be a string or a list of strings, not {kind_of(value)}')


def _passage(text: str, line: int) -> Passage | None:
    stripped = text.strip()
    if not stripped:
        return None
    start = text.index(stripped[0])
    return Passage(stripped, (Span(0, line, start, start + len(stripped)),))


def _paragraphs(text: str, line: int) -> tuple[Block, ...]:
    if any(map(text.__contains__, _RARE_ENDS)):
        text = text.translate(_ENDS)
    blocks = []
    at = 0
    for whole in text.split("\n"):  # sooner than a search
        paragraph = whole.strip()
        if paragraph:
            start = at if len(paragraph) == len(whole) else at + len(whole) - len(whole.lstrip())
            span = Span(0, line, start, start + len(paragraph))
            blocks.append(Block(_PARAGRAPH, Passage(paragraph, (span,))))
        at += len(whole) + 1
    return tuple(blocks)


def _extra(record: Mapping[str, object], used: frozenset[str]) -> dict[str, tuple[str, ...]]:
    extra: dict[str, tuple[str, ...]] = {}
    for key, value in record.items():
        if key in used:
            continue
        if isinstance(value, str):
            if value:
                extra[key] = (value,)
            continue
        listed = value if isinstance(value, list) and not any(map(_is_nested, value)) else [value]
        texts = tuple(text for item in listed if (text := _scalar(item)))
        if texts:
            extra[key] = texts
    return extra


def _is_nested(value: object) -> bool:
    return isinstance(value, (dict, list))


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _split(parts: Iterable[str]) -> list[str]:
    pieces = (piece.strip() for part in parts for piece in _LIST_BREAKS.split(part))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def kind_of(value: object) -> str:
    """What JSON calls a value's type, with its article."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
