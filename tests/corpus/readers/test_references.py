"""Exports of reference managers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import read_source
from baosou.corpus.readers.references import style_of

ENDNOTE = """%0 Journal Article
%A 林小满
%A 周川
%+ 平湾大学海洋学院;
%T 平湾渔港的夜市与渔民生计
%J 海岳学刊
%D 2024
%V 12
%N 03
%K 渔港;夜市;生计
%X 渔港的夜市改变了渔民的生计。本文访谈了八十余户。
%P 12-18
%@ 1000-0001
%U https://pingwan.example/1
%W CNKI

%0 Newspaper Article
%A 本报记者 林小满
%T 平湾渔港重新启用
%J 海岳日报
%8 2024-03-05
%N 003
"""
NOTEEXPRESS = """{Reference Type}: Journal Article
{Title}: 平湾渔港的夜市与渔民生计
{Author}: 林小满;周川;
{Author Address}: 平湾大学海洋学院
{Journal}: 海岳学刊
{Year}: 2024
{Volume}: 12
{Issue}: 03
{Pages}: 12-18
{Keywords}: 渔港;夜市;生计
{Abstract}: 渔港的夜市改变了渔民的生计。本文访谈了八十余户。
{URL}: https://pingwan.example/1

{Reference Type}: Newspaper Article
{Title}: 平湾渔港重新启用
{Author}: 本报记者 林小满
{Newspaper}: 海岳日报
{Date}: 2024-03-05
{Issue}: 003
"""
REFWORKS = """RT Journal Article
SR 1
A1 林小满;周川
AD 平湾大学海洋学院
T1 平湾渔港的夜市与渔民生计
JF 海岳学刊
YR 2024
vo 12
IS 03
OP 12-18
K1 渔港;夜市;生计
AB 渔港的夜市改变了渔民的生计。本文访谈了八十余户。
LK https://pingwan.example/1

RT Newspaper Article
SR 2
A1 本报记者 林小满
T1 平湾渔港重新启用
JF 海岳日报
FD 2024-03-05
IS 003
"""
RIS = """TY  - JOUR
AU  - 林小满
AU  - 周川
AD  - 平湾大学海洋学院
TI  - 平湾渔港的夜市与渔民生计
JO  - 海岳学刊
PY  - 2024
VL  - 12
IS  - 03
SP  - 12
EP  - 18
KW  - 渔港
KW  - 夜市
KW  - 生计
AB  - 渔港的夜市改变了渔民的生计。
本文访谈了八十余户。
UR  - https://pingwan.example/1
ER  - 

TY  - NEWS
AU  - 本报记者 林小满
TI  - 平湾渔港重新启用
JO  - 海岳日报
DA  - 2024/03/05/
SP  - 003
ER  - 
"""
EXPORTS = {"EndNote": ENDNOTE, "NoteExpress": NOTEEXPRESS, "RefWorks": REFWORKS, "RIS": RIS}


def read(folder: Path, name: str, data: bytes) -> list[Article | Failure]:
    path = folder / name
    path.write_bytes(data)
    (source,) = discover([folder])
    assert isinstance(source, SourceFile)
    return list(read_source(source))


@pytest.mark.parametrize("style", EXPORTS)
@pytest.mark.parametrize("ending", [".txt", ".enw", ".net", ".ris"])
def test_each_reference_of_an_export_is_a_record_whatever_the_files_ending(
    tmp_path: Path, style: str, ending: str
) -> None:
    paper, report = read(tmp_path, f"CNKI-20240401{ending}", EXPORTS[style].encode("utf-8-sig"))
    assert isinstance(paper, Article)
    assert isinstance(report, Article)
    assert paper.title is not None
    assert (paper.title.text, paper.authors) == ("平湾渔港的夜市与渔民生计", ("林小满", "周川"))
    assert (paper.date, paper.publication, paper.url) == ("2024", "海岳学刊", "https://pingwan.example/1")
    assert "".join(block.passage.text for block in paper.blocks) == "渔港的夜市改变了渔民的生计。本文访谈了八十余户。"
    extra = {key: paper.extra[key] for key in ("volume", "issue", "pages", "keywords")}
    assert extra == {"volume": ("12",), "issue": ("03",), "pages": ("12-18",), "keywords": ("渔港", "夜市", "生计")}
    assert paper.extra["address"][0].startswith("平湾大学海洋学院")
    assert report.title is not None
    assert (report.title.text, report.authors) == ("平湾渔港重新启用", ("林小满",))
    assert (report.date, report.publication, report.edition) == ("2024-03-05", "海岳日报", "003")


def test_a_reference_knows_the_line_on_which_it_begins(tmp_path: Path) -> None:
    _, report = read(tmp_path, "a.txt", RIS.encode())
    assert isinstance(report, Article)
    assert report.title is not None
    assert report.title.spans[0].line == 1 + RIS[: RIS.index("TY  - NEWS")].count("\n")


def test_what_web_of_science_exports_goes_on_over_lines(tmp_path: Path) -> None:
    text = (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lin, XM\n   Zhou, C\n"
        "TI Night markets and\n   fishing towns\n"
        "SO HAIYUE STUDIES\nPY 2024\nBP 12\nEP 18\nAB Towns change.\nER\n\nEF\n"
    )
    (article,) = read(tmp_path, "savedrecs.ciw", text.encode())
    assert isinstance(article, Article)
    assert article.title is not None
    assert (article.title.text, article.authors) == ("Night markets and fishing towns", ("XM Lin", "C Zhou"))
    assert (article.publication, article.extra["pages"]) == ("HAIYUE STUDIES", ("12-18",))


def test_full_names_beat_their_abbreviations_and_a_day_without_its_year_is_joined_with_it(tmp_path: Path) -> None:
    text = "PT J\nAU Lin, XM\n   Zhou, C\nAF Lin, Xiaoman\n   Zhou, Chuan\nTI Night markets\nPD JUL 1\nPY 2024\nER\n"
    (article,) = read(tmp_path, "savedrecs.ciw", text.encode())
    assert isinstance(article, Article)
    assert (article.authors, article.date) == (("Xiaoman Lin", "Chuan Zhou"), "2024-07-01")
    assert article.extra["abbreviated_authors"] == ("XM Lin", "C Zhou")


def test_words_of_two_letters_that_begin_a_line_of_an_abstract_are_no_tags(tmp_path: Path) -> None:
    text = REFWORKS.replace(
        "RT Journal Article\n", "RT Journal Article\nAB 本文讨论渔港。\nIn Pingwan it\nis a market.\n", 1
    )
    text = "\n".join(line for line in text.splitlines() if not line.startswith("AB ") or "讨论" in line)
    article = read(tmp_path, "a.txt", text.encode())[0]
    assert isinstance(article, Article)
    assert [block.passage.text for block in article.blocks][:3] == ["本文讨论渔港。", "In Pingwan it", "is a market."]


def test_an_export_may_begin_with_who_provides_it(tmp_path: Path) -> None:
    head = 'Provider: 平湾书库\nDatabase: 平湾书库\nContent: text/plain; charset="utf-8"\n\n'
    (article,) = read(tmp_path, "a.ris", f"{head}TY  - JOUR\nTI  - 渔港夜市\nER  - \n".encode())
    assert isinstance(article, Article)
    assert article.title is not None
    assert article.title.text == "渔港夜市"


def test_an_export_in_gbk_and_a_reference_without_a_title_are_told_apart(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", (ENDNOTE + "\n%0 Journal Article\n%A 周川\n").encode("gb18030"))
    assert len([each for each in found if isinstance(each, Article)]) == 2
    (failure,) = [each for each in found if isinstance(each, Failure)]
    assert (failure.line, failure.warning) == (2 + ENDNOTE.count("\n"), False)


@pytest.mark.parametrize(
    "text",
    [
        "[1]林小满,周川.平湾渔港的夜市与渔民生计[J].海岳学刊,2024,12(03):12-18.\n[2]林小满.平湾渔港重新启用[N].海岳日报,2024-03-05(003).\n",
        "平湾渔港重新启用\n本报记者 林小满\n　　平湾镇的码头上一片繁忙。\n",
        "RT 是公交站的缩写。\n平湾镇新设三站。\n",
        "%0 的利率\n\n平湾镇信用社推出新的贷款。\n",
        "TY 报道\n",
        "",
    ],
)
def test_other_text_is_no_export(text: str) -> None:
    assert style_of(text) is None


@given(st.sampled_from(sorted(EXPORTS)), st.data())
def test_no_value_of_a_damaged_export_ends_the_reading(style: str, data: st.DataObject) -> None:
    from baosou.corpus.readers.references import read_references

    text = EXPORTS[style]
    at = data.draw(st.integers(40, len(text)))
    put = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
    damaged = text[:at] + put + text[at + data.draw(st.integers(0, 30)) :]
    found = style_of(damaged)
    assert found is not None
    assert any(isinstance(each, Article) for each in read_references(damaged, found, Path("a.txt")))
