"""A search as one types: what is typed, ticked and chosen, as the screen shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events
from textual.color import Color
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from baosou.cli.output.visible import width_of
from baosou.cli.tui.app import LiveSearch
from baosou.cli.tui.asked import Asked, IndexedArchive, Standing
from baosou.cli.tui.widgets import Rows
from baosou.index.errors import IndexMissing, QueryError
from baosou.index.request import Filter
from baosou.index.results import Answer, ArticleText
from tests.cli.tui.conftest import Told, driven, screen_lines, screen_text, settled

Live = Callable[..., LiveSearch]
MakeAnswer = Callable[..., Answer]


def pointed(app: LiveSearch) -> list[str]:
    """The lines that are pointed at, in each list."""
    return [line.strip() for line in screen_text(app).splitlines() if "▸" in line]


def without_times(text: str) -> str:
    """A screen that is the same each time."""
    return re.sub(r"[\d.]+ ms", "4.2 ms", text)


def test_what_is_typed_is_found_and_the_first_article_shown_with_its_words_marked(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert "3 articles" in screen_text(app)
        await pilot.press(*"志愿者")
        await settled(pilot)
        shown = screen_text(app)
        assert shown.startswith("> 志愿者\n2 articles")
        assert "平阳县鳌江镇组织[志愿者]走进社区" in shown
        await pilot.press("backspace", "backspace", "backspace", *"霞关")
        await settled(pilot)
        assert "[霞关]渔村:老船长带火海上课堂" in pointed(app)[0]
        assert "清晨五点，[霞关]渔港的灯还亮着" in screen_text(app)

    assert driven(live(), drive) is None


def test_enter_ends_with_the_id_of_the_hit_that_is_pointed_at(live: Live) -> None:
    chosen: list[str] = []

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert app.answer is not None
        chosen.append(app.answer.hits[1].id)
        await pilot.press("down", "enter")

    assert [driven(live("志愿者"), drive)] == chosen


def test_by_section_it_is_the_sections_id(live: Live) -> None:
    async def drive(_: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")

    assert str(driven(live("霞关", by="section"), drive)).endswith(".1")


@pytest.mark.parametrize("key", ["escape", "ctrl+c", "ctrl+q"])
def test_three_keys_end_it_without_a_choice(live: Live, key: str) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running or app._exit

    assert driven(live("霞关"), drive) is None


def test_ctrl_c_ends_it_from_the_facets_too_where_escape_goes_back_to_the_query(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("f2", "escape")
        assert app.query_one(Input).has_focus
        assert not app._exit
        await pilot.press("f2", "ctrl+c")
        await pilot.pause()
        assert app._exit

    assert driven(live("霞关"), drive) is None


def test_enter_without_a_hit_chooses_nothing(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert not app._exit
        assert "0 articles" in screen_text(app)

    assert driven(live("鲸鱼座"), drive) is None


def test_facets_are_ticked_and_unticked_and_told_by_their_boxes(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert "☐" not in screen_text(app)
        await pilot.press("f2")
        await settled(pilot)
        facets = app.query_one("#facets", Rows)
        facets.point_at(next(at for at, row in enumerate(facets.rows) if row.choice == ("place", "浙江省/台州市")))
        await pilot.press("space")
        await settled(pilot)
        assert "▸ ☑   台州市" in screen_text(app)
        assert "1 article " in screen_text(app)
        assert "place=浙江省/台州市" in screen_text(app)
        assert app.asked.filters() == (Filter("place", ("浙江省/台州市",)),)
        await pilot.press("space")
        await settled(pilot)
        assert "☑" not in screen_text(app)
        assert "3 articles" in screen_text(app)
        await pilot.press("f2")
        await settled(pilot)
        assert "☐" not in screen_text(app)
        assert app.query_one(Input).has_focus

    assert driven(live(), drive) is None


def test_values_of_one_field_are_alternatives_and_fields_narrow_one_another() -> None:
    asked = Asked("渔港").ticked(("place", "浙江省")).ticked(("year", "2024")).ticked(("place", "福建省"))
    assert asked.filters() == (Filter("place", ("浙江省", "福建省")), Filter("year", ("2024",)))
    assert asked.ticked(("year", "2024")).ticked(("place", "浙江省")).filters() == (Filter("place", ("福建省",)),)


def test_what_is_ticked_stays_to_be_unticked_when_nothing_has_it_any_more(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        app._ask(Asked("", None, (("author", "林一帆"),)))
        await pilot.press("f2", "escape", *"鲸鱼座")
        await settled(pilot)
        assert "☑ 林一帆" in screen_text(app)

    assert driven(live(), drive) is None


def test_the_filters_of_the_command_line_hold_and_are_told(live: Live) -> None:
    async def drive(app: LiveSearch, _: Pilot[Any]) -> None:
        assert "1 article " in screen_text(app)
        assert "publication=江南晚报 · since 2023" in screen_text(app)

    app = live("志愿者", where=(Filter("publication", ("江南晚报",)),), since="2023")
    assert driven(app, drive) is None


def test_the_order_is_told_and_goes_round(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        told = []
        for _ in range(4):
            told.append(screen_text(app).splitlines()[1].rpartition(" · ")[2])
            await pilot.press("f3")
            await settled(pilot)
        assert told == ["by title", "best first", "newest first", "oldest first"]
        assert app.asked.sort == "title"
        await pilot.press("f3", "f3", "f3")
        await settled(pilot)
        assert "2022" in pointed(app)[0]

    driven(live("志愿者", sort="title"), drive)


def test_a_query_that_is_not_all_typed_is_told_quietly_and_what_was_found_stays(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press(*' "渔港')
        await settled(pilot)
        shown = screen_text(app)
        assert "expected a closing quotation mark" in shown
        assert "霞关渔村" in shown
        await pilot.press('"')
        await settled(pilot)
        assert "expected" not in screen_text(app)

    driven(live("霞关", plain=False), drive)


def test_an_answer_to_what_is_no_longer_asked_is_never_shown_and_slow_ones_do_not_pile_up(
    live: Live, make_answer: MakeAnswer, make_hit: Callable[..., Any], article: ArticleText
) -> None:
    told = {
        text: make_answer(make_hit(title=f"给{text}的答案", title_highlights=()))
        for text in ("", "渔", "渔港", "渔港灯")
    }
    archive = Told(told, article)

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        gate = archive.gate = Event()
        try:
            await pilot.press(*"渔港灯")
            await pilot.pause()
            assert "给的答案" in screen_text(app)
        finally:
            gate.set()
        await settled(pilot)
        assert "给渔港灯的答案" in screen_text(app)

    driven(live(held=archive), drive)
    assert [asked.text for asked in archive.asked] == ["", "渔", "渔港灯"]


def test_an_index_that_cannot_be_read_ends_it_with_the_error(live: Live, tmp_path: Path) -> None:
    async def drive(_: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.pause()

    assert isinstance(driven(live(held=IndexedArchive((str(tmp_path / "无"),), Standing())), drive), IndexMissing)


def test_an_error_after_the_first_answer_is_only_told(
    live: Live, make_answer: MakeAnswer, make_hit: Callable[..., Any], article: ArticleText
) -> None:
    archive = Told({"": make_answer(make_hit()), "渔": IndexMissing("no index any more")}, article)

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("渔")
        await settled(pilot)
        assert "no index any more" in screen_text(app)
        assert not app._exit

    driven(live(held=archive), drive)


def test_a_first_query_that_is_wrong_is_told_too(live: Live, article: ArticleText, make_answer: MakeAnswer) -> None:
    archive = Told(
        {"(": QueryError("expected a closing parenthesis", query="(", position=1), "": make_answer()}, article
    )

    async def drive(app: LiveSearch, _: Pilot[Any]) -> None:
        assert "expected a closing parenthesis" in screen_text(app)

    driven(live("(", held=archive), drive)


def test_hits_that_lack_words_stand_below_a_heading_that_cannot_be_pointed_at(
    live: Live, make_answer: MakeAnswer, make_hit: Callable[..., Any], article: ArticleText
) -> None:
    hits = (make_hit(id="kaaaaaaa"), make_hit(2, id="kbbbbbbb", lacks=("海水稻",), title="霞关的稻田"))
    archive = Told({"": make_answer(*hits, total=1, also=1)}, article)

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert "Articles below lack some of the words:" in screen_text(app)
        await pilot.press("down", "down", "down")
        assert "[霞关]的稻田" in pointed(app)[0]
        await pilot.press("home")
        rows = app.query_one("#hits", Rows)
        rows.focus()
        await pilot.press("end", "up")
        assert "老船长" in pointed(app)[0]
        await pilot.press("down", "enter")

    assert driven(live(held=archive), drive) == "kbbbbbbb"


def test_where_nothing_has_all_the_words_the_first_that_has_some_is_pointed_at(
    live: Live, make_answer: MakeAnswer, make_hit: Callable[..., Any], article: ArticleText
) -> None:
    archive = Told({"": make_answer(make_hit(lacks=("稻",)), total=0, also=1)}, article)

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        shown = screen_text(app)
        assert shown.count("no article has all the words") == 1
        assert "老船长" in pointed(app)[0]

    driven(live(held=archive), drive)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
@pytest.mark.parametrize("plain", [False, True], ids=["colour", "NO_COLOR"])
def test_the_screen(
    live: Live,
    three_hits: Any,
    article: ArticleText,
    facet_counts: Any,
    make_answer: MakeAnswer,
    matches_case: Callable[[str, str], None],
    columns: int,
    rows: int,
    plain: bool,
) -> None:
    archive = Told({"霞关": make_answer(*three_hits, total=288, facets=facet_counts)}, article)

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("f2", "down", "space")
        await settled(pilot)
        shown = screen_lines(app)
        assert {width_of(line) for line in shown} == {columns}
        assert len(shown) == rows
        matches_case(f"live_{columns}{'_plain' if plain else ''}.txt", without_times(screen_text(app)))

    app = live("霞关", held=archive, plain=plain, where=(Filter("column", ("深度",), True),), until="2024")
    driven(app, drive, size=(columns, rows))


@pytest.mark.parametrize("plain", [False, True])
def test_no_colour_means_none_and_all_that_is_chosen_is_told_by_signs(live: Live, plain: bool) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.press("f2", "down", "space")
        await settled(pilot)
        assert {"▸", "☑", "☐"} <= set(screen_text(app))

        def filtered(strip: Strip) -> Strip:
            for each in app.get_line_filters():
                strip = strip.apply_filter(each, Color(0, 0, 0))
            return strip

        styles = [
            segment.style
            for strip in app.screen._compositor.render_strips()
            for segment in filtered(strip)
            if segment.style is not None
        ]
        colours = {each.name for style in styles for each in (style.color, style.bgcolor) if each is not None}
        assert colours <= {"default"} if plain else colours > {"default"}

    driven(live("霞关", plain=plain), drive)


def test_no_color_stays_in_the_environment_of_what_is_started(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("NO_COLOR", "yes")
    assert not live(plain=False).no_color
    assert live(plain=True).no_color
    assert os.environ["NO_COLOR"] == "yes"


@pytest.mark.parametrize("text", ["", "霞关", "a渔b港", "“渔港”", "e\u0301渔"])
def test_the_terminals_cursor_stands_where_an_input_method_writes(live: Live, text: str) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert app.cursor_position == (2 + width_of(text), 0)
        await pilot.press("home")
        assert app.cursor_position == (2, 0)

    driven(live(text), drive)


def test_the_cursor_stays_on_the_screen_of_a_long_query(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert app.cursor_position == (79, 0)
        await pilot.press("left", "left")
        await pilot.pause()
        assert 70 <= app.cursor_position.x < 79
        await pilot.press("home")
        await pilot.pause()
        assert app.cursor_position == (2, 0)

    driven(live("渔港" * 60), drive)


def test_pasted_lines_are_one_query_without_what_cannot_be_seen(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        app.query_one(Input).post_message(events.Paste("霞关\u202e\n渔\u200b港\t\x1b[31m课堂\n"))
        await settled(pilot)
        assert app.query_one(Input).value == app.asked.text == "霞关 渔港 [31m课堂"

    driven(live(), drive)


def test_a_narrow_and_low_window_still_shows_query_hits_and_keys(live: Live) -> None:
    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        await pilot.resize_terminal(40, 10)
        await settled(pilot)
        shown = screen_lines(app)
        assert {width_of(line) for line in shown} == {40}
        assert len(shown) == 10
        assert shown[0].startswith("> 霞关")
        assert "▸" in shown[3]
        assert "Enter Choose" in shown[-1]

    driven(live("霞关"), drive)


def test_the_article_is_read_and_edited_while_the_screen_is_given_away(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []

    def read(article: ArticleText) -> None:
        seen.append(("read", article.title or ""))

    def edit(article: ArticleText) -> str:
        seen.append(("edit", article.title or ""))
        return "there is no editor (set EDITOR)"

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        monkeypatch.setattr(app, "suspend", nullcontext)
        await pilot.press("ctrl+o", "f4")
        await pilot.pause()
        assert "there is no editor (set EDITOR)" in screen_text(app)

    app = live("霞关")
    app._readers = {"read": read, "edit": edit}
    driven(app, drive)
    assert seen == [(name, "霞关渔村:老船长带火海上课堂") for name in ("read", "edit")]


def test_a_click_points_and_a_second_one_chooses(live: Live) -> None:
    ids: list[str] = []

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        assert app.answer is not None
        ids.append(app.answer.hits[1].id)
        await pilot.click("#hits", offset=(5, 1))
        await settled(pilot)
        assert app.query_one("#hits", Rows).at == 1
        assert not app._exit
        await pilot.click("#hits", offset=(5, 1), times=2)

    assert [driven(live("志愿者"), drive)] == ids


def test_the_article_scrolls_by_keys_that_leave_the_query_alone(
    live: Live, article: ArticleText, make_answer: MakeAnswer, make_hit: Callable[..., Any]
) -> None:
    long = replace(article, sections=article.sections * 9)
    archive = Told({"": make_answer(make_hit())}, long)

    async def drive(app: LiveSearch, pilot: Pilot[Any]) -> None:
        before = screen_text(app)
        await pilot.press("shift+down", "shift+down", "shift+down")
        await pilot.pause()
        assert screen_text(app) != before
        await pilot.press("shift+up", "shift+up", "shift+up")
        await pilot.pause()
        assert screen_text(app) == before

    driven(live(held=archive), drive)
