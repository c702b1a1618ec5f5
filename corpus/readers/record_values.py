"""The values of a record's keys, each of the type that its key may have; what is of another is told by its kind."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from baosou.corpus.errors import SourceError, worded

_WRAPPINGS = frozenset(["$date", "$oid", "$numberLong", "$numberInt"])
_WHOLE = re.compile(r"\d+\.0")
"""A number of a column in which some are missing, as data frames write it."""

DEEPEST = 64
"""Levels of lists and objects within a value: deeper ones are no data that somebody means to look for."""


def unwrapped(value: object) -> object:
    """What MongoDB's exports wrap in an object of one key: {"$date": …}, {"$oid": …}."""
    while isinstance(value, dict) and len(value) == 1 and (inner := _WRAPPINGS.intersection(value)):
        value = value[next(iter(inner))]
    return value


def string_of(values: Mapping[str, object], key: str, *, numbers: bool = False) -> str:
    """The text of a key, or with `numbers` a number as text; empty without any. Raises SourceError for another kind."""
    value = values.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        said = value if key == "title" else value.strip()
        return said.removesuffix(".0") if key in ("edition", "id") and _WHOLE.fullmatch(said) else said
    if numbers and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    raise SourceError(worded('"{key}" must be a string, not {kind}', key=key, kind=kind_of(value)))


def strings_of(values: Mapping[str, object], key: str) -> list[str]:
    """The texts of a key, one or a list of them; raises SourceError for another kind."""
    value = values.get(key)
    if value is None:
        return []
    strings = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            strings.append(item)
        elif item is not None:
            raise SourceError(
                worded('"{key}" must be a string or a list of strings, not {kind}', key=key, kind=kind_of(item))
            )
    return strings


def text_of(value: object) -> str:
    """A text, the strings of a list as its lines; raises SourceError for another kind."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        wrong = next((item for item in value if not isinstance(item, str)), None)
        if wrong is None:
            return "\n".join(value)
        raise SourceError(worded('"text" must be a string or a list of strings, not of {kind}', kind=kind_of(wrong)))
    raise SourceError(worded('"text" must be a string or a list of strings, not {kind}', kind=kind_of(value)))


def is_too_deep(value: object) -> bool:
    """Whether lists and objects stand in one another deeper than DEEPEST."""
    level = [value] if is_nested(value) else []
    for _ in range(DEEPEST):
        if not level:
            return False
        within = (item.values() if isinstance(item, dict) else item for item in level if isinstance(item, (dict, list)))
        level = [each for items in within for each in items if is_nested(each)]
    return bool(level)


def is_nested(value: object) -> bool:
    """Whether it is a list or an object."""
    return isinstance(value, (dict, list))


def scalar(value: object) -> str:
    """A value as a facet has it: a text as it is, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def kind_of(value: object) -> str:
    """What JSON calls a value's type, with its article."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return worded(names.get(type(value), "a number"))
