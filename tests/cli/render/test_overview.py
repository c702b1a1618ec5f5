"""The page of an index: well made, without anything that is fetched or obeyed, and readable in any light."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli import main
from baosou.cli.render.overview import STYLE, Overview, page
from baosou.cli.render.pictures import WIDTH
from baosou.index.reports import Status
from baosou.index.results import FacetCount
from tests.cli.test_hostile_text import NASTY, TEXTS, nothing_obeyed

VOID = {"meta"}
FETCHING = {"src", "href", "data", "poster", "action", "srcset", "background", "xlink:href", "style"}


class Elements(HTMLParser):
    """The elements of a page with their text; fails where one is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open[-1:]:
            self.text.setdefault(tag, []).append(data)


def parsed(text: str) -> Elements:
    elements = Elements()
    elements.feed(text)
    elements.close()
    assert elements.open == []
    return elements


FIELDS = ("place", "版面")


def overview(counts: dict[str, list[tuple[str, int]]], *, total: int = 100, location: str = "/报库") -> Overview:
    status = Status(
        location, 3, total, 2 * total, 40_000, 1_234_567, 8, "e81", ("place", "版面"), "2026-01-02", 1, 0, 1
    )
    found = {field: tuple(FacetCount(*each) for each in values) for field, values in counts.items()}
    return Overview(status, total, found)


FULL = {
    "year": [("1951", 60), ("1953", 25)],
    "month": [("1951-11", 60), ("1953-02", 20)],
    "publication": [("海岳日报", 70), ("清江报", 30)],
    "place": [("浙江省", 50), ("浙江省/温州市/苍南县", 20)],
    "author": [("林一帆", 9), ("一个非常非常非常非常非常非常长的名字", 1)],
    "column": [],
    "版面": [("民生", 40), ("深度", 30)],
    "摘要": [("第一则", 1), ("第二则", 1)],
}


def test_the_page_tells_what_there_is_and_leaves_out_what_is_empty_or_groups_nothing() -> None:
    elements = parsed(page(overview(FULL)))
    assert elements.text["h1"] == ["/报库"]
    assert elements.text["p"] == ["100 articles, 1951 to 1953, 15 of them undated"]
    assert elements.text["h2"] == ["Calendar", "Index", "Papers", "Places", "Authors", "版面"]
    assert "1951-11: 60 articles" in elements.text["title"]
    assert "1952-05: 0 articles" in elements.text["title"]
    assert "1953, month unknown: 5 articles" in elements.text["title"]
    assert "浙江省 温州市 苍南县: 20 articles" in elements.text["title"]


def test_each_picture_has_its_numbers_as_a_table_too_and_a_name() -> None:
    text = page(overview(FULL))
    elements = parsed(text)
    pictures = text.count("<svg ")
    assert pictures == text.count("</svg><details>") == text.count('<svg role="img" aria-label="')
    cells = elements.text["th"] + elements.text["td"]
    assert {"海岳日报", "70", "浙江省 温州市 苍南县", "1951", "60", "一个非常非常非常非常非常非常长的名字"} <= set(
        cells
    )


def test_pictures_are_as_wide_as_a_telephone_and_grow_no_wider() -> None:
    widths = [
        int(value) for tag, name, value in parsed(page(overview(FULL))).attributes if (tag, name) == ("svg", "width")
    ]
    assert set(widths) == {WIDTH}
    assert WIDTH <= 420 - 2 * 16
    assert re.search(r"svg \{[^}]*max-width: 100%", STYLE)


def test_long_labels_are_shortened_and_whole_in_their_titles() -> None:
    elements = parsed(page(overview(FULL)))
    assert "一个非常非常非常非…" in "".join(elements.text["text"])
    assert "一个非常非常非常非常非常非常长的名字: 1 article" in elements.text["title"]


def test_long_runs_of_empty_years_are_one_line_and_a_long_time_is_told_in_decades() -> None:
    drawn = parsed(page(overview({"year": [("1951", 9), ("1955", 9)]}))).text["text"]
    assert "3 years without articles" in drawn
    drawn = parsed(page(overview({"year": [("1600", 9), ("1955", 9)]}))).text["text"]
    assert "34 decades without articles" in drawn
    assert {"1600s", "1950s"} <= set(drawn)


def test_an_index_without_articles_or_without_dates_has_a_page() -> None:
    empty = parsed(page(overview({field: [] for field in FULL}, total=0)))
    assert empty.text["p"] == ["There are no articles in this index."]
    assert empty.text["h2"] == ["Index"]
    undated = parsed(page(overview({**FULL, "year": [], "month": []})))
    assert undated.text["p"] == ["100 articles, undated"]
    assert "Calendar" not in undated.text["h2"]


def fetches_nothing(text: str) -> None:
    """Fail where a page would load, run or lead to anything."""
    elements = parsed(text)
    assert elements.names <= {
        *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "p"),
        *("dl", "dt", "dd", "svg", "g", "rect", "text", "details", "summary", "div"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert not [each for each in elements.attributes if each[1] in FETCHING or each[1].startswith("on")]
    outside = "".join(elements.text["style"]) + "".join(
        value for _, name, value in elements.attributes if name != "aria-label"
    )
    assert not re.search(r"https?:|//|url\(|@import|src=|expression", outside)
    policy = [value for tag, name, value in elements.attributes if (tag, name) == ("meta", "content")]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policy
    nothing_obeyed(text)


@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
def test_nothing_that_an_archive_holds_is_obeyed(values: list[str], field: str) -> None:
    counts = [(value, 50) for value in (*values, "http://example.invalid/url(a)", "<script src=//x>", "' onload='a")]
    found = {"publication": counts, "place": counts, "author": counts, f"x.{field}": counts, "year": [("2024", 1)]}
    text = page(overview(found, location=values[0]))
    fetches_nothing(text)
    assert "<script" not in text


def test_all_that_is_nasty_at_once() -> None:
    fetches_nothing(page(overview({"author": [(text, 5) for text in NASTY], "".join(NASTY): [(NASTY[0], 90)]})))


# Contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def palettes() -> Iterator[dict[str, str]]:
    """The colours in light, in dark and in print, each with those that it takes over."""
    light: dict[str, str] = {}
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL):
        colours = dict(re.findall(r"--(\w+): (#\w{6});", block))
        light = light or colours
        yield {**light, **colours}


@pytest.mark.parametrize("colours", list(palettes()), ids=["light", "dark", "print"])
def test_text_and_pictures_stand_out_enough_to_be_seen(colours: dict[str, str]) -> None:
    for name in ("ink", "quiet"):
        assert contrast(colours[name], colours["paper"]) >= 4.5
        assert contrast(colours["ink"], colours["row"]) >= 4.5
    assert contrast(colours["bar"], colours["paper"]) >= 3
    for shade in ("l1", "l2", "l3", "l4", "l5"):
        outlined = f".{shade} {{ fill: var(--{shade}); stroke: var(--line); }}" in STYLE
        assert contrast(colours["line" if outlined else shade], colours["paper"]) >= 3, shade
    order = [luminance(colours[f"l{level}"]) for level in range(1, 6)]
    away = [abs(each - luminance(colours["paper"])) for each in order]
    assert away == sorted(away)


def test_every_colour_of_the_style_is_one_of_the_palette() -> None:
    outside = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert "#" not in outside
    assert set(re.findall(r"var\(--(\w+)\)", outside)) <= set(next(palettes()))


# The command


def test_the_command_writes_the_page_of_an_index(
    in_the_archive: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], records: list[dict[str, Any]]
) -> None:
    file = tmp_path / "报.html"
    assert main(["status", "--html", str(file)]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"written: {file}\n")
    text = file.read_text("utf-8")
    fetches_nothing(text)
    elements = parsed(text)
    assert elements.text["p"] == ["3 articles, 2022 to 2024"]
    assert "2024-07: 1 article" in elements.text["title"]
    assert "2022, month unknown: 1 article" in elements.text["title"]
    for record in records:
        assert record["publication"] in elements.text["th"]
    assert list(tmp_path.iterdir()) == [file]


def test_a_minus_is_standard_output(in_the_archive: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--html", "-"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("<!DOCTYPE html>")
    fetches_nothing(out)


def test_an_index_of_nothing_has_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"title": "渔港", "text": "灯还亮着。"}, ensure_ascii=False) + "\n", "utf-8")
    index = str(tmp_path / "idx")
    assert main(["add", str(source), "--index", index, "--jobs", "1"]) == 0
    assert main(["remove", str(source), "--index", index]) == 0
    capsys.readouterr()
    assert main(["status", "--html", "-", "--index", index]) == 0
    assert "There are no articles in this index." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--html", "a.html", "--json"], "--html and --json cannot be used together"),
        (["--html", ""], "a path is empty"),
        (["--html", "/nowhere/a.html"], "/nowhere/a.html: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_one_line(
    in_the_archive: None, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", *arguments]) == 2
    assert told in capsys.readouterr().err.splitlines()[0]


def test_the_screen_reader_is_told_what_a_picture_is() -> None:
    named = [value for tag, name, value in parsed(page(overview(FULL))).attributes if name == "aria-label"]
    assert named[0] == "Articles by year, as in the table below"
    assert len(named) == len(set(named)) == 5
