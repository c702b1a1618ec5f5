"""The words that tell an article, or a section of it, from all others."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.folding import fold_text
from baosou.index.ranking.bm25 import Statistics
from baosou.index.ranking.key_terms import telling_words
from baosou.index.segments.layout import Field
from baosou.index.segments.results.articles import ArticleReader


def told_by(reader: ArticleReader, id: str, known: Statistics, *, limit: int) -> Sequence[tuple[str, float]]:
    """See `Engine.telling_words`; raises UnknownId."""
    at, article, section = reader.resolve(id)
    texts = [
        (field.name.lower(), passages)
        for field, number, _, passages in reader.texts(at, article)
        if section is None or (field is Field.BODY and number == section)
    ]
    stored = reader.stored(at, article)
    places = (name for path in stored.places for name in path.split("/"))
    names = {fold_text(name) for name in (*stored.authors, *places)}
    return telling_words(texts, known, names=names, limit=limit)
