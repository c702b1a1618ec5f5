"""Make `lexicon.bin` from the dictionary of the installed jieba.

    python -m baosou.index.analysis.generate.trie

A double-array trie (Aoe: An efficient digital search algorithm by using a double-array structure, IEEE Transactions
on Software Engineering 15, 1989) of all words of two or more ideographs that folding leaves as they are.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baosou.corpus.characters import is_ideographic
from baosou.corpus.folding import fold_text
from baosou.index.analysis.generate.dictionary import read_words, source
from baosou.index.analysis.trie import LEXICON

_WINDOW = 4096
"""How many bases are tried at a time."""


def listed_words(words: dict[str, int]) -> list[str]:
    """The words whose occurrences are indexed, in order."""
    return sorted(word for word in words if len(word) > 1 and is_ideographic(word) and fold_text(word) == word)


def double_array(words: list[str]) -> dict[str, NDArray[np.generic]]:
    """The arrays of the trie of some ordered words; see `Lexicon`."""
    frequency = Counter(character for word in words for character in word)
    code = {character: number for number, (character, _) in enumerate(frequency.most_common(), 1)}
    children: dict[str, list[int]] = defaultdict(list)
    for prefix in sorted({word[:length] for word in words for length in range(1, len(word) + 1)}):
        children[prefix[:-1]].append(code[prefix[-1]])
    slots = _Slots(4 * sum(map(len, children.values())) + 2 * len(code))
    node = {"": 0}
    for prefix in sorted(children, key=lambda prefix: (len(prefix) > 0, -len(children[prefix]), prefix)):
        slots.place(prefix, np.array(sorted(children[prefix])))
    characters = {number: character for character, number in code.items()}
    for prefix in sorted(children, key=len):
        for child in children[prefix]:
            node[prefix + characters[child]] = slots.bases[prefix] + child
    size = max(node.values()) + len(code) + 1
    base, check = np.zeros(size, dtype=np.int32), np.full(size, -1, dtype=np.int32)
    number = np.full(size, -1, dtype=np.int32)
    for prefix, own in children.items():
        base[node[prefix]] = slots.bases[prefix]
        check[[slots.bases[prefix] + child for child in own]] = node[prefix]
    for rank, word in enumerate(words):
        number[node[word]] = rank
    codes = np.zeros(0x10000, dtype=np.uint16)
    for character, own_code in code.items():
        codes[ord(character)] = own_code
    return {"slots": (base.astype(np.int64) << 32) | check.astype(np.uint32), "word": number, "code": codes}


class _Slots:
    """Which slots of the double array are taken."""

    def __init__(self, size: int) -> None:
        self._free = np.ones(size + _WINDOW, dtype=np.bool_)
        self._free[0] = False
        self._first = 1
        self.bases: dict[str, int] = {}

    def place(self, prefix: str, codes: NDArray[np.int64]) -> None:
        """Give a node the first base at which the slots of all its children are free."""
        start = max(self._first - int(codes[0]), 0)
        while True:
            window = np.arange(start, start + _WINDOW)
            fits = np.flatnonzero(self._free[window + codes[0]])
            for code in codes[1:].tolist():
                fits = fits[self._free[window[fits] + code]]
            if len(fits):
                break
            start += _WINDOW
        base = int(window[fits[0]])
        self._free[base + codes] = False
        self.bases[prefix] = base
        while not self._free[self._first]:
            self._first += 1


def main(target: Path) -> None:
    """Write the lexicon to `target`."""
    with source().open("rb") as lines:
        words, _ = read_words(lines)
    arrays = double_array(listed_words(words))
    content = len(arrays["word"]).to_bytes(4, "little") + b"".join(array.tobytes() for array in arrays.values())
    target.write_bytes(zlib.crc32(content).to_bytes(4, "little") + content)


if __name__ == "__main__":
    main(LEXICON)
