"""The peer in Rust: tantivy over words that rjieba cuts, as a small program of typer, rich and tantivy-py.

Words are stored joined by a sign that tantivy takes for a space; taking it out of a snippet gives the text as it was.
A phrase finds only what begins and ends where words do, a character only where it is a word.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import rjieba
import tantivy
import typer

app = typer.Typer(add_completion=False)
JOINT = "\f"
"""tantivy parts words at it, and no text has it."""
SNIPPET = 160


def cut(text: str) -> list[str]:
    return [word for word in rjieba.cut(text, False) if any(map(str.isalnum, word))]


def terms(texts: Sequence[str]) -> list[list[str]]:
    """What must stand, each as the words that follow one another."""
    return [[word.lower()] for text in texts for word in cut(text)]


def opened(folder: str, *, make: bool = False) -> Any:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", stored=True, tokenizer_name="words")
    schema.add_text_field("body", stored=True, tokenizer_name="words")
    schema.add_text_field("date", stored=True, tokenizer_name="raw")
    schema.add_integer_field("day", indexed=True, fast=True)
    schema.add_integer_field("year", fast=True)
    if make:
        os.makedirs(folder)
    index = tantivy.Index(schema.build(), path=folder)
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(tantivy.Filter.lowercase()).build()
    index.register_tokenizer("words", words)
    return index


def day(date: str) -> int:
    return int(date.replace("-", "") or 0)


@app.command()
def index(folder: str, file: str) -> None:
    """Index a file of records."""
    made = opened(folder, make=True)
    writer = made.writer(256_000_000)
    with open(file, encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            date = record.get("date", "")
            writer.add_document(
                tantivy.Document(
                    id=record["id"],
                    title=JOINT.join(rjieba.cut(record["title"], False)),
                    body=JOINT.join(rjieba.cut(record["text"], False)),
                    date=date,
                    day=day(date),
                    year=day(date) // 10_000,
                )
            )
    writer.commit()
    writer.wait_merging_threads()


def understood(schema: Any, texts: Sequence[str], form: str) -> Any:
    """The query: each word in title or body, combined as the form says."""
    make, occur = tantivy.Query, tantivy.Occur

    def anywhere(ask: Any) -> Any:
        return make.boolean_query([(occur.Should, ask("title")), (occur.Should, ask("body"))])

    def standing(words: list[str]) -> Any:
        if len(words) == 1:
            return anywhere(lambda field: make.term_query(schema, field, words[0]))
        return anywhere(lambda field: make.phrase_query(schema, field, words))

    if not texts:
        return make.all_query()
    if form == "prefix" and cut(texts[0]) == [texts[0]]:
        return anywhere(lambda field: make.regex_query(schema, field, f"{texts[0]}.*"))
    wanted = [[word.lower() for word in cut(texts[0])]] if form == "phrase" else terms(texts)
    each = occur.Should if form == "any" else occur.Must
    return make.boolean_query([(each, standing(words)) for words in wanted if words])


def snippets(found: Any, query: Any, schema: Any, hits: Sequence[Any]) -> list[str]:
    """An HTML snippet for each hit, with the joints taken out."""
    generator = tantivy.SnippetGenerator.create(found, query, schema, "body")
    generator.set_max_num_chars(SNIPPET * 3 // 2)
    return [generator.snippet_from_doc(hit).to_html().replace(JOINT, "") for hit in hits]


@app.command()
def search(folder: str, text: str, form: str = "all") -> None:
    """Print the ten best hits."""
    from tests.bench.peers.marked import show

    made = opened(folder)
    found = made.searcher()
    query = understood(made.schema, text.split(), form)
    hits = [found.doc(address) for _, address in found.search(query, 10).hits]
    shown = snippets(found, query, made.schema, hits)
    show((hit["title"][0].replace(JOINT, ""), hit["date"][0], html) for hit, html in zip(hits, shown, strict=True))


@app.command()
def warm(folder: str, queries: str, with_snippets: bool) -> None:
    """Time queries in this process."""
    from tests.bench.peers.stopwatch import time_queries

    made = opened(folder)
    found = made.searcher()

    def answer(asked: dict[str, Any]) -> int:
        query = understood(made.schema, asked["words"], asked.get("form", "all"))
        if asked.get("since"):
            dates = tantivy.Query.range_query(
                made.schema, "day", tantivy.FieldType.Integer, day(asked["since"]), day(asked["until"])
            )
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, dates)])
        order = {"order_by_field": "day"} if asked.get("newest") else {}
        results = found.search(query, 10, **order)
        hits = [found.doc(address) for _, address in results.hits]
        _ = [(hit["title"][0].replace(JOINT, ""), hit["date"][0]) for hit in hits]
        if asked.get("facet"):
            found.aggregate(query, {"years": {"terms": {"field": "year", "size": 10}}})
        if with_snippets:
            snippets(found, query, made.schema, hits)
        return int(results.count)

    time_queries(queries, answer)


class _Answers:
    """Answers lines of a batch as JSON; one in each process."""

    def __init__(self, folder: str, form: str) -> None:
        self.made, self.form = opened(folder), form
        self.found = self.made.searcher()

    def answer(self, text: str) -> str:
        from tests.bench.peers.marked import marked

        query = understood(self.made.schema, text.split(), self.form)
        results = self.found.search(query, 10)
        hits = [self.found.doc(address) for _, address in results.hits]
        rows = []
        shown = snippets(self.found, query, self.made.schema, hits)
        for (score, _), hit, html in zip(results.hits, hits, shown, strict=True):
            snippet, highlights = marked(html)
            rows.append(
                {
                    "id": hit["id"][0],
                    "title": hit["title"][0].replace(JOINT, ""),
                    "date": hit["date"][0],
                    "score": score,
                    "snippets": [{"text": snippet, "highlights": highlights}],
                }
            )
        return json.dumps({"query": text, "total": results.count, "hits": rows}, ensure_ascii=False) + "\n"


_worker: list[_Answers] = []


def _start(folder: str, form: str) -> None:
    _worker[:] = [_Answers(folder, form)]


def _answer(text: str) -> str:
    return _worker[0].answer(text)


@app.command()
def batch(folder: str, file: str, form: str = "all", jobs: int = 1) -> None:
    """Answer a file of queries, one a line, as JSON Lines in their order."""
    with open(file, encoding="utf-8") as stream:
        texts = stream.read().splitlines()
    if jobs == 1:
        _start(folder, form)
        sys.stdout.writelines(map(_answer, texts))
        return
    from multiprocessing import get_context

    with get_context("fork").Pool(jobs, _start, (folder, form)) as pool:
        sys.stdout.writelines(pool.imap(_answer, texts, chunksize=16))
        pool.close()
        pool.join()


if __name__ == "__main__":
    app()
