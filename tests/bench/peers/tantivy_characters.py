"""The peer that finds what baosou finds: tantivy over single characters, every text of a query a phrase of them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.peers import tantivy_words as words


def characters(text: str) -> list[str]:
    return [sign for sign in text if not sign.isspace()]


def phrases(texts: Sequence[str]) -> list[list[str]]:
    return [characters(text) for text in texts]


words.cut, words.terms = characters, phrases

if __name__ == "__main__":
    words.app()
