"""Articles put together from labelled lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct, field

from baosou.corpus.models import Article, Block, Kind, Page, Passage
from baosou.corpus.pages.bylines import as_written, parse_byline, tail_byline
from baosou.corpus.pages.datelines import dateline_authors
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.heads import is_label, opens_item, opens_with_dash
from baosou.corpus.pages.lines import CLOSERS, FINAL, INVISIBLE, Line, bare, fold
from baosou.corpus.pages.parts import Part
from baosou.corpus.pages.passages import cut, join, passage_of

_SHORTEST_CUT = 12  # a shorter line without a stop is an item or a verse rather than a cut paragraph


class _Draft(Struct):
    """An article while its lines come in; a block is its kind and its lines.

    `paragraph` is the lines of the paragraph that may still go on: captions do not end it, all else does.
    """

    titles: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    blocks: list[tuple[Kind, list[Line]]] = field(default_factory=list)
    paragraph: list[Line] | None = None
    begun: bool = False


def assemble(
    text: str,
    lines: Sequence[Line],
    parts: Mapping[int, Part],
    captions: Mapping[int, int],
    furniture: set[int],
    page: Geometry,
    wrapped: Set[int] = frozenset(),
) -> Page:
    """The page of all lines: `parts` are those of lines that are neither captions nor furniture.

    `captions` gives for each line of one the line that it begins with; `wrapped` are the numbers of lines of titles
    that end only for want of room.
    """
    drafts: list[_Draft] = []
    other: list[Passage] = []
    waiting: list[tuple[Kind, list[Line]]] = []  # captions above the first title
    for index, line in enumerate(lines):
        if index in furniture:
            other.append(passage_of(text, [line]))
        elif index in captions:
            blocks = drafts[-1].blocks if drafts else waiting
            if captions[index] < index:
                blocks[-1][1].append(line)
            else:
                blocks.append((Kind.CAPTION, [line]))
        else:
            _place(drafts, line, parts[index])
            if waiting:
                drafts[-1].blocks[:0] = waiting
                waiting = []
    if waiting:
        drafts.append(_Draft(blocks=waiting))
    articles = []
    for number, draft in enumerate(drafts, start=1):
        article, labelled = _finish(text, draft, page, wrapped, last_of_page=number == len(drafts))
        articles.append(article)
        other.extend(labelled)
    other.sort(key=lambda passage: passage.spans[0].start)
    return Page(tuple(articles), tuple(other))


def _place(drafts: list[_Draft], line: Line, part: Part) -> None:
    below_text = bool(drafts) and drafts[-1].begun
    opens = part in (Part.TITLE, Part.UNTITLED) or (part is Part.BYLINE and below_text)
    if opens or not drafts:
        drafts.append(_Draft())
    draft = drafts[-1]
    if part in (Part.TITLE, Part.TITLE_MORE):
        draft.titles.append(line)
        return
    if part in (Part.BYLINE, Part.END_BYLINE):
        draft.bylines.append(line)
        draft.paragraph = None
        return
    draft.begun = True
    if part is Part.MORE and draft.paragraph is not None:
        draft.paragraph.append(line)
        return
    lines = [line]
    draft.paragraph = None if part is Part.HEAD else lines
    draft.blocks.append((Kind.HEAD if part is Part.HEAD else Kind.PARAGRAPH, lines))


def _finish(
    text: str, draft: _Draft, page: Geometry, wrapped: Set[int], *, last_of_page: bool
) -> tuple[Article, list[Passage]]:
    """The article, and the names of columns that stood above its title or below its text.

    A title is kicker and headline or headline and subtitle; of all three the subtitle is the first head.
    """
    titles, labelled = list(draft.titles), []
    while len(titles) > 1 and is_label(titles[0].view):
        labelled.append(passage_of(text, [titles.pop(0)]))
    heads = [titles.pop()] if len(titles) > 2 and opens_with_dash(titles[-1].view) else []
    authors: list[str] = []
    for line in draft.bylines:
        byline = parse_byline(line.view)
        if byline is not None:
            authors.extend(as_written(byline.authors, text[line.start : line.end]))
    signatures = [passage_of(text, [line]) for line in draft.bylines]
    blocks = [Block(Kind.HEAD, passage_of(text, [line])) for line in heads]
    while not last_of_page and len(draft.blocks) > 1 and _is_column(*draft.blocks[-1]):
        labelled.append(passage_of(text, draft.blocks.pop()[1]))
    paragraphs = [number for number, (kind, _) in enumerate(draft.blocks) if kind is Kind.PARAGRAPH]
    last = paragraphs[-1] if paragraphs else -1
    first = paragraphs[0] if paragraphs else -1
    for number, (kind, lines) in enumerate(draft.blocks):
        passage = passage_of(text, lines)
        if number == first:
            opening = passage.text[:140]
            authors.extend(as_written(dateline_authors(bare(fold(opening))), opening))
        if number == last:
            passage, tail, named = _without_tail(passage)
            if tail is not None:
                signatures.append(tail)
                authors.extend(named)
        item = opens_item(lines[0].view)
        truncated = number == last and kind is Kind.PARAGRAPH and not item and _is_cut(passage.text)
        blocks.append(Block(kind, passage, truncated))
    signatures.sort(key=lambda passage: passage.spans[0].start)
    return (
        Article(
            blocks=tuple(blocks),
            title=_title(text, titles, page, wrapped),
            byline=join(signatures) if signatures else None,
            authors=tuple(dict.fromkeys(authors)),
        ),
        labelled,
    )


def _is_column(kind: Kind, lines: Sequence[Line]) -> bool:
    """Whether a block is the name of the column that comes next, if nothing follows it in its article."""
    return kind is Kind.HEAD and is_label(lines[0].view)


def _title(text: str, lines: Sequence[Line], page: Geometry, wrapped: Set[int]) -> Passage | None:
    if not lines:
        return None
    if any(page.full(line) for line in lines[:-1]):
        return passage_of(text, lines)
    parts: list[list[Line]] = [[]]
    for line in lines:
        parts[-1].append(line)
        if line.number not in wrapped:
            parts.append([])
    return join([passage_of(text, part) for part in parts if part])


def _without_tail(passage: Passage) -> tuple[Passage, Passage | None, tuple[str, ...]]:
    """The paragraph without the byline at its end: 。（记者 甲 乙）."""
    size = min(len(passage.text), 80)
    ending = passage.text[-size:]
    folded = fold(ending)
    if folded[-1:] not in tuple(")】〕"):
        return passage, None, ()
    found = tail_byline(folded)
    if found is None:
        return passage, None, ()
    at, authors = found
    shown = [offset for offset, character in enumerate(ending) if character not in INVISIBLE]
    before = len(passage.text) - size + shown[at]
    if not passage.text[:before].strip():
        return passage, None, ()
    body, tail = cut(passage, before)
    return body, tail, as_written(authors, tail.text)


def _is_cut(text: str) -> bool:
    """Whether the paragraph breaks off before its sentence ends."""
    view = fold(text[-_SHORTEST_CUT * 2 :]).rstrip(CLOSERS + " ")
    return len(text) >= _SHORTEST_CUT and view[-1:] not in FINAL + ".:：;"
