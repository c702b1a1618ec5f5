"""Counts by period, occurrences, the text around them: the embedded engine finds what plain looks at texts find."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.index.adding import AddOptions, Progress
from baosou.index.api import backend_at
from baosou.index.backend import Backend
from baosou.index.concordances import ORDERS, Contexts, Drawn
from baosou.index.contexts.collocates import counted
from baosou.index.contexts.windows import reach_of, windows
from baosou.index.engine import Engine
from baosou.index.query.tree import And, Everything, Near, Not, Or, Phrase, Query, Value, Wildcard
from baosou.index.request import Filter, SearchRequest
from baosou.index.timelines import PERIODS
from tests.index.memory_engine import MemoryBackend

ONE = AddOptions(jobs=1)

WORDS = (
    "渔港",
    "渔",
    "港",
    "灯火",
    "潮汐",
    "志愿者",
    "苍南县",
    "老船长",
    "，",
    "。",
    "\n",
    "“",
    "”",
    "哈",
    "哈哈",
    "2024年",
)
ODD = ("𠮷", "㎏", "蒼南縣", "GDP", "\u200b", "①", "😀", " ")
TEXTS = st.lists(st.sampled_from(WORDS + ODD), min_size=1, max_size=40).map("".join)
LONG = st.builds(
    lambda text, times: f"{text}。{'海岸线上的风很大，船都回来了。' * times}\n{text}", TEXTS, st.integers(0, 90)
)
DATES = st.sampled_from((None, "2019", "2020-02", "2020-02-29", "2022-12-31", "2022-12", "2023-01-01"))
RECORDS = st.fixed_dictionaries(
    {"text": TEXTS | LONG, "title": TEXTS.map(lambda text: "".join(text.split())) | st.none(), "date": DATES},
    optional={"authors": st.sampled_from((["林一帆"], ["港"])), "column": st.sampled_from(("要闻", "副刊"))},
)
FILES = st.lists(st.lists(RECORDS, min_size=1, max_size=4), min_size=1, max_size=4)
LEAVES: st.SearchStrategy[Query] = st.sampled_from(
    (
        Phrase("渔港"),
        Phrase("渔"),
        Phrase("港", "title"),
        Phrase("哈哈"),
        Phrase("渔港，灯"),
        Phrase("苍南县", whole=True),
        Phrase("2024年", whole=True),
        Phrase("gdp", whole=True),
        Phrase("㎏"),
        Phrase("𠮷"),
        Phrase("“渔"),
        Wildcard("老船*"),
        Wildcard("苍?县"),
        Near(("渔", "灯火"), 3),
        Near(("渔", "港", "潮汐"), 4),
        Near(("哈", "哈"), 2, "body"),
    )
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=2, max_size=3).flatmap(
        lambda each: st.sampled_from((And(tuple(each)), Or(tuple(each)), And((each[0], Not(each[1])))))
    ),
    max_leaves=4,
)
REQUESTS = st.builds(
    lambda query, filters, since, until: SearchRequest(query, filters=filters, since=since, until=until, by="article"),
    QUERIES | st.builds(lambda query: Or((query, Value("column", "要闻"))), QUERIES),
    st.sampled_from(((), (Filter("column", ("要闻",)),), (Filter("date", ("2020-02",), negated=True),))),
    st.sampled_from((None, "2020", "2020-02-15")),
    st.sampled_from((None, "2022-12")),
)


@contextmanager
def both_engines(files: Sequence[Sequence[dict[str, Any]]], gone: int) -> Iterator[tuple[Engine, Engine]]:
    """The memory engine and the embedded one over the same files, one segment each; one is removed, one changed."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pages"
        folder.mkdir()
        backends: tuple[Backend, Backend] = (MemoryBackend("memory://a"), backend_at(str(Path(scratch) / "index")))
        paths = [folder / f"{number:02}.jsonl" for number in range(len(files))]
        for path, records in zip(paths, files, strict=True):
            write(path, records)
            for backend in backends:
                backend.add([path], ONE, records=None, progress=told)
        if len(files) > 1:
            write(paths[gone % len(files)], files[0])
            for backend in backends:
                backend.add([paths[gone % len(files)]], ONE, records=None, progress=told)
                backend.remove([paths[(gone + 1) % len(files)]], wait=0.0, dry_run=False)
        opened = backends[0].open(), backends[1].open()
        try:
            yield opened
        finally:
            opened[1].close()


def told(_: Progress) -> None:
    """Nobody listens."""


def write(path: Path, records: Sequence[dict[str, Any]]) -> None:
    """Records as a file; of each file one may be without a title, for the memory engine tells articles by theirs."""
    titled = [
        {**each, "title": f"{each['title'] or ''}第{number}篇" if number else each["title"]}
        for number, each in enumerate(records)
    ]
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in titled), "utf-8")


@settings(max_examples=60)
@given(files=FILES, gone=st.integers(0, 9), request=REQUESTS)
def test_periods_count_what_a_plain_look_at_all_articles_counts(
    files: list[list[dict[str, Any]]], gone: int, request: SearchRequest
) -> None:
    with both_engines(files, gone) as (plain, embedded):
        for by in PERIODS:
            assert embedded.period_counts(request, by) == plain.period_counts(request, by)
            counts = embedded.period_counts(request, by)
            assert sum(each.articles for each in counts.counts) + counts.undated == embedded.search(request).total


@settings(max_examples=80)
@given(files=FILES, gone=st.integers(0, 9), request=REQUESTS, data=st.data())
def test_occurrences_are_those_of_a_plain_look_in_every_order_with_their_contexts_and_places(
    files: list[list[dict[str, Any]]], gone: int, request: SearchRequest, data: st.DataObject
) -> None:
    with both_engines(files, gone) as (plain, embedded):
        for sort in ORDERS:
            wanted = Contexts(
                Drawn(data.draw(st.sampled_from((None, 3, 1000))), data.draw(st.integers(0, 3))),
                sort,
                data.draw(st.sampled_from((1, 10, 10_000))),
                data.draw(st.sampled_from((0, 1, 7, 60))),
                data.draw(st.sampled_from((0, 3, 40))),
            )
            expected, found = plain.contexts(request, wanted), embedded.contexts(request, wanted)
            assert (found.total, found.articles, found.drawn) == (expected.total, expected.articles, expected.drawn)
            assert list(found.lines) == list(expected.lines)
            assert list(found.lines) == list(found.lines)


@settings(max_examples=40)
@given(files=FILES, gone=st.integers(0, 9), request=REQUESTS, size=st.integers(1, 5), least=st.integers(1, 2))
def test_the_words_near_occurrences_are_counted_as_in_whole_texts(
    files: list[list[dict[str, Any]]], gone: int, request: SearchRequest, size: int, least: int
) -> None:
    with both_engines(files, gone) as (plain, embedded):
        found = []
        for engine in (plain, embedded):
            around = engine.surroundings(request, reach=reach_of(size), drawn=Drawn())
            sought = {each.text[start:end] for each in around.stretches for start, end in each.places}
            counts = counted(windows(around.stretches, size), sought=sought, least=least, characters=1)
            in_all = engine.frequencies(list(counts.words))
            for (word, near), count in zip(counts.words.items(), in_all, strict=True):
                assert least <= near.all == near.left + near.right, word
                assert near.all <= count, word
            everywhere = dict(zip(counts.words, in_all, strict=True))
            found.append((around.total, around.articles, around.characters, counts, everywhere))
        assert found[0] == found[1]


@settings(max_examples=30)
@given(files=FILES, gone=st.integers(0, 9))
def test_all_characters_of_an_archive_are_counted(files: list[list[dict[str, Any]]], gone: int) -> None:
    with both_engines(files, gone) as (plain, embedded):
        assert embedded.status().characters == plain.status().characters
        everything = SearchRequest(Everything())
        assert embedded.contexts(everything, Contexts()).total == 0
