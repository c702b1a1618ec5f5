"""What an index knows of its text: every occurrence of every dictionary word, numbers and Latin words whole."""

from __future__ import annotations

import gzip
import importlib
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from baosou.corpus.characters import QUOTES, is_ideographic
from baosou.corpus.errors import BaosouError
from baosou.corpus.folding import fold_text
from baosou.index.analysis.generate.dictionary import read_words, source
from baosou.index.analysis.generate.trie import double_array, listed_words
from baosou.index.analysis.trie import LEXICON, Lexicon, lexicon, read_lexicon
from baosou.index.analysis.units import posted_units, units_of
from baosou.index.segments.layout import LONGEST_WORD
from baosou.index.segments.writing.characters import find_characters, most_listed
from baosou.index.segments.writing.inversion import words_of

ARCHIVES = Path(__file__).parents[5] / "shared" / "data"

PIECES = [
    *"苍南县志愿者服务鳌江一二〇年月日，。、 \n\x00",
    *QUOTES,
    *["中华人民共和国", "人大代表", "乡村振兴", "中国科学院", "𠮷", "\U0001f600", "龥"],
    *["covid", "19", "3.5%", "2024", "5", "g", "é", "я", "x" * 40, "7" * 40],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@cache
def stock() -> Any:
    """jieba's own Tokenizer with its dictionary."""
    jieba = importlib.import_module("jieba")
    tokenizer = jieba.Tokenizer()
    with source().open("rb") as lines:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(lines)
    tokenizer.initialized = True
    return tokenizer


@cache
def dictionary_words() -> list[str]:
    with source().open("rb") as lines:
        return listed_words(read_words(lines)[0])


def full_mode(text: str) -> Counter[str]:
    """The words of ideographs that jieba's full mode finds, character after character beyond the plane apart.

    What it has no rule for (〇〇) it gives whole, which makes no word of it.
    """
    words = (word for part in re.split(r"[\U00010000-\U0010ffff]", text) for word in stock().cut(part, cut_all=True))
    return Counter(word for word in words if len(word) > 1 and is_ideographic(word) and word in stock().FREQ)


def unquoted(text: str) -> str:
    return "".join(character for character in text if character not in QUOTES)


def is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def is_letter(character: str) -> bool:
    return "A" <= character < "\u0600" and character.isalpha()


def whole_runs(text: str) -> Counter[str]:
    """Numbers and words of alphabets, by trying all beginnings and ends: the obvious, slow way."""
    found: Counter[str] = Counter()
    for is_kind in (is_digit, is_letter):
        for start in range(len(text)):
            if not is_kind(text[start]) or (start and is_kind(text[start - 1])):
                continue
            word = ""
            for at in range(start, len(text)):
                if text[at] in QUOTES:
                    continue
                if not is_kind(text[at]):
                    break
                word += text[at]
                if len(word) > LONGEST_WORD:
                    break
                if at + 1 == len(text) or not is_kind(text[at + 1]):
                    found[word] += 1
    return found


@settings(max_examples=200)
@given(TEXTS)
@example("〇〇")
def test_the_words_of_a_text_are_those_of_jiebas_full_mode_and_whole_numbers_and_latin_words(text: str) -> None:
    found = Counter(word for word, _, _ in words_of(text))
    assert found == full_mode(unquoted(text)) + whole_runs(text)


@given(TEXTS)
def test_a_word_stands_where_it_is_said_to(text: str) -> None:
    for word, start, end in words_of(text):
        assert unquoted(text[start:end]) == word


@pytest.mark.skipif(not ARCHIVES.exists(), reason="the archives do not lie beside this checkout")
@pytest.mark.parametrize("name", ["xwlb", "laws", "tech_magazines", "bedtimenews"])
def test_on_real_text_the_words_are_those_of_jiebas_full_mode(name: str) -> None:
    with gzip.open(ARCHIVES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [fold_text(json.loads(line)["text"])[:20_000] for line in islice(lines, 0, 400, 50)]
    for text in texts:
        words = Counter(word for word, _, _ in words_of(text) if is_ideographic(word))
        assert words == full_mode(unquoted(text))


def test_the_lexicon_holds_every_word_of_the_installed_jieba_in_order() -> None:
    words = dictionary_words()
    assert len(words) > 300_000
    found = lexicon().occurrences(units_of("\0".join(words)))
    lengths = np.array([len(word) for word in words])
    starts = np.cumsum(lengths + 1) - lengths - 1
    place = np.searchsorted(starts, found.starts)
    whole = (place < len(words)) & (starts[np.minimum(place, len(words) - 1)] == found.starts)
    whole[whole] = found.lengths[whole] == lengths[place[whole]]
    assert sorted(found.words[whole].tolist()) == list(range(len(words)))
    assert (found.words[whole] == place[whole]).all()


def test_a_lexicon_is_built_of_any_words() -> None:
    words = sorted(["志愿", "志愿者", "志愿服务", "服务", "服务员", "灯火", "火车"])
    built = Lexicon(**double_array(words))  # type: ignore[arg-type]
    text = "志愿者志愿服务员看灯火车"
    found = built.occurrences(units_of(text))
    placed = zip(found.starts.tolist(), found.words.tolist(), found.lengths.tolist(), strict=True)
    assert Counter(words[number] for _, number, _ in placed) == Counter(
        word for word in words for at in range(len(text)) if text.startswith(word, at)
    )
    assert all(text.startswith(words[n], s) and len(words[n]) == length for s, n, length in placed)
    assert len(built.occurrences(units_of("")).starts) == 0
    assert len(built.occurrences(units_of("志")).starts) == 0


def _one_bit_off(content: bytes) -> bytes:
    return content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"nothing",
        lambda _: b"four",
        lambda _: b"PK\x03\x04",
        lambda content: content[:4000],
        lambda content: content[:-1],
        lambda content: content[4:],
        _one_bit_off,
    ],
)
def test_a_damaged_lexicon_is_named(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    damaged = tmp_path / "lexicon.bin"
    damaged.write_bytes(damage(LEXICON.read_bytes()))
    with pytest.raises(BaosouError, match=r"lexicon\.bin is missing or damaged"):
        read_lexicon(damaged)


@given(st.lists(st.sampled_from("苍南县志愿者的的的的，。 \n“”a1"), max_size=400).map("".join))
def test_characters_are_counted_and_the_rare_ones_listed_by_block(text: str) -> None:
    units = np.concatenate((np.zeros(32, np.uint16), units_of(text), np.zeros(64 - len(text) % 32, np.uint16)))
    found = find_characters(units, most_listed(len(units)))
    posted = Counter(unit for unit in units.tolist() if posted_units()[unit])
    assert dict(zip(found.units.tolist(), found.occurrences.tolist(), strict=True)) == posted
    ends = np.cumsum(found.counts)
    for unit, count, end in zip(found.units.tolist(), found.counts.tolist(), ends.tolist(), strict=True):
        blocks = [at // 32 for at in np.flatnonzero(units == unit).tolist()]
        assert found.blocks[end - count : end].tolist() == (blocks if posted[unit] <= most_listed(len(units)) else [])
