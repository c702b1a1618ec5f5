"""Documents whose first lines say who wrote them, when, and in which paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from baosou.corpus.models import Article
from tests.corpus.readers.test_tagged import read, texts

BODY = "平湾渔港昨天开市，三十条渔船靠岸。\n\n码头上的人多了，大家来看。"


def document(tmp_path: Path, text: str) -> list[Article]:
    articles, failures = read(tmp_path / "a.md", text)
    assert failures == []
    return articles


@pytest.mark.parametrize(
    ("line", "authors", "date", "publication"),
    [
        ("> 来源：海岳日报  作者：林小满  时间：2024-07-02", ("林小满",), "2024-07-02", "海岳日报"),
        ("*2024年7月2日 来源：海岳日报*", (), "2024-07-02", "海岳日报"),
        ("作者：林小满\n\n发布时间：2024-07-02 08:00", ("林小满",), "2024-07-02", None),
    ],
)
def test_the_lines_below_a_title_tell_of_the_article_and_are_no_paragraphs(
    tmp_path: Path, line: str, authors: tuple[str, ...], date: str, publication: str | None
) -> None:
    (article,) = document(tmp_path, f"# 渔港开市\n\n{line}\n\n{BODY}\n")
    assert (article.authors, article.date, article.publication) == (authors, date, publication)
    assert texts(article) == BODY.split("\n\n")
    assert article.byline is not None
    for span in article.byline.spans:
        assert span.end - span.start > 0


@pytest.mark.parametrize("line", ["时间：人们都在看表，2024年7月2日是个好日子。", "## 2024年的渔港", "渔港旧事"])
def test_what_tells_nothing_or_is_a_sentence_or_a_heading_stays_text(tmp_path: Path, line: str) -> None:
    (article,) = document(tmp_path, f"# 渔港开市\n\n{line}\n\n{BODY}\n")
    assert (article.byline, article.date) == (None, None)
    assert texts(article)[0] == line.removeprefix("## ")


def test_front_matter_is_believed_before_the_lines(tmp_path: Path) -> None:
    (article,) = document(tmp_path, f"---\ndate: 2024-07-01\n---\n# 渔港开市\n\n作者：林小满 2024-07-02\n\n{BODY}\n")
    assert (article.date, article.authors) == ("2024-07-01", ("林小满",))


def test_bold_lines_that_open_a_document_and_its_parts_are_titles(tmp_path: Path) -> None:
    harbour, store = document(tmp_path, f"**渔港开市**\n\n{BODY}\n\n---\n\n**冷库动工**\n\n镇上的**冷库**动工了。\n")
    assert [each.title and each.title.text for each in (harbour, store)] == ["渔港开市", "冷库动工"]
    assert texts(store) == ["镇上的冷库动工了。"]


@pytest.mark.parametrize("opening", ["**渔港**昨天开市。", "**渔港昨天开市了。**", "渔港\n\n**开市**"])
def test_other_bold_text_is_no_title(tmp_path: Path, opening: str) -> None:
    (article,) = document(tmp_path, f"{opening}\n\n{BODY}\n")
    assert article.title is None
