"""What is worth telling a reader beside the hits: `notes_on` gathers it, a line for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from baosou.corpus.characters import has_numbers
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.query.tree import And, Boost, DateRange, Not, Or, Phrase, Query, Value, text_leaves, value_fields
from baosou.index.request import NAME_FIELDS, FacetRequest, SearchRequest, places_wanted
from baosou.index.results import Note

if TYPE_CHECKING:
    from baosou.index.engine import Engine

_MOST_DATES = 3


def notes_on(engine: Engine, searched: SearchRequest, *, matches: int) -> tuple[Note, ...]:
    """The notes on what was searched, which so many articles or sections match."""
    notes = list(_dated(engine, searched))
    if searched.filters or places_wanted(searched.facets) or _any(Value, searched.query):
        from baosou.index.answering.missing_values import missing_values  # most searches ask for no value

        notes += missing_values(engine, searched, matches=matches)
    named = {each.field for each in searched.filters} | {each.field for each in searched.facets}
    named |= value_fields(searched.query)
    if named & {*NAME_FIELDS} and (waiting := _unenriched(engine)):
        told = (
            "1 article was not searched for names yet; do it with: baosou enrich"
            if waiting == 1
            else "{count:,} articles were not searched for names yet; do it with: baosou enrich"
        )
        notes.append(Note("names", worded(told, count=waiting)))
    return tuple(notes)


def _unenriched(engine: Engine) -> int:
    """How many articles were not searched for names; counted once, for a batch asks again and again."""
    (count,) = engine.vocabulary.kept(("unenriched",), lambda: (engine.status().unenriched or 0,))
    return count


def _dated(engine: Engine, searched: SearchRequest) -> Iterator[Note]:
    """How many of the articles that pass the filters are dated the days and months that a query names."""
    texts = [fold_text(leaf.text) for leaf, _ in text_leaves(searched.query) if isinstance(leaf, Phrase)]
    numbers = list(filter(has_numbers, texts))
    if not numbers or searched.since or searched.until or _any(DateRange, searched.query):
        return
    from baosou.corpus.written_dates import date_of

    written = map(date_of, numbers)
    dates = dict.fromkeys(date.iso for date in written if date is not None and date.iso is not None)
    for date in islice(dates, _MOST_DATES):
        facet = "date" if date.count("-") > 1 else "month"
        request = SearchRequest(
            DateRange(date, date),
            filters=searched.filters,
            limit=0,
            facets=(FacetRequest(facet, 0),),
            timeout=searched.timeout,
        )
        # the range also takes in articles of which no more than the year is known
        counts = {each.value: each.count for each in engine.search(request).facets[facet]}
        if count := counts.get(date):
            many = "{articles:,} articles are of {date}; date:{date} finds them"
            told = "1 article is of {date}; date:{date} finds it" if count == 1 else many
            yield Note("day", worded(told, articles=count, date=date))


def _any(kind: type[Value | DateRange], query: Query) -> bool:
    """Whether a leaf of a query is of a kind, also of what it excludes."""
    match query:
        case And(children) | Or(children):
            return any(_any(kind, child) for child in children)
        case Not(child) | Boost(child, _):
            return _any(kind, child)
        case _:
            return isinstance(query, kind)
