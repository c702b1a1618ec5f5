"""`baosou timeline`: bars on one scale, gaps and zeros, tables, pictures, and what cannot be meant."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli.output.styled import columns_of, encode
from baosou.cli.output.visible import UNSAFE, width_of
from baosou.cli.render.timeline import render_timeline, unit
from baosou.index.results import Answer, Results
from baosou.index.timelines import Measure, Per, Point, Series, Timeline
from tests.cli.commands.conftest import Told

pytestmark = pytest.mark.usefixtures("by_the_river")

Case = Callable[[str, str], None]


def series(query: str, *counts: int | None, first: int = 2010, size: int = 100_000) -> Series:
    """A series of years from the first on, with as many occurrences as twice the articles."""
    points = tuple(
        Point(str(first + n), None, None, 0, 0)
        if count is None
        else Point(str(first + n), count, 2 * count, 400 + n, size)
        for n, count in enumerate(counts)
    )
    total = sum(count or 0 for count in counts)
    return Series(Answer(query, query, None, 0.0, Results(total, ())), 3, points)


def made(*every: Series, count: Measure = "articles", per: Per | None = None, smooth: int = 0) -> Timeline:
    return Timeline("year", count, per, smooth, every)


HARBOUR = series("渔港", 3, 0, 41, None, None, None, 7, 120, *([0] * 14), 1)
TEA = series("茶山 AND 直达线", 30, 12, 1280, None, None, None, 0, 4, *([0] * 14), 2)


@pytest.mark.parametrize("columns", [80, 120])
def test_queries_stand_side_by_side_as_in_the_case(columns: int, matches_case: Case) -> None:
    lines = render_timeline(made(HARBOUR, TEA), columns=columns)
    assert all(columns_of(line) <= columns for line in lines)
    matches_case(f"timeline_{columns}.txt", encode(lines, colour=False))


@pytest.mark.parametrize("columns", [80, 120])
def test_signs_stand_in_one_line_as_in_the_case(columns: int, matches_case: Case) -> None:
    long = series("渔港", *(n * n % 97 for n in range(300)), first=1700)
    lines = [
        *render_timeline(made(HARBOUR, TEA), columns=columns, spark=True, own_scale=True),
        *render_timeline(made(long, count="occurrences", per="million"), columns=columns, spark=True),
    ]
    assert all(columns_of(line) <= columns for line in lines)
    matches_case(f"timeline_spark_{columns}.txt", encode(lines, colour=False))


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
@pytest.mark.parametrize("spark", [False, True])
def test_no_line_is_wider_than_the_terminal_whatever_was_asked(columns: int, spark: bool) -> None:
    odd = series("‘渔’\x1b[31m港\u202e—…" * 9, 0, 5, 7, None, None, None, *range(17))
    for found in (made(odd), made(odd, HARBOUR, TEA, odd), made(*[TEA] * 9, per="article"), made(series("空"))):
        for own in (False, True):
            lines = render_timeline(found, columns=columns, own_scale=own, spark=spark)
            assert [line for line in lines if columns_of(line) > max(columns, 30)] == []
            assert not UNSAFE.search(encode(lines, colour=False).replace("\n", ""))


def test_bars_of_all_queries_are_on_one_scale_unless_each_has_its_own() -> None:
    def bars(own: bool) -> list[int]:
        text = encode(render_timeline(made(HARBOUR, TEA), columns=80, own_scale=own), colour=False)
        row = next(line for line in text.splitlines() if line.startswith("2012"))
        return [part.count("█") for part in row.split("1,280")]

    first, second = bars(own=False)
    assert first * 20 < second
    first, second = bars(own=True)
    assert first > second // 4


def test_runs_without_articles_and_long_runs_without_a_match_are_one_line_each() -> None:
    text = encode(render_timeline(made(HARBOUR), columns=80), colour=False)
    assert "·     (3 years without articles)" in text
    assert "0     (14 years from 2018 on without a match)" in text
    assert "2011    0" in text


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (made(HARBOUR), "articles, by year"),
        (made(HARBOUR, count="occurrences", per="million"), "occurrences per million characters, by year"),
        (made(HARBOUR, per="article"), "articles in 100 articles, by year"),
        (made(HARBOUR, count="occurrences", per="article"), "occurrences per article, by year"),
        (made(HARBOUR, smooth=2), "articles, by year, mean of 5 years"),
    ],
)
def test_the_heading_says_what_the_numbers_are(found: Timeline, told: str) -> None:
    assert unit(found) == told


def test_means_have_the_counts_beside_them(told: Told) -> None:
    code, out, _ = told("timeline", "渔港", "--smooth", "1")
    assert code == 0
    assert out.splitlines()[0] == "articles, by year, mean of 3 years (and as counted)"
    assert out.splitlines()[2].startswith("2018  1.50 (2) █")


def test_json_is_that_of_the_contract(told: Told) -> None:
    code, out, err = told("timeline", "渔港", "茶山", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert list(found) == ["version", "by", "per", "series"]
    assert (found["version"], found["by"], found["per"]) == (1, "year", None)
    first = found["series"][0]
    assert {key: value for key, value in first.items() if key != "points"} == {
        "query": "渔港",
        "interpreted": "渔港",
        "total": 5,
        "undated": 1,
    }
    assert [(p["period"], p["articles"], p["occurrences"], p["of_articles"]) for p in first["points"]] == [
        ("2018", 2, 6, 2),
        ("2019", 1, 3, 2),
        ("2020", None, None, 0),
        ("2021", None, None, 0),
        ("2022", None, None, 0),
        ("2023", 1, 2, 1),
    ]
    assert all(set(p) == {"period", "articles", "occurrences", "of_articles", "characters"} for p in first["points"])
    assert [each["query"] for each in found["series"]] == ["渔港", "茶山"]
    assert "smoothed" in json.loads(told("timeline", "渔港", "--smooth", "1", "--json")[1])["series"][0]["points"][0]


def test_counts_are_those_of_facets(told: Told) -> None:
    for filters in ((), ("-w", "publication=清江晚报"), ("--since", "2018-08", "--until", "2019")):
        for by, field in (("year", "year"), ("month", "month"), ("day", "date")):
            facets = json.loads(told("facets", "渔港", "-f", f"{field}:0", "--json", *filters)[1])["facets"][field]
            points = json.loads(told("timeline", "渔港", "--by", by, "--json", *filters)[1])["series"][0]["points"]
            assert {p["period"]: p["articles"] for p in points if p["articles"]} == {
                each["value"]: each["count"] for each in facets
            }


def test_dates_of_a_query_and_of_filters_are_periods(told: Told) -> None:
    for asked in (("渔港 date:2019",), ("渔港", "-w", "date=2019"), ("渔港", "--since", "2019", "--until", "2019")):
        found = json.loads(told("timeline", *asked, "--json")[1])["series"][0]
        assert [(p["period"], p["articles"]) for p in found["points"] if p["articles"]] == [("2019", 1)]
        assert found["total"] == 1


def test_tables_have_what_the_counts_are_of_and_empty_cells_for_gaps(told: Told) -> None:
    rows = list(csv.reader(io.StringIO(told("timeline", "渔港", "--format", "csv")[1])))
    assert rows[0] == ["query", "period", "articles", "occurrences", "of_articles", "characters"]
    assert rows[1][:5] == ["渔港", "2018", "2", "6", "2"]
    assert rows[3] == ["渔港", "2020", "", "", "0", "0"]
    lines = told("timeline", "渔港", "茶山", "--format", "tsv", "--smooth", "1")[1].splitlines()
    assert lines[0].split("\t")[-1] == "smoothed"
    assert len(lines) == 13


def test_nothing_found_is_1_and_still_shows_the_zeros(told: Told) -> None:
    code, out, err = told("timeline", "鲸鱼")
    assert (code, err) == (1, "nothing found\n")
    assert "2019  0" in out
    assert told("timeline", "鲸鱼", "--quiet") == (1, out, "")


def test_what_was_rescued_is_told_with_its_query(told: Told) -> None:
    code, out, err = told("timeline", "渔刚", "茶山", "--json")
    assert code == 0
    assert err.startswith("渔刚: no article has 渔刚; ")
    assert json.loads(out)["series"][0]["interpreted"] == "渔港"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--count", "articles", "--per", "million"], "--per million is for occurrences; articles go --per article"),
        (["--by", "week"], "one of year, month, day is needed"),
        (["--smooth", "-1"], "--smooth"),
        (["--font", "a.ttf"], "--font goes with --png or --svg"),
        (["--since", "某年"], "not a date"),
        ([" "], "a query is empty"),
        (["--any", "-F"], "--any and --literal"),
        (["-w", "nowhere=x"], "unknown field nowhere"),
        (['"渔'], "expected a closing quotation mark"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_2(arguments: list[str], message: str, told: Told) -> None:
    code, out, err = told("timeline", "渔港", *arguments)
    assert (code, out) == (2, "")
    assert message in err.splitlines()[0]


def test_a_picture_without_its_library_is_told_before_the_search(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setenv("BAOSOU_INDEX", "/nowhere")
    code, out, err = told("timeline", "渔港", "--png", "a.png")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "error: --png needs the extra plot: pip install 'baosou[plot]'"


def test_pictures_are_written_whole_in_a_font_that_has_the_characters(told: Told, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="pictures are drawn by the extra plot")
    from baosou.cli.exits import UsageError
    from baosou.cli.render.charts import prepared

    try:
        prepared(["--png"], None)
    except UsageError:
        pytest.skip("this system has no font with Chinese characters")
    png, svg = tmp_path / "渔港.png", tmp_path / "渔港.svg"
    code, out, err = told("timeline", "渔港", "茶$_1$", "--smooth", "1", "--png", str(png), "--svg", str(svg))
    assert (code, err) == (0, "")
    assert "渔港" in out
    assert png.read_bytes().startswith(b"\x89PNG")
    drawn = svg.read_text("utf-8")
    assert drawn.startswith("<?xml")
    assert "<script" not in drawn
    assert sorted(path.name for path in tmp_path.iterdir()) == [png.name, svg.name]
    assert told("timeline", "渔港", "--png", str(tmp_path / "nowhere" / "a.png"))[0] == 2


def test_a_font_that_is_none_is_one_line(told: Told, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="pictures are drawn by the extra plot")
    (tmp_path / "no.ttf").write_text("渔港")
    for name, message in (("no.ttf", "not a font that can be used"), ("gone.ttf", "no such file")):
        code, _, err = told("timeline", "渔港", "--png", str(tmp_path / "a.png"), "--font", str(tmp_path / name))
        assert code == 2
        assert message in err.splitlines()[0]


def test_lines_of_the_command_fit_the_terminal(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("80", "120"):
        monkeypatch.setenv("COLUMNS", columns)
        for more in ((), ("--by", "month"), ("--by", "day"), ("--spark",), ("--smooth", "2"), ("--per", "million")):
            out = told("timeline", "渔港", "茶山", "fishing", *more)[1]
            assert [line for line in out.splitlines() if width_of(line) > int(columns)] == []
