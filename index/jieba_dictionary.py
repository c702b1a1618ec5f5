"""jieba's dictionary as a file that is read a few first characters at a time.

`jieba_dictionary.txt.gz` holds the words and frequencies of the `dict.txt` in the PyPI package jieba 0.42.1 (MIT
licence, copyright 2013 Sun Junyi); `jieba_dictionary_build.py` makes it. It is gzip members laid end to end, so any
gzip tool shows it whole:

    the directory   three lines: the sum of all frequencies; the first word's first character of each block, in one
                    string; the bytes of each block's member, separated by spaces
    a block         all words of some neighbouring first characters and what they begin with, as a line of JSON,
                    {word: frequency}

A block starts with a new first character, so whatever jieba asks about a word is in the block of its first character.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from itertools import accumulate
from pkgutil import get_data

import msgspec

from baosou.corpus.errors import BaosouError

DICTIONARY = "jieba_dictionary.txt.gz"
_GZIP = 16 + zlib.MAX_WBITS
_DIRECTORY_BYTES = 1 << 16
_decoder = msgspec.json.Decoder(dict[str, int])


class JiebaDictionary:
    """jieba's `FREQ` and `total`, filled as far as the texts so far needed it.

    `frequencies` maps a word to its frequency and every beginning of a word that is no word itself to 0, as jieba's
    prefix dictionary does. Threads may share it: reading a block twice changes nothing.
    """

    def __init__(self, content: bytes) -> None:
        """The content is that of the file; raises ValueError or zlib.error where it is not."""
        opening = zlib.decompressobj(_GZIP)
        directory = opening.decompress(memoryview(content)[:_DIRECTORY_BYTES])
        start = min(len(content), _DIRECTORY_BYTES) - len(opening.unused_data)
        total, self._firsts, sizes = directory.decode("utf-8").splitlines()
        self._bounds = list(accumulate(map(int, sizes.split()), initial=start))
        self._content = memoryview(content)
        self._known: set[str] = set()
        self.total = int(total)
        self.frequencies: dict[str, int] = {}

    def learn(self, text: str) -> None:
        """Read what is needed to cut text."""
        new = set(text) - self._known
        if new:
            for block in {bisect_right(self._firsts, character) - 1 for character in new}:
                if block >= 0 and self._firsts[block] not in self._known:
                    self._read(block)
            self._known |= new

    def learn_all(self) -> None:
        """Read the whole dictionary."""
        self.learn(self._firsts)

    def _read(self, block: int) -> None:
        member = self._content[self._bounds[block] : self._bounds[block + 1]]
        self.frequencies.update(_decoder.decode(zlib.decompress(member, _GZIP)))
        self._known.add(self._firsts[block])


def jieba_dictionary() -> JiebaDictionary:
    """The dictionary of this version, with nothing read but its directory."""
    try:
        # importlib.resources would take longer to import than the first text takes to cut
        return JiebaDictionary(get_data("baosou.index", DICTIONARY) or b"")
    except (OSError, ValueError, zlib.error) as error:
        raise BaosouError(f"baosou's own file {DICTIONARY} is missing or damaged; install baosou again") from error
