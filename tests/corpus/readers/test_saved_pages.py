"""Real saved pages of other people, where they are at hand: how much of them is read right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from baosou.corpus.models import Article
from baosou.corpus.readers.html import read_html

PAGES = Path(__file__).parents[3] / ".." / "shared" / "html"

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the shared saved pages are not beside this checkout")


def _grams(text: str) -> Counter[str]:
    close = "".join(text.split())
    return Counter(close[at : at + 4] for at in range(len(close) - 3))


def _read(name: str) -> list[Article]:
    found = read_html((PAGES / name).read_bytes(), Path(name), name, encoding=None)
    return [each for each in found if isinstance(each, Article)]


def _text(articles: list[Article]) -> str:
    return "\n".join(block.passage.text for each in articles for block in each.blocks)


def test_saved_news_pages_give_their_article_title_date_and_authors() -> None:
    said: list[dict[str, Any]] = [json.loads(line) for line in (PAGES / "gold.jsonl").read_text("utf-8").splitlines()]
    score, titles, dates, known, right, wrong = 0.0, 0, 0, 0, 0, 0
    for gold in said:
        found = _read(gold["file"])
        (article,) = [each for each in found if not each.aside]
        own, true = _grams(_text([article])), _grams(gold["text"])
        score += 2 * (own & true).total() / (own.total() + true.total())
        lines = [article.title, article.byline]
        every = Counter("".join([_text(found), *(line.text for line in lines if line is not None)]))
        assert not Counter("".join(gold["text"].split())) - every, gold["file"]
        titles += article.title is not None and article.title.text.split() == gold["title"].split()
        dates += article.date == gold["date"]
        if gold["authors"] is not None:
            known += len(gold["authors"])
            right += len(set(article.authors) & set(gold["authors"]))
            wrong += len(set(article.authors) - set(gold["authors"]))
    assert score >= 0.93 * len(said)
    assert titles >= len(said) - 1
    assert dates >= 0.9 * len(said)
    assert (right >= 0.6 * known, wrong) == (True, 0)
