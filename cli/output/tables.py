"""Answers as rows for spreadsheets and evaluation tools: CSV, TSV and TREC runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from baosou.cli.output.fields import value_of
from baosou.cli.output.json_values import to_json
from baosou.cli.output.visible import visible
from baosou.index.results import FacetCount, Hit

TableFormat = Literal["csv", "tsv"]

HIT_COLUMNS = (
    *("rank", "score", "id", "section", "title", "authors", "date", "publication", "edition", "column"),
    *("places", "path", "line", "page", "snippet", "url", "record_id", "lacks"),
)

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What makes a spreadsheet read a cell as a formula (OWASP, CSV Injection)."""

RUN_TAG = "baosou"


def cell(value: object) -> str:
    """A value as a cell, control characters shown as pictures, line breaks kept.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = "\n".join(map(visible, value.splitlines())) if value.strip() else ""
    return f"'{text}" if value.startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def cells(item: object, columns: Sequence[str]) -> list[str]:
    """A hit or other value under some columns; several authors or places stand in one cell with ";" between them."""
    return [cell(_flat(value_of(item, name))) for name in columns]


def _flat(value: object) -> object:
    """A value as one cell has it; what is no list of texts is written as JSON."""
    if isinstance(value, Struct | Mapping):
        return to_json(value)
    if isinstance(value, list | tuple):
        return ";".join(value) if all(isinstance(each, str) for each in value) else to_json(value)
    return value


def facet_cells(facets: Mapping[str, Sequence[FacetCount]]) -> list[list[str]]:
    """All facets' counts as rows of field, value, count, after a row of headings."""
    rows = [["field", "value", "count"]]
    rows += [[field, cell(count.value), str(count.count)] for field, counts in facets.items() for count in counts]
    return rows


def write_rows(rows: Iterable[Sequence[str]], form: TableFormat) -> str:
    """Rows as CSV (quoted as in RFC 4180) or as TSV, where tabs and line breaks become blanks."""
    if form == "tsv":
        return "".join("\t".join(map(_tsv_cell, row)) + "\n" for row in rows)
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _tsv_cell(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines()) if text else text


def trec_line(query_id: str, hit: Hit) -> str:
    """A line of a TREC run: query id, Q0, document, rank, score, tag; blanks within an id become _."""
    document = hit.record_id if hit.record_id is not None else hit.id
    return f"{_token(query_id)} Q0 {_token(document)} {hit.rank} {hit.score:.6f} {RUN_TAG}\n"


def _token(text: str) -> str:
    return "_".join(visible(text).split()) or "_"
