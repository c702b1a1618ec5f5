"""How many altered copies of news are told to be the same story, and what of one broadcaster's own is, to be read."""

from __future__ import annotations

import datetime
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from baosou.corpus.folding import fold_text
from baosou.index import open_index
from baosou.index.answering.reprints import Asked
from baosou.index.api import open_engine
from baosou.index.reprints.stories import stories
from tests.bench.articles import Record, records_of
from tests.bench.engines import OURS
from tests.bench.hit_words import QUERIES
from tests.bench.tables import ms, table
from tests.bench.workshop import Workshop

SEED = 20261129
COPIES = 100
"""Altered copies among the articles of each month."""

MONTHS = 20
PAGES = (10, 50)
TIMES = 5
LEAST = 100
"""Characters of an article that is copied."""

Alter = Callable[[list[str], random.Random], list[str]]


class Copy(Struct, frozen=True):
    """An altered copy of an article that stands at a place in a month: how it was altered, and its text."""

    of: int
    kind: str
    text: str
    date: str


def _cut(sentences: list[str], by: random.Random) -> list[str]:
    text = "".join(sentences)
    return [text[: int(len(text) * by.uniform(0.6, 1))]]


def _dropped(sentences: list[str], by: random.Random) -> list[str]:
    share = by.uniform(0, 0.4)
    return [each for each in sentences if by.random() >= share] or sentences[:1]


def _moved(sentences: list[str], by: random.Random) -> list[str]:
    first = by.randrange(len(sentences))
    return [*sentences[first:], *sentences[:first]]


def _cut_and_moved(sentences: list[str], by: random.Random) -> list[str]:
    return _cut(_moved(sentences, by), by)


ALTERED: dict[str, Alter] = {
    "cut at the end": _cut,
    "sentences left out": _dropped,
    "put in another order": _moved,
    "in another order, then cut": _cut_and_moved,
}
"""All copies have another dateline, other days in their text, and a date up to ten days later."""


def copies(month: Sequence[Record], by: random.Random) -> Iterator[Copy]:
    """Altered copies of some articles of a month."""
    long = [number for number, each in enumerate(month) if len(str(each["text"])) >= LEAST]
    for number in by.sample(long, min(COPIES, len(long))):
        kind = by.choice(list(ALTERED))
        altered = "".join(ALTERED[kind](re.findall(r"[^。！？]+[。！？]?", str(month[number]["text"])), by))
        text = f"本报海岳{by.randint(1, 12)}月电（记者 周可）" + re.sub(r"\d+日", "9日", altered)
        day = datetime.date.fromisoformat(str(month[number]["date"])[:10]) + datetime.timedelta(by.randint(0, 10))
        yield Copy(number, kind, text, day.isoformat())


def reprints(workshop: Workshop) -> Iterator[str]:
    """What is found of copies among the articles of months, what of these is folded beside, and how long pages take."""
    file = workshop.news(workshop.sizes[-1])
    folder = workshop.index(OURS, file)
    months: dict[str, list[Record]] = defaultdict(list)
    for record in records_of(file.path):
        if len(str(record.get("date") or "")) >= 10:
            months[str(record["date"])[:7]].append(record)
    by = random.Random(SEED)
    asked = Asked(open_engine(str(folder)))
    found: dict[str, list[bool]] = defaultdict(list)
    looked = right = wrong = 0
    told = []
    for name in by.sample(sorted(months), min(MONTHS, len(months))):
        month = months[name]
        made = list(copies(month, by))
        texts = [fold_text(str(each["text"])) for each in month] + [fold_text(each.text) for each in made]
        days = [str(each["date"])[:10] for each in month] + [each.date for each in made]
        looked += len(month)
        for story in stories(texts, days, asked):
            for number in story:
                if number >= len(month):
                    copy = made[number - len(month)]
                    found[copy.kind].append(copy.of in story)
            for number in story[1:]:
                if number < len(month):
                    told.append(f"{month[story[0]]['title']} <> {month[number]['title']}")
                elif made[number - len(month)].of in story:
                    right += 1
                else:
                    wrong += 1
    every = [each for kind in found.values() for each in kind]
    rows = [[kind, f"{len(each):,}", f"{sum(each) / len(each):.3f}"] for kind, each in sorted(found.items())]
    yield table(["copies", "how many", "recall"], [*rows, ["all", f"{len(every):,}", f"{sum(every) / len(every):.3f}"]])
    yield (
        f"precision of copies {right / (right + wrong):.4f}; of the {looked:,} articles of {MONTHS} months "
        f"themselves {len(told)} are folded ({100 * len(told) / looked:.2f} %), to be read:"
    )
    yield "\n".join(told)
    yield table(["hits", "ms", "at most"], [[str(hits), *_spent(str(folder), hits)] for hits in PAGES])


def _spent(folder: str, limit: int) -> tuple[str, str]:
    """The processor's milliseconds that folding a page of a warm index takes: the median, and the most."""
    engine = open_engine(folder)
    spent = []
    with open_index(folder) as index:
        for query in QUERIES:
            hits = index.search(query, limit=limit, fold=False).hits
            times = []
            for _ in range(TIMES):
                started = time.process_time()
                stories(engine.bodies([hit.id for hit in hits]), [hit.date for hit in hits], Asked(engine))
                times.append(time.process_time() - started)
            spent.append(min(times))
    return ms(sorted(spent)[len(spent) // 2]), ms(max(spent))
