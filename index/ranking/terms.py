"""What ranks: the terms of a query, and what each weighs.

What must match is looked for literally (see `matcher`); what ranks are the words of what was typed, overlapping
ones too, so that 苍南县志愿者 also counts for 苍南 and 志愿, each by its literal places.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from baosou.corpus.characters import QUOTES, has_numbers
from baosou.corpus.folding import fold_text
from baosou.index.analysis.analyzer import is_function_word, is_word, search_words
from baosou.index.analysis.vocabulary import PLAIN, Vocabulary
from baosou.index.query.tree import And, Near, Phrase, Query, TextLeaf, Wildcard, text_leaves
from baosou.index.ranking.bm25 import inverse_frequency
from baosou.index.request import SearchRequest
from baosou.index.understanding.rewrite import LESS, alternatives_in

_NO_QUOTES = dict.fromkeys(map(ord, QUOTES))


class Wanted(Struct, frozen=True):
    """What is to rank: the leaf of the query, or the lone character, that is counted; its folded text; its boost.

    A lone character that is a word of the text typed, but nothing that is asked for, is a string: it says little, so
    an engine may count the blocks of text that hold it, and none for one that stands almost everywhere.
    """

    leaf: TextLeaf | str
    text: str
    boost: float


class Term(Struct, frozen=True):
    """A term that ranks: what it was made for (see Wanted), its folded text, and its weight."""

    leaf: TextLeaf | str
    text: str
    weight: float


def wanted(request: SearchRequest, vocabulary: Vocabulary = PLAIN) -> list[Wanted]:
    """The words of the typed text in their order, then what else the query's positive leaves ask for, each once.

    A lone character of a longer text that every match holds is left out: all of them have it.
    """
    leaves = dict(text_leaves(request.query))
    by_text = {leaf_text(leaf): leaf for leaf in leaves}
    boosts: dict[TextLeaf, float] = {}
    for word in _content(fold_text(request.typed), vocabulary):
        # a part of a word is not written otherwise: the 两周 of 两周年 is not 2周
        leaf = by_text.get(word, Phrase(word, whole=not _is_spelled_otherwise(word)))
        boosts.setdefault(leaf, leaves.get(leaf, 1.0))
    for leaf, boost in leaves.items():
        if not request.typed and isinstance(leaf, Phrase) and leaf.whole:
            for word in _content(fold_text(leaf.text), vocabulary):
                boosts.setdefault(Phrase(word, leaf.field, whole=True), boost)
        boosts.setdefault(leaf, boost)
    parts = request.query.children if isinstance(request.query, And) else (request.query,)
    held = [leaf_text(part) for part in parts if isinstance(part, Phrase)]
    found = []
    for leaf, boost in boosts.items():
        text = leaf_text(leaf)
        if leaf in leaves or len(text) > 1:
            found.append(Wanted(leaf, text, boost))
        elif not any(text in longer for longer in held):
            found.append(Wanted(text, text, boost))
    return found


def weights(terms: Sequence[Wanted], holding: Sequence[int], articles: int, query: Query) -> list[float | None]:
    """The weight of each term, given how many articles hold it of how many; None for a character that no list has."""
    weighed = [
        # a character of which nothing is listed stands almost everywhere
        None if isinstance(term.leaf, str) and not held else term.boost * inverse_frequency(held, max(articles, held))
        for term, held in zip(terms, holding, strict=True)
    ]
    return _no_better(terms, weighed, query)


def _no_better(terms: Sequence[Wanted], weighed: list[float | None], query: Query) -> list[float | None]:
    """The weights, where none that only may be said for others weighs more than those: a rare synonym would."""
    most: dict[TextLeaf | str, float] = {}
    own = {term.leaf: weight for term, weight in zip(terms, weighed, strict=True) if weight is not None}
    for typed, others in alternatives_in(query):
        limit = LESS * sum(own.get(leaf, 0.0) for leaf, _ in text_leaves(typed))
        most.update((leaf, limit) for leaf in others if own.get(leaf, 0.0) > limit)
    return [most.get(term.leaf, weight) for term, weight in zip(terms, weighed, strict=True)]


def _content(folded: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a text that say something, overlapping ones too.

    It is cut between its blanks, which part words anyway, for so the cutter has been asked for most of it already. The
    numbers of a date say nothing without it.
    """
    words = (word for part in folded.split() for word in _dates_and_words(part, vocabulary))
    return [word for word in words if is_word(word) and not is_function_word(word)]


def _dates_and_words(text: str, vocabulary: Vocabulary) -> list[str]:
    if not has_numbers(text):
        return search_words(text, vocabulary=vocabulary)
    from baosou.index.understanding.dates import with_dates_whole  # few queries hold numbers

    own = vocabulary.own_words(text)
    return with_dates_whole(text, own, lambda part: (search_words(part, vocabulary=vocabulary), own))[0]


@lru_cache(maxsize=1024)
def leaf_text(leaf: TextLeaf) -> str:
    """The folded text of a leaf as it may stand in a text; the longest plain part of a pattern."""
    match leaf:
        case Near(phrases, _, _):
            text = phrases[0]
        case Wildcard(pattern, _):
            text = max(pattern.replace("?", "*").split("*"), key=len)
        case _:
            text = leaf.text
    return fold_text(text).translate(_NO_QUOTES)


def _is_spelled_otherwise(word: str) -> bool:
    if not has_numbers(word):
        return False
    from baosou.corpus.spellings import spellings  # most queries hold no number

    return len(spellings(word, measured=True)) > 1
