"""Which piece goes on in which: the articles of a page as threads through its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from baosou.corpus.layout.fitting import is_beside, onward, under
from baosou.corpus.layout.kinship import Kinship
from baosou.corpus.layout.matching import best_matching
from baosou.corpus.layout.pieces import Piece
from baosou.corpus.layout.sight import Sight, World
from baosou.corpus.layout.stacks import Stack

_UNTITLED = -3.0  # what begins an article without a headline needs a reason


class Thread(Struct, eq=False):
    """An article: its headline, if it has one, and its pieces in reading order.

    `subheads` are headlines that stand over one of its pieces and begin no article, by that piece's id.
    """

    head: Stack | None
    pieces: list[Piece] = field(default_factory=list)
    subheads: dict[int, Stack] = field(default_factory=dict)


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
    crossed = Sight(world).crossed(before)
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
    sight = Sight(world)
    rows = sight.rows()
    for index, piece in enumerate(world.pieces):
        found: dict[int | None, float] = {None: _UNTITLED}
        heads = [number for number, row in rows.items() if index in row]
        for number, stack in enumerate(world.stacks):
            score = under(sight, number, rows[number], index)
            if score is not None:
                found[-1 - number] = score + kinship.announces(stack, piece, world.habits)
        for other, source in enumerate(world.pieces):
            if other == index:
                continue
            score = onward(sight, other, index)
            if score is None:
                continue
            first = sight.column_head(other)
            shared = [number for number in heads if first in rows[number]]
            opening = [number for number in heads if rows[number][0] == index and is_beside(sight, first, number, rows)]
            if (shared or opening) and source.left < piece.left:
                score += 2.5
            elif heads:
                score -= 4.0 if any(not world.stacks[number].small for number in heads) else 1.0
            found[other] = score + kinship.goes_on(source, piece, world.habits)
        yield index, found
