"""What place, size, font and colour say of the part that each line of a thread plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.corpus.layout.kinship import is_indented
from baosou.corpus.layout.pieces import Habits, Piece
from baosou.corpus.layout.stacks import Stack
from baosou.corpus.layout.threads import Thread
from baosou.corpus.layout.typesetting import TypeLine, view_of
from baosou.corpus.pages.bylines import Style, parse_byline
from baosou.corpus.pages.lines import ends_sentence
from baosou.corpus.pages.parts import Odds, Part, surely
from baosou.corpus.pages.running_heads import is_turn

_LONGEST_HEAD = 26


class Labelled(Struct, frozen=True):
    """A line as it is read, with what print says of its part; nothing of a line that is set aside. `opens` is true of
    one that stands in as a paragraph's first line does, `wrapped` of one of a title that ends only for want of room;
    `signs` are what was seen of it."""

    line: TypeLine
    odds: Odds | None
    opens: bool = False
    wrapped: bool = False
    signs: tuple[str, ...] = ()


def labelled(thread: Thread, habits: Habits, *, begun: bool = False) -> Iterator[Labelled]:
    """The lines of a thread in reading order; `begun` says that it goes on with one of the page before."""
    for each in _labelled(thread, habits, begun=begun):
        yield replace(each, signs=signs_of(each.line, habits, opens=each.opens))


def signs_of(line: TypeLine, habits: Habits, *, opens: bool = False) -> tuple[str, ...]:
    """What is seen of a line: its size beside that of the text, another face, that it stands in or runs down."""
    told = "{size:.3g} pt" if abs(line.size - habits.body) < 0.05 else "{size:.3g} pt, text {body:.3g}"
    signs = (
        (worded(told, size=line.size, body=habits.body), True),
        (worded("another face"), not line.plain),
        (worded("stands in"), opens),
        (worded("runs down"), line.down),
    )
    return tuple(sign for sign, holds in signs if holds)


def _labelled(thread: Thread, habits: Habits, *, begun: bool) -> Iterator[Labelled]:
    if thread.head is not None and begun:
        yield from (Labelled(line, surely(Part.HEAD)) for piece in thread.head.pieces for line in piece.lines)
    elif thread.head is not None:
        yield from _head(thread.head, thread.pieces)
    first = not begun
    for piece in thread.pieces:
        if id(piece) in thread.subheads:
            subhead = thread.subheads[id(piece)]
            known = surely(Part.HEAD) if subhead.small else None  # a large one within a text is a call out of it
            yield from (Labelled(line, known) for each in subhead.pieces for line in each.lines)
        for index in range(len(piece.lines)):
            yield _of_body(piece, index, habits, untitled=first and thread.head is None, top=first)
            first = False


def _head(head: Stack, under: Sequence[Piece]) -> Iterator[Labelled]:
    room = max((piece.right for piece in under), default=0.0) - min((piece.left for piece in under), default=0.0)
    begun = False
    for piece in head.pieces:
        for line in piece.lines:
            if piece in head.below and parse_byline(view_of(line)) is not None:
                yield Labelled(line, surely(Part.BYLINE))
                continue
            wrapped = line is not piece.lines[-1] and 0 < room < line.width + 1.2 * line.size
            yield Labelled(line, surely(Part.TITLE_MORE if begun else Part.TITLE), wrapped=wrapped)
            begun = True


def _of_body(piece: Piece, index: int, habits: Habits, *, untitled: bool, top: bool) -> Labelled:
    line = piece.lines[index]
    view = view_of(line)
    if is_turn(view):
        return Labelled(line, None)
    opens = is_indented(piece, line, habits)
    if untitled:
        return Labelled(line, surely(Part.UNTITLED), opens)
    before = piece.lines[index - 1] if index else None
    odds: dict[Part, float] = {Part.PARAGRAPH: 0.0, Part.MORE: 0.0}
    if habits.indents:
        odds[Part.PARAGRAPH], odds[Part.MORE] = (4.0, -3.0) if opens else (-4.0, 3.0) if before else (-2.0, 2.0)
    elif before is not None:
        full = piece.fills(before)
        odds[Part.PARAGRAPH], odds[Part.MORE] = (-1.0, 2.0) if full else (2.0, -1.0)
    if before is not None and before.base - line.base > 1.22 * habits.leading:
        odds[Part.PARAGRAPH] += 2.0
    byline = parse_byline(view)
    other = not line.plain
    if byline is not None and byline.style is Style.SOURCE and not other and index:
        byline = None  # 据…报道 opens a sentence
    centred = abs(line.left + line.right - piece.left - piece.right) <= 1.2 * habits.body and not opens
    ranged = line.right >= piece.edge - 0.8 * habits.body and line.left - piece.margin > 3.2 * habits.body
    if byline is not None and (other or ranged or byline.style is not Style.BARE or top):
        odds[Part.BYLINE] = 3.0 + (3.0 if other or ranged else 0.0)
    short = line.width <= piece.width - 2 * habits.body or line.size > 1.03 * habits.body
    if len(view) <= _LONGEST_HEAD and not ends_sentence(view) and short and index + 1 < len(piece.lines) + 1:
        distinct = other or line.size > 1.03 * habits.body or (centred and line.width < piece.width - 4 * habits.body)
        if distinct and byline is None:
            odds[Part.HEAD] = 6.0
        elif not opens:
            odds[Part.HEAD] = 0.0
    return Labelled(line, odds, opens)
