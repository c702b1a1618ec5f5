"""How an article falls into sections."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.models import Article, Block, Kind, Passage, Section, Span
from baosou.corpus.sections import WHOLE, sections_of
from tests.work import growth

SENTENCE = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。"  # 27 characters


def block(text: str, kind: Kind = Kind.PARAGRAPH, *, truncated: bool = False) -> Block:
    return Block(kind, Passage(text, (Span(0, 1, 0, len(text)),)), truncated)


def article(*blocks: Block) -> Article:
    return Article(blocks, title=Passage("渔港新事", (Span(0, 1, 0, 4),)))


def lengths(sections: tuple[Section, ...]) -> list[int]:
    return [sum(len(each.passage.text) for each in section.blocks) for section in sections]


def test_a_heading_is_one_section_with_its_paragraphs() -> None:
    sections = sections_of(
        article(
            block("一、码头", Kind.HEAD),
            block(SENTENCE * 5),
            block(SENTENCE * 10),
            block("二、鱼市", Kind.HEAD),
            block(SENTENCE),
        )
    )
    assert [section.blocks[0].passage.text for section in sections] == ["一、码头", "二、鱼市"]
    assert [section.number for section in sections] == [1, 2]


def test_the_text_before_the_first_heading_is_its_own_section() -> None:
    sections = sections_of(article(block(SENTENCE), block("码头", Kind.HEAD), block(SENTENCE)))
    assert [len(section.blocks) for section in sections] == [1, 2]


def test_a_chapter_and_its_first_heading_stay_together() -> None:
    sections = sections_of(article(block("第一章 总则", Kind.HEAD), block("第一节", Kind.HEAD), block(SENTENCE)))
    assert len(sections) == 1


def test_paragraphs_without_headings_are_gathered_whole_to_about_500_characters() -> None:
    paragraphs = [block(SENTENCE * 4) for _ in range(20)]
    sections = sections_of(article(*paragraphs))
    assert [each for section in sections for each in section.blocks] == paragraphs
    assert all(400 <= length <= 600 for length in lengths(sections))


def test_a_paragraph_of_up_to_a_thousand_characters_is_never_cut() -> None:
    text = SENTENCE * 37  # 999 characters
    (section,) = sections_of(article(block(text)))
    assert section.text == text


def test_a_longer_paragraph_is_cut_at_the_ends_of_sentences() -> None:
    sections = sections_of(article(block(SENTENCE * 100)))
    assert len(sections) > 3
    assert all(section.text.endswith("。") for section in sections)
    assert all(300 <= length <= WHOLE for length in lengths(sections))


def test_a_closing_quotation_mark_goes_with_its_sentence() -> None:
    quoted = "“平湾镇的码头上一片繁忙！”"
    sections = sections_of(article(block(quoted * 200)))
    assert all(section.text.startswith("“") and section.text.endswith("！”") for section in sections)


def test_text_without_sentence_ends_is_cut_at_other_punctuation_then_anywhere() -> None:
    commas = sections_of(article(block("带鱼、黄鱼、鲳鱼，" * 300)))
    assert all(section.text[-1] in "、，" for section in commas)
    solid = sections_of(article(block("鱼" * 4300)))
    assert max(lengths(solid)) == WHOLE
    assert sum(lengths(solid)) == 4300


def test_decimals_and_addresses_are_not_taken_for_sentence_ends() -> None:
    sections = sections_of(article(block("the price of 3.5 yuan at www.example.com rose " * 60 + "at last. ")))
    assert all("example." not in section.text[-8:] for section in sections)


def test_a_caption_stays_with_the_section_where_it_stands() -> None:
    caption = block("图为平湾码头。林小满 摄", Kind.CAPTION)
    sections = sections_of(article(block(SENTENCE * 18), caption, block(SENTENCE * 18)))
    assert sections[0].blocks[-1] == caption


def test_a_small_rest_joins_the_section_before_it() -> None:
    sections = sections_of(article(block(SENTENCE * 19), block(SENTENCE * 4)))
    assert len(sections) == 1


def test_a_small_rest_stays_alone_where_it_would_make_its_neighbour_too_long() -> None:
    sections = sections_of(article(block(SENTENCE * 35), block(SENTENCE)))
    assert len(sections) == 2


def test_a_very_long_part_under_one_heading_is_divided_with_the_heading_in_the_first() -> None:
    sections = sections_of(article(block("码头", Kind.HEAD), *[block(SENTENCE * 8) for _ in range(12)]))
    assert len(sections) > 3
    assert [each.kind for each in sections[0].blocks][:2] == [Kind.HEAD, Kind.PARAGRAPH]
    assert all(each.kind is Kind.PARAGRAPH for section in sections[1:] for each in section.blocks)


def test_an_article_of_a_title_alone_has_one_empty_section() -> None:
    assert sections_of(article()) == (Section(1, ()),)


def test_only_the_last_piece_of_a_truncated_paragraph_is_truncated() -> None:
    sections = sections_of(article(block(SENTENCE * 60 + "投入的项", truncated=True)))
    flags = [each.truncated for section in sections for each in section.blocks]
    assert flags == [False] * (len(flags) - 1) + [True]


def paragraph_of(lines: int) -> Article:
    """One paragraph joined out of so many lines of 27 characters each, as a page would have them."""
    spans = tuple(Span(27 * number, number + 1, 28 * number, 28 * number + 27) for number in range(lines))
    return article(Block(Kind.PARAGRAPH, Passage(SENTENCE * lines, spans)))


def test_the_work_of_parting_a_paragraph_is_in_proportion_to_it() -> None:
    paragraphs = {lines: paragraph_of(lines) for lines in (1000, 8000)}
    assert growth(lambda lines: sections_of(paragraphs[lines]), 1000, 8) < 8.5


def test_a_paragraph_of_millions_of_characters_is_parted() -> None:
    assert sum(lengths(sections_of(paragraph_of(60_000)))) == 27 * 60_000


@st.composite
def sources_with_articles(draw: st.DrawFn) -> tuple[str, Article]:
    """A source, and an article of passages that were joined out of its lines."""
    source = ""
    line = 1
    blocks = []
    for kind in draw(st.lists(st.sampled_from([*Kind, Kind.PARAGRAPH, Kind.PARAGRAPH]), max_size=8)):
        text = ""
        spans = []
        for piece in draw(st.lists(st.text("渔港一。，！” a.\u3000", min_size=1), min_size=1, max_size=4)):
            lengthened = piece.strip() * draw(st.sampled_from([1, 7, 400]))
            if not lengthened:
                continue
            if text and text[-1].isascii() and lengthened[0].isascii():
                text += " "
            spans.append(Span(len(text), line, len(source), len(source) + len(lengthened)))
            text += lengthened
            source += lengthened + "\n"
            line += 1
        if spans:
            blocks.append(Block(kind, Passage(text, tuple(spans))))
    return source, Article(tuple(blocks))


def visible(text: str) -> str:
    return "".join(text.split())


@given(sources_with_articles())
def test_sections_hold_every_character_once_and_every_span_is_exact(drawn: tuple[str, Article]) -> None:
    source, whole = drawn
    sections = sections_of(whole)
    assert [section.number for section in sections] == list(range(1, len(sections) + 1))
    blocks = [each for section in sections for each in section.blocks]
    assert visible("".join(each.passage.text for each in blocks)) == visible(
        "".join(each.passage.text for each in whole.blocks)
    )
    covered: list[int] = []
    for each in blocks:
        text = each.passage.text
        assert text == text.strip()
        assert len(text) <= WHOLE
        for span in each.passage.spans:
            verbatim = source[span.start : span.end]
            assert text[span.at : span.at + len(verbatim)] == verbatim
            assert source.count("\n", 0, span.start) + 1 == span.line
            covered += range(span.start, span.end)
    assert covered == sorted(set(covered))
    assert {at for at, char in enumerate(source) if not char.isspace()} <= set(covered)


@given(sources_with_articles())
def test_whole_paragraphs_stay_whole(drawn: tuple[str, Article]) -> None:
    _, whole = drawn
    kept = [each for section in sections_of(whole) for each in section.blocks]
    for each in whole.blocks:
        if len(each.passage.text) <= WHOLE:
            assert each in kept
