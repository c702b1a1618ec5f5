"""The lists of whole numbers hold what a slow look at every character of a text finds, also after a merge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.segments.numbers import LONGEST, key_of, keys_within
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.merger import merge

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]

SIGN = "[0-9〇○◯零一二三四五六七八九十百千万亿两]"
TEXTS = st.text(alphabet="0123.,一二十百千万亿两零点人个月年第“”’，の", max_size=20)
SLOW = settings(max_examples=150, suppress_health_check=list(HealthCheck))


def counted(text: str) -> Counter[int]:
    """The key of every whole number with the ideograph after it, found character by character."""
    folded, found = fold_text(text), Counter[int]()
    for start, sign in enumerate(folded):
        before = folded[:start]
        if not re.match(SIGN, sign) or re.search(f"{SIGN}$|[0-9][.,]$|[〇○◯零一二三四五六七八九十百千两]点$", before):
            continue
        rest = re.sub("[“”’]", "", folded[start:])
        signs = re.match(f"{SIGN}+", rest)
        assert signs
        after = rest[signs.end() : signs.end() + 1]
        if len(signs[0]) <= LONGEST and "\u4e00" <= after <= "\u9fff":
            found[key_of([ord(each) for each in signs[0]], ord(after))] += 1
    return found


def listed(segment: Segment) -> list[tuple[int, int, int]]:
    """Each key and slot with how often it is listed there."""
    pairs = Counter(
        (key, slot)
        for number, key in enumerate(segment.number_keys.tolist())
        for slot in segment.number_lists.values(number).tolist()
    )
    return sorted((key, slot, count) for (key, slot), count in pairs.items())


def expected(texts: list[str]) -> list[tuple[int, int, int]]:
    return sorted((key, slot, count) for slot, text in enumerate(texts) for key, count in counted(text).items())


@SLOW
@given(texts=st.lists(TEXTS.map(lambda text: text + "完"), min_size=1, max_size=5))
def test_every_whole_number_is_listed_with_what_follows_it(
    texts: list[str], make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    assert listed(write_segment([make_article([text]) for text in texts])) == expected(texts)


@SLOW
@given(groups=st.lists(st.lists(TEXTS.map(lambda text: text + "完"), min_size=1, max_size=3), min_size=1, max_size=3))
def test_a_merge_keeps_the_numbers_of_what_is_not_deleted(
    groups: list[list[str]], make_article: MakeArticle, write_segment: WriteSegment, tmp_path_factory: Any
) -> None:
    deleted = ((0, 1),) if len(groups[0]) > 1 else ()
    segments = [
        write_segment([make_article([text]) for text in texts], deleted=deleted if texts is groups[0] else ())
        for texts in groups
    ]
    path: Path = tmp_path_factory.mktemp("merged") / "merged.seg"
    merge(segments, path)
    kept = groups[0][len(deleted) :] + [text for texts in groups[1:] for text in texts]
    assert listed(Segment(path)) == expected(kept)


def test_a_pattern_tells_of_the_numbers_that_stand_wherever_it_does() -> None:
    def within(text: str, *, whole: bool = False) -> list[tuple[int, int]]:
        return [(first, last) for first, last, _ in keys_within([ord(each) for each in text], whole=whole)]

    assert within("第12届年会") == [(1, 3)]
    assert within("12届") == []  # it may stand in 第112届
    assert within("12届", whole=True) == [(0, 2)]
    assert within("增长3.5个点") == []  # the number before the point may be 13, the one after it is not whole
    assert within("过去5%") == []
    assert within("约1234567890人") == []  # too long for a key
    assert within("三年级2024年5月") == [(3, 7), (8, 9)]
