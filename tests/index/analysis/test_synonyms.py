"""What a query's words also stand for because the user says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.adding import AddOptions
from baosou.index.analysis.synonyms import MOST, SynonymRule, alternatives, read_synonyms
from baosou.index.analysis.tokenizer import cutter_for
from baosou.index.analysis.vocabulary import Expansion, PlainVocabulary
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, change_words, open_engine
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.query.parser import parse, render
from baosou.index.understanding.rewrite import Mode, understand


def test_a_line_is_a_rule() -> None:
    rules, mistakes = read_synonyms(
        "# 称呼\n轻轨, 地铁，捷运\n快艇 => 船、舰 # 单向\n"
        "机器学习，Machine  Learning\n\n孤单\na => \n=> b\na => b => c\n。，！\n"
    )
    assert rules == [
        SynonymRule(("轻轨", "地铁", "捷运")),
        SynonymRule(("快艇",), ("船", "舰")),
        SynonymRule(("机器学习", "machine learning")),
    ]
    assert [mistake.line for mistake in mistakes] == [6, 7, 8, 9, 10]


def test_equal_words_stand_for_one_another_and_others_one_way() -> None:
    standing = alternatives(read_synonyms("轻轨,地铁\n快艇 => 船\n地铁,捷运\n")[0])
    assert standing == {"轻轨": ("地铁",), "地铁": ("轻轨", "捷运"), "捷运": ("地铁",), "快艇": ("船",)}


def test_a_word_stands_for_a_bounded_number_of_others() -> None:
    rules, _ = read_synonyms(",".join(f"词{number}号" for number in range(50)))
    assert {len(others) for others in alternatives(rules).values()} == {MOST}


class Thesaurus(PlainVocabulary):
    """jieba's dictionary with synonyms."""

    def __init__(self, lines: str) -> None:
        self._standing = alternatives(read_synonyms(lines)[0])

    def expansions(self, text: str) -> list[Expansion]:
        places = [(key, at) for key in self._standing for at in range(len(text)) if text.startswith(key, at)]
        return [Expansion(at, at + len(key), self._standing[key]) for key, at in places]


LINES = "轻轨,地铁\n乡村振兴,新农村建设\n快艇 => 船\nmachine learning,机器学习\n渔港 => 港湾\n电 => 电力\n"


def meant(typed: str, mode: Mode = "all", *, expand: bool = True) -> str:
    return render(understand(parse(typed), mode, vocabulary=Thesaurus(LINES), expand=expand))


@pytest.mark.parametrize(
    ("typed", "everything"),
    [
        ("轻轨", "轻轨 OR 地铁^0.8"),
        ("輕軌", "轻轨 OR 地铁^0.8"),
        ("轻轨的乘客", "(轻轨 OR 地铁^0.8) AND 乘客"),
        ("轻轨 乘客", "(轻轨 OR 地铁^0.8) AND 乘客"),
        ("轻轨 OR 公交", "轻轨 OR 地铁^0.8 OR 公交"),
        ("轻轨^2", "(轻轨 OR 地铁^0.8)^2"),
        ("title:轻轨", "title:轻轨 OR title:地铁^0.8"),
        ("乡村振兴战略", "(乡村 AND 振兴 OR 新农村建设^0.8) AND 战略"),
        ("快艇 船", "(快艇 OR 船^0.8) AND 船"),
        ("machine learning 课堂", "(machine AND learning OR 机器学习^0.8) AND 课堂"),
        ("课堂 Machine Learning", "课堂 AND (machine AND learning OR 机器学习^0.8)"),
        ("机器学习", '机器 AND 学习 OR "machine learning"^0.8'),
        # what is typed between quotation marks, with an operator for edges, or to be left out, is meant as it stands
        ('"轻轨"', '"轻轨"'),
        ("轻轨~1", "轻轨~1"),
        ("轻轨*", "轻轨*"),
        ("乘客 -轻轨", "乘客 AND NOT 轻轨"),
        ("machine OR learning", "machine OR learning"),
        ("machine title:learning", "machine AND title:learning"),
        # a part of a longer word is not that word
        ("渔港礁志愿者", "渔港 AND 礁 AND 志愿者"),
        ("电影", "电影"),
        ("轻轨路", "轻轨路"),
    ],
)
def test_a_word_that_has_synonyms_also_stands_for_them(typed: str, everything: str) -> None:
    assert meant(typed) == everything
    assert "^0.8" not in meant(typed, expand=False)


def test_in_any_mode_synonyms_are_more_alternatives() -> None:
    assert meant("轻轨 乘客", "any") == "轻轨 OR 地铁^0.8 OR 乘客"
    assert meant("乡村振兴 乘客", "any") == "乡村 OR 振兴 OR 新农村建设^0.8 OR 乘客"


@given(st.text(alphabet='轻轨地铁乡村振兴的快艇渔港镇电 -()"^~*1a', max_size=14))
def test_nothing_is_lost_to_a_synonym(typed: str) -> None:
    """What a query means with synonyms is what it means without, with more beside it; no string is an accident."""
    try:
        without = meant(typed, expand=False)
    except QueryError:
        with pytest.raises(QueryError):
            meant(typed)
    else:
        assert len(meant(typed)) >= len(without)


# In an index

RECORDS = [
    {"title": "早班", "text": "轻轨早班车坐满了人，轻轨司机说天亮得早。"},
    {"title": "末班", "text": "地铁末班车上只有三个人。"},
    {"title": "站口", "text": "公交站口卖热豆浆的人换了新车。"},
    *({"title": f"轻轨第{number}站", "text": "轻轨通车，站名由居民来取。"} for number in range(6)),
]


@pytest.fixture
def index(tmp_path: Path) -> Callable[..., str]:
    """Makes or updates an index of the records; `synonyms` are the lines of a file of them."""
    records = tmp_path / "records.jsonl"
    records.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS), encoding="utf-8")
    location = str(tmp_path / "index")

    def make(synonyms: str | None = None) -> str:
        file = None
        if synonyms is not None:
            file = tmp_path / "synonyms.txt"
            file.write_text(synonyms, encoding="utf-8")
        add(location, [records], AddOptions(jobs=1, synonyms=file))
        return location

    return make


def titles(engine: Engine, text: str, **how: Any) -> list[str | None]:
    return [hit.title for hit in ask(engine, Question(text, strict=True, **how)).results.hits]


def test_a_synonym_is_found_and_marked_and_ranks_below_what_was_typed(index: Callable[..., str]) -> None:
    engine = open_engine(index("轻轨,地铁"))
    found = ask(engine, Question("轻轨"))
    assert found.interpreted == "轻轨 OR 地铁^0.8"
    # the rare synonym would weigh more than the frequent word
    assert [hit.title for hit in found.results.hits][-1] == "末班"
    assert found.results.total == 8
    marked = {s.text[a:b] for hit in found.results.hits for s in hit.snippets for a, b in s.highlights}
    assert marked == {"轻轨", "地铁"}
    assert titles(engine, "轻轨", synonyms=False) == titles(engine, '"轻轨"')
    assert titles(engine, "地铁", mode="literal") == ["末班"]


def test_new_synonyms_take_the_place_of_the_old_and_an_empty_file_clears_them(index: Callable[..., str]) -> None:
    location = index("轻轨,地铁")
    analysis = open_engine(location).status().analysis
    assert titles(open_engine(index("豆浆 => 早班")), "豆浆") == ["站口", "早班"]
    assert open_engine(location).status().analysis != analysis
    assert titles(open_engine(index()), "豆浆") == ["站口", "早班"]
    assert titles(open_engine(index("# 没有了\n")), "豆浆") == ["站口"]
    assert "+words" not in open_engine(location).status().analysis


def test_words_and_synonyms_do_not_push_each_other_out(index: Callable[..., str]) -> None:
    location = index("轻轨,地铁")
    change_words(location, ["早班车"])
    vocabulary = open_engine(location).vocabulary
    assert [str(rule) for rule in vocabulary.synonyms()] == ["轻轨, 地铁"]
    index("轻轨,捷运")
    vocabulary = open_engine(location).vocabulary
    assert [word.text for word in vocabulary.user_words()] == ["早班车"]
    assert [str(rule) for rule in vocabulary.synonyms()] == ["轻轨, 捷运"]


def test_the_same_synonyms_again_change_nothing(index: Callable[..., str]) -> None:
    location = index("轻轨,地铁")
    before = sorted(path.name for path in Path(location).iterdir())
    index("轻轨,地铁\n")
    assert sorted(path.name for path in Path(location).iterdir()) == before


def test_the_plain_vocabulary_knows_nothing_more() -> None:
    plain = PlainVocabulary()
    assert plain.cutter("轻轨") is cutter_for("轻轨")
    assert (plain.has_name("轻轨"), list(plain.expansions("轻轨")), plain.own_words("轻轨")) == (False, [], frozenset())
