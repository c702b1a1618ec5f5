"""What a page's text layer is worth, and what is told of it."""

from __future__ import annotations

import pytest

from baosou.corpus.layout.honesty import TextLayer, text_layer
from baosou.corpus.layout.reading import read_pages
from tests.corpus.layout.press import FERRY, HEIGHT, WIDTH, Press, apart, broken, titles

STORY = FERRY[1] + ["《渡口志》载：1952年7月1日，渡船有3条，每趟收2分钱，全长约1200米，José先生曾乘船北上。"]


def page(lines: list[str]) -> Press:
    press = Press()
    press.column(40, 700, 240, lines)
    return press


def damaged(text: str, signs: str, every: int) -> str:
    """The text as a driver rewrites it that loses what some characters are: each of so many is another sign."""
    return "".join(
        signs[place % len(signs)] if place % every == 0 and character not in "， 。" else character
        for place, character in enumerate(text)
    )


def test_honest_text_with_figures_and_foreign_names_is_sound() -> None:
    assert text_layer(page(broken(STORY, 24)).page()) is TextLayer.SOUND


@pytest.mark.parametrize("every", [4, 6])
def test_text_with_letters_and_control_signs_among_its_characters_is_wrong(every: int) -> None:
    lines = [damaged(line, "ÿ2ð\u0080O", every) for line in broken(STORY, 24)]
    assert text_layer(page(lines).page()) is TextLayer.WRONG


def test_a_wrong_text_layer_makes_no_article_and_is_told() -> None:
    press = page([damaged(line, "ÿ2ð\u0080O", 5) for line in broken(STORY, 24)])
    sound = Press(number=2)
    sound.centred(40, 280, 720, FERRY[0], 20)
    sound.column(40, 700, 240, broken(FERRY[1], 24))
    reading = read_pages([press.page(), sound.page()], "page.pdf")
    assert titles(reading) == [FERRY[0]]
    assert sum(map(len, apart(reading))) == len(press.glyphs)
    assert len(reading.warnings) == 1
    assert reading.warnings[0].startswith("page 1: the text layer has other characters than are printed")


def test_pages_of_pictures_without_text_say_that_they_are_scans() -> None:
    pages = []
    for number in (1, 2, 4):
        press = Press(number)
        press.pictures.append((0, 0, WIDTH, HEIGHT))
        press.line(290, 20, str(number), 8)
        pages.append(press.page())
    reading = read_pages(pages, "scan.pdf")
    assert titles(reading) == []
    assert reading.warnings == ("pages 1 to 2 and 4: no text layer; run OCR first (ocrmypdf -l chi_sim)",)


def test_an_empty_page_is_no_scan() -> None:
    assert read_pages([Press().page()], "empty.pdf").warnings == ()
