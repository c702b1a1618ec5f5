"""Where an index on a cluster is, as its location says: hosts, the name of the index, who asks, and whether by TLS.

    opensearch://127.0.0.1:9200/papers
    opensearchs://anna@node1.example.org,node2.example.org,node3.example.org:9201/papers

A password has no place in it: a location stands in the list of processes, in the shell's history and in settings.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded

PLAIN, SECURE = "opensearch", "opensearchs"
PORT = 9200
LONGEST_NAME = 200
"""Bytes of a name in UTF-8: the server takes 255, and the indices of one archive have endings."""

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\s]+)(?::(?P<port>\d{1,5}))?")
_NO_NAME = frozenset('\\/*?"<>|,# :%')
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|\[::1\]")
_EXAMPLE = "opensearch://host:9200/name"


class Host(Struct, frozen=True):
    """A server of the cluster; the name of an IPv6 address has its brackets."""

    name: str
    port: int

    def __str__(self) -> str:
        return f"{self.name}:{self.port}"


class Location(Struct, frozen=True):
    """An index on a cluster: any of its hosts may be asked."""

    hosts: tuple[Host, ...]
    name: str
    secure: bool = False
    user: str | None = None

    def __str__(self) -> str:
        """The location as it is written; two that mean the same are written the same."""
        user = "" if self.user is None else f"{quote(self.user, safe='')}@"
        return f"{SECURE if self.secure else PLAIN}://{user}{','.join(map(str, self.hosts))}/{self.name}"

    @property
    def local(self) -> bool:
        """Whether no word leaves this machine."""
        return all(_LOOPBACK.fullmatch(host.name) for host in self.hosts)


def located(text: str) -> Location:
    """What a location says; raises BaosouError, without repeating what may be a password."""
    scheme, parted, rest = text.partition("://")
    if not parted or scheme not in (PLAIN, SECURE):
        raise BaosouError(
            worded("an index on a cluster is written {example}, or opensearchs:// for TLS", example=_EXAMPLE)
        )
    where, _, name = rest.partition("/")
    who, at, hosts = where.rpartition("@")
    if ":" in who or "@" in name:
        raise BaosouError(
            worded(
                "a password does not belong in the location of an index, where others can read it: "
                "write opensearchs://user@host/name and give it by a prompt, a file or the settings"
            )
        )
    if at and not who:
        raise BaosouError(
            worded(
                "{scheme}://@{hosts}/{name}: the user's name before the @ is missing",
                scheme=scheme,
                hosts=hosts,
                name=name,
            )
        )
    user = unquote(who) if at else None
    if user is not None and (":" in user or not user.isprintable()):
        raise BaosouError(worded("the user's name in the location of an index has a colon or control characters"))
    return Location(
        tuple(_host(each, scheme) for each in hosts.split(",")), _name(unquote(name)), scheme == SECURE, user
    )


def _host(text: str, scheme: str) -> Host:
    found = _HOST.fullmatch(text)
    if found is None:
        raise BaosouError(
            worded(
                "{scheme}://: a host is a name or an address, with a port after a colon: {example}",
                scheme=scheme,
                example=_EXAMPLE,
            )
        )
    port = int(found["port"] or PORT)
    if not 0 < port < 65_536:
        raise BaosouError(worded("{found}: a port is a number from 1 to 65535", found=found["name"]))
    return Host(found["name"].lower(), port)


def _name(name: str) -> str:
    """The name of an archive's indices, if a server takes it; an ending slash is no part of it."""
    name = name.rstrip("/")
    if not name:
        raise BaosouError(worded("the name of the index is missing: {example}", example=_EXAMPLE))
    if name[0] in "-_+." or name != name.lower() or any(each in _NO_NAME or not each.isprintable() for each in name):
        raise BaosouError(
            worded(
                "{name!r} cannot be the name of an index on a cluster: small letters, digits, -, _ and ., "
                "with a letter or digit first",
                name=name,
            )
        )
    if len(name.encode()) > LONGEST_NAME:
        raise BaosouError(worded("the name of an index on a cluster has at most {most} bytes", most=LONGEST_NAME))
    return name
