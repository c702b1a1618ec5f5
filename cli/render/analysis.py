"""How a text was folded, cut and understood as a query: labelled lines, a tree, and a table of words."""

from __future__ import annotations

from collections.abc import Iterator

from baosou.cli.exits import point_at
from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.output.visible import pad, visible, width_of
from baosou.index.analysis.fold_changes import Change
from baosou.index.answering.analyze import Walkthrough, token_kind
from baosou.index.understanding.outline import Node

LABEL_COLUMNS = 13

CHANGES = {
    "letter case": "capital letters to small ones",
    "width": "full width to half width",
    "simplified": "traditional to simplified",
    "other form": "another form of the same",
    "dropped": "without a trace",
}
"""What folding did, by the kind of change."""

NODES = {
    "all of": "all of these:",
    "any of": "any of these:",
    "not": "not:",
    "word": "the word",
    "words": "the words",
    "phrase": "literally",
    "near": "near:",
    "pattern": "the pattern",
    "similar to": "a word like",
    "date": "dated",
    "everything": "every article",
}
"""How a part of a query is named, by its kind; a field is named by itself."""


def render_analysis(found: Walkthrough, *, columns: int) -> list[Line]:
    """The folded text and its words, the query as a tree or what is wrong with it, and a table of the words."""
    lines = _labelled("text", found.text, columns) + _labelled("folded", found.folded, columns)
    for kind in dict.fromkeys(change.kind for change in found.changes):
        changed = "  ".join(_change(each) for each in found.changes if each.kind == kind)
        lines += _labelled("", f"{changed}  ({CHANGES[kind]})", columns)
    lines += _labelled("words", " / ".join(token.text for token in found.tokens) or "(none)", columns)
    if found.query is not None:
        lines += _labelled("query", found.query, columns)
    if found.interpreted is not None:
        lines += _labelled("interpreted", found.interpreted, columns)
    if found.tree is not None:
        label = "looks for"
        for text in _tree(found.tree, 0):
            lines += _labelled(label, text, columns, hanging=len(text) - len(text.lstrip()))
            label = ""
    if found.aside:
        lines += _labelled("left aside", f"{' '.join(found.aside)} (function words: they never decide)", columns)
    if found.mistake is not None:
        lines += _labelled("no query", str(found.mistake), columns)
        lines += [(run(line),) for line in point_at(found.mistake.query, found.mistake.position)]
    return lines + _table(found)


def _change(change: Change) -> str:
    if change.folded:
        return f"{change.original}→{change.folded}"
    return " ".join(f"U+{ord(character):04X}" for character in change.original)


def _tree(node: Node, depth: int) -> Iterator[str]:
    """The tree, a line each part."""
    yield "  " * depth + _named(node)
    for child in node.children if node.kind != "near" else ():
        yield from _tree(child, depth + 1)


def _named(node: Node) -> str:
    name = f"{node.field} is" if node.kind == "field" else NODES[node.kind]
    text = "" if node.kind in ("all of", "any of", "not", "everything") else f" {node.text}"
    if node.kind == "near":
        text = f" {' and '.join(child.text for child in node.children)}, {node.text}"
    field = f" in the {node.field}" if node.field and node.kind not in ("field", "date") else ""
    also = f", also written {', '.join(node.spellings)}" if node.spellings else ""
    boost = f", counts {node.boost:g} times" if node.boost != 1 else ""
    return f"{name}{text}{field}{also}{boost}"


def _table(found: Walkthrough) -> list[Line]:
    """The words with their place in the original, their kind, and what stands there."""
    if not found.tokens:
        return []
    words = [visible(token.text) for token in found.tokens]
    kinds = [token_kind(token.text) for token in found.tokens]
    word_columns, kind_columns = (max(map(width_of, (*each, "word"))) for each in (words, kinds))
    heading = f"{pad('word', word_columns)}  {'start':>6} {'end':>6}  {pad('kind', kind_columns)}  original"
    lines: list[Line] = [(), (Run(heading, Style.BOLD),)]
    for word, kind, token in zip(words, kinds, found.tokens, strict=True):
        original = visible(found.text[token.start : token.end])
        place = f"{token.start:>6} {token.end:>6}"
        lines.append((Run(f"{pad(word, word_columns)}  {place}  {pad(kind, kind_columns)}  {original}"),))
    return lines


def _labelled(label: str, value: str, columns: int, *, hanging: int | None = None) -> list[Line]:
    """A value behind its label; the lines of a tree begin `hanging` columns in, and go on two further."""
    indent = " " * (LABEL_COLUMNS + (hanging or 0))
    rest = indent if hanging is None else f"{indent}  "
    wrapped = wrap([run(value if hanging is None else value.lstrip())], columns, first=indent, rest=rest) or [()]
    return [(Run(f"{label:<{len(indent)}}", Style.BOLD), *wrapped[0][1:]), *wrapped[1:]]
