"""How much texts share: copies that were cut, put in another order or begun otherwise, and formulas that are none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.units import Grams, Integers
from baosou.index.reprints.likeness import Compared, Shared
from baosou.index.reprints.stories import days_of, stories

STORY = (
    "清晨五点，霞关渔港的灯一盏盏亮起来，老船长陈海岩把第一筐带鱼搬上码头。今年的伏季休渔刚刚结束，"
    "二百多艘渔船连夜出海，第一网就满了舱。合作社的收购车排到了镇口，价钱比去年高出一成。"
    "镇里在码头边搭起凉棚，免费给船工送姜茶，修船铺的师傅罗永康说，他一夜没有合眼。"
)


class Archive:
    """Articles in memory, each with its day."""

    def __init__(self, *articles: tuple[str, str]) -> None:
        self.articles = articles

    def pairs(self, grams: Grams) -> Integers:
        pairs = [chr(gram >> 16) + chr(gram & 0xFFFF) for gram in grams.tolist()]
        return np.array([sum(text.count(pair) for text, _ in self.articles) for pair in pairs], dtype=np.int64)

    def holding(self, words: Sequence[str]) -> Sequence[int]:
        return [sum(word in text for text, _ in self.articles) for word in words]

    def holding_within(self, word: str, since: str, until: str) -> int:
        return sum(word in text and since <= day <= until for text, day in self.articles)


def rare(grams: Grams) -> Integers:
    """An archive in which every pair stands once."""
    return np.ones(len(grams), dtype=np.int64)


def shared(one: str, other: str) -> Shared | None:
    return Compared([one, other], rare).shared(0, 1)


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY[: len(STORY) * 7 // 10],
        STORY[60:] + STORY[:60],
        f"本报讯（记者 林一帆）{STORY}",
        STORY.replace("清晨五点", "今晨六点"),
        STORY.replace("，", "\n").replace("。", "！"),
    ],
)
def test_a_copy_is_the_same_text(copy: str) -> None:
    found = shared(STORY, copy)
    assert found is not None
    assert found.is_same
    assert not found.is_contained


def test_other_texts_share_nothing() -> None:
    assert shared(STORY, "老粮仓改成了书屋，管理员蒋秋水每天傍晚点亮灯火，孩子们在台阶上写作业。" * 3) is None


def test_a_brief_in_a_digest_is_contained_and_not_the_same() -> None:
    digest = STORY + "".join(f"第{n}件事与渔港无关，说的是山里的茶园、学校和第{n * 7}座桥梁。" for n in range(40))
    found = shared(STORY, digest)
    assert found is not None
    assert found.is_contained
    assert found.first_is_lighter


def test_what_differs_in_a_name_here_and_there_is_a_formula() -> None:
    formula = (
        "应{0}总统邀请，市长林远帆将于{1}月{1}日赴{0}出席灯会，"
        "并同{0}市长举行会谈，共同参观{0}的渔港与灯塔，{1}日离开{0}回国。"
    )
    one, other = formula.format("甲山国", 3), formula.format("乙水国", 8)
    found = shared(one, other)
    assert found is None or not found.is_same


def test_what_is_said_each_year_in_the_same_words_is_no_reprint() -> None:
    notice = (
        "明天上午九时，本台将现场直播市民代表大会的开幕会，广播频率和手机客户端同步播出，欢迎收看收听。"
        "直播从八时三十分开始，届时将介绍大会的议程和往届大会的情况，并连线各县市区的记者。"
    )
    closing = notice.replace("开幕会", "闭幕会")
    archive = Archive(*((notice, f"{year}-03-05") for year in range(2005, 2025)), (closing, "2024-03-11"))
    assert stories([notice, closing], ["2024-03-05", "2024-03-11"], archive) == [[0], [1]]
    alone = Archive((notice, "2024-03-05"), (closing, "2024-03-11"))
    assert stories([notice, closing], ["2024-03-05", "2024-03-11"], alone) == [[0, 1]]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2024-07-01", "2024-08-01", True),
        ("2024-07-01", "2024-08-02", False),
        ("2024-07", "2024-08-31", True),
        ("2024", "2025-01-20", True),
        ("2024", "2025-02", False),
        (None, "2025-02", True),
        (None, None, True),
        ("2024-00", "2023", True),
    ],
)
def test_a_story_is_printed_again_within_a_month(first: str | None, second: str | None, together: bool) -> None:
    assert (stories([STORY, STORY], [first, second], Archive()) == [[0, 1]]) is together


@pytest.mark.parametrize(
    ("date", "days"), [("2024-02-29", 1), ("2024-02", 29), ("2023", 365), ("2023-02-30", None), (None, None)]
)
def test_a_date_has_as_many_days_as_it_leaves_open(date: str | None, days: int | None) -> None:
    found = days_of(date)
    assert (found and found[1] - found[0] + 1) == days


@given(st.text(alphabet="渔港灯塔船网 ，。a1𠮷", max_size=60), st.text(alphabet="渔港灯塔船网 ，。a1𠮷", max_size=60))
def test_shares_are_parts_of_a_whole_and_the_same_both_ways(one: str, other: str) -> None:
    compared = Compared([one, other, one], rare)
    forth, back = compared.shared(0, 1), compared.shared(1, 0)
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert 0 <= forth.heavier <= forth.lighter <= 1
        assert (forth.lighter, forth.heavier, forth.runs) == pytest.approx((back.lighter, back.heavier, back.runs))
    itself = compared.shared(0, 2)
    assert itself is None or (itself.lighter, itself.heavier, itself.is_same) == (1, 1, True)


@given(st.lists(st.sampled_from([STORY, STORY[:120], "灯市开了。", ""]), max_size=7))
def test_each_article_is_of_one_story(texts: list[str]) -> None:
    groups = stories(texts, ["2024-07-01"] * len(texts), Archive())
    assert sorted(number for group in groups for number in group) == list(range(len(texts)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
