"""The peer in C: SQLite's FTS5 by Python's own sqlite3, a table of titles and texts under one of its tokenisers."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator


def rows(file: str) -> Iterator[tuple[str, str, str, str]]:
    with open(file, encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            yield record["id"], record.get("date", ""), record["title"], record["text"]


def index(database: str, file: str, tokenizer: str) -> None:
    """Index a file of records."""
    with sqlite3.connect(database) as made:
        columns = "id unindexed, date unindexed, title, text"
        made.execute(f"create virtual table articles using fts5({columns}, tokenize='{tokenizer}')")
        made.executemany("insert into articles values (?, ?, ?, ?)", rows(file))
        made.execute("insert into articles(articles) values('optimize')")


def ask(database: str, statement: str) -> None:
    """Print the rows that a statement selects."""
    with sqlite3.connect(database) as opened:
        for row in opened.execute(statement):
            print(*row, sep="\t")


if __name__ == "__main__":
    if sys.argv[1] == "index":
        index(*sys.argv[2:])
    else:
        ask(*sys.argv[2:])
