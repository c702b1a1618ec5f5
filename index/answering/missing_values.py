"""Values of filters that no article has, each told with those that are like it: author=陈海岩, where 陈海若 is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.engine import Engine
from baosou.index.query.tree import And, Boost, Everything, Not, Or, Query, Value, field_name
from baosou.index.request import FacetRequest, SearchRequest, places_wanted
from baosou.index.results import Note

_MOST_CHECKED = 16
_MOST_COMPARED = 5_000
"""Of a field with more values, the most frequent are compared."""

_MOST_LIKE = 3
_SHORT = 2
_LONGEST = 100
_ALIKE, _ALIKE_SHORT = 0.6, 0.5
"""How much of two values must be the same: two of three characters, one of two."""

_NAMES = ("author", "place", "country", "publication", "column", "person", "org")
_PERIODS = ("date", "year", "month")
_PATHS = ("place", "source")


def missing_values(engine: Engine, searched: SearchRequest, *, matches: int) -> Iterator[Note]:
    """A note for each value that was searched for and that no article of the index has.

    Where something matches, only those values are looked up without which it might as well.
    """
    asked = dict.fromkeys(
        (
            *(
                (f.field, value)
                for f in searched.filters
                if _is_open(f.negated, f.values, matches)
                for value in f.values
            ),
            *(("place", place) for place in places_wanted(searched.facets)),
            *_values(searched.query, required=matches > 0),
        )
    )
    for field, value in islice(asked, _MOST_CHECKED):
        if not _stands(engine, field, value):
            like = () if field in _PERIODS else _like(engine, field, value)
            told = "no article has {field} {value}; like it: {like}" if like else "no article has {field} {value}"
            yield Note("value", worded(told, field=field_name(field), value=value, like=", ".join(like)))


def _is_open(negated: bool, values: tuple[str, ...], matches: int) -> bool:
    """Whether the matches of a search do not tell that articles have the values of one of its filters."""
    return negated or len(values) > 1 or not matches


def _values(query: Query, *, required: bool) -> Iterator[tuple[str, str]]:
    """The values in a query with their fields, but for those that every match has, where there are any."""
    match query:
        case Value(field, value) if not required:
            yield field, value
        case And(children):
            for child in children:
                yield from _values(child, required=required)
        case Or(children):
            for child in children:
                yield from _values(child, required=False)
        case Not(child):
            yield from _values(child, required=False)
        case Boost(child, _):
            yield from _values(child, required=required)
        case _:
            return


def _stands(engine: Engine, field: str, value: str) -> bool:
    return engine.search(SearchRequest(Value(field, value), limit=0)).total > 0


def _like(engine: Engine, field: str, value: str) -> list[str]:
    """Values of a field that sound or are spelled like one that no article has, the likest first."""
    folded = fold_text(value)
    if folded.isdecimal() or len(folded) > _LONGEST:
        return []
    from difflib import get_close_matches

    found: dict[str, None] = {}
    if field in _NAMES:
        from baosou.index.answering.suggest import correction  # loads the readings

        meant = engine.vocabulary.together(lambda words: correction(words, folded))
        if meant is not None and _stands(engine, field, meant.text):
            found[meant.text] = None
    request = SearchRequest(Everything(), limit=0, facets=(FacetRequest(field, _MOST_COMPARED),))
    values = (each.value for each in engine.search(request).facets[field])
    names: dict[str, str] = {}
    for value in values:
        name = value.rpartition("/")[2] if field in _PATHS else value
        if len(name) <= _LONGEST:
            names.setdefault(fold_text(name), name)
    least = _ALIKE if len(folded) > _SHORT else _ALIKE_SHORT
    found = {names.get(each, each): None for each in found}
    for close in get_close_matches(folded.rpartition("/")[2] if field in _PATHS else folded, names, _MOST_LIKE, least):
        found.setdefault(names[close])
    return list(found)[:_MOST_LIKE]
