"""Keeps names whole that a cut tears at a function character: 上合组织, 在轨, 何立峰, 文化和旅游部, 《平凡的世界》.

Whether a character such as 的 在 和 上 stands between words or within a name is told by the archive's own text: by how
often the run stands there compared with its parts, and by what stands around it. Of a text that stands nowhere, and
where an archive says little, what is typed as one stays as the dictionary cuts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from baosou.corpus.names import is_name
from baosou.index.analysis import is_function_word, plain_words
from baosou.index.cutting import light_cutter
from baosou.index.titled import CLOSES, OPENS
from baosou.index.vocabulary import Vocabulary

PARTICLES = frozenset("的了着吗呢吧啊呀")
"""Function characters that belong to what stands before them, and hardly ever to a name at its edge."""

LINKING = frozenset("和与及之于")
"""Function characters that stand between the words of names of more than one word."""

FOLLOWING = frozenset("上下里中内外前后时等些个所会们")
"""Function characters that may end a name without asking for something to follow."""

_ASKING = frozenset("几谁哪何")
_ASKING_WORDS = frozenset(
    ["什么", "多少", "怎么", "怎样", "怎么样", "为什么", "有什么", "是什么", "是不是", "有没有", "是否"]
)

_MOST_LOOKS = 40
"""So many texts are looked up in the index for one text of a query."""

_LONGEST_RUN, _LONGEST = 6, 14
"""Characters of the longest name of loose characters, and of the longest of words."""

_WORDS_OF_DICTIONARY = 60_101_967
"""The sum of jieba's frequencies."""

_CHARACTERS_OF_WORD = 1.7

_OFTEN_A_WORD = 200e-6
"""Share of all words from which on a lone character is an everyday word (人, 水, 新), and no piece of a name."""

_OFTEN_IN_DICTIONARY = 500
"""Jieba's count of a word from which on it is hardly somebody's given name."""

_LIFT, _EXPECTED = 10, 5
"""How many times more often than by chance an everyday word stands beside a function character in a name, and how
often chance has to be for less than chance to say that it is none."""

_LIFT_OF_CHAIN = 5
"""The same for a function character between two others."""

_CLOSED = 0.12
"""Share of the places of a run after which a passage or clause ends, from which on it says something by itself."""

_TITLED = 0.25
_MOSTLY = 0.5
_BOUND = 0.4
"""Share of the places of either part of a run at which the run itself stands, for it to be one name of characters."""

_TOGETHER = 0.2
"""The same for a name of words, which say something by themselves."""

_GOES_ON = 0.6
"""Share of the places of a name at which it goes on as it was typed, for that to be part of the name."""

_FEW = 8
_SMALL = 300_000
"""Characters of an archive that is too small for its shares to say anything."""


_OPENED = 0.3
"""Share of the places of what follows a function character before which that stands, for it to open a name."""

_MUCH_OFTENER = 3

_KINDS_OF_PLACES = ("县", "市", "区", "镇", "乡", "村", "州", "省", "街道")

_LONGEST_LOOSE = 3
"""Characters of a text of loose characters that stays one because it was typed by itself."""

_LONGEST_ALONE = 10
"""Characters of the longest text that is taken for one name because it was typed by itself."""

_OF_FRAME = 4
_OF_SAYING = 4
"""Characters of a saying (让利于民), whose function characters need not link nouns."""

_FEWEST = 3
"""How often words have to stand together in an archive that is not small."""


class _Token(Struct, frozen=True):
    """A word of the cut; `fixed` ones are no part of any run."""

    text: str
    fixed: bool
    function: bool

    @property
    def loose(self) -> bool:
        """Whether it is a lone character or a function word, and so may be a piece of a name."""
        return not self.fixed and (self.function or len(self.text) == 1)


def with_names_whole(
    words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary
) -> tuple[list[str], frozenset[str]]:
    """The words of a folded text with those joined that are a name in the archive, and these names.

    The `known` words stay as they are. The words still join up to the text.
    """
    if not vocabulary.characters or not any(_is_torn(word) for word in words if word not in known):
        return list(words), frozenset()
    return _Joiner(words, known, vocabulary).joined()


def _is_torn(word: str) -> bool:
    return is_function_word(word) or (len(word) == 1 and _is_han(word))


def _is_han(text: str) -> bool:
    return text > "\u3400" and text.isalpha()


class _Joiner:
    """Joins the words of one text."""

    def __init__(self, words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tokens = [_token(word, fixed=word in known) for word in words]
        self._found: set[str] = set()
        self._looks = _MOST_LOOKS
        self._small = vocabulary.characters < _SMALL

    def joined(self) -> tuple[list[str], frozenset[str]]:
        self._join_titles()
        at = 0
        while at < len(self._tokens):
            end = at
            while end < len(self._tokens) and self._tokens[end].loose:
                end += 1
            if end - at == 1 and self._is_surname(at):
                self._join(at, at + 2)
                at += 1
            elif any(token.function for token in self._tokens[at:end]):
                at = self._join_loose(at, end)
            elif end - at > 1:
                at = self._part_unknown(at, end)
            else:
                at = max(end, at + 1)
        self._join_words()
        return [token.text for token in self._tokens], frozenset(self._found)

    # Titles

    def _join_titles(self) -> None:
        """Join titles of works, the longest first: what is typed by itself, or is a title often enough."""
        text = self._text(0, len(self._tokens))
        for start, end in sorted(self._vocabulary.titles(text), key=lambda place: place[0] - place[1]):
            bounds = {at: n for n, at in enumerate(accumulate((len(t.text) for t in self._tokens), initial=0))}
            first, last = bounds.get(start), bounds.get(end)
            if first is None or last is None or last - first < 2:
                continue
            tokens = self._tokens[first:last]
            if any(token.fixed and token.text in self._found for token in tokens):
                continue
            if any(token.function for token in tokens) and (
                len(text) == end - start or self._is_title(text[start:end])
            ):
                self._join(first, last)

    def _is_title(self, text: str) -> bool:
        """Whether a text that is a title somewhere is so at a good part of its places (在一起 is not)."""
        return self._count(f"{OPENS}{text}{CLOSES}") >= _TITLED * self._count(text) > 0

    # Runs of loose characters

    def _is_surname(self, at: int) -> bool:
        """Whether a function character is the surname before a given name that the dictionary has (何|卫东)."""
        if at + 1 == len(self._tokens) or self._tokens[at + 1].fixed or not self._tokens[at].function:
            return False
        given = self._tokens[at + 1].text
        name = self._tokens[at].text + given
        if not is_name(name) or light_cutter().frequency(given) > _OFTEN_IN_DICTIONARY:
            return False
        return 0 < self._use(given).whole * _OPENED <= self._use(name).whole

    def _join_loose(self, first: int, last: int) -> int:
        """Join the names in the run of loose tokens [first, last); the number of the token after the run."""
        at = first
        while at < last:
            end = self._unit_from(at, last)
            if not end:
                at += 1
                continue
            if self._tokens[at].text in LINKING and at and self._is_word(at - 1):
                # the 之声 of 中国之声
                at -= self._holds_together(at - 1, end, share=_TOGETHER)
            taken, length = self._going_on(at, end)
            before = len(self._tokens)
            if length:
                self._join_within(at, taken, length)
                return at + 1
            self._join(at, taken)
            last += len(self._tokens) - before
            at += 1
        return max(last, at)

    def _unit_from(self, at: int, last: int) -> int:
        """The number of the token after the longest name that begins with one; 0 where none does."""
        for end in range(last, at + 1, -1):
            tokens = self._tokens[at:end]
            if len(self._text(at, end)) > _LONGEST_RUN or not any(token.function for token in tokens):
                continue
            if self._is_unit(at, end):
                return 0 if tokens[0].function and self._goes_without(at, end) else end
        return 0

    def _goes_without(self, first: int, last: int) -> bool:
        """Whether, in a small archive, the run without its first word is a name that stands elsewhere too."""
        if not self._small or last - first < 3:
            return False
        rest = self._text(first + 1, last)
        return self._count(rest) > self._count(self._text(first, last)) and self._is_unit(first + 1, last)

    def _is_unit(self, first: int, last: int) -> bool:
        """Whether loose tokens are used in the archive as one thing."""
        tokens, text = self._tokens[first:last], self._text(first, last)
        opens, closes = tokens[0].text, tokens[-1].text
        if closes in PARTICLES or (opens in PARTICLES and first > 0) or not self._pairs_stand(text):
            return False
        if self._is_place(text):
            return True
        if (first, last) == (0, len(self._tokens)) and len(text) <= _LONGEST_LOOSE:
            return not all(token.function for token in tokens) and self._stands(text)
        if len(text) == 2 and self._vocabulary.occurrences(text) < (expected := self._expected(text)) > _EXPECTED:
            return False
        if tokens[0].function and not self._opens_name(first, last):
            return False
        use = self._use(text)
        if use.whole <= 0 or not self._closes_name(last, text, use.whole):
            return False
        if tokens[-1].function and not (len(tokens) > 1 and closes in FOLLOWING and not tokens[-2].function):
            # 也是, 都在, 将于 and the end of a longer name with 是 ask for something to follow, 有为 does not
            return (use.seen > 2 and use.closed_after >= _CLOSED) or use.closed >= _MOSTLY
        if len(text) > 2:
            parts = self._text(first + 1, last), self._text(first, last - 1)
            if all(use.whole >= _BOUND * self._use(part).whole for part in parts):
                return True
            return not tokens[0].function and use.whole >= _LIFT_OF_CHAIN * self._expected_of(parts)
        if any(self._is_everyday(token.text) for token in tokens if not token.function):
            closed = use.seen > 2 and min(use.closed_after, use.closed_before) >= _CLOSED
            return closed or use.whole >= _LIFT * expected
        return use.whole >= expected or expected < _EXPECTED

    def _is_place(self, text: str) -> bool:
        """Whether articles are of a place with this name, but for what it is: 于都 of 于都县."""
        return any(self._vocabulary.has_name(text + kind) for kind in _KINDS_OF_PLACES) and self._stands(text)

    def _opens_name(self, first: int, last: int) -> bool:
        """Whether a function word stands before the rest of a run, as it goes on, more often than other words do.

        The 对 of 对泽连斯基 does not, nor the 和 of 和郝德泉, for it is the rest that is the name.
        """
        rest = self._text(first + 1, last)
        following = self._tokens[last] if last < len(self._tokens) else _END
        given = not following.fixed and light_cutter().frequency(following.text) <= _OFTEN_IN_DICTIONARY
        if (following.loose and not following.function) or (given and is_name(rest + following.text)):
            rest += following.text
        if len(rest) < 2 or not self._pairs_stand(rest):
            return True
        return self._use(self._tokens[first].text + rest).whole >= _OPENED * self._use(rest).whole

    def _closes_name(self, last: int, run: str, whole: float) -> bool:
        """Whether the last character of a run is not rather the first one of what follows (非盟就埃|博拉)."""
        following = self._tokens[last].text[0] if last < len(self._tokens) and not self._tokens[last].fixed else ""
        if not following or self._vocabulary.occurrences(run[-1] + following) < _MUCH_OFTENER * whole:
            return True
        return self._count(run + following) < _GOES_ON * whole

    def _expected(self, pair: str) -> float:
        """How often a pair of characters stands by chance, were both words."""
        words = self._vocabulary.characters / _CHARACTERS_OF_WORD
        first, second = (
            min(_share_of_words(each), self._vocabulary.share(each) * _CHARACTERS_OF_WORD) for each in pair
        )
        return words * first * second

    def _expected_of(self, parts: tuple[str, str]) -> float:
        """How often two texts that overlap in all but an edge follow one another by chance."""
        rest, beginning = parts
        middle = rest[:-1]
        both = self._vocabulary.share(middle) * self._vocabulary.characters if len(middle) == 1 else self._count(middle)
        return self._count(rest) * self._count(beginning) / max(both, 1)

    def _is_everyday(self, character: str) -> bool:
        return _share_of_words(character) >= _OFTEN_A_WORD

    def _going_on(self, first: int, end: int) -> tuple[int, int]:
        """How far a name of the tokens [first, end) goes on as typed: the number after its last token, and how many
        characters of that one it takes where those are not all (0)."""
        name = self._text(first, end)
        count = self._count(name)
        taken, length = end, 0
        while taken < len(self._tokens) and not self._tokens[taken].fixed and count:
            word = self._tokens[taken].text
            if len(name) + len(word) > _LONGEST or self._tokens[taken].function:
                break
            following = self._count(name + word)
            if following < _GOES_ON * count or (count < _FEW and taken + 1 < len(self._tokens)):
                length = self._going_into(name, taken, count)
                break
            name, count, taken = name + word, following, taken + 1
        return (taken + 1, length) if length else (taken, 0)

    def _going_into(self, name: str, number: int, count: int) -> int:
        """How many characters of a word that the cut made wrongly belong to a name before it (何立|峰会).

        What is left of the word has to make words with what follows it.
        """
        word = self._tokens[number].text
        for length in range(len(word) - 1, 0, -1):
            longer = name + word[:length]
            likely = _FEWEST if is_name(longer) else max(_FEW, _GOES_ON * count)
            if len(self._rest(number, length)[0]) > 1 and self._count(longer) >= likely:
                return length
        return 0

    def _rest(self, number: int, length: int) -> list[str]:
        """What is left of a token without its first characters, cut together with what follows it."""
        end = number + 1
        while end < len(self._tokens) and not self._tokens[end].fixed:
            end += 1
        return plain_words(self._text(number, end)[length:], vocabulary=self._vocabulary)

    def _part_unknown(self, first: int, last: int) -> int:
        """Part a run of characters that the dictionary leaves alone, and that stands nowhere, as it stands."""
        text = self._text(first, last)
        if last - first <= 3 or self._stands(text):
            return last
        for end in range(last - 1, first + 1, -1):
            if self._stands(self._text(first, end)):
                self._join(first, end)
                return first + 1
        return first + 1

    # Words with function characters between

    def _join_words(self) -> None:
        """Join words with a function character between that hold together: 文化和旅游部, 让利于民."""
        whole = 0, len(self._tokens)
        may_be_one = len(self._tokens) > 1 and len(self._text(*whole)) <= _LONGEST_ALONE
        if may_be_one and any(token.function for token in self._tokens) and self._holds_together(*whole, share=_BOUND):
            self._join(*whole)
        at = 0
        while at < len(self._tokens):
            if self._tokens[at].function and len(self._tokens[at].text) == 1:
                window = self._window(at)
                if window is not None:
                    self._join(*window)
                    at = window[0]
            at += 1

    def _window(self, at: int) -> tuple[int, int] | None:
        """The longest run of up to two words on either side of a function character that holds together."""
        before, after = at, at + 1
        while before > max(at - 2, 0) and self._is_word(before - 1):
            before -= 1
        while after < min(at + 3, len(self._tokens)) and self._is_word(after):
            after += 1
        windows = [
            (first, last)
            for first in range(before, at + 1)
            for last in range(at + 1, after + 1)
            if last - first > 2 and self._may_be_one(first, last, linked=first < at < last - 1)
        ]
        windows += self._framed(at)
        windows.sort(key=lambda each: each[0] - each[1])
        return next((window for window in windows if self._holds_together(*window, share=_TOGETHER)), None)

    def _may_be_one(self, first: int, last: int, *, linked: bool) -> bool:
        """Whether a run of words is of a form that names have: linked nouns, or a saying."""
        text = self._text(first, last)
        functions = [token.text for token in self._tokens[first:last] if token.function]
        if linked and LINKING.issuperset(functions):
            return len(text) <= _LONGEST
        return len(text) == _OF_SAYING and PARTICLES.isdisjoint(functions)

    def _framed(self, at: int) -> Iterator[tuple[int, int]]:
        """The run of words that two function characters frame: 以人民为中心, 在危机中育新机."""
        tokens = self._tokens[at : at + _OF_FRAME]
        alternate = [token.function for token in tokens] == [True, False, True, False]
        if alternate and not any(token.fixed or token.text in PARTICLES for token in tokens):
            yield at, at + _OF_FRAME

    def _is_word(self, number: int) -> bool:
        token = self._tokens[number]
        return not token.function and (not token.fixed or token.text in self._found)

    def _holds_together(self, first: int, last: int, *, share: float) -> bool:
        """Whether a run of tokens stands often enough, and at such a share of the places of its parts."""
        tokens, text = self._tokens[first:last], self._text(first, last)
        if not self._pairs_stand(text):
            return False
        if any(token.fixed and token.text not in self._found for token in tokens):
            return False
        particles = any(token.text in PARTICLES for token in tokens)
        loose = any(len(token.text) == 1 and not token.function for token in tokens)
        count = self._count(text)
        if count < (1 if not particles and (self._small or loose) else _FEWEST):
            return False
        parts = self._text(first + 1, last), self._text(first, last - 1)
        return all(count >= share * self._often(part) for part in parts)

    def _often(self, text: str) -> float:
        """How often a text stands; of a pair only where no word is cut by its edges."""
        return self._use(text).whole if len(text) == 2 else self._count(text)

    # What the archive says

    def _use(self, text: str) -> _Use:
        self._looks -= 1
        if self._looks < 0:
            return _Use(0, 0, 0, 0, 0)
        usage = self._vocabulary.usage(text)
        together = "\n".join(left + text + right for left, right in usage.contexts)
        bounds = set(accumulate(map(len, plain_words(together, vocabulary=self._vocabulary)), initial=0))
        seen = before = after = both = at = 0
        for left, right in usage.contexts:
            start = at + len(left)
            if {start, start + len(text)} <= bounds:
                seen += 1
                before += not left[-1:].isalnum()
                after += not right[:1].isalnum()
                both += not (left[-1:].isalnum() or right[:1].isalnum())
            at = start + len(text) + len(right) + 1
        whole = usage.count * seen / len(usage.contexts) if usage.contexts else float(usage.count)
        return _Use(whole, seen, before / max(seen, 1), after / max(seen, 1), both / max(seen, 1))

    def _count(self, text: str) -> int:
        self._looks -= 1
        return self._vocabulary.occurrences(text) if self._looks >= 0 else 0

    def _stands(self, text: str) -> bool:
        self._looks -= 1
        return self._looks >= 0 and self._vocabulary.stands(text)

    def _pairs_stand(self, text: str) -> bool:
        """Whether each two neighbours are neighbours somewhere, which costs no look at any text."""
        return all(self._vocabulary.occurrences(text[at : at + 2]) for at in range(len(text) - 1))

    # The tokens

    def _text(self, first: int, last: int) -> str:
        return "".join(token.text for token in self._tokens[first:last])

    def _join(self, first: int, last: int) -> None:
        """Make one name of the tokens [first, last)."""
        name = self._text(first, last)
        self._found -= {token.text for token in self._tokens[first:last]}
        self._found.add(name)
        self._tokens[first:last] = [_Token(name, fixed=True, function=False)]

    def _join_within(self, first: int, last: int, length: int) -> None:
        """Make one name of the tokens [first, last) but for what follows so many characters of the last one.

        What is left of that one is cut together with what follows it.
        """
        name = self._text(first, last - 1) + self._tokens[last - 1].text[:length]
        cut = self._rest(last - 1, length)
        end = last
        while end < len(self._tokens) and not self._tokens[end].fixed:
            end += 1
        self._found.add(name)
        self._tokens[first:end] = [
            _Token(name, fixed=True, function=False),
            *map(_token, cut),
        ]


def _token(word: str, *, fixed: bool = False) -> _Token:
    # what only asks is part of no name; 何 alone is a surname more often than not
    asks = word != "何" and (not _ASKING.isdisjoint(word) or word in _ASKING_WORDS)
    function = not fixed and is_function_word(word)
    return _Token(word, fixed or not _is_han(word) or (function and asks), function)


_END = _Token("", fixed=True, function=False)


class _Use(Struct, frozen=True):
    """How a text is used where no word of the dictionary is cut by its edges: about how often, at how many of the
    places looked at, and at what share of these a clause begins with it, ends with it, or is it."""

    whole: float
    seen: int
    closed_before: float
    closed_after: float
    closed: float


def _share_of_words(character: str) -> float:
    frequency = light_cutter().frequency(character)
    return frequency / _WORDS_OF_DICTIONARY if frequency else 1.0
