"""Settings: what config.toml says, where the index is (option > environment > file > default), and the way into it."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field
from msgspec.structs import fields

from baosou.cli.exits import SettingsError, UsageError
from baosou.corpus.errors import system_reason, worded

if TYPE_CHECKING:
    from baosou.index import Access, Index

INDEX_VARIABLE = "BAOSOU_INDEX"
LANGUAGE_VARIABLE = "BAOSOU_LANG"

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class SearchSettings(Struct, frozen=True):
    """The table [search]: defaults for `search`, `facets` and `batch`."""

    limit: int = 10
    snippets: int = 2
    width: int = 80
    strict: bool = False


class AddSettings(Struct, frozen=True):
    """The table [add]: defaults for `add`; `memory` is in megabytes, `wait` in seconds."""

    jobs: int = 0
    memory: int = 512
    wait: float = 0.0


class OpensearchSettings(Struct, frozen=True):
    """The table [opensearch]: the password of the user whom a location names, and whom to trust, each in a file."""

    password: str | None = None
    password_file: str | None = None
    ca_file: str | None = None

    def __repr__(self) -> str:
        """Never the password: what is shown of a value ends up in logs."""
        return f"OpensearchSettings(password_file={self.password_file!r}, ca_file={self.ca_file!r})"


class Settings(Struct, frozen=True):
    """All of config.toml; whatever it leaves out has the defaults given here.

    `mouse` is that of `search -i`, `saved` are queries by name.
    """

    index: str | None = None
    lang: Language | None = None
    color: Literal["auto", "always", "never"] = "auto"
    pager: bool = True
    mouse: bool = True
    search: SearchSettings = SearchSettings()
    add: AddSettings = AddSettings()
    opensearch: OpensearchSettings = OpensearchSettings()
    saved: Mapping[str, str] = field(default_factory=dict)


KINDS: Mapping[str, type] = {
    **dict.fromkeys(("index", "lang", "color", "password", "password_file", "ca_file"), str),
    **dict.fromkeys(("pager", "mouse", "strict"), bool),
    "wait": float,
}
"""The type of each key; those that are not named here are whole numbers of 0 or more."""


CHOICES: Mapping[str, tuple[str, ...]] = {"color": ("auto", "always", "never"), "lang": LANGUAGES}
"""What keys may be that are one of some words."""


def settings_file() -> Path:
    """Where config.toml is looked for: the user's configuration folder (XDG_CONFIG_HOME on Linux)."""
    from platformdirs import user_config_path

    return user_config_path("baosou", appauthor=False) / "config.toml"


def load_settings(file: Path | None = None) -> Settings:
    """The settings in a file, or all defaults where it does not exist; raises SettingsError."""
    file = settings_file() if file is None else file
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else worded("it is not UTF-8")
        raise SettingsError(
            worded("{file}: the settings cannot be read: {reason}", file=file, reason=reason)
        ) from error
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(
            worded("{file}: not valid TOML: {reason}", file=file, reason=" ".join(str(error).split()))
        ) from error
    search = SearchSettings(**_checked(table.pop("search", {}), SearchSettings, file, "search."))
    add = AddSettings(**_checked(table.pop("add", {}), AddSettings, file, "add."))
    opensearch = OpensearchSettings(**_checked(table.pop("opensearch", {}), OpensearchSettings, file, "opensearch."))
    saved = _saved(table.pop("saved", {}), file)
    plain = _checked(table, Settings, file, "")
    for key, choices in CHOICES.items():
        if key in plain and plain[key] not in choices:
            told = "{file}: {key} must be one of {choices}"
            raise SettingsError(worded(told, file=file, key=key, choices=", ".join(choices)))
    return Settings(search=search, add=add, opensearch=opensearch, saved=saved, **plain)


def _saved(table: object, file: Path) -> dict[str, str]:
    """The queries of [saved] by their names; a name is one word of a query."""
    if not isinstance(table, dict):
        raise SettingsError(worded("{file}: saved must be a table of names and queries", file=file))
    for name, query in table.items():
        if not isinstance(query, str) or not query.strip():
            raise SettingsError(worded("{file}: saved.{name} must be a query", file=file, name=name))
        if not re.fullmatch(r"[\w-]+", name):
            told = "{file}: saved.{name}: a name has letters, digits, - and _ only"
            raise SettingsError(worded(told, file=file, name=name))
    return table


def _checked(table: object, shape: type, file: Path, prefix: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise SettingsError(worded("{file}: {key} must be a table", file=file, key=prefix.rstrip(".")))
    known = {each.name for each in fields(shape)} - {"search", "add", "opensearch", "saved"}
    for key, value in table.items():
        if key not in known:
            raise SettingsError(
                worded(
                    "{file}: unknown setting {key}; there are: {known}",
                    file=file,
                    key=f"{prefix}{key}",
                    known=", ".join(known_keys()),
                )
            )
        wanted = KINDS.get(key, int)
        if wanted is float and type(value) is int:
            table = {**table, key: float(value)}
        elif type(value) is not wanted:
            raise SettingsError(
                worded("{file}: {key} must be {names}", file=file, key=f"{prefix}{key}", names=worded(_NAMES[wanted]))
            )
        if wanted in (int, float) and not 0 <= value < math.inf:
            raise SettingsError(worded("{file}: {key} must be 0 or more", file=file, key=f"{prefix}{key}"))
    return table


def known_keys() -> list[str]:
    """All keys of config.toml, those of its tables after their names: search.limit."""
    tables: dict[str, type[Struct]] = {
        "search": SearchSettings,
        "add": AddSettings,
        "opensearch": OpensearchSettings,
    }
    plain = [field.name for field in fields(Settings) if field.name not in tables]
    return plain + [f"{name}.{field.name}" for name, shape in tables.items() for field in fields(shape)]


_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}


def index_location(option: str | None, settings: Settings, *, environment: Mapping[str, str] = os.environ) -> str:
    """The folder (or server URL) of the index: option, BAOSOU_INDEX, settings, the user's data folder.

    Raises UsageError for an option that is there but empty: a script's unset variable is not the default index.
    """
    if option == "":
        raise UsageError(worded("--index is empty; name a folder"))
    for place in (option, environment.get(INDEX_VARIABLE), settings.index):
        if place:
            return os.path.expanduser(place)
    from platformdirs import user_data_path

    return str(user_data_path("baosou", appauthor=False) / "index")


def place_of(location: str) -> str:
    """A location as it is named from anywhere."""
    return location if "://" in location else os.path.realpath(location)


def access_to(location: str) -> Access | None:
    """What opens the servers of a location, by the settings, the environment and the user; a folder needs nothing."""
    if "://" not in location:
        return None
    from baosou.cli.access import access_at

    known, file = load_settings().opensearch, settings_file()
    return access_at(
        location,
        password=known.password,
        password_file=known.password_file,
        authority=known.ca_file,
        settings_file=file,
    )


def open_index(location: str, *, saved: Mapping[str, str] | None = None) -> Index:
    """The index at a location, opened; raises what the library's `open_index` raises."""
    from baosou.index import open_index as opened

    return opened(location, saved=saved, access=access_to(location))


def index_at(location: str, *, saved: Mapping[str, str] | None = None) -> Index:
    """The index at a location, which need not be there, or be whole."""
    from baosou.index import Index

    return Index(location, saved=saved, access=access_to(location))


def language(option: str | None, *, environment: Mapping[str, str] = os.environ) -> Language:
    """The language of help and messages: option, BAOSOU_LANG, settings, locale; what names none of ours is passed by.

    Settings that cannot be read say nothing here; the command that reads them tells of it.
    """
    for named in (option, environment.get(LANGUAGE_VARIABLE)):
        if found := _language(named or ""):
            return found
    try:
        configured = load_settings().lang
    except SettingsError:
        configured = None
    return configured or _of_locale(environment)


def _of_locale(environment: Mapping[str, str]) -> Language:
    """What the locale asks for, as GNU gettext reads it: LANGUAGE is a list, but says nothing in the C locale."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    return next(filter(None, map(_language, wanted)), "en")


def _language(name: str) -> Language | None:
    """The language of a locale's name: zh_CN.UTF-8 is zh, and so is zh_TW, for simplified Chinese is all there is."""
    bare = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return next((known for known in LANGUAGES if known == bare), None)
