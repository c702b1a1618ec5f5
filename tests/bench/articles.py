"""The articles that are measured: the shared collections, read as streams, and more made of them."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
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


_DEALT = 600
"""So many articles of one time share out their sentences anew: words that belong to a time stay with it."""

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]*")


def dealt(records: Sequence[Record], copy: int) -> Iterator[Record]:
    """As many further articles, each with an id of its own: the sentences of all, dealt anew.

    An article keeps its date and the number of its sentences, and gets the title of another.
    """
    chance = random.Random(f"{records[0]['id']}-{copy}")
    texts = [[sentence for sentence in _SENTENCE.findall(record["text"]) if sentence] for record in records]
    sentences = [sentence for text in texts for sentence in text]
    titles = [record["title"] for record in records]
    chance.shuffle(sentences)
    chance.shuffle(titles)
    at = 0
    for record, title, own in zip(records, titles, texts, strict=True):
        text = "".join(sentences[at : at + len(own)])
        at += len(own)
        yield {**record, "id": f"{record['id']}-{copy}", "title": title, "text": text}


def without_end(collection: Callable[[], Iterable[Record]]) -> Iterator[Record]:
    """A collection, and where it ends its articles dealt anew, again and again."""
    yield from collection()
    for copy in count(1):
        rest = iter(collection())
        while records := list(islice(rest, _DEALT)):
            yield from dealt(records, copy)


def news(articles: int) -> Iterator[Record]:
    """So many articles of news: the first of the collection, or more than it has."""
    return islice(without_end(lambda: records_of(NEWS)), articles)


def sampled(path: Path, number: int, seed: int) -> list[Record]:
    """A random choice of a file's records, in the order of the file."""
    total = sum(1 for _ in path.open("rb"))
    chosen = set(random.Random(seed).sample(range(total), min(number, total)))
    return [record for place, record in enumerate(records_of(path)) if place in chosen]
