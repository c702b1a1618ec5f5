"""An article's sections, the unit of retrieval."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, product

from baosou.corpus.models import Article, Block, Kind, Passage, Section, Span

TARGET = 500  # characters that paragraphs without a heading are gathered to
WHOLE = 1000  # a paragraph, or a heading with its paragraphs, up to this length stays in one piece
_SMALL = 150  # less than this is not left alone ...
_JOINED = 800  # ... unless its neighbour would grow beyond this

_CLOSERS = "”’」』）)》〉】\\]\"'"
# A full stop ends a sentence only before space: 3.5 and example.com go on.
_SENTENCE_END = re.compile(rf"(?:[。！？；…!?;]+|\.(?=\s))[{_CLOSERS}]*")
_PAUSE = re.compile(rf"[，、：,:—·～~）)》〉】\]」』”’][{_CLOSERS}]*|\s+")


def sections_of(article: Article) -> tuple[Section, ...]:
    """The article's blocks, each whole or cut where it alone is longer than WHOLE, in sections numbered from 1.

    A heading opens a section and holds its paragraphs; consecutive headings stay together. Where there is no
    heading, or more than WHOLE characters under one, consecutive paragraphs are gathered to about TARGET
    characters. Captions stay with what stands before them. An article of a title alone has one empty section.
    """
    if _length(article.blocks) <= TARGET and all(block.kind is Kind.PARAGRAPH for block in article.blocks):
        return (Section(1, article.blocks),)  # nothing to part, as in most news
    groups = [group for run in _runs(article.blocks) for group in _gather(run)]
    return tuple(Section(number, tuple(blocks)) for number, blocks in enumerate(groups or [[]], start=1))


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks parted before each heading that does not directly follow another."""
    run: list[Block] = []
    for block in blocks:
        if block.kind is Kind.HEAD and run and run[-1].kind is not Kind.HEAD:
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _gather(run: list[Block]) -> list[list[Block]]:
    """One run as sections: whole if it is short and headed, else parted at the best paragraph boundaries."""
    if run[0].kind is Kind.HEAD and _length(run) <= WHOLE:
        return [run]
    groups: list[list[Block]] = [[]]
    size = 0
    open_head = False  # a heading is never the last block of its group
    for block in chain.from_iterable(map(cut, run)):
        added = len(block.passage.text)
        follows = block.kind is Kind.CAPTION or open_head
        if not follows and size >= _SMALL and abs(size - TARGET) <= abs(size + added - TARGET):
            groups.append([])
            size = 0
        groups[-1].append(block)
        size += added
        open_head = block.kind is Kind.HEAD
    if len(groups) > 1 and size < _SMALL and _length(groups[-2]) + size <= _JOINED:
        last = groups.pop()
        groups[-1].extend(last)
    return [group for group in groups if group]


def _length(blocks: Iterable[Block]) -> int:
    return sum([len(block.passage.text) for block in blocks])


def cut(block: Block) -> Sequence[Block]:
    """The block itself, or pieces of at most WHOLE characters of a longer one, most of them near TARGET.

    Pieces end at a sentence's end, else after any punctuation or space, else anywhere; white space between
    two pieces belongs to neither.
    """
    return (block,) if len(block.passage.text) <= WHOLE else tuple(_pieces(block))


def _pieces(block: Block) -> Iterator[Block]:
    text = block.passage.text
    starts = [span.at for span in block.passage.spans]
    edges = list(_edges(text))
    for start, end in pairwise(edges):
        while start < end and text[start].isspace():
            start += 1
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if start < stop:
            passage = _slice(block.passage, starts, start, stop)
            yield Block(block.kind, passage, truncated=block.truncated and end == len(text))


def _edges(text: str) -> Iterator[int]:
    """Where the pieces of a long text begin and end, from 0 to its length."""
    start = 0
    yield start
    while len(text) - start > WHOLE:
        start = _best_end(text, start)
        yield start
    # The rest, of one to WHOLE characters, is parted once more if that makes two of middling length.
    if start and len(text) - start > TARGET + _SMALL:
        middle = _best_end(text, start)
        if len(text) - middle >= _SMALL:
            yield middle
    yield len(text)


def _best_end(text: str, start: int) -> int:
    """The place nearest to TARGET characters on where a piece may end, at most WHOLE on."""
    limit = min(start + WHOLE, len(text))
    near = (start + TARGET // 2, min(start + TARGET + TARGET // 2, limit))
    for pattern, (first, last) in product((_SENTENCE_END, _PAUSE), (near, (start, limit))):
        # A match that touches the limit may be cut off from its closing quotes; the one before is safe.
        ends = [found.end() for found in pattern.finditer(text, first, last) if found.end() < last]
        if ends:
            return min(ends, key=lambda end: abs(end - start - TARGET))
    return limit


def _slice(passage: Passage, starts: list[int], start: int, end: int) -> Passage:
    """Characters [start, end) of a passage with their spans; `starts` are the spans' places in its text."""
    first = max(0, bisect_right(starts, start) - 1)
    spans = []
    for span in passage.spans[first : bisect_right(starts, end - 1)]:
        skipped = max(0, start - span.at)
        kept = min(span.end - span.start, end - span.at) - skipped
        if kept > 0:
            opening = span.start + skipped
            spans.append(Span(span.at + skipped - start, span.line, opening, opening + kept))
    return Passage(passage.text[start:end], tuple(spans))
