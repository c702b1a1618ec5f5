"""TLS and passwords: whom the client trusts, what it sends to whom, and what it never says."""

from __future__ import annotations

import logging
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from baosou.corpus.errors import BaosouError
from baosou.index.access import Access
from baosou.index.errors import IndexForbidden, IndexUnreachable
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
from baosou.index.opensearch_engine.patience import Patience
from tests.opensearch.stub import Sent, Stub, in_turn, serving

PASSWORD = "潮水:1984 @#"
ANSWERS = in_turn([Sent({"version": {"number": "3.9.0"}})])
AT_ONCE = Patience(pause=lambda _: None)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def certificates(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def trusted(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """The TLS of a server that the authority vouches for by these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def asking(stub: Stub, access: Access | None = None, *, scheme: str = "opensearchs", user: str = "") -> Client:
    return Client(located(f"{scheme}://{user}{stub.host}/渔讯"), access, patience=AT_ONCE)


def test_a_server_that_the_named_authority_vouches_for_is_trusted(authority: trustme.CA, certificates: Path) -> None:
    with serving(ANSWERS, trust=trusted(authority, "127.0.0.1"), user=f"anna:{PASSWORD}") as stub:
        client = asking(stub, Access(PASSWORD, certificates), user="anna@")
        assert client.request("GET", "/") == {"version": {"number": "3.9.0"}}


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(authority: trustme.CA) -> None:
    with serving(ANSWERS, trust=trusted(authority, "127.0.0.1")) as stub:
        with pytest.raises(IndexUnreachable, match="its certificate is not trusted"):
            asking(stub, Access(PASSWORD), user="anna@").request("GET", "/")
        assert stub.asked == []


def test_a_certificate_of_another_host_is_refused(authority: trustme.CA, certificates: Path) -> None:
    with serving(ANSWERS, trust=trusted(authority, "node1.example.org")) as stub:
        with pytest.raises(IndexUnreachable, match="its certificate is not trusted"):
            asking(stub, Access(PASSWORD, certificates), user="anna@").request("GET", "/")
        assert stub.asked == []


def test_a_server_without_tls_is_told(certificates: Path) -> None:
    with serving(ANSWERS) as stub, pytest.raises(IndexUnreachable, match="it does not speak TLS"):
        asking(stub, Access(authority=certificates)).request("GET", "/")


def test_a_server_with_tls_that_is_asked_without_is_told(authority: trustme.CA) -> None:
    with serving(ANSWERS, trust=trusted(authority, "127.0.0.1")) as stub, pytest.raises(IndexUnreachable):
        asking(stub, scheme="opensearch").request("GET", "/")


@pytest.mark.parametrize("content", [None, "-----BEGIN NOTHING-----\n"])
def test_certificates_that_cannot_be_read_are_told_by_their_file(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(BaosouError, match=r"ca\.pem"):
        Client(located("opensearchs://127.0.0.1/渔讯"), Access(authority=path))


def test_a_wrong_password_is_told_without_it() -> None:
    with serving(ANSWERS, user="anna:another") as stub:
        with pytest.raises(IndexForbidden, match="not accepted") as told:
            asking(stub, Access(PASSWORD), scheme="opensearch", user="anna@").request("GET", "/")
        assert len(stub.asked) == 1
    assert PASSWORD not in str(told.value)


def test_a_user_without_a_password_is_told_before_anything_is_sent() -> None:
    with pytest.raises(IndexForbidden, match="the password of anna is missing"):
        Client(located("opensearchs://anna@127.0.0.1/渔讯"))


def test_a_password_does_not_leave_this_machine_without_tls() -> None:
    with pytest.raises(IndexForbidden, match="opensearchs://"):
        Client(located("opensearch://anna@127.0.0.1,node2.example.org/渔讯"), Access(PASSWORD))


def test_nobody_is_named_to_a_server_whose_location_names_nobody() -> None:
    with serving(ANSWERS) as stub:
        asking(stub, Access(PASSWORD), scheme="opensearch").request("GET", "/")
        assert [asked.authorization for asked in stub.asked] == [None]


def test_no_log_has_a_password(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(ANSWERS, user=f"anna:{PASSWORD}") as stub:
        client = asking(stub, Access(PASSWORD), scheme="opensearch", user="anna@")
        client.request("GET", "/")
        (asked,) = stub.asked
    assert caplog.records
    shown = f"{caplog.text} {client!r} {vars(client)}"
    assert "1984" not in shown
    assert asked.authorization is not None
    assert asked.authorization.partition(" ")[2] not in shown


def test_without_the_extra_a_line_says_how_to_install_it() -> None:
    script = """
import sys
sys.modules["urllib3"] = None
from baosou.corpus.errors import BaosouError
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.location import located
try:
    Client(located("opensearch://127.0.0.1/n"))
except BaosouError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install 'baosou[opensearch]'" in done.stdout


def test_the_client_is_named_by_no_module_of_a_local_search() -> None:
    script = (
        "import sys; import baosou.cli.app, baosou.index.api; print('urllib3' in sys.modules, 'ssl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
