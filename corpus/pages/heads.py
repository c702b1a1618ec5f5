"""Numbers and signs that open a line: of subheads, of items, of the articles of a law, of a speaker's turn."""

from __future__ import annotations

import re

from baosou.corpus.characters import HAN_COMMON
from baosou.corpus.pages.lines import Line

_N = r"[一二三四五六七八九十百千零〇两\d]"
_CHAPTER = re.compile(
    rf"第{_N}{{1,5}}[编章节篇部回讲辑](?:之{_N}{{1,3}})?(?=[\s:：]|$|[^\d的])|(?:引言|前言|结语|结束语|序言|后记|附则|总则|附录)$"
)
_ORDINAL = re.compile(
    rf"[一二三四五六七八九十]{{1,3}}、|[(（][一二三四五六七八九十\d]{{1,3}}[)）]|\d{{1,2}}(?:[、．]|\.(?!\d))|[①-⑳❶-❿㈠-㈩Ⅰ-Ⅻ]|[壹贰叁肆伍陆柒捌玖拾]、|0\d(?=[\s{HAN_COMMON}])"
)
_BRACKET = re.compile(r"(?:【[^【】]{1,24}】|〖[^〖〗]{1,24}〗|\[[^\[\]]{2,24}\]|〔[^〔〕]{2,24}〕)")
_PROVISION = re.compile(rf"第{_N}{{1,6}}条(?:之{_N}{{1,3}})?(?=[\s:：]|$|[^\d])")
_ITEM = re.compile(r"[●◆■▲★○◇□☆※✦►▪•·*\-–—]\s*(?=\S)")
_SPEAKER = re.compile(
    r"(?:[^\s,，。:：“”、()（）\d]{1,8}|[QA]\d?|[^\s:：]{1,6}[(（][^()（）]{1,10}[)）])\s?[:：](?=\s?\S)"
)
_LABEL = re.compile(r"[■□●◆◇▲★◎○]\s*[^\s■□●◆◇▲★◎○。,，;；:：!?！？][^。;；]{1,19}")
_LABEL_OPENS = frozenset("【〖[〔■□●◆◇▲★◎○")
_DASHES = re.compile(r"[—―–\-─]{2,}|[—―─]")
LONGEST_HEAD = 34


def is_numbered_head(line: Line) -> bool:
    """Whether the line is a subhead by its number or brackets; an item that is a sentence is none."""
    view = line.view
    if line.cells > LONGEST_HEAD or view[-1:] in "。;；，,、:：…":
        return False
    if _BRACKET.fullmatch(view) or (_LABEL.fullmatch(view) and not line.closed):
        return True
    if _CHAPTER.match(view):
        return "。" not in view and "，" not in view
    found = _ORDINAL.match(view)
    return found is not None and len(view) > found.end() and "。" not in view and not line.closed


def is_label(view: str) -> bool:
    """Whether the line is wholly a label in heavy brackets or behind a sign, as the name of a column."""
    if view[:1] not in _LABEL_OPENS:
        return False
    return _BRACKET.fullmatch(view) is not None or (len(view) <= 10 and _LABEL.fullmatch(view) is not None)


def opens_item(view: str) -> bool:
    """Whether the line opens with a number or sign of a list, a provision of a law or a heavy bracket."""
    head = view[:24]
    return bool(
        _ORDINAL.match(head) or _PROVISION.match(head) or _CHAPTER.match(head) or _BRACKET.match(view[:40])
    ) or bool(_ITEM.match(head) and not _DASHES.match(head))


def opens_provision(view: str) -> bool:
    """Whether the line is a provision of a law: 第十二条 …."""
    return _PROVISION.match(view[:16]) is not None


def opens_turn(view: str) -> bool:
    """Whether the line opens a speaker's turn: 问：, 记者：, 林女士：."""
    return _SPEAKER.match(view[:24]) is not None


def opens_with_dash(view: str) -> bool:
    """Whether the line opens as a subtitle does: ——记…."""
    return _DASHES.match(view) is not None
