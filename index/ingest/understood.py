"""What would be made of files, for those who want to see it before they add them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from baosou.corpus.discovery import Failure, PassedOver, discover
from baosou.corpus.errors import worded
from baosou.corpus.models import Article, Section
from baosou.corpus.readers import Limits, read_source
from baosou.index.adding import AddOptions
from baosou.index.ingest.documents import placed
from baosou.index.ingest.roots import selections_of


class Understood(Struct, frozen=True):
    """A file with the articles that it would become, each with its sections, and what of it cannot be read."""

    path: Path
    articles: tuple[tuple[Article, tuple[Section, ...]], ...] = ()
    failures: tuple[Failure, ...] = ()


def understood(paths: Sequence[Path], options: AddOptions) -> Iterator[Understood]:
    """What would be made of each file that the paths name, as if they were added for the first time."""
    limits = Limits(memory=options.memory_of_worker)
    for found in discover(paths, selections=selections_of({}, paths, options)):
        if isinstance(found, Failure):
            yield Understood(found.path, failures=(found,))
        elif isinstance(found, PassedOver):
            told = "passed over: nothing reads {ending} of a folder"
            ending = found.ending or worded("files without an ending")
            yield Understood(found.path, failures=(Failure(found.path, worded(told, ending=ending), warning=True),))
        else:
            read = list(read_source(found, encoding=options.encoding, passwords=options.passwords.every, limits=limits))
            articles = placed([each for each in read if isinstance(each, Article)])
            yield Understood(found.path, tuple(articles), tuple(each for each in read if isinstance(each, Failure)))
