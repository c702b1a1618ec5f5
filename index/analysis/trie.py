"""Where dictionary words stand in text: jieba's words as a double-array trie, walked by whole arrays.

`lexicon.bin` holds the words of two or more ideographs in the `dict.txt` of the PyPI package jieba 0.42.1 (MIT
licence, copyright 2013 Sun Junyi); `generate/trie.py` makes it. What is found is what jieba's full mode
(`cut_all=True`) finds: every occurrence of every word, overlapping ones too.

The file is numbers of 32 bits, little endian, mapped into memory: the CRC-32 of all that follows, how many nodes there
are, and the arrays of `Lexicon` one after another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.errors import BaosouError, worded
from baosou.index.analysis.units import Integers, order_of

LEXICON = Path(__file__).with_name("lexicon.bin")

_WALKED = 1 << 16
"""How many units are walked at a time, so that all arrays stay in the processor's cache."""

_LONGEST = 64
"""More units than any word has."""

_HEAD = 2
_HALF = 32
_LOW = (1 << _HALF) - 1


class Occurrences(Struct, frozen=True):
    """Words found in an array of text: where each begins, its number in the lexicon and its length in units.

    All occurrences of one word are in the order of the text.
    """

    starts: NDArray[np.int64]
    words: NDArray[np.int32]
    lengths: NDArray[np.uint8]

    def by_word(self) -> WordStarts:
        """The same, word by word."""
        of_each = np.bincount(self.words)
        numbers = of_each.nonzero()[0]
        counts = of_each.take(numbers)
        # few of all words stand in a text: their ranks are sorted in half the time
        ranks = np.zeros(len(of_each), dtype=np.uint32)
        ranks[numbers] = np.arange(len(numbers))
        order = order_of(ranks.take(self.words))
        lengths = self.lengths.take(order.take(np.cumsum(counts) - counts))
        return WordStarts(numbers, lengths, counts, self.starts.take(order))


class WordStarts(Struct, frozen=True):
    """The words that stand in an array of text, ascending: the number of each in the lexicon, its length in units, and
    how often and where it begins: `counts[i]` starts of word i, ascending, then the next one's.
    """

    numbers: Integers
    lengths: NDArray[np.uint8]
    counts: Integers
    starts: Integers

    def firsts(self) -> Integers:
        """Where each word begins first."""
        return self.starts.take(np.cumsum(self.counts) - self.counts)


class Lexicon:
    """The trie. The child of node n by the unit u is node c = base[n] + code[u] if check[c] is n.

    The root is node 0. A step looks up base and check together: `slots` are base << 32 | check. `word` is a node's rank
    among all words in code point order, or -1. Units in no word have code 0, which leads from no node anywhere.
    """

    def __init__(self, slots: NDArray[np.int64], word: NDArray[np.int32], code: NDArray[np.uint16]) -> None:
        self._slots = slots
        self._word = word
        self._code = code
        children = (slots[0] >> _HALF) + code.astype(np.int64)
        self._from_root = np.where((code > 0) & (slots.take(children) & _LOW == 0), children, -1)

    @cached_property
    def size(self) -> int:
        """How many words there are."""
        return int(self._word.max()) + 1

    def occurrences(self, units: NDArray[np.uint16]) -> Occurrences:
        """Every occurrence of every word in folded UTF-16 units."""
        found = [part for first in range(0, len(units), _WALKED) for part in self._walk(units, first)]
        if not found:
            return Occurrences(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.uint8))
        return Occurrences(
            np.concatenate([starts for starts, _, _ in found]),
            np.concatenate([words for _, words, _ in found]),
            np.repeat(np.array([length for _, _, length in found], np.uint8), [len(words) for _, words, _ in found]),
        )

    def _walk(
        self, units: NDArray[np.uint16], first: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32], int]]:
        """The words that begin in one stretch of the units: starts and words, for each length."""
        nodes = self._from_root.take(units[first : first + _WALKED])
        starts = np.flatnonzero(nodes >= 0)
        nodes = nodes.take(starts)
        bases = self._slots.take(nodes) >> _HALF
        codes = np.zeros(_WALKED + _LONGEST, dtype=np.int64)
        following = units[first : first + len(codes)]
        codes[: len(following)] = self._code.take(following)
        length = 1
        while len(starts):
            children = bases + codes.take(starts + length)
            slots = self._slots.take(children)
            going = np.flatnonzero((slots & _LOW) == nodes)
            starts, nodes, bases = starts.take(going), children.take(going), slots.take(going) >> _HALF
            length += 1
            words = self._word.take(nodes)
            whole = np.flatnonzero(words >= 0)
            if len(whole):
                yield starts.take(whole) + first, words.take(whole), length


@cache
def lexicon() -> Lexicon:
    """The lexicon of this version."""
    return read_lexicon(LEXICON)


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon in a file of baosou's own; raises BaosouError where it is missing or damaged."""
    try:
        content = np.asarray(np.memmap(path, dtype="<u4", mode="r"))
        checksum, nodes = content[:_HEAD].tolist()
        if zlib.crc32(content[1:].data) != checksum:
            raise ValueError
    except (OSError, ValueError) as error:
        raise BaosouError(
            worded("baosou's own file {name} is missing or damaged; install baosou again", name=path.name)
        ) from error
    words = _HEAD + 2 * nodes
    slots, word, code = content[_HEAD:words], content[words : words + nodes], content[words + nodes :]
    return Lexicon(slots.view(np.int64), word.view(np.int32), code.view(np.uint16))
