"""Words of a cluster's list that a pattern or a fuzzy word stands for: all of them, or an error."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from baosou.index.errors import QueryError
from baosou.index.opensearch_engine.known_words import listed_words
from baosou.index.query.tree import Fuzzy, Wildcard
from baosou.index.segments.matching.expansion import MOST_WORDS


def told(steps: Generator[list[Any], Any, Any], words: list[str]) -> list[str]:
    """What the steps return when the list has these words for the one search that they ask for."""
    (search,) = next(steps)
    page = words[: search.body["size"]]
    try:
        steps.send([{"hits": {"hits": [{"_source": {"text": word}} for word in page]}}])
    except StopIteration as end:
        found: list[str] = end.value
        return found
    raise AssertionError("one search tells it")


def test_of_the_words_that_a_server_finds_those_stay_that_are_near() -> None:
    assert told(listed_words(Fuzzy("渔港", 1)), ["渔场", "渔港", "鱼塘"]) == ["渔场", "渔港"]
    assert told(listed_words(Wildcard("渔*港")), ["渔人港", "渔港"]) == ["渔人港", "渔港"]


@pytest.mark.parametrize("leaf", [Fuzzy("渔港", 1), Wildcard("渔*港")])
def test_a_list_that_goes_on_behind_its_page_is_an_error_even_if_few_of_the_page_are_near(
    leaf: Fuzzy | Wildcard,
) -> None:
    words = ["渔港", *(f"远{chr(0x4E00 + n)}方" for n in range(MOST_WORDS + 5))]
    with pytest.raises(QueryError, match="write more of it"):
        told(listed_words(leaf), words)
