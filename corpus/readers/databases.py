"""Which data base of newspapers a text was exported from, if from any: told by marks, and by the form of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.readers.clippings import Clippings, rows_of


def clippings_of(text: str) -> Clippings | None:
    """The articles of a text that is an export of a data base or a list of references; None for any other text.

    A mark that each article of an export has is looked for first: pages, which are most of what is read, have none.
    """
    from baosou.corpus.readers import bibliography, cnki, factiva, lexisnexis, proquest, wisers

    for mark, read in (
        (factiva.CLOSING, factiva.clippings_of),
        (wisers.CLOSING, wisers.clippings_of),
        (cnki.MARK, cnki.clippings_of),
        (proquest.MARK, proquest.clippings_of),
        (lexisnexis.MARK, lexisnexis.clippings_of),
    ):
        if mark.search(text) is not None and (found := read(text)) is not None and _is_most(found):
            return found
    return bibliography.clippings_of(text) if bibliography.opens_a_list(text) else None


def _is_most(found: Clippings) -> bool:
    """Whether most of a text is articles; a page may hold one of an export among its own."""
    return len(found.apart) <= sum(len(clipping.rows) for clipping in found.articles)


def clippings_of_document(paragraphs: Sequence[tuple[str, bool]]) -> Clippings | None:
    """The articles of a document that is an export: of each paragraph, a line of its text, is said if it is aside."""
    text = "\n".join(" " * len(said) if aside else said for said, aside in paragraphs)
    found = clippings_of(text)
    if found is None:
        return None
    apart = rows_of("\n".join(said if aside else " " * len(said) for said, aside in paragraphs))
    return Clippings(found.articles, [*found.apart, *apart])
