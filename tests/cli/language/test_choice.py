"""Which language is spoken: option, environment, settings, locale as GNU has it; programs read the same in each."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli.settings import language

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_HK"}, "zh"),
        ({"LANG": "zh-Hans"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:fr"}, "zh"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "POSIX", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "en_US.UTF-8", "BAOSOU_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "BAOSOU_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "BAOSOU_LANG": "fr"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], spoken: str) -> None:
    assert language(None, environment=environment) == spoken


def test_settings_beat_the_locale_and_the_environment_beats_settings(tmp_path: Path) -> None:
    file = tmp_path / "baosou" / "config.toml"
    file.parent.mkdir()
    file.write_text('lang = "zh"\n')
    assert language(None, environment={"LANG": "en_US.UTF-8"}) == "zh"
    assert language(None, environment={"BAOSOU_LANG": "en"}) == "en"
    assert language("zh", environment={"BAOSOU_LANG": "en"}) == "zh"
    file.write_text("lang = ")
    assert language(None, environment={"LANG": "zh_CN.UTF-8"}) == "zh"


@pytest.mark.parametrize("arguments", [["--lang", "zh", "show", "3fa9"], ["show", "3fa9", "--lang=zh"]])
def test_the_option_may_stand_before_the_command_and_after_it(baosou: Baosou, arguments: list[str]) -> None:
    done = baosou(*arguments, "--index", "/报库")
    assert done.returncode == 3
    assert done.stderr.decode() == "错误：/报库 处没有索引；建立索引请用：baosou add 路径… --index /报库\n"


def test_what_follows_two_minuses_is_no_option(baosou: Baosou) -> None:
    done = baosou("search", "--index", "报库", "--", "--lang", "zh")
    assert done.stderr.decode().startswith("error: no index")


PAGE = """渔港灯火
本报记者 林一帆
　　清晨五点，苍南县渔港的灯还亮着。老船长陈海生把救生衣搬上甲板。
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "渔港", "灯塔", "--json"],
        ["search", "渔港", "--format", "csv"],
        ["facets", "-f", "place", "-f", "author", "--format", "csv"],
        ["status", "--json"],
        ["suggest", "渔", "--json"],
        ["analyze", "蒼南的渔港", "--json"],
        ["check", "--json"],
        ["dict", "list", "--json"],
    ],
)
def test_programs_read_the_same_in_both_languages(baosou: Baosou, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    baosou("add", "a.txt", "--index", "idx")
    english, chinese = (baosou(*arguments, "--index", "idx", "--lang", each) for each in ("en", "zh"))
    assert english.returncode == chinese.returncode
    if "--json" in arguments:
        own, other = (json.loads(each.stdout) for each in (english, chinese))
        for each in (own, other):
            each.pop("took_ms", None), each.pop("seconds", None)
        assert own == other
    else:
        assert english.stdout == chinese.stdout


def test_notes_and_reasons_in_json_keep_their_keys_and_kinds_and_change_their_words(
    baosou: Baosou, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("[1]\n", encoding="utf-8")
    added = json.loads(baosou("add", "a.txt", "b.jsonl", "--index", "idx", "--json", "--lang", "zh").stdout)
    assert added["failed"][0]["reason"] == "不是 JSON 对象，而是数组；请每行写一个对象"
    notes = json.loads(
        baosou("search", "渔港", "-w", "author=林一凡", "--index", "idx", "--json", "--lang", "zh").stdout
    )["notes"]
    assert notes == [{"kind": "value", "message": "没有文章的作者是 林一凡；相近的有：林一帆"}]


def test_assistants_are_answered_in_english_whatever_the_locale(baosou: Baosou, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    baosou("add", "a.txt", "--index", "idx")
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "search", "arguments": {"query": "渔港"}},
    }
    start = {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    stdin = "".join(json.dumps(each) + "\n" for each in (start, call)).encode()
    done = baosou("mcp", "--index", "idx", stdin=stdin, environment={"LC_ALL": "zh_CN.UTF-8"})
    assert "1 article matches" in done.stdout.decode()
    missing = baosou("mcp", "--index", "nowhere", stdin=stdin, environment={"LC_ALL": "zh_CN.UTF-8"})
    assert "no index at" in missing.stdout.decode()
