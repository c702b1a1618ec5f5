"""Commands on an archive that is missing, not reached, not theirs, of another version, or not whole: a line, a code."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import trustme
from msgspec import Struct

from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from tests.opensearch.commands import Commands, records
from tests.opensearch.stub import Asked, Script, Sent, partial, refusal, serving

PASSWORD = "潮水:1984 @#"
NOTHING: Mapping[str, str] = {}
READING = (
    ("search", "渔港"),
    ("search", "渔港", "-c"),
    ("facets", "渔港"),
    ("timeline", "渔港"),
    ("kwic", "渔港"),
    ("export",),
    ("suggest", "yugang"),
    ("similar", "k1"),
    ("cite", "k1"),
    ("show", "k1"),
    ("why", "k1", "渔港"),
    ("status",),
    ("dict", "list"),
)
ALL = (*READING, ("check",), ("remove", "x"), ("optimize",), ("dict", "add", "霞关渔港"))


@pytest.fixture
def commands(cluster_location: str, tmp_path: Path) -> Commands:
    home = tmp_path / "home"
    home.mkdir()
    return Commands(cluster_location, home)


@pytest.fixture
def archive(commands: Commands, tmp_path: Path) -> Commands:
    """An archive of thirty articles."""
    page = tmp_path / "甲.jsonl"
    page.write_text(records("甲", 30), "utf-8")
    done = commands.run("add", str(page))
    assert done.returncode == 0, done.stderr
    return commands


def host_of(commands: Commands) -> str:
    return str(located(commands.location).hosts[0])


def name_of(commands: Commands) -> str:
    return located(commands.location).name


def tells(commands: Commands, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> Told:
    """What a command in this process gives."""
    capsys.readouterr()
    code = commands.here(*arguments)
    out, err = capsys.readouterr()
    return Told(code, out, err)


class Told(Struct, frozen=True):
    """What a command gave."""

    returncode: int
    stdout: str
    stderr: str


def is_told(done: Told | subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """Exit code, nothing given, and one line that has the words."""
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("error: ")
    for word in words:
        assert word in done.stderr
    assert "1984" not in done.stderr


@pytest.fixture
def nobody() -> Iterator[str]:
    """A host on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{held.getsockname()[1]}"


@pytest.mark.parametrize("arguments", ALL, ids=" ".join)
def test_where_no_server_answers_each_command_says_so(
    tmp_path: Path, nobody: str, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = tells(Commands(f"opensearch://{nobody}/渔讯", tmp_path), arguments, capsys)
    is_told(told, 3, "no server of the index answers", nobody, "connection refused")


@pytest.mark.parametrize("arguments", [("search", "渔港"), ("batch", "queries.txt"), ("add", "page.txt")], ids=" ".join)
def test_where_no_server_answers_programs_are_told_in_json(
    tmp_path: Path, nobody: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "queries.txt").write_text("渔港\n", "utf-8")
    (tmp_path / "page.txt").write_text("渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着。\n", "utf-8")
    as_json = ("--json",) if arguments[0] != "batch" else ("--format", "jsonl")
    done = Commands(f"opensearch://{nobody}/渔讯", tmp_path).run(*arguments, *as_json)
    assert (done.returncode, done.stdout) == (3, "")
    assert json.loads(done.stderr)["error"]["kind"] == "index_unreachable"


@pytest.mark.parametrize("arguments", ALL, ids=" ".join)
def test_where_there_is_no_archive_each_command_says_so(
    commands: Commands, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    is_told(tells(commands, arguments, capsys), 3, "no index at opensearch://")


def test_one_of_several_hosts_is_enough(archive: Commands, nobody: str) -> None:
    location = archive.location.replace("opensearch://", f"opensearch://{nobody},")
    done = archive.run("search", "渔港", "-c", location=location)
    assert (done.returncode, done.stdout, done.stderr) == (0, "30\n", "")


@pytest.mark.parametrize(
    "location",
    [
        f"opensearch://anna:{PASSWORD}@127.0.0.1/渔讯",
        f"opensearchs://anna:{PASSWORD}@127.0.0.1/渔讯",
        f"http://anna:{PASSWORD}@127.0.0.1/渔讯",
    ],
)
@pytest.mark.parametrize("arguments", [("search", "渔港"), ("add", "x"), ("status",), ("check",)], ids=" ".join)
def test_a_password_on_the_command_line_is_refused_and_not_repeated(
    tmp_path: Path, location: str, arguments: tuple[str, ...]
) -> None:
    is_told(Commands(location, tmp_path).run(*arguments), 2)


# --- a server that asks who one is, and speaks TLS: a door before the node


def forwarding(to: str) -> Script:
    def script(asked: Asked) -> Sent:
        request = Request(f"http://{to}{asked.target}", data=asked.body or None, method=asked.method)
        request.add_header("Content-Type", "application/x-ndjson" if "_bulk" in asked.path else "application/json")
        try:
            with urlopen(request, timeout=600) as answer:
                return Sent(raw=answer.read(), status=answer.status)
        except HTTPError as error:
            return Sent(raw=error.read(), status=error.code)

    return script


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def door(archive: Commands, authority: trustme.CA, tmp_path: Path) -> Iterator[tuple[Commands, dict[str, str]]]:
    """The archive behind TLS and a password, and the environment that opens it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    (tmp_path / "password").write_text(f"{PASSWORD}\n", "utf-8")
    opening = {"BAOSOU_CA_FILE": str(tmp_path / "ca.pem"), "BAOSOU_PASSWORD_FILE": str(tmp_path / "password")}
    with serving(forwarding(host_of(archive)), trust=context, user=f"anna:{PASSWORD}") as stub:
        yield Commands(f"opensearchs://anna@{stub.host}/{name_of(archive)}", archive.home), opening


def test_with_its_password_a_cluster_is_searched_and_added_to(
    door: tuple[Commands, dict[str, str]], tmp_path: Path
) -> None:
    commands, opening = door
    more = tmp_path / "乙.jsonl"
    more.write_text(records("乙", 12), "utf-8")
    assert commands.run("add", str(more), environment=opening).returncode == 0
    done = commands.run("search", "渔港", "-c", environment=opening)
    assert (done.stdout, done.stderr) == ("42\n", "")
    queries = tmp_path / "queries.txt"
    queries.write_text("渔港\n志愿者\n", "utf-8")
    batch = commands.run("batch", str(queries), "--jobs", "2", environment=opening)
    assert [json.loads(line)["total"] for line in batch.stdout.splitlines()] == [42, 42]
    status = commands.run("status", environment=opening)
    assert PASSWORD not in status.stdout + status.stderr + batch.stdout + batch.stderr


@pytest.mark.parametrize("arguments", [("search", "渔港"), ("add", "x.jsonl"), ("status",), ("check",)], ids=" ".join)
def test_a_wrong_password_is_told_as_that(
    door: tuple[Commands, dict[str, str]], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    commands, opening = door
    (tmp_path / "password").write_text("1984 is wrong\n", "utf-8")
    (commands.home / "x.jsonl").write_text(records("乙", 1), "utf-8")
    is_told(commands.run(*arguments, environment=opening), 3, "the user's name or the password is not accepted")


def test_whom_to_trust_and_the_password_are_asked_for(door: tuple[Commands, dict[str, str]]) -> None:
    commands, opening = door
    without = {key: value for key, value in opening.items() if key != "BAOSOU_CA_FILE"}
    is_told(commands.run("search", "渔港", environment=without), 3, "its certificate is not trusted")
    without = {key: value for key, value in opening.items() if key != "BAOSOU_PASSWORD_FILE"}
    is_told(commands.run("search", "渔港", environment=without), 3, "the password of anna is missing")


# --- another version, and what is not whole


@pytest.mark.parametrize("change", [{"version": 999}, {"analysis": "another"}, {"version": None}], ids=str)
def test_an_archive_of_another_version_is_refused_by_each_command(
    archive: Commands, tmp_path: Path, change: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    client = Client(located(archive.location))
    path = f"/{name_of(archive)}-meta/_doc/archive"
    state = client.request("GET", path)["_source"]
    client.request("PUT", path, {**state, **change}, {"refresh": True})
    page = tmp_path / "乙.jsonl"
    page.write_text(records("乙", 1), "utf-8")
    for arguments in (*ALL, ("add", str(page))):
        is_told(tells(archive, arguments, capsys), 3, "made by another version")


def test_texts_that_are_mapped_otherwise_are_never_searched(
    archive: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    client = Client(located(archive.location))
    index = f"/{name_of(archive)}-text"
    client.request("DELETE", index)
    client.request("PUT", index, {"mappings": {"properties": {"all": {"type": "text"}}}})
    for arguments in ALL:
        is_told(tells(archive, arguments, capsys), 3, "made by another version")


@pytest.mark.parametrize("kind", ["text", "words", "meta"])
def test_an_archive_one_of_whose_indices_is_gone_is_never_passed_off_as_whole(
    archive: Commands, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Client(located(archive.location)).request("DELETE", f"/{name_of(archive)}-{kind}")
    for arguments in ALL:
        is_told(tells(archive, arguments, capsys), 3, f"{name_of(archive)}")


@pytest.mark.parametrize("arguments", READING[:6], ids=" ".join)
def test_an_answer_without_a_part_of_the_index_is_an_error_of_each_command(
    archive: Commands, arguments: tuple[str, ...]
) -> None:
    passing = forwarding(host_of(archive))

    def script(asked: Asked) -> Sent:
        if asked.path.endswith("/_msearch"):
            return Sent({"responses": [partial() for _ in asked.lines[1::2]]})
        if asked.path.endswith(("/_search", "/_count")):
            return Sent(partial())
        return passing(asked)

    with serving(script) as stub:
        done = archive.run(*arguments, location=f"opensearch://{stub.host}/{name_of(archive)}")
    is_told(done, 3, "only 2 of 3 parts of the index answer")


def test_documents_that_the_cluster_refuses_are_told_and_the_source_is_read_again(
    archive: Commands, tmp_path: Path
) -> None:
    """A full disk makes a cluster refuse to write; what was not written is not passed off as written."""
    passing = forwarding(host_of(archive))
    page = tmp_path / "乙.jsonl"
    page.write_text(records("乙", 5), "utf-8")

    def script(asked: Asked) -> Sent:
        if not asked.path.endswith("/_bulk"):
            return passing(asked)
        items, lines = [], iter(asked.lines)
        for line in lines:
            ((action, named),) = json.loads(line).items()
            if action != "delete":
                next(lines)
            error = {"type": "cluster_block_exception", "reason": "index read-only"}
            items.append({action: {"_index": named["_index"], "_id": named["_id"], "status": 403, "error": error}})
        return Sent({"errors": True, "items": items})

    with serving(script) as stub:
        done = archive.run("add", str(page), location=f"opensearch://{stub.host}/{name_of(archive)}")
    assert done.returncode in (2, 3), done.stderr
    assert "index read-only" in done.stdout + done.stderr
    assert archive.run("add", str(page)).returncode == 0
    assert archive.told("search", '"乙第"', "-c")["total"] == 5
    assert archive.run("check").returncode == 0


def test_a_query_that_the_server_refuses_is_one_line(archive: Commands) -> None:
    passing = forwarding(host_of(archive))
    refused = refusal(400, "too_many_nested_clauses", "Query contains too many nested clauses; maxClauseCount is 1024")

    def script(asked: Asked) -> Sent:
        return refused if asked.path.endswith(("/_msearch", "/_search")) else passing(asked)

    with serving(script) as stub:
        done = archive.run("search", "渔港", location=f"opensearch://{stub.host}/{name_of(archive)}")
    is_told(done, 3, "too many nested clauses")
