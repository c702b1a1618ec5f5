"""Why an article matches a query or not, for reading: a line for each part of the query, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baosou.cli.output.json_values import shown_place
from baosou.cli.output.styled import Line, Run, Style, columns_of, run, wrap
from baosou.cli.output.visible import pad, shorten, visible, width_of
from baosou.cli.render.explanation import aside_text, render_explanation
from baosou.cli.render.hits import UNTITLED, about_line, counted, snippet_runs
from baosou.corpus.errors import and_more, worded
from baosou.index.query.tree import field_name
from baosou.index.understanding.outline import Node
from baosou.index.why import Reason, Sighting, Why

HOLDS, FAILS, OPEN = "✓", "✗", "·"
"""What holds, what does not, and what does not but need not."""

_NAME_COLUMNS = 30
_PLACE_COLUMNS = 21
_GROUPS = ("all of", "any of", "not")
_CHARACTER_COLUMNS = 2
_MARKS_COLUMNS = 18  # what stands before a place, and … and [ ] in the context
_SPELLINGS_SHOWN = 2
_ELSEWHERE_IN_FIELD = "not here; stands in the {field} of {count:,} other articles"


def context_characters(columns: int) -> int:
    """How many characters of context fit in one line beside the place that they stand in."""
    return max((columns - _PLACE_COLUMNS - _MARKS_COLUMNS) // _CHARACTER_COLUMNS, 12)


def render_why(why: Why, *, columns: int, cwd: str, brackets: bool = False, link: str | None = None) -> list[Line]:
    """The article, whether it matches, each part of the query with where it stands or why not, and the score.

    `link` is the source's URL.
    """
    lines = _head(why, columns)
    source = why.article.source
    lines.append((Run(run(shown_place(source, cwd)).text, Style.PATH, link),))
    lines += wrap([Run(_verdict(why), Style.BOLD)], columns)
    lines.append(())
    rows = [row for each in (why.query, *why.filters) for row in _rows(each, 0) if not _goes_without_saying(each)]
    room = min(max(width_of(_label(*row)) for row in rows), _NAME_COLUMNS)
    for reason, mark, depth in rows:
        lines += _row(reason, mark, depth, room, columns, brackets)
    if why.aside:
        lines += wrap([run(f"{OPEN} {worded('left aside')}: {aside_text(why.aside)}", Style.DIM)], columns)
    if why.explanation is not None and why.explanation.parts:
        lines += [(), *render_explanation(why.explanation, columns=columns, indent="")]
    return lines


def _head(why: Why, columns: int) -> list[Line]:
    article = why.article
    ident = run(why.id, Style.ID)
    room = columns - width_of(ident.text) - 2
    title, *more = wrap([run(article.title, Style.BOLD) if article.title else Run(worded(UNTITLED), Style.DIM)], room)
    gap = Run(" " * max(columns - columns_of(title) - width_of(ident.text), 2))
    about = about_line(
        article.authors, article.date, article.publication, article.edition, article.column, article.places
    )
    return [(*title, gap, ident), *more, *(wrap([run(about, Style.DIM)], columns) if about else [])]


def _verdict(why: Why) -> str:
    unit = "article" if "." not in why.id else "section"
    if why.explanation is not None and why.rank is not None:
        told = worded("matches: rank {rank:,} of {all}", rank=why.rank, all=counted(why.total, unit))
        score = why.explanation.score
        return worded("{told}, score {score:.2f}", told=told, score=score) if why.explanation.parts else told
    if not why.total:
        return worded("does not match; nothing does")
    others = (
        "does not match (1 other {unit} does)" if why.total == 1 else "does not match ({others:,} other {unit}s do)"
    )
    return worded(others.replace("{unit}", unit), others=why.total)


def _goes_without_saying(reason: Reason) -> bool:
    """Whether nobody asked for it and it holds: that any article is wanted, or that words stand in the section."""
    return reason.holds and reason.node.kind in ("everything", "section")


def _rows(reason: Reason, depth: int, *, needed: bool = True) -> Iterator[tuple[Reason, str, int]]:
    """Each part with its mark and depth, children after their parent; `needed` parts must hold."""
    yield reason, HOLDS if reason.holds else FAILS if needed else OPEN, depth
    kind = reason.node.kind
    if kind == "not" and (not reason.children or reason.children[0].node.kind not in _GROUPS):
        return
    for child in reason.children:
        yield from _rows(child, depth + 1, needed=needed and (kind == "all of" or not reason.holds) and kind != "not")


def _label(reason: Reason, mark: str, depth: int) -> str:
    return visible(f"{'  ' * depth}{mark} {name_of(reason.node)}")


def name_of(node: Node) -> str:
    """A part of a query as it is named in a line: 志愿, “志愿服务”, title:渔, not 旅游, any of."""
    match node.kind:
        case "all of" | "any of":
            return worded(node.kind)
        case "not":
            inner = node.children[0]
            return worded("not") if inner.kind in _GROUPS else worded("not {what}", what=name_of(inner))
        case "phrase":
            text = f"“{node.text}”"
        case "near":
            text = " ~ ".join(child.text for child in node.children)
        case "date":
            return f"{field_name('date')} {node.text}"
        case "field":
            return f"{field_name(node.field or '')} {node.text}"
        case _:
            text = node.text
    return f"{node.field}:{text}" if node.field else text


def _row(reason: Reason, mark: str, depth: int, room: int, columns: int, brackets: bool) -> list[Line]:
    style = {HOLDS: Style.HOLDS, FAILS: Style.FAILS}.get(mark, Style.DIM)
    label = _label(reason, mark, depth)
    name = Run(pad(shorten(label, room), room), style)
    said = run(_said(reason), Style.DIM if mark == OPEN else Style.PLAIN)
    indent = " " * (room + 2)
    first, *rest = wrap([said], columns, first=indent, rest=indent) or [(Run(""),)]
    lines: list[Line] = [(name, Run("  "), *first[1:]), *rest]
    about = reason.children[0] if reason.node.kind == "not" and reason.children else reason
    inset = "  " * depth + "    "
    if mark == FAILS and reason.closest is not None:
        lines += wrap(
            [run(worded(_CLOSENESS[reason.closeness or "apart"]), Style.DIM)], columns, first=inset, rest=inset
        )
    if mark != OPEN:
        sightings = (*about.sightings, *((reason.closest,) if reason.closest else ()))
        for each in sightings:
            lines += _seen(each, inset, columns, brackets)
    return lines


_CLOSENESS = {
    "apart": "its parts stand apart:",
    "within": "it stands only within a longer word or number:",
    "similar": "but for one character, this is like it:",
}


def _seen(sighting: Sighting, inset: str, columns: int, brackets: bool) -> list[Line]:
    """Where something stands, and its context with it marked."""
    place = worded("section {number}", number=(sighting.section or "").partition(".")[2])
    place = field_name(sighting.field) if sighting.section is None else place
    place = worded("{place}, line {line}", place=place, line=sighting.snippet.line)
    first = f"{inset}{pad(place, _PLACE_COLUMNS - 2)}  "
    lines = wrap(snippet_runs(sighting.snippet, brackets=brackets), columns, first=first, rest=" " * width_of(first))
    return [(Run(first, Style.DIM), *lines[0][1:]), *lines[1:]] if lines else []


def _said(reason: Reason) -> str:
    """In a line: how often a part stands where, or why it does not hold."""
    node = reason.node
    match node.kind:
        case "all of" | "any of":
            return _held(reason)
        case "not":
            return _of_negation(reason)
        case "field" | "date":
            return _of_values(reason)
        case "section":
            return "" if reason.holds else worded("none of the words stands in it")
        case "everything":
            return "" if reason.holds else worded("and the like are searched with --aside only")
        case _:
            return _of_text(reason)


def _held(reason: Reason) -> str:
    held = sum(child.holds for child in reason.children)
    told = "1 of {all} holds" if held == 1 else "{held} of {all} hold"
    return worded(told, held=held, all=len(reason.children))


def _of_negation(reason: Reason) -> str:
    inner = reason.children[0]
    if inner.node.kind in _GROUPS:
        return "" if reason.holds else worded("what is excluded holds")
    if inner.node.kind in ("field", "date"):
        return _of_values(inner)
    return worded("does not stand here") if reason.holds else _of_text(inner)


def _of_values(reason: Reason) -> str:
    if not reason.values:
        return worded("the article has no {field}", field=field_name(reason.node.field or "date"))
    values = "、".join(value.replace("/", " ") for value in reason.values)
    return values if reason.holds else worded("here: {values}", values=values)


def _of_text(reason: Reason) -> str:
    node = reason.node
    also = f" ({node.text})" if node.kind == "near" else _spelled(node.spellings)
    if reason.holds:
        times = counted(sum(reason.counts.values()), "time")
        return worded("{times}: {places}", times=times, places=_places(reason.counts)) + also
    name = field_name(node.field or "")
    if reason.cause == "other field":
        return worded("not in the {field}; in {places}", field=name, places=_places(reason.other_counts)) + also
    count = reason.articles or 0
    if reason.cause == "nowhere":
        told = "stands in the {field} of no article" if name else "stands in no article of the archive"
    elif name:
        told = "not here; stands in the {field} of 1 other article" if count == 1 else _ELSEWHERE_IN_FIELD
    else:
        told = "not here; stands in 1 other article" if count == 1 else "not here; stands in {count:,} other articles"
    said = worded(told, field=name, count=count)
    # a single character that stands somewhere tells nothing, nor do pieces beside the place where all of them stand
    parts = reason.pieces if reason.closest is None else ()
    pieces = " · ".join(f"{text} {count:,}" for text, count in parts if count and len(text) > 1)
    return f"{said}{also}" + (worded("; of it, here: {pieces}", pieces=pieces) if pieces else "")


def _places(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{field_name(field)} {count}" for field, count in counts.items())


def _spelled(spellings: Sequence[str]) -> str:
    """What a text was looked for as well, in brackets."""
    if not spellings:
        return ""
    named = and_more(", ".join(spellings[:_SPELLINGS_SHOWN]), len(spellings) - _SPELLINGS_SHOWN)
    return worded(" (or as {spellings})", spellings=named)
