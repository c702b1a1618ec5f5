"""The hits of the last search in a terminal, so that `show 3` is the third of them; other terminals have their own.

They lie in the user's state folder, under the terminal's name and the process that leads its session. Where there is no
terminal nothing is remembered, and nothing known: a script's numbers must not depend on what somebody searched for.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from baosou.cli.exits import UsageError
from baosou.cli.settings import place_of
from baosou.corpus.errors import worded

_KEPT_SECONDS = 7 * 24 * 3600
_MOST = 1_000


class LastSearch(Struct, frozen=True):
    """What was asked, of which index, and the full or shown ids of the hits by their ranks."""

    query: str
    location: str
    hits: dict[str, str]


def remember(query: str, location: str, hits: Iterable[tuple[int, str]]) -> None:
    """Keep the hits of a search, each with its rank; where that cannot be, they are not kept."""
    file = _file()
    if file is None:
        return
    kept = {str(rank): id for rank, id in islice(hits, _MOST)}
    with suppress(OSError, UnicodeEncodeError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = file.with_name(f"{file.name}.{os.getpid()}")
        made.write_bytes(msgspec.json.encode(LastSearch(query, place_of(location), kept)))
        made.chmod(0o600)
        made.replace(file)
        for other in file.parent.iterdir():
            if time.time() - other.stat().st_mtime > _KEPT_SECONDS:
                other.unlink()


def hit_of(number: str, location: str) -> tuple[str, str]:
    """The id of a hit by its number, and the query that found it; raises UsageError where there is none."""
    file = _file()
    if file is None:
        raise UsageError(worded("{number}: numbers of hits are known on a terminal only; give an id", number=number))
    try:
        last = msgspec.json.decode(file.read_bytes(), type=LastSearch)
    except (OSError, msgspec.MsgspecError):
        raise UsageError(worded("{number}: nothing was searched for in this terminal yet", number=number)) from None
    if last.location != place_of(location):
        raise UsageError(
            worded(
                "{number}: the last search in this terminal was in another index, {location}",
                number=number,
                location=last.location,
            )
        )
    if number not in last.hits:
        raise UsageError(
            worded(
                "{number}: the last search in this terminal had no such hit: {query}", number=number, query=last.query
            )
        )
    return last.hits[number], last.query


def _file() -> Path | None:
    """Where the hits of this terminal are kept; None where there is none."""
    if not (sys.stdout.isatty() and sys.stdin.isatty() and hasattr(os, "getsid")):
        return None
    from platformdirs import user_state_path

    try:
        name = os.ttyname(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return user_state_path("baosou", appauthor=False) / "hits" / f"{name.strip('/').replace('/', '-')}-{os.getsid(0)}"
