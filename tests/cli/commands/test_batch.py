"""`baosou batch` goes on where it was ended, says what it was answered with, and compares two runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main
from baosou.cli.batch_diff import Answers, compared, read_answers
from baosou.corpus.errors import BaosouError
from baosou.index import Index

Printed = pytest.CaptureFixture[str]

QUERIES = ["渔港", "志愿", '"没有结尾', "粮仓 书屋", "海带"]


@pytest.fixture
def location(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    names = ("渔港志愿", "志愿粮仓", "粮仓书屋", "海带渔港", "书屋志愿")
    Index("idx").add(
        records=[{"id": f"d{n}", "title": name, "text": f"{name}的一天。"} for n, name in enumerate(names)]
    )
    Path("问.txt").write_text("".join(f"{query}\n" for query in QUERIES), encoding="utf-8")
    return "idx"


def run(*arguments: str) -> int:
    return main(["batch", *arguments, "--index", "idx", "--jobs", "1", "-q"])


def answers(path: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    return [{key: value for key, value in line.items() if key != "took_ms"} for line in lines]


@pytest.mark.usefixtures("location")
@pytest.mark.parametrize("kept", [0, 1, 3, 5])
@pytest.mark.parametrize("torn", [b"", b'{"id":"4","tot'])
def test_a_run_goes_on_after_the_last_whole_answer(kept: int, torn: bytes) -> None:
    assert run("问.txt", "--resume", "全.jsonl") == 2
    whole = Path("全.jsonl").read_bytes().splitlines(keepends=True)
    Path("半.jsonl").write_bytes(b"".join(whole[:kept]) + torn)
    Path("半.jsonl.manifest.json").write_bytes(Path("全.jsonl.manifest.json").read_bytes())
    run("问.txt", "--resume", "半.jsonl")
    assert answers("半.jsonl") == answers("全.jsonl")
    assert run("问.txt", "--resume", "半.jsonl") == 0
    assert answers("半.jsonl") == answers("全.jsonl")


@pytest.mark.usefixtures("location")
def test_the_manifest_names_the_index_and_all_options(capsys: Printed) -> None:
    run("问.txt", "--manifest", "m.json", "-n", "3", "-w", "place=温州市", "--fields", "id,title")
    assert len(capsys.readouterr().out.splitlines()) == 5
    made = json.loads(Path("m.json").read_text(encoding="utf-8"))
    status = Index("idx").status()
    assert made["index"] == {
        "location": str(Path("idx").resolve()),
        "generation": status.generation,
        "analysis": status.analysis,
        "articles": 5,
    }
    assert made["options"]["limit"] == 3
    assert made["options"]["where"] == [{"field": "place", "values": ["温州市"], "negated": False}]
    assert (made["options"]["fields"], made["options"]["highlight"]) == (["id", "title"], True)


@pytest.mark.usefixtures("location")
def test_a_run_does_not_go_on_with_another_index_other_options_or_queries(capsys: Printed) -> None:
    run("问.txt", "--resume", "出.jsonl")
    before = Path("出.jsonl").read_bytes()

    def refused(*arguments: str) -> str:
        capsys.readouterr()
        assert run(*arguments) == 2
        assert Path("出.jsonl").read_bytes() == before
        return capsys.readouterr().err

    assert "options.limit 10 -> 3" in refused("问.txt", "--resume", "出.jsonl", "-n", "3")
    Path("另.txt").write_text("渔港\n\n志愿\n", encoding="utf-8")
    assert "its answer 2 is to 2, and the input has the query 3 there" in refused("另.txt", "--resume", "出.jsonl")
    Path("短.txt").write_text("渔港\n", encoding="utf-8")
    assert "no more queries" in refused("短.txt", "--resume", "出.jsonl")
    assert "--resume goes with" in refused("问.txt", "--resume", "出.jsonl", "--format", "csv")
    Index("idx").add(records=[{"title": "新来的", "text": "渔港新来的船。"}])
    assert "index.generation 1 -> 2" in refused("问.txt", "--resume", "出.jsonl")
    Path("出.jsonl.manifest.json").unlink()
    assert "there is no 出.jsonl.manifest.json" in refused("问.txt", "--resume", "出.jsonl")
    Path("出.jsonl.manifest.json").write_text("{", encoding="utf-8")
    assert "not a manifest" in refused("问.txt", "--resume", "出.jsonl")


@pytest.mark.usefixtures("location")
def test_what_became_another_in_a_second_run_is_told_by_query(capsys: Printed) -> None:
    run("问.txt", "--resume", "前.jsonl", "--strict")
    Index("idx").add(records=[{"id": "new", "title": "渔港渔港", "text": "渔港渔港渔港。"}])
    Path("问.txt").write_text("".join(f"{query}\n" for query in [*QUERIES[:4], "", "竹竿"]), encoding="utf-8")
    run("问.txt", "--resume", "后.jsonl", "--strict")
    capsys.readouterr()
    assert main(["batch", "--diff", "前.jsonl", "前.jsonl"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "0 answered otherwise, 5 the same; overlap 1.000\n")
    assert main(["batch", "--diff", "前.jsonl", "后.jsonl"]) == 1
    out, err = capsys.readouterr()
    head, *hits = out.splitlines()
    assert head == "1  渔港  2 -> 3"
    assert [line.split()[0] for line in hits] == ["+", "~", "~"]
    assert "index.generation 1 -> 2" in err
    assert "1 answered otherwise, 3 the same, 1 only in the first, 1 only in the second" in err
    assert main(["batch", "--diff", "前.jsonl", "后.jsonl", "--format", "jsonl", "-q"]) == 1
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert err == ""
    assert list(found) == ["id", "query", "totals", "gained", "lost", "moved", "errors"]
    assert (found["totals"], list(found["gained"].values()), found["lost"]) == ([2, 3], [1], {})


def hit(id: str, rank: int) -> dict[str, Any]:
    return {"id": id, "rank": rank}


def test_hits_come_go_and_move() -> None:
    before: Answers = {
        "a": {"id": "a", "total": 3, "hits": [hit("x", 1), hit("y", 2)]},
        "b": {"id": "b", "error": {"message": "坏"}},
    }
    after: Answers = {
        "a": {"id": "a", "total": 3, "hits": [hit("y", 1), hit("z", 2)]},
        "b": {"id": "b", "total": 0, "hits": []},
    }
    found = compared(before, after)
    first, second = found.changed
    assert (first.gained, first.lost, first.moved) == ({"z": 2}, {"x": 1}, {"y": (2, 1)})
    assert (second.errors, second.totals) == (("坏", None), (None, 0))
    assert found.overlap == pytest.approx((1 / 3 + 1) / 2)


@pytest.mark.parametrize(
    "line", ["[1]", "{", '{"id": 1}', '{"id": 1, "hits": [{"rank": 1}]}', '{"hits": []}', "\udcff"]
)
def test_files_that_hold_no_answers_are_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line.encode("utf-8", "surrogateescape"))
    with pytest.raises(BaosouError, match=r"a\.jsonl:1: "):
        read_answers(str(file))
    file.write_text('{"id": 1, "hits": []}\n{"id": 1, "hits": []}\n', encoding="utf-8")
    with pytest.raises(BaosouError, match="answered twice"):
        read_answers(str(file))


def test_the_files_are_as_many_as_are_taken(capsys: Printed) -> None:
    assert main(["batch", "--diff", "a.jsonl"]) == 2
    assert "--diff takes two files" in capsys.readouterr().err
    assert main(["batch", "a.txt", "b.txt"]) == 2
    assert "one file of queries" in capsys.readouterr().err
