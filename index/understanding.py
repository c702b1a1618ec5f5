"""How a parsed query is understood: unquoted text becomes the terms that must stand in an article (see `words`).

Terms only propose what to look for; each is then looked for literally, so that a different cut in the text never
hides it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from baosou.corpus.folding import fold_text
from baosou.index.analysis import is_function_word
from baosou.index.errors import QueryError
from baosou.index.query import And, Boost, Not, Or, Phrase, Query, Words
from baosou.index.words import terms

Mode = Literal["all", "any"]


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
            leaves = tuple(Phrase(term, field, whole=True) for term in terms(text, alternatives=mode == "any"))
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
