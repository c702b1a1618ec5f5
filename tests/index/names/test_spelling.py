"""Rules of spelling strike out what no name can be."""

from __future__ import annotations

import pytest

from baosou.index.names.spelling import can_be_org, can_be_person


@pytest.mark.parametrize("text", ["林一帆", "阿依古丽·买买提", "欧阳一凡", "林德曼", "c罗", "王平", "李军", "雷建军"])
def test_names_of_people(text: str) -> None:
    assert can_be_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "美方",
        "俄军",
        "中美",
        "李总",
        "老杨",
        "小李",
        "雷某",
        "李某某",
        "林主席",
        "王师傅",
        "林",
        "5号",
        "林，帆",
        "埃博拉",
        "·林",
    ],
)
def test_no_names_of_people(text: str) -> None:
    assert not can_be_person(text)


@pytest.mark.parametrize("text", ["沙浦渔港管理局", "国务院", "欧盟", "沙浦大学", "沙浦日报", "aaa公司"])
def test_names_of_organisations(text: str) -> None:
    assert can_be_org(text)


@pytest.mark.parametrize("text", ["公司", "当地政府", "我市教育局", "沙浦", "的公司", "各级政府", "村委会"])
def test_no_names_of_organisations(text: str) -> None:
    assert not can_be_org(text)
