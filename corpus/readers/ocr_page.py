"""A page as character recognition gives it, in its own units, and the same as a printed page in points.

Programs give boxes of words (of Chinese, often one or two characters), of lines or of single characters. Whatever they
give, each character gets a place of its own: the geometry of printed pages asks for no less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import median

from msgspec import Struct

from baosou.corpus.layout.printed import Box, Glyph, PrintedPage, Shape

_RESOLUTIONS = (72.0, 1300.0)
_SIZES = (5.0, 16.0)  # points: what the text of a page may be set in, by which a resolution is told from a made-up one
_USUAL_SIZE, _OFF = 9.6, 0.25
_SCANNED = (72.0, 96.0, 100.0, 150.0, 200.0, 240.0, 300.0, 400.0, 600.0, 1200.0, 2400.0)
_INK = 0.92  # of an em: how high a line of Chinese is from the highest to the lowest ink
_FOOT = 0.1  # of an em: how far the ink goes below the baseline
_LIKE = 0.09  # sizes that differ by less are one: boxes are a pixel off here and there
_ENOUGH, _FEWEST = 5, 3  # characters of one word, and words, by whose distance the size of a line is told
_UPRIGHT = 1.6  # a line of several characters that is so many times higher than wide runs downwards
_WIDE = "\u2e7f"
_LATIN_GAP = 0.15  # of an em: how far apart Latin words stand at least
_MOST_LINES, _MOST_SCRAPS, _SCRAP = 4000, 1200, 5  # a broadsheet has 2,500 lines, and a page of quotations 1,000 scraps
_PILED, _FEW_PILED = 0.4, 50  # of a word's height: so near to each other no two words have their middles
_HAN_GAP = 0.3  # and Chinese ones
_GUTTER = 1.0  # ems: what stands further apart is not surely of one line
_UNEVEN = 0.25  # of an em: so much higher or lower stand the lines of neighbouring columns


class OcrWord(Struct, frozen=True, gc=False):
    """Text with its box (left, top, right, bottom, from the page's upper left corner), in the units of its page.

    `sure` is how sure the program is of it, from 0 to 1; None where it does not say.
    """

    text: str
    box: Box
    sure: float | None = None


class OcrPage(Struct):
    """A page: its size, how many of its units make an inch (0: not known), its lines of words, rules and pictures.

    `unplaced` is how many words have no place that could be, and are left out.
    """

    width: float
    height: float
    resolution: float
    lines: list[list[OcrWord]]
    rules: list[Box]
    pictures: list[Box]
    unplaced: int = 0


class _Line(Struct, frozen=True):
    """A line with the em that it is set in; `letters` are its characters, each with the length that it takes."""

    words: Sequence[OcrWord]
    box: Box
    size: float
    down: bool


def printed_page(page: OcrPage, number: int) -> PrintedPage:
    """The page in points, every character with a place."""
    lines = _measured([words for words in page.lines if words])
    scale = _scale(page, lines)
    widest = _widest_slip(lines)
    high = page.height
    glyphs: list[Glyph] = []
    for line in lines:
        glyphs += _down(line, scale, high) if line.down else _across(line, scale, high, widest)
    return PrintedPage(
        number,
        page.width * scale,
        page.height * scale,
        tuple(glyphs),
        tuple(Shape(_placed(box, scale, high), fill=0) for box in page.rules),
        tuple(_placed(box, scale, high) for box in page.pictures),
    )


def sureness(page: OcrPage) -> float | None:
    """How sure the program is of a character of the page on average; None where it does not say."""
    known = [(word.sure, len(word.text)) for words in page.lines for word in words if word.sure is not None]
    total = sum(count for _, count in known)
    return sum(sure * count for sure, count in known) / total if total else None


def is_scattered(page: OcrPage) -> bool:
    """Whether a page has more scraps of text than any, or words that lie over each other, as only noise and forgeries.

    To see how its pieces hang together takes the square of their number.
    """
    scraps = sum(sum(len(word.text) for word in words) < _SCRAP for words in page.lines)
    if len(page.lines) > _MOST_LINES or scraps > _MOST_SCRAPS:
        return True
    boxes = [word.box for words in page.lines for word in words]
    if not boxes:
        return False
    cell = max(1e-3, _PILED * median([min(box[2] - box[0], box[3] - box[1]) for box in boxes]))
    taken = {((box[0] + box[2]) // (2 * cell), (box[1] + box[3]) // (2 * cell)) for box in boxes}
    return len(boxes) - len(taken) > max(_FEW_PILED, len(boxes) // 10)


def text_of(page: OcrPage) -> str:
    """The text of a page in the order of the file, without places."""
    return "\n".join("".join(_spaced(words)) for words in page.lines if words)


def _spaced(words: Sequence[OcrWord]) -> Iterator[str]:
    """The words of a line, a blank before each but between Chinese signs."""
    before = ""
    for word in words:
        if before and not (_is_wide(before) or _is_wide(word.text[0])) and word.text != "\u00ad":
            yield " "
        yield word.text
        before = word.text[-1]


def union(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _measured(lines: Sequence[Sequence[OcrWord]]) -> list[_Line]:
    """The lines with their ems: by the distance of characters where there are enough, else by the height of the ink.

    What stands apart in one line, a little higher or lower, is of two columns.
    """
    rough = [_rough(part) for words in lines for part in _apart(_rough(words))]
    sizes: Counter[float] = Counter()
    for line in rough:
        sizes[round(line.size, 1)] += sum(len(word.text) for word in line.words)
    usual: dict[float, float] = {}
    for size, _ in sizes.most_common():
        near = next((other for other in usual.values() if abs(other - size) <= _LIKE * other), size)
        usual[size] = near
    return [_Line(line.words, line.box, usual[round(line.size, 1)], line.down) for line in rough]


def _apart(line: _Line) -> list[list[OcrWord]]:
    """The words of a line, in runs between which stands more than an em, if these are not of one height."""
    if line.down:
        return [list(line.words)]
    parts = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.box[0] - before.box[2] > _GUTTER * line.size:
            parts.append([])
        parts[-1].append(word)
    feet = [max(word.box[3] for word in part) for part in parts]
    return parts if max(feet) - min(feet) > _UNEVEN * line.size else [list(line.words)]


def _rough(words: Sequence[OcrWord]) -> _Line:
    box = union([word.box for word in words])
    text = "".join(word.text for word in words)
    wide, high = box[2] - box[0], box[3] - box[1]
    down = len(text) > 1 and high > _UPRIGHT * wide and any(map(_is_wide, text))
    if down:
        wide, high = high, wide
    tall = max(1.0, high) / _INK
    pitches = list(_pitches(words, down=down))
    if len(words) == 1:
        pitches = [wide / length for word in words if (length := _length(word.text)) >= _ENOUGH]
    enough = len(pitches) >= _FEWEST or len(words) == 1
    pitch = median(pitches) if pitches and enough else tall
    # letter-spaced words stand further apart than they are large, and a line's box may hold more than its line
    return _Line(words, box, min(max(pitch, 0.7 * tall), 1.15 * tall), down)


def _pitches(words: Sequence[OcrWord], *, down: bool) -> Iterator[float]:
    """How far apart the characters of neighbouring words begin, where no sign stands between."""
    side = 1 if down else 0
    for before, word in pairwise(words):
        if _is_han(before.text[0]) and _is_han(word.text[0]):
            yield (word.box[side] - before.box[side]) / _length(before.text)


def _scale(page: OcrPage, lines: Sequence[_Line]) -> float:
    """Points a unit: by the resolution if the text then has a size that text has, else by that size.

    Where no resolution is told, or one that cannot be, the scan is taken for one of those that scanners make.
    """
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += sum(len(word.text) for word in line.words)
    usual = max(sizes, key=sizes.__getitem__, default=0.0)
    if _RESOLUTIONS[0] <= page.resolution <= _RESOLUTIONS[1] or not usual:
        scale = 72 / (page.resolution or 300.0)
        if not usual or _SIZES[0] <= usual * scale <= _SIZES[1]:
            return scale
    likely = min(_SCANNED, key=lambda resolution: abs(usual * 72 / resolution - _USUAL_SIZE))
    scale = 72 / likely
    return scale if abs(usual * scale - _USUAL_SIZE) <= _OFF * _USUAL_SIZE else _USUAL_SIZE / usual


def _across(line: _Line, scale: float, high: float, widest: float) -> Iterator[Glyph]:
    size = line.size * scale
    foot = (high - line.box[3]) * scale
    base = foot + _FOOT * size
    top = max((high - line.box[1]) * scale, foot + 0.5 * size)
    for word, following in zip_longest(line.words, line.words[1:]):
        start, end = word.box[0], word.box[2]
        blank = False
        if following is not None and following.box[0] > start:
            blank = _parted(word, following, line.size, widest * line.size)
            # where no blank stands a word goes as far as the next, however much of it the program has boxed
            end = min(end, following.box[0]) if blank else following.box[0]
        for text, left, right in _shares(word.text, start, end):
            yield Glyph(text, (left * scale, foot, right * scale, top), left * scale, base, size)
        if blank and following is not None:
            yield Glyph(" ", (end * scale, foot, following.box[0] * scale, top), end * scale, base, size)


def _down(line: _Line, scale: float, high: float) -> Iterator[Glyph]:
    size = line.size * scale
    left, right = line.box[0] * scale, line.box[2] * scale
    for word in line.words:
        for text, start, end in _shares(word.text, word.box[1], word.box[3]):
            top, foot = (high - start) * scale, (high - end) * scale
            yield Glyph(text, (left, foot, right, top), left, foot + 0.12 * size, size)


def _shares(text: str, start: float, end: float) -> Iterator[tuple[str, float, float]]:
    """The characters of a word, each with the share of its length that it is wide."""
    per = (end - start) / (_length(text) or 1.0)
    for character in text:
        wide = _width(character) * per
        yield character, start, start + wide
        start += wide


def _slips(line: _Line) -> Iterator[float]:
    """How much further than its characters are wide each word of a line stands from the next."""
    for before, word in pairwise(line.words):
        yield word.box[0] - before.box[0] - _length(before.text) * line.size


def _widest_slip(lines: Sequence[_Line]) -> float:
    """How many ems further than they are wide words may stand apart that no blank parts.

    The boxes of some programs are half a character off, those of others exact.
    """
    return _HAN_GAP + 2 * median([abs(slip) / line.size for line in lines for slip in _slips(line)] or [0.0])


def _parted(before: OcrWord, word: OcrWord, size: float, widest: float) -> bool:
    """Whether a blank stands between two words. The ink of Chinese signs leaves half of their place free."""
    last, first = before.text[-1], word.text[0]
    if last == "\u00ad":
        return False
    if last.isalpha() and first.isalpha() and not (_is_wide(last) or _is_wide(first)):
        return word.box[0] - before.box[2] > _LATIN_GAP * size
    slip = word.box[0] - before.box[0] - _length(before.text) * size
    return last.isalnum() and first.isalnum() and slip > widest


def _length(text: str) -> float:
    return sum(map(_width, text))


def _width(character: str) -> float:
    if character == "\u00ad":
        return 0.25
    return 1.0 if _is_wide(character) else 0.5


def _is_wide(character: str) -> bool:
    return character > _WIDE or character in "“”‘’…—·"


def _is_han(character: str) -> bool:
    return _is_wide(character) and character.isalnum()


def _placed(box: Box, scale: float, high: float) -> Box:
    return box[0] * scale, (high - box[3]) * scale, box[2] * scale, (high - box[1]) * scale
