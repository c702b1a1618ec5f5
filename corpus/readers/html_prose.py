"""Which of a page's stretches are its article: found by sentences and links, not by the names that sites give.

Every stretch speaks for or against its surroundings: sentences for, links and furniture against. The element with
the largest sum holds the article; in it the run of stretches with the largest sum is the article's text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from baosou.corpus.models import Kind
from baosou.corpus.readers.html_elements import Elements
from baosou.corpus.readers.html_page import Stretch

_FINAL = re.compile(r"[。！？!?；;…]|[a-z]{3}\.(?=\s|$)")
_COMMA = re.compile(r"[，、,]")
_MOST_SAID = 400  # characters of one stretch that count
_SHORTEST = 25  # a sentence without a full stop has as many characters
_CONTROLS = frozenset(["textarea", "select", "option", "button"])
_WITHIN = frozenset(
    ["td", "th", "tr", "tbody", "thead", "table", "caption", "figcaption", "li", "ul", "ol", "dl", "dt", "dd", "figure"]
)
_LONGEST_HEADING, _SHORTEST_LINE = 60, 4
_SHORT_AGAINST, _LINKED_AGAINST = 3, 8

_ENDS = re.compile(
    r"[\s（(\[【]*(?:本文)?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|值班编辑|监制|审核|校对|审读)\s*[:：丨|︱]"
)
_FURNITURE = re.compile(
    r"[\s（(\[【]*(?:(?:本文|稿件|文章|信息|新闻|图文|图片)?(?:来源|來源)\s*[:：]|本文(?:来源|转自|转载自)|原标题|原標題|免责声明|免責聲明"
    r"|版权声明|版權聲明|特别声明|(?:郑重)?声明[:：]|(?:如需|未经[^。]{0,12}|欢迎|严禁|谢绝)转载|转载请|本(?:文|新聞|新闻)[^。]{0,30}(?:不得转载|禁止转载|請勿轉載|违者必究|違者必究)"
    r"|标签\s*[:：]|關鍵字\s*[:：]|关键词\s*[:：]|關鍵詞\s*[:：])"
    r"|版权所有|版權所有|copyright|©|.*(?:ICP备|公网安备|备案号[:：]|不良信息举报)"
    r"|\s*[\[【](?:纠错|糾錯|打印|关闭|收藏|字号|返回)",
    re.IGNORECASE,
)
# What a site's buttons and counters say; a sentence may begin so as well.
_WIDGETS = re.compile(
    r"[\s（(\[【]*(?:分享|打印|列印|关闭窗口|收藏|纠错|(?:扫描?|长按)[^。]{0,8}二维码|用微信扫|扫码|扫一扫|上一篇|下一篇|上一條|下一條|上一条|下一条"
    r"|相关(?:新闻|阅读|链接|文章|报道|推荐|内容)|相關新聞|延伸閱讀|推荐阅读|热门(?:推荐|文章)|点击(?:查看|进入|下载|加载|次数|量|[:：])|字号|字體|字级|字級"
    r"|评论|我要评论|我来说两句|請繼續往下閱讀|阅读原文|展开全文|举报|返回|浏览(?:次数|量|[:：])|阅读(?:次数|量|全文|[:：])|下載[^。]{0,6}APP|看更多|加载更多|更多内容)"
    r"|.{0,12}(?:专线|專線|热线|熱線|电话|電話|邮箱|信箱)\s*[:：]"
)
# Below such a line stands what readers say, or links to other articles.
_FURTHER = re.compile(
    r"(?:发表|發表|我要|网友|網友|全部|最新|热门|熱門|精彩|精选|查看|读者|相关|相關|更多|推荐|推薦|猜你|大家都在|延伸|為你|为您)?"
    r"(?:评论|評論|留言|跟帖|跟贴|意見|回复|新闻|新聞|阅读|閱讀|推荐|推薦|报道|文章|喜欢|看|帖子|链接|连结|資訊|资讯)(?:区|區|规则|規則|列表)?[（(\d)）:：]*$"
)
_ENOUGH = 60
_LONGEST_FURNITURE, _LONGEST_WIDGET = 160, 30


def main_text(stretches: Sequence[Stretch], elements: Elements, title: int | None) -> list[bool]:
    """For each stretch, whether it belongs to the text of the page's article, whose title is that at `title`."""
    furniture, controls = _furniture(stretches, elements)
    worths = [
        0.0 if controls[each.element] else _worth(each, furniture[each.element], elements.names[each.element])
        for each in stretches
    ]
    if title is not None:
        _weigh_by_title(stretches, worths, title)
    if not any(worth > 0 for worth in worths):
        return _without_sentences(stretches, furniture)
    element = _densest(stretches, worths, elements)
    inside = _inside(stretches, element, elements)
    first, last = _best_run(worths, inside)
    first, last = _with_neighbours(stretches, worths, elements, first, last)
    first = _with_lead(stretches, worths, elements, element, first)
    last = _before_editors(stretches, worths, first, last)
    kept = [False] * len(stretches)
    for place in range(first, last + 1):
        stretch = stretches[place]
        kept[place] = not (
            worths[place] <= -_LINKED_AGAINST or furniture[stretch.element] or is_furniture(stretch.text)
        )
    return kept


def has_sentences(stretches: Sequence[Stretch]) -> bool:
    """Whether any of the stretches holds a sentence rather than a name, a heading or a link."""
    return any(map(_said, stretches))


def is_furniture(text: str) -> bool:
    """Whether a line is one of those that sites put around articles: 责任编辑：, 分享到, 【纠错】, 原标题：."""
    if len(text) <= _LONGEST_WIDGET and "。" not in text and _WIDGETS.match(text):
        return True
    return len(text) <= _LONGEST_FURNITURE and bool(_FURNITURE.match(text) or _ENDS.match(text))


def _worth(stretch: Stretch, furniture: bool, element: str) -> float:
    said = _said(stretch)
    if furniture:
        return -_LINKED_AGAINST - said / 2
    if 2 * stretch.linked > len(stretch.text):
        return -_LINKED_AGAINST - min(len(stretch.text), 60) / 6
    if is_furniture(stretch.text):
        return -_LINKED_AGAINST + 1
    if said:
        return said
    return 0 if stretch.kind is not Kind.PARAGRAPH or element == "pre" else -_SHORT_AGAINST


def _weigh_by_title(stretches: Sequence[Stretch], worths: list[float], title: int) -> None:
    """Lower the worth of what stands above the title, and of what stands below the first comments or further links."""
    if 2 * sum(worth for worth in worths[title:] if worth > 0) < sum(worth for worth in worths if worth > 0):
        return
    for place in range(title + 1):
        worths[place] = min(worths[place], -_LINKED_AGAINST)
    said = 0.0
    for place in range(title, len(worths)):
        if said > _ENOUGH and _FURTHER.match(stretches[place].text):
            for later in range(place + 1, len(worths)):
                worths[later] = min(worths[later], worths[later] / 10)
            worths[place] = -said / 2
            return
        said += max(0.0, worths[place])


def _said(stretch: Stretch) -> float:
    """How much of a stretch are sentences."""
    own = len(stretch.text) - stretch.linked
    if own * 2 < len(stretch.text) or (stretch.level and own < _LONGEST_HEADING):
        return 0
    looked_at = stretch.text[:_MOST_SAID]
    if _FINAL.search(looked_at) or (own >= _SHORTEST and len(_COMMA.findall(looked_at)) > 1):
        return min(own, _MOST_SAID)
    return 0


def _furniture(stretches: Sequence[Stretch], elements: Elements) -> tuple[list[bool], list[bool]]:
    """For each element, whether it is furniture: it or one around it is called so and holds less than half of all.

    And whether it is a control or in one. What stands there (galleries are kept in a textarea) never is the text,
    however much it is, and parts no text.
    """
    said = [0.0] * len(elements.parents)
    for stretch in stretches:
        said[stretch.element] += _said(stretch)
    for number in range(len(said) - 1, 0, -1):
        said[elements.parents[number]] += said[number]
    marked, controls = [False] * len(said), [False] * len(said)
    for number in range(1, len(said)):
        parent = elements.parents[number]
        controls[number] = controls[parent] or elements.names[number] in _CONTROLS
        named = elements.furniture[number] and 2 * said[number] <= said[0]
        marked[number] = marked[parent] or controls[number] or named
    return marked, controls


def _densest(stretches: Sequence[Stretch], worths: Sequence[float], elements: Elements) -> int:
    """The innermost element with the largest sum of worths."""
    sums = [0.0] * len(elements.parents)
    for stretch, worth in zip(stretches, worths, strict=True):
        sums[stretch.element] += worth
    for number in range(len(sums) - 1, 0, -1):
        sums[elements.parents[number]] += sums[number]
    best = max(sums)
    return max(number for number, total in enumerate(sums) if total == best)


def _inside(stretches: Sequence[Stretch], element: int, elements: Elements) -> list[bool]:
    within = [False] * len(elements.parents)
    within[element] = True
    for number in range(element + 1, len(within)):
        within[number] = within[elements.parents[number]]
    return [within[stretch.element] for stretch in stretches]


def _best_run(worths: Sequence[float], inside: Sequence[bool]) -> tuple[int, int]:
    """The consecutive stretches of the element with the largest sum."""
    best, span, total, begun = 0.0, (0, -1), 0.0, 0
    for place, worth in enumerate(worths):
        if not inside[place]:
            continue
        if total <= 0:
            total, begun = 0.0, place
        total += worth
        if total > best:
            best, span = total, (begun, place)
    return span


def _with_neighbours(
    stretches: Sequence[Stretch], worths: Sequence[float], elements: Elements, first: int, last: int
) -> tuple[int, int]:
    """The run with the lines before and after it that stand where its sentences do: captions, verses, code."""
    parents = elements.parents
    homes = {0: False}
    for place in range(first, last + 1):
        if worths[place] > 0:
            homes[stretches[place].element] = homes[parents[stretches[place].element]] = True

    def goes_on(place: int) -> bool:
        element = stretches[place].element
        while elements.names[element] in _WITHIN:
            element = parents[element]
        near = (element, parents[element], parents[parents[element]])
        return worths[place] > 1 - _LINKED_AGAINST and any(homes.get(each, False) for each in near)

    def reach(places: Iterable[int]) -> int:
        """How many of the places go on, up to the last that is no mere 图集 or +1."""
        going_on = itertools.takewhile(goes_on, places)
        return max(
            (count for count, place in enumerate(going_on, 1) if len(stretches[place].text) >= _SHORTEST_LINE),
            default=0,
        )

    before, after = reach(range(first - 1, -1, -1)), reach(range(last + 1, len(stretches)))
    return first - before, last + after


def _with_lead(
    stretches: Sequence[Stretch], worths: Sequence[float], elements: Elements, element: int, first: int
) -> int:
    """The first stretch of the run with the sentences right above it, which may stand in a box of their own."""
    parents = elements.parents
    around = _inside(stretches, parents[parents[element]], elements)
    while first > 0 and worths[first - 1] > 0 and around[first - 1] and not stretches[first - 1].linked:
        first -= 1
    return first


def _before_editors(stretches: Sequence[Stretch], worths: Sequence[float], first: int, last: int) -> int:
    """The last stretch before a line that names the editors, if that stands below most of the text."""
    total = sum(worth for worth in worths[first : last + 1] if worth > 0)
    so_far = 0.0
    for place in range(first, last + 1):
        so_far += max(0.0, worths[place])
        if 2 * so_far >= total and _ENDS.match(stretches[place].text) and len(stretches[place].text) < 60:
            return place
    return last


def _without_sentences(stretches: Sequence[Stretch], furniture: Sequence[bool]) -> list[bool]:
    """A page of names, verses or links alone: all of it but what is called furniture, or just all."""
    kept = [not furniture[stretch.element] and 2 * stretch.linked <= len(stretch.text) for stretch in stretches]
    return kept if any(kept) else [True] * len(stretches)
