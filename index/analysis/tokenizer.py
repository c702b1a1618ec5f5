"""Cutting text into words: the one place where jieba and its Rust port `rjieba` are used.

Two cutters with the same output (the hidden Markov model is off in both; tests compare them). The light one is
jieba's own code over a dictionary read in pieces: ready in 30 ms, 1 MB/s. The bulk one is rjieba where it has a
wheel: 100 to 250 ms to load, then an order of magnitude faster.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import LazyLoader, find_spec, module_from_spec
from threading import Lock
from types import ModuleType
from typing import Protocol

from baosou.corpus.characters import FIRST_COMMON, LAST_OF_JIEBA
from baosou.index.analysis.dictionary import JiebaDictionary, jieba_dictionary

_LIGHT = 1000  # characters; for more, reading their words takes longer than loading the bulk cutter
_PAID = (
    25_000  # characters; whoever has cut so many in one process (a batch, a server) gains by loading the bulk cutter
)
_KEPT, _KEPT_LENGTH = 256, 200  # so many cuts, of texts of at most so many characters
_IMPORTING = Lock()


class Cutter(Protocol):
    """Cuts folded text by jieba's dictionary."""

    def search(self, text: str) -> list[str]:
        """The words in search mode: shorter words within a longer one, then the longer one."""

    def plain(self, text: str) -> list[str]:
        """The words without overlaps."""

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        """The words in search mode, each with the characters [start, end) that it stands on."""


class OwnWords(Protocol):
    """Words that a user added to the dictionary, with the frequencies that they are cut by."""

    @property
    def total(self) -> int:
        """The sum of all their frequencies."""

    def standing_in(self, text: str) -> list[tuple[str, int]]:
        """Each of the words that stands anywhere in a folded text, with its frequency."""


class LightCutter:
    """jieba's own Tokenizer (never the module's shared one), its dictionary read as far as a text needs it.

    With `own` words it cuts as jieba does after its `add_word` for each of them.
    """

    def __init__(self, own: OwnWords | None = None, *, dictionary: JiebaDictionary | None = None) -> None:
        self.cut_so_far = 0
        """How many characters were cut; what is kept of earlier cuts is none."""
        self._own = own
        self._cuts: dict[str, tuple[str, ...]] = {}
        self._dictionary = dictionary or jieba_dictionary()
        self._tokenizer = _import_jieba().Tokenizer()
        # jieba would keep a cache under a predictable name in the shared temporary folder and unmarshal it
        self._tokenizer.initialized = True
        self._tokenizer.FREQ = self._dictionary.frequencies
        self._tokenizer.total = self._dictionary.total + (0 if own is None else own.total)
        # what jieba makes of its cut (words for search, their places) asks for it anew each time
        self._cut, self._tokenizer.cut = self._tokenizer.cut, self._kept

    def _learn(self, text: str) -> None:
        """Know all words that may stand in a text."""
        self._dictionary.learn(text)
        if self._own is not None:
            frequencies = self._dictionary.frequencies
            for word, frequency in self._own.standing_in(text):
                for length in range(1, len(word)):
                    frequencies.setdefault(word[:length], 0)
                frequencies[word] = frequency

    def frequency(self, word: str) -> int:
        """How often the dictionary counted a word; 0 for one that it does not know."""
        self._learn(word)
        return self._dictionary.frequencies.get(word, 0)

    def frequency_of_one_word(self, word: str) -> int:
        """The least frequency with which a text is cut as one word: that of jieba's `suggest_freq`."""
        total, known = self._tokenizer.total, self._dictionary.frequencies
        share = 1.0
        for part in self._kept(word):
            share *= known.get(part, 1) / total
        return max(int(share * total) + 1, known.get(word, 1))

    def search(self, text: str) -> list[str]:
        """See Cutter."""
        return list(self._tokenizer.cut_for_search(text, HMM=False))

    def plain(self, text: str) -> list[str]:
        """See Cutter."""
        return list(self._kept(text))

    def _kept(self, text: str, HMM: bool = False) -> tuple[str, ...]:  # noqa: N803 (jieba's name)
        """The words of a text; those of the last short ones are kept, for what is asked is cut again for each use."""
        words = self._cuts.get(text)
        if words is None:
            self._learn(text)
            self.cut_so_far += len(text)
            words = tuple(self._cut(text, HMM=HMM))
            if len(text) <= _KEPT_LENGTH:
                if len(self._cuts) >= _KEPT:
                    self._cuts.clear()
                self._cuts[text] = words
        return words

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        """See Cutter."""
        return list(self._tokenizer.tokenize(text, mode="search", HMM=False))


class BulkCutter:
    """rjieba; raises ImportError where it is not installed."""

    def __init__(self) -> None:
        # the functions of the module's own instance: a second instance would load the dictionary again
        rust = import_module("rjieba")
        self._search: Callable[[str, bool], list[str]] = rust.cut_for_search
        self._plain: Callable[[str, bool], list[str]] = rust.cut
        self._tokenize: Callable[[str, str, bool], list[tuple[str, int, int]]] = rust.tokenize

    def search(self, text: str) -> list[str]:
        """See Cutter."""
        try:
            return self._search(text, False)
        except UnicodeEncodeError:  # half a surrogate pair, which a Rust string cannot hold
            return light_cutter().search(text)

    def plain(self, text: str) -> list[str]:
        """See Cutter."""
        try:
            return self._plain(text, False)
        except UnicodeEncodeError:
            return light_cutter().plain(text)

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        """See Cutter."""
        try:
            return self._tokenize(text, "search", False)
        except UnicodeEncodeError:
            return light_cutter().tokenize(text)


@cache
def light_cutter() -> LightCutter:
    """The cutter for a query, a snippet, an article."""
    with _IMPORTING:
        return LightCutter()


@cache
def bulk_cutter() -> Cutter:
    """The cutter for a corpus: rjieba, or where there is none the light one."""
    try:
        return BulkCutter()
    except ImportError:
        return light_cutter()


def cutter_with(own: OwnWords) -> LightCutter:
    """A cutter that knows a user's words too."""
    with _IMPORTING:
        return LightCutter(own)


def cutter_for(text: str) -> Cutter:
    """The cutter that is done with this text first, and sooner with those that may follow."""
    light = light_cutter()
    return light if len(text) <= _LIGHT and light.cut_so_far <= _PAID else bulk_cutter()


def is_cut_whole(word: str) -> bool:
    """Whether jieba may keep a word in one piece: it parts text at · and at rare ideographs, whatever its words."""
    return all(FIRST_COMMON <= c <= LAST_OF_JIEBA or (c.isascii() and (c.isalnum() or c in "+#&._%-")) for c in word)


def _import_jieba() -> ModuleType:
    """jieba without what only takes time here: pkg_resources (55 ms), and the model's tables until they are used."""
    spec = find_spec("jieba") if "jieba" not in sys.modules else None
    if spec is None or spec.loader is None or spec.submodule_search_locations is None:
        return import_module("jieba")
    jieba = module_from_spec(spec)
    # with the attribute in place, jieba's `from . import finalseg` takes it and loads nothing
    jieba.finalseg = _postponed("jieba.finalseg", spec.submodule_search_locations)  # type: ignore[attr-defined]
    sys.modules["jieba"] = jieba
    with _instead("pkg_resources", None), _instead("hashlib", _md5_alone()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's source has escapes that Python warns of when it compiles them
        spec.loader.exec_module(jieba)
    return jieba


def _postponed(name: str, path: Sequence[str]) -> ModuleType:
    """The module with that name, to be loaded when anything of it is first used."""
    spec = PathFinder.find_spec(name, path)
    if spec is None or spec.loader is None:
        return import_module(name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _md5_alone() -> ModuleType:
    """What jieba takes from hashlib, which loads OpenSSL for it; md5 names its cache file, and that is never made."""
    if "hashlib" in sys.modules or find_spec("_md5") is None:
        return import_module("hashlib")
    hashlib = ModuleType("hashlib")
    hashlib.md5 = import_module("_md5").md5  # type: ignore[attr-defined]
    return hashlib


@contextmanager
def _instead(name: str, module: ModuleType | None) -> Iterator[None]:
    """Let imports of a name find this module meanwhile, or (for None) fail."""
    before = {key: sys.modules[key] for key in (name,) if key in sys.modules}
    sys.modules[name] = module  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
        sys.modules.update(before)
