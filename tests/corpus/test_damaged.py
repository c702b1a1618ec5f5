"""Damaged and mixed bytes: what can be read of them is read, and nothing becomes another text in silence."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from baosou.corpus.damaged import read_closely
from baosou.corpus.decoding import Decoded, decode, decode_line
from baosou.corpus.errors import SourceError

SIMPLIFIED = """平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。“今年的收成比去年好！”船老大林水生说。
记者从镇政府了解到，新修的防波堤已于3月5日完工，全长1200米，可停靠船只八十余艘。
村里的老人说，从前台风一来，大家整夜不敢合眼，如今心里踏实多了。
夜市开张以后，游客越来越多，周川一家的鱼干生意比出海还要好。
"""
TRADITIONAL = """平灣鎮的碼頭上一片繁忙，漁民們忙著把剛上岸的帶魚裝箱。「今年的收成比去年好！」船老大說。
記者從鎮公所了解到，新修的防波堤已於3月5日完工，全長1200公尺，可停靠船隻八十餘艘。
村裡的老人說，從前颱風一來，大家整夜不敢合眼，如今心裡踏實多了。
夜市開張以後，遊客越來越多，周川一家的魚乾生意比出海還要好。
"""
IN = [
    (SIMPLIFIED, "utf-8"),
    (SIMPLIFIED, "gb18030"),
    (SIMPLIFIED, "utf-16-le"),
    (SIMPLIFIED, "utf-16-be"),
    (SIMPLIFIED, "utf-16"),
    (TRADITIONAL, "utf-8"),
    (TRADITIONAL, "big5"),
    (TRADITIONAL, "gb18030"),
]
texts = pytest.mark.parametrize(("text", "encoding"), IN)


def foreign(decoded: Decoded, *originals: str) -> list[str]:
    """The characters of a reading that stand in none of the originals."""
    return [each for each in decoded.text if each not in "\ufffd" and not any(each in text for text in originals)]


def read(data: bytes) -> Decoded | None:
    """The reading, or None where the file fails; that is told too."""
    try:
        return decode(data)
    except SourceError:
        return None


@texts
@pytest.mark.parametrize("every", [40, 41, 60, 97])
def test_bytes_put_in_again_and_again_leave_the_rest_to_be_read(text: str, encoding: str, every: int) -> None:
    data = (text * 10).encode(encoding)
    damaged = b"\xff".join(data[at : at + every] for at in range(0, len(data), every))
    decoded = decode(damaged)
    assert decoded.replaced
    assert len(foreign(decoded, text)) <= len(data) // every  # one at each place at most
    assert len(decoded.text.replace("\ufffd", "")) > 0.85 * len(text * 10)


@texts
def test_lines_cut_after_so_many_bytes_are_joined_again_and_told(text: str, encoding: str) -> None:
    if encoding.startswith("utf-16"):
        pytest.skip("a line end of one byte is none in UTF-16")
    lines = (text * 3).encode(encoding).splitlines()
    width = next(each for each in range(37, 60) if all(len(line) % each for line in lines))
    folded = b"".join(line[at : at + width] + b"\n" for line in lines for at in range(0, len(line), width))
    decoded = decode(folded)
    assert decoded.replaced
    assert decoded.text == text * 3


def test_fields_cut_after_so_many_bytes_are_read_as_far_as_they_go() -> None:
    lines = [line.encode()[:50] for line in SIMPLIFIED.splitlines()] * 3
    decoded = decode(b"".join(line + b"\n\n" for line in lines))
    assert decoded.replaced
    assert foreign(decoded, SIMPLIFIED) == []
    assert decoded.text.count("记者从镇政府") == 3


@texts
@pytest.mark.parametrize("other", ["utf-8", "gb18030", "big5"])
def test_a_line_in_another_encoding_is_read_in_it_or_left_out_and_told(text: str, encoding: str, other: str) -> None:
    if encoding == other or encoding.startswith("utf-16") or (other == "big5" and text == SIMPLIFIED):
        pytest.skip("not another encoding, or one that cannot be joined by lines")
    lines = text.splitlines(keepends=True)
    mixed = lines[0].encode(encoding) + lines[3].encode(other) + "".join(lines[1:3]).encode(encoding)
    decoded = decode(mixed)
    assert decoded.replaced
    assert foreign(decoded, text) == []
    assert decoded.text == "".join([lines[0], lines[3], *lines[1:3]])


def test_a_line_of_utf16_after_text_of_another_encoding_is_told() -> None:
    lines = SIMPLIFIED.splitlines(keepends=True)
    for encoding in ("utf-8", "gb18030"):
        decoded = read("".join(lines[:3]).encode(encoding) + lines[3].encode("utf-16-le"))
        assert decoded is None or decoded.replaced


def test_two_files_with_a_mark_each_joined_into_one_are_both_read() -> None:
    decoded = decode(SIMPLIFIED.encode("utf-8-sig") + TRADITIONAL.encode("gb18030"))
    assert decoded.replaced
    assert foreign(decoded, SIMPLIFIED, TRADITIONAL) == []
    assert "夜市开张以后" in decoded.text
    assert "夜市開張以後" in decoded.text


def test_a_byte_lost_in_gb18030_costs_a_few_characters_and_not_the_rest_of_the_line() -> None:
    line = "记者从镇政府了解到新修的防波堤已经完工可停靠船只八十余艘。\n"
    data = line.encode("gb18030")
    for at in range(2, 40):
        decoded = decode_line(data[:at] + data[at + 1 :], "gb18030")
        assert decoded.replaced
        assert sum(each in decoded.text for each in line) >= len(line) - 5


@pytest.mark.parametrize(
    "text", ["魑魅魍魉饕餮耄耋龃龉", "饾饤、觱篥、氍毹、罘罳、髹漆、鞶囊", "あいうえおカキクケコ", "αβγδεДЖЗИ①②③"]
)
def test_rare_characters_that_are_valid_stay_as_they_are(text: str) -> None:
    for encoding in ("gb18030", "utf-16-le"):
        assert read_closely(f"生僻字：{text}。\n".encode(encoding), encoding).places == 0


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str, bytes, int]:
    """A text, its encoding, and its bytes with one to three places cut out or put in."""
    text, encoding = draw(st.sampled_from(IN))
    data = text.encode(encoding)
    places = draw(st.integers(1, 3))
    for _ in range(places):
        at = draw(st.integers(4, len(data) - 1))
        cut = draw(st.integers(0, 3))
        put = draw(st.binary(max_size=3))
        data = data[:at] + put + data[at + cut :]
    return text, encoding, data, places


@settings(max_examples=200)
@given(damaged())
def test_damage_is_told_or_no_more_than_what_was_damaged_is_different(case: tuple[str, str, bytes, int]) -> None:
    text, encoding, data, places = case
    decoded = read(data)
    assert decoded is not None
    wrong = foreign(decoded, text)
    # up to the next place where a character is sure to begin, some may be others that look as well
    assert decoded.replaced or len(wrong) <= 8 * places, (encoding, decoded)
    kept = sum(line in decoded.text for line in text.splitlines())
    assert kept >= 1 or encoding.startswith("utf-16"), (encoding, decoded)


@settings(max_examples=200)
@given(st.sampled_from(IN), st.integers(60, 300), st.integers(0, 400))
def test_a_stretch_out_of_the_middle_of_a_file_is_read(case: tuple[str, str], size: int, start: int) -> None:
    text, encoding = case
    assume(encoding != "utf-16")
    data = text.encode(encoding)[start : start + size]
    assume(len(data) >= 60)
    decoded = read(data)
    assert decoded is not None or encoding.startswith("utf-16")
    assert decoded is None or decoded.replaced or len(foreign(decoded, text)) <= 10, (encoding, decoded)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(IN[:2] + IN[5:7]), st.integers(0, 3)), min_size=2, max_size=8))
@example([((SIMPLIFIED, "gb18030"), 0), ((SIMPLIFIED, "utf-8"), 1), ((TRADITIONAL, "big5"), 2)])
def test_lines_in_several_encodings_are_never_another_text_in_silence(lines: list[tuple[tuple[str, str], int]]) -> None:
    data = b"".join(text.splitlines(keepends=True)[at].encode(encoding) for (text, encoding), at in lines)
    decoded = read(data)
    if decoded is not None:
        assert decoded.replaced or not foreign(decoded, SIMPLIFIED, TRADITIONAL), decoded


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"]))
def test_any_bytes_have_a_reading_in_any_encoding(data: bytes, name: str) -> None:
    reading = read_closely(data, name)
    assert reading.lost <= len(data)
    assert (
        reading.places or reading.text == data.decode(name, "replace").replace("\ufffd", "€") or "€" not in reading.text
    )
