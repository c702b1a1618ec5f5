"""What is done for a query that nothing matches as it was typed: its text as it stands, then as it may be meant."""

from __future__ import annotations

import time

from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import amounts
from baosou.index.answering.question import HEARD, Outcome, Question, is_only_words, parsed_text, read, request_of
from baosou.index.engine import Engine
from baosou.index.query.tree import Phrase, Query, text_leaves

_FEW = 3
"""In a query of at most so many words one is also taken for misspelt that stands somewhere, in pieces."""

_MANY = 32
"""Of a query of more words so many are looked at for mistakes."""

_MANY_TIMES = 10
"""How many times the matches of a query a like-sounding one has to have, to be suggested."""


def rescued(engine: Engine, question: Question, text: str, nothing: Outcome, end: float | None) -> Outcome:
    """What the text finds as it stands, else what it finds with its words as they may have been meant.

    A strict question is only told how it may have been meant; so is one that asks for its text literally. `end` is the
    moment (of `time.monotonic`) at which the time is over.
    """
    rescuing = not question.strict and question.mode != "literal"
    if rescuing and question.mode == "all" and is_only_words(nothing.parsed):
        # within other numbers nothing is meant: 92亿元 is not in 3.92亿元
        whole = bool(amounts(fold_text(text))) or text[:1].isdigit() or text[-1:].isdigit()
        attempt = Phrase(text, whole=whole)
        if attempt != nothing.understood:
            results = engine.search(request_of(engine, question, attempt, nothing.parsed))
            if results.total:
                return Outcome(nothing.parsed, attempt, results, rescue="literal")
    if not _worth_correcting(engine, question, nothing.understood):
        return nothing
    # loads the readings, which a search that finds something does without
    from baosou.index.answering.correct import correct

    left = None if end is None else end - time.monotonic()
    if left is not None and left <= 0:
        return nothing
    parsed = nothing.parsed
    correction = correct(engine, parsed, text, parse=lambda typed: parsed_text(engine, typed, question), seconds=left)
    if correction is None:
        return nothing
    meant = read(engine, correction.query, "any" if question.mode == "any" else "all", question)
    results = engine.search(request_of(engine, question, meant, correction.query))
    if results.total:
        if not rescuing:
            return replace(nothing, suggestion=correction.typed)
        return Outcome(correction.query, meant, results, 0, "spelling", correction.typed, replaced=correction.replaced)
    return nothing


def _worth_correcting(engine: Engine, question: Question, understood: Query) -> bool:
    """Whether any of the words may be misspelt: those that stand nowhere are, and those of a query of a few words,
    which may stand somewhere in pieces. Without suggestions, only where some word stands nowhere."""
    texts = [fold_text(leaf.text) for leaf, _ in text_leaves(understood) if isinstance(leaf, Phrase)][:_MANY]
    stand = engine.vocabulary.together(lambda words: list(map(words.stands, texts)))
    return not all(stand) or (question.suggest and len(stand) <= _FEW)


def likelier(engine: Engine, question: Question, text: str, found: Outcome) -> Outcome:
    """What was found, which is hardly anything, and a like-sounding query that has many times the matches."""
    from baosou.index.answering.correct import oftener

    meant = oftener(engine, found.parsed, text, times=_MANY_TIMES, lengths=HEARD)
    if meant is None:
        return found
    understood = read(engine, meant.query, "all", question)
    total = engine.search(replace(request_of(engine, question, understood, meant.query), limit=0, facets=())).total
    if total < _MANY_TIMES * found.results.total:
        return found
    return replace(found, suggestion=meant.typed, suggested=total)
