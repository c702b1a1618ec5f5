"""Queries made from the articles that are searched, by a seeded random: nobody chose them.

As a process of its own (`python -m tests.bench.queries ARTICLES OUT`) it writes them as JSON Lines, so that the
dictionary that cuts titles into words takes no memory of the process that measures.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from tests.bench.articles import Record, records_of, sampled

Form = Literal["all", "any", "phrase", "prefix"]
Cut = Callable[[str], Iterable[str]]

SEED = 20260101
SAMPLE = 3000
"""Articles whose titles and texts give the queries."""

COMMON = 20
"""The most frequent title words, of which common words are taken."""

RAREST = 3
"""A rare word stands in at most this many articles."""

CANDIDATES = 6000
RARE = 3000
"""Title words among which rare ones are sought, and rare ones kept to be sought in a larger archive too."""

OPERATORS = {"与", "或", "非", "AND", "OR", "NOT"}
KINDS = (
    "one word",
    "all of 2-3 words",
    "any of 5 words",
    "phrase",
    "odd string",
    "headline, any word",
    "one character",
    "beginning of a word",
    "word and facet",
    "word and dates",
    "word, newest first",
    "facets of all",
    "common word",
    "rare word",
    "three words",
)


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """What every engine is asked: texts of words, how they combine, and what is wanted beside the hits."""

    kind: str
    words: tuple[str, ...]
    form: Form = "all"
    since: str | None = None
    until: str | None = None
    facet: bool = False
    newest: bool = False
    warm_up: bool = False


def typed(query: Query) -> str:
    """The query in baosou's language; `any` is an option of the search."""
    text = " ".join(query.words)
    return f'"{text}"' if query.form == "phrase" else f"{text}*" if query.form == "prefix" else text


def plain(title: str) -> str:
    """A title without its signs, which mean something in query languages."""
    pieces = re.sub(r"[\W_]+", " ", title).split()
    return " ".join(piece for piece in pieces if piece not in OPERATORS)


def is_word(text: str) -> bool:
    """Two or more Han characters."""
    return re.fullmatch(r"[一-鿿]{2,}", text) is not None and text not in OPERATORS


def title_words(records: Sequence[Record], cut: Cut) -> list[list[str]]:
    """The different words of each title, in their order."""
    return [list(dict.fromkeys(filter(is_word, cut(record["title"])))) for record in records]


def derive(
    records: Sequence[Record], count: int, *, cut: Cut, rare: Sequence[str] = (), seed: int = SEED
) -> list[Query]:
    """`count` queries of each kind (fewer where the records have no more), in one random order."""
    chance = random.Random(seed)
    titles = title_words(records, cut)
    words = [word for title in titles for word in title]
    characters = [sign for word in words for sign in word if sign not in OPERATORS]
    several = [title for title in titles if len(title) >= 3] or [[word] for word in words]
    common = [word for word, _ in Counter(words).most_common(COMMON)]
    years = sorted({record["date"][:4] for record in records if record.get("date")}) or ["2020"]
    queries: list[Query] = []
    for _ in range(count):
        title, year = chance.choice(several), chance.choice(years)
        five = tuple(dict.fromkeys(chance.choice(words) for _ in range(5)))
        queries += [
            Query("one word", (chance.choice(words),)),
            Query("all of 2-3 words", tuple(chance.sample(title, min(len(title), chance.choice((2, 3)))))),
            Query("any of 5 words", five, "any"),
            Query("phrase", (phrase(chance, records, cut),), "phrase"),
            Query("odd string", pieces(chance, records)),
            Query("headline, any word", (plain(chance.choice(records)["title"]),), "any"),
            Query("one character", (chance.choice(characters),)),
            Query("beginning of a word", (chance.choice(words)[:2],), "prefix"),
            Query("word and facet", (chance.choice(words),), facet=True),
            Query("word and dates", (chance.choice(words),), since=f"{year}-01-01", until=f"{year}-12-31"),
            Query("word, newest first", (chance.choice(words),), newest=True),
            Query("facets of all", (), facet=True),
            Query("common word", (chance.choice(common),)),
            Query("three words", tuple(chance.sample(title, min(len(title), 3)))),
        ]
        if rare:
            queries.append(Query("rare word", (chance.choice(rare),)))
    chance.shuffle(queries)
    return queries


def phrase(chance: random.Random, records: Sequence[Record], cut: Cut) -> str:
    """Two or three words that stand side by side in a text."""
    for _ in range(100):
        words = list(cut(chance.choice(records)["text"][:2000]))
        length = chance.choice((2, 3))
        at = chance.randrange(max(1, len(words) - length))
        if all(is_word(word) for word in words[at : at + length]):
            return "".join(words[at : at + length])
    return plain(chance.choice(records)["title"])[:4]


def pieces(chance: random.Random, records: Sequence[Record]) -> tuple[str, ...]:
    """Two pieces of a headline, of three or four characters each, wherever its words begin and end."""
    for _ in range(100):
        runs = re.findall(r"[一-鿿]{4,}", chance.choice(records)["title"])
        if runs:
            run = chance.choice(runs)
            sizes = [chance.choice((3, 4)) for _ in range(2)]
            starts = [chance.randrange(len(run) - size + 1) for size in sizes]
            return tuple(dict.fromkeys(run[at : at + size] for at, size in zip(starts, sizes, strict=True)))
    return (plain(chance.choice(records)["title"])[:4],)


def rare_words(candidates: Iterable[str], records: Iterable[Record], most: int = RAREST) -> list[str]:
    """Those of the candidates that stand in some and at most `most` of the records."""
    left = dict.fromkeys(candidates, 0)
    for record in records:
        for word in [word for word in left if word in record["text"] or word in record["title"]]:
            left[word] += 1
            if left[word] > most:
                del left[word]
    return [word for word, found in left.items() if found]


def with_warm_up(queries: Iterable[Query], each: int) -> list[Query]:
    """The queries, the first `each` of every kind marked as warming up, and those ahead of the others."""
    seen: Counter[str] = Counter()
    first, then = [], []
    for query in queries:
        seen[query.kind] += 1
        if seen[query.kind] <= each:
            first.append(msgspec.structs.replace(query, warm_up=True))
        else:
            then.append(query)
    return first + then


def write_queries(queries: Iterable[Query], path: Path) -> None:
    """Write queries as JSON Lines, each with the text for baosou as `typed`."""
    with path.open("w", encoding="utf-8") as stream:
        for query in queries:
            record = {**msgspec.to_builtins(query), "typed": typed(query)}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def read_queries(path: Path) -> Iterator[Query]:
    """The queries of a file that `write_queries` wrote."""
    with path.open("rb") as stream:
        for line in stream:
            yield msgspec.json.decode(line, type=Query)


def main() -> int:
    """Write queries of every kind for a file of articles."""
    import rjieba

    def cut(text: str) -> list[str]:
        return rjieba.cut(text, False)

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=110)
    parser.add_argument("--rare-in", type=Path, default=None, help="the articles in which rare words are rare")
    options = parser.parse_args()
    records = sampled(options.articles, SAMPLE, SEED)
    candidates = sorted({word for title in title_words(records, cut) for word in title})
    candidates = random.Random(SEED).sample(candidates, min(len(candidates), CANDIDATES))
    rare = rare_words(candidates, records)[:RARE]
    if options.rare_in is not None:
        rare = rare_words(rare, records_of(options.rare_in))
    write_queries(derive(records, options.count, cut=cut, rare=rare), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
