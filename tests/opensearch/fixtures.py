"""Real nodes for tests: one for the whole session, three for a module that kills them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.opensearch.distribution import Unavailable
from tests.opensearch.nodes import Nodes, running

DEMANDED = "BAOSOU_NEEDS_CLUSTER"
"""Set where a missing node is a failure: `.ci/run` and `make cluster-test` must not pass for want of what they test."""

_numbers = count(1)


def start(folder: pytest.TempPathFactory, nodes: int, heap: str) -> Iterator[Nodes]:
    """Nodes for as long as a fixture stands, or a skip with the plain reason."""
    try:
        with running(folder.mktemp("nodes"), nodes, heap=heap) as started:
            yield started
    except Unavailable as reason:
        if os.environ.get(DEMANDED):
            raise
        pytest.skip(f"no OpenSearch here: {reason}")


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """One node of OpenSearch, started when the first test asks for it."""
    yield from start(tmp_path_factory, 1, "400m")


@pytest.fixture(scope="module")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes that a module may kill, as long as it starts them again."""
    yield from start(tmp_path_factory, 3, "300m")


@contextmanager
def archive_name(node: Nodes) -> Iterator[str]:
    """The location of an index that is not there yet, on a node; what becomes of it is removed."""
    name = f"渔讯{next(_numbers)}"
    yield f"opensearch://{node.plan.hosts[0]}/{name}"
    urlopen(Request(f"http://{node.plan.hosts[0]}/{quote(name)}-*", method="DELETE"), timeout=60).close()


@pytest.fixture
def cluster_locations(node: Nodes) -> Iterator[Callable[[], str]]:
    """Gives locations of indexes that are not there yet, on the session's node."""
    with ExitStack() as names:
        yield lambda: names.enter_context(archive_name(node))


@pytest.fixture
def cluster_location(cluster_locations: Callable[[], str]) -> str:
    """The location of an index that is not there yet."""
    return cluster_locations()
