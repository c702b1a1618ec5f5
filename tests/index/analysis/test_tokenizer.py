"""Both cutters give jieba's own words; the light one reads no more of the dictionary than a text needs."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from pkgutil import get_data
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.errors import BaosouError
from baosou.corpus.folding import fold_text
from baosou.index.analysis import dictionary as jieba_dictionary
from baosou.index.analysis import tokenizer as cutting
from baosou.index.analysis.analyzer import analyze, plain_words
from baosou.index.analysis.dictionary import JiebaDictionary
from baosou.index.analysis.generate.dictionary import block_text, blocks, dictionary, read_words, source
from baosou.index.analysis.tokenizer import BulkCutter, Cutter, LightCutter, bulk_cutter, cutter_for, light_cutter

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "corpus" / "samples"
ARCHIVES = ROOT.parent / "shared" / "data"

PIECES = [
    *"苍南县志愿者服务鳌江的一二〇年月日，。“”《》、 \t\r\n",
    *["中华人民共和国", "人大代表", "幸福小站", "乡村振兴", "信用社", "中国科学院"],
    *["COVID-19", "3.5%", "B超", "c++", "AT&T", "２０２４", "ＡＢ", "www.example.com", "-", "...", "_"],
    *["𠮷", "𰻞", "\U0001f600", "é", "é", "蒼縣", "㎏", "\u3000", "\ufeff", "\x00", "龥", "\u9fd5", "\u9fd6"],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=40)


@cache
def stock() -> Any:
    """jieba's Tokenizer as it comes, its dictionary read whole from its own file."""
    jieba = importlib.import_module("jieba")
    tokenizer = jieba.Tokenizer()
    with source().open("rb") as lines:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(lines)
    tokenizer.initialized = True
    return tokenizer


def cuts_like_jieba(cutter: Cutter, text: str) -> None:
    assert cutter.search(text) == list(stock().cut_for_search(text, HMM=False))
    assert cutter.plain(text) == list(stock().cut(text, HMM=False))
    assert cutter.tokenize(text) == list(stock().tokenize(text, mode="search", HMM=False))


def python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment
    )


# The dictionary


def test_the_dictionary_is_that_of_the_installed_jieba() -> None:
    shipped = jieba_dictionary.jieba_dictionary()
    shipped.learn_all()
    assert shipped.frequencies == stock().FREQ
    assert shipped.total == stock().total


def test_building_the_dictionary_again_gives_the_same_file() -> None:
    with source().open("rb") as lines:
        words, total = read_words(lines)
    texts = [block_text(block, words) for block in blocks(words)]
    with gzip.open(ROOT / "index" / "analysis" / jieba_dictionary.DICTIONARY, "rt", encoding="utf-8") as file:
        directory, shipped = list(islice(file, 3)), file.read()
    assert shipped == "".join(texts)
    assert directory[0] == f"{total}\n"
    assert len(directory[1]) == len(texts) + 1


def test_a_short_text_reads_little_of_the_dictionary() -> None:
    shipped = jieba_dictionary.jieba_dictionary()
    assert not shipped.frequencies
    shipped.learn("苍南县的志愿者")
    assert shipped.frequencies["志愿者"] > 0
    assert len(shipped.frequencies) < 500 < len(stock().FREQ)


def test_what_is_kept_of_pairs_that_begin_no_word_is_bounded() -> None:
    shipped = get_data("baosou.index.analysis", jieba_dictionary.DICTIONARY)
    assert shipped is not None
    fresh = LightCutter(dictionary=JiebaDictionary(shipped, most_absent=3))
    for text in ("苍南县的志愿者在霞关渔港", "的的的县者志港", "霞关渔港的苍南县志愿者"):
        cuts_like_jieba(fresh, text)
        assert len(fresh._dictionary._absent) <= 3


def test_words_and_their_beginnings_are_counted_as_jieba_counts_them() -> None:
    lines = ["霞关渔港 7 ns", "霞关 20 ns", "渔港 5 n", "霞关 21 ns", "海塘路口 3 n", "𠮷野家 2 nz"]
    words, total = read_words(f"{line}\n".encode() for line in lines)
    made = JiebaDictionary(dictionary(words, total))
    made.learn_all()
    assert made.total == 58
    beginnings = ["霞", "霞关渔", "渔", "海", "海塘", "海塘路", "𠮷", "𠮷野"]
    assert made.frequencies == words | dict.fromkeys(beginnings, 0)
    assert words == {"霞关渔港": 7, "霞关": 21, "渔港": 5, "海塘路口": 3, "𠮷野家": 2}


@given(st.dictionaries(st.text("甲乙丙丁戊abz𠮷", min_size=1, max_size=4), st.integers(0, 10**9), max_size=300))
@settings(max_examples=50)
def test_any_words_come_back_with_their_frequencies(words: dict[str, int]) -> None:
    made = JiebaDictionary(dictionary(words, sum(words.values())))
    for word in words:
        made.learn(word)
        assert made.frequencies[word] == words[word]
    assert {word for word in made.frequencies if word not in words} == {
        word[:end] for word in words for end in range(1, len(word)) if word[:end] not in words
    }


@pytest.mark.parametrize("content", [None, b"", b"no dictionary", gzip.compress(b"1\n")])
def test_a_damaged_installation_is_told_in_one_line(content: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jieba_dictionary, "get_data", lambda package, name: content)
    with pytest.raises(BaosouError, match=r"^baosou's own file jieba_dictionary\.txt\.gz is missing or damaged; .*$"):
        jieba_dictionary.jieba_dictionary()


def test_a_missing_dictionary_is_told_in_one_line() -> None:
    with pytest.raises(BaosouError, match=r"^baosou's own file gone\.txt\.gz is missing .*; install baosou again$"):
        jieba_dictionary.jieba_dictionary("gone.txt.gz")


# The cutters


@settings(max_examples=300)
@given(TEXTS)
def test_both_cutters_cut_any_text_like_jieba(text: str) -> None:
    for cut in (text, fold_text(text)):
        cuts_like_jieba(light_cutter(), cut)
        cuts_like_jieba(bulk_cutter(), cut)


@settings(max_examples=20)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_what_was_cut_before_changes_nothing(texts: list[str]) -> None:
    fresh = LightCutter()
    for text in texts:
        assert fresh.search(text) == list(stock().cut_for_search(text, HMM=False))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\r\n",
        "的" * 3000,
        "中华人民共和国" * 200,
        "a" * 3000,
        "2024-05-01 " * 100,
        "，" * 500,
        "龘𠮷" * 200,
        "\ud800",
        "苍南县\udfff的志愿者",
    ],
    ids=ascii,
)
def test_odd_texts_are_cut_like_jieba_cuts_them(text: str) -> None:
    cuts_like_jieba(light_cutter(), text)
    cuts_like_jieba(bulk_cutter(), text)
    assert "".join(plain_words(text)) == text


def test_the_sample_pages_are_cut_like_jieba_cuts_them() -> None:
    texts = [fold_text(path.read_bytes().decode("utf-8", "replace")) for path in sorted(SAMPLES.rglob("*.txt"))[:8]]
    assert any(len(text) > 500 for text in texts)
    for text in texts:
        cuts_like_jieba(light_cutter(), text)
        cuts_like_jieba(bulk_cutter(), text)


def archive_texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, 400, 10):
            yield from (value for value in json.loads(line).values() if isinstance(value, str))


@pytest.mark.parametrize("name", ["xwlb", "laws", "tech_magazines", "bedtimenews"])
def test_archives_are_cut_like_jieba_cuts_them(name: str) -> None:
    path = ARCHIVES / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("the archives lie outside the checkout and are not there")
    texts = [text[:3000] for text in archive_texts(path)]
    assert sum(map(len, texts)) > 1000
    for text in texts:
        expected = list(stock().cut_for_search(text, HMM=False))
        assert light_cutter().search(text) == expected
        assert bulk_cutter().search(text) == expected


def test_a_short_text_is_cut_lightly_and_a_book_in_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light_cutter(), "cut_so_far", 0)
    assert cutter_for("苍南县的幸福小站提供哪些服务") is light_cutter()
    assert cutter_for("渔港的灯亮了。" * 1000) is bulk_cutter()


def test_who_cuts_very_many_short_texts_cuts_further_ones_in_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light_cutter(), "cut_so_far", 0)
    texts = [f"渔港第{number}天的灯火，志愿者点亮了苍南县的老街" for number in range(3000)]
    cutters = [cutter_for(text).plain(text) and cutter_for(text) for text in texts]
    assert cutters[0] is light_cutter()
    assert cutters[-1] is bulk_cutter()
    assert light_cutter().cut_so_far < sum(map(len, texts)) // 2


def test_without_the_rust_port_jieba_does_all_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "苍南县的志愿者在霞关渔港" * 200
    expected = analyze(text)
    monkeypatch.setitem(sys.modules, "rjieba", None)
    bulk_cutter.cache_clear()
    try:
        assert bulk_cutter() is light_cutter()
        assert analyze(text) == expected
    finally:
        bulk_cutter.cache_clear()


def test_the_rust_port_is_used_where_it_is_installed() -> None:
    pytest.importorskip("rjieba", reason="rjieba has no wheel for this Python")
    assert isinstance(bulk_cutter(), BulkCutter)


# What a process loads

QUERY = "from baosou.index.analysis.analyzer import plain_words; print(*plain_words('苍南县的幸福小站提供哪些服务'))"


def test_a_query_loads_neither_the_rust_port_nor_what_jieba_can_do_without() -> None:
    done = python(f"{QUERY}; import sys; print(*sys.modules)")
    words, modules = done.stdout.splitlines()
    assert words == "苍南县 的 幸福 小站 提供 哪些 服务"
    assert "jieba" in modules.split()
    assert not set(modules.split()) & {"rjieba", "pkg_resources", "jieba.finalseg.prob_emit", "jieba.analyse"}


def test_a_query_says_nothing_on_stderr_and_leaves_no_cache(tmp_path: Path) -> None:
    with patch.dict(os.environ, {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}):
        done = python(QUERY, "-W", "always")
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_jieba_still_has_its_model_for_whoever_else_uses_it() -> None:
    done = python(
        f"{QUERY}; import jieba, jieba.posseg\n"
        "assert 'pkg_resources' not in __import__('sys').modules\n"
        "print(jieba.finalseg.emit_P['B']['\\u4e00'] < 0, *jieba.finalseg.cut('王小明硕士'))"
    )
    assert done.stdout.splitlines()[-1].startswith("True 王小明 硕士"), done.stderr


def test_a_jieba_that_was_imported_before_is_used_as_it_is() -> None:
    done = python(
        f"import jieba; before = jieba\n{QUERY}\nassert jieba is before is __import__('sys').modules['jieba']"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "苍南县 的 幸福 小站 提供 哪些 服务\n"


def test_threads_that_cut_at_once_from_the_start_get_the_same_words() -> None:
    done = python(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from baosou.index.analysis.analyzer import plain_words\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(*{' '.join(words) for words in pool.map(plain_words, ['苍南县的幸福小站'] * 64)}, sep='; ')"
    )
    assert done.stdout == "苍南县 的 幸福 小站\n", done.stderr


def test_pkg_resources_can_be_imported_after_jieba_was() -> None:
    modules = dict(sys.modules)
    with cutting._instead("json", None), pytest.raises(ImportError):
        importlib.import_module("json")
    assert sys.modules["json"] is modules["json"]
