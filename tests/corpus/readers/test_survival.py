"""No file takes another with it: whatever one holds, it is read or told of, and nothing is raised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import read_source

ENDINGS = (".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv")
GOOD = "渔港的灯亮了，孩子们在码头上等船。"


def read(folder: Path) -> dict[str, list[Article | Failure]]:
    sources = [each for each in discover([folder]) if isinstance(each, SourceFile)]
    return {source.name: list(read_source(source)) for source in sources}


def test_a_fault_of_a_reader_is_a_failure_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Iterator[Article]:
        yield Article(())
        raise RecursionError("到此\n为止")

    monkeypatch.setattr("baosou.corpus.readers.html.read_html", broken)
    (tmp_path / "a.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    found = read(tmp_path)
    article, failure = found["a.html"]
    assert isinstance(article, Article)
    assert isinstance(failure, Failure)
    assert failure.reason == "baosou fails on it, which is a fault to report (RecursionError: 到此 为止)"
    assert not any(isinstance(each, Failure) for each in found["b.txt"])


PIECES = [
    b"<div>", b"<pre>", b"<a href=", b'"', b"<script type='application/ld+json'>", b"</script>", b"<!--", b"&#x110000;",
    b"&#" + b"9" * 5000 + b";", b"&#xd800;", b"---\n", b"+++\n", b"title: ", b"a = ", b"{", b"}", b"[", b"]", b'"}',
    b'{"title": "', b"\\u0000", b"\\ud800", b"\n", b"\r", b",", b"\t", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf",
    b"\x80", b"\xe6\xb8", b"9" * 5000, b"*" * 50, b"`" * 50, b"| " * 50, b"1e999", b"# ",
    "渔港。".encode(), "渔港。".encode("gb18030"), "来源：2024-03-05 记者 林小满".encode(),
]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_whatever_a_file_holds_nothing_is_raised_and_no_reader_is_at_fault(tmp_path: Path, data: bytes) -> None:
    for ending in ENDINGS:
        (tmp_path / f"bad{ending}").write_bytes(data)
        (tmp_path / f"good{ending}").write_text('{"text": "渔港"}' if "json" in ending else GOOD, encoding="utf-8")
    found = read(tmp_path)
    for name, each in found.items():
        assert not any("fault" in failure.reason for failure in each if isinstance(failure, Failure)), name
    assert all(
        any(isinstance(each, Article) for each in found[f"good{ending}"]) for ending in ENDINGS if "sv" not in ending
    )
