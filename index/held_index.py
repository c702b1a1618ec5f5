"""An index as long as it is held open in Python, and every change that can be made to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO

from baosou.corpus.errors import BaosouError, worded
from baosou.index import api
from baosou.index.errors import IndexClosed

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from baosou.index.access import Access
    from baosou.index.adding import EnrichProgress, Progress
    from baosou.index.engine import Engine
    from baosou.index.reports import (
        AddSummary,
        CheckProgress,
        CheckReport,
        EnrichSummary,
        OptimizeSummary,
        WordChange,
        WordList,
    )

    Location = str | os.PathLike[str]


class _Opened:
    """An engine, and how many questions it is answering; one that is done with is closed by the last to leave."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.readers = 0
        self.done_with = False


class HeldIndex:
    """What an `Index` is beside the questions that it answers: the generation at hand, and changes, each one commit."""

    def __init__(
        self,
        location: Location | Sequence[Location],
        *,
        saved: Mapping[str, str] | None = None,
        access: Access | None = None,
    ) -> None:
        self.saved = dict(saved or {})
        together = [location] if isinstance(location, (str, os.PathLike)) else list(location)
        self.locations = tuple(os.path.expanduser(os.fspath(each)) for each in together)
        self.location = ", ".join(self.locations)
        self._access = access
        self._lock = Lock()
        self._opened: _Opened | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Index {self.location!r}{' (closed)' if self._closed else ''}>"

    def close(self) -> None:
        """Release its files, as soon as no other thread is being answered; it is not used after this."""
        self._leave()
        self._closed = True

    def refresh(self) -> bool:
        """Find from now on what other processes have added, changed and removed; gives whether there was anything."""
        with self._reading() as engine:
            if engine.is_current():
                return False
        self._leave()
        return True

    @contextmanager
    def _reading(self) -> Iterator[Engine]:
        """The engine that answers, held open in the body."""
        with self._lock:
            if self._closed:
                raise IndexClosed(worded("{location}: this index was closed", location=self.location))
            if self._opened is None:
                self._opened = _Opened(api.open_engine(*self.locations, access=self._access))
            opened = self._opened
            opened.readers += 1
        try:
            yield opened.engine
        finally:
            with self._lock:
                opened.readers -= 1
                left = opened.done_with and not opened.readers
            if left:
                opened.engine.close()

    def _leave(self) -> None:
        """Be done with the generation at hand."""
        with self._lock:
            opened, self._opened = self._opened, None
            if opened is None:
                return
            opened.done_with = True
            left = not opened.readers
        if left:
            opened.engine.close()

    # Changes

    def add(
        self,
        *paths: Location,
        records: BinaryIO | Iterable[Mapping[str, Any]] | None = None,
        encoding: str | None = None,
        jobs: int = 1,
        prune: bool = False,
        user_dict: Location | None = None,
        synonyms: Location | None = None,
        rebuild: bool = False,
        include: str | Iterable[str] = (),
        exclude: str | Iterable[str] = (),
        dry_run: bool = False,
        memory_mb: int = 512,
        wait: float = 0.0,
        password_file: Location | None = None,
        shards: int | None = None,
        replicas: int | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> AddSummary:
        """Index files and folders, and records; what was indexed before is updated where it changed, and else left.

            index.add("~/papers", jobs=4)
            index.add(records=[{"title": "渔港灯火", "text": "清晨五点，渔港的灯还亮着。", "date": "2024-07-02"}])

        Without paths and records it is what the index was made of that is looked at again. Of folders, `include` and
        `exclude` take and leave out paths as patterns of .gitignore do (`exclude=["drafts/"]`), and are remembered.

        `records` are mappings with the keys title, text, date, authors, publication, edition, column, places, url, id
        and any others, or a binary stream of them as JSON Lines; together they are one source. `prune` removes what is
        gone from the disk below the paths. The words of the file `user_dict` are added to the user's, the rules of
        `synonyms` take the place of those before. `rebuild` makes the index anew from all its sources.

        `jobs` above 1 works in so many processes, about `memory_mb` megabytes for all of them together; a script then
        needs `if __name__ == "__main__":`. Encrypted files are tried with the passwords of `password_file`, one a line,
        which are not kept. On a cluster, a new index has so many `shards` (1) and `replicas` of each (one, as soon as
        there is a second server). `wait` is how many seconds to wait for another writer, and `progress` is
        called on the way. What cannot be read is in `failed` of the summary, and the rest is indexed. Raises
        IndexLocked, IndexDamaged, IndexVersion, BaosouError.
        """
        from baosou.corpus.readers.passwords import Passwords, read_passwords
        from baosou.index.adding import AddOptions
        from baosou.index.answering.options import texts_of
        from baosou.index.record_stream import opened

        options = AddOptions(
            encoding=encoding,
            jobs=jobs,
            prune=prune,
            dry_run=dry_run,
            memory_mb=memory_mb,
            wait=wait,
            user_dict=None if user_dict is None else _path(user_dict),
            synonyms=None if synonyms is None else _path(synonyms),
            rebuild=rebuild,
            include=texts_of(include, "include"),
            exclude=texts_of(exclude, "exclude"),
            shards=shards,
            replicas=replicas,
            passwords=Passwords() if password_file is None else read_passwords(_path(password_file)),
        )
        with opened(records) as stream, self._changing():
            return api.add(
                self._one(),
                [_path(path) for path in paths],
                options,
                access=self._access,
                records=stream,
                progress=progress or (lambda _: None),
            )

    def remove(self, *paths: Location, wait: float = 0.0, dry_run: bool = False) -> AddSummary:
        """Take sources out of the index, a folder with everything below it; the files stay.

        What is no source of it is in `failed` of the summary. Raises IndexMissing, IndexLocked.
        """
        with self._changing():
            return api.remove(
                self._one(), [_path(path) for path in paths], access=self._access, wait=wait, dry_run=dry_run
            )

    def optimize(
        self, *, jobs: int = 1, memory_mb: int = 512, wait: float = 0.0, dry_run: bool = False
    ) -> OptimizeSummary:
        """Merge the segments of the index, and drop what is deleted; what it finds stays the same.

        Raises IndexMissing, IndexDamaged, IndexLocked.
        """
        with self._changing():
            return api.optimize(
                self._one(), access=self._access, jobs=jobs, memory_mb=memory_mb, wait=wait, dry_run=dry_run
            )

    def enrich(
        self,
        *,
        jobs: int = 1,
        memory_mb: int = 512,
        wait: float = 0.0,
        dry_run: bool = False,
        progress: Callable[[EnrichProgress], None] | None = None,
    ) -> EnrichSummary:
        """Find the people and organisations that articles name, in those that were not searched for them yet.

            index.enrich(jobs=4)
            index.facets(None, "person:20", where={"year": "2024"})

        Then `person` and `org` are fields of the index. It needs the extra `names`; with `jobs` above 1 a script needs
        `if __name__ == "__main__":`. What was found so far stays where it is stopped. Raises BaosouError where the
        extra is missing, IndexMissing, IndexDamaged, IndexLocked.
        """
        from baosou.index.adding import EnrichOptions

        options = EnrichOptions(jobs=jobs, memory_mb=memory_mb, wait=wait, dry_run=dry_run)
        with self._changing():
            return api.enrich(self._one(), options, access=self._access, progress=progress or (lambda _: None))

    def check(self, *, sources: bool = False, progress: Callable[[CheckProgress], None] | None = None) -> CheckReport:
        """Verify every file of the index; with `sources` also compare it with the files that it was made of.

        What is wrong is in `findings` of the report. Raises IndexMissing and IndexVersion.
        """
        return api.check(self._one(), access=self._access, sources=sources, progress=progress or (lambda _: None))

    def words(self, *words: str, counted: bool = True) -> WordList:
        """The user's words (or those of them that are named), each with where it stands, and all synonyms."""
        from baosou.corpus.folding import fold_text
        from baosou.index.reports import WordCount, WordList

        with self._reading() as engine:
            wanted = {fold_text(word).strip() for word in words}
            known = [word for word in engine.vocabulary.user_words() if not words or word.text in wanted]
            rules = () if words else tuple(map(str, engine.vocabulary.synonyms()))
            if counted:
                return WordList(tuple(api.count_words(engine, known)), rules)
            return WordList(tuple(WordCount(word.text, word.frequency) for word in known), rules)

    def add_words(
        self, *words: str, file: Location | None = None, counted: bool = True, wait: float = 0.0, dry_run: bool = False
    ) -> WordChange:
        """Add words that queries are cut by, and those of a file (one a line); nothing is indexed anew.

        All or none. Raises BaosouError for what is no word, IndexMissing, IndexLocked.
        """
        return self._change_words(words, file=file, remove=False, counted=counted, wait=wait, dry_run=dry_run)

    def remove_words(
        self, *words: str, file: Location | None = None, counted: bool = True, wait: float = 0.0, dry_run: bool = False
    ) -> WordChange:
        """Remove words of the user's; those that are none are `unchanged`. Errors as of `add_words`."""
        return self._change_words(words, file=file, remove=True, counted=counted, wait=wait, dry_run=dry_run)

    def _change_words(
        self, words: tuple[str, ...], *, file: Location | None, remove: bool, counted: bool, wait: float, dry_run: bool
    ) -> WordChange:
        from baosou.index.analysis.user_words import UserWord
        from baosou.index.reports import WordChange, WordCount

        path = None if file is None else _path(file)
        with self._changing():
            done = api.change_words(
                self._one(), words, access=self._access, file=path, remove=remove, wait=wait, dry_run=dry_run
            )
        changed = [UserWord(word) for word in done.changed]
        if counted:
            with self._reading() as engine:
                counts = tuple(api.count_words(engine, changed))
        else:
            counts = tuple(WordCount(word.text, word.frequency) for word in changed)
        return WordChange(counts, done.unchanged, done.warnings, done.dry_run)

    def _one(self) -> str:
        """The location of what is changed or checked."""
        if len(self.locations) > 1:
            told = "{location}: several indexes are searched as one, but changed and checked one by one"
            raise BaosouError(worded(told, location=self.location))
        return self.locations[0]

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let the body change the index, which is then read anew."""
        if self._closed:
            raise IndexClosed(worded("{location}: this index was closed", location=self.location))
        try:
            yield
        finally:
            self._leave()


def _path(location: Location) -> Path:
    """A path as it is, or a text, in which ~ is the home folder; raises BaosouError for an empty text.

    An unset variable of a script never stands for the folder at hand.
    """
    if location == "":
        raise BaosouError(worded('a path is empty; the current folder is "."'))
    return location if isinstance(location, Path) else Path(os.path.expanduser(location))
