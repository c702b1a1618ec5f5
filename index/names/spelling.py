"""Whether a string can be a name by how it is spelled: rules that need no archive."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from baosou.corpus.characters import is_any_han
from baosou.corpus.names import is_name, surnames

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
    "姐妹|等人|本人|小姐|太太|夫人|议员|法官|医生|大夫|博士|院士|上尉|少校|上校|班长|站长|经理|董事|总裁|主播|站|桥|路|王储|亲王|公主|太子|老人|院子|人家|有限|先进|同学|队员|官兵|战士|..队|..团|..们|军方)$"
)
_CALLED = re.compile("(老|小|阿|大)(.)$")
_SOMEBODY = re.compile("某|×|x{2}|\\*")

_NO_BEGINNING = re.compile(
    "^(的|和|与|及|在|新时代|新型|特大|对|向|由|同|等|是|为|以|了|将|把|被|从|到|本|该|各|某|其|此|这|那|全国各|当地|地方|我国|我省|我市|本市|一些|多家|"
    "两家|三家|一家|几家|相关|有关|以及|并|但|据|经|让|使|到|驻地|上述)"
)


@cache
def _listed(name: str) -> frozenset[str]:
    lines = _LISTS.with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _org_ending() -> re.Pattern[str]:
    return re.compile("(" + "|".join(sorted(_listed("org_endings.txt"), key=len, reverse=True)) + ")$")


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


def can_be_org(text: str) -> bool:
    """Whether a folded text can be the whole name of one organisation: it ends as such names do, or is listed."""
    if text in _listed("orgs.txt"):
        return True
    if not 3 <= len(text) <= MOST_OF_ORG or text in _listed("no_orgs.txt") or _NO_BEGINNING.match(text):
        return False
    if not all(is_any_han(c) or (c.isascii() and c.isalnum()) or c in "·-()&.+ " for c in text):
        return False
    if text.count("(") != text.count(")"):
        return False
    return _org_ending().search(text) is not None
