"""Questions that are asked together need no more round trips than the longest of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from baosou.index import api, open_index
from baosou.index.adding import AddOptions
from baosou.index.errors import QueryError, ServerError
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.client import Client, Params
from baosou.index.opensearch_engine.engine import OpenSearchEngine
from baosou.index.opensearch_engine.gathering import AT_ONCE, Gathering
from baosou.index.opensearch_engine.location import located
from baosou.index.query.tree import Phrase
from baosou.index.request import SearchRequest

TITLES = ("霞关渔港开市", "海月社区晒书", "鳌江镇修桥", "台风夜转移船员", "带鱼上岸", "渔民晒网")


class Counted(Client):
    """Counts the requests that are sent, and answers each search with its own body."""

    requests = 0

    def msearch(
        self,
        bodies: Sequence[Mapping[str, Any]],
        *,
        index: str | None = None,
        header: Mapping[str, Any] | None = None,
        params: Params | None = None,
        seconds: float | None = None,
    ) -> list[dict[str, Any]]:
        Counted.requests += 1
        if any("wrong" in body for body in bodies):
            raise ServerError("no such thing", status=400)
        return [dict(body) for body in bodies]


class Together(Gathering, Counted):
    """A client that gathers over one that counts."""


def asked(client: Together, number: int, rounds: int) -> list[int]:
    """A question of so many rounds, each of which depends on the one before."""
    found = [number]
    for _ in range(rounds):
        (answer,) = client.msearch([{"number": found[-1] + 1}], index="papers")
        found.append(answer["number"])
    return found


def test_as_many_round_trips_as_the_longest_question() -> None:
    client = Together(located("opensearch://127.0.0.1:1/papers"))
    before = Counted.requests
    found = list(client.each([partial(asked, client, 10 * n, n % 5) for n in range(AT_ONCE)]))
    assert found == [list(range(10 * n, 10 * n + n % 5 + 1)) for n in range(AT_ONCE)]
    assert Counted.requests - before == 4


def test_a_question_that_is_refused_spoils_no_other() -> None:
    client = Together(located("opensearch://127.0.0.1:1/papers"))

    def wrong() -> str:
        with pytest.raises(ServerError, match="no such thing"):
            client.msearch([{"wrong": 1}], index="papers")
        return "told"

    questions: list[Callable[[], object]] = [wrong, partial(asked, client, 1, 2), wrong]
    assert list(client.each(questions)) == ["told", [1, 2, 3], "told"]


def test_an_error_of_a_question_is_raised_in_its_place() -> None:
    client = Together(located("opensearch://127.0.0.1:1/papers"))

    def fails() -> None:
        raise QueryError("nothing to search for")

    questions: list[Callable[[], object]] = [partial(asked, client, 1, 3), fails]
    answers = client.each(questions)
    with pytest.raises(QueryError):
        list(answers)


def test_a_batch_is_answered_as_its_queries_are(tmp_path: Path, cluster_location: str) -> None:
    page = tmp_path / "a.jsonl"
    lines = [{"title": title, "text": f"{title}，{TITLES[n - 1]}。" * (n + 1)} for n, title in enumerate(TITLES)]
    page.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines), "utf-8")
    api.add(cluster_location, [page], AddOptions(jobs=1))
    queries = [*TITLES, "渔*", "((", "海月 社区", "带鱼 OR 晒网", "鳌江镇~1", "没有的话"] * 2
    with open_index(cluster_location) as index:
        together = [(each.answer and each.answer.results, str(each.error)) for each in index.batch(queries)]
        alone = [(each.answer and each.answer.results, str(each.error)) for q in queries for each in index.batch([q])]
    assert together == alone
    assert sum(found is not None and found.total > 0 for found, _ in together) > len(TITLES)


def test_an_engine_of_one_question_after_another_needs_no_threads(tmp_path: Path, cluster_location: str) -> None:
    page = tmp_path / "a.jsonl"
    page.write_text('{"title": "渔港", "text": "开市。"}\n', "utf-8")
    api.add(cluster_location, [page], AddOptions(jobs=1))
    engine = OpenSearchEngine(Archive(Client(located(cluster_location))))
    request = SearchRequest(Phrase("渔港"))
    assert [found.total for found in engine.each([partial(engine.search, request)] * 3)] == [1, 1, 1]
    engine.close()
