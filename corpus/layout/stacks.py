"""Headlines: the large lines of a page with the kicker above, the subtitle and the byline below that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from baosou.corpus.layout.callouts import (
    LARGER,
    LONGEST_LABEL,
    ink_of,
    is_quotation,
    is_under,
    names_column,
    names_section,
)
from baosou.corpus.layout.pieces import Habits, Piece
from baosou.corpus.layout.printed import Box
from baosou.corpus.layout.typesetting import view_of
from baosou.corpus.pages.bylines import Style, parse_byline
from baosou.corpus.pages.heads import is_label, opens_with_dash
from baosou.corpus.pages.lines import ends_sentence
from baosou.corpus.pages.running_heads import is_section

LARGE = 1.18  # times the body: what is larger is a headline
_LONGEST = 60
_SHORT = 24


class Stack(Struct, eq=False):
    """A headline: its title, what stands above it and what below; `small` where it may be a subhead as well."""

    title: Piece
    above: list[Piece] = field(default_factory=list)
    below: list[Piece] = field(default_factory=list)
    labels: list[Piece] = field(default_factory=list)
    small: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """All of it but labels, from above."""
        return [*reversed(self.above), self.title, *self.below]

    @property
    def left(self) -> float:
        """The left edge of all of it."""
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        """The right edge of all of it."""
        return max(piece.right for piece in self.pieces)

    @property
    def top(self) -> float:
        """Where its first line begins."""
        return self.pieces[0].top

    @property
    def foot(self) -> float:
        """Where its last line ends."""
        return min(piece.foot for piece in self.pieces)


def stacks_of(pieces: list[Piece], habits: Habits, lying: Sequence[Box]) -> tuple[list[Stack], list[Piece]]:
    """The headlines among the pieces, and pieces that name a section and no article."""
    ink = ink_of(pieces)
    labels = [
        piece
        for piece in pieces
        if names_section(piece, pieces, habits, ink)
        or names_column(piece, ink)
        or is_quotation(piece, pieces, habits, ink)
    ]
    rest = [piece for piece in pieces if piece not in labels]
    heads = [piece for piece in rest if _is_head(piece, rest, habits)]
    stacks: list[Stack] = []
    taken: set[int] = set()
    for piece in sorted(heads, key=lambda head: -head.size):
        if id(piece) in taken:
            continue
        stack = Stack(piece, small=piece.size < LARGE * habits.body)
        taken.add(id(piece))
        _grow(stack, [other for other in rest if id(other) not in taken], habits, lying, taken)
        _take_from_column(stack, pieces, taken, habits)
        stacks.append(stack)
        labels += stack.labels
    return stacks, labels


def _take_from_column(stack: Stack, pieces: list[Piece], taken: set[int], habits: Habits) -> None:
    """Parts the subtitle and the byline under a headline from the column that they happen to stand over."""
    while len(stack.below) < 4:
        for piece in pieces:
            if id(piece) not in taken and _opens_with_more(stack, piece, habits):
                line = piece.lines.pop(0)
                piece.left = min(each.left for each in piece.lines)
                piece.right = max(each.right for each in piece.lines)
                more = Piece([line], line.left, line.right)
                stack.below.append(more)
                taken.add(id(more))
                break
        else:
            return


def _opens_with_more(stack: Stack, piece: Piece, habits: Habits) -> bool:
    """Whether the first line of a piece goes with the headline right above it."""
    if len(piece.lines) < 2:
        return False
    line = piece.lines[0]
    if not -2 <= stack.foot - line.top <= max(0.75 * stack.title.size, 1.5 * line.size):
        return False
    centred = abs(line.left + line.right - stack.title.left - stack.title.right) <= 2 * line.size
    flush = abs(line.left - stack.title.left) <= 0.6 * line.size
    view = view_of(line)
    byline = parse_byline(view)
    if (centred or flush) and byline is not None and not (line.plain and byline.style is Style.SOURCE):
        return True
    if line.plain or not centred or ends_sentence(view):
        return False
    wider = line.right > piece.lines[1].right + line.size
    beside = abs(line.left + line.right - piece.margin - piece.edge) > 1.6 * line.size  # over no one column
    return wider or beside or opens_with_dash(view) or line.width < piece.edge - piece.margin - 2 * habits.body


def _is_head(piece: Piece, pieces: Sequence[Piece], habits: Habits) -> bool:
    other_face = piece.size >= 0.97 * habits.body and ("head" in piece.notes or _is_at_top(piece, pieces, habits))
    if (piece.size < LARGER * habits.body and not other_face) or piece.characters > 2 * _LONGEST:
        return False
    if piece.size >= LARGE * habits.body:
        return piece.characters >= 2
    if len(piece.lines) > 3 or piece.characters > _LONGEST or ends_sentence(view_of(piece.lines[-1])):
        return False
    return any(is_under(piece, other, 2.2 * habits.leading) for other in pieces if other is not piece)


def _is_at_top(piece: Piece, pieces: Sequence[Piece], habits: Habits) -> bool:
    """Whether a short line over everything else stands apart from the text as its title does, whatever its size."""
    if len(piece.lines) > 1 or piece.characters > _SHORT or any(other.top > piece.top for other in pieces):
        return False
    line = piece.lines[0]
    following = max((other.lines[0].base for other in pieces if other is not piece), default=line.base)
    return line.base - following > 1.15 * habits.leading and any(len(other.lines) > 2 for other in pieces)


def _grow(stack: Stack, pieces: Iterable[Piece], habits: Habits, lying: Sequence[Box], taken: set[int]) -> None:
    """Adds what stands right above and below the title."""
    others = list(pieces)
    edge = stack.title
    if edge.lines[0].down:
        _take_foot(stack, others, taken)
        return
    while True:
        near = _nearest(edge, stack.title, others, habits, lying, up=True)
        if near is None:
            break
        taken.add(id(near))
        others.remove(near)
        if _is_mere_label(near, stack.title, habits):
            stack.labels.append(near)
        else:
            stack.above.append(near)
        edge = near
    edge = stack.title
    while len(stack.below) < 4:
        near = _nearest(edge, stack.title, others, habits, lying, up=False)
        if near is None:
            break
        taken.add(id(near))
        others.remove(near)
        stack.below.append(near)
        edge = near


def _take_foot(stack: Stack, others: Sequence[Piece], taken: set[int]) -> None:
    """Adds the byline that stands somewhere below a title that runs down."""
    title = stack.title
    below = [
        other
        for other in others
        if other.top < title.foot + 2 and min(other.right, title.right) - max(other.left, title.left) > 0
    ]
    nearest = max(below, key=lambda other: other.top, default=None)
    if nearest is not None and len(nearest.lines) == 1 and parse_byline(view_of(nearest.lines[0])) is not None:
        stack.below.append(nearest)
        taken.add(id(nearest))


def _nearest(
    edge: Piece, title: Piece, others: Sequence[Piece], habits: Habits, lying: Sequence[Box], *, up: bool
) -> Piece | None:
    """The piece right above or below that goes with the title."""
    best, least = None, 1e9
    for other in others:
        gap = other.foot - edge.top if up else edge.foot - other.top
        if min(other.right, title.right) - max(other.left, title.left) <= 0 or gap < -0.3 * other.size:
            continue
        if gap < least:
            best, least = other, gap
    if best is None:
        return None
    signed = not up and parse_byline(view_of(best.lines[0])) is not None
    most = max(0.75 * title.size, 1.15 * best.size, 1.5 * habits.leading - best.size if signed else 0.0)
    if least > most or (least > 2.2 * best.size and not up):
        return None
    upper, lower = (best, edge) if up else (edge, best)
    if _is_ruled_off(upper, lower, lying):
        return None
    return best if _goes_with(best, title, others, habits, up=up) else None


def _is_ruled_off(upper: Piece, lower: Piece, lying: Sequence[Box]) -> bool:
    left, right = max(upper.left, lower.left), min(upper.right, lower.right)
    return any(
        lower.top - 1 < rule[1] < upper.foot + 2 and min(rule[2], right) - max(rule[0], left) > 0.3 * (right - left)
        for rule in lying
    )


def _goes_with(piece: Piece, title: Piece, others: Sequence[Piece], habits: Habits, *, up: bool) -> bool:
    if piece.size > 1.02 * title.size or len(piece.lines) > 2 or piece.characters > _LONGEST:
        return False
    em = piece.size
    centred = abs(piece.left + piece.right - title.left - title.right) <= 3 * em
    flush = abs(piece.left - title.left) <= 0.6 * em
    within = piece.left >= title.left - 3 * em and piece.right <= title.right + 3 * em
    if not (centred or flush or within):
        return False
    view = view_of(piece.lines[-1])
    if ends_sentence(view):
        return False
    if up:
        if piece.size >= LARGE * habits.body:
            return title.size > 1.1 * piece.size or centred
        under_text = any(
            other is not piece
            and 0 <= other.foot - piece.top <= 0.8 * habits.leading
            and abs(other.left - piece.left) <= 3 * em
            for other in others
        )
        return not under_text
    if parse_byline(view) is not None:
        return True
    if piece.size >= LARGER * habits.body:
        return not piece.lines[0].plain or centred or piece.size >= LARGE * habits.body
    return not piece.lines[0].plain and (centred or flush) and len(piece.lines) == 1


def _is_mere_label(piece: Piece, title: Piece, habits: Habits) -> bool:
    """Whether it names a column rather than opens the title."""
    view = view_of(piece.lines[0])
    if len(piece.lines) > 1 or piece.size > max(1.15 * habits.body, 0.5 * title.size):
        return False
    return is_label(view) or is_section(view) or len(view) <= LONGEST_LABEL
