"""Exports of Wisers (慧科)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of

HARBOUR = """文章 1
海岳日报
A03 | 要闻 | By 林小满 周川
2024-03-05

平湾渔港重新启用

平湾渔港五日重新启用，首日进港渔船四十二艘。

码头上新装了两台吊机。

文章编号: 202403053250012
"""
MATCH = """文章 2
海岳晚報
B01  |  體育  |  足球
2024-03-06

主場連勝終止
遠山隊客場取勝

遠山隊昨晚客場二比一取勝。

文章編號: 202403063250044
"""
RIGHTS = "所有內容之版權由個別供應商擁有並受版權法保護。慧科訊業有限公司2024版權所有，不得翻印。"


def test_each_article_has_what_its_head_says(tmp_path: Path) -> None:
    text = f"{HARBOUR}\n{MATCH}"
    (harbour, match), aside, told = read(tmp_path, text)
    assert (title_of(harbour), harbour.authors, harbour.date) == ("平湾渔港重新启用", ("林小满", "周川"), "2024-03-05")
    assert (harbour.publication, harbour.edition, harbour.column) == ("海岳日报", "A03", "要闻")
    assert (harbour.record_id, dict(harbour.extra)) == ("202403053250012", {})
    assert text_of(harbour) == ["平湾渔港五日重新启用，首日进港渔船四十二艘。", "码头上新装了两台吊机。"]
    assert (title_of(match), match.authors) == ("主場連勝終止 遠山隊客場取勝", ())
    assert (match.publication, match.edition, match.column) == ("海岳晚報", "B01", "體育")
    assert match.extra == {"further_columns": ("足球",)}
    assert (aside, told) == ([], [])
    assert stand_where_they_say([harbour, match], text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_an_export_is_known_in_whatever_encoding_it_is(tmp_path: Path, encoding: str) -> None:
    articles, aside, told = read(tmp_path, (HARBOUR + MATCH).replace("\n", "\r\n"), encoding=encoding)
    assert [title_of(each)[:6] for each in articles] == ["平湾渔港重新", "主場連勝終止"]
    assert (aside, told) == ([], [])


def test_the_labels_may_be_english_and_the_articles_without_numbers(tmp_path: Path) -> None:
    text = HARBOUR.replace("文章编号", "Document ID").replace("文章 1\n", "")
    articles, aside, told = read(
        tmp_path, text + MATCH.replace("文章 2", "Article 2").replace("文章編號", "Document ID")
    )
    assert [(each.publication, each.record_id) for each in articles] == [
        ("海岳日报", "202403053250012"),
        ("海岳晚報", "202403063250044"),
    ]
    assert (aside, told) == ([], [])


def test_title_and_text_without_a_blank_line_between_them(tmp_path: Path) -> None:
    (article,), aside, told = read(tmp_path, HARBOUR.replace("\n\n", "\n"))
    assert (title_of(article), len(text_of(article))) == ("平湾渔港重新启用", 2)
    assert (aside, told) == ([], [])


def test_notes_of_rights_and_what_stands_above_the_first_article_belong_to_none(tmp_path: Path) -> None:
    articles, aside, told = read(tmp_path, f"检索词：渔港\n\n{HARBOUR}\n{RIGHTS}\n\n{MATCH}\n{RIGHTS}\n")
    assert [len(text_of(each)) for each in articles] == [2, 1]
    assert (aside, told) == (["检索词：渔港", RIGHTS, RIGHTS], [])


def test_an_article_whose_head_is_damaged_is_kept_and_told_with_its_neighbours_whole(tmp_path: Path) -> None:
    damaged = HARBOUR.replace("2024-03-05\n", "").replace(" | ", " ").replace("0012", "0013")
    articles, aside, (told,) = read(tmp_path, HARBOUR + damaged + MATCH)
    assert [each.record_id for each in articles] == ["202403053250012", "202403053250013", "202403063250044"]
    assert "平湾渔港重新启用" in text_of(articles[1])
    assert (told.line, told.warning, aside) == (1 + HARBOUR.count("\n"), True, [])


def test_an_article_without_its_closing_line_ends_where_the_next_begins_and_is_told(tmp_path: Path) -> None:
    articles, aside, (told,) = read(tmp_path, HARBOUR.replace("文章编号: 202403053250012\n", "") + MATCH)
    assert [(title_of(each)[:4], each.record_id) for each in articles] == [
        ("平湾渔港", None),
        ("主場連勝", "202403063250044"),
    ]
    assert text_of(articles[0])[-1] == "码头上新装了两台吊机。"
    assert (told.line, told.warning, aside) == (1, True, [])


def test_an_export_that_breaks_off_keeps_what_it_has_of_the_last_article(tmp_path: Path) -> None:
    articles, aside, (told,) = read(tmp_path, HARBOUR + MATCH.replace("文章編號: 202403063250044\n", ""))
    assert [len(text_of(each)) for each in articles] == [2, 1]
    assert (told.line, aside) == (1 + HARBOUR.count("\n"), [])


@pytest.mark.parametrize(
    "text",
    [
        "文章 1\n平湾渔港重新启用\n　　平湾渔港五日重新启用。\n文章 2\n远山队取胜\n　　远山队取胜。\n",
        "渔港的夜市\n林小满\n摘要：本文访谈渔民。\n文章编号: 1000-0001(2024)03-0012-07\n　　渔港的夜市改变了生计。\n",
        "渔港的夜市\n　　渔港的夜市改变了生计。\n文章编号: 202403053250012\n",
        "海岳日报\n2024-03-05\nA03 | 要闻\n平湾渔港重新启用\n　　平湾渔港五日重新启用。\n",
        "",
    ],
)
def test_pages_that_look_alike_are_no_exports(text: str) -> None:
    assert clippings_of(text) is None


LINES = st.text(st.sampled_from("平湾渔港启用，。“”0123 林版字 Aa|"), min_size=1, max_size=30).map(
    lambda line: f"渔{line}港"
)


@settings(max_examples=60)
@given(st.lists(st.tuples(LINES, st.lists(LINES, min_size=1, max_size=5)), min_size=1, max_size=4))
def test_texts_of_all_kinds_come_out_as_they_went_in(stories: list[tuple[str, list[str]]]) -> None:
    export = "\n".join(
        f"文章 {at}\n海岳日报\nA03 | 要闻 | By 林小满\n2024-03-05\n\n{title}\n\n"
        + "\n\n".join(lines)
        + f"\n\n文章编号: 20240305325{at:04}\n"
        for at, (title, lines) in enumerate(stories, start=1)
    )
    with TemporaryDirectory() as folder:
        articles, aside, told = read(Path(folder), export)
    assert [(title_of(each), text_of(each)) for each in articles] == stories
    assert (aside, told) == ([], [])
    assert stand_where_they_say(articles, export)


@settings(max_examples=100)
@given(st.data())
def test_a_line_put_in_anywhere_is_kept(data: st.DataObject) -> None:
    lines = (HARBOUR + MATCH).split("\n")
    at = data.draw(st.integers(0, len(lines)))
    put = data.draw(
        st.sampled_from(["夹塞的一行。", "夹塞 | 夹塞", "By 夹塞", "（夹塞）2024-03-05", "2024-03-07 夹塞"])
    )
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join([*lines[:at], put, *lines[at:]]))
    assert "夹塞" in said_of(articles, aside)


@settings(max_examples=60)
@given(st.data())
def test_no_line_that_is_lost_takes_others_with_it(data: st.DataObject) -> None:
    lines = (HARBOUR + MATCH).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join(lines[:at] + lines[at + 1 :]))
    said = said_of(articles, aside)
    for kept in ("首日进港渔船", "两台吊机", "客場二比一", "主場連勝終止"):
        assert kept in said or kept in lines[at]


def test_a_reporter_may_stand_beside_the_column(tmp_path: Path) -> None:
    (article,), _, _ = read(tmp_path, HARBOUR.replace("By 林小满 周川", "本报记者 林小满"))
    assert (article.column, article.authors) == ("要闻", ("林小满",))


def test_an_article_without_a_date_has_all_else_and_is_told(tmp_path: Path) -> None:
    articles, aside, (told,) = read(tmp_path, HARBOUR.replace("2024-03-05\n", "") + MATCH)
    assert (title_of(articles[0]), articles[0].publication, articles[0].edition) == (
        "平湾渔港重新启用",
        "海岳日报",
        "A03",
    )
    assert (articles[0].date, articles[1].date) == (None, "2024-03-06")
    assert (told.line, told.warning, aside) == (1, True, [])


def test_the_length_may_stand_below_the_text_and_the_column_in_the_page(tmp_path: Path) -> None:
    text = HARBOUR.replace("文章编号", "字数: 312\n文章编号").replace("A03 | 要闻 |", "第 03 版：要闻 |")
    (article,), _, told = read(tmp_path, text)
    assert (article.edition, article.column, article.extra["length"]) == ("03", "要闻", ("字数: 312",))
    assert (len(text_of(article)), told) == (2, [])
