"""One writer at a time: a document that says who writes, for a while, renewed as long as he does.

No lock lies on a cluster: a writer that is killed leaves its lease, which ends by itself, and at once for other
writers of the same machine, who see that his process is gone. The clocks of the machines that write need not agree to
more than a few seconds.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

from baosou.corpus.errors import BaosouError, worded
from baosou.index.errors import IndexLocked, ServerError
from baosou.index.opensearch_engine.archive import Archive

_SECONDS = 60.0
_RENEWED_EVERY = 15.0
_ASKED_EVERY = 0.5
_WRITER = "writer"


class Lease:
    """The right to write an archive."""

    def __init__(self, archive: Archive, *, seconds: float = _SECONDS) -> None:
        self._archive = archive
        self._seconds = seconds
        self._holder: dict[str, Any] = {
            "process": os.getpid(),
            "host": socket.gethostname(),
            "machine": _machine(),
            "started": _started(os.getpid()),
            "token": uuid.uuid4().hex,
        }
        self._version: dict[str, Any] = {}
        self._lost = False
        self._over = threading.Event()

    def take(self, *, wait: float) -> None:
        """Take it, waiting so many seconds for another writer; raises IndexLocked."""
        until = monotonic() + wait
        while not self._taken():
            if monotonic() >= until:
                raise IndexLocked(self._told())
            sleep(_ASKED_EVERY)

    def require(self) -> None:
        """Raise IndexLocked where it was lost: this process stood still for too long, and another one writes now."""
        if self._lost:
            raise IndexLocked(
                worded("{location}: another process writes now; add again", location=self._archive.client.location)
            )

    @contextmanager
    def kept(self) -> Iterator[Lease]:
        """Renew it until the end, and give it back."""
        keeper = threading.Thread(target=self._keep, daemon=True)
        keeper.start()
        try:
            yield self
        finally:
            self._over.set()
            keeper.join()
            self._give_back()

    def _path(self) -> str:
        return f"/{self._archive.meta}/_doc/{_WRITER}"

    def _document(self) -> dict[str, Any]:
        return {"kind": "writer", **self._holder, "until": time() + self._seconds}

    def _taken(self) -> bool:
        client = self._archive.client
        try:
            return self._written(client.request("PUT", self._path(), self._document(), {"op_type": "create"}))
        except ServerError as error:
            if error.status != 409:
                raise
        found = self._found()
        if found is None:
            return False
        holder = found["_source"]
        if holder["token"] != self._holder["token"] and holder["until"] > time() and not self._is_gone(holder):
            return False
        try:
            return self._written(client.request("PUT", self._path(), self._document(), _version_of(found)))
        except ServerError as error:
            if error.status != 409:
                raise
            return False

    def _is_gone(self, holder: dict[str, Any]) -> bool:
        """Whether a process of this machine is no more, or its number is that of another one now."""
        here = self._holder["machine"]
        return here is not None and holder.get("machine") == here and _started(holder["process"]) != holder["started"]

    def _written(self, answer: dict[str, Any]) -> bool:
        self._version = _version_of(answer)
        return True

    def _found(self) -> dict[str, Any] | None:
        try:
            return self._archive.client.request("GET", self._path())
        except ServerError as error:
            if error.status != 404:
                raise
            return None

    def _told(self) -> str:
        found = self._found()
        who = "another process"
        if found is not None:
            who = f"process {found['_source']['process']} on {found['_source']['host']}"
        return f"{self._archive.client.location} is being written by {who}; try again later, or wait with --wait"

    def _keep(self) -> None:
        last = monotonic()
        while not self._over.wait(_RENEWED_EVERY):
            try:
                self._written(
                    self._archive.client.request("PUT", self._path(), self._document(), self._version, seconds=10)
                )
                last = monotonic()
            except ServerError as error:
                if error.status == 409 and not self._is_own():
                    self._lost = True
                    return
            except BaosouError:
                # it may be that nobody can reach the cluster just now: then nobody takes it either
                pass
            if monotonic() - last > self._seconds:
                self._lost = True
                return

    def _is_own(self) -> bool:
        """Whether it is still held: an answer that was lost may have renewed it."""
        try:
            found = self._found()
        except BaosouError:
            return True
        if found is None or found["_source"]["token"] != self._holder["token"]:
            return False
        return self._written(found)

    def _give_back(self) -> None:
        if self._lost:
            return
        with suppress(BaosouError):  # it ends by itself, too
            self._archive.client.request("DELETE", self._path(), params=self._version, seconds=10)


def _machine() -> str | None:
    """This machine since it was started, and whose processes are seen here; None where a system does not say."""
    try:
        return (
            f"{Path('/proc/sys/kernel/random/boot_id').read_text('ascii').strip()} {os.readlink('/proc/self/ns/pid')}"
        )
    except OSError:
        return None


def _started(process: int) -> str | None:
    """When a process was started, in the system's own words; None for one that is not there."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if told[0] in "ZX" else told[19]


def _version_of(answer: dict[str, Any]) -> dict[str, Any]:
    """What says that a document is still the one that was read."""
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
