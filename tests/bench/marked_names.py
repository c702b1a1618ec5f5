"""Articles in which people and organisations were marked by readers, and how much of that a list of names has right."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from baosou.corpus.folding import fold_text
from tests.bench.articles import SHARED, Record, records_of

DEV = SHARED.parent / "entities" / "dev"
MARKS = Path(__file__).with_name("marked_names.txt")

_QUOTES = str.maketrans(dict.fromkeys("“”\"'‘’「」"))
_DOT = "·"


class Marks(Struct, frozen=True):
    """The names of one kind in an article, each in all its forms, and further ones that may be told."""

    wanted: tuple[frozenset[str], ...]
    allowed: frozenset[str]


class Marked(Struct, frozen=True):
    """An article with its marks, as a record whose key `marked` is its own."""

    collection: str
    record: Record
    marks: Mapping[str, Marks]


class Counts(Struct, frozen=True):
    """Names that are right, that are wrong, and that are not told."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """How many of the names told are right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """How many of the names marked are told."""
        return self.right / max(self.right + self.missed, 1)


def counts(told: Collection[str], marks: Marks) -> Counts:
    """How many of the names that are told of an article are right; a person's name is right as a part of it, too."""
    known = {_plain(name) for name in told}
    hit = {wanted for wanted in marks.wanted if known & wanted}
    fine = marks.allowed.union(*marks.wanted)
    return Counts(len(hit), len(known - fine), len(marks.wanted) - len(hit))


def _plain(name: str) -> str:
    return fold_text(name.translate(_QUOTES)).strip()


def _forms(text: str, *, parts: bool) -> frozenset[str]:
    forms = {_plain(form) for form in text.split("/")}
    if parts:
        forms |= {part for form in forms for part in form.split(_DOT) if len(part) > 1}
    return frozenset(forms)


def _marks(fields: Mapping[str, list[str]], wanted: str, allowed: str, *, parts: bool) -> Marks:
    further = frozenset().union(*(_forms(text, parts=parts) for text in fields.get(allowed, ())))
    return Marks(tuple(_forms(text, parts=parts) for text in fields.get(wanted, ())), further)


def parsed(line: str) -> tuple[str, dict[str, Marks]]:
    head, *columns = line.split("|")
    fields = {name: texts.split() for name, _, texts in (column.partition(" ") for column in columns)}
    people, orgs = _marks(fields, "P", "PO", parts=True), _marks(fields, "O", "OO", parts=False)
    return head, {"person": people, "org": orgs}


def marked_news() -> Iterator[Marked]:
    """The articles that were marked beside the shared note; none where it is absent."""
    if not DEV.exists():
        return
    lines = (DEV / "gold.txt").read_text(encoding="utf-8").splitlines()
    marks = dict(parsed(line) for line in lines if line)
    with (DEV / "texts.jsonl").open(encoding="utf-8") as stream:
        for each in map(json.loads, stream):
            record = {"title": each["title"], "text": each["text"], "marked": f"news{each['n']}"}
            yield Marked(each["src"], record, marks[str(each["n"])])


def marked_passages() -> Iterator[Marked]:
    """The passages of MARKS, each as an article by itself."""
    wanted: dict[str, dict[str, tuple[int, int, dict[str, Marks]]]] = {}
    for line in MARKS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, marks = parsed(line)
            collection, id, first, last = head.split()
            wanted.setdefault(collection, {})[id] = int(first), int(last), marks
    for collection, passages in wanted.items():
        for record in records_of(SHARED / f"{collection}.jsonl.gz"):
            if record["id"] in passages:
                start, end, marks = passages[record["id"]]
                own = {"title": "", "text": record["text"][start:end], "marked": record["id"]}
                yield Marked(collection, own, marks)
