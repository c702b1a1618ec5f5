"""The tools that baosou is compared with: how each is given an archive, and how each is asked the same question."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from tests.bench.articles import records_of
from tests.bench.engines import BAOSOU, PEERS

FTS5 = [sys.executable, str(PEERS / "fts5.py")]
PAGE = 10
"""Hits that a reader is shown."""


class Question(Struct, frozen=True):
    """What is asked: texts that an article must have, all or any of them, and texts that it must not have.

    `typed` is how a reader types it for baosou and Recoll, `meant` what a scan of the folded text has to look for.
    """

    kind: str
    typed: str
    texts: tuple[str, ...]
    meant: tuple[str, ...]
    without: tuple[str, ...] = ()
    any: bool = False

    def holds(self, folded: str) -> bool:
        """Whether a folded article is what was asked for."""
        some = (text in folded for text in self.meant)
        return (any(some) if self.any else all(some)) and not any(text in folded for text in self.without)


class Contender(Struct, frozen=True):
    """A tool: the program that it needs, how it indexes, and the commands that list all hits or show ten of them.

    Commands are given the file of records and a folder that indexing may fill, as is `prepare`, which is not measured;
    `ids` finds the articles' ids in what is listed.
    """

    name: str
    program: str
    index: Callable[[Path, Path], Sequence[str]] | None
    listed: Callable[[Path, Path, Question], Sequence[str]]
    shown: Callable[[Path, Path, Question], Sequence[str]]
    ids: re.Pattern[str]
    prepare: Callable[[Path, Path], None] | None = None

    @property
    def absent(self) -> bool:
        """Whether this machine does not have it."""
        return shutil.which(self.program) is None


def rg(file: Path, _folder: Path, question: Question) -> list[str]:
    """rg over the file of records, a line an article; several texts are several of it, one after the other."""
    options = [f"-e {shlex.quote(text)}" for text in question.texts]
    steps = [f"rg -F -i {' '.join(options)} -- {shlex.quote(str(file))}"] if question.any else []
    for number, text in enumerate(() if question.any else question.texts):
        steps.append(f"rg -F -i -- {shlex.quote(text)}" + ("" if number else f" {shlex.quote(str(file))}"))
    steps += [f"rg -F -i -v -- {shlex.quote(text)}" for text in question.without]
    return ["sh", "-c", " | ".join(steps)]


def matching(question: Question) -> str:
    """The question in the language of FTS5."""
    joint = " OR " if question.any else " AND "
    wanted = joint.join(f'"{text}"' for text in question.texts)
    unwanted = "".join(f' NOT "{text}"' for text in question.without)
    return f"articles match '{wanted}{unwanted}'"


def like(question: Question) -> str:
    """The question as LIKE, which the trigrams of FTS5 serve from three characters on, and a scan below."""
    either = [f"(title like '%{text}%' or text like '%{text}%')" for text in question.texts]
    neither = [f"not (title like '%{text}%' or text like '%{text}%')" for text in question.without]
    return " and ".join([f"({(' or ' if question.any else ' and ').join(either)})", *neither])


def fts5(name: str, tokenizer: str, where: Callable[[Question], str], page: str) -> Contender:
    """FTS5 with a tokeniser, asked by a condition; `page` is what of a row is shown, and in which order."""
    return Contender(
        name,
        sys.executable,
        lambda file, folder: [*FTS5, "index", str(folder / "articles.db"), str(file), tokenizer],
        lambda _, folder, question: [
            *FTS5,
            "ask",
            str(folder / "articles.db"),
            f"select id from articles where {where(question)}",
        ],
        lambda _, folder, question: [
            *FTS5,
            "ask",
            str(folder / "articles.db"),
            f"select id, date, title, {page.format(where=where(question))} limit {PAGE}",
        ],
        re.compile(r"^(\S+)$", re.MULTILINE),
    )


def files_for_recoll(file: Path, folder: Path) -> None:
    """A file an article, and Recoll's configuration, which names their folder."""
    for record in records_of(file):
        place = folder / "pages" / record["date"][:7]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{record['id']}.txt").write_text(f"{record['title']}\n{record['text']}\n", "utf-8")
    (folder / "conf").mkdir()
    (folder / "conf" / "recoll.conf").write_text(f"topdirs = {folder / 'pages'}\n", "utf-8")


def recoll(folder: Path, question: Question, *options: str) -> list[str]:
    """recollq, in the query language of Recoll's window."""
    return ["recollq", "-c", str(folder / "conf"), *options, question.typed.replace("NOT ", "-")]


def baosou(folder: Path, question: Question, *options: str) -> list[str]:
    """`baosou search`."""
    return [BAOSOU, "search", question.typed, "--index", str(folder / "idx"), *options]


BY_RANK = "snippet(articles, 3, '[', ']', '…', 32) from articles where {where} order by rank"
AS_FOUND = "substr(text, 1, 80) from articles where {where}"

CONTENDERS = (
    Contender("rg", "rg", None, rg, rg, re.compile(r'^\{"id": "([^"]+)"', re.MULTILINE)),
    fts5("FTS5 unicode61", "unicode61", matching, BY_RANK),
    fts5("FTS5 trigram", "trigram", matching, BY_RANK),
    fts5("FTS5 trigram, LIKE", "trigram", like, AS_FOUND),
    Contender(
        "Recoll",
        "recollq",
        lambda _, folder: ["recollindex", "-c", str(folder / "conf")],
        lambda _, folder, question: recoll(folder, question, "-b", "-n", "0"),
        lambda _, folder, question: recoll(folder, question, "-A", "-n", str(PAGE)),
        re.compile(r"/([^/\s]+)\.txt$", re.MULTILINE),
        files_for_recoll,
    ),
    Contender(
        "baosou",
        BAOSOU,
        lambda file, folder: [BAOSOU, "add", str(file), "--index", str(folder / "idx"), "-q"],
        lambda _, folder, question: baosou(folder, question, "-n", "0", "--strict", "--format", "trec"),
        lambda _, folder, question: baosou(folder, question),
        re.compile(r"^\S+ \S+ (\S+) ", re.MULTILINE),
    ),
)
