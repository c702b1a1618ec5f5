"""Hits and facets in lines: each within its columns, whatever an archive holds, and nothing of it obeyed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.pilot import Pilot

from baosou.cli.output.styled import Line, Run, Style, columns_of
from baosou.cli.output.visible import width_of
from baosou.cli.tui.app import LiveSearch
from baosou.cli.tui.asked import Asked, Standing
from baosou.cli.tui.lines import cut, facet_rows, first_mark, hit_line, status_lines
from baosou.cli.tui.widgets import harmless
from baosou.corpus.models import Kind
from baosou.index.request import Filter
from baosou.index.results import ArticleText, BlockText, FacetCount, Hit, SectionText, Snippet, SourcePlace
from tests.cli.conftest import build_answer, build_hit
from tests.cli.test_hostile_text import NASTY, TEXTS, nothing_obeyed
from tests.cli.tui.conftest import Told, driven, screen_lines, settled

COLUMNS = st.integers(20, 130)
MARKS = st.lists(st.integers(0, 8), max_size=4).map(lambda ends: sorted(set(ends)))


def text_of(line: Line) -> str:
    return "".join(piece.text for piece in line)


def hits(title: str | None, ends: list[int], date: str | None) -> Hit:
    marks = tuple((start, end) for start, end in zip(ends[::2], ends[1::2], strict=False) if end <= len(title or ""))
    return build_hit(title=title, title_highlights=marks, date=date, snippets=(Snippet(title or "渔", (), 1),))


@given(TEXTS | st.none(), MARKS, st.sampled_from([None, "2024", "2024-05-01"]), COLUMNS, st.booleans())
def test_a_hit_fills_its_columns_with_the_date_at_the_right(
    title: str | None, ends: list[int], date: str | None, columns: int, brackets: bool
) -> None:
    line = hit_line(hits(title, ends, date), columns=columns, brackets=brackets)
    assert columns_of(line) == columns
    assert text_of(line).endswith(date or "")
    nothing_obeyed(text_of(line))


@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**7)), max_size=5), COLUMNS, st.sampled_from(["place", "分类"]))
def test_facets_fill_their_columns_with_the_counts_at_the_right(
    values: list[tuple[str, int]], columns: int, field: str
) -> None:
    counts = tuple(FacetCount(value, count) for value, count in dict(values).items())
    for row in facet_rows({field: counts}, ((field, "消失的值"),), columns=columns):
        nothing_obeyed(text_of(row.line))
        if row.choice is not None:
            assert columns_of(row.line) == columns
            assert text_of(row.line).startswith("☑" if row.choice == (field, "消失的值") else "☐")


@given(st.lists(TEXTS, max_size=4), st.integers(4, 60))
def test_what_is_cut_says_so_and_what_fits_is_whole(texts: list[str], columns: int) -> None:
    runs = [Run(harmless(text)) for text in texts]
    kept = cut(runs, columns)
    assert columns_of(tuple(kept)) <= columns
    whole = text_of(tuple(runs))
    assert text_of(tuple(kept)) == whole or (width_of(whole) > columns and text_of(tuple(kept)).endswith("…"))


@given(TEXTS)
def test_nothing_that_a_terminal_obeys_is_typed_or_pasted(text: str) -> None:
    nothing_obeyed(harmless(text))
    assert harmless(harmless(text)) == harmless(text)


def test_places_stand_below_those_that_they_are_in_and_are_chosen_by_their_whole_names() -> None:
    counts = (FacetCount("浙江省/温州市/苍南县", 9), FacetCount("浙江省", 12))
    rows = facet_rows({"place": counts, "author": ()}, (), columns=24)
    assert [text_of(row.line).rstrip() for row in rows] == [
        "place",
        "☐ 浙江省              12",
        "☐   温州市",
        "☐     苍南县           9",
    ]
    assert [row.choice for row in rows[1:]] == [
        ("place", value) for value in ("浙江省", "浙江省/温州市", "浙江省/温州市/苍南县")
    ]


def test_an_untitled_hit_shows_where_it_matches() -> None:
    hit = build_hit(title=None, title_highlights=(), date=None, snippets=(Snippet("霞关老街修缮启事", ((0, 2),), 1),))
    assert text_of(hit_line(hit, columns=40, brackets=True)).rstrip() == "(untitled) [霞关]老街修缮启事"


def test_the_state_says_what_was_found_in_which_order_and_within_what() -> None:
    answer = build_answer(build_hit(), total=288, suggestion="霞关镇")
    standing = Standing(where=(Filter("column", ("深度", "民生"), True),), until="2024", strict=True)
    found, told = status_lines(Asked("霞关", "-date"), answer, None, standing, columns=100)
    assert text_of(found) == "1 of 288 articles · 4.2 ms · newest first"
    assert text_of(told) == "did you mean: 霞关镇 · column!=深度,民生 · until 2024 · strict"
    _, told = status_lines(Asked("霞关"), answer, "expected a closing quotation mark", standing, columns=100)
    assert text_of(told).startswith("expected a closing quotation mark · column!=")


def test_the_first_mark_is_looked_for_below_the_headline() -> None:
    mark, plain = (Run("霞关", Style.MARK),), (Run("渔港"),)
    assert first_mark([mark, plain, mark]) == 2
    assert first_mark([mark, plain]) == first_mark([]) == 0


@pytest.mark.parametrize("columns", [30, 80, 131])
def test_no_text_of_an_archive_reaches_the_terminal_as_more_than_text(columns: int) -> None:
    all_of_it = "渔港".join(NASTY)
    found = tuple(replace(hits(text, [], text[:10]), rank=at, id=f"k{at}") for at, text in enumerate(NASTY, start=1))
    answer = build_answer(*found, suggestion=all_of_it, facets={"place": tuple(FacetCount(text, 3) for text in NASTY)})
    told = Told({"": answer}, hostile_article(all_of_it, all_of_it, all_of_it))

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("f2", "down", "space")
        await settled(pilot)
        for line in screen_lines(app):
            nothing_obeyed(line)
            assert width_of(line) == columns

    standing = Standing(where=(Filter(all_of_it, (all_of_it,)),))
    driven(LiveSearch(told, Asked(all_of_it), standing, plain=True), drive, size=(columns, 60))


def hostile_article(title: str, place: str, body: str) -> ArticleText:
    at = SourcePlace(f"/archive/{place}", 1, None, None, 0, 1)
    return ArticleText(
        id="k3fa9c1d",
        title=title,
        title_highlights=(),
        byline=title,
        authors=(title,),
        date=None,
        publication=place,
        edition=None,
        column=None,
        places=(place,),
        url=title,
        record_id=None,
        extra={},
        aside=False,
        source=at,
        lines=(1, 1),
        sections=(SectionText("k3fa9c1d.1", (), at, (BlockText(Kind.PARAGRAPH, body, 1),)),),
    )
