"""Facet counts as aligned tables with bars; places as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from baosou.cli.output.styled import Line, Run, Style, run
from baosou.cli.output.visible import pad, shorten, width_of
from baosou.corpus.errors import worded
from baosou.index.query.tree import field_name
from baosou.index.request import LOOKED_AT, WORDS
from baosou.index.results import FacetCount

BAR_PARTS = " ▏▎▍▌▋▊▉█"
LONGEST_BAR = 50
INDENT = "  "


class Row(Struct, frozen=True):
    """A line of a facet's table: a value's name at its depth in the hierarchy, and its count (None: not counted)."""

    name: str
    depth: int
    count: int | None
    value: str


def place_rows(counts: Sequence[FacetCount]) -> list[Row]:
    """Places as a tree, each child below its parent; brothers and sisters keep the order given.

    A parent that is not among the counts stands there without one, so that its children have a place.
    """
    given = {count.value: count.count for count in counts}
    children: dict[str, list[str]] = {}
    seen: set[str] = set()
    for count in counts:
        parts = count.value.split("/")
        for depth in range(len(parts)):
            path = "/".join(parts[: depth + 1])
            if path not in seen:
                seen.add(path)
                children.setdefault("/".join(parts[:depth]), []).append(path)
    rows: list[Row] = []
    waiting = list(reversed(children.get("", [])))
    while waiting:
        path = waiting.pop()
        rows.append(Row(path.rpartition("/")[2], path.count("/"), given.get(path), path))
        waiting += reversed(children.get(path, []))
    return rows


def flat_rows(counts: Sequence[FacetCount]) -> list[Row]:
    """Values one below the other in the order given."""
    return [Row(count.value, 0, count.count, count.value) for count in counts]


def bar(count: float, most: float, columns: int) -> str:
    """A bar of at most `columns`, to an eighth of a column; anything above zero is seen."""
    if most <= 0 or count <= 0:
        return ""
    eighths = max(int(count * columns * 8 // most), 1)
    whole, part = divmod(eighths, 8)
    return "█" * whole + (BAR_PARTS[part] if part else "")


def render_facet(field: str, counts: Sequence[FacetCount], *, columns: int) -> list[Line]:
    """A facet: its field, then names, counts and bars in columns that fit `columns`."""
    name, equals, of = field.partition("=")
    rows = place_rows(counts) if name == "place" else flat_rows(counts)
    heading: Line = (run(f"{field_name(name)}{equals}{of}", Style.BOLD),)
    if field == WORDS:
        told = worded("in the best {count} at most, the most telling first", count=LOOKED_AT)
        heading = (*heading, Run(f" {told}", Style.DIM))
    if not rows:
        return [heading, (Run(f"{INDENT}{worded('(none)')}", Style.DIM),)]
    number_width = max(len(f"{row.count:,}") if row.count is not None else 0 for row in rows)
    labels = [INDENT * (row.depth + 1) + run(row.name).text for row in rows]
    # Names get up to half of the line; what is left of it after the numbers is for the bars.
    name_width = min(max(width_of(label) for label in labels), columns // 2)
    bar_width = max(min(columns - name_width - number_width - 4, LONGEST_BAR), 1)
    most = max(row.count or 0 for row in rows)
    lines = [heading]
    for row, label in zip(rows, labels, strict=True):
        number = f"{row.count:,}" if row.count is not None else ""
        drawn = Run(bar(row.count or 0, most, bar_width), Style.BAR)
        lines.append((Run(f"{pad(shorten(label, name_width), name_width)}  {number:>{number_width}}  "), drawn))
    return lines


def render_facets(facets: Mapping[str, Sequence[FacetCount]], *, columns: int) -> list[Line]:
    """All facets in the order asked for, an empty line between two."""
    lines: list[Line] = []
    for field, counts in facets.items():
        if lines:
            lines.append(())
        lines += render_facet(field, counts, columns=columns)
    return lines
