"""How many altered copies of news are told to be the same story, and what of one broadcaster's own is, to be read."""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator

from baosou.corpus.folding import fold_text
from baosou.index.answering.reprints import Asked
from baosou.index.api import open_engine
from baosou.index.reprints.stories import stories
from tests.bench.articles import Record, records_of
from tests.bench.engines import OURS
from tests.bench.tables import ms, table
from tests.bench.workshop import Workshop

SEED = 20261129
COPIES = 600
MONTHS = 20
PAGE = 50
LEAST = 100
"""Characters of an article that is copied."""

Alter = Callable[[list[str], random.Random], list[str]]


def _cut(sentences: list[str], by: random.Random) -> list[str]:
    text = "".join(sentences)
    return [text[: int(len(text) * by.uniform(0.6, 1))]]


def _dropped(sentences: list[str], by: random.Random) -> list[str]:
    share = by.uniform(0, 0.4)
    return [each for each in sentences if by.random() >= share]


def _moved(sentences: list[str], by: random.Random) -> list[str]:
    first = by.randrange(len(sentences))
    return [*sentences[first:], *sentences[:first]]


ALTERED: dict[str, Alter] = {"cut at the end": _cut, "sentences left out": _dropped, "put in another order": _moved}


def reprints(workshop: Workshop) -> Iterator[str]:
    """The share of copies that are found, all with another dateline and other days; then what is folded of months."""
    file = workshop.news(workshop.sizes[-1])
    folder = workshop.index(OURS, file)
    records = [each for each in records_of(file.path) if each.get("date")]
    by = random.Random(SEED)
    asked = Asked(open_engine(str(folder)))
    found: dict[str, list[bool]] = defaultdict(list)
    for record in by.sample([each for each in records if len(each["text"]) >= LEAST], COPIES):
        text = str(record["text"])
        kind = by.choice(list(ALTERED))
        altered = "".join(ALTERED[kind](re.findall(r"[^。！？]+[。！？]?", text), by))
        copy = f"本报海岳{by.randint(1, 12)}月电（记者 周可）" + re.sub(r"\d+日", "9日", altered)
        days = [str(record["date"])[:10]] * 2
        found[kind].append(len(stories([fold_text(text), fold_text(copy)], days, asked)) == 1)
    yield table(
        ["copies", "how many", "found"],
        [[kind, f"{len(each):,}", f"{sum(each) / len(each):.3f}"] for kind, each in sorted(found.items())],
    )
    months: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        months[str(record["date"])[:7]].append(record)
    looked, told, spent = 0, [], []
    for month in by.sample(sorted(months), min(MONTHS, len(months))):
        texts = [fold_text(str(each["text"])) for each in months[month]]
        days = [str(each["date"])[:10] for each in months[month]]
        looked += len(texts)
        for story in stories(texts, days, asked):
            told += [f"{months[month][story[0]]['title']} <> {months[month][each]['title']}" for each in story[1:]]
        started = time.perf_counter()
        stories(texts[:PAGE], days[:PAGE], asked)
        spent.append(time.perf_counter() - started)
    page = ms(sorted(spent)[len(spent) // 2])
    yield f"{len(told)} of {looked:,} articles of {MONTHS} months are folded; {PAGE} articles take {page} ms"
    yield "\n".join(told)
