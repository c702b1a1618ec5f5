"""jieba's dictionary as a file that is read a few first characters at a time.

`jieba_dictionary.txt.gz` holds the words and frequencies of the `dict.txt` in the PyPI package jieba 0.42.1 (MIT
licence, copyright 2013 Sun Junyi); `generate/dictionary.py` makes it. It is gzip members laid end to end, so any
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
from operator import add
from pkgutil import get_data

import msgspec

from baosou.corpus.characters import utf8_of
from baosou.corpus.errors import BaosouError, worded

DICTIONARY = "jieba_dictionary.txt.gz"
_GZIP = 16 + zlib.MAX_WBITS
_DIRECTORY_BYTES = 1 << 16
_NEXT = b',"'  # before each word of a block, and in no word
_MOST_ABSENT = 20_000
"""Of so many pairs of characters that begin no word it is kept that they do not, which takes 2 MB."""

_decoder = msgspec.json.Decoder(dict[str, int])


class JiebaDictionary:
    """jieba's `FREQ` and `total`, filled as far as the texts so far needed it.

    `frequencies` maps a word to its frequency and every beginning of a word that is no word itself to 0, as jieba's
    prefix dictionary does. Of a block only those words are taken that begin as two characters of a text do: to take
    them all would be most of what it costs to cut a query. Threads may share it: taking words twice changes nothing.
    """

    def __init__(self, content: bytes, *, most_absent: int = _MOST_ABSENT) -> None:
        """The content is that of the file; raises ValueError or zlib.error where it is not."""
        self._most_absent = most_absent
        opening = zlib.decompressobj(_GZIP)
        directory = opening.decompress(memoryview(content)[:_DIRECTORY_BYTES])
        start = min(len(content), _DIRECTORY_BYTES) - len(opening.unused_data)
        total, self._firsts, sizes = directory.decode("utf-8").splitlines()
        self._bounds = list(accumulate(map(int, sizes.split()), initial=start))
        self._content = memoryview(content)
        self._blocks: dict[int, bytes] = {}
        self._absent: set[str] = set()
        self.total = int(total)
        self.frequencies: dict[str, int] = {}

    def learn(self, text: str) -> None:
        """Read what is needed to cut text: its characters, and all that begins as two of them in a row."""
        for beginning in {*text, *map(add, text, text[1:])}.difference(self.frequencies, self._absent):
            self._take(beginning)

    def learn_all(self) -> None:
        """Read the whole dictionary."""
        for number in range(len(self._firsts)):
            self.frequencies.update(_decoder.decode(b"{%b}" % self._block(number)[1:-2]))

    def _take(self, beginning: str) -> None:
        """Take one character, or all words that begin with two, from their block."""
        number = bisect_right(self._firsts, beginning[0]) - 1
        block = self._block(number) if number >= 0 else b""
        wanted = _NEXT + utf8_of(beginning) + (b'"' if len(beginning) == 1 else b"")
        start = end = block.find(wanted)
        if start >= 0:
            while block.startswith(wanted, end):
                end = block.index(_NEXT, end + 1)
            self.frequencies.update(_decoder.decode(b"{%b}" % block[start + 1 : end]))
        if beginning not in self.frequencies:
            if len(self._absent) >= self._most_absent:
                self._absent.clear()
            self._absent.add(beginning)

    def _block(self, number: int) -> bytes:
        """The words of a block, `,"` before each and at the end."""
        block = self._blocks.get(number)
        if block is None:
            member = self._content[self._bounds[number] : self._bounds[number + 1]]
            block = b",%b%b" % (zlib.decompress(member, _GZIP).strip(b"{}\n"), _NEXT)
            self._blocks[number] = block
        return block


def jieba_dictionary(name: str = DICTIONARY) -> JiebaDictionary:
    """The dictionary of this version, with nothing read but its directory; raises BaosouError where it is damaged."""
    try:
        # importlib.resources would take longer to import than the first text takes to cut
        return JiebaDictionary(get_data("baosou.index.analysis", name) or b"")
    except (OSError, ValueError, zlib.error) as error:
        raise BaosouError(
            worded("baosou's own file {name} is missing or damaged; install baosou again", name=name)
        ) from error
