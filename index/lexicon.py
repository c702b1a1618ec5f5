"""Where dictionary words stand in text: jieba's words as a double-array trie, walked by whole arrays.

`lexicon.npz` holds the words of two or more ideographs in the `dict.txt` of the PyPI package jieba 0.42.1 (MIT
licence, copyright 2013 Sun Junyi); `lexicon_build.py` makes it. What is found is what jieba's full mode
(`cut_all=True`) finds: every occurrence of every word, overlapping ones too.
"""

from __future__ import annotations

import io
from functools import cache
from pkgutil import get_data
from zipfile import BadZipFile

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.errors import BaosouError

LEXICON = "lexicon.npz"


class Occurrences(Struct, frozen=True):
    """Words found in an array of text: where each begins, its number in the lexicon and its length in units.

    All occurrences of one word are in the order of the text.
    """

    starts: NDArray[np.int64]
    words: NDArray[np.int32]
    lengths: NDArray[np.uint8]


class Lexicon(Struct, frozen=True):
    """The trie. The child of node n by the unit u is slot s = base[n] + code[u] if check[s] is n.

    The root is node 0. `word` is a node's rank among all words in code point order, or -1. Units in no word have
    code 0, which leads from no node anywhere.
    """

    base: NDArray[np.int32]
    check: NDArray[np.int32]
    word: NDArray[np.int32]
    code: NDArray[np.uint16]

    def occurrences(self, units: NDArray[np.uint16]) -> Occurrences:
        """Every occurrence of every word in folded UTF-16 units."""
        codes = self.code.take(units).astype(np.int32)
        starts = np.flatnonzero(codes)
        nodes = self._step(np.zeros(len(starts), dtype=np.int32), codes.take(starts))
        found: list[tuple[NDArray[np.int64], NDArray[np.int32]]] = []
        length = 1
        going = np.flatnonzero(nodes >= 0)
        starts, nodes = starts.take(going), nodes.take(going)
        while len(starts):
            if starts[-1] + length == len(codes):
                starts, nodes = starts[:-1], nodes[:-1]
            nodes = self._step(nodes, codes.take(starts + length))
            length += 1
            going = np.flatnonzero(nodes >= 0)
            starts, nodes = starts.take(going), nodes.take(going)
            words = self.word.take(nodes)
            whole = np.flatnonzero(words >= 0)
            found.append((starts.take(whole), words.take(whole)))
        lengths = [np.full(len(words), number, dtype=np.uint8) for number, (_, words) in enumerate(found, 2)]
        if not found:
            return Occurrences(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.uint8))
        return Occurrences(
            np.concatenate([each for each, _ in found]),
            np.concatenate([words for _, words in found]),
            np.concatenate(lengths),
        )

    def _step(self, nodes: NDArray[np.int32], codes: NDArray[np.int32]) -> NDArray[np.int32]:
        """The child of each node by the code beside it, or -1."""
        slots = self.base.take(nodes) + codes
        return np.where(self.check.take(slots) == nodes, slots, np.int32(-1))


def is_ideographic(text: str) -> bool:
    """Whether all characters are ideographs of the basic plane."""
    return all("\u3400" <= character <= "\u9fff" or character == "〇" for character in text)


@cache
def lexicon() -> Lexicon:
    """The lexicon of this version; raises BaosouError where its file is missing or damaged."""
    try:
        with np.load(io.BytesIO(get_data("baosou.index", LEXICON) or b""), allow_pickle=False) as arrays:
            return Lexicon(arrays["base"], arrays["check"], arrays["word"], arrays["code"])
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise BaosouError(f"baosou's own file {LEXICON} is missing or damaged; install baosou again") from error
