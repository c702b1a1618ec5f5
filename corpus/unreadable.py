"""Why files with some endings are not read, and how each becomes one that is, in one line."""

from __future__ import annotations

from collections.abc import Mapping

_ARCHIVE = "archives are not read; unpack them first"
_OFFICE = "convert it with LibreOffice: soffice --headless --convert-to"
_WORD = f"an old word processor's file; {_OFFICE} docx FILE"
_PICTURE = "a picture; run OCR first and add what it writes: tesseract FILE out -l chi_sim hocr"
_KINDLE = "a Kindle book; convert it with Calibre: ebook-convert FILE out.epub"
_SQLITE = 'a data base; export its records: sqlite3 -json FILE "select * from TABLE" > out.json'
_CNKI = "CNKI's own format; open it in CAJViewer and print it to PDF, or download the PDF"

UNREADABLE: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".sxw", ".wpd"), _WORD),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".ods"), f"a spreadsheet; {_OFFICE} csv FILE"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".pub"), f"slides or a layout; {_OFFICE} pdf FILE"),
    **dict.fromkeys((".caj", ".nh", ".kdh", ".teb"), _CNKI),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".prc"), _KINDLE),
    ".fb2": "a FictionBook; convert it with Calibre: ebook-convert FILE out.epub",
    ".chm": "a help file; convert it with Calibre: ebook-convert FILE out.epub",
    **dict.fromkeys((".djvu", ".djv"), "DjVu; convert it: ddjvu -format=pdf FILE out.pdf, or its text: djvutxt FILE"),
    ".ofd": "OFD; print it to PDF, or export its text, in the reader that it came with",
    **dict.fromkeys((".pdg", ".ceb", ".cebx"), "a closed format; print it to PDF in the reader that it came with"),
    ".pages": "Apple Pages; export it as Word (.docx) or EPUB",
    **dict.fromkeys((".indd", ".fit", ".qxd", ".pmd"), "a layout program's own file; export it as PDF"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".jp2"), _PICTURE),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3", ".db3"), _SQLITE),
    ".sql": "a dump of a data base; load it there, and export its records as CSV or JSON",
    **dict.fromkeys((".mdb", ".accdb"), "a data base; export its records: mdb-json FILE TABLE > out.jsonl"),
    ".bson": "a dump of MongoDB; export its records: bsondump FILE > out.jsonl",
    ".parquet": "Parquet; convert it: duckdb -c \"copy (from 'FILE') to 'out.jsonl' (format json)\"",
    **dict.fromkeys(
        (".pkl", ".pickle", ".npy", ".npz"), "Python's own format, which is never loaded; write JSON Lines from it"
    ),
    **dict.fromkeys((".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst"), _ARCHIVE),
}
"""Of files that are themselves named; what a folder holds of them is passed over and counted."""
