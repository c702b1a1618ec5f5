"""What is stored of an article beside its text: its metadata and where each block came from, as MessagePack.

An article takes some 100 bytes, for most numbers are told by their difference from what came before: a block begins
a line and a character after the one before it, and most blocks are one run of characters of the source. Where a
section is printed is five numbers, none for what has no pages. A record's further keys are not stored here where they
have columns: their values stand there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec import Struct

from baosou.corpus.models import Article, Block, Kind, Passage, Region, Section, Span
from baosou.index.segments.layout import has_own_column

_KINDS = (Kind.PARAGRAPH, Kind.HEAD, Kind.CAPTION)
_KIND_BITS = 0b11
_TRUNCATED = 0b100
_WHOLE = 0b1000
"""The block is one run of its source's characters."""
_SPANS_SHIFT = 4

Coded = tuple[int, ...]

_PARTS = 10
"""Boxes are stored in tenths of a point."""
_FARTHEST = 1 << 40

Run = tuple[int, int, int, int]
"""The four numbers of a span."""


class StoredBlock(Struct, frozen=True):
    """A block of a section: its kind, its text's length in characters, and where that text came from."""

    kind: Kind
    length: int
    truncated: bool
    spans: tuple[Span, ...]


class StoredSection(Struct, frozen=True, array_like=True):
    """The places of a section, its blocks, coded as `_coded` says, and where it is printed (see `Printed.of`)."""

    places: tuple[str, ...]
    coded: Coded
    printed: Coded

    def blocks(self) -> list[StoredBlock]:
        """The blocks; raises ValueError where the numbers make none."""
        return list(_blocks(self.coded))


class Printed(Struct, frozen=True):
    """Where a text is printed: the page of its first line, and in points the box around its lines on that page."""

    page: int
    box: tuple[float, float, float, float]

    @classmethod
    def of(cls, coded: Coded) -> Printed | None:
        """What coded numbers say, None where there are none; raises ValueError where they are no place."""
        if not coded:
            return None
        page, *sides = coded
        left, bottom, right, top = (side / _PARTS for side in sides)
        return cls(page, (left, bottom, right, top))

    def around(self, other: Printed | None) -> Printed:
        """The place of both, as far as they are on this page."""
        return self if other is None or other.page != self.page else Printed(self.page, _union([self.box, other.box]))


class Origin(Struct, frozen=True):
    """Where a text came from: its first line, and the first and last character [start, end) of the source.

    `lines` are the runs of which it was joined: where each begins in the text, ascending, and on which line it stood.
    """

    line: int = 1
    start: int = 0
    end: int = 0
    lines: Sequence[tuple[int, int]] = ()
    printed: Printed | None = None

    @classmethod
    def of(cls, coded: Coded, printed: Coded = ()) -> Origin:
        """The origin of coded blocks, one a line of their text; raises ValueError where the numbers make none."""
        lines, starts, ends = [], [], []
        for at, line, start, end in runs_of(coded):
            lines.append((at, line))
            starts.append(start)
            ends.append(end)
        return cls(lines[0][1], min(starts), max(ends), lines, Printed.of(printed)) if lines else cls()


class StoredArticle(Struct, frozen=True, array_like=True):
    """An article without its text. `title` and `byline` are coded blocks, empty where it has none; `printed` is where
    these two are.

    `extra` holds what a record says beside its own value under a facet's name, and its further keys that have no
    column; `own_source` tells that the record names its source.
    """

    title: Coded
    byline: Coded
    printed: Coded
    authors: tuple[str, ...]
    date: str | None
    publication: str | None
    edition: str | None
    column: str | None
    url: str | None
    record_id: str | None
    places: tuple[str, ...]
    sections: tuple[StoredSection, ...]
    own_source: bool
    extra: dict[str, tuple[str, ...]]


def encoded(
    article: Article, sections: Sequence[Section], *, aside: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> bytes:
    """The stored form of an article; `aside` are its further keys that have no column."""
    regions = {region.line: region for region in article.regions}
    stored = StoredArticle(
        title=_passage(article.title),
        byline=_passage(article.byline),
        printed=_printed([each for each in (article.title, article.byline) if each is not None], regions),
        authors=article.authors,
        date=article.date,
        publication=article.publication,
        edition=article.edition,
        column=article.column,
        url=article.url,
        record_id=article.record_id,
        places=article.places,
        sections=tuple([_section(section, regions) for section in sections]),
        own_source="source" in article.extra,
        extra={
            key: values
            for key, values in article.extra.items()
            if key in aside or (not has_own_column(key) and key != "source")
        },
    )
    return _packed(stored)


def _section(section: Section, regions: Mapping[int, Region]) -> StoredSection:
    printed = _printed([block.passage for block in section.blocks], regions) if regions else ()
    return StoredSection(section.places, _coded(section.blocks), printed)


def with_extra(data: bytes, extra: Mapping[str, tuple[str, ...]]) -> bytes:
    """The stored form of an article with further keys that have no column any more."""
    stored = decoded(data)
    return _packed(msgspec.structs.replace(stored, extra={**stored.extra, **extra}))


def _packed(stored: StoredArticle) -> bytes:
    try:
        return msgspec.msgpack.encode(stored)
    except UnicodeEncodeError:
        return _NOT_UNICODE + json.dumps(msgspec.to_builtins(stored)).encode()


_decoder = msgspec.msgpack.Decoder(StoredArticle)

_NOT_UNICODE = b"\xc1"
"""A byte that no MessagePack begins with: JSON follows, for it can write the half of a surrogate pair."""


def decoded(data: bytes) -> StoredArticle:
    """The article that was encoded; raises ValueError where the bytes are no stored article."""
    try:
        if data.startswith(_NOT_UNICODE):
            return msgspec.convert(json.loads(data[1:]), StoredArticle)
        return _decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise ValueError("no stored article") from error


def spans_of(coded: Coded) -> tuple[Span, ...]:
    """All spans of coded blocks."""
    return tuple([Span(*run) for _, _, runs in _walked(coded) for run in runs])


def runs_of(coded: Coded) -> Iterator[Run]:
    """The runs of which a text was joined: where each begins in it, its line, its characters [start, end).

    Raises ValueError where the numbers make none.
    """
    first = 0
    for _, length, runs in _walked(coded):
        for at, line, start, end in runs:
            yield first + at, line, start, end
        first += length + 1


def _passage(passage: Passage | None) -> Coded:
    return () if passage is None else _coded([Block(Kind.PARAGRAPH, passage)])


def _coded(blocks: Iterable[Block]) -> Coded:
    """Blocks as numbers.

    Each is kind, flags and how many spans it has in one number; the length of its text; and for each span, the lines
    and the characters from the end of the span before it to its beginning, and unless the block is one whole span,
    where it stands in the text and how long it is.
    """
    numbers: list[int] = []
    line = end = 0
    for block in blocks:
        spans, length = block.passage.spans, len(block.passage.text)
        flags = _KINDS.index(block.kind) | _TRUNCATED * block.truncated | len(spans) << _SPANS_SHIFT
        if len(spans) == 1 and (span := spans[0]).at == 0 and span.end - span.start == length:
            numbers += (flags | _WHOLE, length, span.line - line, span.start - end)
            line, end = span.line, span.end
            continue
        numbers += (flags, length)
        for span in spans:
            numbers += (span.line - line, span.start - end, span.at, span.end - span.start)
            line, end = span.line, span.end
    return tuple(numbers)


def _printed(passages: Sequence[Passage], regions: Mapping[int, Region]) -> Coded:
    """The page of the passages' first line that is known, and the sides of the box around those on it."""
    if not regions:
        return ()
    lines = dict.fromkeys(span.line for passage in passages for span in passage.spans)
    known = [regions[line] for line in lines if line in regions]
    if not known:
        return ()
    page = known[0].page
    return page, *map(_coded_side, _union([region.box for region in known if region.page == page]))


def _coded_side(side: float) -> int:
    """A side of a box as it is stored; pages that are larger than any are cut off, and what is no number is 0."""
    return 0 if math.isnan(side) else round(min(max(side * _PARTS, -_FARTHEST), _FARTHEST))


def _union(boxes: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _blocks(coded: Coded) -> Iterator[StoredBlock]:
    for flags, length, runs in _walked(coded):
        yield StoredBlock(
            _KINDS[flags & _KIND_BITS], length, bool(flags & _TRUNCATED), tuple([Span(*run) for run in runs])
        )


def _walked(coded: Coded) -> Iterator[tuple[int, int, Sequence[Run]]]:
    """Kind and flags of each block, its length, and its runs."""
    numbers = iter(coded)
    line = end = 0
    try:
        for flags in numbers:
            length = next(numbers)
            runs = []
            if flags & _WHOLE:
                line += next(numbers)
                start = end + next(numbers)
                end = start + length
                runs.append((0, line, start, end))
            else:
                for _ in range(flags >> _SPANS_SHIFT):
                    line += next(numbers)
                    start = end + next(numbers)
                    at, size = next(numbers), next(numbers)
                    end = start + size
                    runs.append((at, line, start, end))
            yield flags, length, runs
    except StopIteration as error:
        raise ValueError("the blocks of a stored article are cut short") from error
