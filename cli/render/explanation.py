"""How a query was read and what makes up a score, as aligned lines for reading."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.output.visible import pad, shorten, visible, width_of
from baosou.cli.render.hits import counted
from baosou.corpus.errors import and_more, worded
from baosou.index.explanations import PART_NAMES, Explanation, Reading, ScorePart, TermReading
from baosou.index.query.tree import field_name
from baosou.index.request import Filter

PARTS_SHOWN = 8
"""Of so many terms each has a line; the rest share one."""

LABEL_COLUMNS = 12
_TERM_COLUMNS = 24
_WORDS_SHOWN = 5


def labelled(label: str, runs: Sequence[Run], columns: int) -> list[Line]:
    """Runs wrapped behind a label in bold, in a column of their own."""
    indent = " " * LABEL_COLUMNS
    wrapped = wrap(runs, columns, first=indent, rest=indent) or [()]
    return [(Run(pad(label, LABEL_COLUMNS), Style.BOLD), *wrapped[0][1:]), *wrapped[1:]]


def render_reading(reading: Reading, *, interpreted: str, columns: int) -> list[Line]:
    """How a query was read: one line a term with what is found too, how many articles hold it, and its weight."""
    lines = labelled(worded("read as"), [run(interpreted)], columns)
    terms = sorted(reading.terms, key=lambda term: not term.asked)
    names = [_named(term) for term in terms]
    room = min(max(map(width_of, names), default=0), _TERM_COLUMNS)
    count_columns = max((len(f"{term.articles:,}") for term in terms), default=1)
    counts = [counted(term.articles, "article", columns=count_columns) for term in terms]
    counts_room = max(map(width_of, counts), default=0)
    label = worded("looked for")
    for term, name, count in zip(terms, names, counts, strict=True):
        about = worded("in {articles}", articles=pad(count, counts_room))
        about += worded("  weight {weight:6.2f}", weight=term.weight)
        about += "" if term.asked else worded("  ranks only")
        about += worded("  boost {boost:g}", boost=term.boost) if term.boost != 1 else ""
        said = [Run(f"{pad(shorten(name, room), room)}  "), Run(about, Style.DIM)]
        lines += labelled(label, said, columns)
        also = _also(term)
        if also:
            lines += labelled("", [run(also, Style.DIM)], columns)
        label = ""
    if reading.aside:
        lines += labelled(worded("left aside"), [run(aside_text(reading.aside))], columns)
    limits = [filter_text(each) for each in reading.filters]
    if reading.since or reading.until:
        limits.append(worded("date from {since} to {until}", since=reading.since or "…", until=reading.until or "…"))
    if limits:
        lines += labelled(worded("filters"), [run(" · ".join(limits))], columns)
    return lines


def _named(term: TermReading) -> str:
    text = f"“{term.text}”" if term.kind == "phrase" else term.text
    return visible(f"{term.field}:{text}" if term.field else text)


def _also(term: TermReading) -> str:
    if term.spellings:
        return worded("also {spellings}", spellings=", ".join(term.spellings))
    if not term.words:
        return ""
    named = and_more(", ".join(term.words[:_WORDS_SHOWN]), len(term.words) - _WORDS_SHOWN)
    return worded("stands for {words}", words=named)


def aside_text(words: Sequence[str]) -> str:
    """The words of a query that were left aside."""
    return worded("{words} (function words)", words=" ".join(words))


def filter_text(each: Filter) -> str:
    """A filter as it may be typed, with its values apart: place = 苍南县, 平阳县."""
    return f"{each.field} {'≠' if each.negated else '='} {', '.join(each.values)}"


def render_explanation(explanation: Explanation, *, columns: int, indent: str) -> list[Line]:
    """A score and its parts, a line each: the share, what it is for, and where that stands."""
    terms = [part for part in explanation.parts if part.text is not None]
    shown = [(part.score, _part_name(part), _where(part)) for part in terms[:PARTS_SHOWN]]
    if len(terms) > PARTS_SHOWN:
        rest = terms[PARTS_SHOWN:]
        shown.append((sum(part.score for part in rest), worded("{count} more", count=len(rest)), ""))
    shown += [
        (part.score, worded(PART_NAMES.get(part.kind, part.kind)), "")
        for part in explanation.parts
        if part.text is None
    ]
    number_columns = max(len(f"{explanation.score:.2f}"), 5)
    room = min(max((width_of(name) for _, name, where in shown if where), default=0), _TERM_COLUMNS)
    lines: list[Line] = [(Run(f"{indent}{explanation.score:>{number_columns}.2f}  "), Run(worded("score"), Style.BOLD))]
    for score, name, where in shown:
        name = pad(shorten(name, room), room) if where else shorten(name, columns - len(indent) - number_columns - 2)
        lines.append(
            (Run(f"{indent}{score:>{number_columns}.2f}  {name}"), Run(f"  {where}" if where else "", Style.DIM))
        )
    return lines


def _part_name(part: ScorePart) -> str:
    text = part.text or ""
    return visible(f"{part.field}:{text}" if part.field else text)


def _where(part: ScorePart) -> str:
    """title 1 · body 4 in 2 sections."""
    places = []
    for name, count in part.counts.items():
        place = f"{field_name(name)} {count}"
        if name == "body" and len(part.sections) > 1:
            place = worded("{place} in {sections} sections", place=place, sections=len(part.sections))
        places.append(place)
    return " · ".join(places)
