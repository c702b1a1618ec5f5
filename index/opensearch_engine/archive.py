"""What is known of an archive on a cluster beside its text: how it was made, its sources, the user's words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded
from baosou.index.analysis.analyzer import fingerprint
from baosou.index.analysis.synonyms import SynonymRule
from baosou.index.analysis.user_words import UserWord
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion, ServerError
from baosou.index.ingest.sources import SourceEntry
from baosou.index.opensearch_engine.bulk import operation
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.mapping import (
    MADE_BY,
    META,
    TEXT,
    VERSION,
    WORDS,
    copies,
    index_name,
    meta_index,
    text_index,
    words_index,
)

_STATE = "archive"
_PAGE = 5_000


class State(Struct, frozen=True):
    """What holds of all of an archive; `generation` counts the changes that it has seen.

    `keys` are those of records that are facets, in the order in which they came, and `keys_aside` those that are none.
    """

    version: int = VERSION
    analysis: str = ""
    generation: int = 0
    updated: str | None = None
    words: tuple[UserWord, ...] = ()
    synonyms: tuple[SynonymRule, ...] = ()
    keys: tuple[str, ...] = ()
    keys_aside: tuple[str, ...] = ()


class Archive:
    """An archive's indices, by the kinds of what they hold."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.name = client.location.name
        self.text = index_name(self.name, TEXT)
        self.words = index_name(self.name, WORDS)
        self.meta = index_name(self.name, META)

    def exists(self) -> bool:
        """Whether there is such an archive."""
        return self.client.exists(f"/{self.meta}")

    def create(self, *, shards: int | None, replicas: int | None) -> None:
        """Make what of the indices is not there yet; two that do so at once do no harm.

        A new index waits until its copies are on as many servers as there are for them: a server that is lost a moment
        later, while the first articles come in, must not have held the only one. Copies of what is there become as
        many as asked for; its parts stay as many as they are, or it is an error.
        """
        for name, body in (
            (self.text, text_index(shards or 1, replicas)),
            (self.words, words_index(replicas)),
            (self.meta, meta_index(replicas)),
        ):
            if not self.client.exists(f"/{name}"):
                try:
                    there = {"wait_for_active_shards": self._servers_for(replicas)}
                    self.client.request("PUT", f"/{name}", body, there)
                except ServerError as error:
                    if error.cause != "resource_already_exists_exception":
                        raise
            elif replicas is not None:
                self.client.request("PUT", f"/{name}/_settings", {"index": copies(replicas)})
        if shards is not None:
            self._require_shards(shards)

    def _servers_for(self, replicas: int | None) -> int:
        """How many servers of the cluster can hold each part, with so many copies (or one, see `copies`)."""
        servers = self.client.request("GET", "/_cluster/health")["number_of_data_nodes"]
        return int(min(servers, 1 + (1 if replicas is None else replicas)))

    def _require_shards(self, wanted: int) -> None:
        found = self.client.request("GET", f"/{self.text}/_settings")[self.text]["settings"]["index"]
        if int(found["number_of_shards"]) != wanted:
            raise BaosouError(
                worded(
                    "{location} has {found} shards, which stay as many; "
                    "export it into an index of another name to have more",
                    location=self.client.location,
                    found=found["number_of_shards"],
                )
            )

    def state(self) -> State:
        """What holds of the archive; raises IndexMissing, and IndexVersion for one that is made otherwise."""
        try:
            found = self.client.request("GET", f"/{self.meta}/_doc/{_STATE}")
        except ServerError as error:
            if error.status != 404:
                raise
            raise IndexMissing(worded("no index at {location}", location=self.client.location)) from error
        except IndexMissing as error:
            raise IndexMissing(worded("no index at {location}", location=self.client.location)) from error
        if found["_source"].get("version") != VERSION or found["_source"].get("analysis") != fingerprint():
            raise self._of_another_version()
        self._require_indices()
        return msgspec.convert(found["_source"], State)

    def _require_indices(self) -> None:
        """Raise unless the texts and the words are there, mapped by this version: else they answer, but otherwise."""
        try:
            held = self.client.request(
                "GET", f"/{self.text},{self.words}/_mapping", params={"filter_path": "*.mappings._meta"}
            )
        except IndexMissing as error:
            raise IndexDamaged(
                worded("{location}: a part of it is gone: {error}", location=self.client.location, error=error)
            ) from error
        if any(held.get(name, {}).get("mappings", {}).get("_meta") != MADE_BY for name in (self.text, self.words)):
            raise self._of_another_version()

    def _of_another_version(self) -> IndexVersion:
        return IndexVersion(
            worded(
                "{location}: made by another version; add its sources to an index of another name",
                location=self.client.location,
            )
        )

    def settled(self) -> State:
        """The state, or that of an archive in which nothing is yet."""
        try:
            return self.state()
        except IndexMissing:
            return State(analysis=fingerprint())

    def put_state(self, state: State) -> None:
        """Make this the state."""
        self.client.request("PUT", f"/{self.meta}/_doc/{_STATE}", msgspec.to_builtins(state), {"refresh": True})

    def sources(self) -> dict[str, SourceEntry]:
        """All sources, by their paths."""
        found: dict[str, SourceEntry] = {}
        if not self.exists():
            return found
        self.client.request("POST", f"/{self.meta}/_refresh")
        after: list[Any] | None = None
        while True:
            body: dict[str, Any] = {"size": _PAGE, "query": {"term": {"kind": "source"}}, "sort": [{"path": "asc"}]}
            if after is not None:
                body["search_after"] = after
            hits = self.client.request("POST", f"/{self.meta}/_search", body)["hits"]["hits"]
            for hit in hits:
                entry = msgspec.convert(hit["_source"]["entry"], SourceEntry)
                found[entry.path] = entry
            if len(hits) < _PAGE:
                return found
            after = hits[-1]["sort"]

    def put_sources(self, entries: Iterable[SourceEntry], gone: Iterable[str] = ()) -> Iterator[bytes]:
        """What writes these sources down, and forgets others."""
        for entry in entries:
            plain = msgspec.to_builtins(entry)
            yield operation(
                "index", self.meta, _source_id(entry.path), {"kind": "source", "path": entry.path, "entry": plain}
            )
        for path in gone:
            yield operation("delete", self.meta, _source_id(path))


def _source_id(path: str) -> str:
    return f"source-{hashlib.blake2b(path.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def with_keys(
    state: State, keys: Iterable[str], aside: Iterable[str], *, most: int
) -> tuple[Sequence[str], Mapping[str, None]]:
    """The keys of records that are facets with more of them, as many as there may be, and those that are none."""
    known, out = dict.fromkeys(state.keys), dict.fromkeys([*state.keys_aside, *aside])
    for key in keys:
        if key not in known:
            if len(known) < most:
                known[key] = None
            else:
                out[key] = None
    return tuple(known), out
