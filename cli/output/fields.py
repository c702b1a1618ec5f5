"""Fields of what is printed, by names such as id, source.line, extra.category: as columns, and as smaller objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

FURTHER = "extra"
"""What holds a record's own keys, each a list of texts; what follows the first point is the whole of a key."""

SHORT = {"path": "source.path", "line": "source.line", "page": "source.page", "snippet": "snippets.text"}
"""Names of columns for what lies deeper."""


def names_of(shape: type[Struct], parts: Mapping[str, type[Struct]], keys: Iterable[str]) -> list[str]:
    """The fields of a value's type, those of its parts, and the records' own `keys`."""
    inner = [f"{part}.{name}" for part, of in parts.items() for name in of.__struct_fields__]
    return [*shape.__struct_fields__, *inner, *SHORT, *(f"{FURTHER}.{key}" for key in keys)]


def value_of(item: object, name: str) -> object:
    """What a value or object has in a field; of a list the first element's (snippets.text). None where it has none."""
    if name in SHORT and not _has(item, name):
        name = SHORT[name]
    while name:
        if isinstance(item, list | tuple):
            item = item[0] if item else None
        if item is None:
            return None
        key, _, name = name.partition(".")
        if key == FURTHER and name:
            return _held(item, FURTHER).get(name, ())
        item = item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)
    return item


def _has(item: object, key: str) -> bool:
    return key in item if isinstance(item, Mapping) else hasattr(item, key)


def _held(item: object, key: str) -> Mapping[str, object]:
    held = item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)
    return held if isinstance(held, Mapping) else {}


def chosen(item: object, names: Sequence[str]) -> dict[str, object]:
    """The object that has these fields of a value alone, nested as there: {"id": …, "extra": {"category": […]}}."""
    found: dict[str, object] = {}
    for name in names:
        outer, point, inner = name.partition(".")
        held = found.get(outer)
        if point and (held is None or isinstance(held, dict)):
            found[outer] = {**(held or {}), inner: value_of(item, name)}
        elif not point:
            found[outer] = value_of(item, name)
    return found
