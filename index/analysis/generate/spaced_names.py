"""Make `ordinary_words.txt`: words that could be names of two characters, but are words in their own right.

    python -m baosou.index.analysis.generate.spaced_names

They are the words of jieba's dictionary of ORDINARY frequency or more that read like a surname and a given name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from baosou.corpus.names import is_name
from baosou.index.analysis.generate.dictionary import read_words, source
from baosou.index.analysis.spaced_names import WORDS

ORDINARY = 200
"""国王 has the frequency 3312 in jieba's dictionary, 李强 has 159."""


def ordinary_words(words: Mapping[str, int]) -> str:
    """The content of the file for the words with their frequencies: one a line, in code point order."""
    chosen = sorted(word for word, count in words.items() if len(word) == 2 and count >= ORDINARY and is_name(word))
    return "".join(f"{word}\n" for word in chosen)


if __name__ == "__main__":
    with source().open("rb") as lines:
        (Path(__file__).parents[1] / WORDS).write_text(ordinary_words(read_words(lines)[0]), encoding="utf-8")
