"""One real page whose articles, paragraphs and spans are known to the character."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baosou.corpus.models import Kind, Page
from baosou.corpus.pages import segment_page

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed"
pytestmark = pytest.mark.skipif(
    not (SEED / "truth.json").exists(), reason="the real page is not beside this checkout (../shared/seed)"
)


@pytest.fixture(scope="module")
def page() -> Page:
    return segment_page((SEED / "page.txt").read_bytes().decode())


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = json.loads((SEED / "truth.json").read_text(encoding="utf-8"))["articles"]
    return articles


def test_all_eleven_articles_are_found_with_their_titles_and_authors(page: Page, truth: list[dict[str, Any]]) -> None:
    found = [(article.title.text if article.title else None, list(article.authors)) for article in page.articles]
    assert found == [(article["title"], article["authors"]) for article in truth]
    assert [article.title.spans[0].line for article in page.articles if article.title] == [
        article["title_line"] for article in truth
    ]


def test_paragraphs_broken_by_columns_come_back_whole_with_their_exact_places(
    page: Page, truth: list[dict[str, Any]]
) -> None:
    found = [
        (
            block.passage.text,
            [{"line": span.line, "start": span.start, "end": span.end} for span in block.passage.spans],
            block.truncated,
        )
        for article in page.articles
        for block in article.blocks
        if block.kind is Kind.PARAGRAPH
    ]
    expected = [
        (paragraph["text"], paragraph["pieces"], paragraph["truncated"])
        for article in truth
        for paragraph in article["paragraphs"]
    ]
    assert len(expected) == 54
    assert found == expected


def test_the_caption_inside_a_paragraph_is_a_caption_and_nothing_else_is_set_aside(
    page: Page, truth: list[dict[str, Any]]
) -> None:
    captions = [article.texts(Kind.CAPTION) for article in page.articles]
    assert captions == [article["captions"] for article in truth]
    assert page.other == ()
    assert page.warnings == ()
