"""What opens a cluster: the password of a user, from a file, the settings or the user himself, and whom to trust."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from getpass import getpass
from pathlib import Path
from urllib.parse import unquote

from baosou.cli.exits import SettingsError
from baosou.corpus.errors import worded
from baosou.index import Access
from baosou.index.errors import IndexForbidden

PASSWORD_FILE_VARIABLE = "BAOSOU_PASSWORD_FILE"
AUTHORITY_VARIABLE = "BAOSOU_CA_FILE"


def access_at(
    location: str,
    *,
    password: str | None,
    password_file: str | None,
    authority: str | None,
    settings_file: Path,
    environment: Mapping[str, str] = os.environ,
) -> Access:
    """What opens the servers of a location, by what the settings say. A password is looked for where it names a user.

    The files that the environment names come first, then those of the settings, then their password, then the user at
    a terminal. Raises IndexForbidden where nobody gives one, SettingsError for a password in settings that others may
    read.
    """
    authority = environment.get(AUTHORITY_VARIABLE) or authority
    trusted = Path(authority).expanduser() if authority else None
    user = unquote(location.partition("://")[2].partition("/")[0].rpartition("@")[0])
    if not user or ":" in user:
        return Access(authority=trusted)
    file = environment.get(PASSWORD_FILE_VARIABLE) or password_file
    if file:
        return Access(_first_line(Path(file).expanduser()), trusted)
    if password is not None:
        if os.name == "posix" and settings_file.stat().st_mode & 0o077:
            raise SettingsError(
                worded(
                    "{settings_file}: it has a password and others may read it; chmod 600 {settings_file}",
                    settings_file=settings_file,
                )
            )
        return Access(password, trusted)
    typed = _typed(user)
    if not typed:
        raise IndexForbidden(
            worded(
                "the password of {user} is missing: type it at a terminal, or name a file that has it by {variable} "
                "or password_file under [opensearch] in config.toml",
                user=user,
                variable=PASSWORD_FILE_VARIABLE,
            )
        )
    return Access(typed, trusted)


def _first_line(file: Path) -> str:
    """The password in a file, without the end of its line."""
    try:
        password = file.read_text("utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise SettingsError(worded("{file}: it is not UTF-8", file=file)) from error
    if not password:
        raise SettingsError(worded("{file}: there is no password in its first line", file=file))
    return password


@cache
def _typed(user: str) -> str:
    """What the user types, once for all that a command opens; nothing where no terminal shows the question."""
    if sys.stderr is None or not sys.stderr.isatty():
        return ""
    try:
        return getpass(f"password of {user}: ")
    except (EOFError, OSError):
        return ""
