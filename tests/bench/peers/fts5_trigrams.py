"""The peer that everybody has: SQLite's FTS5 over trigrams. It answers for texts of three characters and more."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from typing import Any

import typer

app = typer.Typer(add_completion=False)
SHORTEST = 3
SNIPPET = 60


def opened(folder: str) -> sqlite3.Connection:
    return sqlite3.connect(os.path.join(folder, "articles.db"))


@app.command()
def index(folder: str, file: str) -> None:
    """Index a file of records."""
    os.makedirs(folder)
    made = opened(folder)
    made.execute(
        "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, body, date UNINDEXED, tokenize='trigram')"
    )

    def rows() -> Iterator[tuple[str, str, str, str]]:
        with open(file, encoding="utf-8") as stream:
            for line in stream:
                record = json.loads(line)
                yield record["id"], record["title"], record["text"], record.get("date", "")

    with made:
        made.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", rows())
        made.execute("INSERT INTO articles(articles) VALUES ('optimize')")
    made.close()


def understood(texts: list[str], form: str) -> str:
    return (" OR " if form == "any" else " AND ").join(f'"{text}"' for text in texts)


@app.command()
def warm(folder: str, queries: str, with_snippets: bool) -> None:
    """Time queries in this process; none of those that hold a text which is too short."""
    from tests.bench.peers.stopwatch import time_queries

    made = opened(folder)
    snippet = f"snippet(articles, 2, '<b>', '</b>', '', {SNIPPET})" if with_snippets else "''"

    def answer(asked: dict[str, Any]) -> int | None:
        texts = asked["words"]
        if not texts or min(map(len, texts)) < SHORTEST or set(asked) & {"facet", "newest"}:
            return None
        wanted, dated = [understood(texts, asked.get("form", "all"))], ""
        if asked.get("since"):
            wanted, dated = [*wanted, asked["since"], asked["until"]], "AND date BETWEEN ? AND ?"
        matching = f"FROM articles WHERE articles MATCH ? {dated}"
        made.execute(f"SELECT title, date, {snippet} {matching} ORDER BY rank LIMIT 10", wanted).fetchall()
        return int(made.execute(f"SELECT count(*) {matching}", wanted).fetchone()[0])

    time_queries(queries, answer)


if __name__ == "__main__":
    app()
