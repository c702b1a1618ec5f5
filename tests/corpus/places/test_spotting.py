"""Where names of places may stand is found by arrays as by a look for each name at each place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.places.gazetteer import gazetteer
from baosou.corpus.places.spotting import TOWN_ENDS, spots

NAMES = ["浙江省", "浙江", "温州市", "苍南县", "苍南", "吉林", "积石山保安族东乡族撒拉族自治县", "赵县", "灵溪镇"]
PIECES = st.sampled_from([*NAMES, "街道", "苏木", *"镇乡道木，在省县a𠮷😀\0\n\ud842"])
TEXTS = st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=5)


@given(TEXTS)
def test_no_name_is_passed_over(texts: list[str]) -> None:
    names = gazetteer().names
    found = spots(texts)
    assert len(found) == len(texts)
    for text, own in zip(texts, found, strict=True):
        standing = [
            start
            for start in range(len(text))
            if any(text[start:end] in names for end in range(start + 2, len(text) + 1))
        ]
        assert set(standing) <= set(own.heads)
        assert list(own.heads) == sorted(set(own.heads))
        ends = [end for end in range(1, len(text) + 1) if text[end - 1] in {mark[-1] for mark in TOWN_ENDS}]
        assert list(own.town_ends) == ends


def test_what_only_begins_as_a_name_is_mostly_passed_over() -> None:
    assert [list(own.heads) for own in spots(["神农架", "神农氏", "神"])] == [[0], [], []]
