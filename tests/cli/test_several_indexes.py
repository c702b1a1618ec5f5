"""Several indexes searched as one give what one index of all their sources gives; they are changed one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.index import BaosouError, open_index
from tests.opensearch.test_same_answers import QUERIES, SAMPLES, SEARCHES, Both, run

DAYS = sorted(path for path in SAMPLES.iterdir() if path.is_dir())
FIRST, SECOND, REST = DAYS[:4], DAYS[3:], DAYS[4:]
"""The day in the middle is in the first and the second."""
TOGETHER = {"together": ("first", "second"), "apart": ("first", "rest")}


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("several")
    for name, days in (("all", DAYS), ("first", FIRST), ("second", SECOND), ("rest", REST)):
        code, _, err = run("add", *map(str, days), "--jobs", "1", "--index", str(folder / name))
        assert code == 0, err

    def given(command: str, *arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        at = arguments.index("--index") + 1
        named = [str(folder / each) for each in TOGETHER.get(arguments[at], (arguments[at],))]
        places = [word for each in named for word in ("--index", each)]
        return run(command, *arguments[: at - 1], *places, *arguments[at + 1 :], stdin=stdin)

    return Both(str(folder / "all"), "together", given)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_answered_as_by_one_index_of_all(parted: Both, query: str) -> None:
    for options in SEARCHES:
        form = () if options in (("-l",), ("-c",)) else ("--json",)
        parted.agree("search", *options, *form, "--", query)
    parted.agree("search", "--", query)
    for command in ("facets", "analyze", "timeline", "suggest"):
        parted.agree(command, "--json", "--", query)
    parted.agree("kwic", "--json", "-n", "0", "--", query)


def test_all_that_passes_is_exported_shown_cited_and_likened_as_by_one(parted: Both) -> None:
    parted.agree("facets", "--json")
    parted.agree("export")
    parted.agree("export", "--unit", "section", "-w", "place=温州市")
    _, out, _ = parted.given("search", "志愿者 | 渔 | 的", "--format=ids", "-n", "0", "--index", parted.folder)
    ids = out.split()
    assert len(ids) > 10
    parted.agree("cite", *ids)
    for id in ids:
        parted.agree("show", id, "--json")
        parted.agree("show", "--page", id, "--json")
        # how often a word stands is counted with what is deleted, and lone characters rank by the lists of segments
        one, apart = (
            json.loads(parted.given("similar", id, "--json", "--index", place)[1]) for place in (parted.folder, "apart")
        )
        assert [apart[key] for key in ("interpreted", "total")] == [one[key] for key in ("interpreted", "total")]
        parted.agree("why", id, "志愿者 渔港", "--json")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_batch_asks_them_together(parted: Both, tmp_path: Path, jobs: str) -> None:
    asked = tmp_path / "queries.txt"
    asked.write_text("\n".join(QUERIES), "utf-8")
    parted.agree("batch", str(asked), "--jobs", jobs, "--quiet")


def test_their_status_is_the_sum_without_what_is_in_both(parted: Both) -> None:
    status = {
        place: json.loads(parted.given("status", "--json", "--index", place)[1])
        for place in (parted.folder, "together")
    }
    for key in ("articles", "sections", "characters", "fields", "analysis"):
        assert status["together"][key] == status[parted.folder][key]
    first, second = status["together"]["location"].split(", ")
    assert (Path(first).name, Path(second).name) == ("first", "second")


def test_an_index_that_is_named_twice_is_asked_once(parted: Both) -> None:
    once = parted.given("search", "渔", "-c", "--index", parted.folder)
    assert parted.given("search", "渔", "-c", "--index", parted.folder, "--index", f"{parted.folder}/../all") == once


@pytest.fixture
def records(tmp_path: Path) -> tuple[str, str]:
    """Two indexes of records: one with a key of its own, and another with the same title in a file of that name."""
    for name, record in (
        ("晨报", {"title": "灯塔重修完工", "text": "望海岛灯塔重修完工，灯光射程二十海里。", "栏目组": "海岛组"}),
        ("晚报", {"title": "灯塔重修完工", "text": "灯塔夜里亮灯，望海岛渔民在码头观看。"}),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "0702.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
        assert run("add", str(folder), "--index", str(tmp_path / f"{name}.index"))[0] == 0
    return str(tmp_path / "晨报.index"), str(tmp_path / "晚报.index")


def together(records: tuple[str, str]) -> list[str]:
    return [word for place in records for word in ("--index", place)]


def test_the_words_and_synonyms_of_each_count_for_all(records: tuple[str, str], tmp_path: Path) -> None:
    rules = tmp_path / "synonyms.txt"
    rules.write_text("航标 => 灯塔\n", "utf-8")
    assert run("dict", "add", "望海岛灯", "--index", records[0])[0] == 0
    assert run("add", "--synonyms", str(rules), "--index", records[1])[0] == 0
    code, out, _ = run("search", "航标", "--json", *together(records))
    assert code == 0
    assert json.loads(out)["total"] == 2
    code, out, _ = run("analyze", "望海岛灯塔", "--json", *together(records))
    assert "望海岛灯" in out
    with open_index(list(records)) as index:
        assert [word.word for word in index.words().words] == ["望海岛灯"]
        assert index.words().synonyms == ("航标 => 灯塔",)


def test_a_key_that_only_one_has_can_be_filtered_by(records: tuple[str, str]) -> None:
    code, out, _ = run("search", "-w", "栏目组=海岛组", "-c", *together(records))
    assert (code, out) == (0, "1\n")


def test_an_id_that_two_have_is_another_one_in_the_later_as_long_as_both_are_searched(records: tuple[str, str]) -> None:
    (first,), (second,) = (run("search", "灯塔", "--format=ids", "--index", place)[1].split() for place in records)
    assert first == second  # files of one name, in indexes that know nothing of each other
    _, out, _ = run("search", "灯塔", "--format=ids", *together(records))
    ids = out.split()
    assert first in ids
    assert len(set(ids)) == 2
    shown = [run("show", id, *together(records))[1] for id in ids]
    assert sorted("射程" in text for text in shown) == [False, True]
    assert "射程" in run("show", first, *together(records))[1]
    assert json.loads(run("search", "灯塔", "--json", *together(records))[1])["total"] == 2


@pytest.mark.parametrize("command", ["add", "remove", "optimize", "check", "dict"])
def test_they_are_changed_and_checked_one_by_one(records: tuple[str, str], command: str) -> None:
    given = {"add": ["x.txt"], "remove": ["x.txt"], "dict": ["list"]}.get(command, [])
    code, out, err = run(command, *given, *together(records))
    assert (code, out) == (2, "")
    assert err.startswith("error: --index names 2 indexes; this command takes one\n")
    with open_index(list(records)) as index, pytest.raises(BaosouError, match="changed and checked one by one"):
        index.add(records=[{"title": "补记", "text": "灯塔重修完工之后。"}])


def test_what_is_added_to_one_is_found_after_a_refresh(records: tuple[str, str], tmp_path: Path) -> None:
    with open_index(list(records)) as index:
        assert index.search("补记").total == 0
        with open_index(records[1]) as one:
            one.add(records=[{"title": "补记", "text": "灯塔重修完工之后。"}])
        assert index.refresh()
        assert index.search("补记", strict=True).total == 1
        assert not index.refresh()


def test_a_missing_or_damaged_one_is_named_and_nothing_is_found_in_the_other(
    records: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("search", "灯塔", "--index", records[0], "--index", f"{records[1]}-elsewhere")
    assert (code, out) == (3, "")
    assert f"{records[1]}-elsewhere" in err
    code, out, err = run("search", "灯塔", "--index", records[0], "--index", "opensearch://localhost:1/渔讯")
    assert (code, out) == (2, "")
    assert "only folders are searched together" in err
    (segment,) = Path(records[1]).glob("*.seg")
    content = bytearray(segment.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    segment.write_bytes(content)
    code, out, err = run("search", "灯塔", *together(records))
    assert (code, out) == (3, "")
    assert records[1] in err
    assert f"--index {records[0]}" not in err
