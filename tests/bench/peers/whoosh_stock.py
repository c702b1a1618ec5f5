"""The stock peer: Whoosh with its own codec and highlighter over jieba's ChineseAnalyzer, with typer and rich.

ChineseAnalyzer numbers words by their first character, not one by one, so a phrase of several words finds nothing.
"""

from __future__ import annotations

import json
import os
from typing import Any

import typer
from jieba.analyse import ChineseAnalyzer
from whoosh import fields, highlight, sorting
from whoosh.index import create_in, open_dir
from whoosh.qparser.default import MultifieldParser
from whoosh.qparser.syntax import AndGroup, OrGroup
from whoosh.query.qcore import Every
from whoosh.query.ranges import NumericRange

app = typer.Typer(add_completion=False)
SNIPPET = 160


def day(date: str) -> int:
    return int(date.replace("-", "") or 0)


@app.command()
def index(folder: str, file: str) -> None:
    """Index a file of records."""
    analyzer = ChineseAnalyzer()
    schema = fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(stored=True, analyzer=analyzer),
        body=fields.TEXT(stored=True, analyzer=analyzer),
        date=fields.ID(stored=True),
        day=fields.NUMERIC(int, sortable=True),
        year=fields.ID(sortable=True),
    )
    os.makedirs(folder)
    writer = create_in(folder, schema).writer(limitmb=256)
    with open(file, encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            date = record.get("date", "")
            writer.add_document(
                id=record["id"], title=record["title"], body=record["text"], date=date, day=day(date), year=date[:4]
            )
    writer.commit()


def understood(schema: Any, texts: list[str], form: str) -> Any:
    """The query as Whoosh's own parser makes it, over title and body."""
    if not texts:
        return Every()  # type: ignore[no-untyped-call]
    group = OrGroup if form == "any" else AndGroup
    text = " ".join(texts)
    typed = f'"{text}"' if form == "phrase" else f"{text}*" if form == "prefix" else text
    return MultifieldParser(["title", "body"], schema, group=group).parse(typed)


def shows_snippets(results: Any) -> None:
    """Let hits give HTML with <b> marks."""
    results.formatter = highlight.HtmlFormatter(tagname="b")
    results.fragmenter = highlight.ContextFragmenter(maxchars=SNIPPET, surround=30)


@app.command()
def search(folder: str, text: str, form: str = "all") -> None:
    """Print the ten best hits."""
    from tests.bench.peers.marked import show

    opened = open_dir(folder)
    with opened.searcher() as searcher:
        results = searcher.search(understood(opened.schema, text.split(), form), limit=10)
        shows_snippets(results)
        show((hit["title"], hit["date"], hit.highlights("body", top=2)) for hit in results)


@app.command()
def warm(folder: str, queries: str, with_snippets: bool) -> None:
    """Time queries in this process."""
    from tests.bench.peers.stopwatch import time_queries

    opened = open_dir(folder)
    with opened.searcher() as searcher:

        def answer(asked: dict[str, Any]) -> int:
            parsed = understood(opened.schema, asked["words"], asked.get("form", "all"))
            dates = None
            if asked.get("since"):
                dates = NumericRange("day", day(asked["since"]), day(asked["until"]))
            years = sorting.FieldFacet("year") if asked.get("facet") else None
            newest = sorting.FieldFacet("day", reverse=True) if asked.get("newest") else None
            results = searcher.search(parsed, limit=10, filter=dates, groupedby=years, sortedby=newest)
            if years:
                results.groups()
            shows_snippets(results)
            for hit in results:
                _ = hit["title"], hit["date"]
                if with_snippets:
                    hit.highlights("body", top=2)
            return len(results)

        time_queries(queries, answer)


if __name__ == "__main__":
    app()
