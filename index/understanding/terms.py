"""The terms that unquoted text asks for: dictionary words, names and numbers whole, function words aside.

Every term is looked for literally. A run of characters that the dictionary leaves alone is one term, since it was
typed in one piece: 沈宇鸿 is one thing to find, not three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import accumulate

from msgspec import Struct

from baosou.corpus.characters import has_numbers
from baosou.corpus.folding import fold_text
from baosou.corpus.names import is_name
from baosou.index.analysis.analyzer import JOINING, is_function_word, is_rare, is_single, is_word, may_ask, plain_words
from baosou.index.analysis.spaced_names import HARDLY_SURNAMES
from baosou.index.analysis.tokenizer import is_cut_whole
from baosou.index.analysis.vocabulary import PLAIN, Vocabulary

WHOLE = 3
"""Text of at most so many characters is one term (罗永康 is not 罗 and 永康) unless function words part it."""

_FIGURES = r"[0-9]+(?:[.,:][0-9]+)*%?|[〇零一二三四五六七八九]{4}"
_NUMBER = re.compile(_FIGURES)
_WHOLES = f"{_FIGURES}(?=年)"
_CODE = "[0-9]*[a-z]+[0-9][a-z0-9]*|[0-9]+[a-z]+[a-z0-9]*"
"""Letters and figures in one piece: g20, h7n9, 5g."""

_NUMBERS = re.compile(f"((?<![a-z0-9])(?:{_CODE})(?![a-z0-9])|{_WHOLES})")
_BEYOND_ASCII = "à-öø-\u02af\u0370-\u05ff"
_MULTIPLES = "亿万千百十元"
_LONGEST_NAME = 3

_WITHIN = "上下里中"
"""What makes one term of the lone character before it: 线上, 村里."""

_ALSO_SURNAMES = HARDLY_SURNAMES | frozenset("解计查满双全官步连")
"""Surnames that are far more often words; before a word of the dictionary they are no name (种荷花)."""


_BEFORE_NAMES = frozenset("在从到对向把被由给让与和及或")
"""What takes a name after it, and is none of it where the whole stands nowhere."""

_BEFORE_ASKING = frozenset("在是有为由从到被以于与和要会能都的了")
"""What stands with words that only ask and says nothing there."""


class _Term(Struct, frozen=True):
    text: str
    lone: bool = False


def terms(text: str, *, alternatives: bool = False, vocabulary: Vocabulary = PLAIN, joining: bool = True) -> list[str]:
    """What is looked for of text without blanks, in its order.

    Where the terms are `alternatives`, lone characters that are not rare are left out as long as anything longer is
    there: any one of them stands almost everywhere; with `joining` runs of characters are joined first as the index
    has them. Text without any letter, digit or ideograph is one term as it stands.
    """
    folded = fold_text(text)
    if folded.isascii():
        return [folded] if folded.strip() else []
    words, known = cut_words(folded, vocabulary, joining=joining)
    content = [word for word in words if is_word(word)]
    whole = len(content) == 1 or (len(folded) <= WHOLE and not alternatives)
    # among characters that are no words, only these join others, and none where one comes first: 将 in 浙将省 is a
    # mistake, and 也是园 a name
    parting: Sequence[str] = words
    if all(len(word) == 1 for word in words) and not all(map(is_function_word, words)):
        opens_name = is_function_word(words[0]) and words[0] not in _BEFORE_NAMES
        parting = [] if opens_name else [word for word in words if word in _BEFORE_NAMES or word in JOINING]
    named = any(word in known for word in words) and len(words) > 1
    if whole and not named and len(words) == len(content) and not any(map(is_function_word, parting)):
        return [folded]
    only_ask = {number for number in _asking(words) if words[number] not in known}
    kept = [word for number, word in enumerate(words) if number not in only_ask and _is_content(word)]
    if only_ask and kept and not any(len(word) > 1 or is_rare(word) for word in kept) and vocabulary.stands(folded):
        return [folded]
    if only_ask and kept:
        # what only asks parts words as punctuation does
        words = ["?" if number in only_ask else word for number, word in enumerate(words)]
        content = [word for word in words if is_word(word)]
    found = list(_terms(words, known, vocabulary))
    if alternatives and not all(term.lone for term in found):
        found = [term for term in found if not term.lone or is_rare(term.text)]
    if found:
        return [term.text for term in found]
    # function words alone are one thing where they stand in one piece: 去哪儿
    return [folded] if not content or vocabulary.stands(folded) else content


def _asking(words: Sequence[str]) -> frozenset[int]:
    """The numbers of the words that only ask."""
    if not any(map(may_ask, words)):
        return frozenset()
    from baosou.index.understanding.asking_words import asking  # few queries ask

    return asking(words)


def says_nothing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether text that was typed by itself holds nothing that decides: 的, 在哪里, 什么时候."""
    folded = fold_text(text)
    if is_function_word(folded):
        return True
    if not may_ask(folded):
        return False
    words = plain_words(folded, vocabulary=vocabulary)
    only_ask = _asking(words)
    return bool(only_ask) and all(word in _BEFORE_ASKING or n in only_ask for n, word in enumerate(words))


def without_asking(text: str, vocabulary: Vocabulary) -> str:
    """A text with blanks for what only asks; as it is where nothing else is left of it."""
    folded = fold_text(text)
    if not may_ask(folded):
        return text
    # only 何 may also begin a name
    words = cut_words(folded, vocabulary)[0] if "何" in folded else plain_words(folded, vocabulary=vocabulary)
    only_ask = _asking(words)
    kept = [" " if number in only_ask else word for number, word in enumerate(words)]
    if only_ask and any(is_word(word) and not is_function_word(word) for word in kept):
        return "".join(kept)
    return text


def cut_words(folded: str, vocabulary: Vocabulary = PLAIN, *, joining: bool = True) -> tuple[list[str], frozenset[str]]:
    """Folded text in words that join up to it again, and which of them are known: own words, names, dates.

    With `joining` names that the cut tears are looked up in the index, to keep them whole.
    """
    words, known = vocabulary.kept(("cut", folded, joining), lambda: _cut_all(folded, vocabulary, joining=joining))
    return list(words), known


def _cut_all(folded: str, vocabulary: Vocabulary, *, joining: bool) -> tuple[list[str], frozenset[str]]:
    if not has_numbers(folded):
        return _cut(folded, vocabulary, joining=joining)
    from baosou.index.understanding.dates import with_dates_whole  # few queries hold numbers
    from baosou.index.understanding.numbered_names import with_numbered_names

    cut = partial(_cut, vocabulary=vocabulary, joining=joining)
    words, known = with_dates_whole(folded, vocabulary.own_words(folded), cut)
    if not joining:
        return words, known
    words, numbered = with_numbered_names(words, vocabulary)
    return words, known | numbered


def _cut(folded: str, vocabulary: Vocabulary, *, joining: bool) -> tuple[list[str], frozenset[str]]:
    own = vocabulary.own_words(folded)
    words: list[str] = []
    for piece in _parted(folded, own, vocabulary):
        words += [piece] if piece in own else _in_words(piece, vocabulary)
    names: frozenset[str] = frozenset()
    if len(words) > 1 and any(map(is_single, words)):
        from baosou.index.understanding.pieced_names import with_names  # many queries are words of the dictionary

        words, names = with_names(words, own, vocabulary)
    counted: frozenset[str] = frozenset()
    if has_numbers(folded):
        words, counted = _with_amounts(words, folded, own)
    known = own | names | counted
    if not joining or len(words) == 1:
        return words, known
    # many queries are words of the dictionary, one by one
    from baosou.index.understanding.cohesion import with_names_whole

    words, whole = with_names_whole(words, known, vocabulary)
    return words, known | whole


def _with_amounts(words: list[str], folded: str, own: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """The words with those joined that are a number and its measure word (24 个 月), where no word is cut by that."""
    from baosou.corpus.spellings import amounts  # few queries hold numbers

    found = amounts(folded)
    if not found:
        return words, frozenset()
    at = dict(zip(accumulate(map(len, words), initial=0), range(len(words) + 1), strict=True))
    joined, done = [], 0
    counted = set()
    for start, end in found:
        first, last = at.get(start), at.get(end)
        if first is None or last is None or last == first + 1 or not own.isdisjoint(words[first:last]):
            continue
        joined += [*words[done:first], folded[start:end]]
        counted.add(folded[start:end])
        done = last
    return [*joined, *words[done:]], frozenset(counted)


def _in_words(text: str, vocabulary: Vocabulary) -> list[str]:
    """Text in words: numbers and words of alphabets are whole, what stands between is cut by the dictionary."""
    words: list[str] = []
    foreign = any("à" <= character <= "\u05ff" for character in text)
    for number, part in enumerate((_numbers_and_letters() if foreign else _NUMBERS).split(text)):
        if part:
            whole = number % 2 or _NUMBER.fullmatch(part)
            words += [part] if whole else plain_words(part, vocabulary=vocabulary)
    return words


@cache
def _numbers_and_letters() -> re.Pattern[str]:
    """Also words of alphabets that the dictionary's cut would tear (éclair): it knows the letters a to z alone."""
    return re.compile(f"({_CODE}|{_WHOLES}|[a-z]*[{_BEYOND_ASCII}][a-z{_BEYOND_ASCII}]*)")


def _parted(folded: str, own: frozenset[str], vocabulary: Vocabulary) -> list[str]:
    """Text in pieces that are each one of the user's words, or hold none."""
    if not own:
        return [folded]
    pieces: list[str] = []
    odd = sorted((word for word in own if not is_cut_whole(word)), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, odd))})", folded) if odd else [folded]
    for part in parts:
        joined = False
        for word in [part] if part in odd else plain_words(part, vocabulary=vocabulary):
            if joined and word not in own:
                pieces[-1] += word
            else:
                pieces.append(word)
            joined = word not in own
    return pieces


def _terms(words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary) -> Iterator[_Term]:
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word in known:
            yield _Term(word)
            continue
        if not is_word(word) or is_function_word(word):
            continue
        following = words[at] if at < len(words) and words[at] not in known and _is_content(words[at]) else ""
        if _NUMBER.fullmatch(word):
            further = words[at + 1] if at + 1 < len(words) and words[at + 1] not in known else ""
            # of several characters the first is no unit: 370 失联
            counted = is_single(following) and not (_is_content(further) and is_single(further))
            unit = following if counted or following[:1] in tuple(_MULTIPLES) else ""
            at += bool(unit)
            yield _Term(word + unit)
        elif not is_single(word):
            yield _Term(word)
        elif is_single(following):
            run = word
            while at < len(words) and words[at] not in known and _is_content(words[at]) and is_single(words[at]):
                run += words[at]
                at += 1
            yield from _run(run)
        elif following and word not in _ALSO_SURNAMES and _is_name(word + following, vocabulary):
            at += 1
            yield _Term(word + following)
        elif at < len(words) and words[at] in tuple(_WITHIN):
            at += 1
            yield _Term(word + words[at - 1])
        else:
            yield _Term(word, lone=True)


def _is_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether text looks like a name, and is used as one in the index where there is one."""
    if not is_name(text) or not vocabulary.characters:
        return is_name(text)
    from baosou.index.understanding.evidence import Evidence  # few queries hold what looks like a name

    return Evidence(vocabulary).use(text).whole > 0


def _run(characters: str) -> Iterator[_Term]:
    """A run of single characters, with a name that opens it apart from what follows."""
    name = characters[:_LONGEST_NAME]
    if len(characters) > _LONGEST_NAME and is_name(name):
        yield _Term(name)
        rest = characters[_LONGEST_NAME:]
        yield _Term(rest, lone=len(rest) == 1)
    else:
        yield _Term(characters)


def _is_content(word: str) -> bool:
    return is_word(word) and not is_function_word(word)
