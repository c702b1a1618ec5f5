"""Lists of references in the form of GB/T 7714, as CNKI exports them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of

LIST = """[1]林小满.平湾渔港重新启用[N].海岳日报,2024-03-05(A03).
[2]远山队客场取胜[N].海岳晚报,2024-03-06(B01).
[3]林小满,周川,陈国梁,等.渔港的夜市与渔民生计[J].海岳学刊,2024,12(03):12-18.
[4]平湾镇宣传部. 渔港: 产值达3.5亿元[N/OL]. 海岳日报, 2024-03-07(A03) [2024-03-09]. https://pingwan.example/a.
[5]周川.平湾镇志[M].海岳:海岳出版社,2001.
[6]周川.渔港[J].海岳学刊,2008,(05):915-924.
"""
WITH_ABSTRACTS = """[1]林小满. 平湾渔港重新启用[N]. 海岳日报,2024-03-05(003).
摘要:平湾渔港五日重新启用。
首日进港渔船四十二艘。
关键词:渔港;吊机

[2]周川. 渔港的夜市[J]. 海岳学刊,2024(03):12-18.
摘要:渔港的夜市改变了渔民的生计。
"""


def test_each_reference_has_what_it_says(tmp_path: Path) -> None:
    articles, aside, told = read(tmp_path, LIST)
    assert [(title_of(each), each.authors, each.date, each.publication, each.edition) for each in articles] == [
        ("平湾渔港重新启用", ("林小满",), "2024-03-05", "海岳日报", "A03"),
        ("远山队客场取胜", (), "2024-03-06", "海岳晚报", "B01"),
        ("渔港的夜市与渔民生计", ("林小满", "周川", "陈国梁"), "2024", "海岳学刊", None),
        ("渔港: 产值达3.5亿元", (), "2024-03-07", "海岳日报", "A03"),
        ("平湾镇志", ("周川",), "2001", None, None),
        ("渔港", ("周川",), "2008", "海岳学刊", None),
    ]
    assert articles[2].extra == {
        "further_authors": ("等",),
        "kind": ("J",),
        "volume": ("12",),
        "issue": ("03",),
        "pages": ("12-18",),
    }
    assert articles[3].byline is not None
    assert (articles[3].byline.text, articles[3].url) == ("平湾镇宣传部", "https://pingwan.example/a")
    assert articles[3].extra["further"] == ("[2024-03-09]. https://pingwan.example/a.",)
    assert articles[4].extra["publisher"] == ("海岳:海岳出版社",)
    assert (aside, told) == ([], [])
    assert stand_where_they_say(articles, LIST)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_abstracts_below_references_are_their_texts(tmp_path: Path, encoding: str) -> None:
    (report, paper), aside, told = read(tmp_path, WITH_ABSTRACTS.replace("\n", "\r\n"), encoding=encoding)
    assert text_of(report) == ["平湾渔港五日重新启用。", "首日进港渔船四十二艘。"]
    assert (report.edition, report.extra["keywords"]) == ("003", ("渔港", "吊机"))
    assert text_of(paper) == ["渔港的夜市改变了渔民的生计。"]
    assert (aside, told) == ([], [])


def test_the_references_may_have_no_numbers(tmp_path: Path) -> None:
    articles, aside, told = read(tmp_path, LIST.replace("[1]", "").replace("[2]", "").split("[3]")[0])
    assert [title_of(each) for each in articles] == ["平湾渔港重新启用", "远山队客场取胜"]
    assert (aside, told) == ([], [])


def test_a_reference_that_is_not_understood_is_kept_as_text_and_told(tmp_path: Path) -> None:
    articles, aside, (told,) = read(tmp_path, LIST.replace("[2]远山队客场取胜[N].", "[2]远山队客场取胜，"))
    assert [title_of(each) for each in articles][:3] == ["平湾渔港重新启用", "", "渔港的夜市与渔民生计"]
    assert text_of(articles[1]) == ["[2]远山队客场取胜，海岳晚报,2024-03-06(B01)."]
    assert (told.line, told.warning, aside) == (2, True, [])


@pytest.mark.parametrize(
    "text",
    [
        "[1]版要闻\n平湾渔港重新启用\n本报记者 林小满\n　　平湾渔港五日重新启用。\n",
        "平湾渔港重新启用\n　　平湾渔港五日重新启用。\n" + LIST,
        "[1]林小满.平湾渔港重新启用[N].海岳日报,2024-03-05(A03).\n　　平湾渔港五日重新启用。\n　　首日进港四十二艘。\n",
        "林小满.平湾渔港重新启用[N].海岳日报,2024-03-05(A03).\n",
        "[1]渔港[A].会议。\n[2]夜市[B].议程。\n",
        "",
    ],
)
def test_pages_that_look_alike_are_no_lists(text: str) -> None:
    assert clippings_of(text) is None


TITLES = st.text(st.sampled_from("平湾渔港启用，“”0123林版字Aa-《》"), min_size=1, max_size=20).map(
    lambda line: f"渔{line}港"
)


@settings(max_examples=60)
@given(st.lists(TITLES, min_size=1, max_size=5))
def test_titles_of_all_kinds_come_out_as_they_went_in(titles: list[str]) -> None:
    export = "".join(f"[{at}]林小满.{title}[N].海岳日报,2024-03-05(A03).\n" for at, title in enumerate(titles, start=1))
    with TemporaryDirectory() as folder:
        articles, aside, told = read(Path(folder), export)
    assert [(title_of(each), each.authors, each.date) for each in articles] == [
        (title, ("林小满",), "2024-03-05") for title in titles
    ]
    assert (aside, told) == ([], [])


@settings(max_examples=100)
@given(st.data())
def test_a_word_put_in_anywhere_is_kept(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(LIST)))
    put = data.draw(st.sampled_from(["夹塞", "\n夹塞\n", "夹塞.", ",夹塞", "(夹塞)"]))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), LIST[:at] + put + LIST[at:])
    assert "夹塞" in said_of(articles, aside)
