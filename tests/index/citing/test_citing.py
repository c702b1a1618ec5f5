"""References say what is known, in the forms of the standard's own examples, and are read back whole by others."""

from __future__ import annotations

import json
import re
from typing import Any

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pybtex.database import parse_string

from baosou.corpus.models import Kind
from baosou.index.citing.citations import FORMS, CitationForm, cited
from baosou.index.citing.reference import reference_of
from baosou.index.results import ArticleText, BlockText, SectionText, SourcePlace

PLACE = SourcePlace("/archive/页/a.txt", 25, None, None, 0, 90)
EMPTY = ArticleText(
    id="k3fa9c1d00000000",
    title=None,
    title_highlights=(),
    byline=None,
    authors=(),
    date=None,
    publication=None,
    edition=None,
    column=None,
    places=(),
    url=None,
    record_id=None,
    extra={},
    aside=False,
    source=PLACE,
    lines=(25, 26),
    sections=(
        SectionText(
            "k3fa9c1d00000000.1", (), PLACE, (BlockText(Kind.PARAGRAPH, "清晨五点，霞关渔港的灯还亮着。", 26),)
        ),
    ),
)
FULL = replace(
    EMPTY,
    title="渔港灯火照海堤",
    authors=("林一帆", "周可", "郑小满", "欧阳修远"),
    date="2024-07-02",
    publication="浙东日报",
    edition="第4版",
    column="深度",
)
LATIN = replace(
    EMPTY,
    title="Harbour lights",
    authors=("Anna Lindqvist", "Tom Reed", "Ada Moss", "Bo Ek"),
    publication="Coast Weekly",
    date="1998-05",
    edition="A7",
)
WEB = replace(EMPTY, title="5% 的增长 & “100_000”的信心", url="https://example.org/a_b?x=1&y=2%20#3", date="2024-05")


def told(article: ArticleText, form: CitationForm = "gbt7714") -> str:
    return cited([article], form).citations[0].text


@pytest.mark.parametrize(
    ("article", "of_2025", "of_2015"),
    [
        (
            # as the standard prints its own examples of newspapers
            replace(
                EMPTY,
                title="数字革命与竞争国际化",
                authors=("丁文详",),
                publication="中国青年报",
                date="2000-11-20",
                edition="15",
            ),
            "丁文详. 数字革命与竞争国际化[N]. 中国青年报，2000-11-20（15）.",
            "丁文详. 数字革命与竞争国际化[N]. 中国青年报, 2000-11-20(15).",
        ),
        (
            FULL,
            "林一帆，周可，郑小满，等. 渔港灯火照海堤[N]. 浙东日报，2024-07-02（4）.",
            "林一帆, 周可, 郑小满, 等. 渔港灯火照海堤[N]. 浙东日报, 2024-07-02(4).",
        ),
        (
            replace(FULL, url="https://example.org/7", edition=None),
            "林一帆，周可，郑小满，等. 渔港灯火照海堤[N/OL]. 浙东日报，2024-07-02. https://example.org/7.",
            "林一帆, 周可, 郑小满, 等. 渔港灯火照海堤[N/OL]. 浙东日报, 2024-07-02. https://example.org/7.",
        ),
        (
            replace(EMPTY, title="渡口的故事", publication="清江报", date="1985-06"),
            "渡口的故事[N]. 清江报，1985-06.",
            "渡口的故事[N]. 清江报, 1985-06.",
        ),
        (replace(EMPTY, title="渡口的故事"), "渡口的故事[N].", "渡口的故事[N]."),
        (replace(EMPTY, title="渡口的故事", edition="A3"), "渡口的故事[N]. （A3）.", "渡口的故事[N]. (A3)."),
        (
            WEB,
            "5% 的增长 & “100_000”的信心[EB/OL]. （2024-05）. https://example.org/a_b?x=1&y=2%20#3.",
            "5% 的增长 & “100_000”的信心[EB/OL]. (2024-05). https://example.org/a_b?x=1&y=2%20#3.",
        ),
        (
            LATIN,
            "Anna Lindqvist, Tom Reed, Ada Moss, et al. Harbour lights[N]. Coast Weekly, 1998-05(A7).",
            "Anna Lindqvist, Tom Reed, Ada Moss, et al. Harbour lights[N]. Coast Weekly, 1998-05(A7).",
        ),
    ],
)
def test_references_have_the_form_of_the_standard(article: ArticleText, of_2025: str, of_2015: str) -> None:
    assert told(article) == of_2025
    assert told(article, "gbt7714-2015") == of_2015


@pytest.mark.parametrize(
    ("printed", "cited_as"),
    [
        ("4", "4"), ("第4版", "4"), ("04版", "4"), ("第０４版", "4"), ("第四版", "4"), ("第十二版", "12"),
        ("4版", "4"),
        ("A07版", "A07"), ("A7", "A7"),
        ("第1张第4版", "第1张第4版"), ("头版", "头版"), ("要闻·4", "要闻·4"), ("0", "0"),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_an_edition_is_the_number_in_it_where_it_is_one(printed: str | None, cited_as: str | None) -> None:
    assert reference_of(replace(FULL, edition=printed)).edition == cited_as


def test_first_words_stand_for_a_title_that_is_not_there_and_are_told_of() -> None:
    (citation,) = cited([EMPTY], "gbt7714").citations
    assert (citation.text, citation.untitled) == ("“清晨五点…”[N].", True)
    assert not cited([FULL], "gbt7714").citations[0].untitled


def test_nothing_is_made_up() -> None:
    for form in FORMS:
        text = told(replace(EMPTY, title="渡口的故事"), form)
        for invented in ("佚名", "Anon", "出版", "n.d.", "不详", "None", "null", "20"):
            assert invented not in text.replace("/archive/页/a.txt:25", "")


def test_plain_text_names_the_file_and_the_line() -> None:
    assert (
        told(FULL, "plain")
        == "林一帆、周可、郑小满、欧阳修远. 渔港灯火照海堤. 浙东日报 4. 2024-07-02. /archive/页/a.txt:25"
    )


def test_csl_json_is_one_list_of_items_with_names_unparted() -> None:
    items = json.loads(str(cited([FULL, WEB], "csl-json")))
    assert items[0] == {
        "id": "k3fa9c1d00000000",
        "type": "article-newspaper",
        "title": "渔港灯火照海堤",
        "author": [{"literal": name} for name in FULL.authors],
        "container-title": "浙东日报",
        "issued": {"date-parts": [[2024, 7, 2]]},
        "page": "4",
        "section": "深度",
        "language": "zh-CN",
    }
    assert (items[1]["type"], items[1]["URL"], items[1]["issued"]) == ("webpage", WEB.url, {"date-parts": [[2024, 5]]})


def test_ris_is_read_by_rispy() -> None:
    text = str(cited([FULL, replace(FULL, date="1985-06"), WEB], "ris"))
    assert text.count("\r\n") == text.count("\n")
    first, second, third = rispy.loads(text)
    assert (first["type_of_reference"], first["title"], first["authors"]) == ("NEWS", FULL.title, list(FULL.authors))
    assert (first["secondary_title"], first["year"], first["date"], first["start_page"]) == (
        "浙东日报",
        "2024",
        "2024/07/02/",
        "4",
    )
    assert first["id"] == "k3fa9c1d00000000"
    assert second["date"] == "1985/06//"
    assert (third["type_of_reference"], third["urls"]) == ("ELEC", [WEB.url])
    assert "authors" not in third


def entries(text: str) -> dict[str, dict[str, str]]:
    """The fields of each entry as bibtexparser reads them."""
    library = bibtexparser.parse_string(text)  # type: ignore[attr-defined]
    assert library.failed_blocks == []
    return {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}


def unescaped(text: str) -> str:
    """What LaTeX makes of a field."""
    names = {"backslash": "\\", "asciitilde": "~", "asciicircum": "^", "braceleft": "{", "braceright": "}"}
    return re.sub(r"\\text(\w+)\{\}|\\([&%$#_])", lambda found: names[found[1]] if found[1] else found[2], text)


def test_biblatex_is_read_by_bibtexparser() -> None:
    found = entries(str(cited([FULL, replace(WEB, id="m000000000000000")], "biblatex")))
    assert found["k3fa9c1d00000000"] == {
        "title": "{渔港灯火照海堤}",
        "author": "{林一帆} and {周可} and {郑小满} and {欧阳修远}",
        "journaltitle": "浙东日报",
        "date": "2024-07-02",
        "number": "4",
        "entrysubtype": "newspaper",
        "langid": "chinese",
    }
    web = found["m000000000000000"]
    assert (web["url"], unescaped(web["title"])) == (WEB.url, f"{{{WEB.title}}}")
    assert "journaltitle" not in web


def test_bibtex_is_read_by_pybtex() -> None:
    found = parse_string(str(cited([FULL, replace(LATIN, id="m000000000000000")], "bibtex")), "bibtex").entries
    first, second = found["k3fa9c1d00000000"], found["m000000000000000"]
    assert first.type == "article"
    assert [str(person) for person in first.persons["author"]] == [f"{{{name}}}" for name in FULL.authors]
    assert dict(first.fields) | {"title": "", "langid": ""} == {
        "title": "", "langid": "", "journal": "浙东日报", "date": "2024-07-02", "year": "2024", "month": "7",
        "number": "4", "entrysubtype": "newspaper",
    }  # fmt: skip
    assert (second.fields["year"], second.fields["month"]) == ("1998", "5")


HOSTILE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


@given(HOSTILE, st.lists(HOSTILE, max_size=3), HOSTILE)
def test_whatever_a_title_and_names_hold_comes_back(title: str, authors: list[str], publication: str) -> None:
    article = replace(
        FULL, title=title, authors=tuple(authors), publication=publication, url="https://example.org/{x}\\y ü"
    )
    reference = reference_of(article)
    fields: dict[str, Any] = entries(told(article, "biblatex"))[article.id]
    assert unescaped(fields["title"][1:-1]) == reference.title
    assert unescaped(fields["journaltitle"]) == reference.publication
    names = [f"{{{name}}}" for name in reference.authors]
    assert unescaped(fields.get("author", "")) == " and ".join(names)
    assert fields["url"] == "https://example.org/%7Bx%7D%5Cy%C3%BC"
    persons = parse_string(told(article, "bibtex"), "bibtex").entries[article.id].persons
    assert len(persons.get("author", [])) == len(authors)
    (item,) = json.loads(str(cited([article], "csl-json")))
    assert (item["title"], item["container-title"]) == (reference.title, reference.publication)
    lines = told(article, "ris").split("\r\n")
    assert lines[1] == f"TI  - {reference.title}"
    assert lines[-2:] == ["ER  - ", ""]
    assert "\n" not in told(article) + told(article, "gbt7714-2015") + told(article, "plain")
