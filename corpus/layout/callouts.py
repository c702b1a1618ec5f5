"""Lines that are set to be seen and head no text: the names of columns and sections, quotations out of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from baosou.corpus.layout.pieces import Habits, Piece
from baosou.corpus.layout.typesetting import view_of
from baosou.corpus.pages.briefs import is_brief_heading
from baosou.corpus.pages.bylines import parse_byline
from baosou.corpus.pages.heads import is_label
from baosou.corpus.pages.running_heads import is_section

LARGER = 1.015
"""Times the body: what is larger may be a headline."""
LONGEST_LABEL = 6
"""Characters of the name of a column that nothing else tells."""


def ink_of(pieces: Sequence[Piece]) -> int:
    """The colour that most of the text is printed in."""
    inks: Counter[int] = Counter()
    for piece in pieces:
        for line in piece.lines:
            inks[line.colour] += len(line.text)
    return max(inks, key=inks.__getitem__, default=0)


def names_column(piece: Piece, ink: int) -> bool:
    """Whether a line that stands alone names a column: behind a sign, in heavy brackets, or short and in colour."""
    if len(piece.lines) > 1 or piece.characters > 12:
        return False
    line = piece.lines[0]
    view = view_of(line)
    if parse_byline(view) is not None:
        return False
    return is_label(view) or is_section(view) or (line.colour != ink and not line.plain and len(view) <= LONGEST_LABEL)


def is_quotation(piece: Piece, pieces: Sequence[Piece], habits: Habits, ink: int) -> bool:
    """Whether a large piece is a quotation that stands in a column to be looked at, and heads nothing."""
    if piece.size < LARGER * habits.body or len(piece.lines) > 6:
        return False
    view = "".join(view_of(line) for line in piece.lines)
    if not (view.startswith("“") and view.endswith("”") and view.count("“") == 1):
        return False
    over = any(
        other is not piece
        and 0 <= other.foot - piece.top <= 3.5 * habits.leading
        and abs(other.size - habits.body) <= 0.05 * habits.body
        and min(other.right, piece.right) - max(other.left, piece.left) > 0.5 * min(other.width, piece.width)
        for other in pieces
    )
    return over or piece.lines[0].colour != ink


def names_section(piece: Piece, pieces: Sequence[Piece], habits: Habits, ink: int) -> bool:
    """Whether the piece names a column of briefs or a part of the page: short, over several heads that are alike."""
    if len(piece.lines) > 1 or piece.characters > 10 or piece.size < LARGER * habits.body:
        return False
    view = view_of(piece.lines[0])
    if is_brief_heading(view):
        return True
    smaller = [
        other
        for other in pieces
        if LARGER * habits.body <= other.size < 0.9 * piece.size and other.top < piece.foot and len(other.lines) <= 3
    ]
    alike = [
        other
        for other in smaller
        if abs(other.size - smaller[0].size) < 0.3 and abs(other.left - piece.left) < 2 * piece.size
    ]
    under = [other for other in pieces if is_under(piece, other, 2 * piece.size)]
    if not under or piece.characters > 6:
        return False
    if len(alike) >= 3 and all(other in alike for other in under):
        return True
    return piece.lines[0].colour != ink and any(
        other.size < piece.size and other.lines[0].colour == ink and abs(other.left - piece.left) < piece.size
        for other in under
    )


def is_under(piece: Piece, other: Piece, reach: float) -> bool:
    """Whether another piece begins below a piece, no further away than `reach`."""
    gap = piece.foot - other.top
    return -2 <= gap <= reach and min(piece.right, other.right) - max(piece.left, other.left) > 0
