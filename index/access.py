"""What opens a server that holds an index, beside its location: the password of the user, and whom to trust."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Access(Struct, frozen=True):
    """A user's password and the certificates of the authority that vouches for a server; a folder needs neither.

    `authority` is a file of PEM certificates, where the system's own do not vouch for the server.
    """

    password: str | None = None
    authority: Path | None = None

    def __repr__(self) -> str:
        """Never the password: what is shown of a value ends up in logs."""
        return f"Access(password={'…' if self.password is not None else None}, authority={self.authority})"
