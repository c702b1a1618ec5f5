"""What ranking is measured on: records, queries, and which records answer each.

The shared sets are taken as they are. The others are made of the shared articles by a seeded random, each time anew:
nobody chose their queries, and no weight was chosen on them.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from tests.bench.articles import SHARED, Record, records_of
from tests.bench.queries import plain

EVALUATION = SHARED.parent / "eval"
SHARED_SETS = ("xwlb-headline-10k", "cmrc2018", "cmrc2018-slices")
SEED = 20261128

_MOST = 1000
"""Queries of a set of our own making."""

_LONGEST = 6000
"""Characters of an article of such a set; some laws are as long as a book."""


class RetrievalSet(Struct, frozen=True):
    """Records to index, queries by id, and for each query the records that answer it, with how well they do."""

    name: str
    records: Sequence[Record]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]


def shared_set(name: str) -> RetrievalSet:
    """A set of ../shared/eval: queries without a judgement that counts are left out, as its own script does."""
    folder = EVALUATION / name
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, _, record, relevance = line.split()
        judged[query][record] = int(relevance)
    queries = {asked["id"]: asked["text"] for asked in records_of(folder / "queries.jsonl")}
    queries = {id: text for id, text in queries.items() if any(each > 0 for each in judged[id].values())}
    return RetrievalSet(name, list(records_of(folder / "docs.jsonl.gz")), queries, judged)


def traditional_set(asked_in: str) -> RetrievalSet:
    """Encyclopaedia paragraphs turned into the script and wording of Taiwan, asked in "traditional" or "simplified"."""
    from opencc import OpenCC

    plain, turned = shared_set("cmrc2018"), OpenCC("s2twp").convert
    records = [{**record, "title": turned(record["title"]), "text": turned(record["text"])} for record in plain.records]
    queries = dict(plain.queries)
    if asked_in == "traditional":
        queries = {id: turned(text) for id, text in queries.items()}
    return RetrievalSet(f"traditional, asked in {asked_in}", records, queries, plain.judged)


def titles_set() -> RetrievalSet:
    """Titles of laws and magazine articles against their texts, from which the title is taken."""
    chance = random.Random(SEED)
    records, titles = [], {}
    for name, count in (("laws", 1500), ("tech_magazines", 1500), ("bedtimenews", 800)):
        for record in _sampled(name, count, chance):
            title = re.sub(r"^【[^】]*】", "", record["title"]).strip()
            text = record["text"].replace(record["title"], "").replace(title, "") if title else record["text"]
            records.append({"id": record["id"], "title": "", "text": text[:_LONGEST]})
            if len(re.findall(r"[一-鿿]", title)) >= 6:
                titles[record["id"]] = plain(title)
    by_title: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for id, title in titles.items():
        by_title[title][id] = 1
    return _asked("titles", records, by_title.items(), chance)


def sentences_set() -> RetrievalSet:
    """Sentences out of the middle of articles, as half remembered: some stretches of them are missing."""
    chance = random.Random(SEED)
    records = [*_sampled("xwlb", 6000, chance), *_sampled("bedtimenews", 500, chance), *_sampled("laws", 500, chance)]
    records = [{**record, "text": record["text"][:_LONGEST]} for record in records]
    asked = []
    for record in chance.sample(records, 2 * _MOST):
        sentences = [each for each in re.split(r"[。！？\n]", record["text"]) if 16 <= len(each) <= 60]
        if len(sentences) >= 3:
            sentence = sentences[len(sentences) // 2]
            holding = {each["id"]: 1 for each in records if sentence in each["text"]}
            asked.append((plain(_half_remembered(sentence, chance)), holding))
    return _asked("sentences", records, asked, chance)


def works_set() -> RetrievalSet:
    """Names of works (《…》) glued to what is said right after: the passage that says it is wanted."""
    chance = random.Random(SEED)
    records = [*_sampled("xwlb", 8000, chance), *_sampled("bedtimenews", 800, chance)]
    records = [{**record, "text": record["text"][:_LONGEST]} for record in records]
    said: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for record in records:
        for name, after in re.findall(r"《([一-鿿]{3,12})》([一-鿿]{3,6})", record["text"]):
            said[name, after][record["id"]] = 1
    asked = [(name + after, holding) for (name, after), holding in said.items() if len(holding) <= 5]
    return _asked("works", records, asked, chance)


MAKERS: Mapping[str, Callable[[], RetrievalSet]] = {
    **{name: (lambda name=name: shared_set(name)) for name in SHARED_SETS},  # type: ignore[misc]
    "traditional": lambda: traditional_set("traditional"),
    "traditional-simplified": lambda: traditional_set("simplified"),
    "titles": titles_set,
    "sentences": sentences_set,
    "works": works_set,
}
"""Every set by name, made when it is asked for."""


def absent_sets() -> list[Path]:
    """The shared sets that are not there."""
    return [EVALUATION / name for name in SHARED_SETS if not (EVALUATION / name).exists()]


def _sampled(name: str, count: int, chance: random.Random) -> list[Record]:
    return chance.sample(list(records_of(SHARED / f"{name}.jsonl.gz")), count)


def _asked(
    name: str, records: Sequence[Record], asked: Iterable[tuple[str, dict[str, int]]], chance: random.Random
) -> RetrievalSet:
    """A set of as many queries as are wanted, of those that are asked."""
    chosen = list(asked)
    chosen = chance.sample(chosen, min(len(chosen), _MOST))
    queries = {f"{name}-{number:04d}": text for number, (text, _) in enumerate(chosen)}
    return RetrievalSet(name, records, queries, dict(zip(queries, (holding for _, holding in chosen), strict=True)))


def _half_remembered(sentence: str, chance: random.Random) -> str:
    """A sentence without some of its stretches of two to five characters."""
    return "".join(piece for piece in _stretches(sentence, chance) if chance.random() < 0.7) or sentence


def _stretches(text: str, chance: random.Random) -> Iterator[str]:
    at = 0
    while at < len(text):
        length = chance.randint(2, 5)
        yield text[at : at + length]
        at += length


def written_records(each: RetrievalSet, path: Path) -> None:
    """Write the records of a set as JSON Lines."""
    lines = (
        json.dumps({key: record[key] for key in ("id", "title", "text")}, ensure_ascii=False) for record in each.records
    )
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
