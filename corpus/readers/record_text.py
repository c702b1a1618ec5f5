"""The text of a record as paragraphs: plain, or HTML as crawlers keep it."""

from __future__ import annotations

import re

from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Block, Kind, Passage, Span
from baosou.corpus.readers.markup import without_entities

_MOST_TAGS = 1_000_000
_ATTRIBUTES = r"""(?:\s+[A-Za-z_:][A-Za-z0-9_:.-]*+(?:\s*=\s*(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++))?)*+\s*+/?>"""
_OF_BLOCKS = (
    "p|div|section|article|main|header|footer|figure|figcaption|h[1-6]|ul|ol|li|dl|dt|dd|table|tbody|tr|td|th"
    "|blockquote|body|html|center"
)
_BLOCK = re.compile(rf"</?(?:{_OF_BLOCKS}){_ATTRIBUTES}", re.IGNORECASE)
_BREAK = re.compile(rf"<br{_ATTRIBUTES}[ \t]*\n?", re.IGNORECASE)
_INLINE = re.compile(
    rf"</?(?:span|strong|b|i|u|s|em|font|img|a|hr|sub|sup|small|big|mark|iframe|video|audio|source|o:p){_ATTRIBUTES}",
    re.IGNORECASE,
)
_RAW = re.compile(rf"<(script|style){_ATTRIBUTES}.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_OF_RAW = re.compile(r"</?(?:script|style)[^<>]*>", re.IGNORECASE)
_ANY = (_BLOCK, _BREAK, _INLINE)
_RARE_ENDS = "\r\v\f\x85\u2028\u2029"
_ENDS = str.maketrans(dict.fromkeys(_RARE_ENDS, "\n"))
_PARAGRAPH = Kind.PARAGRAPH


def line_of(text: str, line: int) -> Passage | None:
    """A title or a byline, without tags of HTML; None of a blank one. `line` is that of the record."""
    if "<" in text and is_html(text):
        text = _INLINE.sub("", _BREAK.sub(" ", _BLOCK.sub(" ", text)))
    if "&" in text:
        text = without_entities(text)
    stripped = text.strip()
    if not stripped:
        return None
    start = text.index(stripped[0])
    return Passage(stripped, (Span(0, line, start, start + len(stripped)),))


def paragraphs(text: str, line: int) -> tuple[Block, ...]:
    """The paragraphs of a text: its lines, or what HTML shows in blocks of their own, headings and captions told apart.

    Spans count in the value; where that is HTML or holds its entities, in what is read of it, a paragraph a line.
    """
    if "<" in text and is_html(text):
        if _BLOCK.search(text) is not None:
            return _of_html(text, line)
        text = _INLINE.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = without_entities(text)
    if any(map(text.__contains__, _RARE_ENDS)):
        text = text.translate(_ENDS)
    blocks = []
    at = 0
    for whole in text.split("\n"):  # sooner than a search
        paragraph = whole.strip()
        if paragraph:
            start = at if len(paragraph) == len(whole) else at + len(whole) - len(whole.lstrip())
            span = Span(0, line, start, start + len(paragraph))
            blocks.append(Block(_PARAGRAPH, Passage(paragraph, (span,))))
        at += len(whole) + 1
    return tuple(blocks)


def is_html(text: str) -> bool:
    """Whether tags make a text up, rather than that it speaks of some here and there."""
    if not any(tag.search(text) for tag in _ANY):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    if any(tag.match(lines[0].lstrip()) for tag in _ANY) and lines[-1].rstrip().endswith(">"):
        return True
    return 2 * sum(any(tag.search(line) for tag in _ANY) for line in lines if "<" in line) >= len(lines)


def _of_html(text: str, line: int) -> tuple[Block, ...]:
    from baosou.corpus.readers.html_page import read_page  # most records are plain

    if text.count("<") > _MOST_TAGS:
        raise SourceError(worded("the text has more than {most:,} tags", most=_MOST_TAGS))
    text = _OF_RAW.sub("", _RAW.sub("", text))  # one that is never closed would take the rest with it
    blocks = []
    at = 0
    for stretch in read_page(text).stretches:
        said = stretch.text.strip()
        if said:
            blocks.append(Block(stretch.kind, Passage(said, (Span(0, line, at, at + len(said)),))))
            at += len(said) + 1
    return tuple(blocks)
