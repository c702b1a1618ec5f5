"""Web pages saved whole: the page among the pictures, whatever its parts are packed in."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from tests.documents import articles, outline, reason

TEXT = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱，灯塔也亮了。"
HEAD = "<title>渔港改造开工_海岳网</title>"
PAGE = f"<html><head>{HEAD}</head><body><h1>渔港改造开工</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"
ADDRESS = "http://www.haiyue.example/2024/0305/1.html"


def saved(page: str, *, charset: str = "utf-8", coding: str = "quoted-printable", first: bytes = b"") -> bytes:
    raw = page.encode(charset)
    packed = quopri.encodestring(raw) if coding == "quoted-printable" else base64.encodebytes(raw)
    picture = base64.encodebytes(b"\x89PNG" * 400)
    return (
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n' + first + b"------x\r\n"
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + picture + b"\r\n------x\r\n"
        b"Content-Type: text/html; charset=" + charset.encode() + b"\r\n"
        b"Content-Transfer-Encoding: " + coding.encode() + b"\r\n"
        b"Content-Location: " + ADDRESS.encode() + b"\r\n\r\n" + packed + b"\r\n------x--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "big5"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("ending", ["mht", "mhtml"])
def test_the_page_is_read_in_its_encoding_and_packing(tmp_path: Path, charset: str, coding: str, ending: str) -> None:
    page = PAGE if charset != "big5" else PAGE.replace("湾", "灣").replace("码头", "碼頭").replace("渔", "漁")
    page = page if charset != "big5" else page.encode("big5", "ignore").decode("big5")
    (article,) = articles(tmp_path, f"a.{ending}", saved(page, charset=charset, coding=coding))
    title, blocks = outline(article)
    assert title is not None
    assert title in page
    assert len(blocks) == 2
    assert blocks[0][1] in page
    assert article.url == ADDRESS


def test_a_frame_is_read_where_the_page_itself_has_no_text(tmp_path: Path) -> None:
    frames = b"------x\r\nContent-Type: text/html\r\n\r\n<html><frameset><frame src='1.html'></frameset></html>\r\n"
    (article,) = articles(tmp_path, "a.mht", saved(PAGE, first=frames))
    assert outline(article)[0] == "渔港改造开工"


def test_what_is_no_saved_page_is_told_in_one_line(tmp_path: Path) -> None:
    assert "no web page" in reason(tmp_path, "a.mht", b"PK\x03\x04 x")
    assert "no web page" in reason(tmp_path, "b.mht", b"Content-Type: image/png\r\n\r\nxx")


def test_parts_nested_a_thousand_deep_are_a_failure_of_the_file(tmp_path: Path) -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth) for depth in range(3000)
    )
    assert "nested" in reason(tmp_path, "a.mht", nested + b"Content-Type: text/html\r\n\r\n<p>x</p>")
