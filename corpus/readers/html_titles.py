"""Which line of a page is its title: what the head calls it, without the name of the site, as the page shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from baosou.corpus.readers.html_head import Head
from baosou.corpus.readers.html_page import Stretch

_LONGEST, _SHORTEST = 150, 4
_MOST_LINES = 3000  # junk has hundreds of thousands
_ENOUGH = 0.4  # so much of the head's title is the line that repeats a part of it
_ALIKE = 0.6  # and a line that says it in other words has as much in common with it
_PARTS = re.compile(r"\s*[_|｜]+\s*|\s+[-–—@:»]+\s+|--+|——|::|[-–—](?=[^-–—]{2,14}$)|(?<=[^-–—]{6})[-–—]")
_SITE = re.compile(
    r"(?:网|網|报|報|频道|頻道|新闻|新聞|资讯|門戶|门户|官网|在线|論壇|论坛|博客|中心|栏目|正文|首页|首頁|社|台|刊|报?电子版"
    r"|\.com|\.cn|\.net|\.org|\.tw|\.hk)(?:[\s(（][^()（）]*[)）]?)?$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•]+")
_PATH = re.compile(r"首页|首頁|主页|位置|[>»]")
_NO_TITLE = re.compile(rf"[。；;]|\d{{4}}[-/.年]\d|^[^：:]{{2,4}}[：:]\s*\S{{0,12}}$|{_PATH.pattern}")
_NEAR, _LONGEST_NAME = 3, 10


def find_title(stretches: Sequence[Stretch], head: Head, dated: int, first: int) -> tuple[int | None, str | None]:
    """The place of the line that is the title, or the title as the head has it where no line is; both None if none is.

    `dated` is the place of the dateline, `first` that of the text: near them may stand a title that the head does not
    know.
    """
    lines = [place for place in range(len(stretches)) if _may_be_title(stretches[place])][:_MOST_LINES]
    named = [title for title in dict.fromkeys(head.titles) if title]
    sites = {key_of(name) for name in (head.site, head.publication) if name}
    telling = [title for title in named if not _is_menu(title, stretches)]
    for title in telling:
        place = _repeated(stretches, lines, title, head)
        if place is not None:
            return place, None
    headings = [
        place
        for place in lines
        if stretches[place].level
        and key_of(stretches[place].text) not in sites
        and not _PATH.search(stretches[place].text)
    ]
    for title in telling:
        alike = [place for place in headings if _likeness(stretches[place].text, title) >= _ALIKE]
        if alike:
            return max(alike, key=lambda place: _likeness(stretches[place].text, title)), None
    if telling:
        return None, without_site(telling[0], head.site or head.publication)
    above = [place for place in headings if place < first]
    near = [place for place in lines if dated - _NEAR <= place < first and _could_be_title(stretches[place].text)]
    if above and (named or not near):
        return min(above, key=lambda place: (stretches[place].level, -place)), None
    if named and near:
        return min(near, key=lambda place: (place >= dated, -place if place < dated else place)), None
    if headings:
        return min(headings, key=lambda place: (stretches[place].level > 1, place)), None
    return (None, named[0]) if named else (None, None)


def without_site(title: str, site: str) -> str:
    """The title without the last parts that name the site or its channels."""
    own = key_of(site)
    cut = False
    while True:
        breaks = list(_PARTS.finditer(title))
        if not breaks:
            return title
        last = title[breaks[-1].end() :]
        rest = title[: breaks[-1].start()].strip()
        named = _SITE.search(last) is not None or (own and (key_of(last) in own or own in key_of(last)))
        if len(key_of(rest)) < _SHORTEST or not (named or ((cut or len(breaks) > 1) and len(last) <= _SHORTEST)):
            return title
        title, cut = rest, True


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """The text as titles are compared: one width, one case, without space, quotation marks and dots."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text[:1000])).casefold()


def _may_be_title(stretch: Stretch) -> bool:
    return len(stretch.text) <= _LONGEST and (2 * stretch.linked <= len(stretch.text) or stretch.level > 0)


def _could_be_title(text: str) -> bool:
    """Whether a line by itself may be a title: no sentence, label with its value, path through the site, or paper."""
    return (
        len(key_of(text)) >= _SHORTEST
        and not _NO_TITLE.search(text)
        and not (len(text) <= _LONGEST_NAME and _SITE.search(text))
    )


def _repeated(stretches: Sequence[Stretch], lines: Iterable[int], title: str, head: Head) -> int | None:
    """The line that says most of the head's title; of equal ones a heading, else the first."""
    whole = key_of(title)
    sites = {key_of(name) for name in (head.site, head.publication) if name}
    own = len(key_of(without_site(title, head.site or head.publication)))
    best: tuple[bool, int, int, int] | None = None
    for place in lines:
        stretch = stretches[place]
        key = key_of(stretch.text)
        if len(key) < min(_SHORTEST, len(whole)) or key in sites or key not in whole:
            continue
        level = stretch.level
        share = len(key) / (own if whole.startswith(key) else len(whole))
        # the name of a channel stands at the end, and a part at the beginning may be one of several titles
        if share < (_ENOUGH if whole.startswith(key) else _ALIKE) and not (level and whole.startswith(key)):
            continue
        ranked = (len(key) <= own, len(key), -(level or 7), -place)
        if best is None or ranked > best:
            best = ranked
    return None if best is None else -best[3]


def _likeness(text: str, title: str) -> float:
    """How many neighbouring characters a line has in common with the head's title, as a share of the longer."""
    pairs, named = set(pairwise(key_of(text))), set(pairwise(key_of(without_site(title, ""))))
    return len(pairs & named) / max(len(pairs), len(named)) if len(pairs) >= _SHORTEST else 0.0


def _is_menu(title: str, stretches: Sequence[Stretch]) -> bool:
    """Whether a title only says whose page it is, or where in the site: its first part is a link or ends a path."""
    first = _PARTS.split(title)[0].strip()
    if len(first) <= _LONGEST_NAME and _SITE.search(first):
        return True
    return len(first) <= 8 and any(
        (each.linked and each.text == first) or (each.text.endswith(first) and _PATH.search(each.text))
        for each in stretches
        if len(each.text) <= 40
    )
