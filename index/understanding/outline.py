"""A query's tree in plain words, for showing: what must hold, what of it may, what was left aside and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import spellings
from baosou.index.analysis.analyzer import is_function_word, is_word
from baosou.index.analysis.vocabulary import Vocabulary
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
    Value,
    Wildcard,
    Words,
)
from baosou.index.query.writer import render
from baosou.index.understanding.rewrite import joins_runs
from baosou.index.understanding.terms import cut_words, terms

Kind = Literal[
    "all of",
    "any of",
    "not",
    "word",
    "phrase",
    "near",
    "pattern",
    "similar to",
    "field",
    "date",
    "everything",
    "words",
    "section",
]


class Node(Struct, frozen=True):
    """A part of a query: its kind, its own text as it would be typed, and the parts that it is made of.

    `field` is the one that it is limited to, `spellings` the other forms in which its text is found too, and `boost`
    the factor of its score.
    """

    kind: Kind
    text: str
    field: str | None = None
    spellings: tuple[str, ...] = ()
    boost: float = 1.0
    children: tuple[Node, ...] = ()


def outline(query: Query, boost: float = 1.0) -> Node:
    """The tree of a query, as parsed or as understood."""
    text = render(query)
    match query:
        case And(children):
            return Node("all of", text, boost=boost, children=tuple(map(outline, children)))
        case Or(children):
            return Node("any of", text, boost=boost, children=tuple(map(outline, children)))
        case Not(child):
            return Node("not", text, boost=boost, children=(outline(child),))
        case Boost(child, factor):
            return outline(child, boost * factor)
        case Phrase(typed, field, whole):
            return Node("word" if whole else "phrase", typed, field, other_spellings(query), boost)
        case Near(phrases, slop, field):
            near = tuple(Node("phrase", phrase, field, other_spellings(Phrase(phrase))) for phrase in phrases)
            return Node("near", f"within {slop} characters of one another", field, (), boost, near)
        case Wildcard(pattern, field):
            return Node("pattern", pattern, field, boost=boost)
        case Fuzzy(typed, distance, field):
            return Node("similar to", f"{typed}~{distance}", field, boost=boost)
        case Words(typed, field):
            return Node("words", typed, field, boost=boost)
        case Value(field, value):
            return Node("field", value, field, boost=boost)
        case DateRange():
            return Node("date", text.removeprefix("date:"), "date", boost=boost)
        case Everything():
            return Node("everything", text, boost=boost)


def other_spellings(phrase: Phrase) -> tuple[str, ...]:
    """The forms beside a phrase's own text that are found with it: 2024年 for 二〇二四年."""
    return spellings(fold_text(phrase.text), measured=phrase.whole)[1:]


def left_aside(parsed: Query, understood: Query, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The function words of a query as parsed that are not looked for in it as understood, in their order."""
    return vocabulary.together(lambda words: _left_aside(parsed, understood, words))


def _left_aside(parsed: Query, understood: Query, vocabulary: Vocabulary) -> tuple[str, ...]:
    sought = {fold_text(leaf.text) for leaf in _leaves(understood) if isinstance(leaf, Phrase)}
    aside = []
    joining = joins_runs(parsed)
    for leaf in _leaves(parsed):
        if isinstance(leaf, Words):
            folded = fold_text(leaf.text)
            cut = [
                term
                for any in (False, True)
                for term in terms(folded, alternatives=any, vocabulary=vocabulary, joining=joining)
            ]
            own = [term for term in cut if term in sought]
            words = [word for word in cut_words(folded, vocabulary)[0] if is_word(word) and is_function_word(word)]
            aside += [word for word in words if not any(word in term for term in own)]
    return tuple(dict.fromkeys(aside))


def _leaves(query: Query) -> Iterator[Query]:
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Not(child) | Boost(child, _):
            yield from _leaves(child)
        case _:
            yield query
