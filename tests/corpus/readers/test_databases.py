"""Exports of data bases, of whichever: the work that they make, and the files that hold none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure
from baosou.corpus.readers.clippings import read_clippings
from baosou.corpus.readers.databases import clippings_of
from tests.corpus.readers import (
    test_bibliography,
    test_cnki,
    test_factiva,
    test_lexisnexis,
    test_proquest,
    test_wisers,
)
from tests.work import growth

EXPORTS = {
    "Factiva": test_factiva.HARBOUR,
    "Factiva with codes": test_factiva.FIELDS,
    "Wisers": test_wisers.HARBOUR,
    "CNKI": test_cnki.REPORT,
    "LexisNexis": test_lexisnexis.MATCH,
    "LexisNexis, older": test_lexisnexis.OLDER,
    "ProQuest": test_proquest.HARBOUR,
    "references": test_bibliography.LIST,
}
PIECES = [
    "312 字\n2024-03-05\n",
    "文章 1\n2024-03-05\n",
    "HD  渔港\nWC  1\nPD  2\n",
    "Title-题名: 渔港\n",
    "Length: 3\nLoad-Date: 4\n",
    "End of Document\n",
    "渔港\n\n",
    "By ",
    "慧科",
]


def read_all(text: str) -> int:
    found = clippings_of(text)
    return sum(1 for _ in read_clippings(found, Path("a.txt"))) if found is not None else 0


@pytest.mark.parametrize("name", EXPORTS)
def test_the_work_grows_as_the_number_of_articles(name: str) -> None:
    assert growth(lambda times: read_all(EXPORTS[name] * times), 5, 8) < 9


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("piece", PIECES)
def test_the_work_grows_as_the_file_whatever_is_put_in_it_again_and_again(name: str, piece: str) -> None:
    assert growth(lambda times: read_all(piece * times + EXPORTS[name]), 60, 8) < 9


@pytest.mark.parametrize("name", ["Factiva", "Wisers", "CNKI", "LexisNexis", "ProQuest"])
def test_a_page_that_has_one_article_of_an_export_at_its_end_is_a_page(name: str) -> None:
    page = "平湾镇新闻\n本报记者 周川\n" + "　　平湾镇昨日有雨，码头上一片繁忙。\n" * 40
    assert clippings_of(page + EXPORTS[name]) is None


@given(st.sampled_from(sorted(EXPORTS)), st.data())
def test_nothing_in_an_export_ends_the_reading(name: str, data: st.DataObject) -> None:
    text = EXPORTS[name] * 2
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
    damaged = text[:at] + put + text[at + data.draw(st.integers(0, 60)) :]
    found = clippings_of(damaged)
    for each in read_clippings(found, Path("a.txt")) if found is not None else ():
        assert not isinstance(each, Failure) or each.warning
