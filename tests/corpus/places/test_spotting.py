"""Where names of places may stand is found by arrays as by a look for each name at each place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.places.gazetteer import gazetteer
from baosou.corpus.places.spotting import TOWN_ENDS, spots

NAMES = ["浙江省", "浙江", "温州市", "苍南县", "苍南", "吉林", "积石山保安族东乡族撒拉族自治县", "赵县", "灵溪镇"]
PIECES = st.sampled_from([*NAMES, "街道", "苏木", *"镇乡道木，在省县a𠮷😀蒼\0\n\ud842"])
TEXTS = st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=5)


@given(TEXTS)
def test_no_name_is_passed_over(texts: list[str]) -> None:
    names = gazetteer().names
    found = spots(texts)
    assert list(found.texts) == [text.replace("蒼", "苍") for text in texts]
    spotted, town_ends = list(found.names), list(found.town_ends)
    standing = {
        (number, start, text[start:end])
        for number, text in enumerate(found.texts)
        for start in range(len(text))
        for end in range(start + 2, len(text) + 1)
        if text[start:end] in names
    }
    assert standing <= {(number, start, name) for number, start, own in spotted for name in own}
    assert [each[:2] for each in spotted] == sorted({each[:2] for each in spotted})
    for _, _, own in spotted:
        assert list(own) == sorted(own, key=len, reverse=True)
    ends = {mark[-1] for mark in TOWN_ENDS}
    expected = [(n, at + 1) for n, text in enumerate(found.texts) for at, each in enumerate(text) if each in ends]
    assert town_ends == expected


def test_what_only_begins_as_a_name_is_mostly_passed_over() -> None:
    assert [each[:2] for each in spots(["神农架", "神农氏", "神"]).names] == [(0, 0)]
