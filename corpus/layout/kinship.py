"""What the words say of two pieces: that one goes on in the other, that a headline speaks of a text."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from baosou.corpus.layout.pieces import Habits, Piece
from baosou.corpus.layout.stacks import Stack
from baosou.corpus.layout.typesetting import TypeLine, view_of
from baosou.corpus.pages.bylines import Style, parse_byline, tail_byline
from baosou.corpus.pages.datelines import opens_with_dateline
from baosou.corpus.pages.lines import ends_sentence
from baosou.corpus.pages.running_heads import is_turn
from baosou.corpus.pages.subjects import echo

_SAME = 0.055  # the share of common pairs at which one subject and two are equally likely, as in pages.subjects
_CLOSING = "，。、；：？！）》」』”’,:;?!)%…】〕〉·"


class Kinship:
    """The words of the pieces of a page."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._views = {id(piece): [view_of(line) for line in piece.lines] for piece in pieces}
        self._pairs: dict[int, frozenset[str]] = {}
        every = "\n".join(view for views in self._views.values() for view in views)
        self._counts = Counter(map("".join, itertools.pairwise(every)))

    def views(self, piece: Piece) -> list[str]:
        """The lines of a piece as the rules read them."""
        return self._views[id(piece)]

    def announces(self, stack: Stack, piece: Piece, habits: Habits) -> float:
        """How much a headline speaks of a piece's text, and whether the piece begins as an article does."""
        title = "".join(view_of(line) for each in stack.pieces for line in each.lines)
        views = self.views(piece)
        score = 2.0 * echo(title, "\n".join(views[:12]))
        if views[0][:1] in _CLOSING:
            score -= 4.0
        if opens_with_dateline(views[0]):
            score += 1.5
        elif habits.indents and not is_indented(piece, piece.lines[0], habits) and parse_byline(views[0]) is None:
            score -= 2.0
        return score

    def goes_on(self, before: Piece, after: Piece, habits: Habits) -> float:
        """Evidence that a text goes on in another: how it breaks off, how the other begins, and what both speak of."""
        return self._break(before, after, habits) + self._subject(before, after)

    def _break(self, before: Piece, after: Piece, habits: Habits) -> float:
        ends, begins = self.views(before), self.views(after)
        last, first = before.lines[-1], after.lines[0]
        full = before.fills(last) and len(before.lines) > 1
        if is_turn(ends[-1]):
            return -6.0
        byline = parse_byline(ends[-1])
        if byline is not None and len(before.lines) > 1 and (byline.style is Style.BRACKETED or not last.plain):
            return -4.0
        if len(after.lines) == 1 and _only_ends(begins[0]):
            return 4.0 if full or ends_sentence(ends[-1]) else 2.0
        if begins[0][:1] in _CLOSING:
            return 3.0 if not ends_sentence(ends[-1]) else 1.5
        if tail_byline(ends[-1][-60:]) is not None:
            return -3.0
        closed = ends_sentence(ends[-1])
        if opens_with_dateline(begins[0]):
            return -3.5
        if not habits.indents:
            return (2.0 if not closed else 0.5) if full else (0.5 if closed else -2.0)
        opens = is_indented(after, first, habits)
        if opens:
            if closed:
                return 0.7 if not full else 0.3
            return -4.0 if full else -1.5
        if not full and len(before.lines) > 1:
            return -5.0
        if closed:
            return 0.8
        return 2.5 + (1.0 if self._counts[ends[-1][-1:] + begins[0][:1]] >= 2 else 0.0)

    def _subject(self, before: Piece, after: Piece) -> float:
        mine, other = self._of(before), self._of(after)
        size = min(len(mine), len(other))
        if size < 15:
            return 0.0
        shared = len(mine & other) / size
        score = 25 * (shared - _SAME) if shared > _SAME else -1.2 * (1 - shared / _SAME)
        return min(2.0, score) * min(1.0, size / 100)

    def _of(self, piece: Piece) -> frozenset[str]:
        known = self._pairs.get(id(piece))
        if known is None:
            text = "".join(self.views(piece))[:900]
            known = frozenset(
                first + second
                for first, second in itertools.pairwise(text)
                if first >= "\u4e00" and second >= "\u4e00" and first < "\ua000" and second < "\ua000"
            )
            self._pairs[id(piece)] = known
        return known


def _only_ends(view: str) -> bool:
    """Whether a line can be nothing but the end of a text: names in brackets, a word of where it goes on."""
    byline = parse_byline(view)
    return is_turn(view) or (byline is not None and byline.style is Style.BRACKETED)


def is_indented(piece: Piece, line: TypeLine, habits: Habits) -> bool:
    """Whether a line stands in as the first one of a paragraph does."""
    return 1.2 * habits.body <= line.left - piece.margin <= 3.2 * habits.body
