"""How servers that hold an index are used, beside its location: a user's password, whom to trust, how much to read."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

CANDIDATES = 200


class Access(Struct, frozen=True):
    """A user's password and the certificates of the authority that vouches for a server; a folder needs neither.

    `authority` is a file of PEM certificates, where the system's own do not vouch for the server. `candidates` are how
    many matches, those that the servers put first, are scored by their texts; where fewer match, all are.
    """

    password: str | None = None
    authority: Path | None = None
    candidates: int = CANDIDATES

    def __repr__(self) -> str:
        """Never the password: what is shown of a value ends up in logs."""
        password = "…" if self.password is not None else None
        return f"Access(password={password}, authority={self.authority}, candidates={self.candidates})"
