"""Other ways of writing an official name: without its suffix, or as it was called under an older status."""

from __future__ import annotations

import re
from functools import cache

# 林区 is a suffix in one name only; elsewhere (万柏林区) 林 belongs to the name.
_SUFFIX = re.compile(r"(特别行政区|自治[区州县旗]|地区|(?<=神农架)林区|特区|矿区|新区|[省市县区旗盟])$")

# Peoples as they stand in the names of autonomous units, longest first so that 蒙古族 is tried before 蒙古.
_PEOPLES_TEXT = """
蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族
傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯
阿昌族 普米族 塔吉克 怒族 保安族 裕固族 独龙族 各族
"""
_PEOPLES = tuple(sorted(_PEOPLES_TEXT.split(), key=len, reverse=True))

_TOWN_SUFFIX = re.compile(r"(民族乡|街道|区公所|苏木|[镇乡])$")


@cache
def stem(name: str) -> str:
    """The name without its suffix and peoples: 景宁畲族自治县 -> 景宁, 温州市 -> 温州, 赵县 -> 赵."""
    found = _SUFFIX.search(name)
    if found is None:
        return name
    bare = name[: found.start()]
    if found[1].startswith("自治") or bare.endswith("族"):
        while people := next((p for p in _PEOPLES if bare.endswith(p) and len(bare) > len(p) + 1), None):
            bare = bare[: -len(people)]
    # 东乡族自治县 and 鄂温克族自治旗 are named after a people alone.
    return bare.removesuffix("族")


def other_full_forms(name: str) -> tuple[str, ...]:
    """Forms with a suffix that mean the same place: 景宁县, 恩施州."""
    if "自治" not in name:
        return ()
    bare = stem(name)
    if len(bare) < 2:
        return ()
    if name.endswith("自治州"):
        return (bare + "州", bare + "自治州")
    if name.endswith("自治旗"):
        return (bare + "旗",)
    if name.endswith("自治县"):
        return (bare + "县", bare + "自治县")
    if name.endswith("自治区") and name != bare + "自治区":
        return (bare + "自治区",)
    return ()


def former_full_forms(name: str) -> tuple[str, ...]:
    """What a county-level 市 or 区 was called before it was raised: 玉环市 -> 玉环县, 富阳区 -> 富阳县, 富阳市."""
    bare = stem(name)
    if len(bare) < 2 or name.endswith(("自治区", "行政区", "地区", "族区")):
        return ()
    if name.endswith("市") or bare.endswith("城"):
        return (bare + "县",)  # 上城市 would be found in 地级以上城市
    return (bare + "县", bare + "市") if name.endswith("区") else ()


def town_stem(name: str) -> str:
    """A township's name without its suffix: 鳌江镇 -> 鳌江; peoples stay (柳城畲族)."""
    return _TOWN_SUFFIX.sub("", name)
