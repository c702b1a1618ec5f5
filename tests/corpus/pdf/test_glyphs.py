"""A PDF's page as characters with places: what pdfium makes up is left out, what the file hides is told."""

from __future__ import annotations

import math

import pytest

from baosou.corpus.pdf.messages import NotRead
from tests.corpus.pdf.sheets import pdf, read, shown


def text_of(content: str, page: str = "") -> str:
    return "".join(glyph.text for glyph in read(pdf(content, page)).glyphs)


def test_characters_stand_on_their_origins_as_wide_as_their_advance() -> None:
    page = read(pdf(f"BT /F1 12 Tf 20 100 Td {shown('渡口')} Tj ET"))
    first, second = page.glyphs
    assert (page.number, page.width, page.height) == (1, 300, 200)
    assert (first.text, first.x, first.y, first.size) == ("渡", 20, 100, 12)
    assert [round(side, 2) for side in first.box] == [20, 98.56, 32, 110.56]
    assert (second.text, second.x) == ("口", 32)
    assert page.fonts == ("FZSSK",)


def test_the_size_is_that_of_the_sheet_where_the_file_has_it_in_a_matrix() -> None:
    glyph, _ = read(pdf(f"q .5 0 0 .5 0 0 cm BT /F1 1 Tf 24 0 0 24 40 200 Tm {shown('渡口')} Tj ET Q")).glyphs
    assert (glyph.x, glyph.y, glyph.size) == (20, 100, 12)
    assert round(glyph.box[2] - glyph.box[0], 2) == 12


def test_blanks_and_line_ends_that_the_file_does_not_have_are_left_out() -> None:
    content = f"BT /F1 12 Tf 20 100 Td {shown('渡口')} Tj 60 0 Td {shown('添新')} Tj -60 -40 Td {shown('航灯')} Tj ET"
    assert text_of(content) == "渡口添新航灯"


def test_blanks_that_the_file_has_are_kept_as_hints() -> None:
    assert text_of(f"BT /F1 12 Tf 20 100 Td {shown('渡　口')} Tj ET") == "渡　口"


def test_of_characters_printed_twice_to_look_bold_one_is_read() -> None:
    content = f"BT /F1 12 Tf 20 100 Td {shown('渡口')} Tj ET BT /F1 12 Tf 20.4 100 Td {shown('渡口')} Tj ET"
    assert text_of(content) == "渡口"


def test_the_same_character_twice_in_a_row_is_two() -> None:
    assert text_of(f"BT /F1 12 Tf 20 100 Td {shown('渐渐')} Tj ET") == "渐渐"


def test_radicals_that_stand_for_characters_are_those_characters() -> None:
    assert text_of(f"BT /F1 12 Tf 20 100 Td {shown('⼀⽔⻰')} Tj ET") == "一水龙"


def test_colours_are_told_as_they_look_and_text_that_is_not_seen_as_such() -> None:
    content = (
        f"BT /F1 12 Tf 1 0 0 rg 20 100 Td {shown('红灯')} Tj ET BT /F1 12 Tf 3 Tr 20 60 Td {shown('隐字')} Tj ET "
        f"BT 0 Tr /F1 12 Tf 500 60 Td {shown('外字')} Tj ET"
    )
    red, _, hidden, _, outside, _ = read(pdf(content)).glyphs
    assert (red.colour, red.seen) == (0xFF0000, True)
    assert (hidden.text, hidden.seen) == ("隐", False)
    assert (outside.text, outside.seen) == ("外", False)


def test_turned_text_tells_its_angle() -> None:
    glyph, _ = read(pdf("BT /F3 12 Tf 0 1 -1 0 50 50 Tm (AB) Tj ET")).glyphs
    assert glyph.angle == pytest.approx(math.pi / 2)


def test_a_turned_sheet_is_read_as_it_is_seen() -> None:
    # set from foot to head, on a sheet that is turned by a quarter clockwise to be read
    page = read(pdf("BT /F3 12 Tf 0 1 -1 0 50 20 Tm (AB) Tj ET", "/Rotate 90"))
    assert (page.width, page.height) == (200, 300)
    first, second = page.glyphs
    assert first.angle == 0
    assert (first.x, first.y) == (20, 250)
    assert (round(second.x, 3), second.y) == (28.004, 250)


def test_places_are_counted_from_the_corner_that_is_seen() -> None:
    glyph, _ = read(pdf(f"BT /F1 12 Tf 120 100 Td {shown('渡口')} Tj ET", "/CropBox[100 50 300 200]")).glyphs
    assert (glyph.x, glyph.y) == (20, 50)


def test_two_fonts_are_told_apart_by_their_order_on_the_page() -> None:
    page = read(pdf(f"BT /F2 12 Tf 20 100 Td {shown('渡口')} Tj /F1 12 Tf {shown('航灯')} Tj ET"))
    assert page.fonts == ("FZHTK", "FZSSK")
    assert [glyph.font for glyph in page.glyphs] == [0, 0, 1, 1]


def test_rules_and_rectangles_come_with_their_colours() -> None:
    content = "0.5 w 20 100 m 280 100 l S 0.8 g 1 0 0 RG 40 20 100 50 re B q 2 0 0 2 10 10 cm 0 0 5 5 re f Q"
    rule, box, scaled = read(pdf(content)).shapes
    assert (rule.box, rule.fill, rule.stroke) == ((20, 100, 280, 100), None, 0)
    assert (box.box, box.fill, box.stroke) == ((40, 20, 140, 70), 0xCCCCCC, 0xFF0000)
    assert scaled.box == (10, 10, 20, 20)


def test_pictures_inside_of_forms_are_where_they_are_drawn() -> None:
    image = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\n"
        "stream\nA\nendstream"
    )
    drawing = "q 30 0 0 20 5 5 cm /I Do Q"
    form = (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</I 12 0 R>>>>/Length {len(drawing)}>>\n"
        f"stream\n{drawing}\nendstream"
    )
    page = read(pdf("q 1 0 0 1 100 50 cm /X Do Q", extra=(form, image)))
    assert [tuple(round(side) for side in box) for box in page.pictures] == [(105, 55, 135, 75)]


def test_a_page_of_more_characters_than_any_is_refused() -> None:
    content = "BT /F1 1 Tf 0 0 Td " + f"{shown('渡' * 1000)} Tj " * 101 + "ET"
    with pytest.raises(NotRead, match=r"page 1 has 1\d\d,\d\d\d characters"):
        read(pdf(content))
