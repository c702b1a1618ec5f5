"""A press for tests: text of our own set into lines and columns of a printed page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baosou.corpus.layout.printed import Box, Glyph, PrintedPage, Shape
from baosou.corpus.layout.reading import Reading

WIDTH, HEIGHT = 600.0, 800.0
BODY, LEADING, GUTTER = 10.0, 14.0, 15.0
SONG, HEI, KAI = 0, 1, 2
FONTS = ("SimSun", "SimHei", "KaiTi")
BLACK, RED = 0x000000, 0xC01010

FERRY = (
    "渡口添新灯 夜航更安心",
    [
        "本周起，海岳县青石渡口的十二盏航灯全部换成太阳能灯，夜里往来的渔船远远就能看见航道。守了二十年渡口的"
        "老船工说，从前逢雾天只能敲锣引路，如今心里踏实多了。",
        "县航运所介绍，新灯由镇上的两家合作社出资，装灯的活儿则由放了暑假的学生帮忙完成。明年春天，上游三个渡口"
        "也将换上同样的航灯。",
    ],
)
BRIDGE = (
    "廊桥边的木工课开讲",
    [
        "每逢周六上午，南屿村廊桥边的老祠堂里总会响起刨花声。木匠秦师傅把祖传的榫卯手艺教给村里的孩子，头一课"
        "是认识木头的纹路。",
        "报名的孩子已有四十多人，最小的只有七岁。祠堂容不下，秦师傅便把板凳搬到桥上，桥下流水，桥上锯木，成了"
        "村里的一景。",
    ],
)
ORCHARD = (
    "荒坡变果园",
    [
        "三年前还是乱石岗的北坡，今年头一回挂了果。种下的六百棵柚子树是外出务工的乡亲们凑钱买来的，浇水施肥都由"
        "留守的老人轮流照看。",
        "合作社算过一笔账，头年的收成够修一条通到坡顶的水渠。",
    ],
)


class Press:
    """A page while it is set; places are from its foot and its left edge, as in PDF."""

    def __init__(self, number: int = 1, width: float = WIDTH, height: float = HEIGHT) -> None:
        self.number, self.width, self.height = number, width, height
        self.glyphs: list[Glyph] = []
        self.shapes: list[Shape] = []
        self.pictures: list[Box] = []

    def page(self) -> PrintedPage:
        """The page as it is so far."""
        return PrintedPage(
            self.number,
            self.width,
            self.height,
            tuple(self.glyphs),
            tuple(self.shapes),
            tuple(self.pictures),
            FONTS,
        )

    def line(
        self,
        x: float,
        y: float,
        text: str,
        size: float = BODY,
        font: int = SONG,
        colour: int = BLACK,
        space: float = 0.0,
    ) -> float:
        """One line from x on the baseline y; where it ends."""
        for character in text:
            wide = size / 2 if character.isascii() else size
            if not character.isspace():
                box = (x, y - 0.12 * size, x + wide, y + 0.88 * size)
                self.glyphs.append(Glyph(character, box, x, y, size, font=font, colour=colour))
            x += wide + space
        return x

    def centred(self, left: float, right: float, y: float, text: str, size: float, font: int = HEI) -> None:
        """One line in the middle between two places."""
        wide = sum(size / 2 if character.isascii() else size for character in text)
        self.line((left + right - wide) / 2, y, text, size, font)

    def column(self, x: float, top: float, width: float, lines: Iterable[str], **look: float) -> float:
        """Lines below each other, two ems in where they begin with two blanks; the foot."""
        for line in lines:
            top -= LEADING
            self.line(x, top, line.replace("  ", "　　"), **look)  # type: ignore[arg-type]
        return top

    def rule(self, left: float, bottom: float, right: float, top: float) -> None:
        """A black hairline."""
        self.shapes.append(Shape((left, bottom, right, top), stroke=BLACK))

    def frame(self, left: float, bottom: float, right: float, top: float, fill: int | None = None) -> None:
        """A rectangle, stroked and perhaps filled."""
        self.shapes.append(Shape((left, bottom, right, top), fill, BLACK))

    def article(
        self,
        left: float,
        top: float,
        widths: Sequence[float],
        story: tuple[str, list[str]],
        deep: int,
        size: float = 20,
    ) -> None:
        """A headline over columns that are `deep` lines each, with its text flowing through them."""
        right = left + sum(widths) + GUTTER * (len(widths) - 1)
        self.centred(left, right, top - size, story[0], size)
        lines = broken(story[1], int(widths[0] // BODY))
        for width in widths:
            self.column(left, top - 1.4 * size, width, lines[:deep])
            lines, left = lines[deep:], left + width + GUTTER


def broken(paragraphs: Iterable[str], wide: int) -> list[str]:
    """Paragraphs as lines of so many characters, their first ones two in."""
    lines = []
    for paragraph in paragraphs:
        rest = "  " + paragraph
        first = rest[: 2 + wide - 2]
        lines.append(first)
        rest = rest[len(first) :]
        while rest:
            lines.append(rest[:wide])
            rest = rest[wide:]
    return lines


def titles(reading: Reading) -> list[str | None]:
    """The titles of the articles in their order."""
    return [article.title.text if article.title else None for article in reading.articles if not article.aside]


def paragraphs(reading: Reading, number: int) -> list[str]:
    """The paragraphs of one article."""
    blocks = [article for article in reading.articles if not article.aside][number].blocks
    return [block.passage.text for block in blocks if block.kind.value == "paragraph"]


def apart(reading: Reading) -> list[str]:
    """What belongs to no article."""
    return [block.passage.text for article in reading.articles if article.aside for block in article.blocks]
