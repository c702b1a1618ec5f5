"""How a parsed query is understood: unquoted text is cut into the words that must stand in an article.

Words only propose what to look for; each is then looked for literally, so that a different cut in the text never
hides it. A character that the dictionary leaves alone joins its neighbour, since it was typed there: 沈宇鸿 is one
thing to find, not three. Function words of a question (的, 哪些) are dropped as long as anything else is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from baosou.corpus.folding import fold_text
from baosou.index.analysis import is_function_word, is_word, plain_words
from baosou.index.errors import QueryError
from baosou.index.query import And, Boost, Not, Or, Phrase, Query, Words

Mode = Literal["all", "any"]

_NUMBER = re.compile(r"([0-9]+(?:[.,:][0-9]+)+%?)")
_MULTIPLES = "亿万千百十元"
_DIGITS = "0123456789"

_WHOLE_TERM = 3
"""Unquoted text of at most so many ideographs is looked for as it stands (罗永康 is not 罗 and 永康)."""


def understand(query: Query, mode: Mode = "all") -> Query:
    """The tree with all Words cut; in mode "any" the words joined by nothing but blanks become alternatives.

    Raises QueryError when there is nothing in it to search for.
    """
    understood = _cut(query, mode)
    if understood is None:
        raise QueryError("nothing to search for")
    return _loosened(understood) if mode == "any" else understood


def _cut(query: Query, mode: Mode) -> Query | None:
    match query:
        case Words(text, field):
            leaves = tuple(Phrase(term, field, whole=True) for term in terms(text, joined=mode == "all"))
            return _joined(leaves, Or if mode == "any" else And)
        case And(children):
            return _joined(_kept(children, mode), And)
        case Or(children):
            return _joined(_kept(children, mode), Or)
        case Not(child):
            inner = _cut(child, "all")
            return None if inner is None else Not(inner)
        case Boost(child, factor):
            inner = _cut(child, mode)
            return None if inner is None else Boost(inner, factor)
        case _:
            return query


def _kept(children: Iterable[Query], mode: Mode) -> tuple[Query, ...]:
    """The children that mean anything; function words go when other words are there to decide."""
    children = tuple(children)
    content = [c for c in children if not (isinstance(c, Words) and is_function_word(fold_text(c.text)))]
    cut = (_cut(child, mode) for child in (content or children))
    return tuple(child for child in cut if child is not None)


def _joined(children: tuple[Query, ...], kind: type[And] | type[Or]) -> Query | None:
    flat: list[Query] = []
    for child in children:
        flat.extend(child.children if isinstance(child, kind) else (child,))
    unique = tuple(dict.fromkeys(flat))
    if not unique:
        return None
    return unique[0] if len(unique) == 1 else kind(unique)


def _loosened(query: Query) -> Query:
    """The text parts of a top-level And made alternatives; filters and exclusions stay as they are."""
    if not isinstance(query, And):
        return query
    texts = tuple(child for child in query.children if _is_text(child))
    others = tuple(child for child in query.children if not _is_text(child))
    loosened = _joined(texts, Or)
    return query if loosened is None else _joined((loosened, *others), And) or query


def _is_text(query: Query) -> bool:
    match query:
        case And(children) | Or(children):
            return all(_is_text(child) for child in children)
        case Boost(child, _):
            return _is_text(child)
        case Not():
            return False
        case _:
            return hasattr(query, "field") and not hasattr(query, "value")


def terms(text: str, *, joined: bool = True) -> list[str]:
    """What is looked for of unquoted text without blanks, in order: its words, with lone characters `joined`."""
    folded = fold_text(text)
    words = [word for part in _NUMBER.split(folded) for word in ([part] if _NUMBER.match(part) else plain_words(part))]
    if folded.isascii() or (len(folded) <= _WHOLE_TERM and all(is_word(word) for word in words)):
        return [folded] if folded.strip() else []
    groups: list[list[str]] = [[]]
    for word in words:
        if not is_word(word) or is_function_word(word):
            groups.append([])
        else:
            groups[-1].append(word)
    found = [term for group in groups for term in (_with_neighbours(group) if joined else group)]
    return found or [word for word in words if is_word(word)] or [folded]


def _with_neighbours(words: Iterable[str]) -> list[str]:
    """Contiguous words with their lone characters joined: a run of them is one term, a single one goes to the word
    before it (文化 + 节, 2024 + 年) or, where there is none, to the word after it (罗 + 永康)."""
    found: list[str] = []
    waiting = ""
    for single, run in groupby(words, key=lambda word: len(word) == 1 and not word.isascii()):
        group = list(run)
        if single and len(group) > 1:
            found.append("".join(group))
        elif single and found and (not found[-1].isascii() or found[-1][-1] in _DIGITS):
            found[-1] += group[0]
        elif single:
            waiting = group[0]
        else:
            if waiting and group[0].isascii():
                found.append(waiting)
            elif waiting:
                group[0] = waiting + group[0]
            waiting = ""
            for word in group:
                if found and word[0] in _MULTIPLES and found[-1][-1] in _DIGITS:
                    found[-1] += word
                else:
                    found.append(word)
    return [*found, waiting] if waiting else found
