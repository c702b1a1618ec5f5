"""Timelines, occurrences and collocates as rows for spreadsheets."""

from __future__ import annotations

from baosou.cli.output.tables import cell
from baosou.cli.output.visible import readable
from baosou.index.concordances import Collocates, Occurrence
from baosou.index.timelines import Timeline

OCCURRENCE_COLUMNS = (
    *("id", "section", "field", "left", "match", "right", "title", "date"),
    *("path", "line", "start", "end"),
)


def timeline_cells(found: Timeline) -> list[list[str]]:
    """A row for each query and period, what the counts are of beside them; empty where there is no article."""
    columns = ["query", "period", "articles", "occurrences", "of_articles", "characters"]
    columns += ["smoothed"] if found.smooth else []
    rows = [columns]
    for each in found.series:
        for point in each.points:
            values: list[object] = [each.query, *(getattr(point, name) for name in columns[1:])]
            rows.append([cell(value) for value in values])
    return rows


def occurrence_cells(each: Occurrence) -> list[str]:
    """An occurrence under OCCURRENCE_COLUMNS; where a paragraph ends is a blank."""
    left, right = each.left.replace("\n", " "), each.right.replace("\n", " ")
    values: list[object] = [each.id, each.section, each.field, left, each.match, right, each.title, each.date]
    values += [readable(each.source.path), each.source.line, each.source.start, each.source.end]
    return [cell(value) for value in values]


def collocate_cells(found: Collocates) -> list[list[str]]:
    """A row for each word."""
    rows = [["word", "near", "left", "right", "in_all", "ll", "log_dice"]]
    rows += [[cell(value) for value in (w.word, w.near, w.left, w.right, w.in_all, w.ll, w.log_dice)] for w in found]
    return rows
