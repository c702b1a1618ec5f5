"""How bytes become text."""

from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.decoding import decode, head_encoding, text_encoding
from baosou.corpus.errors import SourceError
from baosou.corpus.plausibility import plausibility
from tests.work import no_longer_than

PAGE = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。“今年的收成比去年好！”船老大林水生说。\n"
TRADITIONAL = "平灣鎮的碼頭上一片繁忙，漁民們忙著把剛上岸的帶魚裝箱。「今年的收成比去年好！」船老大說。\n"
SHORT = ["苍南县", "要闻", "村里来了大学生", "第三版", "渔港新事", "联通", "我们", "中国", "平湾镇举办运动会"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_simplified_page_is_read_in_every_encoding_it_may_have(encoding: str) -> None:
    assert decode(PAGE.encode(encoding)).text == PAGE


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "big5hkscs", "gb18030", "utf-16-le"])
def test_a_traditional_page_is_read_in_every_encoding_it_may_have(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("text", SHORT)
def test_a_few_characters_of_gb18030_are_not_taken_for_another_encoding(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("text", ["要聞", "國會", "第三版", "漁港新事", "我們", "中國", "臺北市長談交通"])
def test_a_few_characters_of_big5_are_not_taken_for_gb18030(text: str) -> None:
    decoded = decode(text.encode("big5"))
    assert (decoded.text, decoded.encoding) == (text, "big5")


def test_the_byte_order_mark_is_no_character_of_the_text() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode("甲乙".encode(encoding)).text.index("乙") == 1


def test_utf16_without_a_mark_is_known_by_its_line_ends() -> None:
    text = "一、总则\n第一条 为了保护海洋，制定本条例。\n"
    assert decode(text.encode("utf-16-le")).encoding == "utf-16-le"
    assert decode(text.encode("utf-16-be")).encoding == "utf-16-be"


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"").text == ""


def test_french_in_utf8_is_not_taken_for_gb2312() -> None:
    assert decode("Un café à Pékin, l'été".encode()).text == "Un café à Pékin, l'été"


@pytest.mark.parametrize("text", ["\x80", "Ελλάδα", "é" * 30, "ï»¿", "±°C"])
def test_what_is_valid_utf8_is_never_read_as_anything_else(text: str) -> None:
    decoded = decode(f'{{"title": "{text}"}}\n'.encode())
    assert (decoded.text, decoded.encoding) == (f'{{"title": "{text}"}}\n', "utf-8")


def test_one_broken_byte_does_not_change_the_encoding_of_a_utf8_page() -> None:
    data = PAGE.encode() + b"\xe6\xb8" + PAGE.encode()
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.replaced == 1
    assert decoded.text.replace("\ufffd", "") == PAGE + PAGE


def test_one_broken_byte_does_not_change_the_encoding_of_a_gb18030_page() -> None:
    decoded = decode(PAGE.encode("gb18030") + b"\xff" + PAGE.encode("gb18030"))
    assert decoded.encoding == "gb18030"
    assert decoded.replaced == 1
    assert decoded.text == PAGE + "\ufffd" + PAGE


def test_a_file_cut_off_inside_its_last_character_keeps_all_others() -> None:
    assert decode(PAGE.strip().encode()[:-1]).text == PAGE.strip()[:-1] + "\ufffd"


def test_replacement_characters_that_stand_in_the_file_are_not_counted() -> None:
    assert decode(f"坏\ufffd字{PAGE}".encode()).replaced == 0


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"%PDF-1.7\n%\xe2\xe3",
        b"PK\x03\x04\x14\0",
        gzip.compress(PAGE.encode()),
        bytes(range(256)) * 40,
        b"\0" * 100,
        bytes((7 * n * n + 3) % 256 for n in range(4000)),
    ],
)
def test_binary_data_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(SourceError, match="binary data") as raised:
        decode(data)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_nul_within_a_text_costs_no_more_than_its_place(encoding: str) -> None:
    page = TRADITIONAL if encoding == "big5" else PAGE
    decoded = decode(page.encode(encoding) + b"\0" + page.encode(encoding))
    assert (decoded.text, decoded.replaced) == (page + "\ufffd" + page, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16"])
def test_nuls_that_fill_up_the_last_block_are_no_text(encoding: str) -> None:
    for padding in (1, 2, 500, 4096):
        decoded = decode(PAGE.encode(encoding) + b"\0" * padding)
        assert (decoded.text, decoded.replaced > 0) == (PAGE, True)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_mark_with_which_dos_ended_a_text_is_no_character_of_it(encoding: str) -> None:
    decoded = decode((PAGE + "\x1a").encode(encoding))
    assert (decoded.text, decoded.replaced) == (PAGE, 0)


def test_the_euro_sign_of_windows_is_read_in_gbk() -> None:
    data = PAGE.encode("gbk") + b"\x80" + "1.5亿元，即€2000万。\n".encode("gb18030")
    for encoding in (None, "gbk"):
        decoded = decode(data, encoding=encoding)
        assert (decoded.text, decoded.replaced) == (PAGE + "€1.5亿元，即€2000万。\n", 0)


def test_a_price_list_of_very_many_euro_signs_is_read() -> None:
    line = "码头的鱼价"
    data = (line.encode("gbk") + b"\x80" + b"12\n") * 250_000
    with no_longer_than():
        decoded = decode(data)
    assert (decoded.text, decoded.replaced) == (f"{line}€12\n" * 250_000, 0)


def test_a_forced_encoding_is_believed() -> None:
    assert decode(TRADITIONAL.encode("big5"), encoding="BIG5").text == TRADITIONAL
    assert decode(b"caf\xe9", encoding="latin-1").text == "café"


def test_a_forced_encoding_drops_its_own_mark() -> None:
    assert decode("甲".encode("utf-8-sig"), encoding="utf-8").text == "甲"
    assert decode(codecs.BOM_UTF16_BE + "甲".encode("utf-16-be"), encoding="utf-16").text == "甲"


def test_gb2312_means_the_whole_of_gb18030() -> None:
    assert decode("朱镕基".encode("gb18030"), encoding="gb2312").text == "朱镕基"


def test_a_wrongly_forced_encoding_is_told() -> None:
    with pytest.raises(SourceError, match="not valid utf-8; leave the encoding out to have it detected"):
        decode("Page 1\n平湾渔港".encode("gb18030"), encoding="utf-8")
    with pytest.raises(SourceError, match="not valid big5"):
        decode(PAGE.encode("gb18030"), encoding="big5")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5"])
def test_a_damaged_byte_of_a_forced_encoding_costs_its_character_alone(encoding: str) -> None:
    first, last = "渔港的灯塔昨夜修好了。\n", "船老大說明早出海。\n" if encoding == "big5" else "船老大说明早出海。\n"
    first = first if encoding != "big5" else "漁港的燈塔昨夜修好了。\n"
    decoded = decode(first.encode(encoding) + b"\xff" + last.encode(encoding), encoding=encoding)
    assert (decoded.text, decoded.replaced) == (f"{first}\ufffd{last}", 1)


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "hex", "undefined", "", "utf-8\0", "zip"])
def test_names_that_are_no_text_encoding_are_refused(name: str) -> None:
    with pytest.raises(SourceError, match="unknown encoding"):
        text_encoding(name)


def test_what_a_file_declares_is_believed_unless_it_reads_worse() -> None:
    assert decode("要闻".encode("gb18030"), declared="gbk").text == "要闻"
    assert decode(PAGE.encode("gb18030"), declared="iso-8859-1").text == PAGE
    assert decode(PAGE.encode(), declared="gb2312").text == PAGE
    assert decode(PAGE.encode("gb18030"), declared="x-unknown").text == PAGE


def test_a_streams_encoding_is_told_from_a_head_that_ends_inside_a_character() -> None:
    for encoding in ("utf-8", "gb18030"):
        head = (PAGE * 50).encode(encoding)[:1501]
        assert head_encoding(head) == (encoding, 0)


def test_the_last_line_tells_a_streams_encoding_where_all_before_it_is_ascii() -> None:
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        assert head_encoding(f"title,text\n渔港新事,{PAGE.strip()}".encode(encoding)) == (encoding, 0)
    assert head_encoding(f"title,text\n漁港新事,{TRADITIONAL.strip()}".encode("big5")) == ("big5", 0)


def test_a_line_of_two_byte_characters_that_is_longer_than_the_head_is_utf8() -> None:
    assert head_encoding(('{"text": "' + "é" * 100).encode()[:-1]) == ("utf-8", 0)


def test_a_stray_nul_makes_a_stream_no_binary_data_and_many_do() -> None:
    assert head_encoding((PAGE * 3).encode() + b"\0\n") == ("utf-8", 0)
    with pytest.raises(SourceError, match="binary"):
        head_encoding((b"ustar" + b"\0" * 300) * 2)


def test_prose_is_plausible_and_the_same_bytes_read_wrongly_are_not() -> None:
    wrong = TRADITIONAL.encode("big5").decode("gb18030", "replace")
    assert plausibility(TRADITIONAL) > 1 > 0 > plausibility(wrong)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_any_han_text_in_utf8_comes_back(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.replaced) == (text, 0)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-32"]))
def test_any_text_comes_back_from_an_encoding_that_is_forced(text: str, encoding: str) -> None:
    text = text.lstrip("\ufeff").rstrip("\0\x1a")
    assert decode(text.encode(encoding), encoding=encoding).text == text.replace("\0", "\ufffd")


@given(st.lists(st.sampled_from(PAGE.strip()), min_size=8, max_size=60), st.sampled_from(["gb18030", "utf-16-le"]))
def test_any_mixture_of_a_pages_characters_comes_back_undeclared(chars: list[str], encoding: str) -> None:
    text = "".join(chars) + "的一年。\n"
    assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_one_line_error(data: bytes) -> None:
    try:
        said = decode(data).text.replace("\n", "")
    except SourceError as error:
        said = str(error)
    assert not {"\0", "\n"}.intersection(said)
