"""The words of Markdown, found again in its source: the parser gives lines, passages need characters."""

from __future__ import annotations

import re
from bisect import bisect_right

from markdown_it.token import Token

from baosou.corpus.models import Passage, Span
from baosou.corpus.readers.markup import tokens

_LINE_END = re.compile(r"\r\n|\r|\n")


class Source:
    """A document's text and where its lines begin and end (line numbers from 0, as the parser counts)."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = [(found.start(), found.end()) for found in _LINE_END.finditer(text)]
        starts = [0, *(end for _, end in ends)]
        self.lines = list(zip(starts, [*(start for start, _ in ends), len(text)], strict=True))
        self._starts = starts

    def start(self, line: int) -> int:
        """The offset at which a line begins; the text's length for one after the last."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def line_at(self, offset: int) -> int:
        """The line that an offset stands in."""
        return bisect_right(self._starts, offset) - 1


class Words:
    """A passage as it grows out of pieces of the source, in order."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pieces: list[tuple[int, int]] = []
        self._spaced: set[int] = set()  # the pieces before which a space stands that the source has not
        self._broken: set[int] = set()  # those that begin a line, where only Latin words need the space
        self._cursor = 0

    def take(self, start: int, end: int) -> None:
        """Add characters [start, end) of the source."""
        if start < end:
            self._pieces.append((start, end))
        self._cursor = max(self._cursor, end)

    def part(self) -> None:
        """Set a space before the next piece."""
        self._spaced.add(len(self._pieces))

    def take_marker(self, line: int, marker: str) -> None:
        """Add the number of an ordered list's item, which readers see."""
        start = self._source.text.find(marker, *self._source.lines[line])
        if start >= 0:
            self.take(start, start + len(marker))
            self.part()

    def take_lines(self, first: int, count: int) -> None:
        """Add whole lines, without the space around them, as one text."""
        for start, end in self._source.lines[first : first + count]:
            self._take_stripped(start, end)

    def take_html(self, first: int, end: int) -> None:
        """Add the text between the tags of a block of HTML."""
        start = self._source.start(first)
        raw = self._source.text[start : self._source.start(end)]
        hidden = ""
        for token in tokens(raw):
            if token.kind == "start" and token.name in ("script", "style"):
                hidden = token.name
            elif token.kind == "end" and token.name == hidden:
                hidden = ""
            elif token.kind == "text" and not hidden:
                for found in re.finditer(r"[^\r\n]+", raw[token.start : token.end]):
                    at = start + token.start
                    self._take_stripped(at + found.start(), at + found.end())

    def _take_stripped(self, start: int, end: int) -> None:
        line = self._source.text[start:end]
        if line.strip():
            self.part()
            left = len(line) - len(line.lstrip())
            self.take(start + left, start + len(line.rstrip()))

    def take_inline(self, inline: Token, first: int, end: int) -> None:
        """Add the visible words of inline text that stands on lines [first, end).

        Each child's content is looked for after the one before it: between them stands only markup. Should
        one not be found, the lines are taken as they are, markup and all, so that no word is lost.
        """
        self._cursor = max(self._cursor, self._source.start(first))
        limit = self._source.lines[min(end, len(self._source.lines)) - 1][1]
        count, cursor = len(self._pieces), self._cursor
        if not self._take_children(inline.children or [], limit):
            del self._pieces[count:]
            self._spaced = {number for number in self._spaced if number <= count}
            for start, stop in self._source.lines[first:end]:
                self._take_stripped(max(start, cursor), stop)

    def _take_children(self, children: list[Token], limit: int) -> bool:
        links = []
        for child in children:
            taken = True
            match child.type:
                case "text":
                    taken = self._find(child.content, limit)
                case "code_inline":
                    taken = all(self._find(word, limit, apart=at > 0) for at, word in enumerate(child.content.split()))
                case "text_special":
                    taken = self._find_special(child, limit)
                case "softbreak":
                    self._break_line()
                case "hardbreak":
                    self._break_line()
                    self.part()
                case "html_inline":
                    taken = self._skip(child.content, limit)
                    if re.match(r"<br\b", child.content, re.IGNORECASE):
                        self.part()
                case "image":
                    taken = self._skip("![", limit) and self._take_children(child.children or [], limit)
                    self._skip_target(limit)
                case "link_open":
                    links.append(child.markup)
                case "link_close" if links and links.pop() != "autolink":
                    self._skip_target(limit)
            if not taken:
                return False
        return True

    def _break_line(self) -> None:
        """Go to the next line; between Latin words the break is a space."""
        line = self._source.line_at(self._cursor) + 1
        self._cursor = max(self._cursor, self._source.start(line))
        self._broken.add(len(self._pieces))

    def _find(self, content: str, limit: int, *, apart: bool = False) -> bool:
        if not content:
            return True
        start = self._source.text.find(content, self._cursor, limit)
        if start < 0:
            return False
        if apart:
            self.part()
        self.take(start, start + len(content))
        return True

    def _skip(self, markup: str, limit: int) -> bool:
        start = self._source.text.find(markup, self._cursor, limit)
        if start >= 0:
            self._cursor = start + len(markup)
        return start >= 0

    def _find_special(self, token: Token, limit: int) -> bool:
        """An escape (\\*) gives its character, a reference its own spelling; a space of any kind gives none."""
        start = self._source.text.find(token.markup, self._cursor, limit)
        if start < 0:
            return False
        end = start + len(token.markup)
        if token.content.isspace():
            self._cursor = end
        elif token.markup.startswith("\\") or token.markup == "&amp;":
            at = self._source.text.index(token.content, start)
            self.take(at, at + len(token.content))
            self._cursor = end
        else:
            self.take(start, end)
        return True

    def _skip_target(self, limit: int) -> None:
        """Pass the ](address "title") or ][label] that closes a link or picture."""
        text = self._source.text
        closed = text.find("]", self._cursor, limit)
        if closed < 0:
            return
        at = closed + 1
        if text.startswith("[", at):
            end = text.find("]", at, limit)
            at = end + 1 if end >= 0 else at
        elif text.startswith("(", at):
            target = _TARGET.match(text, at, limit)
            at = target.end() if target is not None else at
        self._cursor = at

    def passage(self) -> Passage | None:
        """The pieces as a passage, without space at either end; None if nothing visible is left."""
        text: list[str] = []
        spans: list[Span] = []
        length = 0
        for number, (start, end) in enumerate(self._pieces):
            piece = self._source.text[start:end]
            if not text:
                start += len(piece) - len(piece.lstrip())
                piece = piece.lstrip()
            if not piece:
                continue
            if text and self._is_spaced(number, text[-1], piece):
                text.append(" ")
                length += 1
            elif spans and spans[-1].end == start:
                last = spans.pop()
                spans.append(Span(last.at, last.line, last.start, end))
                text.append(piece)
                length += len(piece)
                continue
            spans.append(Span(length, self._source.line_at(start) + 1, start, end))
            text.append(piece)
            length += len(piece)
        return _stripped("".join(text), spans)

    def _is_spaced(self, number: int, before: str, after: str) -> bool:
        if before[-1].isspace() or after[0].isspace():
            return False
        return number in self._spaced or (number in self._broken and before[-1].isascii() and after[0].isascii())


# An address in <> or with balanced parentheses two deep, then perhaps a title in quotes.
_TARGET = re.compile(
    r"""\(\s*(?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*)"""
    r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)""",
    re.DOTALL,
)


def _stripped(text: str, spans: list[Span]) -> Passage | None:
    """A passage without the space at its end."""
    kept = text.rstrip()
    while spans and spans[-1].at >= len(kept):
        spans.pop()
    if not spans:
        return None
    last = spans[-1]
    spans[-1] = Span(last.at, last.line, last.start, last.start + min(last.end - last.start, len(kept) - last.at))
    return Passage(kept, tuple(spans))
