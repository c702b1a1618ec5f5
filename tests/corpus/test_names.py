"""Which words may be a person in a byline."""

from __future__ import annotations

import pytest

from baosou.corpus.names import is_credited, is_name


@pytest.mark.parametrize(
    "name", ["王伟", "林知远", "欧阳一凡", "诸葛明", "阿依古丽·买买提", "泽仁·卓玛", "范陈子墨", "陳曉雲", "覃勇"]
)
def test_a_surname_with_a_given_name_is_a_person(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "word",
    ["综合新闻", "数字乡村", "高质量", "温州市", "江苏省", "平安建设", "文化周刊", "经济", "路的尽头", "王", "", "A04"],
)
def test_sections_places_and_common_words_are_no_persons(word: str) -> None:
    assert not is_name(word)


def test_beside_a_role_a_pen_name_without_a_known_surname_is_a_person() -> None:
    assert not is_name("阿牛木果")
    assert is_credited("阿牛木果")
    assert not is_credited("我们的他")
    assert not is_credited("报道组")
