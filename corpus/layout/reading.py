"""Printed pages to articles, with the text that their spans count in and where each line of it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from baosou.corpus.layout.arrangement import Arrangement, arranged
from baosou.corpus.layout.continuing import continued
from baosou.corpus.layout.honesty import TextLayer, text_layer, warnings_of
from baosou.corpus.layout.labelling import Labelled, labelled
from baosou.corpus.layout.margins import margins_of, repeated
from baosou.corpus.layout.printed import Box, Glyph, PrintedPage
from baosou.corpus.layout.rows import body_size
from baosou.corpus.layout.sheet import Sheet, sheet_of
from baosou.corpus.layout.typesetting import TypeLine, set_lines
from baosou.corpus.layout.upright import down_lines, is_vertical, turned, unturned
from baosou.corpus.metadata import with_metadata
from baosou.corpus.models import Article, Block, Kind, Page, Passage, Region
from baosou.corpus.pages import Mark, Print, explain_printed, segment_printed
from baosou.corpus.pages.decisions import Decision
from baosou.corpus.pages.parts import Odds

_INDENT = "\u3000\u3000"
_EDGE = 0.07  # of a vertical page: what runs across above or below is its head or foot


class Reading(Struct, frozen=True):
    """What was read: the articles in reading order, last what belongs to none as an aside; `text` is what their spans
    count in, a printed line a line. `marked` are the numbers of the marks that articles were told by."""

    articles: tuple[Article, ...]
    text: str
    warnings: tuple[str, ...] = ()
    marked: tuple[int | None, ...] = ()


class _Composed(Struct):
    """The text while it is put together, with what is known of its lines by their numbers."""

    lines: list[str] = field(default_factory=list)
    regions: dict[int, Region] = field(default_factory=dict)
    odds: dict[int, Odds] = field(default_factory=dict)
    captions: dict[int, int] = field(default_factory=dict)
    aside: set[int] = field(default_factory=set)
    wrapped: set[int] = field(default_factory=set)
    signs: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)

    @property
    def known(self) -> Print:
        """What print says of its lines."""
        return Print(self.odds, self.captions, self.aside, self.wrapped, self.signs)

    def add(self, line: TypeLine, page: _Page, *, opens: bool = False) -> int:
        """The number of the line that is added."""
        self.lines.append((_INDENT if opens else "") + line.text)
        number = len(self.lines)
        left, bottom, right, top = page.box(line)
        box = (round(left, 1), round(bottom, 1), round(right, 1), round(top, 1))
        self.regions[number] = Region(number, page.number, box)
        return number


def read_pages(pages: Iterable[PrintedPage], name: str, marks: Sequence[Mark] = ()) -> Reading:
    """The articles of the pages of a document; `name` is what dates and publications are read from beside them.

    The lines of marks are those of the text, as it is read without any.
    """
    composed, layers = _composed(pages)
    found, numbers = segment_printed(composed.text, composed.known, marks)
    warnings = (*found.warnings, *warnings_of(layers))
    articles = _articles(found, composed.regions, name)
    marked = (*numbers, *[None] * (len(articles) - len(numbers)))
    return Reading(articles, composed.text, warnings, marked)


def explain_pages(pages: Iterable[PrintedPage], marks: Sequence[Mark] = ()) -> list[Decision]:
    """What each line of the pages was taken for by `read_pages`, how surely, and what was seen of it."""
    composed, _ = _composed(pages)
    return explain_printed(composed.text, composed.known, marks)


def _composed(pages: Iterable[PrintedPage]) -> tuple[_Composed, list[tuple[int, TextLayer]]]:
    """The text of the pages in reading order with what print says of it, and what the text layer of each is worth."""
    layers: list[tuple[int, TextLayer]] = []
    sheets: list[_Page] = []
    for printed in pages:
        layers.append((printed.number, text_layer(printed)))
        sheets.append(_Page(printed, trusted=layers[-1][1] is TextLayer.SOUND))
    edges = repeated([(page.lines, page.height) for page in sheets])
    arrangements = []
    for page, again in zip(sheets, edges, strict=True):
        margins = page.margin() | again if page.trusted else set(range(len(page.lines)))
        page.margins = sorted(margins, key=lambda index: (-page.lines[index].base, page.lines[index].left))
        arrangements.append(
            arranged([line for index, line in enumerate(page.lines) if index not in margins], page.sheet)
        )
    composed = _Composed()
    followed = continued(arrangements)
    for number, (page, arrangement) in enumerate(zip(sheets, arrangements, strict=True)):
        for index in page.margins:
            composed.aside.add(composed.add(page.lines[index], page))
        for place in range(len(arrangement.threads)):
            if (number, place) in followed.values():
                continue
            composed.lines.append("")
            part: tuple[int, int] | None = (number, place)
            begun = False
            while part is not None:
                _compose(sheets[part[0]], arrangements[part[0]], part[1], composed, begun=begun)
                part, begun = followed.get(part), True
        composed.lines.append("")
        for line in [*arrangement.aside, *page.turned]:
            composed.aside.add(composed.add(line, page))
    return composed, layers


class _Page:
    """The lines of a page, upright ones and others; of a page that is read downwards as if its right edge were up."""

    def __init__(self, page: PrintedPage, *, trusted: bool) -> None:
        self.trusted = trusted
        self.number = page.number
        self.margins: list[int] = []
        self.high = page.height
        self.vertical = is_vertical([glyph for glyph in page.glyphs if not glyph.angle])
        if self.vertical:
            page = turned(page)
        self.height = page.height
        self.sheet: Sheet = sheet_of(page)
        fonts = _same_fonts(page.fonts)
        glyphs = [
            (order, replace(glyph, font=fonts[glyph.font]) if glyph.font in fonts else glyph)
            for order, glyph in enumerate(page.glyphs)
        ]
        hidden = sum(not glyph.seen for _, glyph in glyphs) * 2 > len(glyphs)
        upright = [each for each in glyphs if not each[1].angle and (each[1].seen or hidden)]
        down, used = down_lines(upright, _usual_size(page.glyphs), up=self.vertical)
        self.lines = [
            *set_lines([each for each in upright if each[0] not in used], self.sheet.standing, vertical=self.vertical),
            *down,
        ]
        self.turned = _turned_lines([each for each in glyphs if each[1].angle or not (each[1].seen or hidden)])

    def margin(self) -> set[int]:
        """The indices of the lines that are its head and foot."""
        if not self.vertical:
            return margins_of(self.lines, self.sheet, self.height)
        return {
            index
            for index, line in enumerate(self.lines)
            if line.down and not _EDGE * self.high < (line.left + line.right) / 2 < (1 - _EDGE) * self.high
        }

    def box(self, line: TypeLine) -> Box:
        """Where a line is on the page."""
        return unturned(line.box, self.high) if self.vertical else line.box


def _usual_size(glyphs: Sequence[Glyph]) -> float:
    sizes = Counter(round(glyph.size * 4) / 4 for glyph in glyphs)
    return body_size(sizes)


def _same_fonts(names: Sequence[str]) -> Mapping[int, int]:
    """The fonts that are parts of one, by their names, each with the first of them."""
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for index, name in enumerate(names):
        if name and first.setdefault(name, index) != index:
            found[index] = first[name]
    return found


def _turned_lines(glyphs: Sequence[tuple[int, Glyph]]) -> list[TypeLine]:
    """What is printed aslant or not seen, in the order of the file, a run of one size a line."""
    runs: list[list[tuple[int, Glyph]]] = []
    for order, glyph in glyphs:
        if glyph.text.isspace():
            continue
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and abs(last[1].size - glyph.size) < 0.1 * glyph.size
            and abs(last[1].angle - glyph.angle) < 0.1
            and abs(last[1].x - glyph.x) + abs(last[1].y - glyph.y) < 3 * glyph.size
        ):
            runs[-1].append((order, glyph))
        else:
            runs.append([(order, glyph)])
    return [_turned_line(run) for run in runs]


def _turned_line(run: Sequence[tuple[int, Glyph]]) -> TypeLine:
    glyphs = [glyph for _, glyph in run]
    box: Box = (
        min(glyph.box[0] for glyph in glyphs),
        min(glyph.box[1] for glyph in glyphs),
        max(glyph.box[2] for glyph in glyphs),
        max(glyph.box[3] for glyph in glyphs),
    )
    text = "".join(glyph.text for glyph in glyphs)
    first = glyphs[0]
    return TypeLine(text, box[0], box[2], box[1], first.size, first.font, first.colour, False, run[0][0], box)


def _compose(page: _Page, arrangement: Arrangement, place: int, composed: _Composed, *, begun: bool) -> None:
    """Adds a thread's lines and captions; `begun` says that it goes on with the one before."""
    _take(labelled(arrangement.threads[place], arrangement.habits[place], begun=begun), page, composed)
    for caption in arrangement.captions[place]:
        begin = len(composed.lines) + 1
        for line in caption.lines:
            composed.captions[composed.add(line, page)] = begin


def _take(lines: Iterable[Labelled], page: _Page, composed: _Composed) -> None:
    for each in lines:
        number = composed.add(each.line, page, opens=each.opens)
        composed.signs[number] = each.signs
        if each.wrapped:
            composed.wrapped.add(number)
        if each.odds is None:
            composed.aside.add(number)
        else:
            composed.odds[number] = each.odds


def _articles(page: Page, regions: Mapping[int, Region], name: str) -> tuple[Article, ...]:
    """The articles with what the running heads of the page say that each begins on, and the aside last."""
    begins = [_first_page(article, regions) for article in page.articles]
    found: dict[int, list[Article]] = {}
    for number in dict.fromkeys(begins):
        own = tuple(article for article, begin in zip(page.articles, begins, strict=True) if begin == number)
        other = tuple(passage for passage in page.other if regions[passage.spans[0].line].page == number)
        found[number] = list(with_metadata(Page(own, other), name))
    articles = tuple(found[number].pop(0) for number in begins)
    if page.other:
        blocks = tuple(Block(Kind.PARAGRAPH, passage) for passage in page.other)
        articles = (*articles, Article(blocks=blocks, aside=True))
    # what the pages agree on goes for those whose own heads say nothing
    whole = with_metadata(Page(articles, page.other), name)
    return tuple(replace(article, regions=_regions(article, regions)) for article in whole)


def _first_page(article: Article, regions: Mapping[int, Region]) -> int:
    passages = [article.title, article.byline, *(block.passage for block in article.blocks)]
    return regions[min(span.line for passage in passages if passage is not None for span in passage.spans)].page


def _regions(article: Article, regions: Mapping[int, Region]) -> tuple[Region, ...]:
    passages: list[Passage | None] = [article.title, article.byline, *(block.passage for block in article.blocks)]
    numbers = sorted({span.line for passage in passages if passage is not None for span in passage.spans})
    return tuple(regions[number] for number in numbers)
