"""Lines that scroll, lines to choose from, and the input of the query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from baosou.cli.output.styled import Line, Run, Style
from baosou.cli.output.visible import UNSAFE, width_of
from baosou.cli.tui.lines import Row
from baosou.corpus.errors import worded

LOOKS = {
    Style.PLAIN: RichStyle.null(),
    Style.BOLD: RichStyle(bold=True),
    Style.DIM: RichStyle(dim=True),
    Style.MARK: RichStyle(bold=True, color="red"),
    Style.ID: RichStyle(color="yellow"),
    Style.PATH: RichStyle(color="cyan"),
}
POINTED, NOT_POINTED = "▸ ", "  "
"""What stands before a line: told by a sign, not by colour alone."""


class Page(ScrollView, can_focus=False):
    """Lines of text that scroll."""

    DEFAULT_CSS = "Page { scrollbar-size: 0 0; overflow-x: hidden; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.shown: Sequence[Line] = ()

    def put(self, lines: Sequence[Line], *, first: int = 0) -> None:
        """Show these lines from the `first` on."""
        self.shown = lines
        self.virtual_size = Size(self.size.width, len(lines))
        self.scroll_to(y=first, animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line as it stands on the screen."""
        number = y + self.scroll_offset.y
        line = self.shown[number] if number < len(self.shown) else ()
        return self.strip_of(line, RichStyle.null())

    def strip_of(self, line: Line, over: RichStyle) -> Strip:
        """A line in the width of the widget."""
        segments = [Segment(piece.text, LOOKS[piece.style] + over) for piece in line]
        return Strip(segments).adjust_cell_length(self.size.width, over).simplify()


class Rows(Page, can_focus=True):
    """Lines of which one is pointed at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", show=False),
        Binding("down", "point(1)", show=False),
        Binding("pageup", "point_page(-1)", show=False),
        Binding("pagedown", "point_page(1)", show=False),
        Binding("home", "point_end(-1)", show=False),
        Binding("end", "point_end(1)", show=False),
        Binding("enter", "take", worded("Choose"), key_display="Enter"),
        Binding("space", "take", show=False),
    ]

    class Pointed(Message):
        """Another line is pointed at."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> Rows:
            """Where."""
            return self.rows

    class Taken(Pointed):
        """The line that is pointed at was taken."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.at = 0

    @property
    def pointed(self) -> Row | None:
        """The row that is pointed at; None where there is nothing to choose."""
        row = self.rows[self.at] if self.at < len(self.rows) else None
        return None if row is None or row.is_heading else row

    def put_rows(self, rows: Sequence[Row], *, at: int = 0) -> None:
        """Show these rows, and point at one."""
        self.rows = rows
        self.put([row.line for row in rows], first=self.scroll_offset.y if at else 0)
        self.at = at
        self._settle(1)

    def point_at(self, number: int, step: int = 1) -> None:
        """Point at a row, or at the next one that can be chosen, in the direction of `step`."""
        before = self.at
        self.at = max(0, min(number, len(self.rows) - 1))
        self._settle(step)
        if self.at != before:
            self.post_message(self.Pointed(self))

    def _settle(self, step: int) -> None:
        for direction in (1 if step > 0 else -1, -1 if step > 0 else 1):
            at = self.at
            while 0 <= at < len(self.rows) and self.rows[at].is_heading:
                at += direction
            if 0 <= at < len(self.rows):
                self.at = at
                break
        above = 1 if self.at and self.rows[self.at - 1].is_heading else 0
        self.scroll_to_region(Region(0, self.at - above, 1, 1 + above), animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row with what tells whether it is pointed at."""
        number = y + self.scroll_offset.y
        if number >= len(self.rows):
            return self.strip_of((), RichStyle.null())
        here = number == self.at and not self.rows[number].is_heading
        over = RichStyle(reverse=True) if here and self.has_focus_within else RichStyle.null()
        return self.strip_of((Run(POINTED if here else NOT_POINTED), *self.rows[number].line), over)

    def action_point(self, step: int) -> None:
        """Go up or down a row."""
        self.point_at(self.at + step, step)

    def action_point_page(self, step: int) -> None:
        """Go up or down what the widget shows."""
        self.point_at(self.at + step * max(self.size.height - 1, 1), step)

    def action_point_end(self, step: int) -> None:
        """Go to the first or the last row."""
        self.point_at(0 if step < 0 else len(self.rows) - 1, -step)

    def action_take(self) -> None:
        """Take the row that is pointed at."""
        if self.pointed is not None:
            self.post_message(self.Taken(self))

    def on_click(self, event: events.Click) -> None:
        """Point at the row that is clicked, and take it at the second click (a box at the first)."""
        number = event.y + self.scroll_offset.y
        if number < len(self.rows) and not self.rows[number].is_heading:
            self.point_at(number)
            if event.chain > 1 or self.rows[number].choice is not None:
                self.action_take()

    def on_focus(self) -> None:
        """Show that keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh()


class QueryInput(Input):
    """The query. The terminal's cursor stands where text goes in, for that is where input methods show theirs."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", worded("Choose"), key_display="Enter")]

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is on the screen (textual's own is a column too far at the end of the text)."""
        offset = super().cursor_screen_offset
        return offset - Offset(1, 0) if self.cursor_at_end else offset

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """A text longer than the input moves below the cursor."""
        super().watch_scroll_x(old_value, new_value)
        self.app.cursor_position = self.cursor_screen_offset

    def on_resize(self) -> None:
        """The input has its place on the screen: show the cursor there, also of a text longer than it."""
        beyond = width_of(self.value[: self.cursor_position]) + 1 - self.content_size.width
        self.scroll_to(x=max(beyond, 0), animate=False, force=True, immediate=True)
        self.app.cursor_position = self.cursor_screen_offset

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in the place of another, without what a terminal would obey."""
        super().replace(harmless(text), start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Put all lines of a pasted text in, as one."""
        event.prevent_default()
        event.stop()
        place = self.selection if not self.selection.is_empty else (self.cursor_position, self.cursor_position)
        self.replace(event.text.strip("\r\n"), *place)


def harmless(text: str) -> str:
    """A text that is typed or pasted, in a line: blanks for breaks and tabs, nothing for what cannot be seen."""
    return UNSAFE.sub(lambda match: " " if match.group().isspace() else "", text)
