"""Exports of Factiva."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of
from tests.documents import articles, p, word

HARBOUR = """平湾渔港重新启用

林小满
312 字
2024 年 3 月 5 日
海岳日报
HAIYRB
A03
简体中文
Copyright 2024 Haiyue Daily. All Rights Reserved.

平湾渔港五日重新启用，首日进港渔船四十二艘。

码头上新装了两台吊机。

文件 HAIYRB0020240305ek3500012
"""
MATCH = """体育新闻
远山队客场取胜
本报记者 周可
1,204 字
2024 年 3 月 6 日
08:30
海岳晚报
HAIYWB
繁体中文
(c) 2024 Haiyue Evening News

远山队昨晚客场二比一取胜。

文件 HAIYWB0020240306ek3600044
"""
ENGLISH = """Fishing Harbour Reopens After Three Years

By Lin Xiaoman and Zhou Chuan
312 words
5 March 2024
Haiyue Daily
HAIYEN
First
3
English
© 2024 Haiyue Daily. All rights reserved.

The harbour of Pingwan reopened on Tuesday.
In all 42 boats came in.

Document HAIYEN0020240305ek3500001
"""
FIELDS = """SE  要闻
HD  平湾渔港重新启用
BY  林小满
WC  312 字
PD  2024 年 3 月 5 日
SN  海岳日报
SC  HAIYRB
PG  A03
LA  简体中文
CY  Copyright 2024 Haiyue Daily. All Rights Reserved.

LP
平湾渔港五日重新启用，首日进港渔船四十二艘。

TD
码头上新装了两台吊机。
IN 2024 the harbour opened again.

CO  平湾渔业公司
NS  gfish : 渔业 | gport : 港口
PUB  海岳报业
AN  文件 HAIYRB0020240305ek3500012
"""


def test_each_article_has_what_its_head_says(tmp_path: Path) -> None:
    text = f"\n{HARBOUR}\n{MATCH}"
    (harbour, match), aside, told = read(tmp_path, text)
    assert (title_of(harbour), harbour.authors, harbour.date) == ("平湾渔港重新启用", ("林小满",), "2024-03-05")
    assert (harbour.publication, harbour.edition, harbour.column) == ("海岳日报", "A03", None)
    assert harbour.record_id == "HAIYRB0020240305ek3500012"
    assert text_of(harbour) == ["平湾渔港五日重新启用，首日进港渔船四十二艘。", "码头上新装了两台吊机。"]
    assert harbour.extra == {
        "length": ("312 字",),
        "source_code": ("HAIYRB",),
        "language": ("简体中文",),
        "copyright": ("Copyright 2024 Haiyue Daily. All Rights Reserved.",),
    }
    assert (title_of(match), match.authors, match.column) == ("远山队客场取胜", ("周可",), "体育新闻")
    assert (match.publication, match.edition, match.extra["time"]) == ("海岳晚报", None, ("08:30",))
    assert (aside, told) == ([], [])
    assert stand_where_they_say([harbour, match], text)


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_an_export_is_known_in_whatever_encoding_it_is(tmp_path: Path, ends: str, encoding: str) -> None:
    articles, aside, told = read(tmp_path, (HARBOUR + MATCH).replace("\n", ends), encoding=encoding)
    assert [title_of(each) for each in articles] == ["平湾渔港重新启用", "远山队客场取胜"]
    assert (aside, told) == ([], [])


def test_the_labels_may_be_english(tmp_path: Path) -> None:
    (article,), aside, told = read(tmp_path, ENGLISH)
    assert (title_of(article), article.date) == ("Fishing Harbour Reopens After Three Years", "2024-03-05")
    assert (article.publication, article.edition) == ("Haiyue Daily", "3")
    assert article.byline is not None or article.authors
    assert article.extra["head"] == ("First",)
    assert text_of(article) == ["The harbour of Pingwan reopened on Tuesday.", "In all 42 boats came in."]
    assert (aside, told) == ([], [])


@pytest.mark.parametrize("gap", ["  ", "\t", "\n", " "])
def test_fields_with_codes_are_read_by_their_codes(tmp_path: Path, gap: str) -> None:
    text = re.sub(r"^([A-Z]{2,3})  ", rf"\1{gap}", FIELDS, flags=re.MULTILINE)
    if gap == " ":
        text = re.sub(r"^(CO|NS|PUB) ", r"\1  ", text, flags=re.MULTILINE)  # below the text a blank is not enough
    (article, other), aside, told = read(tmp_path, text + "\n" + text)
    assert (title_of(article), article.authors, article.date) == ("平湾渔港重新启用", ("林小满",), "2024-03-05")
    assert (article.publication, article.edition, article.column) == ("海岳日报", "A03", "要闻")
    assert article.record_id == other.record_id == "HAIYRB0020240305ek3500012"
    assert text_of(article) == [
        "平湾渔港五日重新启用，首日进港渔船四十二艘。",
        "码头上新装了两台吊机。",
        "IN 2024 the harbour opened again.",
    ]
    assert article.extra["subjects"] == ("gfish : 渔业", "gport : 港口")
    assert article.extra["publisher"] == ("海岳报业",)
    assert (aside, told) == ([], [])


def test_lines_apart_from_each_other_are_read_alike(tmp_path: Path) -> None:
    articles, aside, told = read(tmp_path, (HARBOUR + MATCH).replace("\n", "\n\n"))
    assert [(title_of(each), each.authors, each.publication) for each in articles] == [
        ("平湾渔港重新启用", ("林小满",), "海岳日报"),
        ("远山队客场取胜", ("周可",), "海岳晚报"),
    ]
    assert (aside, told) == ([], [])


def test_feet_of_pages_and_the_summary_of_the_search_belong_to_no_article(tmp_path: Path) -> None:
    foot = "Page 1 of 2 © 2024 Factiva, Inc. All rights reserved."
    text = HARBOUR.replace("码头上", f"{foot}\n码头上") + MATCH + "\nSearch Summary\nText  渔港\nResults Found  2\n"
    articles, aside, told = read(tmp_path, text)
    assert [text_of(each)[-1] for each in articles] == ["码头上新装了两台吊机。", "远山队昨晚客场二比一取胜。"]
    assert (aside, told) == ([foot, "Search Summary", "Text  渔港", "Results Found  2"], [])


def test_an_article_whose_head_is_damaged_is_kept_and_told_with_its_neighbours_whole(tmp_path: Path) -> None:
    damaged = HARBOUR.replace("312 字\n2024 年 3 月 5 日\n", "").replace("3500012", "3500013")
    articles, aside, (told,) = read(tmp_path, HARBOUR + damaged + MATCH)
    assert [each.record_id for each in articles] == [
        "HAIYRB0020240305ek3500012",
        "HAIYRB0020240305ek3500013",
        "HAIYWB0020240306ek3600044",
    ]
    assert text_of(articles[1])[:3] == ["平湾渔港重新启用", "林小满", "海岳日报"]
    assert title_of(articles[2]) == "远山队客场取胜"
    assert (told.line, told.warning, aside) == (1 + HARBOUR.count("\n"), True, [])


def test_an_article_without_its_closing_line_is_parted_from_the_next_and_told(tmp_path: Path) -> None:
    open_end = HARBOUR.replace("文件 HAIYRB0020240305ek3500012\n", "")
    articles, aside, (told,) = read(tmp_path, MATCH + open_end + HARBOUR + MATCH)
    assert [title_of(each) for each in articles] == [
        "远山队客场取胜",
        "平湾渔港重新启用",
        "平湾渔港重新启用",
        "远山队客场取胜",
    ]
    assert text_of(articles[1]) == text_of(articles[2])
    assert [each.authors for each in articles[1:3]] == [("林小满",), ("林小满",)]
    assert (articles[1].record_id, told.line, aside) == (None, 1 + MATCH.count("\n"), [])


@pytest.mark.parametrize(
    "text",
    [
        "渔港文件下发\n本报记者 林小满\n　　平湾镇下发渔港管理文件。\n文件 HAIYRB0020240305ek3500012\n",
        "平湾渔港重新启用\n312 字\n2024年3月5日\n海岳日报\n　　渔港重新启用。\n文件 平政发20240305号\n",
        "Document\n312 words\n5 March 2024\nA harbour reopens.\n",
        "",
    ],
)
def test_pages_that_look_alike_are_no_exports(text: str) -> None:
    assert clippings_of(text) is None


LINES = st.text(st.sampled_from("平湾渔港启用，。“”0123 林版字 Aa"), min_size=1, max_size=30).map(
    lambda line: f"渔{line}港"
)


@settings(max_examples=60)
@given(st.lists(st.tuples(LINES, st.lists(LINES, min_size=1, max_size=5)), min_size=1, max_size=4))
def test_texts_of_all_kinds_come_out_as_they_went_in(stories: list[tuple[str, list[str]]]) -> None:
    head = "312 字\n2024 年 3 月 5 日\n海岳日报\nHAIYRB\nA03\n简体中文\nCopyright 2024 Haiyue Daily\n\n"
    export = "".join(
        f"{title}\n\n林小满\n{head}" + "\n\n".join(lines) + f"\n\n文件 HAIYRB0020240305ek35{at:05}\n\n"
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
    export = data.draw(st.sampled_from([HARBOUR + MATCH, FIELDS + FIELDS, ENGLISH + MATCH]))
    lines = export.split("\n")
    at = data.draw(st.integers(0, len(lines)))
    put = data.draw(st.sampled_from(["夹塞的一行。", "夹塞", "SE 夹塞", "（夹塞）2024-03-05", "夹塞 312 字"]))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join([*lines[:at], put, *lines[at:]]))
    assert "夹塞" in said_of(articles, aside)


@settings(max_examples=100)
@given(st.data())
def test_no_line_that_is_lost_takes_others_with_it(data: st.DataObject) -> None:
    lines = (HARBOUR + MATCH + ENGLISH).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join(lines[:at] + lines[at + 1 :]))
    said = said_of(articles, aside)
    for kept in ("首日进港渔船", "两台吊机", "客场二比一", "reopened on Tuesday", "42 boats"):
        assert kept in said or kept in lines[at]


def test_an_office_that_stands_with_the_head_is_who_wrote_it(tmp_path: Path) -> None:
    (article,), _, told = read(tmp_path, HARBOUR.replace("林小满", "平湾融媒体中心"))
    assert (title_of(article), article.authors, told) == ("平湾渔港重新启用", (), [])
    assert article.byline is not None
    assert article.byline.text == "平湾融媒体中心"


def test_a_document_of_a_word_processor_is_an_export_too(tmp_path: Path) -> None:
    lines = (HARBOUR + MATCH).splitlines()
    found = articles(tmp_path, "a.docx", word("".join(p(line) for line in lines)))
    assert [(title_of(each), each.authors, each.edition) for each in found] == [
        ("平湾渔港重新启用", ("林小满",), "A03"),
        ("远山队客场取胜", ("周可",), None),
    ]


@pytest.mark.parametrize("lost", ["312 字\n", "2024 年 3 月 5 日\n"])
def test_an_article_without_its_length_or_date_has_all_else_and_is_told(tmp_path: Path, lost: str) -> None:
    articles, aside, (told,) = read(tmp_path, MATCH + HARBOUR.replace(lost, "") + MATCH)
    assert [title_of(each) for each in articles] == ["远山队客场取胜", "平湾渔港重新启用", "远山队客场取胜"]
    assert (articles[1].authors, articles[1].publication, articles[1].edition) == (("林小满",), "海岳日报", "A03")
    assert articles[1].record_id == "HAIYRB0020240305ek3500012"
    assert (told.line, told.warning, aside) == (1 + MATCH.count("\n"), True, [])


@pytest.mark.parametrize(
    ("page", "edition", "column"),
    [
        ("第 01 版", "01", None),
        ("第 01 版：要闻", "01", "要闻"),
        ("B1/体育", "B1", "体育"),
        ("A03要闻", "A03", "要闻"),
        ("A1,A3", "A1,A3", None),
        ("3", "3", None),
    ],
)
def test_a_page_may_have_a_name(tmp_path: Path, page: str, edition: str, column: str | None) -> None:
    (article,), _, told = read(tmp_path, HARBOUR.replace("A03", page))
    assert (article.edition, article.column, told) == (edition, column, [])
