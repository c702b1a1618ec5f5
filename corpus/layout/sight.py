"""What is seen from where on a page: what stands over a piece, which pieces begin under a headline."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec import Struct

from baosou.corpus.layout.pieces import Habits, Piece
from baosou.corpus.layout.printed import Box
from baosou.corpus.layout.stacks import Stack
from baosou.corpus.layout.typesetting import view_of
from baosou.corpus.pages.heads import opens_item


class World(Struct, eq=False):
    """What stands in one frame, or on the page outside of all frames."""

    pieces: list[Piece]
    stacks: list[Stack]
    habits: Habits
    lying: Sequence[Box]
    standing: Sequence[Box]
    blocks: Sequence[Box]
    """Pictures with their captions, and frames: what text goes around."""


def walls_of(standing: Sequence[Box], stacks: Sequence[Stack], habits: Habits) -> list[Box]:
    """The standing rules that part articles: not those between the columns below one headline, nor others like them."""
    between = [rule for rule in standing if any(_is_between_columns(rule, stack, habits) for stack in stacks)]
    return [
        rule
        for rule in standing
        if not any(abs(rule[1] - other[1]) <= 2 and abs(rule[3] - other[3]) <= 2 for other in between)
    ]


def _is_between_columns(rule: Box, stack: Stack, habits: Habits) -> bool:
    x = (rule[0] + rule[2]) / 2
    below = stack.foot - rule[3]
    return stack.left + habits.body < x < stack.right - habits.body and -2 <= below <= 3 * habits.leading


class Sight:
    """What is seen from where on the page."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.above = [self._above(piece) for piece in world.pieces]

    def _above(self, piece: Piece) -> tuple[str, int, float]:
        """What stands next above a piece, its number, and how far its foot is away."""
        best: tuple[str, int, float] = ("nothing", -1, 1e9)
        least = 0.3 * piece.width
        for number, other in enumerate(self.world.pieces):
            if other is not piece and shared(piece, other.left, other.right) > min(least, 0.3 * other.width):
                gap = other.lines[-1].base - piece.lines[0].base
                if 0 < gap < best[2]:
                    best = ("piece", number, gap)
        for number, stack in enumerate(self.world.stacks):
            if shared(piece, stack.left, stack.right) > min(least, 0.3 * (stack.right - stack.left)):
                gap = stack.pieces[-1].lines[-1].base - piece.lines[0].base
                if 0 < gap < best[2]:
                    best = ("head", number, gap)
        for kind, boxes in (("rule", self.world.lying), ("block", self.world.blocks)):
            for number, box in enumerate(boxes):
                if shared(piece, box[0], box[2]) > least:
                    gap = box[1] - piece.lines[0].base
                    if 0 < gap < best[2]:
                        best = (kind, number, gap)
        return best

    def rows(self) -> dict[int, list[int]]:
        """For each headline, by its number, the pieces that begin under it, from the left.

        What begins beside those right under two headlines belongs to the one whose middle is nearer.
        """
        stacks, pieces = self.world.stacks, self.world.pieces
        rows = {number: self._row_under(stack) for number, stack in enumerate(stacks)}
        for index, piece in enumerate(pieces):
            claimed = [number for number, row in rows.items() if index in row]
            if len(claimed) > 1:
                middle = piece.left + piece.right
                own = min(claimed, key=lambda number: abs(stacks[number].left + stacks[number].right - middle))
                for number in claimed:
                    if number != own:
                        rows[number].remove(index)
        return rows

    def _row_under(self, stack: Stack) -> list[int]:
        """The pieces that begin right under a headline, from the left: those below it, and beside these those that
        begin at the same height with nothing between them and the headline's."""
        pieces, leading = self.world.pieces, self.world.habits.leading
        number = self.world.stacks.index(stack)
        direct = [index for index in range(len(pieces)) if self.over(index, ruled=False) == ("head", number)]
        if not direct:  # a rule may underline it
            direct = [index for index in range(len(pieces)) if self.over(index, ruled=True) == ("head", number)]
        if not direct:  # it may stand over the gap between two columns
            direct = [index for index in range(len(pieces)) if self._is_off_centre(index, stack)]
        if not direct:
            return []
        tops = [pieces[index].top for index in direct if self.above[index][0] != "block"]
        top = max(tops) if tops else None
        row = set(direct)
        narrow = len(direct) == 1 and self._is_within(stack, pieces[direct[0]])
        if top is not None and not (stack.small and narrow):
            grown = True
            while grown:
                grown = False
                for index, piece in enumerate(pieces):
                    if index in row or abs(piece.top - top) > 1.3 * leading:
                        continue
                    over = self.over(index, ruled=False)
                    if over[0] == "head" and not self.world.stacks[over[1]].small:
                        continue
                    kind, _, gap = self.above[index]
                    if kind in ("piece", "head", "rule", "block") and piece.lines[0].base + gap < stack.foot + 2:
                        continue
                    if any(
                        apart(piece, pieces[near]) <= 3.2 * piece.size and not self.is_walled(piece, pieces[near])
                        for near in row
                    ):
                        row.add(index)
                        grown = True
        return sorted(row, key=lambda index: (pieces[index].left, -pieces[index].top))

    def _is_within(self, stack: Stack, piece: Piece) -> bool:
        """Whether a headline is no wider than the column below it."""
        em = self.world.habits.body
        return stack.left >= piece.left - em and stack.right <= piece.right + em

    def over(self, index: int, *, ruled: bool) -> tuple[str, int]:
        """What stands next above a piece, pictures left out, and rules where they are `ruled` out."""
        piece = self.world.pieces[index]
        kind, number, _ = self.above[index]
        for _ in range(4):
            if kind == "block":
                kind, number = self.over_box(self.world.blocks[number], piece)
            elif kind == "rule" and ruled:
                kind, number = self.over_box(self.world.lying[number], piece)
            else:
                break
        return kind, number

    def _is_off_centre(self, index: int, stack: Stack) -> bool:
        """Whether a piece begins a little below a headline and beside it, with nothing over it."""
        piece, habits = self.world.pieces[index], self.world.habits
        if not 0 <= stack.foot - piece.top <= 2.5 * habits.leading or len(piece.lines) < 2:
            return False
        beside = max(piece.left - stack.right, stack.left - piece.right)
        kind, _, gap = self.above[index]
        return beside <= 3 * habits.body and (kind == "nothing" or piece.lines[0].base + gap > stack.foot)

    def over_box(self, whole: Box, piece: Piece) -> tuple[str, int]:
        """What stands next above a box, as far as it stands over a piece."""
        box = max(whole[0], piece.left), whole[1], min(whole[2], piece.right), whole[3]
        best, found = 1e9, ("nothing", -1)
        wide = 0.3 * (box[2] - box[0])
        for number, other in enumerate(self.world.pieces):
            if min(other.right, box[2]) - max(other.left, box[0]) > min(wide, 0.3 * other.width):
                gap = other.foot - box[3]
                if -4 < gap < best:
                    best, found = gap, ("piece", number)
        for number, stack in enumerate(self.world.stacks):
            if min(stack.right, box[2]) - max(stack.left, box[0]) > min(wide, 0.3 * (stack.right - stack.left)):
                gap = stack.foot - box[3]
                if -4 < gap < best:
                    best, found = gap, ("head", number)
        for kind, boxes in (("rule", self.world.lying), ("block", self.world.blocks)):
            for number, each in enumerate(boxes):
                if each is not whole and min(each[2], box[2]) - max(each[0], box[0]) > wide:
                    gap = each[1] - box[3]
                    if -4 < gap < best:
                        best, found = gap, (kind, number)
        return found

    def as_title(self, number: int) -> float:
        """How well a small headline begins an article: by its size, its length and the space above it."""
        stack, habits = self.world.stacks[number], self.world.habits
        leading = habits.leading
        score = 4.0 + 10 * min(0.2, stack.title.size / habits.body - 1.05)
        score += -1.0 if len(stack.title.lines) == 1 and stack.title.characters <= 10 else 1.0
        if opens_item(view_of(stack.title.lines[0])) or self._is_in_one_text(stack):
            score -= 4.0
        over = self.piece_over(number)
        distance = None
        if over is not None:
            distance = self.world.pieces[over].lines[-1].base - stack.pieces[0].lines[0].base
        if distance is not None and distance <= 3.2 * leading:
            return score + (1.5 if distance > 1.6 * leading else -5.0 if distance < 1.35 * leading else -2.0)
        return score - (4.0 if self._is_on_grid(stack) else 0.0)

    def _is_in_one_text(self, stack: Stack) -> bool:
        """Whether all stands in one column, as in a book, and a text or its large headline has begun above."""
        pieces = self.world.pieces
        if any(apart(one, other) > 0 for one, other in itertools.pairwise(pieces)):
            return False
        begun = [piece.top for piece in pieces if len(piece.lines) > 1]
        begun += [other.top for other in self.world.stacks if not other.small]
        return max(begun, default=stack.top) > stack.top

    def _is_on_grid(self, stack: Stack) -> bool:
        """Whether a headline at the top of a column stands as high as the first line of the column on its left."""
        line = stack.pieces[0].lines[0]
        em = self.world.habits.body
        return any(
            0 < stack.left - piece.left <= 2 * piece.width
            and piece.right <= stack.left + em
            and abs(other.base - line.base) <= 0.06 * em
            for piece in self.world.pieces
            for other in piece.lines[:2]
        )

    def crossed(self, before: dict[int, int]) -> dict[int, Stack]:
        """The small headlines that a text goes on under, by the id of the piece that goes on; those that begin an
        article of their own are none."""
        begun = {source for source in before.values() if source < 0}
        return {
            id(self.world.pieces[index]): self.world.stacks[number]
            for index, (kind, number, _) in enumerate(self.above)
            if kind == "head" and -1 - number not in begun and before.get(index, -1) >= 0
        }

    def piece_over(self, number: int) -> int | None:
        """The piece next above a headline."""
        stack = self.world.stacks[number]
        best, found = 1e9, None
        for index, piece in enumerate(self.world.pieces):
            if min(piece.right, stack.right) - max(piece.left, stack.left) > 0:
                gap = piece.foot - stack.top
                if -2 < gap < best:
                    best, found = gap, index
        return found

    def column_head(self, index: int) -> int:
        """The piece that the column begins with which a piece is in, above pictures and subheads that interrupt it."""
        for _ in range(30):
            piece = self.world.pieces[index]
            kind, number, gap = self.above[index]
            if kind == "block":
                kind, number = self.over_box(self.world.blocks[number], piece)
            elif kind == "head" and self.world.stacks[number].small:
                over = self.piece_over(number)
                if over is None or self.as_title(number) > 2.0:
                    break
                kind, number = "piece", over
            elif gap > 2.3 * self.world.habits.leading:
                break
            if kind != "piece" or abs(self.world.pieces[number].left - piece.left) > 3 * piece.size:
                break
            index = number
        return index

    def is_walled(self, one: Piece | Stack, other: Piece | Stack) -> bool:
        """Whether a standing rule parts two things that stand side by side."""
        left, right = (one, other) if one.left <= other.left else (other, one)
        top = min(one.top, other.top)
        foot = max(one.foot, other.foot)
        middle = (top + foot) / 2
        low, high = (foot, top) if foot < top else (middle - 1, middle + 1)
        for rule in self.world.standing:
            x = (rule[0] + rule[2]) / 2
            if min(left.right, right.left) - 2 <= x <= max(left.right, right.left) + 2:
                covered = min(rule[3], high) - max(rule[1], low)
                if covered > 0.5 * (high - low):
                    return True
        return False

    def is_ruled(self, one: Piece, other: Piece) -> bool:
        """Whether a lying rule that reaches over both parts one that is above it from one that is below."""
        high, low = (one, other) if one.top >= other.top else (other, one)
        left, right = min(one.left, other.left), max(one.right, other.right)
        return any(
            low.top - 3 <= (rule[1] + rule[3]) / 2 <= high.foot + 3
            and min(rule[2], right) - max(rule[0], left) > 0.75 * (right - left)
            for rule in self.world.lying
        )


def shared(piece: Piece, left: float, right: float) -> float:
    """How much of the width between two places a piece takes."""
    return min(piece.right, right) - max(piece.left, left)


def apart(one: Piece, other: Piece) -> float:
    """How far two pieces stand from each other across."""
    return max(one.left - other.right, other.left - one.right)
