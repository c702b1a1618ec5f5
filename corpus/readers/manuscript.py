"""A word processor's document as articles: which headings are titles, which heads, and what does without styles.

A document is one article, with its lower headings as heads, unless it says that it is several: headings of one level
that are each signed, or several of the highest level without a title above them. See docs/design.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.models import Article
from baosou.corpus.pages.bylines import parse_byline, tail_byline
from baosou.corpus.pages.datelines import opens_with_dateline
from baosou.corpus.pages.lines import fold
from baosou.corpus.readers.composing import Piece, Role, Told, compose, compose_plain
from baosou.corpus.readers.html_titles import key_of
from baosou.corpus.readers.issues import names_issue, publication_of_issue

_LONGEST_HEAD, _LONGEST_TITLE = 40, 60
_LARGER = 1.12
_NO_HEAD = re.compile(r"[。；，、;,]$|^[（(].*[）)]$")
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:[、.．]|$)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[、．.]|\s|$)|第[一二三四五六七八九十\d]{1,3}[节節条]"
)
_SECTIONS = re.compile(r"(?:引言|导言|前言|摘要|结语|结论|结束语|参考文献|附录|致谢|注释|后记)\s*$")
_NEAR = 4  # so many paragraphs below a heading may sign it
_OPENING = 90
_MOST_LINES = 3
_FRONT = 400  # characters above the first title that are a cover or running heads rather than a text
_SAID = re.compile(r"[。！？!?…]|[a-z]{3}\.(?=\s|$)")


class Look(Struct, frozen=True):
    """How a paragraph is set: its size in points (0: unknown), and whether all of it is bold, and it centred."""

    size: float = 0.0
    bold: bool = False
    centred: bool = False


class Paragraph(Struct, frozen=True):
    """A paragraph of a document. `level` is that of a heading from 1, 0 the title of the whole, else None.

    `fixed` says that it is no heading, however it is set: it stands in a table or a list.
    """

    text: str
    role: Role = Role.TEXT
    level: int | None = None
    look: Look = Look()
    fixed: bool = False


class _Heading(Struct, frozen=True):
    """A heading among the paragraphs; `said` is how many characters of text follow it, `signed` that it has authors."""

    place: int
    level: int
    text: str
    said: int
    signed: bool


def articles_of(paragraphs: Sequence[Paragraph], name: str, title: str = "") -> Iterator[Article]:
    """The articles of a document; `title` is what its properties call it, which counts where it says none itself."""
    paragraphs = _titled(_with_looks(paragraphs), title)
    headings = _headings(paragraphs)
    if not headings:
        yield from _without_headings(paragraphs, name, title)
        return
    level = _level_of_articles(paragraphs, headings)
    if level is None:
        yield from compose([_whole(paragraphs, title)], name)
        return
    above = [each.text for each in headings if each.level < level]
    issue = next(filter(None, map(publication_of_issue, [*above, title])), None)
    for article in compose(_front_aside(list(_pieces(paragraphs, level))), name):
        yield article if article.aside else replace(article, publication=article.publication or issue)


def _without_headings(paragraphs: Sequence[Paragraph], name: str, title: str) -> Iterator[Article]:
    """A document whose paragraphs are all alike: read as the text of a page, and titled by its properties."""
    found = list(compose_plain([Told(each.text, each.role, each.fixed) for each in paragraphs], name))
    own = [article for article in found if not article.aside]
    if title and len(own) == 1 and own[0].title is None:
        kept = [Told(each.text, each.role) for each in paragraphs]
        found = list(compose([Piece(kept, title=title)], name))
    yield from found


def _titled(paragraphs: Sequence[Paragraph], title: str) -> list[Paragraph]:
    """The paragraphs, the one that repeats the title of the document's properties as its title."""
    found = list(paragraphs)
    key = key_of(title)
    if not key or any(each.level == 0 for each in found):
        return found
    for place, each in enumerate(found[:12]):
        if key_of(each.text) == key and not each.fixed and each.role in (Role.TEXT, Role.HEAD):
            found[place] = replace(each, role=Role.TITLE, level=0)
            break
    return found


def _with_looks(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those that are set as headings but not called so as headings below all that are called so."""
    found = list(paragraphs)
    body = _body_look(found)
    first = _first_text(found)
    looks: dict[int, tuple[float, bool, bool]] = {}
    for place, each in enumerate(found):
        if each.role is not Role.TEXT or each.fixed or not _may_head(each.text):
            continue
        larger = body.size > 0 and each.look.size >= body.size * _LARGER
        bolder = each.look.bold and not body.bold
        centred = each.look.centred and not body.centred and place == first
        if larger or bolder or centred:
            looks[place] = (each.look.size if larger else 0.0, bolder, each.look.centred)
    styled = [each.level for each in found if each.level is not None]
    if styled and 0 not in styled and first in looks:
        del looks[first]
        found[first] = replace(found[first], role=Role.TITLE, level=0)
    below = max(styled, default=0)
    ranks = sorted(set(looks.values()), reverse=True)
    for place, look in looks.items():
        found[place] = replace(found[place], role=Role.HEAD, level=below + 1 + ranks.index(look))
    return found


def _first_text(paragraphs: Sequence[Paragraph]) -> int:
    return next((place for place, each in enumerate(paragraphs) if each.role is not Role.ASIDE), -1)


def _body_look(paragraphs: Sequence[Paragraph]) -> Look:
    """The look of most of the text."""
    sizes: Counter[float] = Counter()
    bold = centred = total = 0
    for each in paragraphs:
        if each.role is Role.TEXT:
            sizes[each.look.size] += len(each.text)
            bold += len(each.text) * each.look.bold
            centred += len(each.text) * each.look.centred
            total += len(each.text)
    most = max(sizes, key=sizes.__getitem__, default=0.0)
    return Look(most, 3 * bold > total, 3 * centred > total)


def _may_head(text: str) -> bool:
    view = fold(text).strip()
    return len(view) <= _LONGEST_HEAD and not _NO_HEAD.search(view) and parse_byline(view) is None


def _headings(paragraphs: Sequence[Paragraph]) -> list[_Heading]:
    places = [place for place, each in enumerate(paragraphs) if each.level is not None]
    found = []
    for place, end in zip(places, [*places[1:], len(paragraphs)], strict=False):
        text = [each.text for each in paragraphs[place + 1 : end] if each.role is Role.TEXT]
        level = paragraphs[place].level or 0
        named = any(each.role is Role.AUTHOR for each in paragraphs[place + 1 : end])
        found.append(_Heading(place, level, paragraphs[place].text, sum(map(len, text)), named or _is_signed(text)))
    return found


def _is_signed(text: Sequence[str]) -> bool:
    """Whether what follows a heading says who wrote it, or opens as a report does."""
    if not text:
        return False
    views = [fold(each[:_OPENING]).strip() for each in text[:_NEAR]]
    if any(parse_byline(view) is not None for view in views) or any(map(opens_with_dateline, views[:2])):
        return True
    return tail_byline(fold(text[-1][-_OPENING:]).strip()) is not None


def _level_of_articles(paragraphs: Sequence[Paragraph], headings: Sequence[_Heading]) -> int | None:
    """The level whose headings are titles of articles; None where all are heads of one article."""
    levels = sorted({each.level for each in headings})
    for level in levels:
        own = [each for each in headings if each.level == level]
        signed = sum(each.signed for each in own)
        if signed > 1 and 2 * signed >= len(own):
            return level
    for level, lower in zip(levels, [*levels[1:], None], strict=True):
        own = [each for each in headings if each.level == level]
        if len(own) == 1 and lower is not None and names_issue(own[0].text):
            continue
        if len(own) > 1 and lower is not None and 2 * sum(each.said == 0 for each in own) > len(own):
            continue  # columns, each with its articles below it
        if len(own) > 1 and all(_is_section(each.text) for each in own[:2]):
            return None
        return None if _has_title_of_its_own(paragraphs[: own[0].place], alone=len(own) == 1) else level
    return None


def _has_title_of_its_own(front: Sequence[Paragraph], *, alone: bool) -> bool:
    """Whether what stands above the first heading opens an article of which that is a head: text, or who wrote it."""
    text = [each for each in front if each.role in (Role.TEXT, Role.AUTHOR)]
    if not text:
        return False
    signed = any(each.role is Role.AUTHOR or parse_byline(fold(each.text).strip()) is not None for each in text)
    said = any(_SAID.search(each.text) for each in text)
    return signed or (said and (alone or _may_head(text[0].text)))


def _is_section(text: str) -> bool:
    view = fold(text).strip()
    return _SECTION.match(view) is not None or _SECTIONS.match(view) is not None


def _whole(paragraphs: Sequence[Paragraph], title: str) -> Piece:
    """A document as one article, titled by its first line if that may be a title."""
    told = [Told(each.text, each.role if each.level is None else Role.HEAD) for each in paragraphs]
    first = next((place for place, each in enumerate(told) if each.role is not Role.ASIDE), None)
    if first is not None and told[first].role is Role.TEXT and not paragraphs[first].fixed:
        text = told[first].text
        if _may_head(text):
            told[first] = Told(text, Role.TITLE)
    return Piece(told, title=title or None)


def _pieces(paragraphs: Sequence[Paragraph], level: int) -> Iterator[Piece]:
    """The paragraphs of each article; headings above the level of articles are names of columns, and aside."""
    column: str | None = None
    held: list[Told] = []
    for each in paragraphs:
        if each.level is None or each.level > level:
            held.append(Told(each.text, each.role if each.level is None else Role.HEAD))
            continue
        # a title over all may have several paragraphs
        if each.level == level == 0 and 0 < len(held) < _MOST_LINES and all(told.role is Role.TITLE for told in held):
            held.append(Told(each.text, Role.TITLE))
            continue
        if held:
            yield Piece(held, column=column)
        held = []
        if each.level == level:
            held = [Told(each.text, Role.TITLE)]
        else:
            yield Piece([Told(each.text, Role.ASIDE)])
            column = each.text if each.level else None
    if held:
        yield Piece(held, column=column)


def _front_aside(pieces: list[Piece]) -> list[Piece]:
    """The pieces, what stands above the first title aside if it is a cover or running heads, else as an article."""
    for place, piece in enumerate(pieces):
        if any(told.role is Role.TITLE for told in piece.paragraphs):
            break
        if (
            len(pieces) > 1
            and sum(len(told.text) for told in piece.paragraphs) <= _FRONT
            and not any(_SAID.search(told.text) for told in piece.paragraphs)
        ):
            pieces[place] = Piece([Told(told.text, Role.ASIDE) for told in piece.paragraphs])
    return pieces
