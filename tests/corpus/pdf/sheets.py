"""PDF files for tests, a few objects each, written by hand."""

from __future__ import annotations

import pypdfium2 as pdfium

from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.pdf.glyphs import printed_page


def pdf(content: str, page: str = "", extra: tuple[str, ...] = (), size: tuple[int, int] = (300, 200)) -> bytes:
    """A PDF of one page: its content, more entries of the page, and more objects from 11 on, the first of them /X.

    /F1 is a font whose codes are the characters' numbers, all one em wide, /F2 is another like it, and
    /F3 is Helvetica.
    """
    characters = sorted({int(code, 16) for code in _codes(content)})
    mapped = "".join(f"<{code:04X}> <{code:04X}>\n" for code in characters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{mapped}endbfchar endcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R/F2 8 0 R/F3 10 0 R>>/XObject<</X 11 0 R>>>>{page}>>",
        _stream(content),
        _font("ABCDEF+FZSSK", 6),
        _descendant("FZSSK"),
        _stream(cmap),
        _font("FZHTK", 9),
        _descendant("FZHTK"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *extra,
    ]
    parts = [b"%PDF-1.7\n"]
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = sum(map(len, parts))
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return b"".join(parts)


def shown(text: str) -> str:
    """A text as the operand that shows it."""
    return "<" + "".join(f"{ord(character):04X}" for character in text) + ">"


def read(data: bytes) -> PrintedPage:
    """The only page of a PDF."""
    document = pdfium.PdfDocument(data)
    try:
        return printed_page(document, 1)
    finally:
        document.close()


def _codes(content: str) -> list[str]:
    found = []
    for piece in content.split("<")[1:]:
        digits = piece.partition(">")[0]
        found += [digits[at : at + 4] for at in range(0, len(digits) - 3, 4)]
    return found


def _font(name: str, descendant: int) -> str:
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        "/ToUnicode 7 0 R>>"
    )


def _descendant(name: str) -> str:
    return (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/{name}/Flags 4/Ascent 880/Descent -120"
        "/CapHeight 700/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>>>"
    )


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>\nstream\n{content}\nendstream"
