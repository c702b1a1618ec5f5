"""The measures of retrieval are those of the shared script, and the sets of our own making are the same every time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from baosou.index.api import open_engine
from tests.bench.articles import absent
from tests.bench.retrieval import Quality, discounted_gain, indexed, quality, reciprocal_rank
from tests.bench.retrieval_sets import EVALUATION, RetrievalSet, titles_set

SCRIPT = EVALUATION / "evaluate.py"


def test_only_the_first_answer_of_the_page_counts_for_the_reciprocal_rank() -> None:
    page = [f"d{n}" for n in range(12)]
    assert reciprocal_rank(page, {"d2": 1, "d5": 1}) == pytest.approx(1 / 3)
    assert reciprocal_rank(page, {"d0": 0, "d3": 1}) == pytest.approx(1 / 4)
    assert reciprocal_rank(page, {"d10": 1}) == 0


def test_a_better_answer_lower_down_costs_gain() -> None:
    assert discounted_gain(["a", "b"], {"a": 2, "b": 1}) == pytest.approx(1)
    assert discounted_gain(["b", "a"], {"a": 2, "b": 1}) < 1
    assert discounted_gain(["c"], {"a": 2}) == 0


@pytest.mark.skipif(not SCRIPT.exists(), reason="the shared evaluation script is absent")
def test_the_measures_are_those_of_the_shared_script(tmp_path: Path) -> None:
    chance = random.Random(7)
    records = [f"d{n}" for n in range(40)]
    judged = {f"q{n}": {id: chance.randint(0, 3) for id in chance.sample(records, 12)} | {"d0": 1} for n in range(30)}
    pages = {query: chance.sample(records, chance.randint(0, 15)) for query in judged}
    qrels, run = tmp_path / "qrels", tmp_path / "run"
    qrels.write_text("".join(f"{q}\t0\t{d}\t{rel}\n" for q, own in judged.items() for d, rel in own.items()))
    run.write_text(
        "".join(f"{q} Q0 {d} {n} {100 - n} baosou\n" for q, page in pages.items() for n, d in enumerate(page, 1))
    )
    command = [sys.executable, str(SCRIPT), str(qrels), str(run), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)["all"]
    means = [sum(measure(pages[q], judged[q]) for q in judged) / 30 for measure in (reciprocal_rank, discounted_gain)]
    assert means == pytest.approx([theirs["MRR@10"], theirs["nDCG@10"]])


def test_a_set_is_indexed_and_asked(tmp_path: Path) -> None:
    records = [{"id": f"d{n}", "title": "", "text": f"渔港的第{n}盏灯"} for n in range(5)]
    lights = RetrievalSet("lights", records, {"q": "第3盏灯"}, {"q": {"d3": 1}})
    engine = open_engine(str(indexed(lights, tmp_path / "lights")))
    assert quality(engine, lights, "all") == quality(engine, lights, "any") == Quality(1.0, 1.0)
    engine.close()


@pytest.mark.skipif(bool(absent()), reason="the shared collections are absent")
def test_a_set_of_our_own_making_is_the_same_every_time_and_no_text_begins_with_what_it_is_asked_by() -> None:
    titles = titles_set()
    assert titles == titles_set()
    texts = {record["id"]: record["text"] for record in titles.records}
    asked = [(titles.queries[id], judged) for id, judged in titles.judged.items()]
    assert len(asked) == len(titles.queries) >= 900
    assert all(judged and judged.keys() <= texts.keys() for _, judged in asked)
    assert sum(any(texts[id].startswith(title) for id in judged) for title, judged in asked) < len(asked) / 50
