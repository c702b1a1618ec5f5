"""Passages from pieces of a page: joined, cut in two, and checked to hold all of the page once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baosou.corpus.models import Article, Page, Passage, Span
from baosou.corpus.pages.lines import INVISIBLE, Line

_SOFT_HYPHEN = "\u00ad"


def passage_of(text: str, lines: Sequence[Line], *, spaced: bool = False) -> Passage:
    """The lines as one passage: nothing between Chinese neighbours, a space between Latin ones.

    `spaced` puts a space between all of them, as between the lines of a title.
    """
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for line in lines:
        for start, end in line.runs or ((line.start, line.end),):
            piece = text[start:end]
            if parts and start == line.start and (spaced or _needs_space(parts[-1], piece)):
                parts.append(" ")
                at += 1
            parts.append(piece)
            spans.append(Span(at, line.number, start, end))
            at += len(piece)
    return Passage("".join(parts), tuple(spans))


def _needs_space(before: str, after: str) -> bool:
    if before[-1] == _SOFT_HYPHEN:
        return False
    last = before[-8:].rstrip(INVISIBLE)[-1:]
    first = after[:8].lstrip(INVISIBLE)[:1]
    if not (last.isascii() and first.isascii()):
        return False
    if last.isdigit() and (first.isdigit() or first in ".,%"):
        return False
    return (last.isalnum() or last in ",.;:!?)\"'") and (first.isalnum() or first in "(\"'")


def cut(passage: Passage, at: int) -> tuple[Passage, Passage]:
    """The passage before and from character `at`, blanks at the cut left out; both must show something."""
    head, tail = passage.text[:at].rstrip(), passage.text[at:]
    skipped = at + len(tail) - len(tail.lstrip())
    return _part(passage, 0, len(head)), _part(passage, skipped, len(passage.text))


def _part(passage: Passage, begin: int, end: int) -> Passage:
    spans = []
    for span in passage.spans:
        low = max(begin, span.at)
        high = min(end, span.at + span.end - span.start)
        if low < high:
            spans.append(Span(low - begin, span.line, span.start + low - span.at, span.start + high - span.at))
    return Passage(passage.text[begin:end], tuple(spans))


def join(passages: Sequence[Passage]) -> Passage:
    """The passages as one, parted by a space."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for passage in passages:
        texts.append(passage.text)
        spans.extend(Span(at + span.at, span.line, span.start, span.end) for span in passage.spans)
        at += len(passage.text) + 1
    return Passage(" ".join(texts), tuple(spans))


def holds_all(page: Page, text: str) -> bool:
    """Whether each visible character of the page stands in exactly one passage, as its span says."""
    spans: list[Span] = []
    for passage in _passages(page):
        at = 0
        for span in passage.spans:
            end = span.at + span.end - span.start
            if span.at - at not in (0, 1) or passage.text[at : span.at].strip():
                return False
            if passage.text[span.at : end] != text[span.start : span.end]:
                return False
            at = end
        if at != len(passage.text):
            return False
        spans.extend(passage.spans)
    spans.sort(key=lambda span: span.start)
    at = 0
    for span in spans:
        if span.start < at or text[at : span.start].strip():
            return False
        at = span.end
    return not text[at:].strip()


def _passages(page: Page) -> Iterable[Passage]:
    for article in page.articles:
        yield from _own(article)
    yield from page.other


def _own(article: Article) -> Iterable[Passage]:
    if article.title is not None:
        yield article.title
    if article.byline is not None:
        yield article.byline
    for block in article.blocks:
        yield block.passage
