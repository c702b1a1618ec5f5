"""What a person says of a page in a sidecar beats what was understood, and loses none of its text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, PassedOver, SourceFile, discover
from baosou.corpus.models import Article, Kind
from baosou.corpus.pages import Mark, segment_marked
from baosou.corpus.pages.parts import Part
from baosou.corpus.readers import read_source
from tests.work import growth

PAGE = """灯塔守望者
每天傍晚，守塔人沿着一百二十级台阶走上塔顶，擦亮灯罩。
他在岛上守了二十六年。
岛上的孩子
岛上的小学只有五个学生，一位老师教所有的课。
孩子们最盼望的是补给船。
海鲜大促销
电话订购有优惠。
"""


def read(folder: Path, said: object, name: str = "page.txt.baosou.json") -> tuple[list[Article], list[Failure]]:
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    content = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    (folder / name).write_text(content, encoding="utf-8")
    (source,) = discover([folder])
    assert isinstance(source, SourceFile)
    found = list(read_source(source))
    return [each for each in found if isinstance(each, Article)], [each for each in found if isinstance(each, Failure)]


def text_of(articles: list[Article]) -> str:
    said = [
        *(article.title.text for article in articles if article.title and article.title.spans[0].end),
        *(article.byline.text for article in articles if article.byline),
        *(block.passage.text for article in articles for block in article.blocks),
    ]
    return "".join(sorted("".join("".join(said).split())))


@pytest.mark.parametrize("name", ["page.txt.baosou.json", "page.baosou.json"])
def test_lines_titles_and_metadata_are_taken_from_the_sidecar(tmp_path: Path, name: str) -> None:
    articles, failures = read(
        tmp_path,
        {
            "articles": [
                {"lines": [1, 3], "title": "灯塔守望者", "authors": ["洪海生"], "date": "1998-05-02", "column": "人物"},
                {"lines": [4, 6], "title": [4], "publication": "东山日报"},
                {"lines": [7, 8], "kind": "other"},
            ]
        },
        name,
    )
    assert failures == []
    first, second, aside = articles
    assert first.title is not None
    assert second.title is not None
    assert (first.title.text, first.authors, first.date, first.column) == (
        "灯塔守望者",
        ("洪海生",),
        "1998-05-02",
        "人物",
    )
    assert (second.title.text, second.publication) == ("岛上的孩子", "东山日报")
    assert aside.aside
    assert aside.texts(Kind.PARAGRAPH) == ["海鲜大促销", "电话订购有优惠。"]
    assert text_of(articles) == "".join(sorted("".join(PAGE.split())))


def test_single_lines_are_what_the_sidecar_says(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"articles": [{"lines": [1, 8], "title": 1, "heads": [4], "captions": [7, 8]}]})
    (article,) = articles
    assert article.texts(Kind.HEAD) == ["岛上的孩子"]
    assert article.texts(Kind.CAPTION) == ["海鲜大促销", "电话订购有优惠。"]


def test_a_title_that_the_page_does_not_print_is_taken_and_the_printed_one_kept(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"articles": [{"lines": [1, 3], "title": "守灯塔的人"}]})
    assert articles[0].title is not None
    assert articles[0].title.text == "守灯塔的人"
    assert "灯塔守望者" in [block.passage.text for block in articles[0].blocks]


def test_other_lines_of_the_page_are_understood_as_ever(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"articles": [{"lines": [7, 8], "kind": "other"}]})
    assert articles[-1].texts(Kind.PARAGRAPH) == ["海鲜大促销", "电话订购有优惠。"]
    assert text_of(articles) == "".join(sorted("".join(PAGE.split())))


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("{", "is not understood"),
        ([], 'no list "articles"'),
        ({"articles": [{"title": "灯塔"}]}, '"lines"'),
        ({"articles": [{"lines": [3, 1]}]}, '"lines" is [first, last]'),
        ({"articles": [{"lines": [1, 3]}, {"lines": [3, 5]}]}, "gives a line to two articles"),
        ({"articles": [{"lines": [1, 3], "title": [4]}]}, '"title" lies outside'),
        ({"articles": [{"lines": [1, 3], "kind": "advert"}]}, '"kind" is'),
        ({"articles": [{"lines": [1, 3], "date": "某年"}]}, "the date"),
    ],
)
def test_what_a_sidecar_says_wrongly_is_told_and_the_page_read(tmp_path: Path, said: object, complaint: str) -> None:
    articles, failures = read(tmp_path, said)
    assert [failure.warning for failure in failures] == [True]
    assert complaint in failures[0].reason
    assert text_of(articles) == "".join(sorted("".join(PAGE.split())))


@pytest.mark.parametrize("name", ["page.txt.baosou.json", "page.baosou.json"])
def test_a_sidecar_is_never_a_source_and_one_without_its_page_is_told(tmp_path: Path, name: str) -> None:
    sidecar = tmp_path / name
    sidecar.write_text("{}", encoding="utf-8")
    assert list(discover([tmp_path])) == [PassedOver(sidecar, ".baosou.json")]
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert [found.path for found in discover([tmp_path])] == [page]
    (named,) = discover([sidecar])
    assert isinstance(named, Failure)
    assert "sidecar" in named.reason


LINES = PAGE.splitlines()
PARTS = st.sampled_from([Part.TITLE, Part.TITLE_MORE, Part.BYLINE, Part.HEAD, Part.CAPTION, Part.PARAGRAPH])


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    cuts = sorted(draw(st.sets(st.integers(1, len(LINES) + 1), min_size=2, max_size=6)))
    found = []
    for first, after in pairwise(cuts):
        if draw(st.booleans()):
            parts = draw(st.dictionaries(st.integers(first, after - 1), PARTS))
            title = draw(st.sampled_from([None, "岛上的孩子", "别的题目"]))
            found.append(Mark(first, after - 1, draw(st.booleans()), title, parts))
    return found


@settings(deadline=None)
@given(marks())
def test_no_marks_lose_or_double_a_character(given_marks: list[Mark]) -> None:
    page, numbers = segment_marked(PAGE, given_marks)
    assert page.warnings == ()
    assert len(numbers) == len(page.articles)
    other = [Article(blocks=(), title=passage) for passage in page.other]
    assert text_of([*page.articles, *other]) == "".join(sorted("".join(PAGE.split())))


def test_a_sidecar_of_a_document_that_says_its_own_metadata_is_told_as_not_read(tmp_path: Path) -> None:
    (tmp_path / "码头.html").write_text("<p>渔港今天开海。</p>", encoding="utf-8")
    sidecar = tmp_path / "码头.baosou.json"
    sidecar.write_text('{"articles": []}', encoding="utf-8")
    assert [each for each in discover([tmp_path]) if isinstance(each, PassedOver)] == [
        PassedOver(sidecar, ".baosou.json")
    ]


def test_the_work_of_finding_the_pages_of_sidecars_is_in_proportion_to_them(tmp_path: Path) -> None:
    def found(count: int) -> None:
        folder = tmp_path / str(count)
        assert len(list(discover([folder]))) == count

    for count in (20, 200):
        (tmp_path / str(count)).mkdir()
        for number in range(count):
            (tmp_path / str(count) / f"{number:03}.txt").write_text("渔港今天开海。", encoding="utf-8")
            (tmp_path / str(count) / f"{number:03}.baosou.json").write_text("{}", encoding="utf-8")
    assert growth(found, 20, 10) < 20


def test_lines_that_a_page_does_not_have_are_told(tmp_path: Path) -> None:
    _, failures = read(tmp_path, {"articles": [{"lines": [1, 3]}, {"lines": [40, 44]}]})
    (failure,) = failures
    assert failure.warning
    assert "lines 40 to 44" in failure.reason


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    _, failures = read(tmp_path, {"articles": [{"lines": [0, 1]}, {"lines": [1, 3]}, {"lines": [3, 4]}]})
    assert ["article 1" in failure.reason for failure in failures] == [True, False]
