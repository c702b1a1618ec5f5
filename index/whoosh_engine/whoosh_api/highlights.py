"""Highlights of what Whoosh does not mark: what was found within a word, and one value of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.highlight import Highlighter, set_matched_filter, top_fragments

from baosou.index.whoosh_engine.whoosh_api.schema import ChineseText

_BETWEEN = "、"
"""What parts the values of a field that has several."""


class LiteralHighlighter(Highlighter):
    """Marks words as Whoosh does; where there is none to mark, the parts of words that were found."""

    def highlight_hit(
        self,
        hitobj: Any,
        fieldname: str,
        text: str | None = None,
        top: int = 3,
        minscore: float = 1,
        strict_phrase: bool = False,
    ) -> str:
        """The best fragments of a field of a hit, with what was found marked; several values stand side by side."""
        searcher = hitobj.results.searcher
        field = searcher.schema[fieldname]
        stored = hitobj.get(fieldname) if text is None else text
        if isinstance(stored, list):
            text = _BETWEEN.join(stored)
        else:
            shown = super().highlight_hit(hitobj, fieldname, text, top, minscore, strict_phrase)
            if shown or not isinstance(field, ChineseText):
                return shown
            text = stored
        terms = hitobj.results.query_terms(expand=True, fieldname=fieldname)
        words = frozenset(field.from_bytes(term) for _, term in terms)
        if isinstance(stored, list):
            tokens = set_matched_filter(_whole(stored), words)
        else:
            analyzer: Any = field.analyzer
            tokens = _marked(analyzer(text, positions=True, chars=True, mode="index"), words)
        fragments = self.fragmenter.fragment_tokens(text, tokens)
        best = top_fragments(fragments, top, self.scorer, self.order, minscore=minscore)
        return str(self.formatter.format(best))


def _whole(values: Sequence[str]) -> Iterator[Token]:
    """Values side by side, a token each."""
    start = 0
    for position, value in enumerate(values):
        yield Token(True, True, text=value, pos=position, startchar=start, endchar=start + len(value))
        start += len(value) + len(_BETWEEN)


def _marked(tokens: Iterable[Token], words: Iterable[str]) -> Iterator[Token]:
    """The tokens, each cut down to the first of the words that stands in it."""
    for token in tokens:
        within = next((word for word in words if word in token.text), None)
        token.matched = within is not None  # type: ignore[attr-defined]
        if within is not None and token.endchar - token.startchar == len(token.text):
            token.startchar += token.text.index(within)
            token.endchar = token.startchar + len(within)
            token.text = within
        yield token
