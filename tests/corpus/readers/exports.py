"""Exports of data bases, written to a file and read as `add` reads them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import read_source


def read(folder: Path, text: str, *, encoding: str = "utf-8") -> tuple[list[Article], list[str], list[Failure]]:
    """The articles of a text in a file, the lines that belong to none, and what is told of it."""
    (folder / "a.txt").write_bytes(text.encode(encoding))
    (source,) = discover([folder])
    assert isinstance(source, SourceFile)
    found = list(read_source(source))
    articles = [each for each in found if isinstance(each, Article)]
    aside = [block.passage.text for each in articles if each.aside for block in each.blocks]
    return (
        [each for each in articles if not each.aside],
        aside,
        [each for each in found if isinstance(each, Failure)],
    )


def title_of(article: Article) -> str:
    """Its title."""
    return article.title.text if article.title is not None else ""


def text_of(article: Article) -> list[str]:
    """Its paragraphs."""
    return [block.passage.text for block in article.blocks]


def said_of(articles: list[Article], aside: list[str]) -> str:
    """All that was made of a text, to look in."""
    return msgspec.json.encode([[(each, dict(each.extra)) for each in articles], aside]).decode()


def stand_where_they_say(articles: list[Article], text: str) -> bool:
    """Whether all titles, bylines and paragraphs are what stands in the text at their spans, on their lines."""
    for article in articles:
        for passage in (article.title, article.byline, *(block.passage for block in article.blocks)):
            for span in passage.spans if passage is not None else ():
                run = passage.text[span.at : span.at + span.end - span.start] if passage is not None else ""
                if text[span.start : span.end] != run or text[: span.start].count("\n") + 1 != span.line:
                    return False
    return True
