"""Articles by month and year in lines: gaps told from what was before and after, and from what is not known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.render.calendar import UNKNOWN, Calendar, Line, calendar_of


def gaps(line: Line) -> list[str]:
    return [spot.name for spot in line.spots if spot.gap]


def test_months_before_the_first_and_after_the_last_are_no_gaps_and_those_between_are() -> None:
    calendar = calendar_of({1951: 5, 1953: 2}, {(1951, 11): 5, (1953, 2): 2})
    assert calendar.of == "year"
    assert calendar.names == tuple(str(month) for month in range(1, 13))
    assert [(line.name, line.total) for line in calendar.lines] == [("1951", 5), ("1952", 0), ("1953", 2)]
    assert gaps(calendar.lines[0]) == ["1951-12"]
    assert gaps(calendar.lines[1]) == [f"1952-{month:02}" for month in range(1, 13)]
    assert gaps(calendar.lines[2]) == ["1953-01"]


def test_articles_of_which_only_the_year_is_known_stand_apart_and_no_month_of_theirs_is_a_gap() -> None:
    calendar = calendar_of({1951: 5, 1952: 3, 1953: 1}, {(1951, 1): 5, (1952, 6): 1, (1953, 12): 1})
    assert calendar.names[-1] == UNKNOWN
    assert [line.spots[-1].count for line in calendar.lines] == [0, 2, 0]
    assert gaps(calendar.lines[1]) == []
    assert len(gaps(calendar.lines[0])) == len(gaps(calendar.lines[2])) == 11


def test_where_no_month_is_known_there_are_no_gaps_of_months() -> None:
    calendar = calendar_of({1951: 5, 1953: 2}, {})
    assert [gaps(line) for line in calendar.lines] == [[], [], []]


def test_beyond_forty_years_a_line_is_a_decade() -> None:
    assert calendar_of({1981: 1, 2020: 1}, {}).of == "year"
    calendar = calendar_of({1949: 3, 1950: 2, 1999: 1}, {(1949, 10): 3})
    assert calendar.of == "decade"
    assert [(line.name, line.total) for line in calendar.lines] == [
        ("1940s", 3),
        ("1950s", 2),
        ("1960s", 0),
        ("1970s", 0),
        ("1980s", 0),
        ("1990s", 1),
    ]
    assert gaps(calendar.lines[0]) == []
    assert gaps(calendar.lines[1]) == [str(year) for year in range(1951, 1960)]


COUNTS = st.integers(1, 10**6)


@given(st.dictionaries(st.integers(1, 9999), COUNTS, min_size=1, max_size=6), st.data())
def test_all_articles_are_in_the_lines_and_no_spot_is_both_counted_and_a_gap(
    years: dict[int, int], data: st.DataObject
) -> None:
    months: dict[tuple[int, int], int] = {}
    for year, count in years.items():
        known = data.draw(st.integers(0, count))
        if known:
            months[year, data.draw(st.integers(1, 12))] = known
    calendar: Calendar = calendar_of(years, months)
    assert sum(line.total for line in calendar.lines) == sum(years.values())
    for line in calendar.lines:
        assert line.total == sum(spot.count for spot in line.spots)
        assert len(line.spots) == len(calendar.names)
        assert not any(spot.count and spot.gap for spot in line.spots)
