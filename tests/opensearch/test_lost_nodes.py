"""A node is killed while documents are written and sought: what has a copy is all there, and what is lost is named."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from baosou.index.errors import IndexIncomplete
from baosou.index.opensearch_engine.bulk import operation
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from baosou.index.opensearch_engine.patience import Patience
from tests.opensearch.nodes import Nodes

# whole commands are held by test_archive_on_three_nodes, in half the time
pytestmark = pytest.mark.skipif(
    not os.environ.get("BAOSOU_WHOLE_CLUSTER"), reason="takes minutes: make cluster-test runs it"
)

COUNT = 3000
SETTINGS = {"number_of_shards": 3, "index.unassigned.node_left.delayed_timeout": "1s"}
ALL = {"query": {"match_all": {}}, "track_total_hits": True, "size": 0}


@pytest.fixture
def lost_and_back(three_nodes: Nodes) -> Iterator[Nodes]:
    """Three nodes of which a test may kill the third; afterwards all three are there again."""
    yield three_nodes
    three_nodes.start(3)
    three_nodes.wait(3, status="yellow")


def asking(nodes: Nodes, name: str, *, replicas: int, patience: Patience | None = None) -> Client:
    """A client of a new index with so many copies of each part."""
    client = Client(located(f"opensearch://{','.join(nodes.plan.hosts)}/{name}"), patience=patience)
    settings = {**SETTINGS, "number_of_replicas": replicas}
    client.request("PUT", f"/{name}-text", {"settings": settings}, params={"wait_for_active_shards": "all"})
    return client


def documents(name: str, *, killing: Nodes | None = None, at: int = COUNT // 2) -> Iterator[bytes]:
    """Documents with ids; before one of them, the third node is killed."""
    for number in range(COUNT):
        if number == at and killing is not None:
            killing.kill(3)
        yield operation("index", f"{name}-text", str(number), {"n": number, "text": "渔港的灯还亮着。" * 5})


def ids(client: Client, name: str) -> list[str]:
    client.request("POST", f"/{name}-text/_refresh")
    body = {"query": {"match_all": {}}, "size": COUNT + 100, "_source": False}
    return [hit["_id"] for hit in client.request("POST", f"/{name}-text/_search", body)["hits"]["hits"]]


def test_with_a_copy_nothing_is_lost_by_a_node_killed_while_documents_are_written(lost_and_back: Nodes) -> None:
    client = asking(lost_and_back, "渔汛", replicas=1)
    answer = client.bulk(documents("渔汛", killing=lost_and_back))
    assert (answer.done, answer.failures) == (COUNT, ())
    found = ids(client, "渔汛")
    assert sorted(found, key=int) == [str(number) for number in range(COUNT)]
    client.require_parts("渔汛-*")


def test_with_a_copy_every_answer_is_whole_while_a_node_is_killed(lost_and_back: Nodes) -> None:
    client = asking(lost_and_back, "潮讯", replicas=1)
    client.bulk(documents("潮讯"))
    client.request("POST", "/潮讯-text/_refresh")
    totals = []
    for number in range(60):
        if number == 20:
            lost_and_back.kill(3)
        totals.append(client.request("POST", "/潮讯-text/_search", ALL)["hits"]["total"]["value"])
        totals += [each["hits"]["total"]["value"] for each in client.msearch([ALL] * 5, index="潮讯-text")]
    assert set(totals) == {COUNT}


def test_without_a_copy_what_is_missing_is_named_and_comes_back_with_its_node(three_nodes: Nodes) -> None:
    client = asking(three_nodes, "孤讯", replicas=0, patience=Patience(homeless=2))
    with pytest.raises(IndexIncomplete, match=r"parts? [0-2, ]+ of the 3 of 孤讯-text is on no server"):
        client.bulk(documents("孤讯", killing=three_nodes))
    for ask in (
        lambda: client.request("POST", "/孤讯-text/_search", ALL),
        lambda: client.request("GET", "/孤讯-text/_count"),
        lambda: client.msearch([ALL, ALL], index="孤讯-text"),
        lambda: client.require_parts("孤讯-*"),
    ):
        with pytest.raises(IndexIncomplete, match=r"parts? [0-2, ]+ of the 3 of 孤讯-text is on no server"):
            ask()
    three_nodes.start(3)
    three_nodes.wait(3, status="yellow")
    assert client.bulk(documents("孤讯")).done == COUNT
    assert sorted(ids(client, "孤讯"), key=int) == [str(number) for number in range(COUNT)]
