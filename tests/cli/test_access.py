"""Where the password of a user of a cluster comes from, and where it never is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from baosou.cli.access import access_at
from baosou.cli.exits import SettingsError
from baosou.cli.settings import OpensearchSettings, Settings, load_settings
from baosou.index import Access
from baosou.index.errors import IndexForbidden

ANNA = "opensearchs://anna@node1.example.org/渔讯"
NOTHING: Mapping[str, str] = {}

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a file that has a password."""

    def write(text: str) -> Path:
        path = tmp_path / f"secret{len(list(tmp_path.iterdir()))}"
        path.write_text(text, "utf-8")
        return path

    return write


def given(
    location: str = ANNA,
    settings: OpensearchSettings = OpensearchSettings(),  # noqa: B008 - a frozen value
    environment: Mapping[str, str] = NOTHING,
    file: Path = Path("config.toml"),
) -> Access:
    return access_at(
        location,
        password=settings.password,
        password_file=settings.password_file,
        authority=settings.ca_file,
        settings_file=file,
        environment=environment,
    )


@pytest.mark.parametrize("text", ["潮水 1984", "潮水 1984\n", "潮水 1984\r\nwhat follows\n", "\ufeff潮水 1984\n"])
def test_a_password_is_the_first_line_of_a_file(written: Written, text: str) -> None:
    path = str(written(text))
    assert given(settings=OpensearchSettings(password_file=path)) == Access("潮水 1984")
    assert given(environment={"BAOSOU_PASSWORD_FILE": path}) == Access("潮水 1984")


def test_the_file_of_the_environment_goes_before_that_of_the_settings(written: Written) -> None:
    settings = OpensearchSettings(password_file=str(written("of the settings")), ca_file="/etc/ca.pem")
    environment = {"BAOSOU_PASSWORD_FILE": str(written("of the environment")), "BAOSOU_CA_FILE": "/run/ca.pem"}
    assert given(settings=settings, environment=environment) == Access("of the environment", Path("/run/ca.pem"))
    assert given(settings=settings) == Access("of the settings", Path("/etc/ca.pem"))


def test_settings_that_others_may_read_hold_no_password(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[opensearch]\npassword = "潮水1984"\n', "utf-8")
    settings = load_settings(file).opensearch
    file.chmod(0o600)
    assert given(settings=settings, file=file) == Access("潮水1984")
    file.chmod(0o640)
    with pytest.raises(SettingsError, match="others may read it") as told:
        given(settings=settings, file=file)
    assert "1984" not in str(told.value)
    assert "1984" not in repr(Settings(opensearch=settings))


@pytest.mark.parametrize("text", ["", "\n", "\nsecond line\n"])
def test_a_file_without_a_password_is_told(written: Written, text: str) -> None:
    with pytest.raises(SettingsError, match="no password"):
        given(settings=OpensearchSettings(password_file=str(written(text))))


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        given(settings=OpensearchSettings(password_file=str(tmp_path / "gone")))


def test_nobody_is_asked_where_no_user_is_named() -> None:
    assert given("opensearch://127.0.0.1/渔讯") == Access()


def test_where_nothing_gives_a_password_and_no_terminal_is_there_the_ways_are_told() -> None:
    with pytest.raises(IndexForbidden, match=r"BAOSOU_PASSWORD_FILE or password_file under \[opensearch\]"):
        given()


ASKING = """
from pathlib import Path
from baosou.cli.access import access_at
given = dict(password=None, password_file=None, authority=None, settings_file=Path("x"), environment={})
found = {access_at("opensearchs://anna@h/n", **given).password for _ in range(3)}
print(found == {"潮水1984"})
"""


def test_at_a_terminal_the_user_is_asked_once_and_what_he_types_is_not_shown() -> None:
    terminal, end = pty.openpty()
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING],
        stdin=end,
        stdout=subprocess.PIPE,
        stderr=end,
        start_new_session=True,
    )
    os.close(end)
    shown = b""
    while b"password of anna: " not in shown:
        shown += os.read(terminal, 100)
    os.write(terminal, "潮水1984\n".encode())
    told, _ = asking.communicate()
    assert told == b"True\n"
    try:
        while more := os.read(terminal, 1000):
            shown += more
    except OSError:
        pass
    finally:
        os.close(terminal)
    assert shown.count(b"password of anna") == 1
    assert b"1984" not in shown
