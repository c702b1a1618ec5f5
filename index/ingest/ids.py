"""How an article gets its id: from its source's name inside its root, a salt, and its place in the source."""

from __future__ import annotations

import hashlib

from baosou.corpus.discovery import Format
from baosou.corpus.models import Article
from baosou.index.ingest.sources import Source


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
