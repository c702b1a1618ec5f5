"""A page's lines arranged: its head and foot, its worlds with their threads, what belongs to no thread."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.layout.kinship import Kinship
from baosou.corpus.layout.pieces import Habits, Piece, habits_of, pieces_of
from baosou.corpus.layout.printed import Box
from baosou.corpus.layout.sheet import Frame, Sheet, area, holds
from baosou.corpus.layout.sight import World, walls_of
from baosou.corpus.layout.stacks import stacks_of
from baosou.corpus.layout.threads import Thread, threads_of
from baosou.corpus.layout.typesetting import MOST_LINES, TypeLine, view_of
from baosou.corpus.pages.captions import is_caption
from baosou.corpus.pages.lines import Line, split_lines

_MOST_PIECES = 600  # a page has 150; more are the cells of a table or the names on a map
_MOST_INITIALS = 100
_BANNER = 60  # characters: a filled frame with fewer, all of them large, is ground behind a headline


class Arrangement(Struct, frozen=True):
    """The threads of a page in reading order with the captions of each, and its lines that belong to none."""

    threads: tuple[Thread, ...]
    captions: tuple[tuple[Piece, ...], ...]
    habits: tuple[Habits, ...]
    aside: tuple[TypeLine, ...]


def arranged(lines: Sequence[TypeLine], sheet: Sheet) -> Arrangement:
    """The lines of a page without its head and foot, arranged."""
    if len(lines) > MOST_LINES:
        return Arrangement((_in_rows(lines),), ((),), (habits_of(lines),), ())
    lines = _with_initials(lines)
    general = habits_of(lines)
    frames = [frame for frame in sheet.frames if not _is_banner(frame, lines, general)]
    home = [_frame_of(line, frames) for line in lines]
    found: list[tuple[tuple[float, float], Thread, tuple[Piece, ...], Habits]] = []
    aside: list[TypeLine] = []
    for number in range(-1, len(frames)):
        own = [line for line, frame in zip(lines, home, strict=True) if frame == number]
        if not own:
            continue
        box = frames[number].box if number >= 0 else None
        if box is not None and _is_advertisement(own):
            aside += own
            continue
        inner = [frame.box for place, frame in enumerate(frames) if place != number and _inside(frame.box, box)]
        threads, captions, habits, left_out = _world(own, sheet, box, inner, general)
        aside += left_out
        for thread, its in zip(threads, captions, strict=True):
            found.append((_place(thread, its, box), thread, its, habits))
    found.sort(key=lambda each: each[0])
    return Arrangement(
        tuple(thread for _, thread, _, _ in found),
        tuple(captions for _, _, captions, _ in found),
        tuple(habits for _, _, _, habits in found),
        tuple(aside),
    )


def _place(thread: Thread, captions: Sequence[Piece], box: Box | None) -> tuple[float, float]:
    parts = [*(thread.head.pieces if thread.head else ()), *thread.pieces, *captions]
    top = max(piece.top for piece in parts) if box is None else box[3]
    left = min(piece.left for piece in parts)
    return -round(top / 24), left


def _inside(inner: Box, outer: Box | None) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer is None or (holds(outer, x, y) and area(inner) < area(outer))


def _frame_of(line: TypeLine, frames: Sequence[Frame]) -> int:
    """The smallest frame that the line stands in, -1 for none."""
    x, y = (line.left + line.right) / 2, line.base + 0.3 * line.size
    found = -1
    for number, frame in enumerate(frames):  # from the largest
        if holds(frame.box, x, y) and line.width <= frame.box[2] - frame.box[0] + 2:
            found = number
    return found


def _is_banner(frame: Frame, lines: Sequence[TypeLine], habits: Habits) -> bool:
    inside = [line for line in lines if holds(frame.box, (line.left + line.right) / 2, line.base + 0.3 * line.size)]
    if not inside:
        return True
    characters = sum(len(line.text) for line in inside)
    if frame.fill is None or (_is_advertisement(inside) and len(inside) > 2):
        return False
    return characters <= _BANNER and len(inside) <= 4 and any(line.size > 1.15 * habits.body for line in inside)


def _is_advertisement(lines: Sequence[TypeLine]) -> bool:
    if any(view_of(line).replace(" ", "") in ("广告", "公益广告") for line in lines):
        return True
    return len(lines) <= 8 and not any(sign in line.text for line in lines for sign in "。，")


def _with_initials(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """The lines with large initials set before the lines that they open."""
    found = list(lines)
    initials = [line for line in lines if len(line.text) <= 2 and not line.down]
    if len(initials) > _MOST_INITIALS:
        return found
    for initial in initials:
        beside = [
            line
            for line in found
            if line is not initial
            and -0.3 * line.size <= line.left - initial.right <= 1.2 * line.size
            and initial.size >= 1.6 * line.size
            and initial.foot - 0.3 * line.size <= line.base <= initial.top
            and len(line.text) >= 4
        ]
        if len(beside) < 2:
            continue
        first, *others = sorted(beside, key=lambda line: -line.base)
        box = (
            min(initial.box[0], first.box[0]),
            min(initial.box[1], first.box[1]),
            max(initial.box[2], first.box[2]),
            max(initial.box[3], first.box[3]),
        )
        opened = replace(first, text=initial.text + first.text, left=initial.left + 2 * first.size, box=box)
        found[found.index(first)] = opened
        for other in others:
            found[found.index(other)] = replace(other, left=initial.left)
        found.remove(initial)
    return found


def _world(
    lines: Sequence[TypeLine], sheet: Sheet, box: Box | None, inner: Sequence[Box], general: Habits
) -> tuple[list[Thread], list[tuple[Piece, ...]], Habits, list[TypeLine]]:
    habits = habits_of(lines, general)
    lying = [rule for rule in sheet.lying if _inside(rule, box)]
    standing = [rule for rule in sheet.standing if _inside(rule, box)]
    pictures = [picture for picture in sheet.pictures if _inside(picture, box)]
    pieces = pieces_of(lines, habits, [*lying, *inner])
    if len(pieces) > _MOST_PIECES:
        return [_in_rows(lines)], [()], habits, []
    captions, pieces = _captions(pieces, pictures, habits)
    stacks, labels = stacks_of(pieces, habits, lying)
    in_stacks = {id(piece) for stack in stacks for piece in stack.pieces} | {id(label) for label in labels}
    texts = [piece for piece in pieces if id(piece) not in in_stacks]
    blocks = [_with_captions(picture, captions) for picture in pictures] + list(inner)
    blocks += [(label.left, label.foot, label.right, label.top) for label in labels]
    world = World(texts, stacks, habits, lying, walls_of(standing, stacks, habits), blocks)
    threads = threads_of(world, Kinship(texts))
    aside = [line for label in labels for line in label.lines]
    threads, quoted = _without_quotes(threads)
    aside += quoted
    if captions and not threads:  # a page of pictures: what is said of them is its text
        return [Thread(None, list(captions))], [()], habits, aside
    return threads, _shared_out(captions, threads, blocks, world), habits, aside


def _in_rows(lines: Sequence[TypeLine]) -> Thread:
    """Lines in the order of a table, row by row."""
    rows = sorted(lines, key=lambda line: (-line.base, line.left))
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return Thread(None, [Piece(rows, left, right)])


def _captions(pieces: Sequence[Piece], pictures: Sequence[Box], habits: Habits) -> tuple[list[Piece], list[Piece]]:
    """The captions among the pieces, and the others."""
    captions, rest = [], []
    for piece in pieces:
        told = len(piece.lines) <= 4 and is_caption(_joined(piece))
        under = any(_is_under(piece, picture) for picture in pictures)
        small = piece.size < 0.97 * habits.body or not piece.lines[0].plain
        short = len(piece.lines) <= 5 and piece.size <= 1.1 * habits.body
        if (told and piece.size <= 1.1 * habits.body) or (under and small and short):
            captions.append(piece)
        else:
            rest.append(piece)
    return captions, rest


def _joined(piece: Piece) -> Line:
    return next(iter(split_lines("".join(line.text for line in piece.lines))))


def _is_under(piece: Piece, picture: Box) -> bool:
    gap = picture[1] - piece.top
    return (
        -2 <= gap <= 1.6 * piece.size
        and piece.left >= picture[0] - 1.5 * piece.size
        and piece.right <= picture[2] + 1.5 * piece.size
    )


def _with_captions(picture: Box, captions: Sequence[Piece]) -> Box:
    for piece in captions:
        if _is_under(piece, picture):
            return (
                min(picture[0], piece.left),
                min(picture[1], piece.foot),
                max(picture[2], piece.right),
                picture[3],
            )
    return picture


def _without_quotes(threads: Sequence[Thread]) -> tuple[list[Thread], list[TypeLine]]:
    """The threads, and the lines of those that are a headline over nothing: pull quotes and calls."""
    kept, aside = [], []
    for thread in threads:
        if thread.pieces or thread.head is None:
            kept.append(thread)
        else:
            aside += [line for piece in thread.head.pieces for line in piece.lines]
    return kept, aside


def _shared_out(
    captions: Sequence[Piece], threads: Sequence[Thread], blocks: Sequence[Box], world: World
) -> list[tuple[Piece, ...]]:
    """The captions of each thread: those nearest to it, in its own field if that can be told."""
    found: list[list[Piece]] = [[] for _ in threads]
    for caption in captions:
        block = next((box for box in blocks if holds(box, (caption.left + caption.right) / 2, caption.top - 2)), None)
        box = block or (caption.left, caption.foot, caption.right, caption.top)
        if threads:
            best = min(range(len(threads)), key=lambda number: _away(box, threads[number], world))
            found[best].append(caption)
    return [tuple(each) for each in found]


def _away(box: Box, thread: Thread, world: World) -> float:
    pieces = [*(thread.head.pieces if thread.head else ()), *thread.pieces]
    field = (
        min(piece.left for piece in pieces),
        min(piece.foot for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
    )
    em = world.habits.body
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    outside = 0.0 if holds(field, x, y) else 6 * em
    near: float = min(
        max(piece.left - box[2], box[0] - piece.right, 0.0) * 1.5
        + max(piece.foot - box[3], box[1] - piece.top, 0.0)
        + (20 * em if _is_ruled(box, piece, world) else 0.0)
        for piece in pieces
    )
    return outside + near


def _is_ruled(box: Box, piece: Piece, world: World) -> bool:
    for rule in world.lying:
        y = (rule[1] + rule[3]) / 2
        if min(rule[2], box[2], piece.right) - max(rule[0], box[0], piece.left) > 0 and (
            piece.top - 2 <= y <= box[1] + 2 or box[3] - 2 <= y <= piece.foot + 2
        ):
            return True
    for rule in world.standing:
        x = (rule[0] + rule[2]) / 2
        if min(rule[3], box[3], piece.top) - max(rule[1], box[1], piece.foot) > 0 and (
            piece.right - 2 <= x <= box[0] + 2 or box[2] - 2 <= x <= piece.left + 2
        ):
            return True
    return False
