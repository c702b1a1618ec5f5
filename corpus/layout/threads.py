"""Which piece goes on in which: the articles of a page as threads through its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from baosou.corpus.layout.kinship import Kinship
from baosou.corpus.layout.matching import best_matching
from baosou.corpus.layout.pieces import Habits, Piece
from baosou.corpus.layout.printed import Box
from baosou.corpus.layout.stacks import Stack, view_of
from baosou.corpus.pages.heads import opens_item

_UNTITLED = -3.0  # what begins an article without a headline needs a reason


class Thread(Struct, eq=False):
    """An article: its headline, if it has one, and its pieces in reading order.

    `subheads` are headlines that stand over one of its pieces and begin no article, by that piece's id.
    """

    head: Stack | None
    pieces: list[Piece] = field(default_factory=list)
    subheads: dict[int, Stack] = field(default_factory=dict)


class World(Struct, eq=False):
    """What stands in one frame, or on the page outside of all frames."""

    pieces: list[Piece]
    stacks: list[Stack]
    habits: Habits
    lying: Sequence[Box]
    standing: Sequence[Box]
    blocks: Sequence[Box]
    """Pictures with their captions, and frames: what text goes around."""


def threads_of(world: World, kinship: Kinship) -> list[Thread]:
    """The threads of a world; every piece is in one of them."""
    links = dict(_candidates(world, kinship))
    chosen = best_matching(links)
    before = {after: source for after, source in chosen.items() if source is not None}
    after_of: dict[int, int] = {source: target for target, source in before.items()}
    pieces, stacks = world.pieces, world.stacks
    placed: set[int] = set()
    begins: list[tuple[Stack | None, int | None]] = [
        (stack, after_of.get(-1 - number)) for number, stack in enumerate(stacks)
    ]
    begins += [(None, index) for index in range(len(pieces)) if index not in before]
    threads = [Thread(stack, list(_chain(start, after_of, pieces, placed))) for stack, start in begins]
    for index in range(len(pieces)):  # a ring has no beginning; the topmost is taken for it
        if index not in placed:
            threads.append(Thread(None, list(_chain(index, after_of, pieces, placed))))
    crossed = _Sight(world).crossed(before)
    for thread in threads:
        thread.subheads = {id(piece): crossed[id(piece)] for piece in thread.pieces if id(piece) in crossed}
    under = {id(stack) for thread in threads for stack in thread.subheads.values()}
    return [thread for thread in threads if thread.pieces or id(thread.head) not in under]


def _chain(start: int | None, after_of: dict[int, int], pieces: Sequence[Piece], placed: set[int]) -> Iterator[Piece]:
    while start is not None and start not in placed:
        placed.add(start)
        yield pieces[start]
        start = after_of.get(start)


def _candidates(world: World, kinship: Kinship) -> Iterator[tuple[int, dict[int | None, float]]]:
    """For each piece what it may go on from, with scores: pieces by their index, headlines by -1 and so on, None for
    nothing."""
    sight = _Sight(world)
    rows = {number: sight.row_under(stack) for number, stack in enumerate(world.stacks)}
    for index, piece in enumerate(world.pieces):
        found: dict[int | None, float] = {None: _UNTITLED}
        heads = [number for number, row in rows.items() if index in row]
        for number, stack in enumerate(world.stacks):
            score = sight.under(number, rows[number], index)
            if score is not None:
                found[-1 - number] = score + kinship.announces(stack, piece, world.habits)
        for other, source in enumerate(world.pieces):
            if other == index:
                continue
            score = sight.onward(other, index)
            if score is None:
                continue
            first = sight.column_head(other)
            shared = [number for number in heads if first in rows[number]]
            opening = [number for number in heads if rows[number][0] == index and sight.is_beside(first, number, rows)]
            if (shared or opening) and source.left < piece.left:
                score += 2.5
            elif heads:
                score -= 4.0 if any(not world.stacks[number].small for number in heads) else 1.0
            found[other] = score + kinship.goes_on(source, piece, world.habits)
        yield index, found


class _Sight:
    """What is seen from where on the page."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.above = [self._above(piece) for piece in world.pieces]

    def _above(self, piece: Piece) -> tuple[str, int, float]:
        """What stands next above a piece, its number, and how far its foot is away."""
        best: tuple[str, int, float] = ("nothing", -1, 1e9)
        least = 0.3 * piece.width
        for number, other in enumerate(self.world.pieces):
            if other is not piece and _shared(piece, other.left, other.right) > min(least, 0.3 * other.width):
                gap = other.lines[-1].base - piece.lines[0].base
                if 0 < gap < best[2]:
                    best = ("piece", number, gap)
        for number, stack in enumerate(self.world.stacks):
            if _shared(piece, stack.left, stack.right) > min(least, 0.3 * (stack.right - stack.left)):
                gap = stack.pieces[-1].lines[-1].base - piece.lines[0].base
                if 0 < gap < best[2]:
                    best = ("head", number, gap)
        for kind, boxes in (("rule", self.world.lying), ("block", self.world.blocks)):
            for number, box in enumerate(boxes):
                if _shared(piece, box[0], box[2]) > least:
                    gap = box[1] - piece.lines[0].base
                    if 0 < gap < best[2]:
                        best = (kind, number, gap)
        return best

    def row_under(self, stack: Stack) -> list[int]:
        """The pieces that begin right under a headline, from the left: those below it, and beside these those that
        begin at the same height with nothing between them and the headline's."""
        pieces, leading = self.world.pieces, self.world.habits.leading
        number = self.world.stacks.index(stack)
        direct = [index for index in range(len(pieces)) if self._through(index, ruled=False) == ("head", number)]
        if not direct:  # a rule may underline it
            direct = [index for index in range(len(pieces)) if self._through(index, ruled=True) == ("head", number)]
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
                    kind, _, gap = self.above[index]
                    if kind in ("piece", "head", "rule", "block") and piece.lines[0].base + gap < stack.foot + 2:
                        continue
                    if any(
                        _apart(piece, pieces[near]) <= 3.2 * piece.size and not self.is_walled(piece, pieces[near])
                        for near in row
                    ):
                        row.add(index)
                        grown = True
        return sorted(row, key=lambda index: (pieces[index].left, -pieces[index].top))

    def _is_within(self, stack: Stack, piece: Piece) -> bool:
        """Whether a headline is no wider than the column below it."""
        em = self.world.habits.body
        return stack.left >= piece.left - em and stack.right <= piece.right + em

    def _through(self, index: int, *, ruled: bool) -> tuple[str, int]:
        """What stands next above a piece, pictures left out, and rules where they are `ruled` out."""
        piece = self.world.pieces[index]
        kind, number, _ = self.above[index]
        for _ in range(4):
            if kind == "block":
                kind, number = self._above_box(self.world.blocks[number], piece)
            elif kind == "rule" and ruled:
                kind, number = self._above_box(self.world.lying[number], piece)
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

    def _above_box(self, whole: Box, piece: Piece) -> tuple[str, int]:
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

    def under(self, number: int, row: Sequence[int], index: int) -> float | None:
        """How well a piece fits as the first one of a headline."""
        stack, piece = self.world.stacks[number], self.world.pieces[index]
        em, leading = self.world.habits.body, self.world.habits.leading
        if stack.title.lines[0].down:
            if abs(piece.top - stack.top) > 2.5 * leading:
                return None
            aside = max(piece.left - stack.right, stack.left - piece.right)
            if aside < -em or self.is_walled(piece, stack):
                return None
            if piece.left >= stack.right - em:
                return 4.0 if aside < 3 * em + 0.6 * piece.width else None
            steps = self._steps_to(piece, stack)
            return None if steps is None else 1.5 + 0.5 * steps
        if index in row:
            if row[0] != index:
                return 1.0 if self.above[index][0] == "head" else 0.0
            return 6.0 if not stack.small else self._as_title(number)
        return 3.0 if self.is_beside(index, number, {number: row}) else None

    def is_beside(self, index: int, number: int, rows: Mapping[int, Sequence[int]]) -> bool:
        """Whether a piece begins as high as a headline, in the column on the left of those that it is over."""
        stack, piece, row = self.world.stacks[number], self.world.pieces[index], rows[number]
        em, leading = self.world.habits.body, self.world.habits.leading
        if not row or stack.small or abs(piece.top - stack.top) > 1.6 * leading or piece.right > stack.left + em:
            return False
        first = self.world.pieces[row[0]]
        return _apart(piece, first) <= 3.2 * em and not self.is_walled(piece, first)

    def _as_title(self, number: int) -> float:
        """How well a small headline begins an article: by its size, its length and the space above it."""
        stack, habits = self.world.stacks[number], self.world.habits
        leading = habits.leading
        score = 4.0 + 10 * min(0.2, stack.title.size / habits.body - 1.05)
        score += -1.0 if len(stack.title.lines) == 1 and stack.title.characters <= 10 else 1.0
        if opens_item(view_of(stack.title.lines[0])):
            score -= 4.0
        over = self._above_stack(number)
        distance = None
        if over is not None:
            distance = self.world.pieces[over].lines[-1].base - stack.pieces[0].lines[0].base
        if distance is not None and distance <= 3.2 * leading:
            return score + (1.5 if distance > 1.6 * leading else -5.0 if distance < 1.35 * leading else -2.0)
        return score - (4.0 if self._is_on_grid(stack) else 0.0)

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

    def _steps_to(self, piece: Piece, stack: Stack) -> int | None:
        """Through how many columns that begin at one height one comes from the piece to a headline on its right."""
        leading, em = self.world.habits.leading, self.world.habits.body
        steps, at = 0, piece
        while stack.left - at.right > 3 * em + 0.6 * at.width:
            onward = [
                other
                for other in self.world.pieces
                if other.left >= at.right - em
                and other.left - at.right <= 3.2 * em
                and abs(other.top - piece.top) <= 1.5 * leading
                and not self.is_walled(at, other)
            ]
            if not onward or steps > 8:
                return None
            at, steps = onward[0], steps + 1
        return steps

    def onward(self, source: int, target: int) -> float | None:
        """How well one piece goes on in another by where they stand, None where it cannot."""
        before, after = self.world.pieces[source], self.world.pieces[target]
        habits = self.world.habits
        em, leading = habits.body, habits.leading
        shared = _shared(after, before.left, before.right)
        if shared > 0.4 * min(before.width, after.width):
            return self._downward(before, after, source, target)
        if after.left >= before.right - em:
            apart = after.left - before.right
            if after.top <= before.foot - leading or apart > max(before.width, after.width) * 1.4 + 6 * em:
                return None
            score = 1.0
            if self.is_walled(before, after):
                score -= 6.0
            if self.is_ruled(before, after):
                score -= 5.0
            column_top = self.world.pieces[self.column_head(source)].top
            if abs(column_top - after.top) <= 1.3 * leading:
                score += 1.5
            elif after.top > column_top + 1.3 * leading:
                score += 0.3 if self._beside_head(after, column_top) else -0.7
            else:
                score -= 1.0
            if apart > 4 * em:
                score -= 2.0 * apart / max(before.width, after.width)
            if abs(before.width - after.width) > 0.2 * max(before.width, after.width) and len(after.lines) > 2:
                score -= 0.7
            return score
        if after.right <= before.left + em and after.top <= before.foot + 2 * leading:
            return -2.0 - (5.0 if self.is_ruled(before, after) else 0.0)
        return None

    def _beside_head(self, piece: Piece, column_top: float) -> bool:
        """Whether the piece begins as high as a headline that stands over the column before it."""
        return any(
            abs(stack.top - piece.top) <= 1.6 * self.world.habits.leading and stack.foot > column_top - 2
            for stack in self.world.stacks
        )

    def _downward(self, before: Piece, after: Piece, source: int, target: int) -> float | None:
        if before.lines[-1].base <= after.lines[0].base:
            return None
        leading = self.world.habits.leading
        kind, number, gap = self.above[target]
        if kind == "piece" and number == source:
            blank = gap / leading
            return 3.0 if blank <= 1.6 else 2.0 if blank <= 2.3 else max(-2.0, 2.4 - 0.6 * blank)
        if kind == "block":
            box = self.world.blocks[number]
            if self._above_box(box, after) == ("piece", source):
                return 3.0
            return None
        if kind == "rule" and self._above_box(self.world.lying[number], after) == ("piece", source):
            return 2.5 if self._is_in_head(source) else None
        if kind == "head" and self._above_stack(number) == source:
            stack = self.world.stacks[number]
            if stack.small:
                return 3.0
            narrow = stack.left >= min(before.left, after.left) - leading and stack.right <= before.right + leading
            return -1.0 if narrow and len(stack.pieces) == 1 else None
        return None

    def _is_in_head(self, index: int) -> bool:
        """Whether a piece is a line or two between a headline and the rule that closes it."""
        for _ in range(4):
            if len(self.world.pieces[index].lines) > 2:
                return False
            kind, number, _ = self.above[index]
            if kind == "head":
                return not self.world.stacks[number].small
            if kind != "piece":
                return False
            index = number
        return False

    def crossed(self, before: dict[int, int]) -> dict[int, Stack]:
        """The small headlines that a text goes on under, by the id of the piece that goes on; those that begin an
        article of their own are none."""
        begun = {source for source in before.values() if source < 0}
        return {
            id(self.world.pieces[index]): self.world.stacks[number]
            for index, (kind, number, _) in enumerate(self.above)
            if kind == "head" and -1 - number not in begun and before.get(index, -1) >= 0
        }

    def _above_stack(self, number: int) -> int | None:
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
                kind, number = self._above_box(self.world.blocks[number], piece)
            elif kind == "head" and self.world.stacks[number].small:
                over = self._above_stack(number)
                if over is None or self._as_title(number) > 2.0:
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


def _shared(piece: Piece, left: float, right: float) -> float:
    return min(piece.right, right) - max(piece.left, left)


def _apart(one: Piece, other: Piece) -> float:
    return max(one.left - other.right, other.left - one.right)
