"""Files that are called text and are dumps, records or web pages: tables under a header, a label and a text a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure, Format
from baosou.corpus.dumps import element_of, is_web_page
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article
from baosou.corpus.readers.jsonl import parse_record
from baosou.corpus.readers.lines import text_lines
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.records import told_of
from baosou.corpus.record_keys import key_of

_HEAD = 1 << 15
_OPENING = 400
_MARKS = (b"{", b"\t", b",")
_OBJECT = re.compile(r"""\ufeff?\s*(?:\[\s*)?\{\s*["']""")
_KEY = re.compile(r"""["']([^"'\s]{1,40})["']\s*:""")
_LONGEST_NAME = 20
_LABELLED = re.compile(r"(?P<label>[^\s,，。：:]{1,12})\t(?P<text>[^\t]{10,})")
_LEAST_LABELLED = 20
_OF_A_LABEL = 4
"""Lines that a label has on average, at least."""


def format_of(data: bytes) -> Format | None:
    """What a file is by how it begins, for all that it is called text; None for what is text."""
    if element_of(data) is not None:
        return Format.TAGGED
    if is_web_page(data):
        return Format.HTML
    text = _head(data)
    if _is_labelled(text):
        return Format.LABELLED
    if _OBJECT.match(text):
        if not any(_is_of_articles(name) for name in _KEY.findall(text)):
            return None
        lines = text.strip("\ufeff \t\r\n").split("\n")
        if not _is_object(lines[0]):
            return Format.JSON
        return Format.JSONL if _mostly(line.lstrip().startswith("{") for line in lines if line.strip()) else None
    first, *rows = [*(line for line in text.splitlines() if line.strip("\ufeff \t")), ""]
    for mark, format in (("\t", Format.TSV), (",", Format.CSV)):
        names = [name.strip("\ufeff \"'") for name in first.split(mark)]
        known = sum(key_of(name) is not None for name in names)
        cells = [row.count(mark) + 1 for row in rows if row] if len(names) > 1 else []
        fits = bool(cells) and len(names) <= cells[0] and max(map(len, names)) <= _LONGEST_NAME
        fits = fits and (_mostly(each == len(names) for each in cells) or any('"' in row for row in rows))
        if fits and 2 * known >= len(names) and known > 1:
            return format if any(map(_is_of_articles, names)) else None
    return None


def _mostly(each: Iterable[bool]) -> bool:
    told = list(each)
    return sum(told) >= 0.9 * len(told)


def _is_labelled(text: str) -> bool:
    """Whether a text has a label and a text a line, as collections for classifiers do: few labels, each of many."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [each for line in lines if (each := _LABELLED.fullmatch(line.strip("\ufeff\r"))) is not None]
    labels = {each["label"] for each in found}
    return len(lines) >= _LEAST_LABELLED and len(found) >= 0.95 * len(lines) and _OF_A_LABEL * len(labels) <= len(found)


def read_labelled(
    chunks: Iterator[bytes], path: Path, *, encoding: str | None, limits: Limits
) -> Iterator[Article | Failure]:
    """A text a line, with its label as a field of its own; a line without a label is a text all the same."""
    for line in text_lines(chunks, encoding=encoding, limit=limits.record, blank=False):
        if line.text is None:
            yield Failure(path, line.problem or worded("not text"), line.number)
            continue
        label, tab, text = line.text.strip("\ufeff").partition("\t")
        record = {"label": label, "text": text} if tab else {"text": label}
        if not record["text"].strip():
            continue
        yield from told_of(record, path, line.number)
        if line.problem is not None:
            yield Failure(path, line.problem, line.number, warning=True)


def _head(data: bytes) -> str:
    """The beginning of a file that may be records, in whole lines if it has any; nothing of most pages."""
    if not any(map(data[:_OPENING].__contains__, _MARKS)):
        return ""
    head = data[:_HEAD]
    if len(data) > _HEAD and b"\n" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: head.rindex(b"\n")]
    try:
        return decode(head).text
    except SourceError:
        return ""


def _is_of_articles(name: str) -> bool:
    return (key_of(name) or ("",))[0] in ("title", "text")


def _is_object(line: str) -> bool:
    try:
        parse_record(line)
    except SourceError:
        return False
    return True
