"""Settings: option before environment before config.toml before default; mistakes are named in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from baosou.cli.exits import SettingsError, UsageError
from baosou.cli.settings import Settings, index_location, load_settings


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_all_settings_have_their_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "config.toml") == Settings()


def test_a_file_replaces_only_what_it_names(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, 'index = "/报库"\n[search]\nlimit = 20\n[add]\nwait = 5\n'))
    assert settings.index == "/报库"
    assert (settings.search.limit, settings.search.snippets) == (20, 2)
    assert settings.add.wait == 5.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "colour = 'never'",
            "unknown setting colour; there are: index, lang, color, pager, mouse, saved",
        ),
        ("[search]\nlimits = 3", "unknown setting search.limits"),
        ("[search]\nlimit = '3'", "search.limit must be a whole number"),
        ("[search]\nlimit = true", "search.limit must be a whole number"),
        ("[search]\nlimit = -1", "search.limit must be 0 or more"),
        ("search = 3", "search must be a table"),
        ("color = 'blue'", "color must be one of auto, always, never"),
        ("lang = 'fr'", "lang must be one of en, zh"),
        ("index = [", "not valid TOML"),
        ("[add]\nwait = nan", "add.wait must be 0 or more"),
    ],
)
def test_a_mistake_names_the_file_and_the_key_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert str(caught.value).startswith(f"{file}: {told}")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes('index = "报库"'.encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(file)


def test_the_index_is_where_the_option_says_then_the_environment_then_the_file_then_the_default() -> None:
    configured, environment = Settings(index="/from-file"), {"BAOSOU_INDEX": "/from-environment"}
    assert index_location("/option", configured, environment=environment) == "/option"
    assert index_location(None, configured, environment=environment) == "/from-environment"
    assert index_location(None, configured, environment={}) == "/from-file"
    assert index_location(None, Settings(), environment={}).endswith("baosou/index")


def test_an_empty_variable_is_no_place() -> None:
    assert index_location(None, Settings(index="/from-file"), environment={"BAOSOU_INDEX": ""}) == "/from-file"


def test_an_empty_index_option_is_refused_instead_of_meaning_the_default() -> None:
    with pytest.raises(UsageError, match="--index is empty"):
        index_location("", Settings(index="/from-file"), environment={})
