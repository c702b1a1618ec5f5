"""What CNKI (知网) exports in a form of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import read_source
from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers.exports import read, said_of, stand_where_they_say, text_of, title_of

REPORT = """SrcDatabase-来源库: 报纸
Title-题名: 平湾渔港重新启用
Author-作者: 林小满;周川;
Organ-单位: 平湾大学海洋学院;
Source-报纸: 海岳日报
PubTime-发表时间: 2024-03-05
Keyword-关键词: 渔港;;吊机
Summary-摘要: 平湾渔港五日重新启用。首日进港渔船四十二艘。
Page-版号: A03
"""
PAPER = """SrcDatabase-来源库: 期刊
Title-题名: 平湾渔港的夜市与渔民生计
Author-作者:林小满;
Source-文献来源: 海岳学刊
Summary-摘要: 渔港的夜市改变了渔民的生计。
本文访谈了八十余户。
PubTime-发表时间: 2024-03-15 10:32
Year-年: 2024
Volume-卷: 12
Period-期: 03
PageCount-页码: 12-18
CLC-中图分类号: F326.4
ISSN-国际标准刊号: 1000-0001
URL-网址: https://pingwan.example/1
DOI-DOI: 10.0000/pingwan.1
"""
STUDY = """DataType: 5
Title-正标题: 平湾渔港重新启用
SubTitle-副标题: 首日进港四十二艘
Author-作者: 林小满
Source-报纸中文名: 海岳日报
Year-年: 2024
PubTime-报纸日期: 2024-03-05
Period-期: 003
SrcDatabase-来源库: 中国重要报纸全文数据库
Link-链接: https://pingwan.example/2
"""


def test_each_article_has_what_its_fields_say(tmp_path: Path) -> None:
    text = f"{REPORT}\n{PAPER}\n"
    (report, paper), aside, told = read(tmp_path, text)
    assert (title_of(report), report.authors, report.date) == ("平湾渔港重新启用", ("林小满", "周川"), "2024-03-05")
    assert (report.publication, report.edition) == ("海岳日报", "A03")
    assert text_of(report) == ["平湾渔港五日重新启用。首日进港渔船四十二艘。"]
    assert report.extra["keywords"] == ("渔港", "吊机")
    assert (report.extra["database"], report.extra["address"]) == (("报纸",), ("平湾大学海洋学院;",))
    assert (title_of(paper), paper.authors, paper.date) == ("平湾渔港的夜市与渔民生计", ("林小满",), "2024-03-15")
    assert text_of(paper) == ["渔港的夜市改变了渔民的生计。", "本文访谈了八十余户。"]
    assert (paper.publication, paper.edition, paper.url) == ("海岳学刊", None, "https://pingwan.example/1")
    extra = {key: paper.extra[key] for key in ("volume", "issue", "pages", "classification", "issn", "doi")}
    assert extra == {
        "volume": ("12",),
        "issue": ("03",),
        "pages": ("12-18",),
        "classification": ("F326.4",),
        "issn": ("1000-0001",),
        "doi": ("10.0000/pingwan.1",),
    }
    assert (aside, told) == ([], [])
    assert stand_where_they_say([report, paper], text)


def test_what_its_reading_software_takes_begins_with_another_field(tmp_path: Path) -> None:
    articles, aside, told = read(tmp_path, STUDY + STUDY.replace("003", "004"))
    assert [(title_of(each), each.date, each.publication, each.edition) for each in articles] == [
        ("平湾渔港重新启用", "2024-03-05", "海岳日报", "003"),
        ("平湾渔港重新启用", "2024-03-05", "海岳日报", "004"),
    ]
    assert articles[0].extra["副标题"] == ("首日进港四十二艘",)
    assert (articles[0].url, aside, told) == ("https://pingwan.example/2", [], [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_an_export_is_known_in_whatever_encoding_it_is(tmp_path: Path, encoding: str) -> None:
    articles, aside, told = read(tmp_path, (REPORT + PAPER).replace("\n", "\r\n"), encoding=encoding)
    assert [title_of(each) for each in articles] == ["平湾渔港重新启用", "平湾渔港的夜市与渔民生计"]
    assert (aside, told) == ([], [])


def test_an_article_that_lost_its_first_field_begins_with_its_title(tmp_path: Path) -> None:
    articles, aside, told = read(tmp_path, REPORT + "\n" + PAPER.replace("SrcDatabase-来源库: 期刊\n", "") + REPORT)
    assert [title_of(each) for each in articles] == [
        "平湾渔港重新启用",
        "平湾渔港的夜市与渔民生计",
        "平湾渔港重新启用",
    ]
    assert (aside, told) == ([], [])


def test_an_article_without_title_and_text_is_told_and_its_lines_are_kept(tmp_path: Path) -> None:
    damaged = "SrcDatabase-来源库: 报纸\nSource-报纸: 海岳日报\n"
    articles, aside, told = read(tmp_path, REPORT + damaged + PAPER)
    assert [title_of(each) for each in articles] == ["平湾渔港重新启用", "平湾渔港的夜市与渔民生计"]
    assert aside == damaged.splitlines()
    assert [each.line for each in told] == [1 + REPORT.count("\n")]


def test_a_date_that_is_not_understood_is_kept_beside_the_year(tmp_path: Path) -> None:
    (article,), _, _ = read(tmp_path, PAPER.replace("2024-03-15 10:32", "三月中旬"))
    assert (article.date, article.extra["day"]) == ("2024", ("三月中旬",))


@pytest.mark.parametrize(
    "text",
    [
        "Title-题名: 一词怎么译\n本报记者 林小满\n　　平湾大学的课上讨论译名。\n",
        "题名: 平湾渔港重新启用\n作者: 林小满\n来源: 海岳日报\n平湾渔港五日重新启用。\n",
        "知网怎么用\n本报记者 林小满\n　　导出的文件里有这样几行：\n　　每行一个字段。\n　　例如：\n" + REPORT,
        "",
    ],
)
def test_pages_that_look_alike_are_no_exports(text: str) -> None:
    assert clippings_of(text) is None


LINES = st.text(st.sampled_from("平湾渔港启用，。“”0123 林版字 Aa:-"), min_size=1, max_size=30).map(
    lambda line: f"渔{line}港"
)


@settings(max_examples=60)
@given(st.lists(st.tuples(LINES, st.lists(LINES, min_size=1, max_size=4)), min_size=1, max_size=4))
def test_texts_of_all_kinds_come_out_as_they_went_in(stories: list[tuple[str, list[str]]]) -> None:
    export = "\n".join(
        f"SrcDatabase-来源库: 报纸\nTitle-题名: {title}\nAuthor-作者: 林小满;\nSource-报纸: 海岳日报\n"
        f"PubTime-发表时间: 2024-03-05\nSummary-摘要: " + "\n".join(lines) + "\nPage-版号: A03\n"
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
    lines = data.draw(st.sampled_from([REPORT + PAPER, STUDY + REPORT])).split("\n")
    at = data.draw(st.integers(0, len(lines)))
    put = data.draw(st.sampled_from(["夹塞的一行。", "Fund-基金: 夹塞", "Tail-夹塞: 1", "Title-题名: 夹塞"]))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join([*lines[:at], put, *lines[at:]]))
    assert "夹塞" in said_of(articles, aside)


@settings(max_examples=60)
@given(st.data())
def test_no_line_that_is_lost_takes_others_with_it(data: st.DataObject) -> None:
    lines = (REPORT + PAPER + STUDY).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    with TemporaryDirectory() as folder:
        articles, aside, _ = read(Path(folder), "\n".join(lines[:at] + lines[at + 1 :]))
    said = said_of(articles, aside)
    for kept in ("首日进港渔船", "改变了渔民", "八十余户", "F326.4", "pingwan.example/2", "首日进港四十二艘"):
        assert kept in said or kept in lines[at]


def test_the_columns_of_its_tables_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "SrcDatabase-来源库,Title-题名,Author-作者,Source-报纸名,Summary-摘要,PubTime-发表时间,Page-版号,Page-页码,URL-网址\n"
        "报纸,平湾渔港重新启用,林小满;周川;,海岳日报,首日进港四十二艘。,2024-03-05 10:32,A03,12,https://pingwan.example/1\n",
        encoding="utf-8-sig",
    )
    (source,) = discover([tmp_path])
    assert isinstance(source, SourceFile)
    (article,) = read_source(source)
    assert isinstance(article, Article)
    assert (title_of(article), article.authors, article.date) == ("平湾渔港重新启用", ("林小满", "周川"), "2024-03-05")
    assert (article.publication, article.edition, article.url) == ("海岳日报", "A03", "https://pingwan.example/1")
    assert text_of(article) == ["首日进港四十二艘。"]
    assert article.extra == {"SrcDatabase-来源库": ("报纸",), "Page-页码": ("12",)}
