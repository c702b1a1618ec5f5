"""Which data base of newspapers a text was exported from, if from any: told by marks, and by the form of the whole."""

from __future__ import annotations

from baosou.corpus.readers.clippings import Clippings


def clippings_of(text: str) -> Clippings | None:
    """The articles of a text that is an export of a data base (Factiva, Wisers, CNKI) or a list of references, or None.

    A mark that each article of an export has is looked for first: pages, which are most of what is read, have none.
    """
    from baosou.corpus.readers import bibliography, cnki, factiva, wisers

    if factiva.CLOSING.search(text) is not None:
        return factiva.clippings_of(text)
    if wisers.CLOSING.search(text) is not None:
        return wisers.clippings_of(text)
    if cnki.MARK.search(text) is not None:
        return cnki.clippings_of(text)
    if bibliography.MARK.match(text) is not None:
        return bibliography.clippings_of(text)
    return None
