"""Styled text: what is marked without colour cannot be forged by the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.output.styled import marked


@given(st.text(alphabet="[]渔港a", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_bracket_without_colour_is_always_a_mark(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    highlights = [(start, min(start + length, len(text)))] if length and start < len(text) else []
    shown = "".join(run.text for run in marked(text, highlights, brackets=True))
    assert (shown.count("["), shown.count("]")) == (len(highlights), len(highlights))
    assert shown.replace("[", "").replace("]", "") == text.replace("[", "［").replace("]", "］")
