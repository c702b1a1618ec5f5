"""What the project's own files say agrees: versions of tools, make targets and their descriptions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def make_targets() -> list[str]:
    (declared,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    return str(declared).split()


def test_pre_commit_has_the_tools_of_the_dev_group() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    asked = re.findall(r"repo: https://github\.com/astral-sh/(ruff)-pre-commit\n\s+rev: v([\d.]+)", hooks)
    assert [f"{tool}=={version}" for tool, version in asked] == [
        each for each in PROJECT["dependency-groups"]["dev"] if each.startswith("ruff")
    ]


def test_all_make_targets_that_are_no_files_are_declared() -> None:
    made = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert sorted(make_targets()) == sorted(made)


@pytest.mark.parametrize("target", make_targets())
def test_each_make_target_is_described(target: str) -> None:
    assert any(f"`make {target}`" in path.read_text("utf-8") for path in DOCUMENTS)


def test_what_is_marked_or_expected_to_fail_is_taken_at_its_word() -> None:
    pytest_options = PROJECT["tool"]["pytest"]["ini_options"]
    assert pytest_options["xfail_strict"] is True
    assert {"--strict-markers", "--strict-config"} <= set(pytest_options["addopts"])
