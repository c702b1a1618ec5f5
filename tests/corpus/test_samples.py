"""The sample pages: what is on them is what their truth files say, and segmentation finds it."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from baosou.corpus.decoding import decode
from baosou.corpus.models import Kind
from baosou.corpus.pages import segment_page

Truth = dict[str, Any]

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
TRUTHS = [
    page
    for name in ("samples_a.json", "samples_b.json")
    for page in json.loads((ROOT / "tests" / "cases" / name).read_text(encoding="utf-8"))
    if page["file"].endswith(".txt")
]


def squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def text_of(truth: Truth) -> str:
    return decode((SAMPLES / truth["file"]).read_bytes()).text


@pytest.mark.parametrize("truth", TRUTHS, ids=[page["file"] for page in TRUTHS])
def test_the_encoding_of_a_sample_page_is_detected_and_its_articles_are_all_there(truth: Truth) -> None:
    text = squeezed(text_of(truth))
    for article in truth["articles"]:
        assert squeezed(article["title"]) in text
        assert squeezed(article["paragraphs"][0][:8]) in text


@pytest.mark.parametrize("truth", TRUTHS, ids=[page["file"] for page in TRUTHS])
def test_segmentation_neither_loses_nor_doubles_a_character_of_a_sample_page(truth: Truth) -> None:
    text = text_of(truth)
    page = segment_page(text)
    kept = [passage.text for passage in page.other]
    for article in page.articles:
        kept += [passage.text for passage in (article.title, article.byline) if passage]
        kept += [block.passage.text for block in article.blocks]
    assert Counter(re.sub(r"\s", "", "".join(kept))) == Counter(re.sub(r"\s", "", text))


def found_on(truth: Truth) -> tuple[int, int, int]:
    """Titles, authors of them, and paragraphs of the truth: (how many are found, of how many)."""
    page = segment_page(text_of(truth))
    articles = {squeezed(article.title.text): article for article in page.articles if article.title}
    paragraphs = {squeezed(text) for article in page.articles for text in article.texts(Kind.PARAGRAPH)}
    titles = authors = blocks = 0
    for article in truth["articles"]:
        title = squeezed(article["title"])
        names = (title, title + squeezed(article.get("subtitle")), squeezed(article.get("kicker")) + title)
        match = next((articles[name] for name in names if name in articles), None)
        titles += match is not None
        authors += match is not None and set(match.authors) == set(article["authors"])
        blocks += sum(squeezed(text) in paragraphs for text in article["paragraphs"])
    return titles, authors, blocks


def test_nearly_all_titles_bylines_and_paragraphs_of_the_sample_pages_are_found_exactly() -> None:
    found = [found_on(truth) for truth in TRUTHS]
    articles = sum(len(truth["articles"]) for truth in TRUTHS)
    paragraphs = sum(len(article["paragraphs"]) for truth in TRUTHS for article in truth["articles"])
    assert sum(titles for titles, _, _ in found) >= 0.95 * articles
    assert sum(authors for _, authors, _ in found) >= 0.94 * articles
    assert sum(blocks for _, _, blocks in found) >= 0.92 * paragraphs
