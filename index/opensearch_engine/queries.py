"""A query tree as the cluster is asked it: what matches, exactly, or what may and has to be looked at again.

Text is looked for by single characters, as phrases, so that it is found wherever words are cut (see `marks`). How near
words are, and what one open character is, the cluster cannot tell as the archive means it: there it is asked for all
that may match, and what does is told by the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from baosou.corpus.characters import is_ideograph
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.corpus.places import country_meant, resolve
from baosou.index.analysis.analyzer import plain_words
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import QueryError
from baosou.index.highlight.marker import Form, phrase_forms
from baosou.index.ingest.facet_values import date_bounds, wanted_days
from baosou.index.opensearch_engine.mapping import FACETS, GAP, PAIR
from baosou.index.opensearch_engine.marks import HOLE, Spelling
from baosou.index.query.tree import (
    And,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    TextLeaf,
    Value,
    Wildcard,
    Words,
    stands_for_words,
    text_leaves,
)
from baosou.index.segments.matching.expansion import own_words
from baosou.index.segments.matching.matcher import phrase_patterns, wildcard_pattern
from baosou.index.segments.matching.nearness import MOST_PHRASES

Dsl = dict[str, Any]

NOTHING: Dsl = {"match_none": {}}
ALL: Dsl = {"match_all": {}}

_LIKE = 3
"""The shortest text that is told by all but one of its characters (see `matching.matcher`)."""

_MOST_FORMS = 1_000
"""Phrases of one leaf; the server takes 1,024 clauses in all."""


class Asked(Struct, frozen=True):
    """What the cluster is asked; unless it is `exact`, not all that it finds matches."""

    dsl: Dsl
    exact: bool = True


Listed = Mapping[TextLeaf, Sequence[str]]
"""The words of the archive that each fuzzy word or pattern of a query stands for."""


def asked_of(query: Query, vocabulary: Vocabulary, listed: Listed, *, sure: bool = False) -> Asked:
    """A query as the cluster is asked it: for all that may match, or (`sure`) for what does for certain."""
    match query:
        case And(children):
            return _all_of([asked_of(child, vocabulary, listed, sure=sure) for child in children])
        case Or(children):
            each = [asked_of(child, vocabulary, listed, sure=sure) for child in children]
            return Asked(any_of([one.dsl for one in each]), all(one.exact for one in each))
        case Not(child):
            inner = asked_of(child, vocabulary, listed, sure=not sure)
            return Asked({"bool": {"must_not": [inner.dsl]}}, inner.exact)
        case Boost(child, _):
            return asked_of(child, vocabulary, listed, sure=sure)
        case Everything():
            return Asked(ALL)
        case DateRange(since, until):
            return Asked(dated(since, until))
        case Value(field, value):
            return Asked(valued(field, (value,)))
        case Phrase() | Near() | Wildcard() | Fuzzy():
            found = leaf_of(query, vocabulary, listed)
            return Asked(NOTHING, False) if sure and not found.exact else found
        case Words(text, _):
            raise QueryError(worded("the words “{text}” are not cut yet", text=text))


def leaf_of(leaf: TextLeaf, vocabulary: Vocabulary, listed: Listed) -> Asked:
    """Where a leaf stands."""
    match leaf:
        case Phrase():
            return phrase_of(leaf)
        case Near(phrases, _, field):
            if len(phrases) > MOST_PHRASES:
                raise QueryError(
                    worded(
                        "at most {most} words can be near one another; there are {count}",
                        most=MOST_PHRASES,
                        count=len(phrases),
                    )
                )
            each = [phrase_of(Phrase(text, field)) for text in dict.fromkeys(phrases)]
            return Asked(_all_of(each).dsl, False)
        case Wildcard() | Fuzzy() if stands_for_words(leaf):
            return _words_of(leaf, vocabulary, listed)
        case Wildcard(pattern, field):
            return _pattern_of(pattern, field)
        case _:
            raise AssertionError("a fuzzy word stands for words")


def _words_of(leaf: Wildcard | Fuzzy, vocabulary: Vocabulary, listed: Listed) -> Asked:
    """Where words of the archive stand: those of its list as they are, others as phrases, in all their spellings."""
    words = [Form(word, whole=True) for word in listed.get(leaf, ())]
    found = [_spelled([Spelling(form)], leaf.field, exact=True) for form in words if form.text.strip()]
    others = own_words(vocabulary, leaf)
    also = []
    exact = True
    if isinstance(leaf, Fuzzy):
        text = fold_text(leaf.text)
        others = [*others, text]
        if is_told_by_most(text):
            exact = False
            also = [_all_of(_around(text, at, leaf.field)).dsl for at in range(len(text))]
    others = [each for each in dict.fromkeys(others) if each.strip() and Form(each, whole=True) not in words]
    found += [phrase_of(Phrase(word, leaf.field, whole=True)) for word in others]
    return Asked(any_of([*(each.dsl for each in found), *also]), exact and all(each.exact for each in found))


def is_told_by_most(text: str) -> bool:
    """Whether a folded text stands for all that differs from it by one ideograph (see `SegmentMatcher.alike`)."""
    return len(text) >= _LIKE and all(is_ideograph(ord(each)) for each in text) and len(plain_words(text)) != 1


def _around(text: str, at: int, field: str | None) -> list[Asked]:
    return [phrase_of(Phrase(part, field)) for part in (text[:at], text[at + 1 :]) if part]


def _pattern_of(pattern: str, field: str | None) -> Asked:
    """A pattern whose stars stand at its ends only."""
    wildcard_pattern(pattern)  # raises for one with nothing to look for
    folded = fold_text(pattern)
    core = folded.strip("*")
    if "?" in core:
        pieces = [each for each in core.split("?") if each.strip()]
        return Asked(_all_of([phrase_of(Phrase(piece, field)) for piece in pieces if _is_findable(piece)]).dsl, False)
    form = Form(core, whole=True)
    return _spelled(
        [Spelling(form, left=not folded.startswith("*"), right=not folded.endswith("*"))], field, exact=True
    )


def _is_findable(text: str) -> bool:
    try:
        phrase_patterns(Phrase(text))
    except QueryError:
        return False
    return True


def phrase_of(leaf: Phrase) -> Asked:
    """Where a phrase stands, in any of its spellings; raises QueryError for one with nothing that can be found."""
    phrase_patterns(leaf)
    return _spelled([Spelling(form) for form in phrase_forms(leaf)], leaf.field, exact=True)


def _spelled(spellings: Sequence[Spelling], field: str | None, *, exact: bool) -> Asked:
    clauses: dict[str, Dsl] = {}
    for each in spellings:
        for text in each.texts:
            for place in _places(each, field):
                if place.startswith("body:"):
                    exact = exact and HOLE not in text
                    clauses[place + text] = _in_body(place.removeprefix("body:"), text)
                else:
                    clauses[place + text] = stands(place, text)
    if len(clauses) > _MOST_FORMS:
        raise QueryError(worded("a word stands for more than {most} spellings; write it otherwise", most=_MOST_FORMS))
    return Asked(any_of(list(clauses.values())), exact)


def _places(spelling: Spelling, field: str | None) -> list[str]:
    """The fields in which a spelling is to be found; in a body a line ends each passage, and nothing stands in two."""
    marked = ["quoted"] if spelling.quoted else ["all", "quoted"] if spelling.edged else ["all"]
    heads = [f"quoted_{name}" if each == "quoted" else name for each in marked for name in ("title", "byline")]
    if field is None:
        return heads if spelling.breaks else marked
    if field == "body":
        return [] if spelling.breaks else [f"body:{each}" for each in marked]
    return [each for each in heads if each.endswith(field)]


def stands(field: str, text: str, *, boost: float = 1.0) -> Dsl:
    """Where a text with its marks stands in a field."""
    return {"match_phrase": {field: {"query": text, "boost": boost}}}


def _in_body(field: str, text: str) -> Dsl:
    """Where it stands behind the first two texts of a field, the title and the byline."""
    terms = [{"span_term": {field: character}} for character in text if character != HOLE]
    # a hole may be any token, wherever it is: what is found so has to be looked at
    holes = text.count(HOLE)
    near: Dsl = {"span_near": {"clauses": terms, "slop": holes, "in_order": True}} if len(terms) > 1 else terms[0]
    return {"span_not": {"include": near, "exclude": {"span_first": {"match": near, "end": 2 * GAP}}}}


def _all_of(each: Sequence[Asked]) -> Asked:
    exact = all(one.exact for one in each)
    if len(each) == 1:
        return each[0]
    return Asked({"bool": {"filter": [one.dsl for one in each]}}, exact)


def any_of(clauses: Sequence[Dsl]) -> Dsl:
    """Any of some; of none nothing."""
    if not clauses:
        return NOTHING
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def phrases_in(dsl: Dsl) -> int:
    """How many clauses a query has, as a server counts them."""
    parts = [each for clauses in dsl.get("bool", {}).values() if isinstance(clauses, list) for each in clauses]
    return sum(map(phrases_in, parts)) if parts else 1


def dated(since: str | None, until: str | None) -> Dsl:
    """Articles whose date, as far as it is known, overlaps a range."""
    return _between(date_bounds(since)[0] if since else None, date_bounds(until)[1] if until else None)


def _between(first: int | None, last: int | None) -> Dsl:
    bounds: list[Dsl] = [{"exists": {"field": "first"}}]
    if first is not None:
        bounds.append({"range": {"last": {"gte": first}}})
    if last is not None:
        bounds.append({"range": {"first": {"lte": last}}})
    return {"bool": {"filter": bounds}}


def valued(field: str, values: Iterable[str]) -> Dsl:
    """Articles, or sections, that carry any of the values (see `index.segments.matching.filters`)."""
    wanted = list(values)
    if field == "place":
        paths = sorted({path for value in wanted for path in resolve(value)})
        names = [fold_text(value).strip("/") for value in wanted]
        return any_of([{"terms": {"place": paths}}, {"terms": {"place_name": names}}])
    if field == "country":
        wanted = [country_meant(value) or value for value in wanted]
    folded = sorted({fold_text(value) for value in wanted})
    clauses: list[Dsl] = []
    if field in FACETS:
        clauses.append({"terms": {f"{field}_f": folded}})
    else:
        clauses.append({"terms": {"more_f": [f"{field}{PAIR}{value}" for value in folded]}})
    if field == "date":
        clauses += [_between(*wanted_days(value)) for value in wanted]
    elif field == "source":
        clauses += [{"wildcard": {"source_path": {"value": f"*{escaped(value)}*"}}} for value in folded]
    return any_of(clauses)


def escaped(text: str) -> str:
    """A text as a wildcard that fits it alone."""
    return "".join(f"\\{each}" if each in "*?\\" else each for each in text)


def word_leaves(query: Query) -> list[Wildcard | Fuzzy]:
    """The leaves of a query that only the words of an archive tell, those under a Not too."""
    found: dict[Wildcard | Fuzzy, None] = {}

    def walk(each: Query) -> None:
        match each:
            case And(children) | Or(children):
                for child in children:
                    walk(child)
            case Not(child) | Boost(child, _):
                walk(child)
            case Wildcard() | Fuzzy() if stands_for_words(each):
                found[each] = None
            case _:
                pass

    walk(query)
    return list(found)


def leaves_of(query: Query) -> list[TextLeaf]:
    """The leaves that speak for a match, each once."""
    return list(dict.fromkeys(leaf for leaf, _ in text_leaves(query)))
