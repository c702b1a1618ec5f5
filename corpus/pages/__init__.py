"""Raw page text to articles: titles, bylines, paragraphs re-joined across columns, captions, running heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.corpus.models import Article, Block, Kind, Page, Passage
from baosou.corpus.pages.assembly import assemble
from baosou.corpus.pages.briefs import find_briefs
from baosou.corpus.pages.captions import is_caption
from baosou.corpus.pages.columns import unzip_columns
from baosou.corpus.pages.decisions import TOLD, Decision, as_one, decide, set_apart
from baosou.corpus.pages.furniture import find_furniture
from baosou.corpus.pages.geometry import Geometry, measure_page
from baosou.corpus.pages.headers import part_headers
from baosou.corpus.pages.joins import vocabulary_of
from baosou.corpus.pages.labels import label_lines
from baosou.corpus.pages.lines import Line, split_lines
from baosou.corpus.pages.marks import Mark, merged, parts_of, within
from baosou.corpus.pages.parts import Odds, Part, surely
from baosou.corpus.pages.passages import holds_all, passage_of

__all__ = ["Mark", "Print", "explain_page", "explain_printed", "segment_marked", "segment_page", "segment_printed"]

NOT_ALL_HELD = "the page's articles did not hold all of its text once; kept as one article, a paragraph a line"


class Print(Struct, frozen=True):
    """What is known of the lines of a text by where and how they are printed, by their numbers.

    `odds` say what parts a line may play; `captions` (each line with the one that its caption begins with, right above
    it or the line itself) and `aside` are lines that play none in an article's text. Of other lines the words alone
    tell. `wrapped` are lines of titles that end only for want of room. `signs` say what was seen of a line.
    """

    odds: Mapping[int, Odds]
    captions: Mapping[int, int]
    aside: Set[int]
    wrapped: Set[int] = frozenset()
    signs: Mapping[int, tuple[str, ...]] = {}


_Read = Callable[[Sequence[Line], Mapping[int, Part]], "_Reading"]
"""Finds what a page's kind tells of these lines, some of which are known, by their numbers."""


class _Reading(Struct, frozen=True):
    """The lines of a page, and what was found of them before their parts are weighed.

    `kept` are the indices of those that are weighed, with what is `known` of them by their place there.
    """

    lines: Sequence[Line]
    furniture: set[int]
    captions: Mapping[int, int]
    kept: Sequence[int]
    known: Mapping[int, Odds]
    wrapped: Set[int] = frozenset()

    @property
    def core(self) -> list[Line]:
        return [self.lines[index] for index in self.kept]


def segment_page(text: str) -> Page:
    """The articles of a decoded page, in page order, and what belongs to none.

    Lines end at CRLF, LF, CR or FF. Each visible character of `text` stands in exactly one title, byline,
    block or `other` passage; should the rules ever break that, the page comes back as one untitled article
    with a paragraph for each line and a warning.
    """
    return segment_marked(text, ())[0]


def segment_marked(text: str, marks: Sequence[Mark]) -> tuple[Page, list[int | None]]:
    """The page as `segment_page` finds it, but for the lines of `marks`; and for each article its mark's number.

    Marks are in page order and apart. A mark that has no text gives no article.
    """
    return _marked(text, _lines(text), marks, partial(_read, text))


def segment_printed(text: str, known: Print, marks: Sequence[Mark] = ()) -> tuple[Page, list[int | None]]:
    """The articles of a text that is given as it is read on a printed page, by its words and by what is known of it;
    marks as `segment_marked` takes them."""
    return _marked(text, list(split_lines(text)), marks, partial(_printed, known))


def _marked(text: str, lines: Sequence[Line], marks: Sequence[Mark], read: _Read) -> tuple[Page, list[int | None]]:
    articles: list[tuple[int, Article, int | None]] = []
    other: list[Passage] = []
    for number, own in _regions(lines, marks):
        if number is None:
            page = _segmented(text, own, {}, read)
            articles += [(_start(article), article, None) for article in page.articles]
            other += page.other
            continue
        mark = marks[number]
        if mark.aside:
            other += [passage_of(text, [line]) for line in own]
            continue
        known = parts_of(mark, own)
        page = _segmented(text, own, known, read)
        other += page.other
        if page.articles:
            titled = mark.title is not None and Part.TITLE not in known.values()
            article = merged(page.articles, titled=titled)
            articles.append((_start(article), article, number))
    if marks:
        articles.sort(key=lambda each: each[0])
        other.sort(key=lambda passage: passage.spans[0].start)
    page = Page(tuple(article for _, article, _ in articles), tuple(other))
    if not holds_all(page, text):
        return _unsegmented(text), [None]
    return page, [number for _, _, number in articles]


def explain_printed(text: str, known: Print, marks: Sequence[Mark] = ()) -> list[Decision]:
    """What each line of such a text was taken for and how surely, with what was seen of it in print."""
    found = []
    for decision in _explained(list(split_lines(text)), marks, partial(_printed, known)):
        told = any(mark.first <= decision.line <= mark.last for mark in marks)
        signs = (each for each in decision.signs if told or each != TOLD)
        found.append(replace(decision, signs=(*known.signs.get(decision.line, ()), *signs)))
    return found


def _printed(known: Print, lines: Sequence[Line], told: Mapping[int, Part]) -> _Reading:
    plain = {index for index, line in enumerate(lines) if line.number in told and line.view}
    furniture = {
        index
        for index, line in enumerate(lines)
        if not line.view or (line.number in known.aside and index not in plain)
    }
    places = {line.number: index for index, line in enumerate(lines)}
    captions = {
        index: places.get(known.captions[line.number], index)
        for index, line in enumerate(lines)
        if line.number in known.captions and index not in furniture and index not in plain
    }
    captions |= {index: index for index in plain if told[lines[index].number] is Part.CAPTION}
    kept = [index for index in range(len(lines)) if index not in furniture and index not in captions]
    odds = {
        place: known.odds[lines[index].number] for place, index in enumerate(kept) if lines[index].number in known.odds
    }
    odds |= {place: surely(told[lines[index].number]) for place, index in enumerate(kept) if index in plain}
    return _Reading(lines, furniture, captions, kept, odds, known.wrapped)


def explain_page(text: str, marks: Sequence[Mark] = ()) -> list[Decision]:
    """What each line of a page was taken for and how surely, in page order; `marks` as `segment_marked` takes them."""
    return _explained(_lines(text), marks, partial(_read, text))


def _explained(lines: Sequence[Line], marks: Sequence[Mark], read: _Read) -> list[Decision]:
    decisions: list[Decision] = []
    for number, own in _regions(lines, marks):
        if not own:
            continue
        if number is None:
            decisions += _decided(read(own, {}))
        elif marks[number].aside:
            decisions += [set_apart(line, "no article", TOLD) for line in own]
        else:
            mark = marks[number]
            known = parts_of(mark, own)
            titled = mark.title is not None and Part.TITLE not in known.values()
            decisions += as_one(_decided(read(own, known)), titled=titled)
    return sorted(decisions, key=lambda decision: (decision.start, decision.line))


def _decided(reading: _Reading) -> list[Decision]:
    core, geometry = reading.core, measure_page(reading.core)
    weighed = decide(core, geometry, vocabulary_of(core), reading.known)
    apart = [
        *(set_apart(reading.lines[index], "running head") for index in reading.furniture),
        *(set_apart(reading.lines[index], "caption") for index in reading.captions),
    ]
    return sorted([*weighed, *apart], key=lambda decision: decision.start)


def _lines(text: str) -> list[Line]:
    return unzip_columns(text, list(split_lines(text)))


def _regions(lines: Sequence[Line], marks: Sequence[Mark]) -> Iterator[tuple[int | None, Sequence[Line]]]:
    """The lines of each mark with its number, and between them those that no mark is about."""
    bounds = [0, *(mark.last for mark in marks)]
    for number, (after, before) in enumerate(zip(bounds, [*(mark.first for mark in marks), None], strict=True)):
        yield None, [line for line in lines if line.number > after and (before is None or line.number < before)]
        if number < len(marks):
            yield number, within(marks[number], lines)


def _segmented(text: str, lines: Sequence[Line], told: Mapping[int, Part], read: _Read) -> Page:
    """The page of these lines; `told` says of some, by their numbers, what they are."""
    if not lines:
        return Page(())
    return _put_together(text, read(lines, told))


def _put_together(text: str, reading: _Reading) -> Page:
    core = reading.core
    geometry: Geometry = measure_page(core)
    labels = label_lines(core, geometry, vocabulary_of(core), reading.known)
    parts = dict(zip(reading.kept, labels, strict=True))
    return assemble(text, reading.lines, parts, reading.captions, reading.furniture, geometry, reading.wrapped)


def _read(text: str, lines: Sequence[Line], told: Mapping[int, Part]) -> _Reading:
    header = part_headers(text, lines)
    lines = header.lines
    plain = {index for index, line in enumerate(lines) if line.number in told} if told else set()
    furniture = (find_furniture(lines) | header.labels) - header.titles - plain
    briefs = find_briefs(lines, furniture)
    furniture |= briefs.headings - plain
    uncaptioned = furniture | header.titles | briefs.items | briefs.titles | plain
    captions = {index for index, line in enumerate(lines) if index not in uncaptioned and is_caption(line)}
    captions |= {index for index in plain if told[lines[index].number] is Part.CAPTION}
    kept = [index for index in range(len(lines)) if index not in furniture and index not in captions]
    known: dict[int, Odds] = {}
    for place, index in enumerate(kept):
        if index in plain:
            known[place] = surely(told[lines[index].number])
        elif index in header.titles or index in briefs.titles:
            known[place] = surely(Part.TITLE)
        elif index in briefs.items:
            known[place] = surely(Part.UNTITLED)
    return _Reading(lines, furniture, {index: index for index in captions}, kept, known)


def _start(article: Article) -> int:
    passages = [article.title, article.byline, *(block.passage for block in article.blocks)]
    return min(passage.spans[0].start for passage in passages if passage is not None)


def _unsegmented(text: str) -> Page:
    blocks = tuple(Block(Kind.PARAGRAPH, passage_of(text, [line])) for line in split_lines(text))
    articles = (Article(blocks=blocks),) if blocks else ()
    return Page(articles, warnings=(worded(NOT_ALL_HELD),))
