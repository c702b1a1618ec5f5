"""One request to one host of a cluster, over connections that are kept: bytes out, bytes and a status back.

What does not come back whole is a `Broken` with its reason in a few words; whether to try again is decided elsewhere.
"""

from __future__ import annotations

import ssl
import threading
from base64 import b64encode
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded
from baosou.index.access import Access
from baosou.index.errors import IndexForbidden, IndexUnreachable
from baosou.index.opensearch_engine.location import Host, Location

if TYPE_CHECKING:
    import urllib3

MISSING = "an index on a cluster needs the extra opensearch: pip install 'baosou[opensearch]'"
CONNECT_SECONDS = 5.0
"""A host that does not take a connection by then is passed over: the others are asked."""

CONNECTIONS = 16
"""Connections to a host that are kept; more threads than these open one for each request."""


class Reply(Struct, frozen=True):
    """What a host said."""

    host: Host
    status: int
    body: bytes
    retry_after: str | None = None


class Broken(Exception):  # noqa: N818 - it is what became of an exchange, told to whoever tries again
    """A host gave no whole answer; `silent` where it took the request and did not answer in time."""

    def __init__(self, host: Host, reason: str, *, silent: bool = False) -> None:
        super().__init__(f"{host} ({reason})")
        self.host = host
        self.reason = reason
        self.silent = silent


class Exchange:
    """The connections to the hosts of a location; threads may share one.

    The host that answered last is asked first; one that failed is asked after the others.
    """

    def __init__(self, location: Location, access: Access | None) -> None:
        access = access or Access()
        try:
            import urllib3
        except ModuleNotFoundError as error:
            raise BaosouError(MISSING) from error
        self._headers = _headers(location, access)
        trust = _trust(access) if location.secure else None
        self._pools: dict[Host, urllib3.HTTPConnectionPool] = {}
        for host in location.hosts:
            address = host.name.strip("[]")
            self._pools[host] = (
                urllib3.HTTPConnectionPool(address, host.port, maxsize=CONNECTIONS)
                if trust is None
                else urllib3.HTTPSConnectionPool(address, host.port, maxsize=CONNECTIONS, ssl_context=trust)
            )
        self._order = list(location.hosts)
        self._lock = threading.Lock()
        self._secure = location.secure

    def send(self, method: str, target: str, body: bytes | None, *, kind: str, seconds: float) -> Reply:
        """Ask the host that is likeliest to answer, and wait so many seconds for its whole answer."""
        import urllib3

        host = self._order[0]
        try:
            answer = self._pools[host].urlopen(
                method,
                target,
                body=body,
                headers={**self._headers, "Content-Type": kind} if body is not None else self._headers,
                timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
                redirect=False,
                retries=False,
                preload_content=False,
            )
            whole = _read(answer, host, monotonic() + seconds)
        except urllib3.exceptions.HTTPError as error:
            self._pass_over(host)
            raise self._broken(host, error, seconds) from error
        if answer.status in (502, 503):
            self._pass_over(host)
        return Reply(host, answer.status, whole, answer.headers.get("Retry-After"))

    def close(self) -> None:
        """Let go of all connections."""
        for pool in self._pools.values():
            pool.close()

    @property
    def hosts(self) -> int:
        """How many hosts may be asked."""
        return len(self._pools)

    def _pass_over(self, host: Host) -> None:
        with self._lock:
            if self._order[0] == host:
                self._order = [*self._order[1:], host]

    def _broken(self, host: Host, error: Exception, seconds: float) -> Broken:
        """The reason in a few words; raises IndexUnreachable at once for what no other try can mend."""
        import urllib3

        if isinstance(error, urllib3.exceptions.SSLError):
            raise IndexUnreachable(worded("{host}: {reason}", host=host, reason=_distrust(error))) from error
        if isinstance(error, urllib3.exceptions.NameResolutionError):
            return Broken(host, "no such host")
        if isinstance(error, urllib3.exceptions.NewConnectionError):
            cause = error.__cause__ or error.__context__
            reason = getattr(cause, "strerror", None)
            return Broken(host, str(reason or "no connection").lower())
        if isinstance(error, urllib3.exceptions.ConnectTimeoutError):
            return Broken(host, "no connection in time", silent=True)
        if isinstance(error, urllib3.exceptions.ReadTimeoutError):
            return Broken(host, f"no answer within {seconds:g} s", silent=True)
        if not self._secure and "BadStatusLine" in repr(error):
            return Broken(host, "its answer is not HTTP; opensearchs:// is for TLS")
        return Broken(host, "the connection broke off")


def _read(answer: urllib3.BaseHTTPResponse, host: Host, until: float) -> bytes:
    """The whole body; the socket's own time-out begins anew with each byte that a slow host sends."""
    parts = []
    while part := answer.read1(1 << 16):
        parts.append(part)
        if monotonic() > until:
            answer.close()
            raise Broken(host, "its answer came too slowly", silent=True)
    answer.release_conn()
    return b"".join(parts)


def _headers(location: Location, access: Access) -> Mapping[str, str]:
    """Who asks, as each request says it; a password goes by TLS, or stays on this machine."""
    if location.user is None:
        return {}
    if access.password is None:
        raise IndexForbidden(
            worded("{location}: the password of {user} is missing", location=location, user=location.user)
        )
    if not (location.secure or location.local):
        raise IndexForbidden(
            worded(
                "{location}: a password would be sent for all to read; write opensearchs:// for TLS", location=location
            )
        )
    return {"Authorization": f"Basic {b64encode(f'{location.user}:{access.password}'.encode()).decode()}"}


def _trust(access: Access) -> ssl.SSLContext:
    """Whose certificates are believed; there is no way to believe any."""
    try:
        trust = ssl.create_default_context(cafile=access.authority)
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror if isinstance(error, OSError) and not isinstance(error, ssl.SSLError) else None
        raise BaosouError(
            worded("{authority}: {reason}", authority=access.authority, reason=reason or "no certificates in PEM")
        ) from error
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    return trust


def _distrust(error: Exception) -> str:
    """What is wrong with a host's TLS."""
    cause = next((each for each in (error.args[0] if error.args else None, error.__cause__) if each), error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({cause.verify_message}); name the authority's certificates"
    if "WRONG_VERSION_NUMBER" in str(cause) or "HTTP_REQUEST" in str(cause):
        return "it does not speak TLS; write opensearch://"
    return "TLS failed"
