"""Text as a cluster holds it: what stands in a text stands in its marked form, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from baosou.corpus.characters import QUOTES
from baosou.corpus.folding import fold_text
from baosou.index.highlight.edges import is_whole_number
from baosou.index.highlight.marker import FoldedText, Form, Marker
from baosou.index.opensearch_engine.marks import HOLE, Spelling, spelled, spelled_with_quotes
from baosou.index.query.tree import Phrase

TEXTS = st.text(alphabet="渔港三十万点二市abC19.,  \t\n“”’。", min_size=1, max_size=24)


def holds(text: str, form: Form) -> bool:
    """Whether a form stands in the marked text, by a phrase whose hole is any token."""
    spelling = Spelling(form)
    fields = [spelled(text), spelled_with_quotes(text) or ""]
    searched = fields[1:] if spelling.quoted else fields if spelling.edged else fields[:1]
    return any(fits(field, pattern) for field in searched for pattern in spelling.texts)


def fits(text: str, pattern: str) -> bool:
    return any(
        all(wanted in (HOLE, own) for wanted, own in zip(pattern, text[at : at + len(pattern)], strict=True))
        for at in range(len(text) - len(pattern) + 1)
    )


@given(TEXTS, st.data())
def test_any_part_of_a_text_stands_in_it(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    part = text[first : data.draw(st.integers(first + 1, len(text)))]
    assume(any(each.isalnum() for each in part))
    assert holds(text, Form(fold_text(part), whole=False))


@given(TEXTS, st.text(alphabet="渔港三万abc19. ", min_size=1, max_size=3))
def test_what_stands_nowhere_is_not_found(text: str, part: str) -> None:
    assume(part.strip())
    unquoted = "".join(each for each in fold_text(text) if each not in QUOTES)
    # a run of blanks at the edge of what is looked for may be the end of a longer one of spaces alone
    assume(not (part[0].isspace() or part[-1].isspace()) or "\t" not in text)
    assert holds(text, Form(part, whole=False)) == (part in unquoted)


@given(TEXTS, st.sampled_from(["a", "bc", "1", "19", "渔港", "三十", "a b", "abc", "1 9"]))
def test_whole_words_are_those_that_are_marked(text: str, word: str) -> None:
    marked = Marker(Phrase(word, whole=True)).find(FoldedText(text), "title")
    # a mark within a word both ends it and does not: where one stands on either side, it is told by the texts
    assume(not any(quote in text for quote in QUOTES))
    assume("\n" not in text)
    assert holds(text, Form(word, whole=True)) == bool(marked)


@pytest.mark.parametrize(
    ("text", "form", "stands"),
    [
        ("全市有13万人", Form("3万", True, True), False),
        ("全市有3万人", Form("3万", True, True), True),
        ("全市有1.3万人", Form("3万", True, True), False),
        ("全市有十三万人", Form("三万", True, True), False),
        ("在2012年", Form("2012年", False, True), True),
        ("在12012年", Form("2012年", False, True), False),
        ("到12年", Form("到12", False, True), True),
        ("China’s ports", Form("china", True), True),
        ("chinas ports", Form("china", True), False),
        ("climate  change", Form("climate change", True), True),
        ("climate  change", Form("climate change", False), False),
        ("“乒”出精彩", Form("乒出精彩", False), True),
        ("“乒”出精彩", Form("“乒”出", False), True),
        ("乒出精彩", Form("“乒”出", False), False),
        ("第一行\n第二行", Form("行\n第", False), True),
    ],
)
def test_edges_blanks_and_quotation_marks(text: str, form: Form, stands: bool) -> None:
    assert holds(text, form) is stands
    if form.number and stands:
        at = fold_text(text).index(form.text)
        assert is_whole_number(fold_text(text), at, at + len(form.text))


def test_characters_that_marks_are_made_of_are_lost() -> None:
    assert "\U0010f000" not in spelled("渔\U0010f000港")
    assert not holds("渔港", Form("渔\U0010f003港", whole=False))
