"""How an article gets its id: from its source's name inside its root, a salt, its title, and those before with it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from baosou.corpus.models import Article
from baosou.index.ids import asked_id
from baosou.index.ingest.sources import Source, SourceEntry

Ids = NDArray[np.uint64]


def title_id(source: Source, article: Article) -> int:
    """64 bits that stay while the source's name inside its root and the article's title do.

    What was exported from an index has the id that it had there.
    All articles of a source with that title have them; so have all without one, and all that is aside. See `parted`.
    """
    if article.baosou_id is not None:
        return asked_id(article.baosou_id).first
    title = "" if article.title is None else "".join(article.title.text.split())
    named = f"{source.file.name}\0{source.salt}\0{article.aside:d}{title}"
    return int.from_bytes(hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def parted(ids: Ids, before: Ids | None = None) -> Ids:
    """Ids in the order of their articles, with those that stand there or in `before` already made others.

    The id of the n-th article with a title (from 0) is number n of what SplitMix64 makes of `title_id`, number 0 being
    that itself: an article put in above changes the ids of those with its title alone (Steele, Lea and Flood, Fast
    Splittable Pseudorandom Number Generators, 2014).
    """
    known = ids if before is None else np.concatenate((before, ids))
    order = np.argsort(known, kind="stable")
    firsts = np.flatnonzero(np.diff(known.take(order), prepend=~known[order[:1]]))
    times = np.empty(len(known), dtype=np.uint64)
    times[order] = np.arange(len(known)) - np.repeat(firsts, np.diff(firsts, append=len(known)))
    own = times[len(known) - len(ids) :]
    mixed = ids + own * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.where(own > 0, mixed ^ (mixed >> np.uint64(31)), ids)


class Salts:
    """The salts of an index's sources: they part the ids of sources of one name in several roots."""

    def __init__(self, known: Mapping[str, SourceEntry]) -> None:
        self._known = known
        self._taken: dict[str, set[int]] = defaultdict(set)
        for entry in known.values():
            self._taken[entry.name].add(entry.salt)

    def given(self, source: Source) -> Source:
        """The source with its salt: kept while it is known, else the first that no source of its name has."""
        name = source.file.name
        known = self._known.get(source.key)
        if known is not None and known.name == name:
            return replace(source, salt=known.salt)
        taken = self._taken[name]
        salt = next(n for n in range(len(taken) + 1) if n not in taken)
        taken.add(salt)
        return replace(source, salt=salt)
