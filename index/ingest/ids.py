"""How an article gets its id: from its source's name inside its root, a salt, and its place in the source."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

from msgspec.structs import replace

from baosou.corpus.discovery import Format
from baosou.corpus.models import Article
from baosou.index.ingest.sources import Source, SourceEntry


def article_id(source: Source, article: Article, number: int) -> int:
    """64 bits that stay while the source's name inside its root and the article's place in it do.

    `number` is that of the article among those of its source, from 1.
    """
    named = f"{source.file.name}\0{source.salt}\0{_place(article, number, source.file.format)}"
    return int.from_bytes(hashlib.blake2b(named.encode(), digest_size=8).digest())


def _place(article: Article, number: int, format: Format) -> int:
    """An article's place in its source: a record's line, known without what stands before it; else its number."""
    if format is not Format.JSONL:
        return number
    first = article.title or article.blocks[0].passage
    return first.spans[0].line


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
