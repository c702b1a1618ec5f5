"""A search as one types, driven by textual's Pilot: keys in, the plain text of the screen out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from baosou.cli.asking import parse_facets
from baosou.cli.tui.app import LiveSearch
from baosou.cli.tui.asked import Archive, Asked, IndexedArchive, Standing, Wanted
from baosou.corpus.errors import BaosouError
from baosou.index.results import Answer, ArticleText
from tests.work import LONGEST_WAIT

FIELDS = ("place", "author", "year", "publication")


class Told:
    """An archive whose answers are given, by the text that is asked for; what is not among them is the first.

    What is asked waits for `gate`, where there is one.
    """

    def __init__(self, answers: Mapping[str, Answer | BaosouError], article: ArticleText) -> None:
        self.answers, self.article = answers, article
        self.asked: list[Asked] = []
        self.wanted: list[Wanted] = []
        self.gate: Event | None = None

    def ask(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.gate is not None:
            assert self.gate.wait(LONGEST_WAIT)
        answer = self.answers.get(asked.text, next(iter(self.answers.values())))
        if isinstance(answer, BaosouError):
            raise answer
        return answer

    def read(self, wanted: Wanted) -> ArticleText:
        self.wanted.append(wanted)
        return replace(self.article, id=wanted.id)


def screen_lines(app: LiveSearch) -> list[str]:
    """The lines of the screen."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def screen_text(app: LiveSearch) -> str:
    """The screen without the blanks at its right."""
    return "".join(f"{line.rstrip()}\n" for line in screen_lines(app))


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until all that was asked is answered and drawn."""
    app = pilot.app
    assert isinstance(app, LiveSearch)
    await pilot.pause()
    while app.busy and not app._exit:
        await app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


Drive = Callable[[LiveSearch, Pilot[Any]], Awaitable[None]]


def driven(app: LiveSearch, drive: Drive, *, size: tuple[int, int] = (80, 24)) -> object:
    """Run the screen in so many columns and rows, and give what it ended with."""

    async def run() -> object:
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await drive(app, pilot)
            await settled(pilot)
        return app.return_value

    return asyncio.run(run())


def typed(text: str) -> Sequence[str]:
    """The keys that write a text."""
    return [" " if each == " " else each for each in text]


@pytest.fixture
def live(archive: Path) -> Callable[..., LiveSearch]:
    """Makes the screen over the index of three records."""

    def make(
        text: str = "", *, plain: bool = True, sort: Any = None, held: Archive | None = None, **standing: Any
    ) -> LiveSearch:
        stands = Standing(facets=parse_facets(FIELDS), **standing)
        within = held or IndexedArchive((str(archive / "idx"),), stands)
        return LiveSearch(within, Asked(text, sort), stands, plain=plain)

    return make
