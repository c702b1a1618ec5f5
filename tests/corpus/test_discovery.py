"""Which files are read, in which order, and what is said of the others."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from baosou.corpus.discovery import Failure, Format, PassedOver, SourceFile, discover
from baosou.corpus.errors import BaosouError
from baosou.corpus.selection import Selection


def fill(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("渔港新事\n", encoding="utf-8")


def names_of(*paths: Path) -> list[str]:
    return [found.name for found in discover(paths) if isinstance(found, SourceFile)]


def failures_of(*paths: Path) -> list[Failure]:
    return [found for found in discover(paths) if isinstance(found, Failure)]


def test_folders_are_read_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    fill(tmp_path, "2024/07/02.txt", "2024/07/01.txt", "2023/乙.md", "2023/甲.html", "a.jsonl")
    assert names_of(tmp_path) == ["2023/乙.md", "2023/甲.html", "2024/07/01.txt", "2024/07/02.txt", "a.jsonl"]


@pytest.mark.parametrize(
    ("name", "kind", "compressed"),
    [
        ("a.txt", Format.TEXT, False),
        ("a.TXT.GZ", Format.TEXT, True),
        ("a.markdown", Format.MARKDOWN, False),
        ("a.htm", Format.HTML, False),
        ("a.ndjson.gz", Format.JSONL, True),
        ("a.b.csv", Format.CSV, False),
        ("a.tsv", Format.TSV, False),
        ("a.PDF", Format.PDF, False),
        ("a.pdf.gz", Format.PDF, True),
    ],
)
def test_the_suffix_tells_the_format(tmp_path: Path, name: str, kind: Format, compressed: bool) -> None:
    fill(tmp_path, name)
    (found,) = discover([tmp_path])
    assert isinstance(found, SourceFile)
    assert (found.format, found.compressed) == (kind, compressed)
    assert found.path == tmp_path / name


def test_files_of_folders_that_nothing_can_read_are_told_by_their_endings_and_hidden_ones_left_out(
    tmp_path: Path,
) -> None:
    fill(tmp_path, ".hidden.txt", ".git/a.txt", "photo.JPG", "notes", "a.txt", "b.gz", "旧刊/合订本.tar.gz")
    fill(tmp_path, "1.渔港新事", "旧刊/版面.caj", "页.doc.gz")
    assert names_of(tmp_path) == ["a.txt"]
    assert failures_of(tmp_path) == []
    passed = {each.path.name: each.ending for each in discover([tmp_path]) if isinstance(each, PassedOver)}
    assert passed == {
        "photo.JPG": ".jpg",
        "notes": "",
        "b.gz": ".gz",
        "合订本.tar.gz": ".tar.gz",
        "1.渔港新事": "",
        "版面.caj": ".caj",
        "页.doc.gz": ".doc.gz",
    }


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (Selection(exclude=("草稿/",)), ["2024/03/a.txt", "2024/a.md", "a.txt", "b.txt"]),
        (Selection(exclude=("*.txt",)), ["2024/a.md"]),
        (Selection(exclude=("/a.txt", "2024/**")), ["b.txt", "草稿/c.txt", "草稿/旧/a.txt"]),
        (Selection(include=("2024/**/*.txt",)), ["2024/03/a.txt"]),
        (Selection(include=("a.*",), exclude=("草稿",)), ["2024/03/a.txt", "2024/a.md", "a.txt"]),
        (Selection(exclude=("*", "!b.txt")), ["b.txt"]),
        (Selection(include=("*",)), ["2024/03/a.txt", "2024/a.md", "a.txt", "b.txt", "草稿/c.txt", "草稿/旧/a.txt"]),
    ],
)
def test_of_a_folder_only_what_its_selection_takes_is_read(
    tmp_path: Path, selection: Selection, names: list[str]
) -> None:
    fill(tmp_path, "a.txt", "b.txt", "2024/a.md", "2024/03/a.txt", "草稿/c.txt", "草稿/旧/a.txt")
    (tmp_path / "草稿/断链.txt").symlink_to(tmp_path / "nowhere.txt")
    found = list(discover([tmp_path], selections={str(tmp_path): selection}))
    assert [each.name for each in found if isinstance(each, SourceFile)] == names
    left_out = not any(name.startswith("草稿") for name in names)
    assert not left_out or all(isinstance(each, SourceFile) for each in found), "nothing is said of what is left out"


def test_a_file_that_is_itself_named_needs_no_selection_to_take_it(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    path = tmp_path / "a.txt"
    (found,) = discover([path], selections={str(path): Selection(exclude=("*",))})
    assert isinstance(found, SourceFile)


@pytest.mark.parametrize("pattern", ["", " ", "!", "\\", "# 草稿", "/"])
def test_what_names_nothing_is_no_pattern(pattern: str) -> None:
    for include, exclude in (([pattern], []), (["*.txt"], ["草稿/", pattern])):
        with pytest.raises(BaosouError, match="is no pattern of paths"):
            Selection.of(include, exclude)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="this system does not show itself as files")
def test_links_into_what_the_system_shows_of_itself_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "state").symlink_to("/proc/self")
    (tmp_path / "page.txt").symlink_to("/proc/self/environ")
    found = failures_of(tmp_path, Path("/proc"))
    assert [each.path for each in found] == [tmp_path / "page.txt", tmp_path / "state", Path("/proc")]
    assert {each.reason for each in found} == {"the system shows its own state there, which is no archive"}


def test_nothing_is_looked_for_in_folders_apart(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "索引/catalogue.json")
    (found,) = discover([tmp_path], apart=[os.path.realpath(tmp_path / "索引")])
    assert isinstance(found, SourceFile)
    assert found.name == "a.txt"


def test_a_file_that_is_itself_named_is_read_as_text_whatever_its_suffix(tmp_path: Path) -> None:
    fill(tmp_path, "notes", ".hidden.dat", "page.ocr.gz")
    named = list(discover([tmp_path / "notes", tmp_path / ".hidden.dat", tmp_path / "page.ocr.gz"]))
    assert [(each.name, each.format) for each in named if isinstance(each, SourceFile)] == [
        ("notes", Format.TEXT),
        (".hidden.dat", Format.TEXT),
        ("page.ocr.gz", Format.TEXT),
    ]


def test_a_file_that_is_reached_twice_comes_once(tmp_path: Path) -> None:
    fill(tmp_path, "2024/a.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "2024/a.txt")
    (tmp_path / "again").symlink_to(tmp_path / "2024")
    assert names_of(tmp_path, tmp_path / "2024", tmp_path / "2024/a.txt") == ["2024/a.txt"]


def test_paths_with_dots_are_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "2024/a.txt")
    monkeypatch.chdir(tmp_path)
    assert names_of(Path("2024/../2024/a.txt"), Path("."), Path("2024")) == ["a.txt"]


def test_a_link_to_a_folder_above_is_reported_and_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "pages/a.txt")
    (tmp_path / "pages/loop").symlink_to(tmp_path)
    (failure,) = failures_of(tmp_path)
    assert failure.path.name == "loop"
    assert "symbolic link" in failure.reason
    assert names_of(tmp_path) == ["pages/a.txt"]


def test_a_link_to_itself_and_one_to_nothing_are_reported(tmp_path: Path) -> None:
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "void.txt").symlink_to(tmp_path / "nowhere.txt")
    failures = failures_of(tmp_path)
    assert [failure.path.name for failure in failures] == ["self.txt", "void.txt"]
    assert failures[1].reason == "no such file or folder"


def test_pipes_sockets_and_devices_are_reported_without_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # a socket's path may have only 108 bytes
        server.bind("b.txt")
        reasons = [failure.reason for failure in failures_of(tmp_path, Path("/dev/null"))]
    assert reasons == [
        "not a regular file but a named pipe",
        "not a regular file but a socket",
        "not a regular file but a device",
    ]


def test_missing_paths_and_impossible_ones_are_reported(tmp_path: Path) -> None:
    reasons = [failure.reason for failure in failures_of(tmp_path / "missing.txt", Path("a\0b.txt"))]
    assert reasons[0] == "no such file or folder"
    assert len(reasons) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    fill(tmp_path, "shut/a.txt", "z.txt")
    (tmp_path / "shut").chmod(0)
    try:
        assert [failure.reason for failure in failures_of(tmp_path)] == ["permission denied"]
        assert names_of(tmp_path) == ["z.txt"]
    finally:
        (tmp_path / "shut").chmod(0o700)


def test_formats_that_are_not_read_are_said_of_files_that_are_themselves_named(tmp_path: Path) -> None:
    names = ["b.DOC", "c.zip", "d.tar.gz", "e.txt.xz"]
    fill(tmp_path, *names)
    assert [failure.reason for failure in failures_of(*(tmp_path / name for name in names))] == [
        "an old word processor's file; convert it with LibreOffice: soffice --headless --convert-to docx FILE",
        *["archives are not read; unpack them first"] * 3,
    ]


def test_folders_may_be_nested_deeper_than_the_stack(tmp_path: Path) -> None:
    depth = 1200
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):  # by descriptors, for the whole path is longer than the system takes at once
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)
    try:
        assert len(names_of(tmp_path)) == 1
    finally:
        (tmp_path / ("d/" * depth) / "a.txt").unlink()
        for level in range(depth, 0, -1):
            (tmp_path / ("d/" * level)).rmdir()


def test_names_in_gbk_on_disk_are_readable_text(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "渔港新事.txt".encode("gbk")
    try:
        with open(raw, "wb") as file:
            file.write("正文".encode())
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert names_of(tmp_path) == ["渔港新事.txt"]
