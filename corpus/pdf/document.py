"""A PDF as pdfium opens it, in the child process: with a password, or with the reason why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.pdf.glyphs import printed_page
from baosou.corpus.pdf.messages import NotRead, Request

_REASONS = {
    raw.FPDF_ERR_FILE: "it cannot be opened",
    raw.FPDF_ERR_FORMAT: "damaged, cut short, or no PDF",
    raw.FPDF_ERR_SECURITY: "it is encrypted in a way that no password opens (a certificate, or the rights of a shop)",
}
_MAY_COPY = 1 << 4
"""The fifth bit of the permissions: text may be copied out of the file (ISO 32000-1, table 22)."""


class PdfFile:
    """An open PDF."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    @property
    def pages(self) -> int:
        """How many pages it says it has."""
        return len(self._document)

    @property
    def restricted(self) -> bool:
        """Whether its owner forbids to copy text out of it."""
        return not raw.FPDF_GetDocUserPermissions(self._document.raw) & _MAY_COPY

    def page(self, number: int) -> PrintedPage:
        """A page; raises NotRead where it cannot be read."""
        try:
            return printed_page(self._document, number)
        except pypdfium2.PdfiumError as error:
            raise NotRead("damaged: it cannot be loaded") from error


@contextmanager
def opened(request: Request) -> Iterator[PdfFile]:
    """A file with the first of the passwords that opens it, none being the first; raises NotRead."""
    document = _document(request)
    try:
        yield PdfFile(document)
    finally:
        document.close()


def _document(request: Request) -> pypdfium2.PdfDocument:
    source: Path | bytes = Path(os.fsdecode(request.path)) if request.data is None else request.data
    if isinstance(source, Path) and not stat.S_ISREG(source.stat().st_mode):
        raise NotRead("no longer a regular file")
    for password in (None, *request.passwords):
        try:
            return pypdfium2.PdfDocument(source, password=password)
        except pypdfium2.PdfiumError as error:
            code = error.err_code
            if code != raw.FPDF_ERR_PASSWORD:
                raise NotRead(_REASONS.get(code, "it cannot be opened")) from error
    match len(request.passwords):
        case 0:
            raise NotRead("it needs a password; give it in a file with --password-file")
        case 1:
            raise NotRead("the password of --password-file does not open it")
        case tried:
            raise NotRead("none of the {tried:,} passwords of --password-file opens it", tried=tried)
