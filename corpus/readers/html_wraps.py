"""Lines that a page breaks at its screen's width, by <br> or in <pre>, are one paragraph again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from baosou.corpus.readers.html_page import Stretch

_NARROWEST, _WIDEST = 24, 130  # in columns of a terminal: a verse is shorter, a paragraph longer
_RAGGED = 4  # columns that a full line may fall short: a sign that may not begin a line takes its neighbour with it
_FULL = 0.6  # so many of the lines are full where lines are wrapped
_CLOSED = "。！？!?…”」』：:；;"


def unwrapped(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, those that are the lines of one paragraph as one."""
    return [_one(lines) for block in _blocks(stretches) for lines in _joined(block)]


def _one(lines: tuple[Stretch, ...]) -> Stretch:
    if len(lines) == 1:
        return lines[0]
    text = ""
    for line in lines:
        text += " " * (bool(text) and text[-1:].isascii() and line.text[0].isascii()) + line.text
    return replace(
        lines[0],
        text=text,
        linked=sum(line.linked for line in lines),
        lines=tuple((line.text, line.line) for line in lines),
    )


def _blocks(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Runs of stretches between which stands a single line break."""
    block: list[Stretch] = []
    for stretch in stretches:
        if block and not (
            stretch.breaks == 1 and stretch.element == block[-1].element and stretch.kind is block[-1].kind
        ):
            yield block
            block = []
        block.append(stretch)
    if block:
        yield block


def _joined(block: list[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    widths = [_width(stretch.text) + 4 * stretch.indented for stretch in block]
    widest = max(widths)
    full = [width >= widest - _RAGGED for width in widths]
    inner = [place for place in range(len(block) - 1) if not block[place + 1].indented]
    wrapped = (
        _NARROWEST <= widest <= _WIDEST
        and bool(inner)
        and sum(full[place] for place in inner) >= _FULL * len(inner)
        and any(block[place].text[-1] not in _CLOSED for place in inner if full[place])
        and any("。" in stretch.text for stretch in block)  # else they are items of a list
    )
    paragraph: list[Stretch] = []
    for place, stretch in enumerate(block):
        if paragraph and not (wrapped and full[place - 1] and not stretch.indented and not _opens(block, place)):
            yield tuple(paragraph)
            paragraph = []
        paragraph.append(stretch)
    if paragraph:
        yield tuple(paragraph)


def _opens(block: list[Stretch], place: int) -> bool:
    """Whether a line begins a paragraph after a full one: that one ends a sentence, and others are indented."""
    return block[place - 1].text[-1] in _CLOSED and any(each.indented for each in block[1:])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
