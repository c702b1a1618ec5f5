"""What is printed around a page's text: running heads and feet, mastheads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from baosou.corpus.layout.printed import Box
from baosou.corpus.layout.rows import body_size
from baosou.corpus.layout.sheet import Sheet, holds
from baosou.corpus.layout.typesetting import TypeLine, view_of
from baosou.corpus.pages.furniture import find_furniture
from baosou.corpus.pages.lines import split_lines
from baosou.corpus.pages.running_heads import is_date, is_page_number, is_paper, is_section

_TOP, _FOOT = 0.82, 0.12  # of the page's height: a rule beyond parts its head or foot from its text
_WIDE = 0.55  # of the text's width: how far such a rule reaches
_LARGE = 1.25  # times the size of the text
_MOST_LINES, _MOST_CHARACTERS = 10, 220
_EDGE_ROWS = 3
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(
    r"(?:第|页数?|P|Page)?\s*\d{1,4}\s*(?:页|[/／]\s*\d{1,4}|of\s*\d{1,4})\s*页?(?:[,，]?\s*共\s*\d{1,4}\s*页)?"
)
_SHARE = 0.3
_FEWEST = 2


def margins_of(lines: Sequence[TypeLine], sheet: Sheet, height: float) -> set[int]:
    """The indices of a page's lines that are its head and foot."""
    if not lines:
        return set()
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    # what underlines a heading within a frame says nothing of the page
    own = [rule for rule in sheet.lying if not any(_lies_in(rule, frame.box) for frame in sheet.frames)]
    wide = [rule for rule in own if rule[2] - rule[0] >= _WIDE * (right - left)]
    body = body_size(Counter(round(line.size * 4) / 4 for line in lines for _ in line.text))
    heads = {index for index, line in enumerate(lines) if line.size > _LARGE * body and not is_marginal(view_of(line))}
    found: set[int] = set()
    for at_top in (True, False):
        rules = [rule for rule in wide if (rule[1] > _TOP * height if at_top else rule[1] < _FOOT * height)]
        taken: set[int] = set()
        for rule in sorted(rules, key=lambda rule: -abs(rule[1] - height / 2)):
            y = (rule[1] + rule[3]) / 2
            outside = {index for index, line in enumerate(lines) if (line.base > y if at_top else line.top < y + 2)}
            characters = sum(len(lines[index].text) for index in outside)
            closed = sum(lines[index].text.endswith("。") for index in outside)
            if len(outside) > _MOST_LINES or characters > _MOST_CHARACTERS or closed > 1:
                break
            if taken and heads & (outside - taken):
                break  # a headline between two rules, of which the outer one is the page's
            taken = outside
        found |= taken
    return found | _edge_rows(lines, found, height)


def _lies_in(rule: Box, frame: Box) -> bool:
    return holds(frame, (rule[0] + rule[2]) / 2, (rule[1] + rule[3]) / 2) and rule[2] - rule[0] <= frame[2] - frame[0]


def _edge_rows(lines: Sequence[TypeLine], known: set[int], height: float) -> set[int]:
    """The rows at the head and foot of the page that say themselves that they belong there."""
    found: set[int] = set()
    order = sorted((index for index in range(len(lines)) if index not in known), key=lambda index: -lines[index].base)
    for indices, edge in ((order, True), (order[::-1], False)):
        if any((lines[index].base > height / 2) is edge for index in known):
            continue
        at = 0
        for _ in range(_EDGE_ROWS):
            if at >= len(indices):
                break
            row = [indices[at]]
            base = lines[indices[at]].base
            at += 1
            while at < len(indices) and abs(lines[indices[at]].base - base) <= 0.6 * lines[indices[at]].size:
                row.append(indices[at])
                at += 1
            near = base > 0.8 * height if edge else base < 0.2 * height
            if not near or not _says_so([view_of(lines[index]) for index in row]):
                break
            found.update(row)
    return found


def _says_so(views: Sequence[str]) -> bool:
    """Whether the lines of one row are parts of a running head or foot."""
    if any(len(view) > 40 or view.endswith("。") for view in views):
        return False
    marginal = [is_marginal(view) for view in views]
    joined = " ".join(views)
    return all(marginal) or is_marginal(joined) or (len(views) > 1 and sum(marginal) * 2 >= len(views))


def is_marginal(view: str) -> bool:
    """Whether a folded line can be nothing but a part of a running head or foot."""
    if (
        _PAGE.fullmatch(view.strip("-—–· "))
        or is_page_number(view)
        or is_section(view)
        or is_paper(view)
        or is_date(view)
    ):
        return True
    return bool(find_furniture(list(split_lines(view))))


def repeated(pages: Sequence[tuple[Sequence[TypeLine], float]]) -> list[set[int]]:
    """For each page, given by its lines and height, those at its edges that come back on many pages."""
    keys: list[dict[int, tuple[str, int]]] = []
    places: dict[tuple[str, int], set[int]] = {}
    for number, (lines, height) in enumerate(pages):
        own: dict[int, tuple[str, int]] = {}
        for index, line in enumerate(lines):
            if (line.base > 0.85 * height or line.base < 0.12 * height) and len(line.text) <= 40:
                own[index] = (_NUMBER.sub("0", view_of(line)), round(line.base / 6))
                places.setdefault(own[index], set()).add(number)
        keys.append(own)
    least = max(_FEWEST, _SHARE * len(pages))
    found: list[set[int]] = []
    for own in keys:
        again = {
            index
            for index, (view, place) in own.items()
            if len(set().union(*(places.get((view, near), ()) for near in (place - 1, place, place + 1)))) >= least
        }
        found.append(again)
    return found
