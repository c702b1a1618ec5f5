"""The articles that are measured: the shared collections, read as streams and mixed the same way every time."""

from __future__ import annotations

import gzip
import heapq
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

Record = dict[str, str]

SHARED = Path(__file__).parents[3] / "shared" / "data"
NEWS = SHARED / "xwlb.jsonl.gz"
COLLECTIONS = tuple(SHARED / f"{name}.jsonl.gz" for name in ("xwlb", "laws", "tech_magazines", "bedtimenews"))


class Written(Struct, frozen=True):
    """A file of records: how many articles it has, and the UTF-8 bytes of their titles and texts."""

    path: Path
    articles: int
    text_bytes: int


def absent(collections: Iterable[Path] = COLLECTIONS) -> list[Path]:
    """The shared collections that are not there."""
    return [path for path in collections if not path.exists()]


def records_of(path: Path) -> Iterator[Record]:
    """The records of a collection, plain or gzipped, in their order."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def write_records(records: Iterable[Record], path: Path) -> Written:
    """Write records as JSON Lines."""
    articles = text_bytes = 0
    with path.open("w", encoding="utf-8") as stream:
        for record in records:
            articles += 1
            text_bytes += len(record["title"].encode()) + len(record["text"].encode())
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return Written(path, articles, text_bytes)


def counted(path: Path) -> Written:
    """What `write_records` said of a file that was written before."""
    articles = text_bytes = 0
    for record in records_of(path):
        articles += 1
        text_bytes += len(record["title"].encode()) + len(record["text"].encode())
    return Written(path, articles, text_bytes)


def interleaved(collections: Sequence[tuple[int, Iterable[Record]]]) -> Iterator[Record]:
    """Collections, each with its length, mixed so that every stretch has about the same share of each."""

    def placed(length: int, records: Iterable[Record], number: int) -> Iterator[tuple[float, int, Record]]:
        for position, record in enumerate(records):
            yield (position + 0.5) / length, number, record

    streams = [placed(length, records, number) for number, (length, records) in enumerate(collections)]
    for _, _, record in heapq.merge(*streams, key=lambda item: item[:2]):
        yield record


def altered(record: Record, copy: int) -> Record:
    """A further copy of an article: an id of its own, and its paragraphs in another order."""
    id = f"{record['id']}-{copy}"
    paragraphs = record["text"].split("\n")
    random.Random(id).shuffle(paragraphs)
    return {**record, "id": id, "text": "\n".join(paragraphs)}


def everything() -> Iterator[Record]:
    """All collections, interleaved; where they end, altered copies of them, without an end."""
    lengths = [(sum(1 for _ in records_of(path)), path) for path in COLLECTIONS]
    copy = 0
    while True:
        for record in interleaved([(length, records_of(path)) for length, path in lengths]):
            yield altered(record, copy) if copy else record
        copy += 1


def sampled(path: Path, number: int, seed: int) -> list[Record]:
    """A random choice of a file's records, in the order of the file."""
    total = sum(1 for _ in path.open("rb"))
    chosen = set(random.Random(seed).sample(range(total), min(number, total)))
    return [record for place, record in enumerate(records_of(path)) if place in chosen]


def news(articles: int | None) -> Iterator[Record]:
    """The first articles of the news collection."""
    return islice(records_of(NEWS), articles)
