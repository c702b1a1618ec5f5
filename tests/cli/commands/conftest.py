from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main

RIVER: list[dict[str, Any]] = [
    {
        "title": "清江涨水，渔港彻夜未眠",
        "date": "2018-07-11",
        "publication": "清江晚报",
        "text": "渔港的水位一夜涨了三尺。老船长陈海生说，渔港几十年没有这样过。\n志愿者赶到渔港，把缆绳加了一道。",
    },
    {"title": "渔港新灯", "date": "2018-11", "publication": "清江晚报", "text": "新灯照着渔港，也照着回家的路。"},
    {"title": "山里修了路", "date": "2019-05-02", "publication": "青岭日报", "text": "路修到村口，茶叶当天就下了山。"},
    {
        "title": "第一条 fishing harbour 直达线",
        "date": "2023-01-09",
        "publication": "青岭日报",
        "text": "“渔”港与茶山之间通了车，𠮷祥号头班车坐满了人——渔港…茶山，一票到底。",
    },
    {"title": "没有日期的来信", "publication": "清江晚报", "text": "编辑同志：渔港的潮汐表该换了。"},
]
PAGE = "渔港早市\n本报记者 林一帆\n　　清晨五点，渔港早市开秤，买鱼的人\n排到了桥头，都说渔港的鱼新鲜。\n"

Told = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records of several years and one page, and an index of both in two segments."""
    folder = tmp_path_factory.mktemp("river")
    (folder / "records.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RIVER), "utf-8")
    (folder / "清江晚报-2019-06-30.txt").write_text(PAGE, "utf-8")
    for name in ("records.jsonl", "清江晚报-2019-06-30.txt"):
        assert main(["add", str(folder / name), "--index", str(folder / "idx"), "--jobs", "1"]) == 0
    return folder


@pytest.fixture
def by_the_river(river: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder is that of the river's papers, and their index the one in use."""
    monkeypatch.chdir(river)
    monkeypatch.setenv("BAOSOU_INDEX", str(river / "idx"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(river / "config"))
    monkeypatch.setenv("COLUMNS", "80")
    return river


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command and gives its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run
