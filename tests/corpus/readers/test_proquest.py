"""Exports of ProQuest."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of

RULE = "_" * 60
HARBOUR = f"""{RULE}

Document 1 of 2

平湾渔港重新启用

Author: 林小满

Publication info: 海岳日报 ; 海岳 [海岳]. 05 Mar 2024: A03.

ProQuest document link

Full text: 平湾渔港五日重新启用。

Location: 平湾码头。
首日进港渔船四十二艘。

Subject: Harbours; Fishing

Title: 平湾渔港重新启用

Publication title: 海岳日报; 海岳

Pages: A03

Publication year: 2024

Publication date: Mar 5, 2024

Section: 要闻

Publisher: 海岳报业

ProQuest document ID: 300012345

Document URL: https://pingwan.example/1

Last updated: 2024-03-06

"""
MATCH = f"""{RULE}

Document 2 of 2

远山队客场取胜

全文: 远山队昨晚客场二比一取胜。

标题: 远山队客场取胜

出版物名称: 海岳晚报

出版日期: 2024-03-06

ProQuest 文档 ID: 300012346

"""


def test_each_article_has_what_its_fields_say(tmp_path: Path) -> None:
    text = f"{RULE}\n\n报告信息\n{HARBOUR}{MATCH}{RULE}\n\nContact us at: https://pingwan.example\n"
    (harbour, match), aside, told = read(tmp_path, text)
    assert (title_of(harbour), harbour.authors, harbour.date) == ("平湾渔港重新启用", ("林小满",), "2024-03-05")
    assert (harbour.publication, harbour.edition, harbour.column) == ("海岳日报", "A03", "要闻")
    assert (harbour.record_id, harbour.url) == ("300012345", "https://pingwan.example/1")
    assert text_of(harbour) == ["平湾渔港五日重新启用。", "Location: 平湾码头。", "首日进港渔船四十二艘。"]
    assert harbour.extra["subjects"] == ("Harbours; Fishing",)
    assert harbour.extra["place_of_paper"] == ("海岳",)
    assert (title_of(match), match.date, match.publication) == ("远山队客场取胜", "2024-03-06", "海岳晚报")
    assert (match.record_id, text_of(match)) == ("300012346", ["远山队昨晚客场二比一取胜。"])
    assert (aside, told) == (["报告信息", "Contact us at: https://pingwan.example"], [])
    assert stand_where_they_say([harbour, match], text)


def test_an_article_without_a_text_has_its_abstract(tmp_path: Path) -> None:
    (article,), _, told = read(tmp_path, HARBOUR.replace("Full text:", "Abstract:"))
    assert text_of(article)[0] == "平湾渔港五日重新启用。"
    assert told == []


def test_an_article_that_lacks_its_number_is_kept_and_told(tmp_path: Path) -> None:
    articles, aside, (told,) = read(tmp_path, HARBOUR + MATCH.replace("ProQuest 文档 ID: 300012346\n", "") + HARBOUR)
    assert [title_of(each) for each in articles] == ["平湾渔港重新启用", "远山队客场取胜", "平湾渔港重新启用"]
    assert (told.warning, aside) == (True, [])


@pytest.mark.parametrize(
    "text",
    [
        f"平湾渔港重新启用\n{RULE}\n作者: 林小满\n全文: 平湾渔港五日重新启用。\n",
        "ProQuest document ID: 300012345\n平湾渔港重新启用\n　　平湾渔港五日重新启用。\n",
        "",
    ],
)
def test_pages_that_look_alike_are_no_exports(text: str) -> None:
    assert clippings_of(text) is None


LINES = st.text(st.sampled_from("平湾渔港启用，。“”0123 林版字 Aa:"), min_size=1, max_size=30).map(
    lambda line: f"渔{line}港"
)


@settings(max_examples=60)
@given(st.lists(st.tuples(LINES, st.lists(LINES, min_size=1, max_size=5)), min_size=1, max_size=4))
def test_texts_of_all_kinds_come_out_as_they_went_in(stories: list[tuple[str, list[str]]]) -> None:
    export = "\n".join(
        f"{RULE}\n\n{title}\n\nFull text: "
        + "\n\n".join(lines)
        + f"\n\nTitle: {title}\n\nPublication title: 海岳日报\n\nPublication date: Mar 5, 2024\n"
        + f"\nProQuest document ID: {at}\n"
        for at, (title, lines) in enumerate(stories)
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
        st.sampled_from(["夹塞的一行。", "Section: 夹塞", "Title: 夹塞", "Full text: 夹塞", "出版日期: 夹塞"])
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
    for kept in ("重新启用。", "首日进港", "客场二比一", "300012346"):
        assert kept in said or kept in lines[at]
