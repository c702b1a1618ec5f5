"""Records that bring ever other keys: an index has so many columns and no more, and nothing of a record is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import check, open_engine
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.reports import AddSummary
from baosou.index.request import FacetRequest, Filter
from baosou.index.segments.writing.sizes import USUAL, Sizes
from baosou.index.whoosh_engine.backend import WhooshBackend

FEW = Sizes(most_keys=3)
"""As if three keys were many: those of a thousand more records would say no more."""


def added(tmp_path: Path, name: str, keys: Iterable[str], sizes: Sizes = FEW) -> AddSummary:
    lines = [
        {"text": f"渔港第{n}盏灯亮着。", "author": "林一帆", "体裁": "消息", key: [f"{key}之一", f"{key}之二"]}
        for n, key in enumerate(keys)
    ]
    path = tmp_path / name
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return WhooshBackend(tmp_path / "index", sizes).add([path], AddOptions(jobs=1))


def extras(engine: Engine) -> list[dict[str, tuple[str, ...]]]:
    hits = ask(engine, Question("渔港", limit=50, sort="source")).results.hits
    return [dict(engine.article(hit.id).extra) for hit in hits]


def own_fields(engine: Engine) -> list[str]:
    return [name for name in engine.fields() if name > "\u3400"]


def test_keys_beyond_the_first_are_kept_with_their_records_and_are_no_facets(tmp_path: Path) -> None:
    summary = added(tmp_path, "a.jsonl", ["甲", "乙", "丙", "丁", "甲"])
    (warning,) = summary.warnings
    assert "丙, 丁 are kept with their articles" in warning.reason
    engine = open_engine(str(tmp_path / "index"))
    assert own_fields(engine) == ["乙", "体裁", "甲"]
    found = ask(engine, Question("渔港", facets=(FacetRequest("甲"),), filters=(Filter("体裁", ("消息",)),)))
    assert [(each.value, each.count) for each in found.results.facets["甲"]] == [("甲之一", 2), ("甲之二", 2)]
    for key, extra in zip(["甲", "乙", "丙", "丁", "甲"], extras(engine), strict=True):
        assert extra == {"体裁": ("消息",), key: (f"{key}之一", f"{key}之二")}
    with pytest.raises(QueryError, match="unknown field 丙"):
        ask(engine, Question("渔港", filters=(Filter("丙", ("丙之一",)),)))
    assert not check(str(tmp_path / "index")).findings


def test_what_many_files_bring_together_is_bounded_too(tmp_path: Path) -> None:
    assert not added(tmp_path, "a.jsonl", ["甲", "乙"]).warnings
    (warning,) = added(tmp_path, "b.jsonl", ["丙", "甲", "丁"]).warnings
    assert "丁, 丙 are kept" in warning.reason
    engine = open_engine(str(tmp_path / "index"))
    assert own_fields(engine) == ["乙", "体裁", "甲"]
    for key, extra in zip(["甲", "乙", "丙", "甲", "丁"], extras(engine), strict=True):
        assert extra == {"体裁": ("消息",), key: (f"{key}之一", f"{key}之二")}
    assert not check(str(tmp_path / "index")).findings


def test_a_key_that_one_file_has_no_room_for_is_counted_nowhere_rather_than_in_part(tmp_path: Path) -> None:
    added(tmp_path, "a.jsonl", ["丁", "丁"])
    added(tmp_path, "b.jsonl", ["甲", "乙", "丁"])
    engine = open_engine(str(tmp_path / "index"))
    assert own_fields(engine) == ["乙", "体裁", "甲"]
    assert sum("丁" in extra for extra in extras(engine)) == 3


def test_a_key_of_a_page_is_no_facet(tmp_path: Path) -> None:
    (warning,) = added(tmp_path, "a.jsonl", ["键" * 4_000_000, "甲"], USUAL).warnings
    assert len(warning.reason) < 200
    engine = open_engine(str(tmp_path / "index"))
    assert own_fields(engine) == ["体裁", "甲"]
    assert len(extras(engine)[0]) == 2


def test_a_message_names_no_thousand_fields(tmp_path: Path) -> None:
    added(tmp_path, "a.jsonl", [f"键{n}" for n in range(200)], USUAL)
    engine = open_engine(str(tmp_path / "index"))
    assert len(own_fields(engine)) == 201
    with pytest.raises(QueryError, match=r"fields are: place, .* and 171 more$"):
        ask(engine, Question("渔港", facets=(FacetRequest("没有"),)))
    with pytest.raises(QueryError, match=r"fields are: title .* and 176 more;"):
        ask(engine, Question("nosuch:渔港"))
