"""A small index to torture: files of news that we made up, ways to change it, and what its answers are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, change_words, open_engine, remove
from baosou.index.engine import Engine
from baosou.index.errors import IndexMissing
from baosou.index.whoosh_engine.storage.catalogue import read_catalogue

PLACES = ("石浦镇", "霞关镇", "苍南县", "罗永村", "龙港市", "矾山镇")
MATTERS = ("渔港修缮", "志愿服务", "稻田收割", "潮汐发电", "古桥复建", "茶园开山")
QUERIES = ("渔港", "志愿 服务", "镇", '"潮汐发电"', "古桥 OR 茶园", "复建~1", "茶*")
ALL = 1000


def records(number: int, *, count: int = 6, edition: int = 1) -> str:
    """The lines of a file of made-up news; those of another `edition` have other texts."""
    lines = []
    for n in range(count):
        place, matter = PLACES[(number + n) % len(PLACES)], MATTERS[(number * 5 + n * edition) % len(MATTERS)]
        text = (
            f"本报讯　{place}第{edition}次推进{matter}，第{number}组的{n + 1}名队员清早到岗。\n村民说：“{matter}好。”"
        )
        record = {"title": f"{place}{matter}（{number}）", "text": text, "date": f"2024-{n % 12 + 1:02d}-0{edition}"}
        lines.append(json.dumps(record, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


class Workplace:
    """A folder with sources and an index."""

    def __init__(self, folder: Path, *, files: int = 3) -> None:
        self.index = folder / "index"
        self.sources = folder / "sources"
        self.sources.mkdir(parents=True)
        for number in range(files):
            self.write(number)
            self.add(self.sources / f"{number:02d}.jsonl")

    def write(self, number: int, *, edition: int = 1) -> Path:
        """Write a source, or another edition of it."""
        path = self.sources / f"{number:02d}.jsonl"
        path.write_text(records(number, edition=edition), encoding="utf-8")
        return path

    def add(self, *paths: Path, prune: bool = False, index: Path | None = None) -> None:
        """Add sources, all of them unless some are named, in this process."""
        add(str(index or self.index), paths or (self.sources,), AddOptions(jobs=1, prune=prune))


def answers(index: Path) -> tuple[object, ...]:
    """All that an index answers to some questions, to compare: no two generations of a Workplace answer alike.

    Where there is no index, that is all. Raises what opening it raises, for its list of sources too.
    """
    try:
        engine = open_engine(str(index))
    except IndexMissing:
        return ("no index",)
    try:
        sources = sorted(read_catalogue(index, sources=True).sources)
        return (len(sources), *answers_of(engine))
    finally:
        engine.close()


def answers_of(engine: Engine) -> tuple[object, ...]:
    """See `answers`."""
    found: list[object] = [engine.status().sources, tuple(sorted(word.text for word in engine.vocabulary.user_words()))]
    for text in (None, *QUERIES):
        results = ask(engine, Question(text=text, strict=True, limit=ALL)).results
        found.append((results.total, tuple((hit.id, hit.title, hit.date, hit.score) for hit in results.hits)))
    return tuple(found)


def _add_new(place: Workplace, index: Path) -> None:
    place.write(7)
    place.add(index=index)


def _update(place: Workplace, index: Path) -> None:
    place.write(1, edition=2)
    place.add(index=index)


def _prune(place: Workplace, index: Path) -> None:
    (place.sources / "00.jsonl").unlink(missing_ok=True)
    place.add(prune=True, index=index)


def _remove(place: Workplace, index: Path) -> None:
    remove(str(index), [place.sources / "02.jsonl"])


def _words(place: Workplace, index: Path) -> None:
    change_words(str(index), ["渔港修缮", "罗永村"])


CHANGES: Mapping[str, Callable[[Workplace, Path], None]] = {
    "first": _add_new,
    "add": _add_new,
    "update": _update,
    "prune": _prune,
    "remove": _remove,
    "words": _words,
}
"""What changes an index; done twice, each is done once. The first makes one."""


def workplace(change: str, folder: Path) -> Workplace:
    """A place where a change can be made."""
    return Workplace(folder, files=0 if change == "first" else 3)
