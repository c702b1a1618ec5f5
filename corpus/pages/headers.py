"""Headers of crawled and downloaded texts, one field a line: 标题：, 时间：, 来源：, 作者：, 正文：."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from baosou.corpus.pages.imprints import body_label, imprint_authors, is_labelled, title_label
from baosou.corpus.pages.lines import INVISIBLE, Line, make_line

_REACH = 5  # lines above and below within which a header's fields stand together


class Headers(Struct, frozen=True):
    """The lines of a page with labels apart from what they label: which lines are labels, and which are titles."""

    lines: list[Line]
    labels: set[int]
    titles: set[int]


def part_headers(text: str, lines: Sequence[Line]) -> Headers:
    """The labels 标题： and 正文： apart from title and text, where other fields of a header stand near them."""
    found: list[Line] = []
    labels: set[int] = set()
    titles: set[int] = set()
    for index, line in enumerate(lines):
        title = title_label(line.view) if not line.runs else 0
        size = title or (body_label(line.view) if not line.runs else 0)
        if not size or not _has_fields(lines, index):
            found.append(line)
            continue
        labels.add(len(found))
        at = _after(text, line, size)
        if at >= line.end:
            found.append(line)
            continue
        label_end = line.start + len(text[line.start : at].rstrip())
        found.append(make_line(text, line.number, line.start, label_end, line.indent, line.gap, line.fed))
        if title:
            titles.add(len(found))
        found.append(make_line(text, line.number, at, line.end, 0 if title else line.indent, 0, False))
    return Headers(found, labels, titles)


def _has_fields(lines: Sequence[Line], index: int) -> bool:
    near = [*lines[max(0, index - _REACH) : index], *lines[index + 1 : index + 1 + _REACH]]
    return any(is_labelled(line.view) or imprint_authors(line.view) is not None for line in near)


def _after(text: str, line: Line, size: int) -> int:
    """The place in the page after the first `size` characters of the line's view and the blanks there."""
    at = line.start
    while size and at < line.end:
        size -= text[at] not in INVISIBLE
        at += 1
    while at < line.end and (text[at].isspace() or text[at] in INVISIBLE):
        at += 1
    return at
