"""The words that say most about a text: frequent in it, in its title above all, and rare in the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby

from baosou.corpus.folding import fold_text
from baosou.corpus.models import Passage
from baosou.corpus.names import is_name
from baosou.index.analysis.analyzer import is_function_word, is_word, plain_words
from baosou.index.query.tree import Phrase
from baosou.index.ranking.bm25 import WEIGHTS, Statistics, inverse_frequency, saturated

_CANDIDATES = 2
"""Times the wanted words, so many are counted in articles; they are told by how often they stand in the archive."""

K3 = 8.0
"""How soon a word's frequency in the text saturates: the constant of long queries in Okapi at TREC (1994)."""

_NAME = (3, 2)
"""How many characters a name may have that is no dictionary word."""


def telling_words(
    texts: Iterable[tuple[str, Sequence[Passage]]],
    known: Statistics,
    *,
    names: Set[str],
    limit: int,
) -> list[tuple[str, float]]:
    """The words of some texts that stand in several articles, the most telling first, each with its weight.

    A word is as telling as its frequency, weighted by field and saturated, times its inverse document frequency: what
    BM25 gives to a query that is the text itself. The weight is the first of the two, for the second is that of any
    search. `names` count as words where they stand. Bylines, function words, numbers and lone characters are aside.
    """
    frequencies: defaultdict[str, float] = defaultdict(float)
    named: defaultdict[str, float] = defaultdict(float)
    for field, passages in texts:
        if field != "byline":
            for passage in passages:
                folded = fold_text(passage.text)
                for word in _words(folded):
                    frequencies[word] += WEIGHTS[field]
                for name in names:
                    named[name] += WEIGHTS[field] * folded.count(name)
    for name, frequency in sorted(named.items(), key=lambda each: (len(each[0]), each[0])):
        # what the dictionary cuts out of a name (关镇 of 霞关镇) is no word of the text
        for part in [word for word, count in frequencies.items() if word in name and count <= frequency]:
            del frequencies[part]
        if frequency:
            frequencies[name] = frequency
    weights: dict[str, float] = {word: saturated(frequency, k1=K3) for word, frequency in frequencies.items()}
    # a name that is in no list stands somewhere
    standing = {word: count or 1 for word, count in zip(weights, known.occurrences(list(weights)), strict=True)}
    first = sorted(weights, key=lambda word: (-weights[word] * _rarity(standing[word], known), word))
    first = first[: _CANDIDATES * limit]
    holding = known.holding([Phrase(word, whole=True) for word in first])
    telling = [
        (weights[word] * inverse_frequency(held, max(known.articles, held)), word)
        for word, held in zip(first, holding, strict=True)
        if held > 1
    ]
    telling.sort(key=lambda each: (-each[0], each[1]))
    return [(word, weights[word]) for _, word in telling[:limit]]


def _words(folded: str) -> Iterator[str]:
    """The dictionary words and Latin words of a text, and runs of characters that may be names."""
    for alone, run in groupby(plain_words(folded), key=_is_lone):
        words = list(run)
        yield from _names("".join(words)) if alone else filter(_says_something, words)


def _is_lone(word: str) -> bool:
    """Whether a word is a character that the dictionary left alone, such as those of names."""
    return len(word) == 1 and is_word(word) and not is_function_word(word)


def _names(run: str) -> Iterator[str]:
    at = 0
    while at < len(run):
        length = next((n for n in _NAME if at + n <= len(run) and is_name(run[at : at + n])), 0)
        if length:
            yield run[at : at + length]
        at += length or 1


def _says_something(word: str) -> bool:
    return len(word) > 1 and is_word(word) and not is_function_word(word) and not word[0].isdecimal()


def _rarity(occurrences: int, known: Statistics) -> float:
    return inverse_frequency(min(occurrences, known.articles), max(known.articles, 1))
