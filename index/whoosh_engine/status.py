"""What is in an index, or in several: what their catalogues tell, and what is counted in their segments."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from baosou.index.reports import Status
from baosou.index.segments.doc_sets import Mask
from baosou.index.segments.reader import Segment
from baosou.index.segments.results.periods import characters
from baosou.index.whoosh_engine.generation import Opened


def status(generations: Sequence[Opened], segments: Sequence[Segment], fields: Sequence[str]) -> Status:
    """See `Engine.status`."""
    articles = [segment.live & (segment.article_aside == 0) for segment in segments]
    return replace(
        catalogued(generations),
        articles=sum(int(mask.sum()) for mask in articles),
        sections=sum(
            int(mask[segment.section_article].sum()) for segment, mask in zip(segments, articles, strict=True)
        ),
        characters=sum(int(characters(segment)[segment.live].sum()) for segment in segments),
        deleted=sum(int((~segment.live).sum()) for segment in segments),
        fields=tuple(fields),
        unenriched=_unenriched(segments, articles),
    )


def catalogued(generations: Sequence[Opened]) -> Status:
    """What the catalogues alone tell; of several their sums."""
    each = [generation.status() for generation in generations]
    last = max(each, key=lambda status: status.updated or "")
    return replace(
        each[0],
        location=", ".join(status.location for status in each),
        sources=sum(status.sources for status in each),
        bytes=sum(status.bytes for status in each),
        analysis=", ".join(dict.fromkeys(status.analysis for status in each)),
        updated=last.updated,
        segments=sum(status.segments for status in each),
        generation=sum(status.generation for status in each),
    )


def _unenriched(segments: Sequence[Segment], articles: Sequence[Mask]) -> int | None:
    """How many of the articles of each segment were not searched for names; None where none ever was."""
    known = [segment.enriched for segment in segments]
    if not any(known):
        return None
    each = zip(articles, known, strict=True)
    return sum(int((mask if names is None else mask & ~names.judged).sum()) for mask, names in each)
