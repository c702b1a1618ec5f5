"""Reading the sources of a task: each article to whoever keeps it, what came of each source, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article, Section
from baosou.index.ingest.documents import documents_of
from baosou.index.ingest.sources import Reached, Report, SourceOutcome, Task

_REPORT_EVERY = 200


class Keeper(Protocol):
    """What an engine keeps articles in."""

    @property
    def characters(self) -> int:
        """The characters of all articles so far, whether they were written down since or not."""

    def add(self, article: Article, sections: Sequence[Section], *, id: int, source: str) -> None:
        """Take an article of the source with that key."""


def read_task(task: Task, report: Report, keeper: Keeper) -> tuple[SourceOutcome, ...]:
    """What became of each source of a task, after its articles went to the keeper; what cannot be read is recorded."""
    outcomes = []
    for source in task.sources:
        articles = sections = asides = 0
        failures: list[Failure] = []
        reported, before = 0, keeper.characters

        def turn(page: int, pages: int, key: str = source.key) -> None:
            report(Reached(key, page=page, pages=pages))

        for each in documents_of(source, task.batch, failures, turn):
            if each.article.aside:
                asides += 1
            else:
                articles += 1
                sections += len(each.sections)
            keeper.add(each.article, each.sections, id=each.id, source=source.key)
            if articles - reported == _REPORT_EVERY:
                report(Reached(source.key, _REPORT_EVERY, keeper.characters - before))
                reported, before = articles, keeper.characters
        report(Reached(source.key, articles - reported, keeper.characters - before))
        outcomes.append(SourceOutcome.of(source, failures, articles=articles, sections=sections, asides=asides))
    return tuple(outcomes)
