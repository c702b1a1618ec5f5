"""Texts with a head of title, page and column, as 人民日报 is kept in many archives."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import explain_source, read_source
from baosou.corpus.readers.headed import entries_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of

HARBOUR = """平湾渔港重新启用
第1版()
专栏：

    平湾渔港重新启用
    【本报平湾五日电】平湾渔港五日重新启用，首日进港渔船四十二艘。
    码头上新装了两台吊机。
"""
MATCH = """远山队客场取胜
第4版(体育)
专栏：赛场内外

    远山队客场取胜
    周可
    远山队昨晚客场二比一取胜。
"""


def test_each_head_says_what_its_article_is(tmp_path: Path) -> None:
    text = f"{HARBOUR}\n{MATCH}"
    (harbour, match), aside, told = read(tmp_path, text)
    assert (title_of(harbour), harbour.edition, harbour.column) == ("平湾渔港重新启用", "1", None)
    assert text_of(harbour) == [
        "【本报平湾五日电】平湾渔港五日重新启用，首日进港渔船四十二艘。",
        "码头上新装了两台吊机。",
    ]
    assert (title_of(match), match.authors, match.edition) == ("远山队客场取胜", ("周可",), "4")
    assert (match.column, match.extra["section"]) == ("赛场内外", ("体育",))
    assert text_of(match) == ["远山队昨晚客场二比一取胜。"]
    assert aside == [*HARBOUR.splitlines()[:3], *MATCH.splitlines()[:3]]
    assert told == []
    assert stand_where_they_say([harbour, match], text)


def test_date_and_paper_are_those_of_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "海岳日报").mkdir()
    (tmp_path / "海岳日报" / "1957-03-05_001.txt").write_text(HARBOUR, encoding="utf-8")
    (source,) = discover([tmp_path])
    assert isinstance(source, SourceFile)
    article = next(iter(read_source(source)))
    assert isinstance(article, Article)
    assert (article.date, article.publication) == ("1957-03-05", "海岳日报")


def test_a_head_without_a_text_is_an_article_of_its_title(tmp_path: Path) -> None:
    picture = "渔港晨曦（图片）\n第4版(副刊)\n专栏：\n"
    (article, harbour), aside, _ = read(tmp_path, picture + "\n" + HARBOUR)
    assert (title_of(article), article.column, text_of(article)) == ("渔港晨曦（图片）", "副刊", [])
    assert (title_of(harbour), aside[:2]) == ("平湾渔港重新启用", ["第4版(副刊)", "专栏："])


def test_a_head_right_below_another_is_text(tmp_path: Path) -> None:
    (article,), aside, _ = read(tmp_path, "平湾渔港\n第1版()\n专栏：\n第2版()\n专栏：\n")
    assert title_of(article) == "平湾渔港"
    assert [each for each in ("第2版()", "专栏：") if each not in said_of([article], aside)] == []


def test_a_title_that_the_text_lacks_is_that_of_the_head(tmp_path: Path) -> None:
    (article,), _, _ = read(tmp_path, HARBOUR.replace("    平湾渔港重新启用\n", ""))
    assert (title_of(article), len(text_of(article))) == ("平湾渔港重新启用", 2)


def test_explain_tells_the_lines_of_a_head_as_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HARBOUR, encoding="utf-8")
    (source,) = discover([tmp_path])
    assert isinstance(source, SourceFile)
    explained = explain_source(source)
    assert explained is not None
    assert [(each.line, each.part) for each in explained][:4] == [
        (1, "no article"),
        (2, "no article"),
        (3, "no article"),
        (5, "title"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第1版(要闻)\n专栏：今日谈\n平湾渔港重新启用\n　　平湾渔港五日重新启用。\n",
        "平湾渔港重新启用\n第1版(要闻)\n　　平湾渔港五日重新启用。\n",
        "平湾渔港\n　　五日启用。\n　　首日进港。\n　　吊机两台。\n" + HARBOUR,
        "平湾渔港重新启用\n专栏：今日谈\n　　平湾渔港五日重新启用。\n",
        "",
    ],
)
def test_pages_that_look_alike_have_no_heads(text: str) -> None:
    assert entries_of(text) == ()


@settings(max_examples=60)
@given(st.data())
def test_no_character_of_a_text_is_lost(data: st.DataObject) -> None:
    text = HARBOUR + MATCH
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.text(st.sampled_from("渔港夹塞第1版(体育)专栏：\n。 "), max_size=20))
    damaged = text[:at] + put + text[at + data.draw(st.integers(0, 10)) :]
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), damaged)
    said = re.sub(r"\s", "", said_of(articles, aside))
    for line in damaged.splitlines():
        for part in re.split(r"[。\s]", line):
            assert part in said
