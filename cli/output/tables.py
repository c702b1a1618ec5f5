"""Answers as rows for spreadsheets and evaluation tools: CSV, TSV and TREC runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from baosou.cli.output.visible import readable, visible
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


def hit_cells(hit: Hit) -> list[str]:
    """A hit under HIT_COLUMNS; several authors or places stand in one cell with ";" between them."""
    snippet = hit.snippets[0].text if hit.snippets else None
    values: list[object] = [
        hit.rank,
        round(hit.score, 6),
        hit.id,
        hit.section,
        hit.title,
        ";".join(hit.authors),
    ]
    values += [hit.date, hit.publication, hit.edition, hit.column, ";".join(hit.places)]
    values += [readable(hit.source.path), hit.source.line, hit.source.page, snippet, hit.url, hit.record_id]
    values.append(";".join(hit.lacks))
    return [cell(value) for value in values]


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
