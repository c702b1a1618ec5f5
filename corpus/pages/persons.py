"""Who may be a person in a byline: names, but for the labels and words that stand where bylines do."""

from __future__ import annotations

from baosou.corpus.names import is_credited, is_name

_ENDS = frozenset("讯电员")
_SAID = "说"
# What papers print behind a sign or in brackets of their own: it opens like a name and is none.
_LABELS = frozenset(
    """
    支招 连心 高见 史话 金句 金点子 经验谈 时评人 文摘报 时光 时装 美食 美容 美文 康乐 乐活 安家 安民
    查处 查看 成因 成效 从业 从前 丰收 古镇 古道 广播 国学 国防 海岛 海鲜 海上 和美 红榜 黄页 金点 经历
    景点 景区 景观 居家 居民 乐趣 连接 连环 路况 马上 满城 农技 齐动 钱包 曲艺 荣获 沙龙 商圈 申报 时间
    石材 史料 水运 司法 松绑 台风 台账 唐诗 陶艺 田间 通关 童年 万事 万户 旺季 卫生 温情 文保 文博 文脉
    武装 夏令 向导 幸福 宣传 严查 严打 阳光 养老 养生 易懂 殷切 尤其 游戏 于今 鱼塘 元气 云游 曾经 战役
    章程 招聘 支教 终于 钟声 周边 周末 周刊 祝福 庄园 宗旨 祖国 左右 支持者 金名片 高人气 高颜值 安全员
    平安行 文明行 关爱日 幸福里 阳光下 周末版 康养地 健康 健身 强村 富民 平安 安全 文明 文化 经济 国际
    国内 农业 时代 解读
    """.split()  # noqa: SIM905 (a list of so many quoted words is harder to read)
)


def is_person(text: str) -> bool:
    """Whether a folded text can be one person's name and is no label or word of the page."""
    return is_name(text) and _is_no_label(text)


def is_credited_person(text: str) -> bool:
    """The same where a role already says that a person follows: rare surnames and pen names count."""
    return is_credited(text) and _is_no_label(text)


def _is_no_label(text: str) -> bool:
    if text in _LABELS or text[-1] in _ENDS or _SAID in text:
        return False
    if "·" in text:
        return not any(text[at : at + 2] in _LABELS for at in range(len(text) - 1))
    return len(text) < 4 or (text[:2] not in _LABELS and text[2:] not in _LABELS)
