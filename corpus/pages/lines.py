"""The lines of a page: where each stands, how wide it is, how it begins and ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from baosou.corpus.folding import simple_folds
from baosou.corpus.pages.letterspacing import unspaced

_BREAK = re.compile(r"\r\n|[\n\r\f]")

# U+00AD and the zero-width characters stand inside words of converted pages; they are dropped from the view
# that the rules read, never from the text.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NARROWED: dict[int, str | int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, INVISIBLE)),
    **dict.fromkeys(map(ord, "\u3000\t\u00a0\u2002\u2003\u2009"), " "),
    ord("∕"): "/",
    ord("﹕"): ":",
}
# The corner brackets of traditional script are the quotation marks of simplified script.
_QUOTES: dict[int, str] = dict(zip(map(ord, "「」『』﹁﹂﹃﹄"), "“”‘’“”‘’", strict=True))
SHORT = 120
"""Characters of a line up to which the rules read all of it; of a longer line they read both ends."""
_END = 60

CLOSERS = "\"'”’」』）)》〉】］]〕"
FINAL = "。!?…．"
_OPENING = "，。、；：？！）》」』”’,;:?!)%…】〕〉·"
_NOTE = re.compile(r"\s*\([^()]{1,20}\)$")
_PRIVATE = re.compile("^[\ue000-\uf8ff\U000f0000-\U0010ffff\\s]+|[\ue000-\uf8ff\U000f0000-\U0010ffff\\s]+$")
_NARROW = re.compile(r"[\x20-\x7e\u00a0-\u02af\uff61-\uff9f]")


class Line(Struct, frozen=True):
    """A line without the blanks at its ends, [start, end) in the page.

    `view` is what rules read: folded in width and script, letter-spaced words joined, without invisible
    characters and the private-use signs at its ends; of a line longer than SHORT only both ends, parted by three
    full stops 。。。 so that it never looks like a title. `runs` are the parts of the page that are left where
    letter-spaced words are joined, none where the line has no such word.
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
    runs: tuple[tuple[int, int], ...] = ()

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
    body = text[start:end]
    parts = unspaced(body) if " " in body or "\u3000" in body else []
    shown = "".join(body[first:last] for first, last in parts) if parts else body
    if len(shown) <= SHORT:
        view = bare(fold(shown))
        cells = len(view) - len(_NARROW.findall(view)) / 2
        net = _net(view)
    else:
        view = bare(fold(shown[:_END]) + "。。。" + fold(shown[-_END:]))
        cells = float(len(shown))
        net = _net(shown.translate(_QUOTES)) if len(shown) <= 4000 else _net(view)
    closed = ends_sentence(view)
    runs = tuple((start + first, start + last) for first, last in parts)
    return Line(number, start, end, view, cells, indent, gap, fed, closed, net, runs)


def bare(view: str) -> str:
    """A folded text without what converters leave of bullets at its ends: private-use characters."""
    if view and (view[0] >= "\ue000" or view[-1] >= "\ue000"):  # not asked more closely of the others, which are most
        view = _PRIVATE.sub("", view)
    return view.strip()


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
    """`text` as the rules read it: narrow, in simplified script, compatibility forms plain, invisible ones dropped.

    Every other character gives exactly one. Letters keep their case, which search does not.
    """
    return text.translate(_viewed())


def written(text: str) -> str:
    """`text` as a value is written: of what `fold` does, all but the script."""
    return text.translate(_values())


@cache
def _viewed() -> Mapping[int, str | int | None]:
    folds = {code: to for code, to in simple_folds().items() if not chr(code).isupper()}
    return {**folds, **_NARROWED, **_QUOTES}


@cache
def _values() -> Mapping[int, str | int | None]:
    plain: dict[int, str | int | None] = {}
    for code, to in simple_folds().items():
        character = chr(code)
        if not (character.isupper() or _is_unified(character)):
            normal = unicodedata.normalize("NFKC", character)
            plain[code] = normal if len(normal) == 1 and normal != character else to
    return {**plain, **_NARROWED}


def _is_unified(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character < "\U0002f800"


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
