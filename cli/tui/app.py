"""The screen of `search -i`: a query, what is found as it is typed, facets to tick, and the article pointed at."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, Static

from baosou.cli.exits import NO_INDEX, exit_code, explain, message_of
from baosou.cli.output.styled import Run, Style, columns_of
from baosou.cli.output.visible import pad, visible
from baosou.cli.render.article import render_article
from baosou.cli.tui.asked import Archive, Asked, Standing, Wanted
from baosou.cli.tui.latest import Latest, Mistake
from baosou.cli.tui.lines import facet_rows, first_mark, hit_rows, status_lines
from baosou.cli.tui.widgets import POINTED, Page, QueryInput, Rows, harmless
from baosou.corpus.errors import worded
from baosou.index.request import Sort
from baosou.index.results import Answer, ArticleText

WIDE = 100
"""Columns from which facets are shown without being asked for."""
FACET_COLUMNS = 28
GAP = 2
PROMPT = "> "

Reading = Callable[[ArticleText], str | None]
"""Shows an article while the screen is the pager's or the editor's; gives what went wrong."""


@contextmanager
def _no_color(wanted: bool) -> Iterator[None]:
    """Have textual find NO_COLOR where no colour is wanted, and only there; it takes the variable out of sight."""
    before = os.environ.pop("NO_COLOR", None)
    if wanted:
        os.environ["NO_COLOR"] = "1"
    try:
        yield
    finally:
        os.environ.pop("NO_COLOR", None)
        if before is not None:
            os.environ["NO_COLOR"] = before


class LiveSearch(App[str | Mistake]):
    """Ends with the id that was chosen, or with the error for which nothing could be asked at all."""

    ENABLE_COMMAND_PALETTE = False
    CSS = f"""
    #query {{ height: 1; }}
    #prompt {{ width: 2; text-style: bold; }}
    QueryInput {{ width: 1fr; }}
    #status {{ height: 2; }}
    #body {{ height: 1fr; }}
    #facets {{ width: {FACET_COLUMNS}; margin-right: {GAP}; }}
    #hits {{ height: 1fr; }}
    #about {{ height: 1; }}
    #article {{ height: 1fr; }}
    Footer {{ background: ansi_default; }}
    """
    # this room is loaded for one screen, when it is known what is spoken
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "read", worded("Read"), key_display="^O", priority=True),
        Binding("f4", "edit", worded("Edit"), key_display="F4", priority=True),
        Binding("f2", "facets", worded("Facets"), key_display="F2", priority=True),
        Binding("f3", "sort", worded("Sort"), key_display="F3", priority=True),
        Binding("escape", "leave_or_back", worded("Quit"), key_display="Esc"),
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        Binding("up", "point(-1)", show=False),
        Binding("down", "point(1)", show=False),
        Binding("pageup", "point_page(-1)", show=False),
        Binding("pagedown", "point_page(1)", show=False),
        Binding("shift+up,ctrl+up", "scroll_article(-1)", show=False),
        Binding("shift+down,ctrl+down", "scroll_article(1)", show=False),
    ]

    def __init__(
        self,
        archive: Archive,
        asked: Asked,
        standing: Standing,
        *,
        plain: bool = False,
        read: Reading | None = None,
        edit: Reading | None = None,
    ) -> None:
        with _no_color(plain):
            super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.asked, self._standing, self._brackets = asked, standing, plain
        self._readers = {"read": read, "edit": edit}
        self.answer: Answer | None = None
        self._article: ArticleText | None = None
        self._mistake: str | None = None
        self._facets_shown: bool | None = None
        self._orders = tuple(dict.fromkeys((asked.sort, None, "-date", "date")))
        self._searches: Latest[Asked, Answer] = Latest(self, archive.ask, done=self._show, failed=self._fail)
        self._texts: Latest[Wanted, ArticleText] = Latest(self, archive.read, done=self._preview, failed=self._unread)

    @property
    def busy(self) -> bool:
        """Whether an answer or a text is waited for."""
        return self._searches.busy or self._texts.busy

    def compose(self) -> ComposeResult:
        """The parts of the screen."""
        with Horizontal(id="query"):
            yield Static(PROMPT, id="prompt", markup=False)
            yield QueryInput(harmless(self.asked.text), compact=True, select_on_focus=False)
        yield Page(id="status")
        with Horizontal(id="body"):
            yield Rows(id="facets")
            with Vertical():
                yield Rows(id="hits")
                yield Page(id="about")
                yield Page(id="article")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the empty screen, then ask."""
        for number in (signal.SIGTERM, signal.SIGINT):
            # who ends the process by a signal wants the terminal back too; elsewhere than on Unix nobody can
            with suppress(NotImplementedError, ValueError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit)
        query = self.query_one(QueryInput)
        query.cursor_blink = False
        query.focus()
        query.cursor_position = len(query.value)
        self._lay_out()
        self.call_after_refresh(self._ask, self.asked)

    # asking

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.asked.text:
            self._ask(Asked(event.value, self.asked.sort, self.asked.chosen))

    def _ask(self, asked: Asked) -> None:
        self.asked = asked
        self._searches.want(asked)

    def _show(self, _: Asked, answer: Answer) -> None:
        self.answer, self._mistake = answer, None
        self.query_one("#hits", Rows).put_rows(())
        self._lay_out()
        self._look()

    def _fail(self, asked: Asked, mistake: Mistake) -> None:
        if self.answer is None and exit_code(mistake) == NO_INDEX:
            self.exit(mistake)
            return
        # a query that is not all typed yet is often none: what was found before stays
        self._mistake = visible(message_of(mistake))
        self._lay_out_status()

    # the article pointed at

    @on(Rows.Pointed, "#hits")
    def _look(self) -> None:
        row = self.query_one("#hits", Rows).pointed
        if row is None or row.hit is None or self.answer is None:
            self._article = None
            self._lay_out_article()
            return
        self._texts.want(Wanted(row.hit.id, self.answer.interpreted if self.answer.query.strip() else ""))

    def _preview(self, _: Wanted, article: ArticleText) -> None:
        self._article = article
        self._lay_out_article()

    def _unread(self, _: Wanted, mistake: Mistake) -> None:
        self._article = None
        self._lay_out_article()
        self._tell(explain(mistake)[0])

    def _tell(self, message: str) -> None:
        self._mistake = message
        self._lay_out_status()

    # laying out

    def on_resize(self, _: events.Resize) -> None:
        """Make the lines anew in their new widths."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        self._lay_out_status()
        self._lay_out_facets()
        columns = self.size.width - self._beside() - len(POINTED)
        hits = self.query_one("#hits", Rows)
        if self.answer is not None:
            hits.put_rows(hit_rows(self.answer, columns=max(columns, 20), brackets=self._brackets), at=hits.at)
        self._lay_out_article()

    def _lay_out_facets(self) -> None:
        facets = self.query_one("#facets", Rows)
        counts = {} if self.answer is None else self.answer.facets
        rows = facet_rows(counts, self.asked.chosen, columns=FACET_COLUMNS - len(POINTED))
        facets.display = bool(rows) and self.size.width >= WIDE if self._facets_shown is None else self._facets_shown
        # the counts may have put the value elsewhere
        here = None if facets.pointed is None else facets.pointed.choice
        facets.put_rows(rows, at=next((at for at, row in enumerate(rows) if here and row.choice == here), 0))

    def _beside(self) -> int:
        """The columns that facets take from the rest."""
        return FACET_COLUMNS + GAP if self.query_one("#facets").display else 0

    def _lay_out_status(self) -> None:
        columns = self.size.width
        lines = status_lines(self.asked, self.answer, self._mistake, self._standing, columns=columns)
        self.query_one("#status", Page).put(lines)

    def _lay_out_article(self) -> None:
        about, page = self.query_one("#about", Page), self.query_one("#article", Page)
        if self._article is None:
            about.put(())
            page.put(())
            return
        columns = max(self.size.width - self._beside(), 20)
        lines = render_article(self._article, columns=columns, cwd=os.getcwd(), brackets=self._brackets)
        ident = Run(self._article.id, Style.ID)
        keys = Run(pad(worded("Shift+Up/Down to scroll"), columns - columns_of((ident,))), Style.DIM)
        about.put([(keys, ident)])
        page.put(lines, first=max(first_mark(lines) - 2, 0))

    # keys

    def action_point(self, step: int) -> None:
        """Point at the next or the last hit."""
        self.query_one("#hits", Rows).action_point(step)

    def action_point_page(self, step: int) -> None:
        """Point at a hit a page on or back."""
        self.query_one("#hits", Rows).action_point_page(step)

    def action_scroll_article(self, step: int) -> None:
        """Scroll the article."""
        self.query_one("#article", Page).scroll_relative(y=step, animate=False)

    def action_facets(self) -> None:
        """Show the facets and go to them, or leave and hide them."""
        facets = self.query_one("#facets", Rows)
        self._facets_shown = not (facets.display and facets.has_focus)
        self._lay_out()
        (facets if self._facets_shown else self.query_one(QueryInput)).focus()

    def action_sort(self) -> None:
        """Go to the next order."""
        orders = self._orders
        sort: Sort | None = orders[(orders.index(self.asked.sort) + 1) % len(orders)]
        self._ask(Asked(self.asked.text, sort, self.asked.chosen))

    @on(Rows.Taken, "#facets")
    def _tick(self) -> None:
        row = self.query_one("#facets", Rows).pointed
        if row is not None and row.choice is not None:
            self._ask(self.asked.ticked(row.choice))
            self._lay_out()

    @on(Rows.Taken, "#hits")
    @on(Input.Submitted)
    def action_choose(self) -> None:
        """End with the hit that is pointed at."""
        row = self.query_one("#hits", Rows).pointed
        if row is not None and row.hit is not None:
            self.exit(row.hit.section if self._standing.by == "section" else row.hit.id)

    def action_leave(self) -> None:
        """End without a choice."""
        self.exit()

    def action_leave_or_back(self) -> None:
        """From the facets, hits or article back to the query; from there, end without a choice."""
        query = self.query_one(QueryInput)
        if query.has_focus:
            self.exit()
        else:
            query.focus()

    def action_read(self) -> None:
        """Read the article in the pager."""
        self._give_screen("read")

    def action_edit(self) -> None:
        """Open the article's source in the editor."""
        self._give_screen("edit")

    def _give_screen(self, name: str) -> None:
        reader = self._readers[name]
        if reader is None or self._article is None:
            return
        with self.suspend():
            message = reader(self._article)
        if message is not None:
            self._tell(message)
        self.refresh(layout=True)
