"""A text step by step, as a search sees it: folded, cut, parsed as a query, and understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from baosou.index.analysis.analyzer import Token, analyze, is_function_word
from baosou.index.analysis.fold_changes import Change, fold_changes
from baosou.index.analysis.vocabulary import PLAIN, Vocabulary
from baosou.index.errors import QueryError
from baosou.index.query.parser import parse
from baosou.index.query.tree import Query
from baosou.index.query.writer import render
from baosou.index.results import VERSION, JsonObject, plain
from baosou.index.understanding.outline import Node, left_aside, outline
from baosou.index.understanding.rewrite import Mode, understand

TokenKind = Literal["word", "function word", "single character", "number", "letters"]


class Walkthrough(Struct, frozen=True):
    """What becomes of a text; what comes after a mistake is None.

    `folded` is the text as it is compared and `changes` are what folding did to it; `tokens` are its words. `query` is
    the query as parsed, `interpreted` as understood and `tree` the same as a tree; `aside` are the function words that
    are not looked for. `mistake` says why the text is no query.
    """

    text: str
    folded: str
    changes: tuple[Change, ...]
    tokens: tuple[Token, ...]
    query: str | None
    interpreted: str | None
    tree: Node | None
    aside: tuple[str, ...]
    mistake: QueryError | None

    def __repr__(self) -> str:
        return f"<Walkthrough {self.text!r}: {' / '.join(token.text for token in self.tokens)}>"

    def to_dict(self) -> JsonObject:
        """The object of `analyze --json`."""
        found: JsonObject = plain(
            {
                "version": VERSION,
                "text": self.text,
                "folded": self.folded,
                "changes": self.changes,
                "tokens": [
                    {"text": token.text, "kind": token_kind(token.text), "start": token.start, "end": token.end}
                    for token in self.tokens
                ],
                "query": self.query,
                "interpreted": self.interpreted,
                "tree": self.tree,
                "left_aside": self.aside,
                "query_error": None if self.mistake is None else str(self.mistake),
                "query_error_at": None if self.mistake is None else self.mistake.position,
            }
        )
        return found


def walk_through(
    text: str, mode: Mode = "all", *, vocabulary: Vocabulary = PLAIN, parse: Callable[[str], Query] = parse
) -> Walkthrough:
    """Each step of understanding a text as a query for all, or any, of its words; `parse` reads it as a query."""
    found = analyze(text, vocabulary=vocabulary)
    query = interpreted = tree = mistake = None
    aside: tuple[str, ...] = ()
    try:
        parsed = parse(text)
        query = render(parsed)
        understood = understand(parsed, mode, vocabulary=vocabulary)
        interpreted, tree, aside = render(understood), outline(understood), left_aside(parsed, understood, vocabulary)
    except QueryError as error:
        mistake = error
    return Walkthrough(
        text=text,
        folded=found.folded,
        changes=fold_changes(text),
        tokens=found.tokens,
        query=query,
        interpreted=interpreted,
        tree=tree,
        aside=aside,
        mistake=mistake,
    )


def token_kind(word: str) -> TokenKind:
    """What kind of word a folded one is."""
    if is_function_word(word):
        return "function word"
    if word[0].isdecimal():
        return "number"
    if word.isascii():
        return "letters"
    return "single character" if len(word) == 1 else "word"
