"""An index at a glance: one page of HTML that is all there is of it, with pictures and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from baosou.cli.render.calendar import calendar_of
from baosou.cli.render.facets import place_rows
from baosou.cli.render.pictures import Bar, articles, bars, squares, text
from baosou.cli.render.status import size_text
from baosou.corpus.errors import worded
from baosou.index.query.tree import field_name
from baosou.index.reports import Status
from baosou.index.request import FACET_FIELDS
from baosou.index.results import FacetCount, Facets

if TYPE_CHECKING:
    from baosou.index import Index

SHOWN = 20
"""The most frequent values of a field that are drawn."""
GROUPS = 0.01
"""Further keys of records are drawn whose values tell groups of so many of the articles; others are names or texts."""

_DRAWN = {"publication": "Papers", "place": "Places", "country": "Countries", "author": "Authors", "column": "Columns"}

STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --line: #818b98; --row: #f0f3f6;
  --bar: #0969da; --l1: #d6e9fb; --l2: #9ccbf3; --l3: #3f8cdc; --l4: #0969da; --l5: #063d80; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #656c76; --row: #171d25;
    --bar: #4493f8; --l1: #12305a; --l2: #17509a; --l3: #2f77d6; --l4: #6cb0ff; --l5: #c6e2ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 16px; max-width: 1240px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 22px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 8px; }
p { margin: 4px 0 16px; color: var(--quiet); overflow-wrap: anywhere; }
main { display: grid; gap: 28px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 380px), 1fr)); }
section { min-width: 0; break-inside: avoid; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
svg { display: block; max-width: 100%; height: auto; }
svg text { font-size: 13px; fill: var(--ink); }
svg .number { text-anchor: end; font-variant-numeric: tabular-nums; }
svg .middle { text-anchor: middle; fill: var(--quiet); }
svg .quiet { fill: var(--quiet); }
svg .row { fill: transparent; }
svg g:hover .row { fill: var(--row); }
.bar { fill: var(--bar); }
.gap { fill: none; stroke: var(--line); stroke-dasharray: 2 2; }
.l1 { fill: var(--l1); stroke: var(--line); }
.l2 { fill: var(--l2); stroke: var(--line); }
.l3 { fill: var(--l3); }
.l4 { fill: var(--l4); }
.l5 { fill: var(--l5); }
details { margin-top: 8px; color: var(--quiet); }
summary { cursor: pointer; font-size: 13px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; color: var(--ink); }
th, td { padding: 2px 8px; text-align: right; font-variant-numeric: tabular-nums; border-top: 1px solid var(--row); }
th:first-child { text-align: left; font-weight: normal; min-width: 8em; overflow-wrap: anywhere; }
@media print {
  :root { --paper: #ffffff; --ink: #000000; --quiet: #444444; }
  body { padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details { display: none; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Overview(Struct, frozen=True):
    """What is told of an index: its status, and how its articles are spread over the values of fields."""

    status: Status
    total: int
    counts: Mapping[str, Sequence[FacetCount]]


def overview_of(index: Index) -> Overview:
    """Ask an index for all that the page tells."""
    status = index.status()
    more = [field for field in status.fields if field not in FACET_FIELDS]
    wanted = {"year": 0, "month": 0, **dict.fromkeys((*_DRAWN, *more), SHOWN)}
    found: Facets = index.facets(None, wanted)
    return Overview(status, found.total, {field: found[field] for field in found.fields})


def page(overview: Overview) -> str:
    """The page; it fetches nothing and runs nothing, and says so to browsers."""
    status, counts = overview.status, overview.counts
    sections = [_section(worded("Index"), _facts(overview))]
    if counts.get("year"):
        sections.insert(0, _section(worded("Calendar"), _calendar(overview)))
    for field, heading in _DRAWN.items():
        if counts.get(field):
            called = worded(heading)
            sections.append(_section(called, bars(_rows(field, counts[field]), called=called)))
    for field, values in counts.items():
        if field not in FACET_FIELDS and _groups(values, overview.total):
            called = field_name(field)
            sections.append(_section(called, bars(_rows(field, values), called=called)))
    return (
        f'<!DOCTYPE html>\n<html lang="{worded("en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>baosou: {text(status.location)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{text(status.location)}</h1>\n<p>{_summary(overview)}</p></header>\n"
        f"<main>\n{''.join(sections)}</main>\n</body>\n</html>\n"
    )


def _section(heading: str, content: str) -> str:
    return f"<section><h2>{text(heading)}</h2>{content}</section>\n"


def _summary(overview: Overview) -> str:
    years = sorted(each.value for each in overview.counts.get("year", ()))
    undated = overview.total - sum(each.count for each in overview.counts.get("year", ()))
    if not overview.total:
        return worded("There are no articles in this index.")
    if not years:
        return worded("{articles}, undated", articles=articles(overview.total))
    first, last = years[0], years[-1]
    period = first if first == last else worded("{first} to {last}", first=first, last=last)
    told = worded("{articles}, {period}", articles=articles(overview.total), period=period)
    return worded("{told}, {undated:,} of them undated", told=told, undated=undated) if undated else told


def _facts(overview: Overview) -> str:
    status = overview.status
    facts = {
        worded("sources"): f"{status.sources:,}",
        worded("articles"): f"{status.articles:,}",
        worded("sections"): f"{status.sections:,}",
        worded("characters"): f"{status.characters:,}",
        worded("size"): size_text(status.bytes),
        worded("fields"): " ".join(status.fields),
        worded("analysis"): status.analysis,
        worded("format"): f"{status.format}",
        worded("updated"): status.updated or worded("never"),
    }
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{text(value)}</dd>' for name, value in facts.items())}</dl>"


def _calendar(overview: Overview) -> str:
    years = {int(each.value): each.count for each in overview.counts["year"]}
    pairs = (each.value.split("-") for each in overview.counts.get("month", ()))
    counts = (each.count for each in overview.counts.get("month", ()))
    months = {(int(year), int(month)): count for (year, month), count in zip(pairs, counts, strict=True)}
    return squares(calendar_of(years, months))


def _rows(field: str, counts: Sequence[FacetCount]) -> list[Bar]:
    if field == "place":
        return [Bar(row.name, row.value.replace("/", " "), row.count, row.depth) for row in place_rows(counts)]
    return [Bar(each.value, each.value, each.count) for each in counts]


def _groups(counts: Sequence[FacetCount], total: int) -> bool:
    """Whether the values tell groups of articles; titles, texts and names of records are each of one article."""
    return sum(each.count for each in counts if each.count > 1) >= max(GROUPS * total, 2)
