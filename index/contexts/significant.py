"""The words that tell the best matches of a search from all other articles.

A word is told by how many of the articles looked at hold it and how many of the archive do (G², as for collocates).
What the dictionary finds in a text is more than its words: those within longer ones, and those that arise where two
words meet (沿[海登]陆), are set aside by what overlaps them and how often that stands there; a word that hardly stands
without a character that belongs to no other (伊德利卜), here and in all of the archive, goes on over it. What stands in
much of the archive tells nothing, whatever the query: so the boilerplate of a collection is known without a list of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from math import ceil
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.index.analysis.analyzer import is_function_word
from baosou.index.analysis.trie import Occurrences, lexicon
from baosou.index.analysis.units import Integers, Units, ideographs, text_of, units_of
from baosou.index.contexts.collocates import log_likelihood

_COMMON, _FEW = 0.05, 30
"""A word that stands in so large a part of all articles, and in so many of them, tells nothing."""

_LEAST, _LEAST_SHARE = 3, 0.03
"""A word stands in so many of the articles looked at, and in so large a part of them."""

_LOOKED_UP = 4
"""Times the wanted words, so many are looked up in the archive, but no fewer than `_LOOKED_UP_AT_LEAST`."""
_LOOKED_UP_AT_LEAST = 80

_TEARABLE = 4
"""Longer words do not arise where others meet."""

_LONGEST = 8
"""Units of the longest words that tell whether a shorter one arises where two meet."""

_BOUND = 0.85
_BOUND_IN_ALL = 0.7
"""A word goes on over a character that stands beside it so often here, if in so many articles of the archive too."""

_WITHIN = 0.75
"""A word that stands so often in the same articles as a longer one of which it is a part is left out for that."""

_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[-.+&][a-z0-9]+)*")
_MEASURED = re.compile(
    "[万亿两几数多半][亩件人吨只台辆名户个里公元斤次平立千美多余条位所座架艘头株棵项份册部家字套米桶股盒枚剂例年月日天]"
)
_TOLD_ANYWHERE = frozenset(
    """
    记者 报道 本报 本台 快讯 联播 消息 日前 近日 今天 昨天 今日 昨日 明天 目前 当前 此前 以来 预计
    负责人 有关 相关 月份 年底 上午 下午 当天 当日 今年 去年 明年 近年 近年来 同时 此外 其中 其他
    表示 指出 强调 认为 介绍 称 说 开展 推进 加强 进一步 十年 多年 部分 方面 情况 问题 工作 活动
    时间 地方 公布 发布 举行 召开 出席 会见 编辑 责编 责任编辑 摄影 图为 图片 资料 来源 新闻 全文
    详细 点击 官方 网站 习惯 自我 最美
    """.split()  # noqa: SIM905 - a list of quoted words would fill a page
)


class Archive(Protocol):
    """What is asked of the archive that the texts are of."""

    def holding(self, words: Sequence[str], *, roughly: bool = False) -> Sequence[int]:
        """How many articles hold each of some folded words; `roughly`, about as many, without a look at each."""


class Significant(Struct, frozen=True):
    """A word with how many of the articles looked at hold it, how many of all do, and how much that tells (G²)."""

    word: str
    held: int
    in_all: int
    ll: float


def significant_words(
    texts: Sequence[str], archive: Archive, *, articles: int, sought: Collection[str], own: Collection[str], limit: int
) -> list[Significant]:
    """The words of some folded texts of an archive with so many articles that tell most of them, the best first.

    What was `sought` is left out, with what is part of it and what has it in it. `own` are the user's words.
    """
    least = min(max(_LEAST, ceil(_LEAST_SHARE * len(texts))), max(len(texts), 1))
    found = _Found(texts)
    counts = {
        **{word: held for word, held in _further(texts, own) if held >= least},
        **{word: held for word, held in found.words(least) if _may_tell(word)},
    }
    counts = {word: held for word, held in counts.items() if not any(word in text or text in word for text in sought)}
    words = list(counts)
    roughly = dict(zip(words, archive.holding(words, roughly=True), strict=True))
    first = _best(words, counts, roughly, len(texts), articles)[: max(_LOOKED_UP * limit, _LOOKED_UP_AT_LEAST)]
    in_all = dict(zip(first, archive.holding(first), strict=True))
    longer = {word: (text, held) for word in first for text, held in [found.longer(word)] if text != word}
    also = [text for text, _ in longer.values()]
    for (word, (text, held)), everywhere in zip(longer.items(), archive.holding(also), strict=True):
        if everywhere >= _BOUND_IN_ALL * in_all[word]:
            counts[text], in_all[text] = held, everywhere
            first[first.index(word)] = text
    first = list(dict.fromkeys(first))
    common = max(_COMMON * articles, _FEW)
    first = [word for word in first if in_all[word] <= common]
    told = [
        Significant(word, counts[word], in_all[word], round(_g2(counts[word], in_all[word], len(texts), articles), 2))
        for word in _best(first, counts, in_all, len(texts), articles)
    ]
    return _without_parts(told)[:limit]


def _g2(held: int, in_all: int, looked_at: int, articles: int) -> float:
    # a rough count, and one of an index that changes meanwhile, may be more than there can be
    elsewhere = min(max(in_all - held, 0), max(articles - looked_at, 0))
    return log_likelihood(held, held + elsewhere, looked_at, max(articles, looked_at))


def _best(
    words: Sequence[str], counts: dict[str, int], in_all: dict[str, int], looked_at: int, articles: int
) -> list[str]:
    """The words that stand in more of the articles looked at than of all, the most telling first."""
    scored = [(_g2(counts[word], in_all[word], looked_at, articles), word) for word in words]
    return [word for score, word in sorted(scored, key=lambda each: (-each[0], each[1])) if score > 0]


def _may_tell(word: str) -> bool:
    return word not in _TOLD_ANYWHERE and not is_function_word(word) and not _MEASURED.match(word)


def _further(texts: Sequence[str], own: Collection[str]) -> Iterator[tuple[str, int]]:
    """The words of alphabets, and those that the user added, with how many of the texts hold each."""
    held = Counter(word for text in texts for word in set(_LATIN.findall(text)) if len(word) > 1)
    yield from held.items()
    for word in own:
        yield word, sum(word in text for text in texts)


class _Found:
    """The dictionary words of some texts where they are words: not within longer ones, nor where two others meet."""

    def __init__(self, texts: Sequence[str]) -> None:
        zero = np.zeros(1, dtype=np.uint16)
        parts = [units_of(text) for text in texts]
        self._units: Units = np.concatenate([zero, *(part for text in parts for part in (text, zero))])
        self._text_ends = np.cumsum([1, *(len(part) + 1 for part in parts)])[1:]
        every = lexicon().occurrences(self._units)
        counts = np.bincount(every.words, minlength=1).take(every.words) if len(every.words) else every.starts
        kept = ~(_covered(every, len(self._units)) | _torn(every, counts, len(self._units)))
        order = np.argsort(every.words.compress(kept), kind="stable")
        self._words = every.words.compress(kept).take(order)
        self._starts = every.starts.compress(kept).take(order)
        self._lengths = every.lengths.compress(kept).take(order).astype(np.int64)
        self._places: dict[str, tuple[int, int]] = {}

    def words(self, least: int) -> Iterator[tuple[str, int]]:
        """The words that stand in so many of the texts at least, each with in how many."""
        firsts = np.flatnonzero(np.diff(self._words, prepend=-1))
        if not len(firsts):
            return
        texts = np.searchsorted(self._text_ends, self._starts, side="right")
        fresh = np.ones(len(texts), dtype=np.int64)
        fresh[1:] = (np.diff(texts) != 0) | (np.diff(self._words) != 0)
        held = np.add.reduceat(fresh, firsts)
        lasts = np.append(firsts[1:], len(self._words))
        for at in np.flatnonzero(held >= least).tolist():
            first, start = int(firsts[at]), int(self._starts[firsts[at]])
            word = text_of(self._units[start : start + int(self._lengths[first])])
            self._places[word] = first, int(lasts[at])
            yield word, int(held[at])

    def longer(self, word: str) -> tuple[str, int]:
        """A word, or what goes on over it, with how many of the texts hold it."""
        first, last = self._places.get(word, (0, 0))
        starts, ends = self._starts[first:last], self._starts[first:last] + self._lengths[first:last]
        if first == last:
            return word, 0
        while ends[0] - starts[0] < _LONGEST:
            before = self._beside(starts - 1)
            after = self._beside(ends)
            if before is not None:
                starts, ends = starts.compress(before) - 1, ends.compress(before)
            elif after is not None:
                starts, ends = starts.compress(after), ends.compress(after) + 1
            else:
                break
        texts = np.searchsorted(self._text_ends, starts, side="right")
        return text_of(self._units[starts[0] : ends[0]]), len(np.unique(texts))

    def _beside(self, places: Integers) -> NDArray[np.bool_] | None:
        """At which of some places the character stands that stands at most of them, and belongs to no word there."""
        units = self._units.take(places)
        values, counts = np.unique(units, return_counts=True)
        unit = values[counts.argmax()]
        if counts.max() < _BOUND * len(places) or not ideographs()[unit] or is_function_word(chr(unit)):
            return None
        there: NDArray[np.bool_] = units == unit
        return there if self._lone.take(places.compress(there)).mean() >= _BOUND else None

    @cached_property
    def _lone(self) -> NDArray[np.bool_]:
        """Which characters belong to no word."""
        steps = np.zeros(len(self._units) + 1, dtype=np.int64)
        np.add.at(steps, self._starts, 1)
        np.add.at(steps, self._starts + self._lengths, -1)
        lone: NDArray[np.bool_] = np.cumsum(steps)[:-1] == 0
        return lone


def _covered(every: Occurrences, size: int) -> NDArray[np.bool_]:
    """Which words lie within a longer one."""
    ends = every.starts + every.lengths
    farthest = np.zeros(size, dtype=np.int64)
    for length in np.unique(every.lengths).tolist():  # ascending: longer words come last
        of_length = every.lengths == length
        farthest[every.starts.compress(of_length)] = ends.compress(of_length)
    before = np.concatenate(([0], np.maximum.accumulate(farthest)[:-1]))
    covered: NDArray[np.bool_] = (before.take(every.starts) >= ends) | (farthest.take(every.starts) > ends)
    return covered


def _torn(every: Occurrences, counts: Integers, size: int) -> NDArray[np.bool_]:
    """Which words arise where others meet: a more frequent one takes their beginning or their end, or two take both."""
    # the most frequent of the words, longer than some units, that begin at each unit, and that end there
    beginning, ending = np.zeros((2, _TEARABLE, size + 1), dtype=np.int64)
    for length in range(2, _LONGEST + 1):
        of_length = every.lengths == length
        starts, own = every.starts.compress(of_length), counts.compress(of_length)
        for reach in range(1, min(length, _TEARABLE)):
            beginning[reach][starts] = np.maximum(beginning[reach].take(starts), own)
            ending[reach][starts + length] = np.maximum(ending[reach].take(starts + length), own)
    torn = np.zeros(len(every.starts), dtype=np.bool_)
    for length in range(2, _TEARABLE + 1):
        at = np.flatnonzero(every.lengths == length)
        starts, own = every.starts.take(at), counts.take(at)
        for cut in range(1, length):
            left = ending[cut].take(starts + cut)
            right = beginning[length - cut].take(starts + cut)
            torn[at] |= (left >= own) | (right > own) | ((left > 0) & (right > 0))
    return torn


def _without_parts(told: Sequence[Significant]) -> list[Significant]:
    """Those that do not mostly stand in the same articles as a longer one: 党风廉政建设 without 廉政建设."""
    return [
        each
        for each in told
        if not any(
            each.word != other.word and each.word in other.word and other.held >= _WITHIN * each.held for other in told
        )
    ]
