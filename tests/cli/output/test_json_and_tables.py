"""Answers for other programs: the JSON keys of the contract, CSV, TSV and TREC rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from baosou.cli.output.json_values import file_url, shown_path, shown_place, to_json
from baosou.cli.output.tables import HIT_COLUMNS, cell, cells, facet_cells, trec_line, write_rows
from baosou.index.reports import AddSummary, Status, Unread
from baosou.index.results import Answer, ArticleText, FacetCount, Facets, Hit, Note, SourcePlace

MakeHit = Callable[..., Hit]
MakeAnswer = Callable[..., Answer]


def test_the_search_object_has_the_keys_of_the_contract(make_hit: MakeHit, make_answer: MakeAnswer) -> None:
    facets = {"place": (FacetCount("浙江省/温州市", 3),)}
    found = json.loads(to_json(make_answer(make_hit(), total=3, facets=facets).to_dict()))
    hit = found["hits"][0]
    assert list(found) == (
        [
            "version",
            "query",
            "interpreted",
            "rescue",
            "total",
            "also",
            "took_ms",
            "hits",
            "facets",
            "suggestion",
            "notes",
        ]
    )
    assert (found["version"], found["total"], found["rescue"], found["suggestion"]) == (1, 3, None, None)
    assert found["facets"] == {"place": [{"value": "浙江省/温州市", "count": 3}]}
    assert list(hit)[:6] == ["rank", "score", "id", "section", "title", "title_highlights"]
    assert list(hit)[6:13] == ["authors", "date", "publication", "edition", "column", "places", "url"]
    assert list(hit)[13:] == ["record_id", "source", "more_sections", "lacks", "reprints", "extra", "snippets"]
    assert list(hit["snippets"][0]) == ["text", "highlights", "line", "cut_before", "cut_after"]
    place = {"path": "/archive/pages/a.txt", "line": 25, "page": None, "box": None, "start": 812, "end": 1290}
    assert hit["source"] == place
    assert list(hit["source"]) == list(place)
    assert hit["places"] == ["浙江省/温州市/苍南县"]
    assert hit["more_sections"] == ["k3fa9c1d.1"]
    snippet = hit["snippets"][0]
    assert [snippet["text"][start:end] for start, end in snippet["highlights"]] == ["霞关", "渔港"]
    assert snippet["line"] == 27


def test_unknown_values_are_null_or_empty_and_never_missing(make_hit: MakeHit, make_answer: MakeAnswer) -> None:
    bare = make_hit(
        title=None, title_highlights=(), authors=(), date=None, publication=None, edition=None, places=(),
        more_sections=(), snippets=(),
    )  # fmt: skip
    full, found = (json.loads(to_json(hit.to_dict())) for hit in (make_hit(), bare))
    assert list(found) == list(full)
    assert (found["title"], found["date"], found["publication"]) == (None, None, None)
    assert found["authors"] == found["places"] == found["snippets"] == []


def test_the_facets_object_is_the_search_object_without_hits(make_answer: MakeAnswer) -> None:
    whole = make_answer(total=5).to_dict()
    without = {key: value for key, value in whole.items() if key not in ("hits", "also")}
    assert Facets(make_answer(total=5)).to_dict() == without


def test_notes_are_told_with_their_kind_in_both_objects(make_answer: MakeAnswer) -> None:
    answer = make_answer(notes=(Note("day", "3 articles are of 2023-06-18"),))
    for kept in (answer.to_dict(), Facets(answer).to_dict()):
        assert json.loads(to_json(kept))["notes"] == [{"kind": "day", "message": "3 articles are of 2023-06-18"}]


def test_an_article_object_holds_every_block_with_its_kind(article: ArticleText) -> None:
    found = json.loads(to_json(article.to_dict()))
    kinds = [[block["kind"] for block in section["blocks"]] for section in found["sections"]]
    assert kinds == [["paragraph", "caption"], ["head", "paragraph", "caption"]]
    assert found["extra"] == {"source": ["合订本"]}
    assert found["sections"][1]["id"] == "k3fa9c1d.2"


def test_the_summary_object_names_failures_with_their_line_where_it_is_known() -> None:
    failed = (Unread("/archive/a.txt", "empty"), Unread("/archive/r.jsonl", "not an object", 7))
    found = AddSummary(new=2, failed=failed, articles=20, sections=55, seconds=1.23456).to_dict()
    assert found["failed"] == [
        {"path": "/archive/a.txt", "reason": "empty"},
        {"path": "/archive/r.jsonl", "reason": "not an object", "line": 7},
    ]
    assert (found["new"], found["updated"], found["unchanged"], found["removed"]) == (2, 0, 0, 0)
    assert (found["articles"], found["sections"], found["seconds"]) == (20, 55, 1.235)


def test_the_status_object_has_the_keys_of_the_contract() -> None:
    status = Status("/i", 3, 120, 300, 90000, 812345, 1, "jieba", ("place",), "2026-01-02", 1, 0, 7)
    expected = ["version", "sources", "articles", "sections", "characters", "bytes", "format", "analysis", "fields"]
    assert set(expected) | {"updated"} <= set(status.to_dict())


def test_a_path_below_the_working_folder_is_relative_and_any_other_absolute() -> None:
    assert shown_path("/archive/pages/a.txt", "/archive") == "pages/a.txt"
    assert shown_path("/archive/pages/a.txt", "/") == "archive/pages/a.txt"
    assert shown_path("/archives/a.txt", "/archive") == "/archives/a.txt"
    assert shown_path("/archive", "/archive") == "/archive"


def test_a_link_to_a_source_is_percent_encoded() -> None:
    assert file_url("/archive/头版 #1.txt", "host") == "file://host/archive/%E5%A4%B4%E7%89%88%20%231.txt"


def test_what_is_printed_on_a_page_is_told_and_linked_by_it(make_hit: MakeHit) -> None:
    place = SourcePlace("/archive/版 1.pdf", 25, 3, (72.0, 500.5, 300.0, 612.0), 812, 1290)
    assert shown_place(place, "/archive") == "版 1.pdf page 3"
    assert shown_place(replace(place, page=None, box=None), "/archive") == "版 1.pdf:25"
    assert file_url(place.path, "host", place.page) == "file://host/archive/%E7%89%88%201.pdf#page=3"
    hit = make_hit(source=place)
    assert hit.to_dict()["source"]["box"] == [72.0, 500.5, 300.0, 612.0]
    row = dict(zip(HIT_COLUMNS, cells(hit, HIT_COLUMNS), strict=True))
    assert (row["line"], row["page"]) == ("25", "3")
    assert dict(zip(HIT_COLUMNS, cells(make_hit(), HIT_COLUMNS), strict=True))["page"] == ""


def test_a_hit_with_half_a_character_is_written_as_any_other(make_hit: MakeHit) -> None:
    whole, half = (json.loads(to_json(make_hit(title=title).to_dict())) for title in ("渔港", "渔\ud800"))
    assert half == {**whole, "title": "渔\ud800"}


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\x7f\x9b\u202e\u2028\ud800"))))
def test_json_says_the_same_text_without_anything_that_a_terminal_obeys(text: str) -> None:
    line = to_json({"text": text})
    assert json.loads(line) == {"text": text}
    assert not set(line) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u200b\n")
    line.encode("utf-8")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)").startswith("'")
    assert cell(f"{start}HYPERLINK(1)").endswith("HYPERLINK(1)")


def test_a_control_character_in_a_cell_is_shown_and_a_line_break_kept() -> None:
    assert cell("渔港\x1b[31m\u202e夜色\r\n第二行") == "渔港␛[31m⟦U+202E⟧夜色\n第二行"


def test_numbers_and_ordinary_text_are_left_as_they_are_in_a_cell() -> None:
    assert [cell(value) for value in (-1.5, 3, None, "——记者手记", "5=5")] == ["-1.5", "3", "", "——记者手记", "5=5"]


def test_csv_rows_are_read_back_as_they_were(make_hit: MakeHit) -> None:
    awkward = make_hit(title='他说,"好"\n第二行', authors=("林一帆", "周可"))
    text = write_rows([HIT_COLUMNS, cells(awkward, HIT_COLUMNS)], "csv")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["title"] == '他说,"好"\n第二行'
    assert row["authors"] == "林一帆;周可"
    assert (row["path"], row["line"], row["rank"]) == ("/archive/pages/a.txt", "25", "1")


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), min_size=1, max_size=5))
def test_tsv_has_one_line_a_row_and_one_tab_between_cells(rows: list[list[str]]) -> None:
    lines = write_rows(rows, "tsv").split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(rows)
    assert all(line.count("\t") == 2 for line in lines)
    assert all(len(line.splitlines()) <= 1 for line in lines)


def test_facet_rows_name_their_field() -> None:
    assert facet_cells({"year": (FacetCount("2024", 9),), "author": (FacetCount("=1", 2),)}) == [
        ["field", "value", "count"],
        ["year", "2024", "9"],
        ["author", "'=1", "2"],
    ]


def test_a_trec_line_names_the_record_where_there_is_one(make_hit: MakeHit) -> None:
    assert trec_line("q7", make_hit(record_id="doc 9")) == "q7 Q0 doc_9 1 12.250000 baosou\n"
    assert (
        trec_line("1", make_hit(source=SourcePlace("/a", 1, None, None, 0, 1))) == "1 Q0 k3fa9c1d 1 12.250000 baosou\n"
    )
