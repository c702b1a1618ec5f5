"""Whether a string can be a name by how it is spelled: rules that need no archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from baosou.corpus.characters import is_any_han
from baosou.corpus.names import is_name, surnames
from baosou.corpus.places import country_meant

_LISTS = Path(__file__)

MOST_OF_PERSON, MOST_OF_ORG = 14, 24
"""Characters of a name at most."""

_HYPHENS = "·-"
_COUNTRIES = frozenset("中美俄英法德日韩朝印伊以乌苏越泰缅叙埃澳加巴希土欧荷西葡意芬瑞波捷匈南北东阿")
"""What stands for a country or a side in short: 美方, 俄军, 中美."""

_OF_COUNTRIES = frozenset("方军核媒队国党府警舰机岛城")
"""What the second of two characters is behind one of these, or behind what is no surname."""

_OF_ANYBODY = frozenset("方媒队总书某姓氏家族系股府")
"""What it is behind a surname too: 李总, 王家, 哈方."""

_TITLE = re.compile(
    "(主席|总统|总理|书记|部长|外长|首相|主任|委员长|国王|会长|院长|局长|省长|市长|县长|镇长|校长|厂长|处长|教授|先生|女士|"
    "同志|将军|上将|中将|少将|大使|记者|队长|老师|师傅|师长|爷爷|奶奶|大爷|大妈|大姐|阿姨|叔叔|夫妇|一家|夫妻|父子|兄弟|"
    "姐妹|等人|本人|小姐|太太|夫人|议员|法官|医生|大夫|博士|院士|上尉|少校|上校|班长|站长|经理|董事|总裁|主播|站|桥|路|王储|亲王|公主|太子|老人|院子|人家|有限|先进|同学|队员|官兵|战士|..队|..团|..们|军方|案|号)$"
)
_CALLED = re.compile("(老|小|阿|大)(.)$")
_SOMEBODY = re.compile("某|×|x{2}|\\*")

_NO_BEGINNING = re.compile(
    "(新时代|新征程|新型|特大|全国各|当地|地方|我国|我省|我市|一些|多家|几家|相关|有关|以及|驻地|上述|"
    "[的与及由等是了把被从到该各某其此这并但据让]|和(?![平田县顺龙政硕静讯记睦])|在(?!线)|对(?!外经)|向(?![阳上])|"
    "同(?![济仁方煤程江心德])|为(?!民)|以(?!色列|岭)|将(?!军|乐)|本(?![田溪钢])|那(?!曲|坡)|经(?![济贸开纬])|使(?!馆))"
)
"""What stands before a name as a word for itself, where it does not begin one: 同中国银行, but 同济大学."""

_NO_NAME = re.compile(
    "[一二两三四五六七八九十几多数某各每](家(?![具电居禽庭纺])|所|个|省市)|(?<![十共])[两三四五六七八九十]大(?![队会新处代报])|"
    "[\u4e00-\u9fff] [\u4e00-\u9fff]|^.政府$|^[^行]{1,4}[省市](分行|支行)$|[纪监]委驻[^组]*$|(副中心|行政中心|"
    "成员国政府|地方政府|执政党|反对党|(?<![门电量种原太])子公司|旗下公司|党委政府|县委县政府|市委市政府|省委省政府|相关司局)$"
)
"""What makes a text more or less than one organisation: a number of them, two, a part of one."""

_OF_A_COUNTRY = re.compile("(党|公司|企业|集团|医院|法院|学校|实验室|出版公司|大学(?<=国大学))$")
"""What names no organisation behind the name of a country alone: 美国公司, 朝鲜党; 哥伦比亚大学 is one."""


@cache
def _listed(name: str) -> frozenset[str]:
    lines = _LISTS.with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _org_ending() -> re.Pattern[str]:
    return re.compile("(" + "|".join(sorted(_listed("org_endings.txt"), key=len, reverse=True)) + ")$")


@cache
def _kinds() -> tuple[re.Pattern[str], ...]:
    lines = _LISTS.with_name("kinds_of_orgs.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split(" = ") for line in lines if not line.startswith("#"))
    return tuple(
        re.compile(f"(?:{'|'.join(words.split())})+(?:{'|'.join(endings.split())})") for words, endings in parts
    )


def can_be_person(text: str) -> bool:
    """Whether a folded text can be one person, all of it, by its spelling."""
    if not 2 <= len(text) <= MOST_OF_PERSON or text in _listed("no_persons.txt"):
        return False
    if not all(is_any_han(c) or c in _HYPHENS or "a" <= c <= "z" for c in text) or not is_any_han(text[-1]):
        return False
    if text[0] in _HYPHENS or _SOMEBODY.search(text) or _TITLE.search(text) or _ends_as_org(text):
        return False
    if _COUNTRIES.issuperset(text) or _is_called(text):
        return False
    if len(text) == 2:
        sided = text[0] in _COUNTRIES or text[0] not in surnames()
        return text[1] not in (_OF_COUNTRIES | _OF_ANYBODY if sided else _OF_ANYBODY)
    return True


def _is_called(text: str) -> bool:
    """Whether a surname alone stands with what an acquaintance is called by: 老王, 小李, and 瓜农老杨."""
    found = _CALLED.search(text)
    return found is not None and found[2] in surnames() and (len(text) == 2 or text[0] not in surnames())


def _ends_as_org(text: str) -> bool:
    """Whether a text ends as names of organisations do, in two characters or more, or in one of these."""
    if text in _listed("orgs.txt") or any(text.endswith(org) for org in _listed("orgs.txt") if len(org) > 2):
        return True
    return any(text.endswith(ending) for ending in _listed("org_endings.txt") if len(ending) > 1)


def is_spelled_as_person(text: str) -> bool:
    """Whether a folded text is spelled as names of persons are: after a surname, or with a dot."""
    return any(c in text for c in _HYPHENS) or is_name(text)


def is_listed_org(text: str) -> bool:
    """Whether a folded text is in the list of organisations whose names do not show that they are such."""
    return text in _listed("orgs.txt")


def can_be_org(text: str) -> bool:
    """Whether a folded text can be the whole name of one organisation: it ends as such names do, or is listed."""
    if is_listed_org(text):
        return True
    if not 3 <= len(text) <= MOST_OF_ORG or text in _listed("no_orgs.txt") or _NO_BEGINNING.match(text):
        return False
    if not all(is_any_han(c) or (c.isascii() and c.isalnum()) or c in "·-()&.+ " for c in text):
        return False
    if text.count("(") != text.count(")") or _NO_NAME.search(text) or _is_kind(text):
        return False
    return _org_ending().search(text) is not None


def _is_kind(text: str) -> bool:
    """Whether a text tells a kind of organisation, and no single one: 省人民政府, 民营航空公司, 美国公司."""
    ending = _OF_A_COUNTRY.search(text)
    if ending is not None and country_meant(text[: ending.start()]) is not None:
        return True
    return any(kinds.fullmatch(text) for kinds in _kinds())


def is_joined(text: str, is_org: Callable[[str], bool]) -> bool:
    """Whether a text is two organisations, with a word for "and" between them (中国与新开发银行) or none."""
    for word in re.finditer("[与同和及]", text):
        first, second = text[: word.start()], text[word.end() :]
        if (first == "中国" or country_meant(first) is not None or can_be_org(first)) and is_org(second):
            return True
    return any(
        is_listed_org(text[of_state.start() :]) and can_be_org(text[: of_state.start()])
        for of_state in re.finditer("(?!^)(国家|国务院|全国|最高|中央)", text)
    )
