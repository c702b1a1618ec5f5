"""How sources are added to an index: the options of it, and what is told on the way."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from baosou.corpus.readers.passwords import Passwords

_LEAST_MB = 256
"""What a PDF of many pages is read in three times over."""


class Progress(Struct, frozen=True):
    """How far an `add` has come: bytes done of all that are to be read, the sources reached, and the one at hand.

    Where that has pages, `page` of its `pages` are read; both are 0 elsewhere. `turned` are the pages of all sources
    that are read.
    """

    done: int
    total: int
    sources: int
    articles: int
    path: str
    page: int = 0
    pages: int = 0
    turned: int = 0


class AddOptions(Struct, frozen=True):
    """How to add: `jobs` workers (None: the processors), `memory_mb` for all of them together.

    `wait` is how many seconds to wait for another writer. The words of `user_dict` are added to the user's words
    that the index has, the rules of `synonyms` take the place of those it has. With `rebuild` the index is made anew
    from its sources; `prune` then leaves out those that cannot be read.

    `include` and `exclude` are patterns as .gitignore has them, of paths inside the folders that are added; the index
    remembers them for each of these until others are given. `passwords` are tried on encrypted files and not kept.
    `shards` and `replicas` are those of an index that is made on a cluster.
    """

    encoding: str | None = None
    jobs: int | None = None
    prune: bool = False
    dry_run: bool = False
    memory_mb: int = 512
    wait: float = 0.0
    user_dict: Path | None = None
    synonyms: Path | None = None
    rebuild: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    passwords: Passwords = Passwords()
    shards: int | None = None
    replicas: int | None = None

    @property
    def workers(self) -> int:
        """How many workers to take at most."""
        return self.jobs or os.cpu_count() or 1

    @property
    def memory_of_worker(self) -> int:
        """Bytes that one worker may take, and as many the process that reads a PDF for it."""
        return max(self.memory_mb // self.workers, _LEAST_MB) << 20


class EnrichProgress(Struct, frozen=True):
    """How far a search for names has come: articles of all that are new, and their characters so far.

    `judging` tells that all are read, and it is decided what of them is a name.
    """

    done: int
    total: int
    characters: int
    judging: bool = False


class EnrichOptions(Struct, frozen=True):
    """How to search articles for names: `jobs` workers (None: the processors), `memory_mb` for all of them together.

    `wait` is how many seconds to wait for another writer; in a dry run it is only counted how many articles are new.
    """

    jobs: int | None = None
    memory_mb: int = 512
    wait: float = 0.0
    dry_run: bool = False

    @property
    def workers(self) -> int:
        """How many workers to take at most."""
        return self.jobs or os.cpu_count() or 1
