"""Each command is in the documentation, as its help has it."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from baosou.cli.app import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def rows() -> dict[str, tuple[str, str]]:
    """What the page says of each command, and its example."""
    found = re.findall(r"^\| (\w+) \| (.+?) \| `(.+?)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: (said, example) for name, said, example in found}


def test_the_page_has_all_commands_in_the_order_of_the_help() -> None:
    assert list(rows()) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_documented_as_its_help_has_it_with_one_of_its_examples(command: str) -> None:
    module = import_module(f"baosou.cli.commands.{command}")
    said, example = rows()[command]
    assert said == (inspect.getdoc(getattr(module, command)) or "").splitlines()[0]
    assert example.startswith(f"baosou {command}")
    assert example in module.EXAMPLES
