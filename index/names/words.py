"""The words of jieba's dictionary: which strings are such, and which longer ones names stand in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from baosou.corpus.folding import fold_text
from baosou.index.analysis.dictionary import jieba_dictionary
from baosou.index.analysis.units import units_of
from baosou.index.names.finding import NameTrie

_SHORTEST = 3
"""Characters of a word that a name can be a part of."""


class Dictionary:
    """All words of the dictionary, folded."""

    def __init__(self) -> None:
        dictionary = jieba_dictionary()
        dictionary.learn_all()
        texts = "\n".join(word for word, often in dictionary.frequencies.items() if often)
        self._words = frozenset(fold_text(texts).split("\n"))

    def __contains__(self, text: object) -> bool:
        return text in self._words

    def holding(self, names: Sequence[str]) -> list[str]:
        """The words that are longer than some name which they hold."""
        words = sorted(word for word in self._words if len(word) >= _SHORTEST)
        joined = units_of("\0".join(words))
        found = NameTrie(names).standing_in(joined)
        ends = np.flatnonzero(joined == 0)
        words_at = ends.searchsorted(found.starts)
        sizes = np.diff(np.concatenate(([-1], ends, [len(joined)]))) - 1
        held = np.unique(words_at.compress(found.lengths < sizes.take(words_at)))
        return [words[number] for number in held.tolist()]
