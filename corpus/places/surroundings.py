"""What stands beside a name and tells whether it means the place: words, roads, persons, organisations."""

from __future__ import annotations

import re

from baosou.corpus.characters import FIRST_COMMON, LAST_HAN
from baosou.corpus.places.gazetteer import COUNTY, PROVINCE, Name, gazetteer

_SURNAMES = frozenset(
    "李王张刘陈杨赵黄吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田姜范姚谭廖邹熊金陆郝孔崔康毛邱秦史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚庞樊兰殷施陶翟倪严牛"
    "温芦俞章鲁葛韦申尤毕聂焦岳齐庄梅莫邢柳翁鲍祁耿褚娄柯骆卜冉艾覃欧阮窦邬"
)
# After these a surname's character opens a person's name: 村民罗永康, 记者王长春.
_TITLES = frozenset("民者员长任师生士友农户授理家手人兵贼警父母爷叔哥姐弟妹嫂婆夫妻儿星官将帅皇帝组席记委表演队")

_ROAD = re.compile(
    r"(?:[东南西北中]|[一二三四五六七八九十]+)?(?:路(?![桥演段况线过途程面网径政局村])|大街(?!小巷)|大道(?!理)|街(?!道))"
    r"|话(?![剧题])|[”\"]?舰|号[^召称角码]"
)
_TOWNSHIP = re.compile(r"镇(?![静压守江海])|乡(?![村镇亲愁土音贤情间])|街道|[庄家屯]?村(?![民镇庄])|苏木")
# 赤水河 and 西湖景区 are waters and sights, not the county or district of that name.
_WATER = re.compile(r"河(?!南|北)|江(?!南|北|苏|西)|湖(?!南|北)|湾|溪|水库")
_SIGHT = re.compile(r"山|寺|塔|风?景|国?际?机场|公园|大桥|隧道|新区|高新|航天|卫星|发射|火车站|湿地|国家级|草原|大学")
# 安吉尔 and 泰来斯 go on as foreign names do.
_FOREIGN = frozenset("斯尔娜莉姆丝莎娅")
_SIDE = re.compile(r"部(?![分门队署委长级里])|岸|麓|侧|端|缘")
_TELLING = _FOREIGN.union(
    '东南西北中一二三四五六七八九十路大街话”"舰号',  # _ROAD
    "镇乡街庄家屯村苏",  # _TOWNSHIP
    "河江湖湾溪水",  # _WATER
    "山寺塔风景国际机公大隧新高航卫发火湿草",  # _SIGHT
    "部岸麓侧端缘",  # _SIDE
)
"""What the patterns above can begin with: few names go on so."""

_ORGANISATION = re.compile(
    r"([^\s的了在和与及等是为有对将把被从向到并或这那该各之于而但也就都要能会可不我你他她它们一两三几多某个家所名位座"
    r"、，。！？；：,.!?;:（）()《》“”\"'—…省市县区州]{0,12}?)"
    r"(?:大学(?!生)|学院|中学(?!生)|小学(?!生)|附中|有限公司|公司|集团(?!军)|股份|研究院|研究所|研究中心|实验室|银行|证券"
    r"|日报|晚报|晨报|时报|商报|都市报|青年报|卫视|电视台|出版社|杂志社|医院|军区|交响乐团|歌剧院|艺术剧院|芭蕾舞团"
    r"|交易所|基金会|商会|机所|理所|光所)"
)
# A gap with one of these is a sentence going on, not a proper name: 在北京举行大学校长论坛.
_VERB = re.compile(
    r"举[行办]|召开|[开闭]幕|访问|考察|调研|出席|参加|启动|成立|建[立设]|组织|发[布生]|推[进动]|支持|加[快强大]|实现|开[展放]|"
    r"引进|打造|通过|联合|当地|全[省市]|企业|今[天年日]|昨|本|某|农民|市民|居民"
)
_WRONG_KIND = {
    "市": re.compile(r"[场值容]"),
    "区": re.compile(r"[域间别块位划]"),
    "县": re.compile(r"域"),
    "乡": re.compile(r"[村镇亲愁土音贤情间下]"),
    "镇": re.compile(r"[静定痛压守]"),
}
_FREE_BEFORE = frozenset("在到赴从的和与及至往是由经以")
_FREE_AFTER = frozenset("的和与及至是有等举市县人")
_FRAMES_BEFORE = (
    "在",
    "到",
    "赴",
    "从",
    "来自",
    "位于",
    "走进",
    "前往",
    "抵达",
    "地处",
    "途经",
    "走访",
    "落户",
    "家住",
)
_FRAMES_AFTER = re.compile(
    r"籍|境内|等地|当地|全[县市区境]|城区|老家|一带|分[行局院]|方言|公安|警方|法院|检察|消防|交警|海关|政府|人民|人大"
)


def stands_apart(name: Name, text: str, start: int, end: int) -> bool:
    """Whether the characters [start, end) can be the name itself and not part of a longer word or name."""
    if name.full:
        return _kind_holds(name, text, end)
    for offset, phrase in name.phrases:
        if text.startswith(phrase, start - offset):
            return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in _TELLING and _goes_on(name, text, end):
        return False
    if before in _SURNAMES and name.level > PROVINCE and _is_person(name, text, start):
        return False
    foreign_like = name.weak or name.level == COUNTY
    if foreign_like and "·" in (before, after) and not _dotted_place(text, start, end):
        return False
    return not _in_organisation(text, end)


def _goes_on(name: Name, text: str, end: int) -> bool:
    """Whether a short name is the beginning of what a road, a water, a sight, a township or a foreigner is called."""
    if _ROAD.match(text, end) or (name.text[-1] in "东南西北" and _SIDE.match(text, end)):
        return True
    if (name.level == COUNTY or name.weak) and (_WATER.match(text, end) or text[end] in _FOREIGN):
        return True
    if name.weak and _SIGHT.match(text, end):
        return True
    return name.level > PROVINCE and _TOWNSHIP.match(text, end) is not None


def _kind_holds(name: Name, text: str, end: int) -> bool:
    """Whether 市, 区, 县 ends the name instead of beginning the next word (市场, 区域)."""
    wrong = _WRONG_KIND.get(name.text[-1])
    if wrong is None or not wrong.match(text, end):
        return True
    # 苍南县域 still names the county, where 富民县域经济 does not.
    short = name.text[:-1]
    return name.text[-1] == "县" and short in gazetteer().names and not gazetteer().name(short).weak


def town_stands_apart(town: str, text: str, end: int) -> bool:
    """Whether 镇 or 乡 ends the township's name instead of beginning the next word (镇静, 乡村)."""
    wrong = _WRONG_KIND.get(town[-1])
    return wrong is None or not wrong.match(text, end)


def _is_person(name: Name, text: str, start: int) -> bool:
    """Whether the surname before a two-character name is one, at the beginning of a word: 罗永康."""
    if len(name.text) != 2:
        return False
    names = gazetteer().names
    if any(text[max(0, start - length) : start] in names for length in (2, 3)):
        return False  # 苏 in 江苏宜兴 is no surname
    if name.level == COUNTY or name.weak or start == 1:
        return True
    before = text[start - 2]
    return before in _TITLES or not FIRST_COMMON <= before <= LAST_HAN


def _dotted_place(text: str, start: int, end: int) -> bool:
    """Whether a middle dot joins the name to another place (浙江·杭州) and not to a foreign person's name."""
    names = gazetteer().names
    if text[end : end + 1] == "·":
        return any(text[end + 1 : end + 1 + length] in names for length in (2, 3, 4))
    return any(text[max(0, start - 1 - length) : start - 1] in names for length in (2, 3, 4))


def _in_organisation(text: str, end: int) -> bool:
    """Whether the name opens an organisation's proper name: 浙江大学, 上海光机所, 温州东方实业有限公司."""
    found = _ORGANISATION.match(text, end)
    return found is not None and found[1] != "分" and not _VERB.search(found[1])


def is_framed(text: str, start: int, end: int) -> bool:
    """Whether a word of place stands beside [start, end): 走进苍南, 苍南境内, or a title's head 苍南：."""
    if heads(text, start, end):
        return True
    return text.endswith(_FRAMES_BEFORE, 0, start) or _FRAMES_AFTER.match(text, end) is not None


def heads(text: str, start: int, end: int) -> bool:
    """Whether [start, end) opens the text before a colon, as in the title 苍南：小市集有大服务."""
    return start == 0 and text[end : end + 1] in ("：", ":")


def begins_word(text: str, start: int) -> bool:
    """Whether what stands before `start` cannot be part of the same word."""
    before = text[start - 1 : start]
    return not FIRST_COMMON <= before <= LAST_HAN or before in _FREE_BEFORE


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether neither neighbour of [start, end) can be part of the same word."""
    after = text[end : end + 1]
    return begins_word(text, start) and (not FIRST_COMMON <= after <= LAST_HAN or after in _FREE_AFTER)
