"""Hits, facets and articles are laid out as the files in tests/cases/cli show, at 80 and at 120 columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.cli.output.styled import Line, columns_of, encode
from baosou.cli.render.article import render_article
from baosou.cli.render.facets import bar, place_rows, render_facets
from baosou.cli.render.hits import about_line, notes, render_answer, short_place, total_line
from baosou.cli.render.status import render_status, size_text, summary_lines
from baosou.cli.render.suggestions import render_suggestions
from baosou.index.answering.suggest import Suggestion
from baosou.index.reports import AddSummary, Status, Unread
from baosou.index.results import Answer, ArticleText, FacetCount, Hit, Note

Case = Callable[[str, str], None]
MakeHit = Callable[..., Hit]
MakeAnswer = Callable[..., Answer]


def plain(lines: list[Line]) -> str:
    return encode(lines, colour=False)


@pytest.mark.parametrize("columns", [80, 120])
def test_hits_are_laid_out_as_in_the_case(
    columns: int, three_hits: tuple[Hit, ...], make_answer: MakeAnswer, matches_case: Case
) -> None:
    lines = render_answer(make_answer(*three_hits), columns=columns, cwd="/archive", brackets=True)
    matches_case(f"hits_{columns}.txt", plain(lines))


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_of_a_hit_but_its_path_is_wider_than_the_terminal(
    columns: int, three_hits: tuple[Hit, ...], make_answer: MakeAnswer
) -> None:
    lines = render_answer(make_answer(*three_hits), columns=columns, cwd="/archive", brackets=True)
    assert all(columns_of(line) <= columns for line in lines)


def test_hits_in_colour_are_as_in_the_case_and_link_to_their_files(
    three_hits: tuple[Hit, ...], make_answer: MakeAnswer, matches_case: Case
) -> None:
    lines = render_answer(
        make_answer(three_hits[0]), columns=80, cwd="/archive", link=lambda place: f"file://host{place.path}"
    )
    text = encode(lines, colour=True, links=True).replace("\x1b", "␛")
    matches_case("hit_colour_80.txt", text)


def test_archived_text_is_never_read_as_markup(make_hit: MakeHit, make_answer: MakeAnswer) -> None:
    lines = render_answer(
        make_answer(make_hit(title="[bold red]渔村[/] :fish:", title_highlights=())), columns=80, cwd="/"
    )
    assert "[bold red]渔村[/] :fish:" in plain(lines)


def test_an_escape_sequence_in_any_field_of_a_hit_does_not_reach_the_terminal(
    make_hit: MakeHit, make_answer: MakeAnswer
) -> None:
    evil = "坏\x1b]0;pwned\x07\x9b31m"
    found = make_hit(
        title=evil, title_highlights=(), authors=(evil,), publication=evil, column=evil, places=(evil,), date=evil
    )
    text = encode(render_answer(make_answer(found), columns=80, cwd="/"), colour=True, links=True)
    for picture in ("\x07", "\x9b", "\x1b]0"):
        assert picture not in text


def test_the_byline_line_leaves_out_what_is_unknown() -> None:
    assert about_line((), None, None, None, None, ()) == ""
    assert about_line(("林一帆",), None, "浙东日报", None, None, ()) == "林一帆 · 浙东日报"


def test_a_place_is_shown_by_its_last_two_names() -> None:
    assert short_place("浙江省/温州市/平阳县/鳌江镇") == "平阳县 鳌江镇"
    assert short_place("浙江省/温州市") == "温州市"
    assert short_place("浙江省") == "浙江省"


def test_the_total_says_how_many_of_all_matches_are_shown(make_hit: MakeHit, make_answer: MakeAnswer) -> None:
    assert total_line(make_answer(make_hit(), total=1234), unit="article") == "1 of 1,234 articles · 4.2 ms"
    assert total_line(make_answer(make_hit()), unit="section") == "1 section · 4.2 ms"


def test_rescue_and_suggestion_are_one_line_each(make_answer: MakeAnswer) -> None:
    told = notes(make_answer(also=2, total=0, suggestion="苍南县\x1b[2J"))
    assert told == [
        "no article has all the words; these have most of them (--strict leaves them out)",
        "did you mean: 苍南县␛[2J",
    ]
    literal = notes(make_answer(rescue="literal"))
    assert literal == ["no article has all the words; showing where the text stands as typed (-F searches so)"]
    assert notes(make_answer()) == []


def test_a_rescue_by_spelling_says_what_was_not_there_and_what_is_shown(make_answer: MakeAnswer) -> None:
    replaced = (("沧南县", "苍南县"), ("渔岗", "渔港"))
    told = notes(make_answer(rescue="spelling", suggestion="苍南县 渔港", replaced=replaced))
    assert told == ["no article has 沧南县, 渔岗; showing 苍南县, 渔港 instead (--strict searches what was typed)"]


def test_each_note_is_one_line_and_harmless(make_answer: MakeAnswer) -> None:
    told = notes(make_answer(notes=(Note("day", "3 articles are of 2023-06-18"), Note("value", "no author \x1b[2J"))))
    assert told == ["3 articles are of 2023-06-18", "no author ␛[2J"]


def test_suggestions_stand_in_columns_one_a_line_and_harmless() -> None:
    found = (
        Suggestion("苍南", "completion", 1230),
        Suggestion("苍南\x1b[2J县", "near-homophone", 7),
        Suggestion("长" * 60, "pinyin", 1),
    )
    lines = render_suggestions(found, columns=50)
    assert all(columns_of(line) <= 50 for line in lines)
    assert encode(lines, colour=False).splitlines() == [
        "苍南                   1,230 times  completion",
        "苍南␛[2J县                 7 times  near-homophone",
        "长长长长长长长长长长…      1 time   pinyin",
    ]
    assert render_suggestions((), columns=80) == []


@pytest.mark.parametrize("columns", [80, 120])
def test_facets_are_laid_out_as_in_the_case(
    columns: int, facet_counts: dict[str, tuple[FacetCount, ...]], matches_case: Case
) -> None:
    lines = render_facets(facet_counts, columns=columns)
    assert all(columns_of(line) <= columns for line in lines)
    matches_case(f"facets_{columns}.txt", plain(lines))


def test_a_place_stands_below_its_parent_also_when_the_parent_is_not_counted() -> None:
    rows = place_rows((FacetCount("福建省/宁德市/福鼎市", 9), FacetCount("浙江省", 5), FacetCount("福建省", 3)))
    assert [(row.name, row.depth, row.count) for row in rows] == [
        ("福建省", 0, 3),
        ("宁德市", 1, None),
        ("福鼎市", 2, 9),
        ("浙江省", 0, 5),
    ]


def test_a_bar_is_as_long_as_its_share_and_never_vanishes() -> None:
    assert bar(10, 10, 20) == "█" * 20
    assert bar(5, 10, 20) == "█" * 10
    assert bar(1, 1_000_000, 20) == "▏"
    assert bar(0, 10, 20) == ""


def test_a_facet_value_longer_than_half_the_line_is_shortened() -> None:
    lines = render_facets({"column": (FacetCount("乡村振兴" * 20, 3),)}, columns=80)
    assert columns_of(lines[1]) <= 80
    assert "…" in plain(lines)


@pytest.mark.parametrize("columns", [80, 120])
def test_an_article_is_laid_out_as_in_the_case(columns: int, article: ArticleText, matches_case: Case) -> None:
    lines = render_article(article, columns=columns, cwd="/archive", brackets=True)
    matches_case(f"article_{columns}.txt", plain(lines))


def test_status_is_laid_out_as_in_the_case(matches_case: Case) -> None:
    status = Status(
        location="/home/reader/.local/share/baosou/index",
        sources=31,
        articles=1204,
        sections=5120,
        characters=1_204_331,
        bytes=8_123_456,
        format=1,
        analysis="jieba 0.42.1 · 5f0e7c21",
        fields=("place", "author", "date", "year", "month", "publication", "edition", "column", "source", "版面"),
        updated="2026-01-02T03:04:05Z",
        segments=3,
        deleted=12,
        generation=7,
    )
    matches_case("status_80.txt", plain(render_status(status, columns=80)))


def test_sizes_are_told_in_the_unit_that_reads_best() -> None:
    assert [size_text(size) for size in (0, 999, 1_000, 812_345, 1_250_000, 3_000_000_000_000)] == [
        "0 B",
        "999 B",
        "1.0 kB",
        "812.3 kB",
        "1.2 MB",
        "3.0 TB",
    ]


def test_a_summary_counts_what_was_done_and_names_what_failed() -> None:
    failed = (Unread("/archive/坏.txt", "looks like binary data"), Unread("/archive/r.jsonl", "not an object", 7))
    lines = summary_lines(
        AddSummary(new=3, unchanged=1200, failed=failed, articles=20, sections=55, seconds=1.25), cwd="/archive"
    )
    assert lines == [
        "failed: 坏.txt: looks like binary data",
        "failed: r.jsonl:7: not an object",
        "sources: 3 new, 1,200 unchanged, 2 failed; 20 articles, 55 sections in 1.2 s",
    ]


def test_of_many_failures_twenty_are_named_and_the_rest_counted() -> None:
    skipped = {".jpg": 1200, ".zip": 2, ".doc": 1, "": 1}
    assert summary_lines(AddSummary(skipped=skipped), cwd="/") == [
        "passed over: 1,200 .jpg (a picture), 2 .zip (archives are not read), "
        "1 .doc (an old word processor's file), 1 without an ending",
        "sources: nothing to do in 0.0 s",
    ]
    many = {f".{number}": 1 for number in range(30)}
    assert summary_lines(AddSummary(skipped=many), cwd="/")[0].endswith(", 18 with other endings (--json lists all)")
    failed = tuple(Unread(f"/a/{number}.txt", "empty") for number in range(1500))
    lines = summary_lines(AddSummary(failed=failed), cwd="/")
    assert len(lines) == 22
    assert lines[20] == "failed: and 1,480 more (--json lists all)"


def test_one_article_is_not_called_articles() -> None:
    (line,) = summary_lines(AddSummary(new=1, articles=1, sections=1, seconds=0.04), cwd="/")
    assert line == "sources: 1 new; 1 article, 1 section in 0.0 s"


def test_a_dry_run_says_what_would_be_done() -> None:
    assert summary_lines(AddSummary(new=2, dry_run=True), cwd="/") == ["would be done: 2 new"]
