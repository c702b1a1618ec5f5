"""What may have been meant by what was typed, from an index's own words and names: completions and corrections.

A word or name of the index that the text is comes first. A completion goes on from the text. A correction stands in the
index and sounds like the text (a homophone, or nearly so: zh and z, n and ng, l and n, f and h), or differs from it by
one character. Letters are read as pinyin.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Literal

from msgspec import Struct

from baosou.corpus.characters import NUMBER_SIGNS, is_ideographic
from baosou.corpus.folding import fold_text
from baosou.corpus.names import is_name
from baosou.index.analysis.analyzer import is_function_word
from baosou.index.analysis.pinyin import is_latin, pinyin
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.engine import Engine
from baosou.index.lookups import HOLE, Beginning, Known, Lookup, OneEdit, Sounding, Spoken, Standing, with_hole
from baosou.index.results import JsonObject, json_object

Kind = Literal["exact", "completion", "pinyin", "initials", "homophone", "near-homophone", "similar"]

LONGEST = 64
"""Text of more characters is not looked at."""

_HOLED = range(3, 33)
"""Lengths of text of which one character is taken for wrong."""

_NO_ACCIDENT = 3
"""How often a text has to stand for a likeness to it to be no accident."""

_EDITED = 4
"""In text of so many characters any one may be wrong; in shorter text only one that sounds alike."""

_MUCH_RARER = 10
"""How many times more often a word stands than text that is none, for the text to be an accident."""

_CONTINUED = 4
"""How many ways text may go on, and for how many characters."""

_CANDIDATES = 100

_SPOKEN = range(3, 7)
"""How many syllables text may have that is found by its sound alone: any two are the end and the beginning of words."""

TOGETHER = 7
"""How many words of letters may spell one name."""


class Suggestion(Struct, frozen=True):
    """A text of the index, why it is suggested, and how often it stands there (see `Known`)."""

    text: str
    kind: Kind
    count: int


class Suggestions(Struct, frozen=True):
    """What may have been meant by a text, the likeliest first; `text` is what was typed."""

    text: str
    suggestions: tuple[Suggestion, ...]

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

    def __len__(self) -> int:
        return len(self.suggestions)

    def __getitem__(self, number: int) -> Suggestion:
        return self.suggestions[number]

    def __repr__(self) -> str:
        return f"<Suggestions {self.text!r}: {', '.join(each.text for each in self.suggestions) or 'none'}>"

    def to_dict(self) -> JsonObject:
        """The object of `suggest --json`."""
        return json_object(self)


def suggest(engine: Engine, text: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
    """Suggestions for the last word of a text, the likeliest first; the words before it stay as they were typed.

    Letters at the end are read together: `luo yongkang` is one name.
    """
    return engine.vocabulary.together(lambda words: _suggested(words, text, limit))


def _suggested(words: Vocabulary, text: str, limit: int) -> tuple[Suggestion, ...]:
    typed = text.split()
    if not typed or limit <= 0:
        return ()
    latin = next((n for n, word in enumerate(reversed(typed)) if not is_latin(word)), len(typed))
    for first in range(len(typed) - max(min(latin, TOGETHER), 1), len(typed)):
        last = " ".join(typed[first:])
        found = list(islice(chain(_itself(words, last), _distinct(_meant(words, last), last)), min(limit, sys.maxsize)))
        if found:
            before = "".join(f"{word} " for word in typed[:first])
            return tuple(Suggestion(before + each.text, each.kind, each.count) for each in found)
    return ()


def _itself(words: Vocabulary, text: str) -> Iterator[Suggestion]:
    """The text as a word or name of the index, if it is one."""
    folded = fold_text(text)
    if not 1 < len(folded) <= LONGEST:
        return
    ideographic = is_ideographic(folded)
    if _is_word(words, folded) if ideographic else _is_listed(words, folded):
        yield from (Suggestion(folded, "exact", each.count) for each in words.known(Standing.of(folded), limit=1))


def _is_listed(words: Vocabulary, folded: str) -> bool:
    return any(each.text == folded for each in _known(words, Beginning(folded)))


def correction(words: Vocabulary, word: str, *, only_sound: bool = False) -> Suggestion | None:
    """The likeliest text for one that stands nowhere; with `only_sound` none that sounds otherwise."""
    folded = fold_text(word)
    if len(folded) > LONGEST:
        return None
    found: Iterable[Suggestion] = _corrections(words, folded)
    if is_latin(word):
        found = chain(_spelled(words, word), _said(words, word), found)
    kinds = ("homophone", "near-homophone", "pinyin") if only_sound else None
    return next((each for each in _distinct(found, word) if kinds is None or each.kind in kinds), None)


def likelier(words: Vocabulary, word: str) -> Suggestion | None:
    """A word like text in sound and in some character that stands much more often, for text that is none; or None."""
    folded = fold_text(word)
    if not 1 < len(folded) <= LONGEST or not is_ideographic(folded):
        return None
    standing = words.known(Standing.of(folded), limit=1)
    found = _alike(words, folded, fewest=_MUCH_RARER * standing[0].count) if standing else ()
    return next((each for each in found if _shared(folded, each.text)), None)


def homophone(words: Vocabulary, text: str, *, times: int) -> Suggestion | None:
    """Text that sounds like other text of ideographs and stands so many times more often; or None.

    It shares all but one of the characters, or is a word or a name.
    """
    folded = fold_text(text)
    if not is_ideographic(folded):
        return None
    standing = words.known(Standing.of(folded), limit=1)
    fewest = times * (standing[0].count if standing else 1)
    alike = (each for each in _alike(words, folded, fewest=fewest) if _shared(folded, each.text))
    holed = (
        Suggestion(each.text, "homophone", each.count)
        for at, character in enumerate(folded)
        # another number is never what was meant
        if len(folded) in _HOLED and character not in NUMBER_SIGNS
        for each in _known(words, Standing(with_hole(folded, at), heard_as=character, fewest=fewest))
        if each.count >= fewest
    )
    return next(_distinct(chain(alike, sorted(holed, key=lambda each: (-each.count, each.text))), text), None)


def _meant(words: Vocabulary, text: str) -> Iterator[Suggestion]:
    folded = fold_text(text)
    if len(folded) > LONGEST:
        return
    completed = [Suggestion(each.text, "completion", each.count) for each in _known(words, Beginning(folded))]
    if is_latin(text):
        begun = list(_begun(words, text))
        yield from _spelled(words, text)
        yield from completed
        yield from begun
        if not completed and not begun:
            yield from _said(words, text)
            yield from _corrections(words, folded)
        return
    yield from completed
    standing = words.known(Standing.of(folded), limit=1)
    if standing:
        if not completed and len(folded) > 1 and is_ideographic(folded) and not _is_word(words, folded):
            yield from _continued(words, folded)
            yield from _alike(words, folded, fewest=_MUCH_RARER * standing[0].count)
        return
    yield from _corrections(words, folded)
    sounds = pinyin().sounds(folded) if is_ideographic(folded) else None
    # one syllable begins far too many words
    if sounds is not None and len(sounds) > 1:
        yield from _closest(folded, "homophone", _known(words, Sounding(sounds, further=True)))


def _is_word(words: Vocabulary, folded: str) -> bool:
    """Whether ideographs are a word or a name of the index."""
    sounds = pinyin().sounds(folded)
    return sounds is not None and any(each.text == folded for each in _known(words, Sounding(sounds)))


def _continued(words: Vocabulary, folded: str) -> Iterator[Suggestion]:
    """How text that is no beginning of a word goes on, as long as most of it goes on alike."""
    if len(folded) < _EDITED - 1:
        return
    for found in words.known(Standing(folded + HOLE), limit=_CONTINUED):
        if found.count < _NO_ACCIDENT:
            return
        if is_function_word(found.text[-1]):
            continue
        while len(found.text) < len(folded) + _CONTINUED:
            further = words.known(Standing(found.text + HOLE), limit=1)
            if not further or further[0].count * 2 < found.count or is_function_word(further[0].text[-1]):
                break
            found = further[0]
        yield Suggestion(found.text, "completion", found.count)


def _spelled(words: Vocabulary, text: str) -> Iterator[Suggestion]:
    """What is spelled so in pinyin, from its first letter to its last."""
    whole = [each.syllables for each in pinyin().typed(text) if each.whole]
    yield from _all("pinyin", (_known(words, Sounding(each)) for each in whole))


def _said(words: Vocabulary, text: str) -> Iterator[Suggestion]:
    """What is spelled so in pinyin and is no word or name: what one begins with (鳌江), or other text (罗永康)."""
    whole = [each.syllables for each in pinyin().typed(text) if each.whole and len(each.syllables) > 1]
    begun: dict[str, int] = {}
    for syllables in whole:
        for each in _known(words, Sounding(syllables, further=True)):
            beginning = each.text[: len(syllables)]
            begun[beginning] = begun.get(beginning, 0) + each.count
    yield from _all("pinyin", [(Known(beginning, count) for beginning, count in begun.items())])
    yield from _all("pinyin", (_known(words, Spoken(each)) for each in whole if len(each) in _SPOKEN))


def _begun(words: Vocabulary, text: str) -> Iterator[Suggestion]:
    """What pinyin, or its initials, begin."""
    typed = pinyin().typed(text)
    yield from _all("pinyin", (_known(words, Sounding(t.syllables, further=True)) for t in typed if not t.initials))
    for further in (False, True):
        initials = (each.syllables for each in typed if each.initials)
        yield from _all("initials", (_known(words, Sounding(each, further=further)) for each in initials))


def _corrections(words: Vocabulary, folded: str) -> Iterator[Suggestion]:
    """What was meant by folded text that stands nowhere: homophones; where there are none, what is less like it."""
    if folded.isascii():
        if folded.isalpha() and len(folded) >= _EDITED:
            yield from _all("similar", [_known(words, OneEdit(folded))])
        return
    if len(folded) < 2 or not is_ideographic(folded):
        return
    found = list(_alike(words, folded))
    if found:
        yield from found
        return
    kinds: dict[Kind, list[Known]] = {"homophone": [], "near-homophone": [], "similar": []}
    for at, each in _holed(words, folded):
        kind = _kind(folded[at], each.text[at])
        if kind != "similar" or (len(folded) >= _EDITED and each.count >= _NO_ACCIDENT):
            kinds[kind].append(each)
    if len(folded) >= _EDITED and not (kinds["homophone"] or kinds["near-homophone"]):
        kinds["similar"] += [each for each in _known(words, OneEdit(folded)) if each.count >= _NO_ACCIDENT]
    for kind, some in kinds.items():
        if some:
            yield from _closest(folded, kind, some)
            return
    # a name that no list holds, of which more than one character may be wrong
    sounds = pinyin().sounds(folded) if len(folded) in _SPOKEN and is_name(folded) else None
    if sounds is not None:
        yield from _closest(folded, "homophone", _known(words, Spoken(sounds)))


def _alike(words: Vocabulary, folded: str, *, fewest: int = 1) -> Iterator[Suggestion]:
    """Words and names that sound like folded text that is none itself.

    Those that share a character with it come first, also if they sound only nearly so: rarely is more than one wrong.
    """
    sounds = pinyin().sounds(folded)
    if sounds is None:
        return
    found = _known(words, Sounding(sounds))
    if any(each.text == folded for each in found):
        return
    found = [each for each in found if each.count >= fewest]
    if not any(_shared(folded, each.text) for each in found):
        near = _known(words, Sounding(tuple(map(pinyin().near, sounds))))
        near = [each for each in near if each.count >= fewest and _shared(folded, each.text)]
        yield from _closest(folded, "near-homophone", near)
    yield from _closest(folded, "homophone", found)


def _kind(typed: str, meant: str) -> Kind:
    """How like one another two characters sound."""
    tables = pinyin()
    readings, others = tables.readings(typed), set(tables.readings(meant))
    if others.intersection(readings):
        return "homophone"
    return "near-homophone" if others.intersection(tables.near(readings)) else "similar"


def _holed(words: Vocabulary, folded: str) -> list[tuple[int, Known]]:
    """Text of the index that differs from this one in one character, and in which."""
    length = len(folded)
    if length not in _HOLED:
        return []
    # what stands before the wrong character stands in the index, and so does what stands after it
    last = _longest(words, [folded[:end] for end in range(1, length)])
    first = length - 1 - _longest(words, [folded[-end:] for end in range(1, length)])
    return [
        (at, each)
        for at in range(first, last + 1)
        for each in _known(words, Standing(with_hole(folded, at)))
        if each.text != folded
    ]


def _longest(words: Vocabulary, texts: Sequence[str]) -> int:
    """How many of some texts, each of which holds the one before it, stand in the index."""
    return bisect_left(texts, True, key=lambda text: not words.occurrences(text))


def _closest(folded: str, kind: Kind, found: Iterable[Known]) -> Iterator[Suggestion]:
    """Those first that share the most characters with the text, then the most frequent."""
    ordered = sorted(found, key=lambda each: (-_shared(folded, each.text), -each.count, each.text))
    return (Suggestion(each.text, kind, each.count) for each in ordered)


def _shared(first: str, second: str) -> int:
    return sum(one == other for one, other in zip(first, second, strict=False))


def _all(kind: Kind, found: Iterable[Iterable[Known]]) -> list[Suggestion]:
    """The finds of several look-ups together, the most frequent first."""
    together = [Suggestion(each.text, kind, each.count) for some in found for each in some]
    return sorted(together, key=lambda each: (-each.count, each.text))


def _distinct(found: Iterable[Suggestion], typed: str) -> Iterator[Suggestion]:
    seen = {fold_text(typed)}
    for each in found:
        if each.text not in seen:
            seen.add(each.text)
            yield each


def _known(words: Vocabulary, lookup: Lookup) -> list[Known]:
    return list(words.known(lookup, limit=_CANDIDATES))
