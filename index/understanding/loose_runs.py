"""Names among the lone characters and function words that the dictionary leaves: 在轨, 何立峰, 上合组织."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.names import is_name
from baosou.index.analysis.tokenizer import light_cutter
from baosou.index.understanding.asking_words import asking
from baosou.index.understanding.evidence import Evidence, Use, share_of_words
from baosou.index.understanding.linked_words import (
    BEFORE_OTHERS,
    BOUND,
    FEWEST,
    LINKING,
    LONGEST,
    LONGEST_TYPED,
    PARTICLES,
    LinkedWords,
)
from baosou.index.understanding.tokens import Token, Tokens

AFTER_OTHERS = frozenset("上下里中之时等")
"""Function characters that belong to what stands before them: where nothing does, they begin a word (下一步, 上月)."""

FOLLOWING = frozenset("上下里中内外前后时等些个所会们")
"""Function characters that may end a name without asking for something to follow."""

_SURNAME = "何"
"""A function character that is much oftener a surname where it stands by itself."""

_LONGEST_RUN = 6
"""Characters of the longest name of loose characters."""

_OFTEN_A_WORD = 200e-6
"""Share of all words from which on a lone character is an everyday word (人, 水, 新), and no piece of a name."""

_OFTEN_IN_DICTIONARY = 500
"""Jieba's count of a word from which on it is hardly somebody's given name."""

_FEW = 8
"""How often text has to stand for its shares to say anything."""

_EXPECTED = 5
"""How often a pair has to stand by chance, for less than that to say that it is no name."""

_LIFT, _LIFT_OF_CHAIN, _MUCH = 10, 5, 3
"""How many times more often than by chance an everyday word stands beside a function character in a name, and other
characters on both sides of one; and how many times more often something else stands that is meant."""

_CLOSED, _MOSTLY = 0.12, 0.5
"""Share of the places of a run after which a passage or clause ends, from which on it says something by itself; and
share of those at which it is a clause of its own."""

_OPENED = 0.3
"""Share of the places of what follows a function character before which that stands, for it to open a name."""

_GOES_ON = 0.6
"""Share of the places of a name at which it goes on as it was typed, for that to be part of the name."""


class LooseRuns:
    """Joins the runs of lone characters and function words of one text."""

    def __init__(self, tokens: Tokens, evidence: Evidence, linked: LinkedWords) -> None:
        self._tokens = tokens
        self._evidence = evidence
        self._linked = linked

    def join(self) -> None:
        """Join the names among lone characters and function words."""
        at = 0
        while at < len(self._tokens):
            end = at
            while self._tokens[end].loose:
                end += 1
            if self._begins(at, end):
                self._join_on(at, at + 2)
                at += 1
            elif any(each.function for each in self._tokens.between(at, end)):
                at = self._join_loose(at, end)
            elif end - at > 1:
                at = self._part_unknown(at, end)
            else:
                at = max(end, at + 1)

    def _begins(self, at: int, end: int) -> bool:
        """Whether a character, of the run of loose tokens [at, end), begins a word or name with what follows it.

        So is 下 of 下一步, where nothing stands before it, 何 of 何卫东, and 埃 of 埃博拉.
        """
        first, second = self._tokens[at], self._tokens[at + 1]
        if end == at or len(first.text) > 1 or second.fixed or second.function:
            return False
        whole = first.text + second.text
        if first.text in AFTER_OTHERS and at == 0:
            return self._evidence.use(whole).whole >= (1 if self._evidence.is_small else FEWEST)
        named = is_name(whole)
        if end - at > 1 or light_cutter().frequency(second.text) > _OFTEN_IN_DICTIONARY:
            return False
        if first.text in BEFORE_OTHERS and not named:
            return False
        likely = _OPENED if first.function and named else _MOSTLY
        alone = self._evidence.use(second.text).whole
        use = self._evidence.use(whole).whole
        return use > 0 and (use >= likely * alone or (first.text == _SURNAME and named))

    def _join_loose(self, first: int, last: int) -> int:
        """Join the names in the run of loose tokens [first, last); the number of the token after the run."""
        at = first
        while at < last:
            end = self._unit_from(at, last)
            if not end:
                at += 1
                continue
            if self._tokens[at].text in LINKING and at and self._tokens.is_word(at - 1):
                # the 之声 of 中国之声
                at -= self._linked.holds_together(at - 1, end)
            before = len(self._tokens)
            if not self._join_on(at, end):
                return at + 1
            last += len(self._tokens) - before
            at += 1
        return max(last, at)

    def _join_on(self, first: int, end: int) -> bool:
        """Make one name of the tokens [first, end) and what it goes on with; whether that ends where a token does."""
        taken, length = self._going_on(first, end)
        if length:
            self._tokens.join_within(first, taken, length)
        else:
            self._tokens.join(first, taken)
        return not length

    def _unit_from(self, at: int, last: int) -> int:
        """The number of the token after the longest name that begins with one; 0 where none does."""
        for end in range(last, at + 1, -1):
            within = self._tokens.between(at, end)
            if len(self._tokens.text(at, end)) > _LONGEST_RUN or not any(each.function for each in within):
                continue
            if self._is_unit(at, end):
                return 0 if within[0].function and self._goes_without(at, end) else end
        return 0

    def _goes_without(self, first: int, last: int) -> bool:
        """Whether the run without its first word, which takes others after it, is a name that stands elsewhere too."""
        opens = self._tokens[first].text
        if last - first < 3 or not (self._evidence.is_small or opens in BEFORE_OTHERS):
            return False
        text, rest = self._tokens.text(first, last), self._tokens.text(first + 1, last)
        return not is_name(text) and self._evidence.count(rest) > self._evidence.count(text)

    def _is_unit(self, first: int, last: int) -> bool:
        """Whether loose tokens are used in the archive as one thing."""
        within, text = self._tokens.between(first, last), self._tokens.text(first, last)
        opens, closes = within[0], within[-1]
        if closes.text in PARTICLES or (opens.text in PARTICLES and first) or not self._evidence.pairs_stand(text):
            return False
        if self._evidence.is_place(text) and self._evidence.use(text).whole >= _OPENED * self._evidence.count(text):
            return True
        wordless = all(each.function for each in within)
        asks = len(asking([each.text for each in within]))
        if asks and (wordless or asks == len(within)):
            return False
        if (first, last) == (0, len(self._tokens)) and len(text) <= LONGEST_TYPED:
            return not wordless and self._evidence.stands(text) and not self._goes_without(first, last)
        if opens.text == _SURNAME and is_name(text):
            return self._evidence.use(text).whole > 0
        expected = self._evidence.expected(text) if len(text) == 2 else 0.0
        if not wordless and _EXPECTED < expected > self._evidence.pair(text):
            return False
        if opens.function and not self._opens_name(first, last):
            return False
        use = self._evidence.use(text)
        if use.whole <= 0 or not self._closes_name(last, text, use.whole):
            return False
        if closes.function and (closes.text not in FOLLOWING or within[-2].function):
            # 也是, 都在, 将于 and the end of a longer name with 是 ask for something to follow, 有为 does not
            return (use.seen > 2 and use.closed_after >= _CLOSED) or use.closed >= _MOSTLY
        return self._is_chain(within, text, use) if len(text) > 2 else self._is_pair(within, use, expected)

    def _is_chain(self, within: Sequence[Token], text: str, use: Use) -> bool:
        """Whether three or more characters stand together much more often than their parts would by chance."""
        beginning, rest = text[: -len(within[-1].text)], text[len(within[0].text) :]
        if all(use.whole >= BOUND * self._evidence.use(part).whole for part in (rest, beginning)):
            return True
        return not within[0].function and use.whole >= _LIFT_OF_CHAIN * self._evidence.expected_chain(beginning, rest)

    def _is_pair(self, within: Sequence[Token], use: Use, expected: float) -> bool:
        """Whether a function character and a lone one are a name: seldom where that one is an everyday word."""
        if any(share_of_words(each.text) >= _OFTEN_A_WORD for each in within if not each.function):
            closed = use.seen > 2 and min(use.closed_after, use.closed_before) >= _CLOSED
            return closed or use.whole >= _LIFT * expected
        return use.whole >= expected or expected < _EXPECTED

    def _opens_name(self, first: int, last: int) -> bool:
        """Whether a function word stands before the rest of a run, as it goes on, more often than other words do.

        The 对 of 对泽连斯基 does not, nor the 和 of 和郝德泉, for it is the rest that is the name.
        """
        rest, following = self._tokens.text(first + 1, last), self._tokens[last]
        given = not following.fixed and light_cutter().frequency(following.text) <= _OFTEN_IN_DICTIONARY
        if (following.loose and not following.function) or (given and is_name(rest + following.text)):
            rest += following.text
        if len(rest) < 2 or not self._evidence.pairs_stand(rest):
            return True
        whole = self._evidence.use(self._tokens[first].text + rest).whole
        return whole >= _OPENED * self._evidence.use(rest).whole

    def _closes_name(self, last: int, run: str, whole: float) -> bool:
        """Whether the last character of a run is not rather the first one of what follows (非盟就埃|博拉)."""
        following = self._tokens[last].text[:1] if not self._tokens[last].fixed else ""
        if not following or self._evidence.pair(run[-1] + following) < _MUCH * whole:
            return True
        return self._evidence.count(run + following) < _GOES_ON * whole

    def _going_on(self, first: int, end: int) -> tuple[int, int]:
        """How far a name of the tokens [first, end) goes on as typed.

        The number after its last token, and how many characters of that one it takes where those are not all (or 0).
        """
        name = self._tokens.text(first, end)
        count = self._evidence.count(name)
        taken = end
        while count and not self._tokens[taken].fixed and not self._tokens[taken].function:
            longer = name + self._tokens[taken].text
            following = self._evidence.count(longer) if len(longer) <= LONGEST else 0
            if following < _GOES_ON * count or (count < _FEW and taken + 1 < len(self._tokens)):
                length = self._going_into(name, taken, count)
                return (taken + 1, length) if length else (taken, 0)
            name, count, taken = longer, following, taken + 1
        return taken, 0

    def _going_into(self, name: str, number: int, count: int) -> int:
        """How many characters of a word that the cut made wrongly belong to a name before it (何立|峰会).

        What is left of the word has to make words with what follows it.
        """
        word = self._tokens[number].text
        for length in range(len(word) - 1, 0, -1):
            longer = name + word[:length]
            likely = FEWEST if is_name(longer) else max(_FEW, _GOES_ON * count)
            if len(self._tokens.rest(number, length)[0]) > 1 and self._evidence.count(longer) >= likely:
                return length
        return 0

    def _part_unknown(self, first: int, last: int) -> int:
        """Part a run of characters that the dictionary leaves alone, and that stands nowhere, as it stands.

        The number of the token to go on with.
        """
        if last - first <= LONGEST_TYPED or self._evidence.stands(self._tokens.text(first, last)):
            return last
        for end in range(last - 1, first + 1, -1):
            if self._evidence.stands(self._tokens.text(first, end)):
                self._tokens.join(first, end)
                break
        return first + 1
