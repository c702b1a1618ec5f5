"""Words with a function character between that are one name: 文化和旅游部, 让利于民, and what was typed by itself."""

from __future__ import annotations

from collections.abc import Iterator

from baosou.corpus.names import is_name
from baosou.index.understanding.asking_words import asking
from baosou.index.understanding.evidence import Evidence
from baosou.index.understanding.tokens import Tokens

PARTICLES = frozenset("的了着吗呢吧啊呀")
"""Function characters that belong to what stands before them, and hardly ever to a name at its edge."""

LINKING = frozenset("和与及之于")
"""Function characters that stand between the words of names of more than one word."""

BEFORE_OTHERS = frozenset("在从到对向于以被把由给让将与和及或而但并且则看")
"""Characters that take something after them, and stand before a name much oftener than in one."""

LONGEST = 14
"""Characters of the longest name of words."""

LONGEST_TYPED, _LONGEST_ALONE = 3, 10
"""Characters of the longest text that is taken for one name because it was typed by itself: of loose ones, of words."""

_OF_FRAME = 4
"""Words of a run that two function characters frame: 以人民为中心."""

_OF_SAYING = 4
"""Characters of a saying (让利于民), whose function characters need not link nouns."""

FEWEST = 3
"""How often words have to stand together in an archive that is not small."""

BOUND, TOGETHER = 0.4, 0.2
"""Share of the places of either part of a run at which the run itself stands, for it to be one name: of characters, and
of words, which say something by themselves."""

_OF_SIDE = 0.1
"""Share of the places of the rarer noun of two at which it is linked to the other, for both to be one name: 文化和旅游,
not 俄罗斯与乌克兰."""


class LinkedWords:
    """Joins the words of one text."""

    def __init__(self, tokens: Tokens, evidence: Evidence) -> None:
        self._tokens = tokens
        self._evidence = evidence

    def join(self) -> None:
        """Join words with a function character between that hold together: 文化和旅游部, 让利于民."""
        tokens = self._tokens
        if len(tokens) > 1 and any(each.function for each in tokens) and self._is_one_alone():
            tokens.join(0, len(tokens))
        at = 0
        while at < len(tokens):
            if tokens[at].function and len(tokens[at].text) == 1:
                window = self._window(at)
                if window is not None:
                    tokens.join(*window)
                    at = window[0]
            at += 1

    def _is_one_alone(self) -> bool:
        """Whether what was typed by itself is one word or name: it stands, and does not only join others to others."""
        tokens = list(self._tokens)
        text = self._tokens.text(0, len(tokens))
        asks = len(asking([each.text for each in tokens]))
        if len(text) > _LONGEST_ALONE or 0 < asks < len(tokens) or not self._evidence.pairs_stand(text):
            return False
        if is_name(text) and len(text) <= LONGEST_TYPED:
            return self._evidence.stands(text)
        edges = tokens[0].text in BEFORE_OTHERS or tokens[-1].text in BEFORE_OTHERS
        plain = not any(each.fixed or each.text in PARTICLES for each in tokens)
        if len(text) <= _OF_SAYING and plain and not edges and any(not each.function for each in tokens):
            return self._evidence.count(text) >= (1 if self._evidence.is_small else FEWEST)
        return self.holds_together(0, len(tokens), share=BOUND)

    def _window(self, at: int) -> tuple[int, int] | None:
        """The longest run of up to two words on either side of a function character that holds together."""
        before, after = at, at + 1
        while before > max(at - 2, 0) and self._tokens.is_word(before - 1):
            before -= 1
        while after < min(at + 3, len(self._tokens)) and self._tokens.is_word(after):
            after += 1
        windows = [
            (first, last)
            for first in range(before, at + 1)
            for last in range(at + 1, after + 1)
            if last - first > 2 and self._may_be_one(first, last, linked=first < at < last - 1)
        ]
        windows += self._framed(at)
        windows.sort(key=lambda each: each[0] - each[1])
        return next((window for window in windows if self.holds_together(*window)), None)

    def _may_be_one(self, first: int, last: int, *, linked: bool) -> bool:
        """Whether a run of words is of a form that names have: linked nouns, or a saying."""
        text = self._tokens.text(first, last)
        functions = [each.text for each in self._tokens.between(first, last) if each.function]
        if linked and LINKING.issuperset(functions):
            return len(text) <= LONGEST
        return len(text) == _OF_SAYING and PARTICLES.isdisjoint(functions)

    def _framed(self, at: int) -> Iterator[tuple[int, int]]:
        """The run of words that two function characters frame: 以人民为中心, 在危机中育新机."""
        within = self._tokens.between(at, at + _OF_FRAME)
        alternate = [each.function for each in within] == [True, False, True, False]
        if alternate and not any(each.fixed or each.text in PARTICLES for each in within):
            yield at, at + _OF_FRAME

    def holds_together(self, first: int, last: int, *, share: float = TOGETHER) -> bool:
        """Whether a run of tokens stands often enough, and at such a share of the places of its parts."""
        within, text = self._tokens.between(first, last), self._tokens.text(first, last)
        joinable = all(not each.fixed or each.text in self._tokens.names for each in within)
        if not joinable or not self._evidence.pairs_stand(text):
            return False
        particles = any(each.text in PARTICLES for each in within)
        loose = any(each.loose and not each.function for each in within)
        alone = (first, last) == (0, len(self._tokens))
        count = self._evidence.count(text)
        if count < (1 if not particles and (self._evidence.is_small or loose or alone) else FEWEST):
            return False
        parts = self._tokens.text(first + 1, last), self._tokens.text(first, last - 1)
        if not all(count >= share * self._evidence.often(part) for part in parts):
            return False
        links = (at for at in range(first + 1, last - 1) if self._tokens[at].function)
        return all(count >= _OF_SIDE * self._side(first, at, last) for at in links)

    def _side(self, first: int, at: int, last: int) -> int:
        """How often the rarer of both sides of a function word in a run stands."""
        sides = self._tokens.text(first, at), self._tokens.text(at + 1, last)
        return min(map(self._evidence.count, sides))
