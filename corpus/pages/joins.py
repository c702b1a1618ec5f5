"""What speaks for a line to go on with the paragraph of the line before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import add

from msgspec import Struct

from baosou.corpus.characters import FIRST_COMMON, LAST_HAN
from baosou.corpus.pages import weights
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.headings import LEANS, WAITS, has_phrases
from baosou.corpus.pages.heads import opens_item, opens_provision, opens_turn, opens_with_dash
from baosou.corpus.pages.lines import Line

_MID = ",、;"
_OFTEN = 0.12  # a share of broken lines from which on breaks are the page's habit
_SAMPLE = 400_000


class Vocabulary(Struct, frozen=True):
    """How often characters and neighbouring characters stand in the page, to tell words cut by a line's end."""

    pairs: Mapping[str, int]
    singles: Mapping[str, int]
    total: int

    def straddles(self, before: Line, after: Line) -> float:
        """How surely the last and the first character are one word of this page, from 0 to 1.4."""
        pair = before.view[-1:] + after.view[:1]
        count = self.pairs.get(pair, 0)
        if count == 0 or not (FIRST_COMMON <= pair[0] <= LAST_HAN and FIRST_COMMON <= pair[-1] <= LAST_HAN):
            return 0.0
        lift = count * self.total / (self.singles[pair[0]] * self.singles[pair[1]])
        if lift < 4:
            return 0.0
        return 1.4 if count >= 3 else 0.8


def vocabulary_of(lines: Sequence[Line]) -> Vocabulary:
    """The vocabulary of the lines, of the first 400,000 characters only."""
    text = "\n".join([line.view for line in lines])[:_SAMPLE]
    return Vocabulary(Counter(map(add, text, text[1:])), Counter(text), len(text) - text.count("\n"))


def join_score(before: Line, after: Line, page: Geometry, words: Vocabulary) -> float:
    """Evidence (log odds, roughly) that `after` goes on with the paragraph that `before` belongs to."""
    if after.continues:
        return 6.0
    if after.fed and before.closed:
        return -1.0
    score = weights.JOIN_CLOSED if before.closed else weights.JOIN_OPEN
    wrapped = page.measure(before) > 0
    if wrapped:
        score += _wrapped(before, after, page)
    elif page.indent:
        if page.opens(after):
            score += weights.JOIN_INDENTED
        else:
            long = before.closed and after.cells > 30
            score += weights.JOIN_UNINDENTED_LONG if long else weights.JOIN_UNINDENTED
    if before.closed:
        if before.net > 0 and not after.view.startswith("“"):
            score += 1.0
        if opens_turn(after.view):
            score -= 1.5
    else:
        last = before.view[-1:]
        if last in _MID:
            score += weights.JOIN_PAUSE
        elif last == ":":
            score -= 0.8
        if before.net > 0:
            score += weights.JOIN_QUOTE_OPEN
        if last in WAITS:
            score += weights.JOIN_WAITS
        score += weights.JOIN_STRADDLES * words.straddles(before, after)
        if not wrapped and last not in _MID:
            intact = 1 - min(1.0, page.broken / _OFTEN)
            score -= (weights.JOIN_BRIEF + weights.JOIN_BRIEF_INTACT * intact) * page.brevity(before)
        if has_phrases(after.view):
            score -= page.brevity(after)
        if opens_with_dash(after.view) and page.short(before):
            score -= 2.0
    if after.net < 0:
        score += 1.5
    if after.view[:1] in LEANS:
        score += 0.8
    score += weights.JOIN_GAP * page.gap if after.gap else weights.JOIN_NO_GAP * page.no_gap
    if page.centred(after) and after.cells <= 30:
        score += weights.JOIN_CENTRED
    if after.gap > before.gap + 2:
        score -= 0.3
    if opens_item(after.view):
        # In wrapped lines （二） may open a line by chance.
        score -= 2.0 if before.closed or page.full(before) else 4.5
        if opens_provision(after.view):
            score -= 1.5
    return score


def _wrapped(before: Line, after: Line, page: Geometry) -> float:
    if before.cells > page.measure(before) + 2:
        return weights.JOIN_OVERLONG
    if page.full(before):
        if page.opens(after):
            return weights.JOIN_FULL_INDENTED
        if not before.closed:
            return weights.JOIN_FULL_OPEN
        if page.indent:
            return weights.JOIN_FULL_CLOSED_INDENTING if page.full(after) or after.closed else 1.5
        return weights.JOIN_FULL_CLOSED if page.full(after) or not after.gap else weights.JOIN_FULL_CLOSED - 0.8
    if page.opens(after):
        return weights.JOIN_INDENTED
    shortfall = page.measure(before) - before.cells - before.indent / 2
    score = weights.JOIN_NEARLY_FULL if shortfall < 3 else weights.JOIN_NOT_FULL
    return score if before.closed else score + weights.JOIN_NOT_FULL_OPEN
