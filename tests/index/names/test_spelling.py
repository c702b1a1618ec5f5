"""Rules of spelling strike out what no name can be."""

from __future__ import annotations

import pytest

from baosou.index.names.spelling import can_be_org, can_be_person, is_joined


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
        "林一帆案",
        "林，帆",
        "埃博拉",
        "·林",
    ],
)
def test_no_names_of_people(text: str) -> None:
    assert not can_be_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "沙浦渔港管理局",
        "国务院",
        "欧盟",
        "沙浦大学",
        "沙浦日报",
        "aaa公司",
        "以色列国防部",
        "同济医院",
        "对外经贸大学",
        "和平区教育局",
        "沙浦市教育局",
        "市教育局办公室",
        "第一家具厂",
        "沙浦种子公司",
        "哥伦比亚大学",
        "泰国国会",
        "中国美术馆",
        "渔港农商行",
        "国家博物馆",
        "海岳银行沙浦市分行",
        "沙浦渔具与绳网研究会",
    ],
)
def test_names_of_organisations(text: str) -> None:
    assert can_be_org(text)


@pytest.mark.parametrize(
    "text", ["公司", "当地政府", "我市教育局", "沙浦", "的公司", "各级政府", "村委会", "同沙浦大学"]
)
def test_no_names_of_organisations(text: str) -> None:
    assert not can_be_org(text)


@pytest.mark.parametrize(
    "text",
    [
        "省人民政府",
        "乡镇卫生院",
        "区纪律检查委员会",
        "县人大常委会",
        "公安派出所",
        "市场监管局",
        "民营航空公司",
        "新能源科技公司",
        "公办幼儿园",
        "中央银行",
        "美国公司",
        "朝鲜党",
        "韩国执政党",
        "英国大学",
        "巴政府",
    ],
)
def test_kinds_of_organisations_are_no_names(text: str) -> None:
    assert not can_be_org(text)


@pytest.mark.parametrize(
    "text",
    [
        "沙浦一家教育集团",
        "海岳一所小学",
        "沿海四省市发改委",
        "海岳公司 沙浦公司",
        "海岳集团子公司",
        "沙浦市委市政府",
        "沙浦副中心",
        "海岳省分行",
        "沿海四大渔业公司",
        "海岳集团旗下公司",
        "海岳纪委驻港口局",
    ],
)
def test_more_or_less_than_an_organisation_is_no_name(text: str) -> None:
    assert not can_be_org(text)


def test_two_organisations_with_a_word_between_them_are_not_one() -> None:
    known = {"沙浦银行", "计划委员会", "城乡渔业部"}
    assert is_joined("海岳公司和计划委员会", known.__contains__)
    assert is_joined("中国与沙浦银行", known.__contains__)
    assert is_joined("海岳研究会国家统计局", known.__contains__)
    assert not is_joined("海岳大学国家渔业研究院", known.__contains__)
    assert not is_joined("国务院国资委", known.__contains__)
    assert not is_joined("渔具和城乡渔业部", known.__contains__)
    assert not is_joined("海岳渔具与绳网研究会", known.__contains__)
