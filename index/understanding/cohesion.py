"""Keeps names whole that a cut tears at a function character: 上合组织, 在轨, 何立峰, 文化和旅游部, 《平凡的世界》.

Whether a character such as 的 在 和 上 stands between words or within a name is told by the archive's own text: by how
often the run stands there compared with its parts, and by what stands around it. Of a text that stands nowhere, and
where an archive says little, what is typed as one stays as the dictionary cuts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from baosou.corpus.names import is_name
from baosou.index.analysis.analyzer import is_function_word
from baosou.index.analysis.tokenizer import light_cutter
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.understanding.asking_words import asking
from baosou.index.understanding.evidence import Evidence, Use, share_of_words
from baosou.index.understanding.tokens import Token, Tokens, is_han

PARTICLES = frozenset("的了着吗呢吧啊呀")
"""Function characters that belong to what stands before them, and hardly ever to a name at its edge."""

LINKING = frozenset("和与及之于")
"""Function characters that stand between the words of names of more than one word."""

BEFORE_OTHERS = frozenset("在从到对向于以被把由给让将与和及或而但并且则看")
"""Characters that take something after them, and stand before a name much oftener than in one."""

AFTER_OTHERS = frozenset("上下里中之时等")
"""Function characters that belong to what stands before them: where nothing does, they begin a word (下一步, 上月)."""

FOLLOWING = frozenset("上下里中内外前后时等些个所会们")
"""Function characters that may end a name without asking for something to follow."""

_SURNAME = "何"
"""A function character that is much oftener a surname where it stands by itself."""

_LONGEST_RUN, _LONGEST = 6, 14
"""Characters of the longest name of loose characters, and of the longest of words."""

_LONGEST_TYPED, _LONGEST_ALONE = 3, 10
"""Characters of the longest text that is taken for one name because it was typed by itself: of loose ones, of words."""

_OF_FRAME = 4
"""Words of a run that two function characters frame: 以人民为中心."""

_OF_SAYING = 4
"""Characters of a saying (让利于民), whose function characters need not link nouns."""

_OFTEN_A_WORD = 200e-6
"""Share of all words from which on a lone character is an everyday word (人, 水, 新), and no piece of a name."""

_OFTEN_IN_DICTIONARY = 500
"""Jieba's count of a word from which on it is hardly somebody's given name."""

_FEW, _FEWEST = 8, 3
"""How often text has to stand for its shares to say anything, and words together in an archive that is not small."""

_EXPECTED = 5
"""How often a pair has to stand by chance, for less than that to say that it is no name."""

_LIFT, _LIFT_OF_CHAIN, _MUCH = 10, 5, 3
"""How many times more often than by chance an everyday word stands beside a function character in a name, and other
characters on both sides of one; and how many times more often something else stands that is meant."""

_CLOSED, _MOSTLY = 0.12, 0.5
"""Share of the places of a run after which a passage or clause ends, from which on it says something by itself; and
share of those at which it is a clause of its own."""

_TITLED = 0.25
"""Share of the places of a text at which it is a title, for it to be one where it stands among other words."""

_BOUND, _TOGETHER = 0.4, 0.2
"""Share of the places of either part of a run at which the run itself stands, for it to be one name: of characters, and
of words, which say something by themselves."""

_OF_SIDE = 0.1
"""Share of the places of the rarer noun of two at which it is linked to the other, for both to be one name: 文化和旅游,
not 俄罗斯与乌克兰."""

_OPENED = 0.3
"""Share of the places of what follows a function character before which that stands, for it to open a name."""

_GOES_ON = 0.6
"""Share of the places of a name at which it goes on as it was typed, for that to be part of the name."""


def with_names_whole(
    words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary
) -> tuple[list[str], frozenset[str]]:
    """The words of a folded text with those joined that are a name in the archive, and these names.

    The `known` words stay as they are. The words still join up to the text.
    """
    if not vocabulary.characters or not any(_is_torn(word) for word in words if word not in known):
        return list(words), frozenset()
    tokens = Tokens(words, known, vocabulary)
    joiner = _Joiner(tokens, Evidence(vocabulary))
    joiner.join_titles(vocabulary.titles(tokens.text(0, len(tokens))))
    joiner.join_runs()
    joiner.join_words()
    return [token.text for token in tokens], frozenset(tokens.names)


def _is_torn(word: str) -> bool:
    return is_function_word(word) or (len(word) == 1 and is_han(word))


class _Joiner:
    """Joins the tokens of one text."""

    def __init__(self, tokens: Tokens, evidence: Evidence) -> None:
        self._tokens = tokens
        self._evidence = evidence

    # Titles

    def join_titles(self, titles: Sequence[tuple[int, int]]) -> None:
        """Join titles of works, the longest first: what is typed by itself, or is a title often enough."""
        tokens = self._tokens
        text = tokens.text(0, len(tokens))
        for start, end in sorted(titles, key=lambda place: place[0] - place[1]):
            starts = tokens.starts()
            first, last = starts.get(start), starts.get(end)
            if first is None or last is None or last - first < 2:
                continue
            within = tokens.between(first, last)
            if any(each.text in tokens.names for each in within) or not any(each.function for each in within):
                continue
            if len(text) == end - start or self._evidence.titled(text[start:end]) >= _TITLED:
                tokens.join(first, last)

    # Runs of loose characters

    def join_runs(self) -> None:
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
            return self._evidence.use(whole).whole >= (1 if self._evidence.is_small else _FEWEST)
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
                at -= self._holds_together(at - 1, end, share=_TOGETHER)
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
        if (first, last) == (0, len(self._tokens)) and len(text) <= _LONGEST_TYPED:
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
        if all(use.whole >= _BOUND * self._evidence.use(part).whole for part in (rest, beginning)):
            return True
        chance = 0.0 if within[0].function else self._evidence.expected_chain(beginning, rest)
        return not within[0].function and use.whole >= _LIFT_OF_CHAIN * chance

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
            following = self._evidence.count(longer) if len(longer) <= _LONGEST else 0
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
            likely = _FEWEST if is_name(longer) else max(_FEW, _GOES_ON * count)
            if len(self._tokens.rest(number, length)[0]) > 1 and self._evidence.count(longer) >= likely:
                return length
        return 0

    def _part_unknown(self, first: int, last: int) -> int:
        """Part a run of characters that the dictionary leaves alone, and that stands nowhere, as it stands.

        The number of the token to go on with.
        """
        if last - first <= _LONGEST_TYPED or self._evidence.stands(self._tokens.text(first, last)):
            return last
        for end in range(last - 1, first + 1, -1):
            if self._evidence.stands(self._tokens.text(first, end)):
                self._tokens.join(first, end)
                break
        return first + 1

    # Words with function characters between

    def join_words(self) -> None:
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
        if is_name(text) and len(text) <= _LONGEST_TYPED:
            return self._evidence.stands(text)
        edges = tokens[0].text in BEFORE_OTHERS or tokens[-1].text in BEFORE_OTHERS
        plain = not any(each.fixed or each.text in PARTICLES for each in tokens)
        if len(text) <= _OF_SAYING and plain and not edges and any(not each.function for each in tokens):
            return self._evidence.count(text) >= (1 if self._evidence.is_small else _FEWEST)
        return self._holds_together(0, len(tokens), share=_BOUND)

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
        return next((window for window in windows if self._holds_together(*window, share=_TOGETHER)), None)

    def _may_be_one(self, first: int, last: int, *, linked: bool) -> bool:
        """Whether a run of words is of a form that names have: linked nouns, or a saying."""
        text = self._tokens.text(first, last)
        functions = [each.text for each in self._tokens.between(first, last) if each.function]
        if linked and LINKING.issuperset(functions):
            return len(text) <= _LONGEST
        return len(text) == _OF_SAYING and PARTICLES.isdisjoint(functions)

    def _framed(self, at: int) -> Iterator[tuple[int, int]]:
        """The run of words that two function characters frame: 以人民为中心, 在危机中育新机."""
        within = self._tokens.between(at, at + _OF_FRAME)
        alternate = [each.function for each in within] == [True, False, True, False]
        if alternate and not any(each.fixed or each.text in PARTICLES for each in within):
            yield at, at + _OF_FRAME

    def _holds_together(self, first: int, last: int, *, share: float) -> bool:
        """Whether a run of tokens stands often enough, and at such a share of the places of its parts."""
        within, text = self._tokens.between(first, last), self._tokens.text(first, last)
        if not self._evidence.pairs_stand(text) or any(
            each.fixed and each.text not in self._tokens.names for each in within
        ):
            return False
        particles = any(each.text in PARTICLES for each in within)
        loose = any(each.loose and not each.function for each in within)
        count = self._evidence.count(text)
        if count < (1 if not particles and (self._evidence.is_small or loose) else _FEWEST):
            rare = not particles and count > 0 and (first, last) == (0, len(self._tokens))
            if not rare:
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
