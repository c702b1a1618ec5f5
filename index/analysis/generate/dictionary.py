"""Make `jieba_dictionary.txt.gz` from the dictionary of the installed jieba.

    python -m baosou.index.analysis.generate.dictionary

The same dictionary gives the same bytes (with the same zlib).
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from baosou.index.analysis.dictionary import DICTIONARY

_SMALLEST_BLOCK = 64  # words; rare first characters share a block, or its frame would outweigh them


def source() -> Path:
    """The `dict.txt` of the installed jieba, found without importing it."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("jieba is not installed")
    return Path(spec.submodule_search_locations[0]) / "dict.txt"


def read_words(lines: Iterable[bytes]) -> tuple[dict[str, int], int]:
    """The frequency of each word (of a repeated one, the last) and the sum over all lines, as jieba counts them."""
    words: dict[str, int] = {}
    total = 0
    for line in lines:
        word, frequency = line.strip().decode("utf-8").split(" ")[:2]
        words[word] = int(frequency)
        total += int(frequency)
    return words, total


def blocks(words: dict[str, int]) -> Iterator[list[str]]:
    """The words in order, in lists that each begin with a new first character."""
    block: list[str] = []
    for word in sorted(words):
        if len(block) >= _SMALLEST_BLOCK and word[0] != block[-1][0]:
            yield block
            block = []
        block.append(word)
    if block:
        yield block


def block_text(block: Iterable[str], words: dict[str, int]) -> str:
    """The frequencies of a block's words as a line of JSON; what only begins words has one of 0, as in jieba."""
    beginnings = {word[:length] for word in block for length in range(1, len(word) + 1)}
    frequencies = {text: words.get(text, 0) for text in sorted(beginnings)}
    return json.dumps(frequencies, ensure_ascii=False, separators=(",", ":")) + "\n"


def dictionary(words: dict[str, int], total: int) -> bytes:
    """The content of the file for the words and the sum of all frequencies."""
    firsts, members = [], []
    for block in blocks(words):
        firsts.append(block[0][0])
        members.append(_member(block_text(block, words)))
    directory = f"{total}\n{''.join(firsts)}\n{' '.join(str(len(member)) for member in members)}\n"
    return b"".join([_member(directory), *members])


def _member(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def main(source: Path, target: Path) -> None:
    """Write the dictionary of `source` (jieba's dict.txt) to `target`."""
    with source.open("rb") as lines:
        target.write_bytes(dictionary(*read_words(lines)))


if __name__ == "__main__":
    main(source(), Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / DICTIONARY)
