"""Front matter of Markdown documents: YAML, TOML, with or without its first fence, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article
from baosou.corpus.readers.front_matter import front_matter
from baosou.corpus.readers.markdown import read_markdown
from tests.work import no_longer_than

BODY = "老人们每天下午在码头讲古，孩子们围着听。"


def read(text: str) -> tuple[list[Article], list[str]]:
    found = list(read_markdown(text.encode(), Path("a.md"), "a.md", encoding="utf-8"))
    articles = [each for each in found if isinstance(each, Article)]
    return articles, [each.reason for each in found if isinstance(each, Failure)]


def only(text: str) -> Article:
    (article,), _ = read(text)
    return article


def texts(article: Article) -> list[str]:
    return [block.passage.text for block in article.blocks]


def title_of(article: Article) -> str | None:
    return article.title.text if article.title is not None else None


YAML = """title: 码头讲古
date: 2024-03-05 10:00:00 +0800
author: 林小满
tags: [渔村, 讲古]  # 两个
"""
TOML = """title = "码头讲古"
date = 2024-03-05T10:00:00+08:00
author = "林小满" # 记者
tags = ["渔村", "讲古"]
"""


@pytest.mark.parametrize(
    "front", [f"---\n{YAML}---\n", f"{YAML}---\n", f"{YAML}-----\n", f"+++\n{TOML}+++\n", f"---\n{YAML}...\n"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_of_any_kind_is_metadata_and_no_text(front: str, end: str) -> None:
    source = f"{front}\n{BODY}\n".replace("\n", end)
    article = only(source)
    assert (title_of(article), article.date, article.authors) == ("码头讲古", "2024-03-05", ("林小满",))
    assert article.extra == {"tags": ("渔村", "讲古")}
    assert texts(article) == [BODY]
    assert article.title is not None
    (span,) = article.title.spans
    assert source[span.start : span.end] == "码头讲古"
    assert span.line == source[: span.start].count(end) + 1


def test_keys_within_keys_are_joined_by_a_dot() -> None:
    for front in (
        "---\ntitle: 甲\nauthor:\n  name: 林小满\n  email: mail@news.example\ntaxonomies:\n  tags:\n    - 渔村\n---\n",
        '+++\ntitle = "甲"\n[author]\nname = "林小满"\nemail = "mail@news.example"\n'
        '[taxonomies]\ntags = ["渔村"]\n+++\n',
    ):
        article = only(front + BODY)
        assert article.authors == ("林小满",)
        assert article.extra == {"author.email": ("mail@news.example",), "taxonomies.tags": ("渔村",)}


def test_authors_given_as_a_list_of_things_are_their_names() -> None:
    article = only("---\nauthors:\n  - name: 林小满\n    link: x\n  - 周川\n---\n" + BODY)
    assert article.authors == ("林小满", "周川")


def test_folded_and_quoted_text_is_one_value() -> None:
    article = only("---\ntitle: >-\n  码头\n  讲古\nsummary: |\n  第一行\n  第二行\nnote: 'it''s 5: 3'\n---\n" + BODY)
    assert title_of(article) == "码头讲古"
    assert article.extra == {"summary": ("第一行\n第二行",), "note": ("it's 5: 3",)}
    assert article.title is not None
    assert [span.line for span in article.title.spans] == [3, 4]


def test_every_value_is_as_it_is_written() -> None:
    article = only("---\ntitle: 甲\nid: 007\nedition: 02\ntime: 10:30\ndraft: yes\nempty:\nnone: ~\n---\n" + BODY)
    assert (article.record_id, article.edition) == ("007", "02")
    assert article.extra == {"time": ("10:30",), "draft": ("yes",)}


@pytest.mark.parametrize(
    "front", ["---\nTitle: 码头讲古\n---\n", '+++\nTITLE = "码头讲古"\n+++\n', "---\n题名: 码头讲古\n---\n"]
)
def test_the_title_may_be_called_as_those_of_records(front: str) -> None:
    article = only(front + BODY)
    assert title_of(article) == "码头讲古"
    assert article.extra == {}
    assert article.title is not None
    (span,) = article.title.spans
    assert front[span.start : span.end] == "码头讲古"


def test_no_value_of_front_matter_is_lost() -> None:
    article = only("---\ntitle: 甲\nheadline: 乙\n内容: 老人们讲古\n栏目: [渔村, 讲古]\n---\n" + BODY)
    assert (title_of(article), article.column, texts(article)) == ("甲", "渔村", [BODY])
    assert article.extra == {"headline": ("乙",), "内容": ("老人们讲古",), "other 栏目": ("讲古",)}


def test_a_blank_within_a_title_stays_one_title() -> None:
    source = "---\ntitle: 码头讲古 一座小镇的下午\n---\n" + BODY
    article = only(source)
    assert title_of(article) == "码头讲古 一座小镇的下午"
    assert article.title is not None
    assert [source[span.start : span.end] for span in article.title.spans] == ["码头讲古 一座小镇的下午"]


def test_a_title_with_escapes_is_shown_as_it_is_written() -> None:
    for front in ('---\ntitle: "码头\\u8bb2古"\n---\n', '+++\ntitle = "码头\\u8bb2古"\n+++\n'):
        assert title_of(only(front + BODY)) == "码头\\u8bb2古"


def test_yaml_that_is_none_is_read_a_line_at_a_time_and_said() -> None:
    (article,), said = read(f"---\ntitle: 码头: 讲古\ndate: 2024-03-05\ntags:\n- 渔村\n---\n{BODY}\n")
    assert (title_of(article), article.date, article.extra) == ("码头: 讲古", "2024-03-05", {"tags": ("渔村",)})
    assert texts(article) == [BODY]
    assert said == ["the front matter is not valid YAML (line 2); it is read a line at a time"]


def test_toml_that_is_none_is_text_and_said() -> None:
    articles, said = read(f"+++\ntitle = 码头讲古\n+++\n{BODY}\n")
    assert any("码头讲古" in text for each in articles for text in texts(each))
    assert "not valid TOML" in said[0]


def test_a_date_that_is_none_is_said() -> None:
    _, said = read("---\ndate: 2024-02-31\n---\n" + BODY)
    assert said == ['the date "2024-02-31" was not understood and is left out']


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n---\n",
        "注意: 今天停电\n---\n",
        f"title: 甲\n\n{BODY}\n\n---\n\n尾声\n",
        "---\n- 一\n- 二\n---\n",
        "+++\n码头\n",
        "title: 甲\n" * 3,
        "",
        "---",
        "+++\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    assert front_matter(text).lines == 0


LAUGHS = "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BOMBS = [
    f"a: &a [x,x,x,x,x,x,x,x,x]\n{LAUGHS}",
    "a: &a\n  b: *a\n",
    "a: " + "[" * 15_000 + "\n",
    "a: " + "{a: " * 4_000 + "\n",
    "".join(" " * n + f"k{n}:\n" for n in range(150)),
    "? " * 8_000 + "\n",
    "- " * 8_000 + "\n",
    "a: " + "9" * 15_000 + "\n",
    "a: !!python/object/apply:os.system ['true']\n",
    "'" * 15_000 + "\n",
    "a: &x *x\n" * 1500,
    "\x01\x08: \ud7ff\n",
]


@pytest.mark.parametrize("written", BOMBS)
def test_front_matter_made_to_harm_is_read_or_kept_and_hangs_nothing(written: str) -> None:
    with no_longer_than():
        for front in (f"---\n{written}---\n", f"title: 甲\n{written}---\n", f"+++\n{written}+++\n"):
            articles, _ = read(front + BODY)
            assert any(BODY in text for each in articles for text in texts(each))


TOML_BOMBS = [
    "a = " + "[" * 10_000,
    "a" + ".a" * 10_000 + " = 1",
    "a = 1e999999",
    "a = " + "9" * 10_000,
    "[a]\n" * 1000,
    "a = 2024-99-99",
]


@pytest.mark.parametrize("written", TOML_BOMBS)
def test_toml_made_to_harm_is_read_or_kept(written: str) -> None:
    articles, _ = read(f"+++\n{written}\n+++\n{BODY}")
    assert any(BODY in text for each in articles for text in texts(each))


PIECES = [
    "---\n", "+++\n", "title", "date", "tags", ": ", " = ", "- ", "[", "]", "{", "}", '"', "'", "|", ">", "&a", "*a",
    "#", "!", "%", "@", "\n", "  ", "\t", "渔", "港", "2024-03-05", "~", "? ", "<<", "\\", "\r\n",
]  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(["---\n", "+++\n", "title: 渔\n"]), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_front_matter_leaves_the_document_below_it(fence: str, written: str) -> None:
    closing = fence if fence in ("---\n", "+++\n") else "---\n"
    articles, _ = read(f"{fence}{written}\n{closing}\n{BODY}\n")
    assert any("孩子们围着听" in text for each in articles for text in (*texts(each), title_of(each) or ""))
    for each in articles:
        if each.title is not None:
            assert each.title.text.strip()
