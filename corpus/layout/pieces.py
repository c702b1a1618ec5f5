"""Lines that stand under each other as one: pieces of columns, headlines, captions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from baosou.corpus.layout.printed import Box
from baosou.corpus.layout.rows import body_size
from baosou.corpus.layout.typesetting import TypeLine
from baosou.corpus.pages.bylines import parse_byline
from baosou.corpus.pages.lines import ends_sentence, fold

_LIKE = 0.08  # sizes that differ by more are not one text
_HEAD = 1.015  # times the size of plain text: what a subhead in another face has at least
_EVEN, _RAGGED_LITTLE, _RAGGED = 0.12, 0.4, 1.3  # ems: of the ends of full lines
_SAMPLE = 1_500  # lines: enough to tell the habits of a page
_FEW_FLUSH = 20  # lines: of a short text one indented line tells
_INDENT = 2.7  # ems: how far a line may stand in from the edge of its column
_LOOSE = 1.35  # times the leading: a wider distance parts two pieces
_LOOSE_HEAD = 1.75  # times the size, of what is no body text


class Habits(Struct, frozen=True):
    """How a text is set: the size of its body, the distance of its lines, and whether it indents paragraphs."""

    body: float
    leading: float
    indents: bool


class Piece(Struct, eq=False):
    """Lines that follow each other downwards in one column, all of one size."""

    lines: list[TypeLine]
    left: float
    right: float
    notes: set[str] = field(default_factory=set)
    measure: tuple[int, tuple[float, float, bool]] | None = None

    @property
    def size(self) -> float:
        """The size that it is set in."""
        return self.lines[0].size

    @property
    def top(self) -> float:
        """Where its first line begins."""
        return self.lines[0].top

    @property
    def foot(self) -> float:
        """Where its last line ends."""
        return min(line.foot for line in self.lines) if self.lines[0].down else self.lines[-1].foot

    @property
    def width(self) -> float:
        """The width of its widest line."""
        return self.right - self.left

    @property
    def edge(self) -> float:
        """Where its full lines end; signs may hang over it."""
        return self._measured()[0]

    @property
    def margin(self) -> float:
        """Where its lines begin that are not indented."""
        return self._measured()[1]

    def fills(self, line: TypeLine) -> bool:
        """Whether a line ends where its column does, so that its end is no one's decision.

        Where nearly all lines end at one place, one that ends a little before it is a paragraph's last.
        """
        edge, _, justified = self._measured()
        return line.right >= edge - (_RAGGED_LITTLE if justified else _RAGGED) * line.size

    def _measured(self) -> tuple[float, float, bool]:
        """Its edge, its margin and whether nearly all lines end at the edge; kept while it has as many lines."""
        count = len(self.lines)
        if self.measure is None or self.measure[0] != count:
            begins = sorted(line.left for line in self.lines)
            ends = sorted(line.right for line in self.lines)
            few = count < 4
            edge = ends[-1] if few else ends[math.ceil(0.75 * (count - 1))]
            margin = begins[0] if few else begins[math.floor(0.25 * (count - 1))]
            even = sum(abs(line.right - edge) <= _EVEN * line.size for line in self.lines)
            self.measure = (count, (edge, margin, not few and even >= 0.6 * count))
        return self.measure[1]

    @property
    def characters(self) -> int:
        """How many characters it has."""
        return sum(len(line.text) for line in self.lines)


def habits_of(lines: Sequence[TypeLine], otherwise: Habits | None = None) -> Habits:
    """How these lines are set; `otherwise` is taken where they are too few to tell."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if len(line.text) >= 5 and not line.down:
            sizes[round(line.size * 4) / 4] += len(line.text)
    if otherwise is not None and sum(sizes.values()) < 120:
        return otherwise
    body = body_size(sizes) or 10.0
    own = [line for line in lines if abs(line.size - body) <= 0.04 * body and len(line.text) >= 2][:_SAMPLE]
    distances: Counter[float] = Counter()
    indented = flush = 0
    for line in own:
        after = _below(line, own)
        if after is None or line.base - after.base > 3.2 * body:
            continue
        distances[round((line.base - after.base) * 4) / 4] += 1
        if line.width > 4 * body:
            # the first line of a paragraph stands in before the second, and ends as far to the right
            full = after.right <= line.right + 1.5 * body
            if full and 1.2 * body <= line.left - after.left <= _INDENT * body:
                indented += 1
            elif abs(after.left - line.left) <= 0.4 * body:
                flush += 1
    leading = max(
        distances,
        key=lambda distance: sum(count for other, count in distances.items() if abs(other - distance) <= 0.3),
        default=1.4 * body,
    )
    return Habits(body, leading, indented >= 0.03 * (indented + flush) and indented + (flush < _FEW_FLUSH) >= 2)


def _below(line: TypeLine, lines: Iterable[TypeLine]) -> TypeLine | None:
    """The line of the same column next below."""
    found = None
    for other in lines:
        if other.base >= line.base - 0.5 * line.size or other.left >= line.right or other.right <= line.left:
            continue
        if abs(other.left - line.left) > 3 * line.size:
            continue
        if found is None or other.base > found.base:
            found = other
    return found


def pieces_of(lines: Sequence[TypeLine], habits: Habits, lying: Sequence[Box]) -> list[Piece]:
    """The lines grouped to pieces; a rule between two lines parts them."""
    pieces: list[Piece] = []
    active: list[Piece] = []
    order = sorted((line for line in lines if not line.down), key=lambda line: (-line.base, line.left))
    for place, line in enumerate(order):
        active = [piece for piece in active if piece.lines[-1].base - line.base < 6 * max(line.size, piece.size)]
        under = [piece for piece in active if _overlap(piece, line) > 0.1 * line.size and _is_next(piece, line, habits)]
        under = under or [piece for piece in active if _is_indented_over(piece, line) and _is_next(piece, line, habits)]
        fits = [piece for piece in under if _is_of_column(piece, line) and not _is_ruled(piece, line, lying)]
        if len(fits) == 1 and len(under) == 1 and not _is_shared(fits[0].lines[-1], line, order, place):
            piece = fits[0]
            piece.lines.append(line)
            piece.left = min(piece.left, line.left)
            piece.right = max(piece.right, line.right)
        else:
            piece = Piece([line], line.left, line.right)
            pieces.append(piece)
            active.append(piece)
    return [part for piece in pieces for part in _parted(piece, habits)] + list(
        _downward([each for each in lines if each.down])
    )


def _downward(lines: Sequence[TypeLine]) -> Iterator[Piece]:
    """Lines that run down, those side by side that begin at one height as one piece, from the right."""
    piece: Piece | None = None
    for line in sorted(lines, key=lambda line: -line.right):
        last = piece.lines[-1] if piece is not None else None
        if (
            piece is not None
            and last is not None
            and abs(last.top - line.top) <= 1.2 * line.size
            and abs(last.size - line.size) <= _LIKE * line.size
            and last.left - line.right <= 0.9 * line.size
        ):
            piece.lines.append(line)
            piece.left = line.left
            continue
        if piece is not None:
            yield piece
        piece = Piece([line], line.left, line.right)
    if piece is not None:
        yield piece


def _parted(piece: Piece, habits: Habits) -> list[Piece]:
    """The piece, parted where short lines in another face and a little larger stand over plain ones."""
    opening = _opening(piece, habits)
    if opening:
        head = _piece(piece.lines[:opening])
        head.notes.add("head")
        return [head, *_parted(_piece(piece.lines[opening:]), habits)]
    parts: list[list[TypeLine]] = [[]]
    for line in piece.lines:
        last = parts[-1][-1] if parts[-1] else None
        if last is not None and _differ(last, line, piece, habits):
            parts.append([])
        parts[-1].append(line)
    if len(parts) == 1:
        return [piece]
    return [_piece(part) for part in parts]


def _opening(piece: Piece, habits: Habits) -> int:
    """How many lines at the head of a piece are a headline of the body's size in another face."""
    count = 0
    while count < len(piece.lines) and not piece.lines[count].plain:
        count += 1
    if not 0 < count <= 3 or count >= len(piece.lines) - 1:
        return 0
    head, after = piece.lines[:count], piece.lines[count]
    if not 1.2 * habits.body <= after.left - min(line.left for line in piece.lines[count:]) <= _INDENT * habits.body:
        return 0
    text = "".join(line.text for line in head)
    if len(text) < 8 or ends_sentence(fold(text)) or parse_byline(fold(head[-1].text)) is not None:
        return 0
    return count


def _piece(lines: list[TypeLine]) -> Piece:
    return Piece(lines, min(line.left for line in lines), max(line.right for line in lines))


def _differ(one: TypeLine, other: TypeLine, piece: Piece, habits: Habits) -> bool:
    plain, head = (one, other) if one.size <= other.size else (other, one)
    if head.size < _HEAD * plain.size or head.size < _HEAD * habits.body:
        return False
    return not head.plain or head.size > 1.045 * plain.size


def _is_shared(above: TypeLine, line: TypeLine, order: Sequence[TypeLine], place: int) -> bool:
    """Whether the line above stands over another line beside this one as well, as what heads several columns does."""
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(order) and abs(order[at].base - line.base) <= 0.6 * line.size:
            other = order[at]
            if min(above.right, other.right) - max(above.left, other.left) > 0.1 * line.size:
                return True
            at += step
    return False


def _overlap(piece: Piece, line: TypeLine) -> float:
    return min(piece.right, line.right) - max(piece.left, line.left)


def _is_next(piece: Piece, line: TypeLine, habits: Habits) -> bool:
    """Whether the line stands as near below the piece as its next line would."""
    last = piece.lines[-1]
    distance = last.base - line.base
    if abs(line.size - piece.size) > _LIKE * max(line.size, piece.size):
        return False
    body = abs(line.size - habits.body) <= _LIKE * habits.body
    return 0.6 * line.size < distance <= (_LOOSE * habits.leading if body else _LOOSE_HEAD * line.size)


def _is_indented_over(piece: Piece, line: TypeLine) -> bool:
    """Whether a word or two stand under the one line of a piece, which is indented as far as they reach."""
    return len(piece.lines) == 1 and line.width <= 3 * line.size < piece.width and _is_set_out(piece, line)


def _is_set_out(piece: Piece, line: TypeLine) -> bool:
    return -_INDENT * line.size <= line.left - piece.left < -1.2 * line.size


def _is_of_column(piece: Piece, line: TypeLine) -> bool:
    em = line.size
    if _is_indented_over(piece, line):
        return True
    if _overlap(piece, line) < 0.5 * min(piece.width, line.width):
        return False
    set_in = line.left - piece.left
    if -0.5 * em <= set_in <= _INDENT * em:
        return True
    if -_INDENT * em <= set_in < 0 and (len(piece.lines) == 1 or piece.right >= line.right - 1.2 * em):
        return True
    centred = abs((line.left + line.right) - (piece.left + piece.right)) <= 2.4 * em
    return centred or (set_in > 0 and line.right <= piece.right + 1.2 * em)


def _is_ruled(piece: Piece, line: TypeLine, lying: Sequence[Box]) -> bool:
    above, below = piece.lines[-1].base, line.base
    return any(
        below < (rule[1] + rule[3]) / 2 < above
        and min(rule[2], line.right) - max(rule[0], line.left) > 0.3 * line.width
        for rule in lying
    )
