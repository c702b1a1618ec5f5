"""HTML as a flat run of tags and text, with where each stands.

Not html.parser: in the Pythons we support it takes quadratic time on broken markup (20,000 unclosed tags cost
half a minute), and it gives no offsets. Not a tree builder: nothing here needs a tree, and nesting a hundred
thousand deep is then no special case. Tokenisation follows the HTML standard loosely; text is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_TAG_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=>/"'][^\s=>/]*|[="'])(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_FURTHER = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_TAG_END = re.compile(r"[\s/]*>")

_MOST_ATTRIBUTES = 100
"""Attributes of a tag that are read one by one; all others are passed over at once."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,31}\d{0,2});")

# Elements whose content is not markup, up to their own end tag.
# A textarea is not among them: what sites keep in one is markup (the pictures of a gallery).
_RAW = frozenset(["script", "style", "title", "iframe", "noembed", "noframes", "xmp"])

# Python converts no number of more than 4,300 digits, and Unicode has none of more than seven.
_ZEROS = re.compile(r"&#0+(?=[0-9])")
_TOO_LARGE = re.compile(r"&#[0-9]{8,};?")


class Token(NamedTuple):
    """A run of the source. `kind` is "text", "start" or "end"; tags have a lower-case `name` and attributes."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012  # a NamedTuple's default; never written to


def tokens(source: str) -> Iterator[Token]:
    """All of `source` in order, without comments and declarations; character references stay as written."""
    at = 0
    absent: set[str] = set()  # closers that do not occur any more, so that each is looked for in vain once

    def find(closer: str, start: int) -> int:
        found = -1 if closer in absent else source.find(closer, start)
        if found < 0:
            absent.add(closer)
        return found

    while at < len(source):
        opening = source.find("<", at)
        opening = len(source) if opening < 0 else opening
        if opening > at:
            yield Token("text", at, opening)
        if opening == len(source):
            return
        if source.startswith("<!--", opening):
            closed = find("-->", opening + 4)
            end = closed + 3
        elif source.startswith(("<!", "<?"), opening):
            closed = find(">", opening)
            end = closed + 1
        else:
            tag = _tag(source, opening)
            if tag is None:
                yield Token("text", opening, opening + 1)
                at = opening + 1
                continue
            closed, end = tag.end, tag.end
            if tag.end < 0:  # the source ends inside this tag, and so inside every later one
                yield Token("text", opening, len(source))
                return
            yield tag
            if tag.kind == "start" and tag.name in _RAW and tag.name not in absent:
                content = _raw_content(source, tag)
                if content is None:
                    absent.add(tag.name)
                elif content.end > content.start:
                    yield content
                end = content.end if content is not None else end
        if closed < 0:
            yield Token("text", opening, opening + 1)
            end = opening + 1
        at = end


def _tag(source: str, opening: int) -> Token | None:
    """The tag at a "<"; None if there is none, and an end of -1 if it is never closed."""
    closing = source.startswith("/", opening + 1)
    found = _TAG_NAME.match(source, opening + 1 + closing)
    if found is None:
        return None
    kind = "end" if closing else "start"
    attributes: dict[str, str] = {}
    at = found.end()
    for _ in range(_MOST_ATTRIBUTES):
        end = _TAG_END.match(source, at)
        if end is not None:
            return Token(kind, opening, end.end(), found[0].lower(), attributes)
        attribute = _ATTRIBUTE.match(source, at)
        if attribute is None:
            return Token(kind, opening, -1)
        name, *values = attribute.groups()
        attributes.setdefault(name.lower(), next((value for value in values if value is not None), ""))
        at = attribute.end()
    end = _FURTHER.match(source, at)
    return Token(kind, opening, -1 if end is None else end.end(), found[0].lower(), attributes)


def _raw_content(source: str, tag: Token) -> Token | None:
    """The content of a raw element; None for one that is never closed and so has none.

    A script or style without an end goes on to the end of the source.
    """
    closing = re.compile(rf"</{re.escape(tag.name)}(?=[\s/>])", re.IGNORECASE).search(source, tag.end)
    if closing is not None:
        return Token("text", tag.end, closing.start())
    return Token("text", tag.end, len(source)) if tag.name in ("script", "style") else None


def unescaped(text: str) -> str:
    """The text with its character references replaced; one beyond Unicode is U+FFFD, however many digits it has."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _TOO_LARGE.sub("\ufffd", _ZEROS.sub("&#", text))
    return unescape(text)


def without_entities(text: str) -> str:
    """Plain text with the characters that HTML's entities stand for (&nbsp; &#20013;), which is copied from the web."""
    return _ENTITY.sub(lambda found: unescape(found.group()), text) if "&" in text else text
