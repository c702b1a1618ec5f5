"""The main screens in Chinese: within their columns, aligned, and as in the cases."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli.output.visible import width_of

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]

PAGE = """霞关渔村:老船长带火海上课堂
本报记者 林一帆 通讯员 周可
　　清晨五点，苍南县霞关镇渔港的灯还亮着。老船长陈海生把一箱救生衣搬上甲板，等着他的“学生”——来自县城的42名小学生。
　　近年来，苍南县依托百年渔港开设海上课堂，已有1280名学生随船出海，认识潮汐、网具与休渔制度。
"""

SCREENS = {
    "search": ["search", "渔港", "课堂", "-f", "place"],
    "search_lacking": ["search", "渔港", "灯塔", "课堂"],
    "search_explain": ["search", "渔港", "课堂", "--explain"],
    "why": ["why", "ID", "渔港", "灯塔", "-w", "author=周可"],
    "analyze": ["analyze", "蒼南縣有哪些漁港？"],
    "status": ["status"],
    "suggest": ["suggest", "渔"],
    "segment": ["segment", "a.txt", "--format", "text", "--explain"],
    "dict": ["dict", "add", "海上课堂"],
    "timeline": ["timeline", "渔港", "灯塔", "--smooth", "1"],
    "kwic": ["kwic", "渔港"],
    "kwic_collocates": ["kwic", "渔港", "--collocates", "--min", "1"],
    "show_page": ["show", "ID", "--page"],
    "wrong": ["search", "渔港", "-w", "author=林一凡"],
    "unknown": ["search", "no:渔港"],
}


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_as_in_the_case(
    screen: str, columns: int, baosou: Baosou, tmp_path: Path, matches_case: Callable[[str, str], None]
) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    chinese = {"LC_ALL": "zh_CN.UTF-8", "COLUMNS": str(columns), "BAOSOU_INDEX": "idx"}
    added = baosou("add", "a.txt", environment=chinese).stderr.decode()
    assert re.fullmatch(r"源文件：新增 1；1 篇文章，1 节，用时 [\d.]+ 秒\n", added)
    id = baosou("search", "渔港", "--format", "ids", environment=chinese).stdout.decode().strip()
    arguments = [id if each == "ID" else each for each in SCREENS[screen]]
    done = baosou(*arguments, environment=chinese)
    shown = f"{done.stdout.decode()}--\n{done.stderr.decode()}".replace(str(tmp_path), "/报库").replace(id, "k3fa9c1d")
    shown = re.sub(r"(更新于 +).*|(分析 +).*|(大小 +).*", lambda found: next(filter(None, found.groups())) + "…", shown)
    assert [line for line in done.stdout.decode().splitlines() if width_of(line) > columns] == []
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(r"baosou .*|字段 .*", "", shown)), (
        "a sentence in English"
    )
    matches_case(f"chinese_{screen}_{columns}.txt", shown)
