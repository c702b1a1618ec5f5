"""Documents that are broken or out to harm: each is a failure in one line, and its neighbour is read."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import Limits, read_source
from tests.documents import archive, articles, chapter, epub, outline, p, point, read, reason, word

TEXT = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。"
GOOD = word(p("灯塔", "1") + p(TEXT))
BOOK = epub({"a.xhtml": chapter(f"<h1>灯塔</h1><p>{TEXT}</p>")}, contents=point("灯塔", "a.xhtml"))
ENDINGS = ("docx", "epub", "odt")
SMALL = Limits(document=1 << 20, harmless=1 << 16, expansion=50)
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_part(name: str, content: bytes, whole: bytes = GOOD) -> bytes:
    """The archive with other content in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts: dict[str, str | bytes] = {each: packed.read(each) for each in packed.namelist()}
    return archive({**parts, name: content})


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (TEXT.encode(), "no zip archive"),
        (b"%PDF-1.7 ...", "no zip archive"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged or none"),
        (GOOD[: len(GOOD) // 2], "damaged or none"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "soffice --headless --convert-to docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 66000 + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
    ids=["empty", "text", "pdf", "no directory", "half", "old office", "password"],
)
def test_what_is_no_such_document_is_told_in_one_line(tmp_path: Path, ending: str, data: bytes, told: str) -> None:
    assert told in reason(tmp_path, f"a.{ending}", data)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_archive_of_other_things_is_told_of(tmp_path: Path, ending: str) -> None:
    assert reason(tmp_path, f"a.{ending}", archive({"灯塔.txt": TEXT}))


def test_a_part_that_declares_more_than_it_may_is_not_read(tmp_path: Path) -> None:
    bomb = with_part("word/document.xml", b"<x>" + b" " * (8 << 20) + b"</x>")
    assert "bomb" in reason(tmp_path, "a.docx", bomb, limits=SMALL)


def test_a_part_that_declares_less_than_it_holds_is_not_read_to_its_end(tmp_path: Path) -> None:
    size = 8 << 20
    lying = with_part("word/document.xml", b"<x>" + b" " * size + b"</x>")
    lying = lying.replace(struct.pack("<L", size + 7), struct.pack("<L", 1000))
    tracemalloc.start()
    assert reason(tmp_path, "a.docx", lying, limits=SMALL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size


def test_many_parts_together_are_no_larger_than_one_document(tmp_path: Path) -> None:
    documents = {f"{number}.xhtml": chapter(f"<p>{number}{'渔港' * 15_000}</p>") for number in range(20)}
    assert "larger than 1 MB" in reason(tmp_path, "a.epub", epub(documents), limits=Limits(document=1 << 20))


def test_a_directory_of_parts_without_end_is_not_read(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for number in range(70_000):
            packed.writestr(f"word/{number:040d}", b"")
    assert "directory" in reason(tmp_path, "a.docx", held.getvalue())


@pytest.mark.parametrize(("ending", "whole"), [("docx", word(p(""))), ("epub", epub({"a.xhtml": chapter("")}))])
def test_a_document_of_scans_is_told_to_need_ocr(tmp_path: Path, ending: str, whole: bytes) -> None:
    assert read(tmp_path, f"a.{ending}", whole) == []
    scanned = with_part("word/media/image1.jpeg", b"x", with_part("OEBPS/1.jpg", b"x", whole))
    assert "pictures (2), as of scans; run OCR" in reason(tmp_path, f"a.{ending}", scanned)


def test_thousands_of_parts_do_no_harm(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
        parts: dict[str, str | bytes] = {each: packed.read(each) for each in packed.namelist()}
    (article,) = articles(tmp_path, "a.docx", archive({**parts, **{f"word/media/{n}.png": b"x" for n in range(5000)}}))
    assert outline(article)[0] == "灯塔"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
HOSTILE_XML: dict[str, tuple[str, str]] = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><x>&l29;</x>', "entities"),
    "external entity": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "entities"),
    "external document type": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x>&e;</x>', ""),
    "nested": ("<x>" * 200_000, "nested"),
    "nested paragraphs": (f"<w:document {NAMESPACE}>" + "<w:p><w:r><w:txbxContent>" * 50_000, "nested"),
    "unclosed": (f"<w:document {NAMESPACE}><w:p>", "XML is damaged"),
    "no xml": ("渔港", "XML is damaged"),
    "no part of Word": ("<html><body><p>渔港</p></body></html>", ""),
}


@pytest.mark.parametrize("name", HOSTILE_XML)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"])
def test_hostile_xml_is_a_failure_of_its_file(tmp_path: Path, name: str, part: str) -> None:
    content, told = HOSTILE_XML[name]
    whole = word(p("灯塔", "1") + p(TEXT), core="<dc:title>x</dc:title>")
    found = read(tmp_path, "a.docx", with_part(part, content.encode(), whole))
    failed = [each.reason for each in found if isinstance(each, Failure)]
    assert all("fault" not in each and "root:" not in each for each in failed)
    if told:
        assert len(failed) == 1
        assert told in failed[0]


def test_names_that_lead_out_of_the_archive_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_text(chapter("<p>机密</p>"), encoding="utf-8")
    documents = {
        "../../secret.xhtml": chapter(f"<p>{TEXT}</p>"),
        "/etc/passwd": "x",
        "a.xhtml": chapter("<h1>灯塔</h1>"),
    }
    found = read(tmp_path, "a.epub", epub(documents))
    assert "机密" not in str(found)
    assert "root:" not in str(found)


def test_an_encrypted_archive_is_told_of(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:  # the flag of encryption, in each entry of the directory
        data[at + 8] |= 1
        at += 4
    assert "password" in reason(tmp_path, "a.docx", bytes(data))


def test_a_part_packed_as_no_document_is_is_not_read(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("word/document.xml", b"<x/>" + b" " * 100_000)
    assert "packed" in reason(tmp_path, "a.docx", held.getvalue())


def test_a_part_whose_checksum_is_wrong_is_a_failure(tmp_path: Path) -> None:
    broken = GOOD.replace(struct.pack("<L", zlib.crc32(_document(GOOD))), b"\1\2\3\4")
    assert "damaged" in reason(tmp_path, "a.docx", broken)


def _document(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("word/document.xml")


def test_a_table_of_contents_without_end_or_in_a_circle_does_no_harm(tmp_path: Path) -> None:
    deep = "".join(f'<navPoint><navLabel><text>{n}</text></navLabel><content src="a.xhtml"/>' for n in range(500))
    deep += "</navPoint>" * 500
    wide = "".join(point(f"第{n}章", f"a.xhtml#c{n}") for n in range(30_000))
    for contents in (deep, wide):
        found = read(tmp_path, "a.epub", epub({"a.xhtml": chapter(f"<h1>灯塔</h1><p>{TEXT}</p>")}, contents=contents))
        assert TEXT in str(found)
        assert not [each for each in found if isinstance(each, Failure)]


def _flipped(data: bytes, flips: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for at, bit in flips:
        changed[at % len(changed)] ^= 1 << bit
    return bytes(changed)


def _unpacked(data: bytes) -> bytes:
    """The archive without compression, so that what is flipped reaches the parts themselves."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(held, "w") as plain:
        for name in packed.namelist():
            plain.writestr(name, packed.read(name))
    return held.getvalue()


PARTS: dict[str, Callable[[bytes, list[tuple[int, int]]], bytes]] = {
    "archive": _flipped,
    "stored": lambda data, flips: _flipped(_unpacked(data), flips),
    "document": lambda data, flips: with_part(_main(data), _flipped(_main_of(data), flips), data),
}


def _main(data: bytes) -> str:
    return "word/document.xml" if b"word/document.xml" in data else "OEBPS/content.opf"


def _main_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(_main(data))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    flips=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 7)), min_size=1, max_size=8),
    cut=st.integers(0, 400),
    part=st.sampled_from(sorted(PARTS)),
)
def test_whatever_is_flipped_nothing_is_raised_and_the_good_neighbour_is_read(
    tmp_path: Path, flips: list[tuple[int, int]], cut: int, part: str
) -> None:
    for ending, whole in (("docx", GOOD), ("epub", BOOK)):
        bad = PARTS[part](whole, flips)
        (tmp_path / f"bad.{ending}").write_bytes(bad[: len(bad) - cut] if part != "document" else bad)
        (tmp_path / f"good.{ending}").write_bytes(whole)
    for source in discover([tmp_path]):
        assert isinstance(source, SourceFile)
        found = list(read_source(source))
        assert not any("fault" in each.reason for each in found if isinstance(each, Failure)), found
        if source.name.startswith("good"):
            assert [outline(each)[0] for each in found if isinstance(each, Article)] == ["灯塔"]
