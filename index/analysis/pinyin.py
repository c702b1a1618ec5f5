"""How Chinese text sounds: toneless pinyin syllables of characters and words, and pinyin as it is typed.

`pinyin.msgpack` holds the readings that the PyPI package pypinyin 0.55.0 (MIT licence, copyright 2016 mozillazg and
闲耘) gives for single characters and for the words of jieba's dictionary; `generate/pinyin.py` makes it. A syllable is
a number: its rank, from 1, among all syllables in the order of the alphabet, so that what begins alike lies together. ü
is written v. A key packs the first seven syllables of a word into 63 bits, nine bits each, the first one highest and 0
where there is none: sorted keys are words in the order of their sounds.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate, islice
from pkgutil import get_data

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import HAN_CODES, ZERO
from baosou.corpus.errors import BaosouError, worded

PINYIN = "pinyin.msgpack"

KEY_SYLLABLES = 7
SYLLABLE_BITS = 9
FIRST, LAST = HAN_CODES[0], HAN_CODES[-1]
"""The characters that have readings, and 〇."""

_MOST_SPLITS = 16
_MOST_LETTERS = 48
_TONES = re.compile(r"[\u0300-\u0304\u0306\u030c]")
_UMLAUT = "\u0308"
_APART = re.compile(r"(?<=[a-z])[1-5](?![0-9])|[\s'’‘ʼ`·\-]+")
_RESPELLED = {"lue": "lve", "nue": "nve", "lyu": "lv", "nyu": "nv"}
_INITIAL = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(.+)")
_SWAPPED_INITIALS = {"zh": "z", "z": "zh", "ch": "c", "c": "ch", "sh": "s", "s": "sh", "n": "l", "l": "n"}
_SWAPPED_INITIALS |= {"f": "h", "h": "f"}
_INITIALS = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]")
_LONGEST = 6
"""Letters of the longest syllables."""

Syllables = tuple[int, ...]


class PinyinTables(Struct, frozen=True):
    """The content of the shipped file; arrays are little endian.

    `first` are the usual readings of the characters from FIRST to LAST (uint16, 0 for none), `other` pairs of a
    character and a further reading (uint16, in the order of the characters, usual readings first), `hashes` the
    ascending `hash_of` words that are not read as their characters usually are (uint64), and `keys` theirs.
    """

    syllables: list[str]
    zero: int
    first: bytes
    other: bytes
    hashes: bytes
    keys: bytes


class Typed(Struct, frozen=True):
    """Pinyin as typed: for each syllable, the ascending syllables that it may be.

    Where it is not `whole`, the last is only begun, or of all only `initials` are typed.
    """

    syllables: tuple[Syllables, ...]
    whole: bool
    initials: bool = False


class Pinyin:
    """The readings; see the module."""

    def __init__(self, tables: PinyinTables) -> None:
        self.syllables = tuple(tables.syllables)
        self._zero = tables.zero
        self._first = np.frombuffer(tables.first, dtype="<u2")
        self._other = np.frombuffer(tables.other, dtype="<u2").reshape(-1, 2)
        self.hashes: NDArray[np.uint64] = np.frombuffer(tables.hashes, dtype="<u8")
        self.keys: NDArray[np.uint64] = np.frombuffer(tables.keys, dtype="<u8")
        if len(self._first) != LAST - FIRST + 1 or len(self.hashes) != len(self.keys):
            raise ValueError("tables of other lengths than they have")

    @cached_property
    def first(self) -> NDArray[np.uint16]:
        """The usual reading of each unit; 0 for none."""
        first = np.zeros(0x10000, dtype=np.uint16)
        first[FIRST : LAST + 1] = self._first
        first[ord(ZERO)] = self._zero
        return first

    @cached_property
    def others(self) -> list[NDArray[np.uint16]]:
        """The second reading of each unit, the third, ...; 0 for none."""
        tables: list[NDArray[np.uint16]] = []
        units, readings = self._other[:, 0], self._other[:, 1]
        places = np.arange(len(units)) - np.searchsorted(units, units)
        for place in range(int(places.max()) + 1 if len(places) else 0):
            table = np.zeros(0x10000, dtype=np.uint16)
            table[units[places == place]] = readings[places == place]
            tables.append(table)
        return tables

    def readings(self, character: str) -> Syllables:
        """The readings of a folded character, the usual one first; empty for what has none."""
        if character > "\uffff" or not (usual := int(self.first[ord(character)])):
            return ()
        first, last = np.searchsorted(self._other[:, 0], np.array([ord(character), ord(character) + 1])).tolist()
        return (usual, *self._other[first:last, 1].tolist())

    def sounding(self, syllables: Sequence[int]) -> NDArray[np.bool_]:
        """Which units are read as any of some syllables."""
        wanted = np.zeros(1 << 16, dtype=np.bool_)
        wanted[list(syllables)] = True
        right: NDArray[np.bool_] = wanted.take(self.first)
        for other in self.others:
            right |= wanted.take(other)
        return right

    def sounds(self, text: str) -> tuple[Syllables, ...] | None:
        """All readings of each character of folded text, ascending; None where one has none."""
        found = tuple(tuple(sorted(self.readings(character))) for character in text)
        return found if found and all(found) else None

    def word_sounds(self, word: str) -> tuple[int, ...] | None:
        """The syllables of a word as it is read (of the first seven characters); None where one has none."""
        usual = [int(self.first[ord(c)]) if c <= "\uffff" else 0 for c in word[:KEY_SYLLABLES]]
        if not usual or not all(usual):
            return None
        number = int(np.searchsorted(self.hashes, np.uint64(hash_of(word))))
        if number < len(self.hashes) and int(self.hashes[number]) == hash_of(word):
            return unpacked(int(self.keys[number]))
        return tuple(usual)

    def spelled(self, syllables: Sequence[int]) -> str:
        """Syllables with blanks between."""
        return " ".join(self.syllables[syllable - 1] for syllable in syllables)

    def number(self, spelling: str) -> int:
        """The number of a syllable; 0 where there is none spelled so."""
        at = bisect_left(self.syllables, spelling)
        return at + 1 if at < len(self.syllables) and self.syllables[at] == spelling else 0

    def beginning(self, letters: str) -> Syllables:
        """The syllables that begin with these letters."""
        first = bisect_left(self.syllables, letters)
        return tuple(range(first + 1, bisect_left(self.syllables, letters + "~", lo=first) + 1))

    def near(self, syllables: Sequence[int]) -> Syllables:
        """These syllables and those that many speakers do not tell from them: zh and z, n and ng, l and n, f and h."""
        found = set(syllables)
        for syllable in syllables:
            spelling = self.syllables[syllable - 1]
            parts = _INITIAL.fullmatch(spelling)
            initial, final = (parts[1], parts[2]) if parts else ("", spelling)
            ends = {final, final[:-1] if final.endswith("ng") else f"{final}g" if final.endswith("n") else final}
            found |= {
                self.number(start + end) for start in (initial, _SWAPPED_INITIALS.get(initial, "?")) for end in ends
            }
        return tuple(sorted(found - {0}))

    def typed(self, text: str) -> list[Typed]:
        """What pinyin a text may be, whole syllables first; empty where it is none.

        Takes tone marks and digits, ü v and u: for ü, blanks and apostrophes between syllables.
        """
        pieces = _letters(text)
        if pieces is None:
            return []
        letters, bounds = "".join(pieces), set(accumulate(map(len, pieces)))
        found: dict[Typed, None] = {}
        for split in self._splits(letters, bounds):
            found[Typed(tuple((self.number(each),) for each in split), whole=True)] = None
        for cut in range(len(letters) - 1, max(len(letters) - len(pieces[-1]), len(letters) - _LONGEST) - 1, -1):
            rest = self.beginning(_respelled(letters[cut:]))
            if len(rest) > 1 or (rest and not self.number(_respelled(letters[cut:]))):
                for split in self._splits(letters[:cut], bounds | {cut}):
                    found[Typed((*((self.number(each),) for each in split), rest), whole=False)] = None
        initials = _INITIALS.findall(letters)
        if not found and 1 < len(initials) <= KEY_SYLLABLES and "".join(initials) == letters:
            found[Typed(tuple(map(self.beginning, initials)), whole=False, initials=True)] = None
        return list(found)[: 2 * _MOST_SPLITS]

    def _splits(self, letters: str, bounds: set[int]) -> list[tuple[str, ...]]:
        """Ways to read letters as syllables, longer ones first; none goes beyond a bound."""
        ends: dict[int, list[int]] = {len(letters): []}
        for start in range(len(letters) - 1, -1, -1):
            last = min(min(bound for bound in bounds if bound > start), start + _LONGEST)
            found = [
                end for end in range(last, start, -1) if self.number(_respelled(letters[start:end])) and end in ends
            ]
            if found:
                ends[start] = found  # only what leads to the end of the letters, so that no walk ends before it

        def walk(start: int) -> Iterator[tuple[str, ...]]:
            if start == len(letters):
                yield ()
            for end in ends.get(start, ()):
                for rest in walk(end):
                    yield (_respelled(letters[start:end]), *rest)

        return list(islice(walk(0), _MOST_SPLITS))


def _letters(text: str) -> list[str] | None:
    """The letters of typed pinyin in the pieces that marks, digits and blanks make of them; None where it is none."""
    plain = _TONES.sub("", unicodedata.normalize("NFKD", text.strip().lower())).replace("u" + _UMLAUT, "v")
    pieces = [piece for piece in _APART.split(plain.replace("u:", "v")) if piece]
    if not pieces or sum(map(len, pieces)) > _MOST_LETTERS:
        return None
    return pieces if all(piece.isascii() and piece.isalpha() for piece in pieces) else None


def is_latin(text: str) -> bool:
    """Whether a text may be pinyin by its letters, whatever they spell."""
    return _letters(text) is not None


def _respelled(letters: str) -> str:
    return _RESPELLED.get(letters, letters)


def packed(syllables: Sequence[int]) -> int:
    """The key of some syllables."""
    key = 0
    for place in range(KEY_SYLLABLES):
        key = key << SYLLABLE_BITS | (syllables[place] if place < len(syllables) else 0)
    return key


def unpacked(key: int) -> tuple[int, ...]:
    """The syllables of a key."""
    shifts = range(SYLLABLE_BITS * (KEY_SYLLABLES - 1), -1, -SYLLABLE_BITS)
    return tuple(syllable for shift in shifts if (syllable := key >> shift & (1 << SYLLABLE_BITS) - 1))


HASH_FACTOR = 0x9E3779B97F4A7C15
_HASH_BITS = (1 << 64) - 1


def hash_of(word: str) -> int:
    """The number under which the reading of a word is kept: a polynomial of its units, modulo 2**64."""
    value = 0
    for character in word:
        value = (value + ord(character)) * HASH_FACTOR & _HASH_BITS
    return value


@cache
def pinyin() -> Pinyin:
    """The readings of this version; raises BaosouError where their file is missing or damaged."""
    try:
        return Pinyin(msgspec.msgpack.decode(get_data("baosou.index.analysis", PINYIN) or b"", type=PinyinTables))
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise BaosouError(
            worded("baosou's own file {name} is missing or damaged; install baosou again", name=PINYIN)
        ) from error


def load_readings() -> None:
    """Load the tables of the readings of every character."""
    tables = pinyin()
    _ = tables.first, tables.others
