"""Exports of LexisNexis, in its present form and in the older one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of
from tests.documents import articles, p, word
from tests.documents import aside as words_aside

HARBOUR = """Page 1 of 2
平湾渔港重新启用
平湾渔港重新启用
海岳日报
March 5, 2024 Tuesday
First Edition

Copyright 2024 Haiyue Daily All Rights Reserved

Section: 要闻; Pg. A03
Length: 312 words
Byline: 林小满

Body

平湾渔港五日重新启用，首日进港渔船四十二艘。

Length: 码头长四百米。

码头上新装了两台吊机。

Classification

Language: CHINESE; 中文

Publication-Type: Newspaper

Load-Date: March 6, 2024

End of Document
"""
MATCH = """远山队客场取胜
海岳晚报
March 6, 2024 Wednesday 8:30 AM EST

Length: 120 words

Body

远山队昨晚客场二比一取胜。

Load-Date: March 7, 2024


End of Document
"""
OLDER = """                               1 of 2 DOCUMENTS

                             Haiyue Daily

                             March 5, 2024 Tuesday
                             First Edition

Fishing harbour reopens

BYLINE: LIN XIAOMAN

SECTION: NEWS; Pg. 3

LENGTH: 312 words

The harbour reopened on Tuesday.

In all 42 boats came in.

LOAD-DATE: March 6, 2024

LANGUAGE: ENGLISH

                         Copyright 2024 Haiyue Daily
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                             Haiyue Evening

                             March 6, 2024 Wednesday

HEADLINE: Visitors win

LENGTH: 20 words

They won.

LOAD-DATE: March 7, 2024
"""


def test_each_article_has_what_stands_around_its_text(tmp_path: Path) -> None:
    text = HARBOUR + "\n" + MATCH
    (harbour, match), aside, told = read(tmp_path, text)
    assert (title_of(harbour), harbour.authors, harbour.date) == ("平湾渔港重新启用", ("林小满",), "2024-03-05")
    assert (harbour.publication, harbour.edition, harbour.column) == ("海岳日报", "A03", "要闻")
    assert text_of(harbour) == [
        "平湾渔港五日重新启用，首日进港渔船四十二艘。",
        "Length: 码头长四百米。",
        "码头上新装了两台吊机。",
    ]
    extra = {key: harbour.extra[key] for key in ("head", "language", "load_date", "copyright")}
    assert extra == {
        "head": ("First Edition",),
        "language": ("CHINESE; 中文",),
        "load_date": ("March 6, 2024",),
        "copyright": ("Copyright 2024 Haiyue Daily All Rights Reserved",),
    }
    assert (title_of(match), match.date, match.publication) == ("远山队客场取胜", "2024-03-06", "海岳晚报")
    assert match.extra["time"] == ("8:30 AM EST",)
    assert (aside, told) == (["Page 1 of 2"], [])
    assert stand_where_they_say([harbour, match], text)


def test_the_older_form_has_the_paper_first(tmp_path: Path) -> None:
    (harbour, match), aside, told = read(tmp_path, OLDER)
    assert (title_of(harbour), harbour.authors, harbour.date) == (
        "Fishing harbour reopens",
        ("LIN XIAOMAN",),
        "2024-03-05",
    )
    assert (harbour.publication, harbour.edition, harbour.column) == ("Haiyue Daily", "3", "NEWS")
    assert text_of(harbour) == ["The harbour reopened on Tuesday.", "In all 42 boats came in."]
    assert harbour.extra["copyright"] == ("Copyright 2024 Haiyue Daily All Rights Reserved",)
    assert (title_of(match), match.publication, text_of(match)) == ("Visitors win", "Haiyue Evening", ["They won."])
    assert (aside, told) == ([], [])


def test_an_article_whose_head_is_damaged_is_kept_and_told_with_its_neighbours_whole(tmp_path: Path) -> None:
    damaged = MATCH.replace("Length: 120 words\n", "")
    articles, aside, (told,) = read(tmp_path, MATCH + damaged + MATCH)
    assert [title_of(each) for each in articles] == ["远山队客场取胜", "", "远山队客场取胜"]
    assert text_of(articles[1])[0] == "远山队客场取胜"
    assert (told.line, told.warning, aside) == (1 + MATCH.count("\n"), True, [])


@pytest.mark.parametrize(
    "text",
    [
        "End of Document\n平湾渔港重新启用\n　　平湾渔港五日重新启用。\n",
        "平湾渔港重新启用\n海岳日报\nMarch 5, 2024\n　　平湾渔港五日重新启用。\nEnd of Document\n",
        "1 of 2 DOCUMENTS\n平湾渔港重新启用\n　　平湾渔港五日重新启用。\n",
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
        f"{title}\n海岳日报\nMarch 5, 2024 Tuesday\n\nLength: 312 words\n\nBody\n\n"
        + "\n\n".join(lines)
        + "\n\nLoad-Date: March 6, 2024\n\nEnd of Document\n"
        for title, lines in stories
    )
    with TemporaryDirectory() as folder:
        articles, aside, told = read(Path(folder), export)
    assert [(title_of(each), text_of(each)) for each in articles] == stories
    assert (aside, told) == ([], [])
    assert stand_where_they_say(articles, export)


@settings(max_examples=100)
@given(st.data())
def test_a_line_put_in_anywhere_is_kept(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from([HARBOUR + MATCH, OLDER])).split("\n")
    at = data.draw(st.integers(0, len(lines)))
    put = data.draw(st.sampled_from(["夹塞的一行。", "Section: 夹塞", "Language: 夹塞", "© 夹塞", "Byline: 夹塞"]))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join([*lines[:at], put, *lines[at:]]))
    assert "夹塞" in said_of(articles, aside)


@settings(max_examples=100)
@given(st.data())
def test_no_line_that_is_lost_takes_others_with_it(data: st.DataObject) -> None:
    export, known = data.draw(
        st.sampled_from(
            [(HARBOUR + MATCH, ("首日进港", "码头长", "两台吊机", "客场二比一")), (OLDER, ("42 boats", "They won"))]
        )
    )
    lines = export.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join(lines[:at] + lines[at + 1 :]))
    said = said_of(articles, aside)
    for kept in known:
        assert kept in said or kept in lines[at]


def test_an_article_without_its_closing_line_ends_where_the_next_begins_and_is_told(tmp_path: Path) -> None:
    articles, aside, (told,) = read(tmp_path, MATCH.replace("\n\nEnd of Document\n", "") + HARBOUR)
    assert [title_of(each) for each in articles] == ["远山队客场取胜", "平湾渔港重新启用"]
    assert text_of(articles[0]) == ["远山队昨晚客场二比一取胜。"]
    assert (told.line, told.warning, aside) == (1, True, ["Page 1 of 2"])


def test_the_list_of_what_was_exported_belongs_to_no_article(tmp_path: Path) -> None:
    cover = ["Date and Time: Friday, March 8, 2024", "Documents (2)", "1. 平湾渔港", "2. 远山队"]
    articles, aside, told = read(tmp_path, "\n".join([*cover, HARBOUR, MATCH]))
    assert [title_of(each) for each in articles] == ["平湾渔港重新启用", "远山队客场取胜"]
    said = said_of(articles, aside)
    assert all(line in said for line in cover)
    assert cover[0] in aside
    assert told == []


def test_a_document_of_a_word_processor_is_an_export_too(tmp_path: Path) -> None:
    body = "".join(p(line) for line in (HARBOUR + MATCH).splitlines())
    data = word(body, header=p("Page 1 of 2"))
    found = articles(tmp_path, "a.docx", data)
    assert [(title_of(each), each.date, each.publication) for each in found] == [
        ("平湾渔港重新启用", "2024-03-05", "海岳日报"),
        ("远山队客场取胜", "2024-03-06", "海岳晚报"),
    ]
    assert text_of(found[0])[-1] == "码头上新装了两台吊机。"
    assert "Page 1 of 2" in words_aside(tmp_path, "a.docx", data)
