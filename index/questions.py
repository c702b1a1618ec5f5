"""From what a user typed to an answer: parse, understand, search, and rescue a question that finds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baosou.index.engine import Engine, FacetRequest, Filter, Sort, Unit
from baosou.index.results import Answer

Mode = Literal["all", "any", "literal"]


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a user can ask of one search, with the text as typed.

    `text` None or blank asks for all that passes the filters, newest first. `mode` "any" matches any word,
    "literal" the text exactly as typed; the rest is as in `SearchRequest`.
    """

    text: str | None = None
    mode: Mode = "all"
    rescue: bool = True
    filters: tuple[Filter, ...] = ()
    since: str | None = None
    until: str | None = None
    limit: int = 10
    offset: int = 0
    sort: Sort | None = None
    by: Unit = "article"
    facets: tuple[FacetRequest, ...] = ()
    snippets: int = 2
    width: int = 80
    aside: bool = False
    timeout: float | None = None


def ask(engine: Engine, question: Question) -> Answer:
    """Answer a question; raises QueryError for one that cannot be understood."""
    raise NotImplementedError
