"""How a text was folded, cut and understood as a query: labelled lines, a tree, and a table of words."""

from __future__ import annotations

from collections.abc import Iterator

from baosou.cli.exits import point_at
from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.output.visible import lead, pad, visible, width_of
from baosou.corpus.errors import worded
from baosou.index.analysis.fold_changes import Change
from baosou.index.answering.analyze import Walkthrough, token_kind
from baosou.index.query.tree import field_name
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
    "word": "the word {text}",
    "words": "the words {text}",
    "phrase": "literally {text}",
    "near": "near: {text}",
    "pattern": "the pattern {text}",
    "similar to": "a word like {text}",
    "date": "dated {text}",
    "field": "{field} is {text}",
    "everything": "every article",
}
"""How a part of a query is named, by its kind."""


def render_analysis(found: Walkthrough, *, columns: int) -> list[Line]:
    """The folded text and its words, the query as a tree or what is wrong with it, and a table of the words."""
    lines = _labelled(worded("text"), found.text, columns) + _labelled(worded("folded"), found.folded, columns)
    for kind in dict.fromkeys(change.kind for change in found.changes):
        changed = "  ".join(_change(each) for each in found.changes if each.kind == kind)
        lines += _labelled("", f"{changed}  ({worded(CHANGES[kind])})", columns)
    lines += _labelled(worded("words"), " / ".join(token.text for token in found.tokens) or worded("(none)"), columns)
    if found.query is not None:
        lines += _labelled(worded("query"), found.query, columns)
    if found.interpreted is not None:
        lines += _labelled(worded("interpreted"), found.interpreted, columns)
    if found.tree is not None:
        label = worded("looks for")
        for text in _tree(found.tree, 0):
            lines += _labelled(label, text, columns, hanging=len(text) - len(text.lstrip()))
            label = ""
    if found.aside:
        lines += _labelled(
            worded("left aside"),
            worded("{words} (function words: they never decide)", words=" ".join(found.aside)),
            columns,
        )
    if found.mistake is not None:
        lines += _labelled(worded("no query"), str(found.mistake), columns)
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
    text = node.text
    if node.kind == "near":
        text = worded(
            "{phrases}, {nearness}", phrases=worded(" and ").join(child.text for child in node.children), nearness=text
        )
    named = worded(NODES[node.kind], text=text, field=field_name(node.field or ""))
    if node.field and node.kind not in ("field", "date"):
        named = worded("{what} in the {field}", what=named, field=field_name(node.field))
    if node.spellings:
        named = worded("{what}, also written {spellings}", what=named, spellings=", ".join(node.spellings))
    return worded("{what}, counts {factor:g} times", what=named, factor=node.boost) if node.boost != 1 else named


def _table(found: Walkthrough) -> list[Line]:
    """The words with their place in the original, their kind, and what stands there."""
    if not found.tokens:
        return []
    words = [visible(token.text) for token in found.tokens]
    kinds = [worded(token_kind(token.text)) for token in found.tokens]
    names = [worded(name) for name in ("word", "start", "end", "kind", "original")]
    word_columns = max(map(width_of, (*words, names[0])))
    kind_columns = max(map(width_of, (*kinds, names[3])))
    place = f"{lead(names[1], 6)} {lead(names[2], 6)}"
    heading = f"{pad(names[0], word_columns)}  {place}  {pad(names[3], kind_columns)}  {names[4]}"
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
    return [(Run(pad(label, len(indent)), Style.BOLD), *wrapped[0][1:]), *wrapped[1:]]
