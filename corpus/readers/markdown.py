"""Markdown: a document with one first-level heading is one article, one with several is several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.metadata import with_name
from baosou.corpus.models import Article, Block, Kind
from baosou.corpus.readers.credited import with_credits
from baosou.corpus.readers.front_matter import FrontMatter, front_matter
from baosou.corpus.readers.markdown_text import Source, Words
from baosou.corpus.readers.records import described
from baosou.corpus.readers.text import replacement_warning

_MARKUP_ONLY = re.compile(r"[\s>*+#=|`~_:.\-]*")
_NOTE = re.compile(r"\[(?:\^[^\]]*\]:|[^\]]*\]:\s*(?:\S*[，。；：？！、（《“]|(?!\S*[/#.<])\S*[\u3400-\u9fff]))")
"""[^1]: 码头建于1950年。 and [注]: 据县志 are notes that readers see; only an address makes a reference."""
_LONGEST_UNDERLINED = 40  # a longer line over --- is a paragraph before a rule, whatever the standard says


class _Piece(Struct, frozen=True):
    """A block in source order; `title` marks a first-level heading, `bold` a bold line that opens a part by itself."""

    start: int
    block: Block
    title: bool = False
    bold: bool = False


def read_markdown(data: bytes, path: Path, name: str, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The document's articles; text stands in them without its markup, in exact pieces of the source.

    Lower headings become heads, front matter becomes metadata. A title in front matter is that of the whole
    document, and a first-level heading that differs from it is then a head.
    """
    decoded = decode(data, encoding=encoding)
    front = front_matter(decoded.text)
    described_by, warnings = described(front.record)
    pieces = _pieces(decoded.text, front.lines)
    if front.title is None and pieces and pieces[0].bold and not any(piece.title for piece in pieces):
        pieces = [replace(piece, title=piece.bold) for piece in pieces]
    for article in _articles(pieces, front):
        if article.blocks or article.title is not None:
            yield with_name(with_credits(replace(described_by, title=article.title, blocks=article.blocks)), name)
    for warning in (*filter(None, [front.warning]), *warnings):
        yield Failure(path, warning, warning=True)
    if decoded.replaced:
        yield replacement_warning(path, decoded.replaced, decoded.encoding)


def _articles(pieces: list[_Piece], front: FrontMatter) -> Iterator[Article]:
    titles = sum(piece.title for piece in pieces)
    if titles > 1:
        opening = next(at for at, piece in enumerate(pieces) if piece.title)
        starts = [at for at, piece in enumerate(pieces) if piece.title]
        if opening or front.title is not None:
            yield Article(tuple(piece.block for piece in pieces[:opening]), title=front.title)
        for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
            yield Article(tuple(piece.block for piece in pieces[start + 1 : end]), title=pieces[start].block.passage)
        return
    title = front.title
    blocks = []
    for piece in pieces:
        passage = piece.block.passage
        if piece.title and (title is None or passage.text == title.text):
            title = passage
        else:
            blocks.append(piece.block)
    yield Article(tuple(blocks), title=title)


def _pieces(text: str, skipped: int) -> list[_Piece]:
    """The blocks of a document below its first `skipped` lines."""
    source = Source(text)
    # Without text_join, escapes and character references stay tokens that tell how they are written.
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("text_join")
    parser.block.ruler.at("reference", _reference, {"alt": []})
    environment: dict[str, dict[str, dict[str, list[int]]]] = {}
    body = text[source.start(skipped) :]
    tokens = parser.parse("\n" * skipped + body, environment)
    covered = bytearray(len(source.lines))
    for line in range(skipped):
        covered[line] = 1
    for address in environment.get("references", {}).values():
        _cover(covered, address["map"])
    pieces = list(_blocks(tokens, source, covered))
    # What the parser passes over (nesting beyond its bound) is kept as it is written.
    for line, (start, end) in enumerate(source.lines):
        if not covered[line] and not _MARKUP_ONLY.fullmatch(text, start, end):
            words = Words(source)
            words.take(start, end)
            pieces += _piece(words, Kind.PARAGRAPH)
    return sorted(pieces, key=lambda piece: piece.start)


def _reference(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The parser's rule for references, which takes any word for an address, without the notes."""
    at = state.bMarks[first] + state.tShift[first]
    return _NOTE.match(state.src, at) is None and reference(state, first, last, silent)


def _blocks(tokens: list[Token], source: Source, covered: bytearray) -> Iterator[_Piece]:
    heading: Token | None = None
    item: Token | None = None
    row: Words | None = None
    opens = True  # the document, or what follows a rule
    for token in tokens:
        if token.map is not None and token.type in (
            "inline",
            "fence",
            "code_block",
            "html_block",
            "hr",
            "heading_open",
            "table_open",
        ):
            _cover(covered, token.map)
        opens = token.type == "hr" or (opens and token.type in ("paragraph_open", "inline", "hr"))
        match token.type:
            case "heading_open":
                heading = token
            case "list_item_open":
                item = token if token.info else None
            case "tr_open":
                row = Words(source)
            case "tr_close" if row is not None:
                yield from _piece(row, Kind.PARAGRAPH)
                row = None
            case "inline" if token.map is not None:
                words = row if row is not None else Words(source)
                if row is not None:
                    row.part()
                elif item is not None and item.map is not None and item.map[0] == token.map[0]:
                    words.take_marker(item.map[0], item.info + item.markup)
                item = None
                words.take_inline(token, *token.map)
                if row is None:
                    kind, title = _standing(heading, token, words)
                    yield from _piece(words, kind, title, bold=opens and heading is None and _is_bold(token))
                    heading = None
            case "fence" | "code_block" if token.map is not None:
                words = Words(source)
                words.take_lines(token.map[0] + (token.type == "fence"), token.content.count("\n"))
                yield from _piece(words, Kind.PARAGRAPH)
            case "html_block" if token.map is not None:
                words = Words(source)
                words.take_html(*token.map)
                yield from _piece(words, Kind.PARAGRAPH)


def _standing(heading: Token | None, inline: Token, words: Words) -> tuple[Kind, bool]:
    """What an inline text is, and whether it is a title."""
    passage = words.passage()
    if heading is not None and passage is not None:
        underlined = heading.markup in ("-", "=")
        long = len(passage.text) > _LONGEST_UNDERLINED or passage.text.endswith("。")
        if not (underlined and long):
            return Kind.HEAD, heading.tag == "h1" and heading.level == 0
    pictures = [child for child in inline.children or [] if child.type == "image"]
    others = [child for child in inline.children or [] if child.type != "image" and child.content.strip()]
    return (Kind.CAPTION if pictures and not others else Kind.PARAGRAPH), False


def _is_bold(inline: Token) -> bool:
    """Whether a short line is bold from its beginning to its end."""
    children = [child for child in inline.children or [] if child.type != "text" or child.content.strip()]
    return (
        len(children) > 1
        and children[0].type == "strong_open"
        and children[-1].type == "strong_close"
        and sum(child.type == "strong_open" for child in children) == 1
        and len(inline.content) <= _LONGEST_UNDERLINED
        and not inline.content.rstrip("*_").endswith(("。", "！", "？", "；", "：", ":"))
    )


def _piece(words: Words, kind: Kind, title: bool = False, *, bold: bool = False) -> Iterator[_Piece]:
    passage = words.passage()
    if passage is not None:
        yield _Piece(passage.spans[0].start, Block(kind, passage), title, bold)


def _cover(covered: bytearray, lines: list[int]) -> None:
    start, end = lines
    covered[start:end] = b"\1" * (min(end, len(covered)) - start)
