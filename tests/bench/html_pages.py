"""Newspaper pages as HTML with their truth, which Chromium prints: another engine than that of the shared PDF pages.

A page is rows of articles in columns of CSS. What does not fit is taken off the page by a script, and what has been
kept is read from the document that is printed, so that the truth is of what can be seen.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from msgspec import Struct

Truth = dict[str, Any]
"""An article or page in the form that `score_pages.py` takes."""

CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--hide-scrollbars")
LEVELS = {1: "plain rows", 2: "boxes, briefs, captions", 3: "no rules, quotations, banners", 4: "vertical"}

_SURNAMES = "柯叶骆祝褚卞闵邵管蓝阮项古芦席麻"
_GIVEN = "青山远帆雨禾若水明川知秋晓棠亦舟"
_PAPERS = ("青屿日报", "沧溪晚报", "北埠周报", "栖霞早报")
_SECTIONS = ("要闻", "民生", "乡村", "经济", "文化", "综合")
_SERIF = ("'Noto Serif CJK SC'", "'AR PL UMing CN'")
_SANS = ("'Noto Sans CJK SC'", "'WenQuanYi Zen Hei'", "'Noto Serif CJK SC'")
_KAI = "'AR PL UKai CN'"
_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E"
    "%3Crect width='4' height='3' fill='%23888'/%3E%3C/svg%3E"
)
_SCRIPT = """
const last = document.documentElement.clientHeight - 40;
for (const row of document.querySelectorAll('.row')) {
  if (row.getBoundingClientRect().bottom > last || row.scrollWidth > row.clientWidth + 2) row.remove();
}
const kept = [...document.querySelectorAll('[data-n]')].map(each => each.dataset.n);
document.body.insertAdjacentHTML('beforeend', '<script type="kept">' + kept.join(',') + '<\\/script>');
"""


class Story(Struct, frozen=True):
    """What is printed: a title and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


def pages(stories: Sequence[Story], folder: Path, level: int, count: int, seed: int) -> Iterator[Truth]:
    """Print so many pages of a level into a folder; gives the truth of each as it is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        name = f"h{level}_{seed}_{number:03}"
        page = _Page(random.Random(f"{seed} {level} {number}"), stories, level)
        source = folder / f"{name}.html"
        source.write_text(page.html(), encoding="utf-8")
        size = f"--window-size={page.width},{page.height}"
        dom = subprocess.run([*CHROMIUM, size, "--dump-dom", str(source)], capture_output=True, text=True, check=True)
        found = re.search(r'<script type="kept">([\d,]*)</script>', dom.stdout)
        kept = [int(each) for each in found[1].split(",") if each] if found else []
        source.write_text(re.sub(r"<script.*?</script>", "", dom.stdout, flags=re.S), encoding="utf-8")
        target = folder / f"{name}.pdf"
        subprocess.run([*CHROMIUM, f"--print-to-pdf={target}", str(source)], capture_output=True, check=True)
        source.unlink()
        articles = [page.articles[number] for number in kept]
        yield {"page": name, "level": level, "layout": "html", "articles": articles, "furniture": page.furniture}


def truth_of(story: Story) -> Truth:
    """The truth of a story that is printed as it is."""
    return {
        "title": story.title, "alt_titles": [], "byline": [], "byline_style": "none", "byline_raw": "",
        "paragraphs": [{"text": each, "alt": []} for each in story.paragraphs],
        "subheads": [], "captions": [], "truncated": False,
    }  # fmt: skip


class _Page:
    """A page while it is written."""

    def __init__(self, chance: random.Random, stories: Sequence[Story], level: int) -> None:
        self.chance, self.level = chance, level
        self.stories = chance.sample(stories, len(stories))
        self.width, self.height = chance.choice(((980, 1400), (1100, 1560), (880, 1240)))
        self.size = chance.choice((12, 12.5, 13))
        self.leading = round(self.size * chance.choice((1.45, 1.55, 1.7)), 2)
        self.gutter = chance.choice((16, 20, 26)) if level < 3 else chance.choice((13, 15, 18))
        self.column = self.size * chance.choice((13, 15, 17))
        self.body, self.face = chance.choice(_SERIF), chance.choice(_SANS)
        if level == 4:  # of what is installed these alone have the places of vertical lines
            self.body, self.face = _SERIF[0], chance.choice((_SERIF[0], _SANS[0]))
        self.weight = chance.choice((400, 700, 900))
        self.articles: list[Truth] = []
        self.furniture: list[str] = []

    def html(self) -> str:
        rows = "".join(self._band() if self.level == 4 else self._row() for _ in range(7))
        head = self._masthead()
        return (
            f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>{self._style()}</style></head>'
            f"<body>{head}{rows}<script>{_SCRIPT}</script></body></html>"
        )

    def _style(self) -> str:
        chance, gap = self.chance, self.gutter
        ruled = self.level < 3 or chance.random() < 0.3
        between = "column-rule:0.5px solid #888;" if self.level > 1 and chance.random() < 0.4 else ""
        row = "border-bottom:1px solid #222;" if ruled else ""
        cell = "border-left:1px solid #444;" if ruled and chance.random() < 0.7 else ""
        return f"""
@page{{size:{self.width}px {self.height}px;margin:0}}
*{{margin:0;padding:0;box-sizing:border-box}}
html,body{{width:{self.width}px;height:{self.height}px;overflow:hidden}}
body{{padding:24px 36px;font:{self.size}px/{self.leading}px {self.body}}}
.mast{{display:flex;justify-content:space-between;font:13px/20px {self.face}}}
.mast{{border-bottom:2px solid #000;padding-bottom:4px;margin-bottom:12px}}
.row{{display:flex;gap:{gap + 6}px;{row}align-items:flex-start}}
.row{{padding-bottom:{gap * 0.6}px;margin-bottom:{gap * 0.6}px}}
.cell{{min-width:0}} .cell+.cell{{{cell}padding-left:{gap / 2}px}}
.body{{column-gap:{gap}px;{between}}}
p{{text-indent:2em;text-align:justify;widows:1;orphans:1}}
h1{{font-family:{self.face};font-weight:{self.weight};text-align:{chance.choice(("left", "center"))}}}
h1{{margin:3px 0 6px}}
.kick{{font:{self.size + 3}px/1.5 {_KAI};text-align:center}}
.sub{{font:{self.size + 2.5}px/1.6 {_KAI};text-align:center}}
.by{{font:{self.size}px/{self.leading}px {_KAI};text-align:{chance.choice(("center", "left"))};margin-bottom:3px}}
.end{{text-align:right;text-indent:0;font-family:{chance.choice((_KAI, self.body))}}}
h3,h4{{break-after:avoid}}
h3{{font:700 {self.size + chance.choice((0, 1.5))}px/{self.leading}px {self.face};text-align:center}}
.box{{border:1px solid #555;padding:9px}} .tint{{background:#e8eef0;padding:10px}}
.banner h1{{background:#7a1f1f;color:#fff;padding:5px}}
.label{{font:700 {self.size + 4}px/1.6 {self.face};border-bottom:1px solid #999;color:#a22}}
h4{{font:700 {self.size + 1.5}px/{self.leading * 1.1}px {self.face};margin-top:{self.leading * 0.5}px}}
figure{{break-inside:avoid;margin:4px 0}} img{{width:100%;display:block}}
figcaption{{font:{self.size - 2}px/{self.leading * 0.85}px {_KAI}}}
.pull{{font:700 {self.size + 5}px/1.4 {_KAI};color:#246;margin:8px 4px;break-inside:avoid}}
.band{{writing-mode:vertical-rl;width:100%;height:{(self.height - 120) // chance.choice((3, 4))}px}}
.band{{display:flex;flex-direction:column}}
.band .cell{{padding-right:8px}} .band h1{{margin:0 4px 0 10px}} .band .row{{align-items:stretch}}
"""

    def _masthead(self) -> str:
        chance = self.chance
        day = f"20{chance.randint(10, 25)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        self.furniture = [chance.choice(_PAPERS), day, f"第{chance.randint(1, 8)}版 {chance.choice(_SECTIONS)}"]
        return '<div class="mast">' + "".join(f"<span>{each}</span>" for each in self.furniture) + "</div>"

    def _columns(self, share: float) -> int:
        return max(1, round((self.width - 72) * share / (self.column + self.gutter)))

    def _row(self) -> str:
        """Articles side by side, that are about equally deep since each has text in proportion to its width."""
        chance = self.chance
        shares = chance.choice(((1.0,), (0.5, 0.5), (0.62, 0.38), (0.38, 0.62), (0.34, 0.33, 0.33)))
        lines = chance.choice((9, 14, 20))
        cells = []
        for share in shares:
            columns = self._columns(share)
            room = int(columns * lines * self.column / self.size)
            if self.level > 1 and chance.random() < 0.18:
                inner = self._briefs(room, columns)
            else:
                inner = self._article(room, columns)
            cells.append(f'<div class="cell" style="flex:{share} 1 0">{inner}</div>')
        return f'<div class="row">{"".join(cells)}</div>'

    def _story(self, room: int) -> Story:
        """The next story with as many of its paragraphs as there is room for."""
        while self.stories:
            story = self.stories.pop()
            kept: list[str] = []
            for paragraph in story.paragraphs:
                if kept and sum(map(len, kept)) + len(paragraph) > 1.25 * room:
                    break
                kept.append(paragraph)
            if len(kept[0]) <= 1.3 * room:
                return Story(story.title, tuple(kept))
        raise ValueError("no story is short enough")

    def _told(self, story: Story) -> tuple[int, Truth]:
        truth = truth_of(story)
        self.articles.append(truth)
        return len(self.articles) - 1, truth

    def _name(self) -> str:
        return self.chance.choice(_SURNAMES) + "".join(self.chance.sample(_GIVEN, self.chance.choice((1, 2, 2))))

    def _article(self, room: int, columns: int) -> str:
        chance, level = self.chance, self.level
        story = self._story(room)
        number, truth = self._told(story)
        above, below, body = self._byline(truth)
        head = f'<h1 style="font-size:{self._large(columns, story.title)}px;line-height:1.3">{escape(story.title)}</h1>'
        if level > 1 and chance.random() < 0.25:
            truth["kicker"] = kicker = chance.choice(
                ("渔村里的新鲜事", "一条河与两岸人", "记者走基层", "来自山那边的消息")
            )
            truth["alt_titles"].append(kicker + story.title)
            head = f'<div class="kick">{kicker}</div>{head}'
        if level > 1 and chance.random() < 0.25:
            truth["subtitle"] = below_title = chance.choice(
                ("——三位守望者的一年", "全年受益者超过两万人次", "潮水退去以后怎样过日子")
            )
            truth["alt_titles"] += [each + below_title for each in (story.title, *truth["alt_titles"])]
            head += f'<div class="sub">{below_title}</div>'
        texts = [f"<p>{body if place == 0 else ''}{escape(each)}</p>" for place, each in enumerate(story.paragraphs)]
        if level > 1 and len(texts) > 3 and chance.random() < 0.4:
            subhead = chance.choice(("从一盏灯说起", "路修到家门口", "算一笔明白账"))
            truth["subheads"].append(subhead)
            texts.insert(chance.randint(1, len(texts) - 1), f"<h3>{subhead}</h3>")
        if level > 1 and room > 300 and chance.random() < 0.3:
            caption = f"图为{chance.choice(('码头清晨', '新修的堤坝', '晒场一角', '学生在船上'))}。{self._name()} 摄"
            truth["captions"].append(caption)
            figure = f'<figure><img src="{_PICTURE}"><figcaption>{caption}</figcaption></figure>'
            texts.insert(chance.randint(0, len(texts) - 1) if level > 2 else 0, figure)
        if level > 2 and len(texts) > 3 and chance.random() < 0.3:
            quotation = "“日子是一网一网打上来的。”"
            self.furniture.append(quotation)
            texts.insert(chance.randint(1, len(texts) - 1), f'<div class="pull">{quotation}</div>')
        kind = chance.choice(("box", "tint")) if level > 1 and chance.random() < 0.2 else ""
        kind += " banner" if level > 2 and chance.random() < 0.15 else ""
        return (
            f'<div class="{kind}" data-n="{number}">{head}{above}'
            f'<div class="body" style="column-count:{columns}">{"".join(texts)}{below}</div></div>'
        )

    def _large(self, columns: int, title: str) -> float:
        """The size of a headline: of one line or two over its columns."""
        wide = columns * (self.column + self.gutter) - self.gutter - 12
        return min(max(wide * self.chance.choice((0.9, 1.5)) / len(title), self.size * 1.35), self.size * 3.2)

    def _byline(self, truth: Truth) -> tuple[str, str, str]:
        """What signs an article above its text, below it, and at its beginning."""
        name = self._name()
        style = self.chance.choice(("top", "end", "dateline", "none"))
        if style == "none":
            return "", "", ""
        truth["byline"] = [name]
        if style == "top":
            truth.update(byline_style="reporter_top", byline_raw=f"本报记者 {name}")
            return f'<div class="by">本报记者 {name}</div>', "", ""
        if style == "end":
            truth.update(byline_style="paren_end", byline_raw=f"（{name}）")
            return "", f'<p class="end">（{name}）</p>', ""
        said = f"本报讯（记者 {name}）"
        first = truth["paragraphs"][0]
        first["alt"], first["text"] = [first["text"]], said + first["text"]
        truth["byline_style"] = "dateline"
        return "", "", said

    def _briefs(self, room: int, columns: int) -> str:
        """Short news under small heads in one frame."""
        parts = []
        for _ in range(max(2, min(5, room // 160))):
            story = self._story(150)
            number, truth = self._told(Story(story.title, story.paragraphs[:1]))
            parts.append(f'<h4 data-n="{number}">{escape(truth["title"])}</h4><p>{escape(story.paragraphs[0])}</p>')
        label = self.chance.choice(("简讯", "■ 短波", "要闻速览"))
        self.furniture.append(label)
        inner = f'<div class="body" style="column-count:{columns}">{"".join(parts)}</div>'
        return f'<div class="box"><div class="label">{label}</div>{inner}</div>'

    def _band(self) -> str:
        """Articles from right to left in one band of a vertical page."""
        cells = []
        for _ in range(self.chance.choice((2, 3))):
            story = self._story(260)
            number, truth = self._told(story)
            above, below, body = self._byline(truth)
            texts = (
                f"<p>{body if place == 0 else ''}{escape(each)}</p>" for place, each in enumerate(story.paragraphs)
            )
            head = f'<h1 style="font-size:{self.size * 1.7}px;line-height:1.3">{escape(story.title)}</h1>'
            cells.append(f'<div class="cell" data-n="{number}">{head}{above}{"".join(texts)}{below}</div>')
        return f'<div class="row"><div class="band">{"".join(cells)}</div></div>'
