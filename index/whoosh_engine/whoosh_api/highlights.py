"""Highlights of what was found within a word: Whoosh marks only words that are a term of the query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.highlight import Highlighter, top_fragments

from baosou.index.whoosh_engine.whoosh_api.schema import ChineseText


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
        """The best fragments of a field of a hit, with what was found marked."""
        shown = super().highlight_hit(hitobj, fieldname, text, top, minscore, strict_phrase)
        searcher = hitobj.results.searcher
        field = searcher.schema[fieldname]
        if shown or not isinstance(field, ChineseText):
            return shown
        text = hitobj[fieldname] if text is None else text
        terms = hitobj.results.query_terms(expand=True, fieldname=fieldname)
        words = {field.from_bytes(term) for _, term in terms}
        analyzer: Any = field.analyzer
        tokens = analyzer(text, positions=True, chars=True, mode="index")
        fragments = self.fragmenter.fragment_tokens(text, _marked(tokens, words))
        best = top_fragments(fragments, top, self.scorer, self.order, minscore=minscore)
        return str(self.formatter.format(best))


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
