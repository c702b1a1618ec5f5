"""The formats that archives come in, each read into articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from baosou.corpus.discovery import Failure, Format, SourceFile, sidecar_of
from baosou.corpus.errors import SourceError, system_reason
from baosou.corpus.models import Article
from baosou.corpus.readers.opening import DEFAULT_LIMITS, Limits, open_chunks, open_seekable, plain_chunks, whole
from baosou.corpus.readers.sparing import sparing

if TYPE_CHECKING:
    from baosou.corpus.pages.decisions import Decision

__all__ = ["DEFAULT_LIMITS", "Limits", "explain_source", "read_records", "read_source"]

_STANDARD_INPUT = Path("-")
_PACKAGES = (Format.WORD, Format.EPUB, Format.ODT)
"""Documents of many parts, read here and there."""


PageProgress = Callable[[int, int], None]
"""Called with how many pages of a file are read, and how many it has."""


def read_source(
    source: SourceFile,
    *,
    encoding: str | None = None,
    passwords: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: PageProgress | None = None,
) -> Iterator[Article | Failure]:
    """The articles of one file, as they are read, and what in it could not be.

    Never raises for what a file holds: a file that cannot be read at all is a single Failure, one that breaks
    off is its articles so far and a Failure. Records are streamed; pages and documents are held whole.
    """
    try:
        if source.format in _PACKAGES:
            with open_seekable(source, limits) as file:
                yield from sparing(_parts(source, file, limits), source.path)
            return
        with open_chunks(source, limits) as chunks:
            found = _articles(source, chunks, encoding, limits, passwords, progress)
            yield from sparing(found, source.path)
    except SourceError as error:
        yield Failure(source.path, str(error))
    except OSError as error:
        yield Failure(source.path, system_reason(error))


def read_records(
    stream: BinaryIO,
    *,
    path: Path = _STANDARD_INPUT,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Article | Failure]:
    """The articles of JSON Lines on an open stream, such as standard input; `path` is named in failures."""
    from baosou.corpus.readers.jsonl import read_jsonl

    try:
        yield from sparing(read_jsonl(plain_chunks(stream), path, encoding=encoding, limits=limits), path)
    except SourceError as error:
        yield Failure(path, str(error))
    except OSError as error:
        yield Failure(path, system_reason(error))


def _articles(
    source: SourceFile,
    chunks: Iterator[bytes],
    encoding: str | None,
    limits: Limits,
    passwords: Sequence[str],
    progress: PageProgress | None,
) -> Iterator[Article | Failure]:
    """One reader a format, each imported only when it is needed."""
    name = _named(source)
    match source.format:
        case Format.JSON:
            from baosou.corpus.readers.json_file import read_json

            # an array has many short lines, none of which is held by itself
            return read_json(
                whole(chunks, source, replace(limits, lines=limits.document)), source.path, encoding=encoding
            )
        case Format.JSONL:
            from baosou.corpus.readers.jsonl import read_jsonl

            return read_jsonl(chunks, source.path, encoding=encoding, limits=limits)
        case Format.CSV | Format.TSV:
            from baosou.corpus.readers.table import read_table

            delimiter = "," if source.format is Format.CSV else "\t"
            return read_table(chunks, source.path, delimiter=delimiter, encoding=encoding, limits=limits)
        case Format.TEXT:
            from baosou.corpus.readers.disguised import format_of
            from baosou.corpus.readers.text import read_text

            first = next(chunks, b"")
            chunks = chain([first], chunks)
            # what a sidecar speaks of is a page, whatever it looks like
            if sidecar_of(source.path) is None and (told := format_of(first)) is not None:
                return _articles(replace(source, format=told), chunks, encoding, limits, passwords, progress)
            return read_text(whole(chunks, source, limits), source.path, name, encoding=encoding)
        case Format.TAGGED:
            from baosou.corpus.readers.tagged import read_tagged

            return read_tagged(chunks, source.path, encoding=encoding, limits=limits)
        case Format.LABELLED:
            from baosou.corpus.readers.disguised import read_labelled

            return read_labelled(chunks, source.path, encoding=encoding, limits=limits)
        case Format.MARKDOWN:
            from baosou.corpus.readers.markdown import read_markdown

            return read_markdown(whole(chunks, source, limits, markup=True), source.path, name, encoding=encoding)
        case Format.PDF:
            from baosou.corpus.pdf.reading import PdfLimits
            from baosou.corpus.readers.pdf import read_pdf

            # its process reads the file by itself, unless it has to be decompressed
            data = whole(chunks, source, replace(limits, lines=limits.document)) if source.compressed else None
            within = PdfLimits(memory=limits.memory)
            return read_pdf(source.path, name, data=data, passwords=passwords, progress=progress, limits=within)
        case Format.MHT:
            from baosou.corpus.readers.mht import read_mht

            # pictures come in lines, too
            data = whole(chunks, source, replace(limits, lines=limits.document))
            return read_mht(data, source.path, name, encoding=encoding, limits=limits)
        case Format.OCR:
            from baosou.corpus.readers.ocr import read_ocr

            # boxes take more room than the words in them
            data = whole(chunks, source, replace(limits, lines=limits.document))
            return read_ocr(data, source.path, name, encoding=encoding)
        case _:
            from baosou.corpus.readers.hocr import is_hocr
            from baosou.corpus.readers.html import read_html

            data = whole(chunks, source, limits, markup=True)
            if is_hocr(data):
                from baosou.corpus.readers.ocr import read_ocr

                return read_ocr(data, source.path, name, encoding=encoding)
            return read_html(data, source.path, name, encoding=encoding)


def explain_source(
    source: SourceFile, *, encoding: str | None = None, passwords: Sequence[str] = (), limits: Limits = DEFAULT_LIMITS
) -> list[Decision]:
    """What each line of a page was taken for by `read_source`, and why; nothing of sources that are no pages.

    Raises SourceError and OSError where it cannot be read.
    """
    with open_chunks(source, limits) as chunks:
        data = partial(whole, chunks, source, replace(limits, lines=limits.document))
        match source.format:
            case Format.TEXT:
                from baosou.corpus.readers.disguised import format_of
                from baosou.corpus.readers.text import explain_text

                read = data()
                if sidecar_of(source.path) is None and format_of(read) is not None:
                    return []
                return explain_text(read, source.path, encoding=encoding)
            case Format.PDF:
                from baosou.corpus.readers.pdf import explain_pdf

                return explain_pdf(source.path, data=data() if source.compressed else None, passwords=passwords)
            case Format.OCR:
                from baosou.corpus.readers.ocr import explain_ocr

                return explain_ocr(data(), source.path, encoding=encoding)
            case _:
                return []


def _parts(source: SourceFile, file: BinaryIO, limits: Limits) -> Iterator[Article | Failure]:
    """The same for documents that are archives of parts."""
    name = _named(source)
    match source.format:
        case Format.EPUB:
            from baosou.corpus.readers.epub import read_epub

            return read_epub(file, source.path, name, limits=limits)
        case Format.ODT:
            from baosou.corpus.readers.odt import read_odt

            return read_odt(file, source.path, name, limits=limits)
        case _:
            from baosou.corpus.readers.word import read_word

            return read_word(file, source.path, name, limits=limits)


def _named(source: SourceFile) -> str:
    """The root's own name counts too: `baosou add 浙东日报/` says whose pages these are."""
    return source.name if source.root == source.path else f"{source.root.name}/{source.name}"
