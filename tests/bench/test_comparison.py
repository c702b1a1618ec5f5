"""Each tool that baosou is compared with is asked what was meant, and what it finds is counted against a scan."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.bench.comparison import QUESTIONS, compared, scanned
from tests.bench.contenders import CONTENDERS, Contender, Question

STORIES = {
    "a1": ("台风过后", "渔港清点船只，镇上组织救灾。"),
    "a2": ("气象站值班记", "今年的台风比去年早。"),
    "a3": ("河堤一夜", "洪水退去，堤上的人没有散。"),
    "a4": ("两场雨", "先是台风，后是洪水。"),
    "a5": ("盐碱地里的海水稻", "高铁路过这片稻田，没有停。"),
}
BY_KIND = {question.kind: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("comparison") / "stories.jsonl"
    records = [{"id": id, "title": title, "text": text, "date": "2031-05-01"} for id, (title, text) in STORIES.items()]
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return file


def found(contender: Contender, archive: Path, folder: Path, questions: dict[str, Question]) -> dict[str, set[str]]:
    """What a tool lists for some questions."""
    if contender.absent:
        pytest.skip(f"needs {contender.program}")
    if contender.prepare:
        contender.prepare(archive, folder)
    if contender.index:
        subprocess.run(contender.index(archive, folder), check=True, capture_output=True)
    listed = {
        kind: subprocess.run(contender.listed(archive, folder, question), capture_output=True).stdout.decode()
        for kind, question in questions.items()
    }
    return {kind: set(contender.ids.findall(text)) for kind, text in listed.items()}


def test_a_scan_finds_what_stands_in_the_folded_articles(archive: Path) -> None:
    true = {question.kind: ids for question, ids in scanned(archive).items()}
    assert true["a word of two characters"] == true["typed in traditional characters"] == {"a1", "a2", "a4"}
    assert true["two words, anywhere in the article"] == {"a1"}
    assert true["either of two words"] == {"a5"}
    assert true["one word without another"] == {"a3"}


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda each: each.name)
def test_every_tool_is_asked_for_what_a_scan_looks_for(contender: Contender, archive: Path, tmp_path: Path) -> None:
    """None of them finds too much, and those that promise to find any text find all that is typed as it stands."""
    told = found(contender, archive, tmp_path, BY_KIND)
    true = {question.kind: ids for question, ids in scanned(archive).items()}
    assert {kind for kind, ids in told.items() if ids - true[kind]} == set()
    as_written = {kind: ids for kind, ids in true.items() if not kind.startswith("typed in")}
    if contender.name == "baosou":
        assert told == true
    elif contender.name in ("rg", "FTS5 trigram, LIKE"):
        assert {kind: told[kind] for kind in as_written} == as_written
    elif contender.name == "FTS5 trigram":
        assert told["of three"] == {"a5"}


def test_a_count_that_is_right_by_accident_is_told() -> None:
    assert compared({"a", "b"}, {"a", "b"}) == "2"
    assert compared({"a", "c"}, {"a", "b"}) == "2 (-1 +1)"
    assert compared(set(), {"a"}) == "0 (-1)"
