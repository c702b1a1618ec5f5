"""How well one piece goes on in another, or begins under a headline, by where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baosou.corpus.layout.pieces import Piece
from baosou.corpus.layout.sight import Sight, apart, shared
from baosou.corpus.layout.stacks import Stack


def under(sight: Sight, number: int, row: Sequence[int], index: int) -> float | None:
    """How well a piece fits as the first one of a headline."""
    stack, piece = sight.world.stacks[number], sight.world.pieces[index]
    em, leading = sight.world.habits.body, sight.world.habits.leading
    if stack.title.lines[0].down:
        if abs(piece.top - stack.top) > 2.5 * leading:
            return None
        aside = max(piece.left - stack.right, stack.left - piece.right)
        if aside < -em or sight.is_walled(piece, stack):
            return None
        if piece.left >= stack.right - em:
            return 4.0 if aside < 3 * em + 0.6 * piece.width else None
        steps = _steps_to(sight, piece, stack)
        return None if steps is None else 1.5 + 0.5 * steps
    if index in row:
        if row[0] != index:
            return 1.0 if sight.above[index][0] == "head" else 0.0
        return 6.0 if not stack.small else sight.as_title(number)
    return 3.0 if is_beside(sight, index, number, {number: row}) else None


def is_beside(sight: Sight, index: int, number: int, rows: Mapping[int, Sequence[int]]) -> bool:
    """Whether a piece begins as high as a headline, in the column on the left of those that it is over."""
    stack, piece, row = sight.world.stacks[number], sight.world.pieces[index], rows[number]
    em, leading = sight.world.habits.body, sight.world.habits.leading
    if not row or stack.small or abs(piece.top - stack.top) > 1.6 * leading or piece.right > stack.left + em:
        return False
    first = sight.world.pieces[row[0]]
    return apart(piece, first) <= 3.2 * em and not sight.is_walled(piece, first)


def _steps_to(sight: Sight, piece: Piece, stack: Stack) -> int | None:
    """Through how many columns that begin at one height one comes from the piece to a headline on its right."""
    leading, em = sight.world.habits.leading, sight.world.habits.body
    steps, at = 0, piece
    while stack.left - at.right > 3 * em + 0.6 * at.width:
        onward = [
            other
            for other in sight.world.pieces
            if other.left >= at.right - em
            and other.left - at.right <= 3.2 * em
            and abs(other.top - piece.top) <= 1.5 * leading
            and not sight.is_walled(at, other)
        ]
        if not onward or steps > 8:
            return None
        at, steps = onward[0], steps + 1
    return steps


def onward(sight: Sight, source: int, target: int) -> float | None:
    """How well one piece goes on in another by where they stand, None where it cannot."""
    before, after = sight.world.pieces[source], sight.world.pieces[target]
    habits = sight.world.habits
    em, leading = habits.body, habits.leading
    if shared(after, before.left, before.right) > 0.4 * min(before.width, after.width):
        return _downward(sight, before, after, source, target)
    if after.left >= before.right - em:
        between = after.left - before.right
        if after.top <= before.foot - leading or between > max(before.width, after.width) * 1.4 + 6 * em:
            return None
        score = 1.0
        if sight.is_walled(before, after):
            score -= 6.0
        if sight.is_ruled(before, after):
            score -= 5.0
        column_top = sight.world.pieces[sight.column_head(source)].top
        if abs(column_top - after.top) <= 1.3 * leading:
            score += 1.5
        elif after.top > column_top + 1.3 * leading:
            score += 0.3 if _beside_head(sight, after, column_top) else -0.7
        else:
            score -= 1.0
        if between > 4 * em:
            score -= 2.0 * between / max(before.width, after.width)
        if abs(before.width - after.width) > 0.2 * max(before.width, after.width) and len(after.lines) > 2:
            score -= 0.7
        return score
    if after.right <= before.left + em and after.top <= before.foot + 2 * leading:
        return -2.0 - (5.0 if sight.is_ruled(before, after) else 0.0)
    return None


def _beside_head(sight: Sight, piece: Piece, column_top: float) -> bool:
    """Whether the piece begins as high as a headline that stands over the column before it."""
    return any(
        abs(stack.top - piece.top) <= 1.6 * sight.world.habits.leading and stack.foot > column_top - 2
        for stack in sight.world.stacks
    )


def _downward(sight: Sight, before: Piece, after: Piece, source: int, target: int) -> float | None:
    if before.lines[-1].base <= after.lines[0].base:
        return None
    leading = sight.world.habits.leading
    kind, number, gap = sight.above[target]
    if kind == "piece" and number == source:
        blank = gap / leading
        return 3.0 if blank <= 1.6 else 2.0 if blank <= 2.3 else max(-2.0, 2.4 - 0.6 * blank)
    if kind == "block":
        box = sight.world.blocks[number]
        if sight.over_box(box, after) == ("piece", source):
            return 3.0
        return None
    if kind == "rule" and sight.over_box(sight.world.lying[number], after) == ("piece", source):
        return 2.5 if _is_in_head(sight, source) else None
    if kind == "head" and sight.piece_over(number) == source:
        stack = sight.world.stacks[number]
        if stack.small:
            return 3.0
        narrow = stack.left >= min(before.left, after.left) - leading and stack.right <= before.right + leading
        return -1.0 if narrow and len(stack.pieces) == 1 else None
    return None


def _is_in_head(sight: Sight, index: int) -> bool:
    """Whether a piece is a line or two between a headline and the rule that closes it."""
    for _ in range(4):
        if len(sight.world.pieces[index].lines) > 2:
            return False
        kind, number, _ = sight.above[index]
        if kind == "head":
            return not sight.world.stacks[number].small
        if kind != "piece":
            return False
        index = number
    return False
