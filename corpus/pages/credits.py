"""Roles and names as bylines credit them: 记者甲、通讯员乙、丙, 文/甲 图/乙, 本报记者甲发自海岳."""

from __future__ import annotations

import re

from msgspec import Struct

from baosou.corpus.pages.persons import is_credited_person, is_person

_OUTLET = r"[\u4e00-\u9fff]{2,9}?(?:报|社|网|台|周刊|杂志|频道|传媒|客户端|融媒|中心)"
_RANK = (
    r"(?:本报|本刊|本台|本网|本社|特约|特派|特邀|实习|见习|首席|驻地|驻京|驻外|全媒体|融媒体?|新闻|摄影|文字|资深|高级|签约|专栏|青年"
    r"|新华社|新华每日电讯|人民网|中新社|中新网|光明网|央视|中央社)"
)
_JOB = r"(?:记者|通讯员|评论员|观察员|撰稿人?|撰稿员|实习生|特约员|特派员|报道员|报道组|小记者|主笔|特写员)"
_EDITOR = (
    r"(?:责任|责|文字|图片|视频|本期|本版|执行|实习|见习|美术)*"
    r"(?:编辑|责编|校对|审核|审校|美编|版式|制图|设计|监制|统筹|策划|编审|终审)"
)
_WORK = (
    r"(?:作者|文字|文图|图文|撰文|采写|采访|采编|整理|口述|讲述|执笔|供稿|供图|摄影|绘图|绘画|翻译|编译|译者?"
    r"|文/图|图/文|文·图|文、图|文|图|著)"
)
ROLE = re.compile(
    rf"(?P<job>(?:{_OUTLET})?{_RANK}*{_JOB}(?:站)?)\s*[:/|]?"
    rf"|(?<![^\s)/|·、:,;])(?:(?P<edits>{_EDITOR})|(?P<work>{_WORK}))(?:\s*[:/|]|(?=[\s·、]|$))"
)
_SENTENCE = re.compile(r"[。!?“”《》…]|[a-z\d]{2}|[^\s,、/|&;:()·•・‧(]{24}")
_NOTE = re.compile(r"[(（][^()（）]{1,30}[)）]")
_HALVES = re.compile(r"(?<!\S)(\S)\s+([文图])(?!\S)")  # 姜 文 is a person rather than one who wrote
_SPLIT = re.compile(r"[\s、,，/|｜&;；]+")
_PLACE = r"[\u4e00-\u9fff]{0,8}?"
_DOING = re.compile(
    rf"(?:(?:发自|自){_PLACE}|{_PLACE}(?:联合|综合|摄影|独家|现场|追踪|连线|专题|特别|图文|图片)*(?:报道|报导|采访|采写|专访)"
    rf"|(?:文/?图|图/?文|文并摄|文并图|文|图|摄)|(?:采访|采写|采编|编辑|撰写|文字|图文|联合)?(?:撰文|摄影|整理|编译|供稿|供图|综合|制作)|{_PLACE}(?:专?电|讯|消息))"
)
_JOBS = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:[影乐书剧食酒球]评人|媒体人|评论人|经纪人|主持人|撰稿人|投资人|策展人|教授|博士|律师|医师|医生|教师|讲师|作家|诗人|学者|院士"
    r"|画家|导演|编剧|演员|研究员|分析师|工程师|设计师|营养师|咨询师|馆员|主编|站长|会员|队员|民警|法官|检察官|书记员|志愿者|爱好者|读者|网友|学生|居民)"
)
_SPOKEN_OF = re.compile(r"[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|同志|老师|大爷|大妈|师傅)")  # who tells or is met
_NO_NAMES = frozenset(
    """
    手记 观察 调查 来信 札记 感言 专访 视点 视线 发现 点评 按语 热线 报道 体验 节 团 会 站 证 们 从 在 了解
    获悉 专栏 日记 连线 行动 走基层 帮忙 说法 评论 说 问 论坛 眼 联盟 之家 协会 提问 采访 综合 本报 本刊 新华社 中新社
    中央社 人民网 新华网 编者按 资料 图片 网络 佚名 匿名 本报讯
    """.split()  # noqa: SIM905
)


class Credits(Struct, frozen=True):
    """Who is named, as the folded text has it, and whether a role names them."""

    names: tuple[str, ...]
    roles: bool


def people(text: str, *, jobs: bool = False) -> Credits | None:
    """The names of a folded text that is nothing but roles, names and what was done (报道, 摄); None for others.

    After a role rare surnames count, too. `jobs` lets other callings stand before names (书评人 甲). Editors are
    no authors.
    """
    if _SENTENCE.search(text) is not None:
        return None
    if "(" in text:
        text = _NOTE.sub(" ", text)
    text = _HALVES.sub(_as_name, text)
    names: list[str] = []
    roles = edits = False
    at = 0
    for role in ROLE.finditer(text):
        if not _take(text[at : role.start()], names, credited=roles, edits=edits, jobs=jobs or roles):
            return None
        edits = role["edits"] is not None
        roles = roles or not edits
        at = role.end()
    if not _take(text[at:], names, credited=roles, edits=edits, jobs=jobs or roles):
        return None
    return Credits(tuple(dict.fromkeys(names)), roles)


def _as_name(found: re.Match[str]) -> str:
    name = found[1] + found[2]
    return name if is_person(name) else found[0]


def _take(piece: str, names: list[str], *, credited: bool, edits: bool, jobs: bool) -> bool:
    """Whether a piece between roles is names with what they did; the names are added."""
    tokens = _paired([token for token in _SPLIT.split(piece.strip(" :·")) if token])
    found: list[str] = []
    for number, token in enumerate(tokens):
        last = number == len(tokens) - 1
        if found and last and _is_doing(token):
            continue
        if (jobs and not last and _JOBS.fullmatch(token)) or _SPOKEN_OF.fullmatch(token):
            continue
        name = _name(token, credited=credited)
        if name is None:
            return False
        found.append(name)
    if not edits:
        names.extend(found)
    return True


def _is_doing(token: str) -> bool:
    return _DOING.fullmatch(token) is not None and (token[-1] in "道导讯电息访" or not is_person(token))


def _name(token: str, *, credited: bool) -> str | None:
    """The person that a token names, alone or with what was done glued to the name: 林小海报道."""
    if token in _NO_NAMES:
        return None
    if is_person(token) and token[-2:] not in ("报道", "报导"):
        return token
    if not credited:
        return None
    for told, lengths in ((is_person, (3, 2, 4)), (is_credited_person, (3, 2))):
        for length in lengths:
            name = token[:length]
            if len(token) > length and told(name) and _DOING.fullmatch(token, length) and not _DOING.fullmatch(name):
                return name
    return token if is_credited_person(token) and not _DOING.fullmatch(token) else None


def _paired(tokens: list[str]) -> list[str]:
    """王 伟 is one person: single characters that follow each other belong together."""
    joined: list[str] = []
    half = ""
    for token in tokens:
        if len(token) == 1 and half:
            joined.append(half + token)
            half = ""
        elif len(token) == 1:
            half = token
        else:
            if half:
                joined.append(half)
                half = ""
            joined.append(token)
    return [*joined, half] if half else joined
