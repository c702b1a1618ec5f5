"""How the tests count work, and that none of them looks at a clock."""

from __future__ import annotations

import ast
from itertools import islice
from pathlib import Path

import pytest

from tests.work import growth, no_longer_than, steps, wait_until

TESTS = Path(__file__).parent


def first_of_each(words: list[str]) -> list[str]:
    """Takes the square of their number: the list is gone through for each."""
    return [word for number, word in enumerate(words) if all(each != word for each in islice(words, number))]


def towns(number: int) -> list[str]:
    return [f"石浦镇第{n}村" for n in range(number)]


def test_a_square_is_told_from_a_proportion() -> None:
    assert growth(lambda n: first_of_each(towns(n)), 50, 4) > 12
    assert growth(lambda n: list(dict.fromkeys(towns(n))), 50, 4) < 4.5


def test_the_same_work_is_as_many_steps_again() -> None:
    assert steps(lambda: first_of_each(towns(30))) == steps(lambda: first_of_each(towns(30))) > 400


def test_what_hangs_is_ended() -> None:
    with pytest.raises(AssertionError, match="it hangs"), no_longer_than(0.01):
        wait_until(lambda: False)


def test_no_test_looks_at_a_clock() -> None:
    """What a test bounds are steps, or how often something is tried; `tests/work.py` has the ways to."""
    looking = [
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(each.name in ("time", "timeit") for each in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in ("time", "timeit"))
    ]
    assert looking == []
