"""What character recognition writes: ALTO, PAGE XML and hOCR, by where the words stand on the page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, Format, PassedOver, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import explain_source
from baosou.corpus.readers.ocr_page import OcrPage, OcrWord, printed_page
from tests.documents import articles, outline, read, reason

TITLE = "平湾渔港改造开工"
LEFT = ["平湾镇的码头上一片繁忙，", "渔民们忙着把刚上岸的带鱼", "装箱。傍晚灯塔亮了，最后", "一条船回了港，同一天夜里"]
RIGHT = ["海岳市昨天举办了第三届龙", "舟赛，二十支队伍参加，岸", "上站满了人。孩子们在码头", "上等船。"]
EM = 40  # pixels: 9.6 points at 300 dots an inch

Line = list[tuple[str, tuple[int, int, int, int]]]


def line(text: str, left: int, top: int, em: int = EM, *, per: int = 2) -> Line:
    """The words of a line of so many characters each, with boxes as tight as ink."""
    found: Line = []
    for at in range(0, len(text), per):
        part = text[at : at + per]
        found.append((part, (left + at * em + 2, top + 2, left + (at + len(part)) * em - 2, top + em - 2)))
    return found


def page() -> list[Line]:
    """A headline over two columns, each a paragraph that goes on in the next."""
    lines = [line(TITLE, 300, 200, 90, per=1), line("本报记者 林小满".replace(" ", ""), 500, 320)]
    lines += [line(text, 120, 420 + 64 * row) for row, text in enumerate(LEFT)]
    lines += [line(text, 700, 420 + 64 * row) for row, text in enumerate(RIGHT)]
    return lines


def alto(lines: list[Line], *, unit: str = "pixel", scale: float = 1.0, version: str = "4", sure: str = "0.97") -> str:
    def box(left: float, top: float, right: float, bottom: float) -> str:
        numbers = (left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)
        return 'HPOS="{:.1f}" VPOS="{:.1f}" WIDTH="{:.1f}" HEIGHT="{:.1f}"'.format(*numbers)

    body = "".join(
        "<TextLine>"
        + "<SP/>".join(f'<String CONTENT="{text}" WC="{sure}" {box(*place)}/>' for text, place in words)
        + "</TextLine>"
        for words in lines
    )
    return (
        f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#">'
        f"<Description><MeasurementUnit>{unit}</MeasurementUnit></Description><Layout>"
        f'<Page WIDTH="{1400 * scale:.0f}" HEIGHT="{1900 * scale:.0f}" PHYSICAL_IMG_NR="3"><PrintSpace><TextBlock>'
        f"{body}</TextBlock></PrintSpace></Page></Layout></alto>"
    )


def corners(box: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = box
    return f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"


def page_xml(lines: list[Line], *, year: str = "2019", glyphs: bool = False) -> str:
    def coords(box: tuple[int, int, int, int]) -> str:
        if year != "2010":
            return f'<Coords points="{corners(box)}"/>'
        points = (each.split(",") for each in corners(box).split())
        return "<Coords>" + "".join(f'<Point x="{x}" y="{y}"/>' for x, y in points) + "</Coords>"

    def word(text: str, box: tuple[int, int, int, int]) -> str:
        inner = ""
        if glyphs:
            wide = (box[2] - box[0]) // len(text)
            inner = "".join(
                f"<Glyph>{coords((box[0] + n * wide, box[1], box[0] + (n + 1) * wide, box[3]))}"
                f"<TextEquiv><Unicode>{each}</Unicode></TextEquiv></Glyph>"
                for n, each in enumerate(text)
            )
        return f'<Word>{coords(box)}{inner}<TextEquiv conf="0.9"><Unicode>{text}</Unicode></TextEquiv></Word>'

    body = "".join(
        f"<TextLine>{coords(words[0][1])}{''.join(word(*each) for each in words)}<TextEquiv><Unicode>"
        f"{''.join(text for text, _ in words)}</Unicode></TextEquiv></TextLine>"
        for words in lines
    )
    return (
        f'<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{year}-07-15"><Page imageWidth="1400" '
        f'imageHeight="1900"><TextRegion>{body}</TextRegion></Page></PcGts>'
    )


def hocr(lines: list[Line], *, words: bool = True, sure: int = 96) -> str:
    def said(box: tuple[int, int, int, int]) -> str:
        return "bbox {} {} {} {}".format(*box)

    def inner(each: Line) -> str:
        if not words:
            return "".join(text for text, _ in each)
        return " ".join(
            f"<span class='ocrx_word' title='{said(box)}; x_wconf {sure}'>{text}</span>" for text, box in each
        )

    body = "".join(
        f"<span class='ocr_line' title='{said((*each[0][1][:2], each[-1][1][2], each[0][1][3]))}'>{inner(each)}</span>"
        for each in lines
    )
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title></title></head><body>"
        f"<div class='ocr_page' title='image \"p.png\"; bbox 0 0 1400 1900; ppageno 0; scan_res 300 300'>"
        f"<div class='ocr_carea'><p class='ocr_par'>{body}</p></div></div></body></html>"
    )


FORMS: dict[str, tuple[str, str]] = {
    "alto 2": ("p.xml", alto(page(), version="2")),
    "alto 4": ("p.xml", alto(page())),
    "alto in tenths of a millimetre": ("p.xml", alto(page(), unit="mm10", scale=254 / 300)),
    "alto in 1200ths of an inch": ("p.xml", alto(page(), unit="inch1200", scale=4)),
    "page": ("p.xml", page_xml(page())),
    "page of 2010": ("p.xml", page_xml(page(), year="2010")),
    "page with glyphs": ("p.xml", page_xml(page(), glyphs=True)),
    "hocr": ("p.hocr", hocr(page())),
    "hocr as a web page": ("p.html", hocr(page())),
    "hocr of lines": ("p.html", hocr(page(), words=False)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_headline_over_two_columns_is_read_whatever_form_the_page_has(tmp_path: Path, form: str) -> None:
    name, text = FORMS[form]
    (article,) = articles(tmp_path, name, text.encode())
    title, blocks = outline(article)
    assert title == TITLE
    assert article.authors == ("林小满",)
    assert [said for kind, said in blocks if kind == "paragraph"] == ["".join([*LEFT, *RIGHT])]
    region = article.regions[0]
    assert region.page == 1
    left, bottom, right, top = region.box
    assert left == pytest.approx(300 * 72 / 300, abs=5)
    assert right == pytest.approx((300 + 90 * len(TITLE)) * 72 / 300, abs=5)
    assert top == pytest.approx((1900 - 200) * 72 / 300, abs=8)
    assert bottom < top


def test_xml_is_told_by_its_content_and_other_xml_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(alto(page()), encoding="utf-16")
    (tmp_path / "b.xml.gz").write_bytes(gzip.compress(page_xml(page()).encode()))
    (tmp_path / "c.xml").write_text("<mets><file>alto</file></mets>", encoding="utf-8")
    (tmp_path / "d.xml").write_bytes(b"")
    (tmp_path / "e.xml.gz").write_bytes(b"no gzip")
    found = {each.path.name: each for each in discover([tmp_path])}
    assert [getattr(found[name], "format", None) for name in ("a.xml", "b.xml.gz")] == [Format.OCR] * 2
    assert [found[name] for name in ("c.xml", "d.xml", "e.xml.gz")] == [
        PassedOver(tmp_path / "c.xml", ".xml"),
        PassedOver(tmp_path / "d.xml", ".xml"),
        PassedOver(tmp_path / "e.xml.gz", ".xml.gz"),
    ]


def test_a_page_without_a_resolution_is_measured_by_its_text(tmp_path: Path) -> None:
    enlarged = [[(text, tuple(7 * each for each in box)) for text, box in words] for words in page()]
    (article,) = articles(tmp_path, "p.xml", alto(enlarged).encode())  # type: ignore[arg-type]
    assert outline(article)[0] == TITLE


def test_a_word_that_goes_on_in_the_next_line_is_whole(tmp_path: Path) -> None:
    text = "<TextLine>{}</TextLine>"
    string = '<String CONTENT="{}" HPOS="{}" VPOS="{}" WIDTH="{}" HEIGHT="30" {}/>'
    first = (
        string.format("Pingwan", 120, 400, 140, "")
        + "<SP/>"
        + string.format("har", 280, 400, 60, 'SUBS_TYPE="HypPart1" SUBS_CONTENT="harbour"')
    )
    first += '<HYP CONTENT="-" HPOS="340" VPOS="400" WIDTH="8"/>'
    second = string.format("bour", 120, 440, 80, 'SUBS_TYPE="HypPart2" SUBS_CONTENT="harbour"') + string.format(
        "opened", 220, 440, 120, ""
    )
    body = text.format(first) + text.format(second)
    source = alto([]).replace("<TextBlock></TextBlock>", f"<TextBlock>{body}</TextBlock>")
    found = [each for each in read(tmp_path, "p.xml", source.encode()) if isinstance(each, Article)]
    said = " ".join(
        passage.text for each in found for passage in [each.title, *(block.passage for block in each.blocks)] if passage
    )
    assert said.replace("\u00ad", "") == "Pingwan harbour opened"


@pytest.mark.parametrize(("name", "text"), [("p.xml", alto(page(), sure="0.41")), ("p.hocr", hocr(page(), sure=41))])
def test_a_page_that_the_program_is_not_sure_of_is_told_of(tmp_path: Path, name: str, text: str) -> None:
    found = read(tmp_path, name, text.encode())
    assert [each.reason for each in found if isinstance(each, Failure)] == [
        "page 1: its OCR is only 41% sure of its characters; much will not be found"
    ]
    assert any(isinstance(each, Article) for each in found)


def test_pages_of_one_file_are_numbered_in_its_order(tmp_path: Path) -> None:
    other = [
        line("龙舟赛昨日举行", 300, 200, 90, per=1),
        *(line(text, 120, 420 + 64 * n) for n, text in enumerate(RIGHT)),
    ]
    both = hocr(page()).replace("</body></html>", "") + hocr(other).partition("<body>")[2]
    found = articles(tmp_path, "p.hocr", both.encode())
    assert [(outline(each)[0], each.regions[0].page) for each in found] == [(TITLE, 1), ("龙舟赛昨日举行", 2)]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("p.xml", b"<alto><Layout/></alto>", "no page"),
        ("p.xml", b"<alto><Layout><Page/></Layout></alto>", "no words with places"),
        ("p.xml", b"<alto><Layout><Page>", "XML is damaged"),
        ("p.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><alto>&a;</alto>", "entities"),
        ("p.xml", b"<PcGts><Page><TextRegion>" + b"<TextRegion>" * 5000, "nested"),
        ("p.hocr", b"<html><body><p>x</p></body></html>", "neither"),
        ("p.hocr", b"<div class='ocr_page' title='bbox 0 0 9 9'>x</div>", "no words with places"),
        ("p.hocr", b"", "neither"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    assert told in reason(tmp_path, name, data)


NUMBERS = st.sampled_from(["0", "-5", "1e400", "nan", "inf", "9" * 60, "40", "12.5", "", "x"])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text("渔港ab ，\u00ad", min_size=1, max_size=6), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)),
        min_size=1,
        max_size=6,
    )
)
def test_odd_numbers_do_no_harm(tmp_path: Path, words: list[tuple[str, tuple[str, str, str, str]]]) -> None:
    strings = "".join(
        '<String CONTENT="{}" HPOS="{}" VPOS="{}" WIDTH="{}" HEIGHT="{}"/>'.format(text, *box) for text, box in words
    )
    spans = "".join(
        "<span class='ocrx_word' title='bbox {} {} {} {}; x_wconf {}'>{}</span>".format(*box, box[0], text)
        for text, box in words
    )
    files = {
        "a.xml": f'<alto><Layout><Page WIDTH="{words[0][1][0]}"><TextLine>{strings}</TextLine></Page></Layout></alto>',
        "b.hocr": f"<div class='ocr_page' title='bbox 0 0 9 9'><span class='ocr_line'>{spans}</span></div>",
        "good.xml": alto(page()),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        for source in discover([tmp_path / name]):
            assert isinstance(source, SourceFile)
        found = read(tmp_path, name, text.encode())
        assert not any("fault" in each.reason for each in found if isinstance(each, Failure)), found
    assert any(isinstance(each, Article) for each in found)


@pytest.mark.parametrize("piled", [True, False])
def test_a_page_that_is_noise_is_read_in_the_order_of_its_file(tmp_path: Path, piled: bool) -> None:
    noise = [line("渔港", 100, 100) if piled else line("渔港", 90 * (n % 15), 50 * (n // 15)) for n in range(1500)]
    found = read(tmp_path, "p.xml", alto([*page(), *noise]).encode())
    assert [each.reason for each in found if isinstance(each, Failure)] == [
        "page 1 is too scattered to be read by where its words stand; read in the order of the file"
    ]
    first = next(each for each in found if isinstance(each, Article))
    assert outline(first)[0] == TITLE
    assert "".join(str(each) for each in found).count("渔港") >= 1500


def test_each_character_of_a_word_has_its_share_of_the_word(tmp_path: Path) -> None:
    words = [OcrWord("渔港A1", (100.0, 100.0, 220.0, 140.0))]
    printed = printed_page(OcrPage(1000, 1000, 300, [words], [], []), 1)
    edges = [(glyph.box[0], glyph.box[2]) for glyph in printed.glyphs]
    points = 72 / 300
    assert edges == [
        pytest.approx((100 * points, 140 * points)), pytest.approx((140 * points, 180 * points)),
        pytest.approx((180 * points, 200 * points)), pytest.approx((200 * points, 220 * points)),
    ]  # fmt: skip
    assert len({glyph.y for glyph in printed.glyphs}) == 1


def test_vertical_lines_run_down(tmp_path: Path) -> None:
    words = [OcrWord("平湾渔港", (900.0, 100.0, 940.0, 260.0))]
    printed = printed_page(OcrPage(1000, 1000, 300, [words], [], []), 1)
    assert [glyph.text for glyph in sorted(printed.glyphs, key=lambda glyph: -glyph.y)] == list("平湾渔港")
    assert len({glyph.x for glyph in printed.glyphs}) == 1


@pytest.mark.parametrize("form", ["alto 4", "hocr"])
def test_a_sidecar_says_what_the_lines_of_a_recognised_page_are(tmp_path: Path, form: str) -> None:
    name, text = FORMS[form]
    (tmp_path / f"{name}.baosou.json").write_text('{"articles": [{"lines": [1, 99], "title": "渔港"}]}', "utf-8")
    (article,) = articles(tmp_path, name, text.encode())
    title, blocks = outline(article)
    assert (title, blocks[0]) == ("渔港", ("head", TITLE))
    (tmp_path / name).with_name(f"{name}.baosou.json").unlink()
    (found,) = discover([tmp_path])
    assert isinstance(found, SourceFile)
    assert [each.part for each in explain_source(found)][:2] == ["title", "byline"]


def unplaced(form: str) -> str:
    """A page one word of which has no place that could be."""
    text = FORMS[form][1]
    if form == "alto 4":
        at = text.index("WIDTH", text.index("本报"))
        return f'{text[:at]}WIDTH="-9" X{text[at:]}'
    if form == "page":
        at = text.index("points", text.rindex("<Word>", 0, text.index("本报")))
        return f'{text[:at]}points="" was{text[at:]}'
    at = text.index("bbox", text.rindex("<span", 0, text.index("本报")))
    return f"{text[:at]}bbox none; was{text[at + 4 :]}"


@pytest.mark.parametrize("form", ["alto 4", "page", "hocr"])
def test_words_without_a_place_are_counted_and_told(tmp_path: Path, form: str) -> None:
    found = read(tmp_path, FORMS[form][0], unplaced(form).encode())
    told = [each.reason for each in found if isinstance(each, Failure)]
    assert told == ["page 1: 1 words without a place on it are left out"]
    assert [each.title.text for each in found if isinstance(each, Article) and each.title] == [TITLE]


def test_a_page_none_of_whose_words_has_a_place_is_told_as_one_that_cannot_be_read(tmp_path: Path) -> None:
    text = alto([line(LEFT[0], 100, 100)]).replace('WIDTH="7', 'WIDTH="-7')
    assert "no words with places in it" in reason(tmp_path, "p.xml", text.encode())
