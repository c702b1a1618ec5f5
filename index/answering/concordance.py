"""Every occurrence of what matches a question, and the words that stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.index.answering.ask import settled
from baosou.index.concordances import Collocates, Concordance, Contexts, Drawn, Words
from baosou.index.errors import QueryError
from baosou.index.query.tree import text_leaves
from baosou.index.results import Answer

if TYPE_CHECKING:
    from baosou.index.answering.question import Question
    from baosou.index.engine import Engine
    from baosou.index.request import SearchRequest


def concordance(engine: Engine, question: Question, wanted: Contexts) -> Concordance:
    """The occurrences of a question's words; raises what `ask` raises, and QueryError where it asks for no text."""
    answer, request = _settled(engine, question)
    return Concordance(answer, engine.contexts(request, wanted))


def collocates(engine: Engine, question: Question, wanted: Words, drawn: Drawn) -> Collocates:
    """The words near these occurrences; raises what `concordance` raises."""
    # to cut the text of an archive and to count in it loads more than other questions need
    from baosou.index.contexts import collocates as scoring
    from baosou.index.contexts.windows import reach_of, windows

    answer, request = _settled(engine, question)
    around = engine.surroundings(request, reach=reach_of(wanted.window), drawn=drawn)
    sought = {each.text[start:end] for each in around.stretches for start, end in each.places}
    counts = scoring.counted(
        windows(around.stretches, wanted.window), sought=sought, least=wanted.least, characters=wanted.characters
    )
    words = list(counts.words)
    in_all = dict(zip(words, engine.frequencies(words, aside=request.aside), strict=True))
    found = scoring.collocates(
        counts, in_all, total=around.total, drawn=around.drawn, characters=around.characters, score=wanted.score
    )
    return Collocates(
        answer, around.total, around.articles, around.drawn, wanted.window, wanted.score, tuple(found[: wanted.limit])
    )


def _settled(engine: Engine, question: Question) -> tuple[Answer, SearchRequest]:
    question = replace(question, limit=0, offset=0, facets=(), snippets=0, by="article")
    answer, request = settled(engine, question)
    if not any(True for _ in text_leaves(request.query)):
        raise QueryError(worded("nothing of the query can stand in a text; give words"), query=question.text or "")
    return answer, request
