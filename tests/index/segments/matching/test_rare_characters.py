"""Traditional characters whose simplified form lies beyond the basic plane are found in both forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.index.adding import AddOptions
from baosou.index.api import add, open_engine
from baosou.index.query.tree import Phrase
from baosou.index.request import SearchRequest


@pytest.mark.parametrize("asked", ["沈馼", "沈𫘜", "𫘜"])
def test_a_name_with_a_rare_simplified_character_is_found_in_either_form(tmp_path: Path, asked: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "渔港来信", "text": "讲解员沈馼站在灯塔下。"}, ensure_ascii=False), "utf-8")
    add(str(tmp_path / "index"), [path], AddOptions(jobs=1))
    engine = open_engine(str(tmp_path / "index"))
    (hit,) = engine.search(SearchRequest(Phrase(asked))).hits
    snippet = hit.snippets[0]
    assert "沈馼" in snippet.text
    assert engine.article(hit.id).sections[0].blocks[0].text == "讲解员沈馼站在灯塔下。"
