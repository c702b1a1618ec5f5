"""Makes `pinyin.msgpack`: `python -m baosou.index.analysis.generate.pinyin` (needs pypinyin, a dev dependency).

Words are read by pypinyin's phrases; the readings of a character are ordered by how often words with it are read so.
Of its other readings those are kept with which a phrase of pypinyin has it, and those of surnames and places.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

import msgspec
import numpy as np
from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT

from baosou.corpus.folding import fold_text
from baosou.index.analysis.generate.dictionary import read_words, source
from baosou.index.analysis.generate.trie import listed_words
from baosou.index.analysis.pinyin import FIRST, LAST, PINYIN, PinyinTables, hash_of, packed

_FEWEST_PHRASES, _SMALLEST_SHARE = 2, 0.03
"""Phrases in which a character needs a reading, and their share of all, for it to be more than a curiosity."""

NAMED = """
单shan 曾zeng 仇qiu 区ou 解xie 查zha 朴piao 盖ge 翟zhai 尉yu 尉wei 乐yue 乐le 冼xian 洗xian 缪miao 员yun 纪ji
折she 召shao 薄bo 种chong 晟sheng 晟cheng 覃qin 覃tan 隗wei 隗kui 祭zhai 繁po 黑he 郇xun 郇huan 长chang 长zhang 任ren
华hua 燕yan 盛sheng 盛cheng 沈shen 俞yu 佴nai 逄pang 贲ben 秘bi 宓mi 那na 莫mo 瞿qu 葛ge 应ying 干gan 谌chen
谌shen 郝hao 柏bai 柏bo 牟mou 牟mu 台tai 丽li 蚌beng 亳bo 郯tan 莘shen 莘xin 厦xia 堡bao 堡pu 六lu 番pan
铅yan 泌bi 渑mian 浚xun 涡guo 洞tong 大dai 枞zong 歙she 黟yi 峒dong 峒tong 阿e 阿a 耒lei 蔚yu 宿su 朝chao
朝zhao 重chong 重zhong 会kuai 百bo 甪lu 埔bu 埔pu 钰yu 荥xing 荥ying
"""
"""Readings that characters have in names of people and places."""

SURNAMES = dict(
    zip(
        "单曾仇区解查朴翟缪员召薄种覃祭黑冼",
        "shan zeng qiu ou xie zha piao zhai miao yun shao bo chong qin zhai he xian".split(),  # noqa: SIM905 - a row a word
        strict=True,
    )
)
"""How a character is read at the head of a person's name."""

_PERSON = b"nr"
"""jieba's tag of people's names."""

_INSTEAD = {"n": "en", "ng": "en", "m": "mu", "hm": "heng", "hng": "heng", "ê": "ei"}
"""Sounds that nobody types, as they are typed."""


def word_readings(words: Iterable[str], people: Container[str]) -> dict[str, tuple[str, ...]]:
    """How each word is read; words with a character that has no reading are left out."""
    found = {}
    for word in words:
        reading = tuple(_INSTEAD.get(each, each) for each in lazy_pinyin(word, style=Style.NORMAL))
        if word in people and word[0] in SURNAMES:
            reading = (SURNAMES[word[0]], *reading[1:])
        if len(reading) == len(word) and all(each.isascii() and each.isalpha() for each in reading):
            found[word] = reading
    return found


def character_readings(read: Mapping[str, tuple[str, ...]], frequencies: Mapping[str, int]) -> dict[str, list[str]]:
    """The readings of every character, the most usual first."""
    usual: dict[str, Counter[str]] = defaultdict(Counter)
    for word, reading in read.items():
        for character, syllable in zip(word, reading, strict=True):
            usual[character][syllable] += frequencies[word] + 1
    phrases: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase in PHRASES_DICT:
        folded = fold_text(phrase)
        for character, syllable in zip(folded, lazy_pinyin(phrase, style=Style.NORMAL), strict=False):
            phrases[character][_INSTEAD.get(syllable, syllable)] += 1
    named: dict[str, list[str]] = defaultdict(list)
    for each in NAMED.split():
        named[each[0]].append(each[1:])
    found = {}
    for character in map(chr, (*range(FIRST, LAST + 1), ord("〇"))):
        listed = [_INSTEAD.get(each, each) for each in pinyin(character, style=Style.NORMAL, heteronym=True)[0]]
        listed = [each for each in dict.fromkeys(listed) if each.isascii() and each.isalpha()]
        if not listed or fold_text(character) != character:
            continue
        listed.sort(key=lambda each: -usual[character][each])
        fewest = max(_FEWEST_PHRASES, _SMALLEST_SHARE * phrases[character].total())
        others = [each for each in listed[1:] if phrases[character][each] >= fewest]
        found[character] = list(dict.fromkeys([listed[0], *others, *named[character]]))
    return found


def tables(frequencies: Mapping[str, int], people: Container[str]) -> PinyinTables:
    """The file's content for the words of a dictionary with their frequencies; some are names of people."""
    words = listed_words(dict(frequencies))
    read = word_readings(words, people)
    characters = character_readings(read, frequencies)
    syllables = sorted({each for found in (*characters.values(), *read.values()) for each in found})
    number = {syllable: rank for rank, syllable in enumerate(syllables, 1)}
    first = np.zeros(LAST - FIRST + 1, dtype="<u2")
    other = []
    for character, found in sorted(characters.items()):
        if character != "〇":
            first[ord(character) - FIRST] = number[found[0]]
        other += [(ord(character), number[each]) for each in found[1:]]
    exceptions = {
        hash_of(word): packed([number[each] for each in reading])
        for word, reading in read.items()
        if any(characters[c][0] != each for c, each in zip(word[:7], reading[:7], strict=True))
    }
    if len(syllables) >= 1 << 9 or len({hash_of(word) for word in words}) != len(words):
        raise ValueError("more syllables than a key holds, or two words with one hash")
    ordered = sorted(exceptions)
    return PinyinTables(
        syllables,
        number[characters["〇"][0]],
        first.tobytes(),
        np.array(other, dtype="<u2").tobytes(),
        np.array(ordered, dtype="<u8").tobytes(),
        np.array([exceptions[each] for each in ordered], dtype="<u8").tobytes(),
    )


def main(target: Path) -> None:
    """Write the readings to `target`."""
    with source().open("rb") as lines:
        frequencies, _ = read_words(lines)
    with source().open("rb") as lines:
        people = {fields[0].decode() for fields in map(bytes.split, lines) if fields[2:] == [_PERSON]}
    target.write_bytes(msgspec.msgpack.encode(tables(frequencies, people)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / PINYIN)
