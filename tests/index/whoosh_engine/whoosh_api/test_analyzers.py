"""The analyzer cuts as jieba does in search mode, drops no word, and works in any schema of Whoosh's."""

from __future__ import annotations

import pickle
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.analysis.filters import StopFilter
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser.default import QueryParser

from baosou.corpus.folding import fold_text
from baosou.index.whoosh_engine.whoosh_api.analyzers import ChineseAnalyzer, is_word

TEXT_OF_ALL = (
    "志愿者在霞湾渔港点亮了灯火，水很甜。“COVID-19”期间也有1280场服务；罗永康說：好！\n第2段：50％ ㎏ 𠮷野家😀"
)


def texts(value: str, **options: Any) -> list[str]:
    return [token.text for token in ChineseAnalyzer()(value, **options)]


def test_words_are_those_of_jiebas_search_mode_without_its_model() -> None:
    expected = [word for word in jieba.cut_for_search(fold_text(TEXT_OF_ALL), HMM=False) if is_word(word)]
    assert texts(TEXT_OF_ALL) == expected
    assert {"的", "水", "在", "罗", "永康", "covid", "19", "1280", "50", "kg", "𠮷", "😀"} - {"的"} <= set(expected)


@given(st.text(st.sampled_from([*"志愿者渔港水的罗永康，。“”（） aZ1９ｂ㎏\n", "𠮷", "說"]), max_size=30))
def test_every_letter_digit_and_ideograph_is_in_a_word(text: str) -> None:
    covered: set[int] = set()
    position = -1
    for token in ChineseAnalyzer()(text, positions=True, chars=True):
        assert fold_text(text[token.startchar : token.endchar]).strip() == token.text
        assert token.pos > position
        position = token.pos
        covered.update(range(token.startchar, token.endchar))
    assert {number for number, character in enumerate(text) if character.isalnum()} <= covered
    assert texts(text, mode="index") == texts(text, mode="query") == texts(text)


def test_it_does_as_whoosh_asks() -> None:
    assert texts("志*者", tokenize=False) == ["志*者"]
    assert texts("ＡＢ*說", tokenize=False) == ["ab*说"]
    plain = next(iter(ChineseAnalyzer()("渔港")))
    assert not hasattr(plain, "pos")
    assert not hasattr(plain, "startchar")
    found = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in ChineseAnalyzer()("渔港，灯塔", positions=True, chars=True, start_pos=5, start_char=100)
    ]
    assert found == [("渔港", 5, 100, 102), ("灯塔", 7, 103, 105)]
    kept = [vars(token)["original"] for token in ChineseAnalyzer()("漁港 ＡＢ", keeporiginal=True)]
    assert kept == ["漁港", "ＡＢ"]
    assert [token.mode for token in ChineseAnalyzer()("渔港", mode="query")] == ["query"]


def test_it_joins_filters_and_is_pickled_with_a_schema() -> None:
    short = ChineseAnalyzer() | StopFilter(stoplist=["的"], minsize=1)
    assert [token.text for token in short("渔港的灯塔")] == ["渔港", "灯塔"]
    copied = pickle.loads(pickle.dumps(ChineseAnalyzer()))
    assert copied == ChineseAnalyzer()
    assert [token.text for token in copied("渔港")] == ["渔港"]


def test_phrases_and_patterns_work_in_a_stock_index() -> None:
    index: Any = RamStorage().create_index(Schema(body=TEXT(analyzer=ChineseAnalyzer(), stored=True)))  # type: ignore[no-untyped-call]
    writer = index.writer()
    for text in ("苍南县的志愿者点亮灯火", "志愿者，苍南县来的", "水库里的水很甜"):
        writer.add_document(body=text)
    writer.commit()
    expected = {
        "志愿者点亮": 1,
        '"志愿者点亮"': 1,
        '"苍南县的志愿者"': 1,
        "志*者": 2,
        "水": 1,
        "苍南 志愿者": 2,
        "无": 0,
    }
    with index.searcher() as searcher:
        for text, count in expected.items():
            found = searcher.search(QueryParser("body", index.schema).parse(text))
            assert len(found) == count, text
        assert "<b" in searcher.search(QueryParser("body", index.schema).parse("水"))[0].highlights("body")


def test_words_on_both_sides_of_punctuation_are_no_neighbours() -> None:
    tokens = [(token.text, token.pos) for token in ChineseAnalyzer()("灯火。渔港 灯塔", positions=True)]
    gaps = [second[1] - first[1] for first, second in pairwise(tokens)]
    assert gaps == [2, 1]


@pytest.mark.parametrize("text", ["", " ", "，。", "\n", "\ud83d", "a" * 500])
def test_odd_texts_are_cut_too(text: str) -> None:
    assert all(is_word(word) for word in texts(text))


def test_it_leaves_no_file_and_needs_no_other_package_to_start(tmp_path: Path) -> None:
    script = (
        "from baosou.index.whoosh_engine.whoosh_api.analyzers import ChineseAnalyzer;"
        "print([t.text for t in ChineseAnalyzer()('渔港的灯火')]); import sys;"
        "print('rjieba' in sys.modules, 'jieba.analyse' in sys.modules)"
    )
    environment = {"TMPDIR": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True, timeout=60)
    assert done.stdout.decode().splitlines() == ["['渔港', '的', '灯火']", "False False"]
    assert list(tmp_path.iterdir()) == []
