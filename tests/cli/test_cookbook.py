"""The recipes of the cookbook do what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.work import LONGEST_WAIT

PAGE = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text("utf-8")
(RECIPE,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
(FIND,) = re.findall(r"^find='(.*)'$", RECIPE, re.MULTILINE)
(PREVIEW,) = re.findall(r"--preview '(.*)' \\$", RECIPE, re.MULTILINE)


def ran(script: str, archive: Path, tmp_path: Path, **texts: str) -> str:
    """What a command of the recipe prints, with the placeholders of fzf filled in as fzf does."""
    command = tmp_path / "baosou"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m baosou.cli "$@"\n')
    command.chmod(0o755)
    for name, text in texts.items():
        script = script.replace(f"{{{name}}}", shlex.quote(text))
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "BAOSOU_INDEX": str(archive / "idx"), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, timeout=LONGEST_WAIT)
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("query", ["霞关", "霞关 -鳌江", "霞关'课堂 OR 渔港"])
def test_the_list_of_fzf_has_id_date_and_title_where_the_recipe_says(archive: Path, tmp_path: Path, query: str) -> None:
    (row,) = ran(FIND, archive, tmp_path, q=query).splitlines()
    cells = row.split("\t")
    assert (cells[6], cells[4]) == ("2024-07-02", "霞关渔村:老船长带火海上课堂")
    shown = ran(PREVIEW, archive, tmp_path, **{"3": cells[2], "q": query})
    assert "霞关" in shown
    assert "\x1b[" in shown


@pytest.mark.parametrize("query", ["", '"霞', "-", "--json", "鲸鱼座"])
def test_what_is_not_all_typed_is_an_empty_list(archive: Path, tmp_path: Path, query: str) -> None:
    assert ran(FIND, archive, tmp_path, q=query) == ""
    assert ran(PREVIEW, archive, tmp_path, **{"3": "", "q": query}) == ""


def test_an_article_is_shown_also_while_the_query_is_wrong(archive: Path, tmp_path: Path) -> None:
    ident = ran(FIND, archive, tmp_path, q="霞关").split("\t")[2]
    assert "老船长" in ran(PREVIEW, archive, tmp_path, **{"3": ident, "q": '"霞'})


def test_cron_and_systemd_run_the_line_that_is_tried() -> None:
    (typed,) = re.findall(r"^\$ baosou (add .*?) && echo", PAGE, re.MULTILINE)
    (crontab,) = re.findall(r"^[\d* ]+ {2}baosou (.*)$", PAGE, re.MULTILINE)
    (service,) = re.findall(r"^ExecStart=\S+/baosou (.*)$", PAGE, re.MULTILINE)
    assert {crontab, service} == {typed}
