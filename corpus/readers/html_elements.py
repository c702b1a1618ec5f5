"""The block elements of a page as a tree, as far as its markup has one: what stands beside what, and what is furniture.

Not the tree of the HTML standard: elements within a line are left out, an end tag that closes nothing is passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, field

_DEEPEST = 400
"""Elements nested deeper count as one with the last that is not: pages go to 60, junk to any depth."""

_FURNITURE_TAGS = frozenset(["nav", "footer", "aside", "select", "option", "textarea", "button", "menu", "dialog"])
_FURNITURE_WORDS = frozenset(
    """
    comment comments cmt pinglun gentie tie reply replies footer foot copyright nav navi navbar menu breadcrumb
    breadcrumbs crumb crumbs sidebar side aside related relate relation recommend recommended recommendation tuijian
    hot hots rank ranking paihang share sharebar shares login toolbar tools ad ads adv advert banner search tag tags
    keyword keywords ewm qrcode erweima subscribe pager paging pagination popup modal dialog disclaimer shengming
    statement links friendlink friendlinks partner partners cookie weixin wechat
    """.split()  # noqa: SIM905 (a list of so many quoted words is harder to read)
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LONGEST_NAMED = 300

# What the start of an element ends, where its own end tag is left out, and what it does not look beyond.
_CLOSED_BY = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr", "td", "th"), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "option": (("option",), ("select",)),
}
_NEAR = 12  # so many open elements are looked through for one to end


class Elements(Struct):
    """All elements of a page by number, parents before children; number 0 is the page itself."""

    parents: list[int] = field(default_factory=lambda: [0])
    names: list[str] = field(default_factory=lambda: [""])
    furniture: list[bool] = field(default_factory=lambda: [False])


class OpenElements:
    """The elements that are open at a place of the page, while it is read."""

    def __init__(self) -> None:
        self.all = Elements()
        self._open: list[tuple[str, int]] = [("", 0)]
        self._counts: Counter[str] = Counter()

    @property
    def innermost(self) -> int:
        """The number of the element that text stands in now."""
        return self._open[-1][1]

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element, and end those that it ends without an end tag."""
        if self._open[-1][0] == "p":
            self._close_last()
        closed, barriers = _CLOSED_BY.get(name, ((), ()))
        if closed:
            for place in range(len(self._open) - 1, max(0, len(self._open) - _NEAR), -1):
                if self._open[place][0] in barriers:
                    break
                if self._open[place][0] in closed:
                    self._close_from(place)
                    if name != "tr" or self._open[-1][0] != "tr":
                        break
        number = self.innermost
        if len(self._open) < _DEEPEST:
            self.all.parents.append(number)
            self.all.names.append(name)
            self.all.furniture.append(name in _FURNITURE_TAGS or _looks_like_furniture(attributes))
            number = len(self.all.parents) - 1
        self._open.append((name, number))
        self._counts[name] += 1

    def end(self, name: str) -> None:
        """End the innermost open element of this name with all in it; nothing if there is none."""
        if self._counts[name]:
            while self._close_last() != name:
                pass

    def _close_from(self, place: int) -> None:
        while len(self._open) > place:
            self._close_last()

    def _close_last(self) -> str:
        name, _ = self._open.pop()
        self._counts[name] -= 1
        return name


def _looks_like_furniture(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")[:_LONGEST_NAMED]):
        return True
    named = f"{attributes.get('class', '')[:_LONGEST_NAMED]} {attributes.get('id', '')[:_LONGEST_NAMED]}"
    return any(word.lower() in _FURNITURE_WORDS for word in _WORD.findall(named))
