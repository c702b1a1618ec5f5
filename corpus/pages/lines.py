"""The lines of a page: where each stands, how wide it is, how it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_BREAK = re.compile(r"\r\n|[\n\r\f]")

# U+00AD and the zero-width characters stand inside words of converted pages; they are dropped from the view
# that the rules read, never from the text.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLAIN: dict[int, str | int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, INVISIBLE)),
    **dict.fromkeys(map(ord, "\u3000\t\u00a0\u2002\u2003\u2009"), " "),
    ord("｡"): "。",
    ord("､"): "、",
    ord("﹑"): "、",
    ord("﹒"): ".",
}
SHORT = 120
"""Characters of a line up to which the rules read all of it; of a longer line they read both ends."""
_END = 60

CLOSERS = "\"'”’」』）)》〉】］]〕"
FINAL = "。!?…．"
_OPENING = "，。、；：？！）》」』”’,;:?!)%…】〕〉·"
_NOTE = re.compile(r"\s*\([^()]{1,20}\)$")
_NARROW = re.compile(r"[\x20-\x7e\u00a0-\u02af\uff61-\uff9f]")


class Line(Struct, frozen=True):
    """A line without the blanks at its ends, [start, end) in the page.

    `view` is what rules read: width-folded and without invisible characters; of a line longer than SHORT
    only both ends, parted by an ellipsis of three full stops 。。。 so that it never looks like a title.
    `cells` is its width in Chinese characters (a Latin letter is half of one), `indent` that of the blanks
    before it, `gap` the number of blank lines before it, `fed` whether a form feed stands between.
    `closed`: it ends a sentence. `net`: quotes and brackets it opens minus those it closes.
    """

    number: int
    start: int
    end: int
    view: str
    cells: float
    indent: int
    gap: int
    fed: bool
    closed: bool
    net: int

    @property
    def continues(self) -> bool:
        """Whether the first character can only continue a line."""
        return self.view[:1] in _OPENING


def split_lines(text: str) -> Iterator[Line]:
    """The lines that show something, in page order; breaks are CRLF, LF, CR and FF, numbers count from 1.

    Lines of nothing but blanks are counted as gaps; lines of invisible characters alone have an empty view.
    """
    number, at, gap, fed = 1, 0, 0, False
    for found in _BREAK.finditer(text):
        line = _line(text, number, at, found.start(), gap, fed)
        if line is None:
            gap += 1
        else:
            yield line
            gap, fed = 0, False
        fed = fed or found.group() == "\f"
        number, at = number + 1, found.end()
    last = _line(text, number, at, len(text), gap, fed)
    if last is not None:
        yield last


def _line(text: str, number: int, start: int, end: int, gap: int, fed: bool) -> Line | None:
    raw = text[start:end]
    body = raw.strip()
    if not body:
        return None
    lead = raw[: len(raw) - len(raw.lstrip())] if raw[0].isspace() else ""
    begin = start + len(lead)
    return make_line(text, number, begin, begin + len(body), _indent(lead), gap, fed)


def make_line(text: str, number: int, start: int, end: int, indent: int, gap: int, fed: bool) -> Line:
    """The line of the characters [start, end), which begin and end with something visible."""
    length = end - start
    if length <= SHORT:
        body = text[start:end]
        view = fold(body)
        cells = len(view) - len(_NARROW.findall(view)) / 2
        net = _net(view)
    else:
        view = fold(text[start : start + _END]) + "。。。" + fold(text[end - _END : end])
        cells = float(length)
        net = _net(text[start:end]) if length <= 4000 else _net(view)
    closed = ends_sentence(view)
    return Line(number, start, end, view, cells, indent, gap, fed, closed, net)


def ends_sentence(view: str) -> bool:
    """Whether the folded text ends with a final stop, closing quotes and a short note in brackets aside."""
    bare = view.rstrip(CLOSERS)
    if bare[-1:] in FINAL:
        return bool(bare)
    if bare[-1:] == ".":
        return bare[-2:-1] not in "0123456789"
    note = _NOTE.search(view, max(0, len(view) - 26))
    return note is not None and view[: note.start()].rstrip(CLOSERS)[-1:] in tuple(FINAL)


def fold(text: str) -> str:
    """`text` as the rules read it: full-width letters, digits and signs narrowed, invisible ones dropped."""
    return text.translate(_PLAIN)


def width_of(text: str) -> int:
    """The display cells that the text takes: two for a Chinese character or sign, one for a Latin one."""
    return 2 * len(text) - len(_NARROW.findall(text))


def _indent(lead: str) -> int:
    return sum(2 if character == "\u3000" else 4 if character == "\t" else 1 for character in lead)


def _net(view: str) -> int:
    count = view.count
    return (
        count("“") - count("”") + count("《") - count("》") + count("(") - count(")")
        + count("（") - count("）") + count("「") - count("」") + count("『") - count("』")
    )  # fmt: skip
