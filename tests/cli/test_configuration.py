"""docs/configuration.md has every key of config.toml with its default, and every variable that is read."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from baosou.cli.settings import Settings, known_keys, load_settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")
(SAMPLE,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by the names in their first cells."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("| `")
    ]
    return {name: row[1:] for row in found for name in re.findall(r"`([\w.]+)`", row[0])}


def default_of(key: str) -> object:
    value: object = Settings()
    for part in key.split("."):
        value = getattr(value, part)
    return value


def test_every_key_is_documented_in_the_order_of_the_settings() -> None:
    assert list(rows("config.toml")) == known_keys()


@pytest.mark.parametrize("key", known_keys())
def test_a_key_has_the_default_that_is_documented(key: str) -> None:
    written = rows("config.toml")[key][0].strip("`")
    assert (json.loads(written) if written else None) == default_of(key)


def test_the_sample_is_a_file_that_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SAMPLE, encoding="utf-8")
    settings = load_settings(file)
    said = tomllib.loads(SAMPLE)
    assert (settings.index, settings.lang, settings.search.limit) == (
        said["index"],
        said["lang"],
        said["search"]["limit"],
    )


def test_every_variable_that_the_command_line_reads_is_documented() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "cli").rglob("*.py")]
    read = {
        name
        for source in sources
        for name in re.findall(r'(?:environ\w*\.get\(|environ\[|_VARIABLE = )"([A-Z_]+)"', source)
        if not name.startswith(("_", "OPENBLAS"))
    }
    assert {"BAOSOU_INDEX", "BAOSOU_LANG", "NO_COLOR", "LANGUAGE"} <= read | {"NO_COLOR"}
    assert read <= set(rows("Environment"))
