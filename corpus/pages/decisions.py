"""Why a page was read as it was: of each line what it was taken for, how surely, and what else it might be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.corpus.pages.bylines import parse_byline
from baosou.corpus.pages.datelines import opens_with_dateline
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.joins import Vocabulary
from baosou.corpus.pages.labels import label_lines, rivals
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.parts import PLAIN, Odds, Part

NAMES: Mapping[Part, str] = {
    Part.TITLE: "title",
    Part.TITLE_MORE: "title goes on",
    Part.BYLINE: "byline",
    Part.END_BYLINE: "byline at the end",
    Part.HEAD: "head",
    Part.PARAGRAPH: "paragraph",
    Part.MORE: "paragraph goes on",
    Part.UNTITLED: "article without a title",
    Part.CAPTION: "caption",
}
TOLD = "told by a header, a column of briefs or a sidecar"
_BODY = frozenset(NAMES[part] for part in (Part.PARAGRAPH, Part.MORE, Part.UNTITLED, Part.HEAD))
_SURE = 1.0


class Decision(Struct, frozen=True):
    """What one line was taken for, with a confidence from 0 to 1; `rival` is the next likely part.

    `signs` are what was seen of it: its width, indent and blank lines before it, how it begins and ends.
    """

    line: int
    start: int
    text: str
    part: str
    confidence: float
    rival: str | None
    signs: tuple[str, ...]


def decide(lines: Sequence[Line], page: Geometry, words: Vocabulary, known: Mapping[int, Odds]) -> list[Decision]:
    """The decisions about the lines of articles.

    The confidence is from the margin between the best reading of the whole page and the best one in which
    this line is something else.
    """
    path = label_lines(lines, page, words, known)
    margins = rivals(lines, page, words, known, path)
    found = []
    for index, (line, part) in enumerate(zip(lines, path, strict=True)):
        margin, rival = margins[index]
        confidence = _SURE if rival is None else 1 / (1 + math.exp(-margin))
        found.append(
            Decision(
                line.number,
                line.start,
                line.view,
                NAMES[PLAIN[part]],
                round(confidence, 3),
                None if rival is None else NAMES[rival],
                _signs(line, page, told=index in known),
            )
        )
    return found


def set_apart(line: Line, part: str, *signs: str) -> Decision:
    """The decision about a line that is told by itself, such as a running head."""
    return Decision(line.number, line.start, line.view, part, _SURE, None, signs)


def as_one(decisions: Sequence[Decision], *, titled: bool) -> list[Decision]:
    """The decisions about lines that are one article: but for its first title (none where it is `titled` otherwise)
    titles are heads, as `merged` makes them."""
    found: list[Decision] = []
    begun = titled
    for decision in decisions:
        title = decision.part in (NAMES[Part.TITLE], NAMES[Part.TITLE_MORE])
        if title and begun:
            found.append(replace(decision, part=NAMES[Part.HEAD]))
            continue
        begun = begun or decision.part in _BODY
        found.append(decision)
    return found


def _signs(line: Line, page: Geometry, *, told: bool) -> tuple[str, ...]:
    byline = parse_byline(line.view) if line.cells <= 60 else None
    wide = "{cells:g} wide of {measure:g}" if page.measure(line) else "{cells:g} wide"
    signs = (
        (worded(wide, cells=line.cells, measure=page.measure(line)), True),
        (worded("indented {columns}", columns=line.indent), line.indent > 0),
        (worded("centred"), page.centred(line)),
        (worded("{lines} blank before", lines=line.gap), line.gap > 0),
        (worded("new page"), line.fed),
        (worded("ends a sentence"), line.closed),
        (worded("quotation open"), line.net > 0),
        (worded("can only go on"), line.continues),
        (worded("dateline"), byline is None and opens_with_dateline(line.view)),
        (
            "" if byline is None else _names(byline.authors, byline.style.value),
            byline is not None,
        ),
        (worded(TOLD), told),
    )
    return tuple(sign for sign, holds in signs if holds)


def _names(authors: Sequence[str], style: str) -> str:
    names = "、".join(authors) or worded("no one")
    return worded("names {authors}: {style}", authors=names, style=worded(style))
