"""The parts of the measurements that need no collection: queries, statistics, tables, mixing."""

from __future__ import annotations

import re
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.articles import Record, records_of, sampled, without_end, write_records
from tests.bench.measuring import Measured, MeasuringError, interleave, percentile, run
from tests.bench.peers.marked import marked
from tests.bench.queries import (
    KINDS,
    derive,
    is_word,
    plain,
    rare_words,
    read_queries,
    typed,
    with_warm_up,
    write_queries,
)
from tests.bench.tables import table, width

PLACES = ("城东", "河西", "南门", "北港", "石桥")
THINGS = ("菜场", "书店", "渡口", "车站", "学校", "水库")


def story(number: int) -> Record:
    place, thing = PLACES[number % 5], THINGS[number % 6]
    return {
        "id": f"s{number}",
        "title": f"{place}{thing}“今日”开放",
        "text": f"{place}{thing}早上开门\n居民前来参观\n第{number}批客人到达",
        "date": f"20{10 + number % 8}-05-01",
    }


STORIES = [story(number) for number in range(30)]


def cut(text: str) -> list[str]:
    return re.findall(r"[一-鿿]{1,2}|[^一-鿿]", text)


def test_queries_are_the_same_every_time_and_of_every_kind() -> None:
    """Two derivations from the same articles agree; another seed asks other queries."""
    rare = ["城东", "河西"]
    queries = derive(STORIES, 7, cut=cut, rare=rare)
    assert queries == derive(STORIES, 7, cut=cut, rare=rare)
    assert queries != derive(STORIES, 7, cut=cut, rare=rare, seed=1)
    assert {query.kind for query in queries} == set(KINDS)
    assert all(sum(query.kind == kind for query in queries) == 7 for kind in KINDS)


def test_queries_come_from_the_articles() -> None:
    """Every word of a query but a headline's stands in some title or text."""
    everything = "\n".join(record["title"] + record["text"] for record in STORIES)
    for query in derive(STORIES, 5, cut=cut):
        if query.kind not in ("headline, any word", "facets of all"):
            assert all(word in everything for word in query.words), query


def test_words_of_a_query_for_all_words_stand_in_one_title() -> None:
    """A query for all of several words has an answer."""
    for query in derive(STORIES, 20, cut=cut):
        if query.kind == "all of 2-3 words":
            assert any(all(word in record["title"] for word in query.words) for record in STORIES)


def test_a_query_is_typed_in_the_query_language() -> None:
    """Phrases are quoted, beginnings end with a star."""
    by_kind = {query.kind: query for query in derive(STORIES, 1, cut=cut)}
    phrase, beginning = by_kind["phrase"], by_kind["beginning of a word"]
    assert typed(phrase) == f'"{phrase.words[0]}"'
    assert typed(beginning) == f"{beginning.words[0]}*"
    assert typed(by_kind["three words"]) == " ".join(by_kind["three words"].words)


def test_a_character_that_is_an_operator_is_not_asked_for() -> None:
    """非 alone asks for the opposite of what follows, and nothing follows."""
    records = [{"id": "1", "title": "非凡参与", "text": "非凡"}]
    asked = {query.words for query in derive(records, 50, cut=cut) if query.kind == "one character"}
    assert asked == {("凡",), ("参",)}


def test_a_headline_loses_what_means_something_in_a_query() -> None:
    """Signs and operators would turn a headline into another question."""
    assert plain('【开市】"北港"(二) - 与 OR 渡口:明天*') == "开市 北港 二 渡口 明天"


@pytest.mark.parametrize(("text", "word"), [("渡口", True), ("口", False), ("2024", False), ("渡口A", False)])
def test_words_are_two_or_more_characters(text: str, word: bool) -> None:
    """Numbers, letters and single characters are asked for by other kinds of query, or by none."""
    assert is_word(text) is word


def test_rare_words_stand_somewhere_but_seldom() -> None:
    """What stands nowhere is no rare word, and what stands in every article neither."""
    assert rare_words(["第3批", "居民", "海啸"], STORIES) == ["第3批"]


def test_queries_that_warm_up_come_first(tmp_path: Path) -> None:
    """Some of each kind are marked, and marks survive the file."""
    queries = with_warm_up(derive(STORIES, 5, cut=cut), 2)
    warming = [query.warm_up for query in queries]
    assert warming == sorted(warming, reverse=True)
    assert sum(warming) == 2 * len({query.kind for query in queries})
    write_queries(queries, tmp_path / "q.jsonl")
    assert list(read_queries(tmp_path / "q.jsonl")) == queries


def test_an_archive_grows_by_articles_whose_sentences_are_dealt_anew() -> None:
    """The same sentences, titles and dates, each as often as before, but in other articles with ids of their own."""
    grown = list(islice(without_end(lambda: STORIES), 90))
    assert grown == list(islice(without_end(lambda: STORIES), 90))
    assert grown[:30] == STORIES
    assert len({record["id"] for record in grown}) == 90
    for copy in (grown[30:60], grown[60:]):
        for part in ("title", "date"):
            assert sorted(record[part] for record in copy) == sorted(record[part] for record in STORIES)
        assert sorted("".join(r["text"] for r in copy)) == sorted("".join(r["text"] for r in STORIES))
        assert [record["text"] for record in copy] != [record["text"] for record in STORIES]


def test_records_are_written_counted_and_sampled(tmp_path: Path) -> None:
    """The bytes counted are those of titles and texts."""
    written = write_records(islice(STORIES, 12), tmp_path / "few.jsonl")
    assert written.articles == 12
    assert written.text_bytes == sum(len((r["title"] + r["text"]).encode()) for r in STORIES[:12])
    assert list(records_of(written.path)) == STORIES[:12]
    few = sampled(written.path, 4, seed=3)
    assert few == sampled(written.path, 4, seed=3)
    assert [STORIES.index(record) for record in few] == sorted(STORIES.index(record) for record in few)


def test_percentiles_are_values_that_were_measured() -> None:
    """Nearest rank: no figure is made up between two others."""
    values = [float(value) for value in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1)) == (50, 95, 100)
    assert percentile([7.0], 0.95) == 7


def test_commands_take_turns_and_the_first_round_does_not_count() -> None:
    """Medians are over the rounds after the first."""
    turns: list[str] = []

    def slow_at_first(name: str) -> Measured:
        turns.append(name)
        return Measured(100.0 if turns.count(name) == 1 else float(turns.count(name)), 1.0)

    medians = interleave({name: lambda name=name: slow_at_first(name) for name in "ab"}, 3)  # type: ignore[misc]
    assert turns == list("abababab")
    assert medians["a"].wall == 3.0


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
def test_a_process_is_measured_with_its_children() -> None:
    """Processor time and memory of a child of the command count."""
    child = "x = bytearray(60_000_000); import time\nwhile time.process_time() < 0.4: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    for _ in range(100):
        measured = run([sys.executable, "-c", code], memory=True)
        assert measured.cpu > 0.25
        assert measured.largest > 60_000_000
        if measured.together > 60_000_000:
            break  # on a busy machine the child may come and go between two looks at it
    else:
        pytest.fail("no look at the memory of all processes met the child")


def test_a_command_that_fails_says_what_it_said() -> None:
    """A peer that breaks is no fast peer."""
    with pytest.raises(MeasuringError, match=r"(?s)exit code 3.*broken"):
        run([sys.executable, "-c", "import sys; print('broken', file=sys.stderr); sys.exit(3)"])
    run([sys.executable, "-c", "raise SystemExit(1)"], accepted=(0, 1))


def test_absent_collections_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is measured where there is nothing to measure with."""
    assert main([], collections=[tmp_path / "news.jsonl.gz"]) == 1
    assert str(tmp_path / "news.jsonl.gz") in capsys.readouterr().err


def test_tables_stand_in_columns() -> None:
    """Han characters take two columns of a terminal."""
    lines = table(("query", "ms"), [("渡口", "1.5"), ("beginning", "12")]).splitlines()
    assert lines == [
        "| query     |  ms |",
        "| --------- | --: |",
        "| 渡口      | 1.5 |",
        "| beginning |  12 |",
    ]
    assert len({width(line) for line in lines}) == 1


def test_snippets_of_peers_become_text_with_offsets() -> None:
    """What both engines' HTML marks is marked in the text without it."""
    assert marked('在<b class="match">渡口</b>与 &lt;<b>车站</b>') == ("在渡口与 <车站", [[1, 3], [6, 8]])
