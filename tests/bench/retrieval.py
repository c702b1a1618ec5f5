"""How good the order of hits is: MRR@10 and nDCG@10 over sets of queries whose answers are known."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Literal

from msgspec import Struct

from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, open_engine
from baosou.index.engine import Engine
from tests.bench.measuring import MeasuringError
from tests.bench.retrieval_sets import MAKERS, RetrievalSet, absent_sets, written_records
from tests.bench.tables import table
from tests.bench.workshop import Workshop, say

Mode = Literal["all", "any"]
Answer = Callable[[Engine, str, Mode], Sequence[str]]

CUT = 10
"""Hits that count."""


class Quality(Struct, frozen=True):
    """The mean over all queries of a set."""

    mrr: float
    ndcg: float


def answered(engine: Engine, text: str, mode: Mode) -> list[str]:
    """The records of the first page, in their order."""
    hits = ask(engine, Question(text=text, mode=mode, limit=CUT, snippets=0, suggest=False)).results.hits
    return [hit.record_id or "" for hit in hits]


def reciprocal_rank(ranked: Sequence[str], judged: Mapping[str, int]) -> float:
    """One by the place of the first answer; 0 where none is on the page."""
    return next((1 / place for place, id in enumerate(ranked[:CUT], 1) if judged.get(id, 0) > 0), 0.0)


def discounted_gain(ranked: Sequence[str], judged: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the page (Järvelin and Kekäläinen 2002)."""
    gain = sum(max(judged.get(id, 0), 0) / math.log2(place + 1) for place, id in enumerate(ranked[:CUT], 1))
    best = sorted((each for each in judged.values() if each > 0), reverse=True)[:CUT]
    return gain / sum(each / math.log2(place + 1) for place, each in enumerate(best, 1))


def quality(engine: Engine, each: RetrievalSet, mode: Mode, answer: Answer = answered) -> Quality:
    """Ask all queries of a set."""
    pages = {id: answer(engine, text, mode) for id, text in each.queries.items()}
    return Quality(
        fmean(reciprocal_rank(page, each.judged[id]) for id, page in pages.items()),
        fmean(discounted_gain(page, each.judged[id]) for id, page in pages.items()),
    )


def indexed(each: RetrievalSet, folder: Path) -> Path:
    """An index of the records of a set, made where it is absent."""
    if not folder.exists():
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        records = folder.with_suffix(".jsonl")
        written_records(each, records)
        add(str(unfinished), [records], AddOptions())
        unfinished.rename(folder)
    return folder


def retrieval(workshop: Workshop) -> Iterator[str]:
    """For each set MRR@10 and nDCG@10 where all words are asked for, as by default, and where any is enough."""
    if missing := absent_sets():
        raise MeasuringError(f"absent: {', '.join(map(str, missing))}")
    rows = []
    for name, make in MAKERS.items():
        each = make()
        say(f"{len(each.queries):,} queries of {name}")
        engine = open_engine(str(indexed(each, workshop.folder / f"retrieval-{name}")))
        found = [quality(engine, each, mode) for mode in ("all", "any")]
        engine.close()
        figures = (f"{figure:.4f}" for one in found for figure in (one.mrr, one.ndcg))
        rows.append([each.name, f"{len(each.records):,}", f"{len(each.queries):,}", *figures])
    yield table(["set", "articles", "queries", "MRR@10", "nDCG@10", "MRR@10 any", "nDCG@10 any"], rows)
