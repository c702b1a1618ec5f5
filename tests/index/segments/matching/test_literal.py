"""The literal guarantee: a phrase is found exactly where a scan of the folded text finds it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import spellings
from baosou.index.errors import QueryError
from baosou.index.highlight.marker import FoldedText, Marker
from baosou.index.query.tree import Near, Phrase, Wildcard
from baosou.index.segments.layout import Field
from baosou.index.segments.matching import literal
from baosou.index.segments.matching.candidates import Worth
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher, phrase_patterns
from baosou.index.segments.matching.patterns import pattern_of
from baosou.index.segments.reader import Segment

MakeArticle = Callable[..., object]
WriteSegment = Callable[..., Segment]

QUOTES = '“”"〝〞「」『』‘’'
SAME = str.maketrans({**dict.fromkeys('“”"〝〞「」『』', '"'), **dict.fromkeys("‘’", "’")})

PIECES = st.sampled_from(
    [
        *"苍南县志愿者老街灯火渔港的一二三年月日号万亿十百千两点个人",
        *"蒼縣願漁燈龍",  # traditional
        *"aAbBzé0123456789",
        *"ＡＢ１２％",  # full width
        *"，。！？：（）、…—·%.-",
        *QUOTES,
        *" \n\t\u3000",
        "𠮷",
        "𡈽",
        "😀",
        "㎏",
        "ﬁ",
        "㈠",
        "①",
        "Ⅳ",
        "e\u0301",
        "n\u0303",
        "\u0301",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "葛\U000e0100",
        "½",
        "℃",
        *"\0\ufffd\x07\x0b\x0c\x85\u2028\u2029\xa0\u2003",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
SLOW = settings(max_examples=120, suppress_health_check=list(HealthCheck))


def blanks_joined(text: str) -> str:
    return " ".join(text.split())


def as_read(text: str) -> str:
    return text.replace("\0", "\ufffd")


def has_quotes(phrase: str) -> bool:
    return any(mark in fold_text(phrase) for mark in QUOTES)


class Folded:
    """A folded text, and it without quotation marks (or with all of them alike) as characters with their places."""

    def __init__(self, text: str, *, quoted: bool) -> None:
        self.whole = fold_text(as_read(text))
        self.kept = [at for at, character in enumerate(self.whole) if quoted or character not in QUOTES]
        self.text = "".join(self.whole[at] for at in self.kept).translate(SAME)


def occurrences(wanted: str, texts: Folded, *, whole: bool) -> list[tuple[int, int]]:
    """First and last character of every place in the folded text; of a whole word one blank is any run in a line."""
    wanted = as_read(wanted).translate(SAME)
    expression = re.escape(blanks_joined(wanted) if whole else wanted)
    if whole:
        expression = expression.replace("\\ ", r"[^\S\n]+")
    elif "\n" in wanted:
        return []  # a line is a passage
    found = [match.span(1) for match in re.finditer(f"(?=({expression}))", texts.text)]
    return [(texts.kept[start], texts.kept[end - 1]) for start, end in found]


def stands_alone(texts: Folded, place: tuple[int, int]) -> bool:
    around = f" {texts.whole} "
    pairs = [(around[place[0]], around[place[0] + 1]), (around[place[1] + 1], around[place[1] + 2])]
    return not any(re.fullmatch("[0-9]{2}|[a-zà-öø-ÿ]{2}", before + after) for before, after in pairs)


NUMBER = "[0-9〇○◯零一二三四五六七八九十百千万亿两]"
GOES_ON_BEFORE = re.compile(f"(?:{NUMBER}|[0-9][.,]|[〇○◯零一二三四五六七八九十百千两]点)\\Z")


def is_whole_number(texts: Folded, place: tuple[int, int]) -> bool:
    """Whether a number at the edges of a place is not part of a longer one: no digit, numeral or point beside it."""
    first, last = place
    before, after = texts.whole[max(first - 2, 0) : first], texts.whole[last + 1 : last + 2]
    begins, ends = (re.match(NUMBER, texts.whole[at]) for at in place)
    return not (begins and GOES_ON_BEFORE.search(before)) and not (ends and re.match(NUMBER, after))


def scan(text: str, phrase: str, *, whole: bool = False) -> bool:
    """The rule of the literal guarantee, written down once more, for one text and all spellings of a phrase."""
    texts = Folded(text, quoted=has_quotes(phrase))
    first, *others = spelled(phrase, whole=whole)
    for wanted in (first, *others):
        number = bool(others) if whole else wanted != first
        for place in occurrences(wanted, texts, whole=whole):
            if not (whole and not stands_alone(texts, place)) and not (number and not is_whole_number(texts, place)):
                return True
    return False


def sections_with(segment: Segment, phrase: Phrase) -> set[int]:
    return set(SegmentMatcher(segment, Deadline(None)).sections(phrase).tolist())


def searchable(phrase: str) -> bool:
    """Whether there is anything but blanks, quotation marks and what shows nothing."""
    return any(c not in QUOTES and not c.isspace() for c in fold_text(phrase))


@SLOW
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), data=st.data())
def test_a_phrase_is_found_in_exactly_the_sections_that_a_scan_finds(
    texts: list[str], data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    """For random pieces of the texts and for other random text, with and without quotation marks and edges."""
    segment = write_segment([make_article([text]) for text in texts])
    for _ in range(4):
        source = data.draw(st.sampled_from([*texts, data.draw(TEXTS)]))
        start = data.draw(st.integers(0, len(source)))
        phrase = source[start : start + data.draw(st.integers(1, 8))]
        if data.draw(st.booleans()):
            phrase = "".join(c for c in phrase if c not in QUOTES)
        if not searchable(phrase):
            continue
        whole = data.draw(st.booleans())
        leaf = Phrase(phrase, whole=whole)
        expected = {n for n, text in enumerate(texts) if scan(text, phrase, whole=whole)}
        assert sections_with(segment, leaf) == expected, (phrase, whole)


def spelled(phrase: str, *, whole: bool = False) -> tuple[str, ...]:
    return spellings(fold_text(phrase), measured=whole)


NUMBERS = st.text(alphabet="0123.一二十百千万亿两零点人个月年第“”", max_size=14)


@SLOW
@given(texts=st.lists(NUMBERS, min_size=1, max_size=6), data=st.data())
def test_a_number_is_found_and_marked_in_exactly_the_sections_that_a_scan_finds(
    texts: list[str], data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    """For pieces of the texts and for other ways to write them, quoted and unquoted."""
    segment = write_segment([make_article([text]) for text in texts])
    for _ in range(4):
        source = data.draw(st.sampled_from([*texts, data.draw(NUMBERS)]))
        start = data.draw(st.integers(0, len(source)))
        phrase = data.draw(st.sampled_from(spelled(source[start : start + data.draw(st.integers(1, 8))], whole=True)))
        if not searchable(phrase):
            continue
        leaf = Phrase(phrase, whole=data.draw(st.booleans()))
        expected = {n for n, text in enumerate(texts) if scan(text, phrase, whole=leaf.whole)}
        assert sections_with(segment, leaf) == expected, leaf
        assert {n for n, text in enumerate(texts) if Marker(leaf).find(FoldedText(as_read(text)))} == expected, leaf


EVERY_LIST = Worth(few_blocks=-1, listed_a_block=10**9)
"""However short a text is, the lists of all characters and words of a pattern are used to find it."""


def sections_by_lists(segment: Segment, phrase: Phrase) -> set[int]:
    """The sections in which a phrase is found where every list is used, none of which alone tells them."""
    found = [literal.find(segment, wanted, EVERY_LIST) for wanted in phrase_patterns(phrase)]
    return {n for each in found for n in segment.slot_section.take(segment.slots_at(each.starts)).tolist()}


FAR_APART = st.lists(
    st.sampled_from(
        [*"苍南县志愿者一二三十百年人点25.", "”", "“", " ", "”“" * 9, "‘" * 40, "“" * 70, "老街灯火渔港的" * 5]
    ),
    max_size=30,
).map("".join)


@SLOW
@given(texts=st.lists(FAR_APART, min_size=1, max_size=6), data=st.data())
def test_a_phrase_is_found_whatever_lists_help_however_many_quotation_marks_stand_in_it(
    texts: list[str], data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article([text]) for text in texts])
    for _ in range(4):
        source = "".join(c for c in data.draw(st.sampled_from(texts)) if c not in QUOTES)
        start = data.draw(st.integers(0, len(source)))
        phrase = source[start : start + data.draw(st.integers(1, 8))]
        if not searchable(phrase):
            continue
        leaf = Phrase(phrase, whole=data.draw(st.booleans()))
        expected = {n for n, text in enumerate(texts) if scan(text, phrase, whole=leaf.whole)}
        assert sections_by_lists(segment, leaf) == sections_with(segment, leaf) == expected, leaf


@SLOW
@given(text=TEXTS, data=st.data())
def test_every_occurrence_is_found_where_it_stands(
    text: str, data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    """As often as a scan finds the phrase, overlapping occurrences included, and in order."""
    segment = write_segment([make_article([text, "尾声"])])
    start = data.draw(st.integers(0, len(text)))
    phrase = text[start : start + data.draw(st.integers(1, 5))]
    assume(searchable(phrase))
    wanted = pattern_of(phrase, exact=True)
    found = literal.find(segment, wanted)
    places = occurrences(fold_text(phrase), Folded(text, quoted=has_quotes(phrase)), whole=False)
    assert len(found.starts) == len(places)
    assert (np.diff(found.starts) > 0).all()
    assert (found.lasts >= found.starts).all()


@SLOW
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), data=st.data())
def test_what_is_marked_folds_to_what_was_asked(texts: list[str], data: st.DataObject) -> None:
    text = as_read("".join(texts))
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    phrase = text[start : start + data.draw(st.integers(1, 6))]
    assume(searchable(phrase))
    leaf = Phrase(phrase, whole=data.draw(st.booleans()))
    ranges = Marker(leaf).ranges(FoldedText(as_read(text)))
    forms = {without_marks(fold_text(p)) for p in spelled(phrase, whole=leaf.whole)}
    for first, last, _ in Marker(leaf).find(FoldedText(as_read(text))):
        assert any(form in without_marks(fold_text(text[first:last])) for form in forms)
    assert all(first < last <= len(text) for first, last in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def without_marks(folded: str) -> str:
    return blanks_joined("".join(c for c in folded if c not in QUOTES))


@SLOW
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), data=st.data())
def test_a_section_is_found_exactly_when_something_in_it_is_marked(
    texts: list[str], data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    """The engine and the marker keep one rule between them, so that no hit is without its highlight."""
    segment = write_segment([make_article([text]) for text in texts])
    source = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(source)))
    phrase = source[start : start + data.draw(st.integers(1, 6))]
    assume(searchable(phrase))
    leaf = Phrase(phrase, whole=data.draw(st.booleans()))
    marked = {n for n, text in enumerate(texts) if Marker(leaf).find(FoldedText(as_read(text)))}
    assert sections_with(segment, leaf) == marked


SMALL = st.text(alphabet="甲乙丙 ，\n", max_size=16)


@SLOW
@given(
    texts=st.lists(SMALL, min_size=1, max_size=4),
    phrases=st.lists(st.text(alphabet="甲乙丙", min_size=1, max_size=2), min_size=2, max_size=3),
    slop=st.integers(0, 5),
)
def test_near_finds_what_trying_all_places_finds(
    texts: list[str], phrases: list[str], slop: int, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article([text]) for text in texts])
    matcher = SegmentMatcher(segment, Deadline(None))
    found = set(matcher.sections(Near(tuple(phrases), slop)).tolist())
    assert found == {n for n, text in enumerate(texts) if is_near(text, phrases, slop)}


def is_near(text: str, phrases: list[str], slop: int) -> bool:
    for paragraph in text.split("\n"):
        places = [[(at, at + len(p)) for at in range(len(paragraph)) if paragraph.startswith(p, at)] for p in phrases]
        for chosen in product(*places):
            for order in permutations(chosen):
                if all(0 <= after[0] - before[1] <= slop for before, after in pairwise(order)):
                    return True
    return False


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("志?者", "志愿者来了", True),
        ("志??者", "志愿者来了", False),
        ("?愿者", "志愿者来了", True),
        ("者?", "来了志愿者", False),
        ("志愿*", "抗洪志愿者", True),
        ("*愿者", "志愿者来了", True),
        ("cov?d", "COVID-19", True),
        ("cov?", "COVID-19", False),
        ("cov*", "COVID-19", True),
        ("*vid", "COVID-19", True),
        ("*ovi*", "COVID-19", True),
        ("ovid*", "COVID-19", False),
        ("(甲)?", "见附表(甲)乙", True),
        ("[甲]?", "见附表[甲]乙", True),
    ],
)
def test_a_question_mark_is_one_character_and_a_star_any_number(
    pattern: str, text: str, found: bool, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    matcher = SegmentMatcher(write_segment([make_article([text])]), Deadline(None))
    assert matcher.sections(Wildcard(pattern)).tolist() == [0] * found


def test_a_hole_beside_a_word_leaves_open_where_the_word_ends(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    texts = ["渔港的COV号。", *["村里讲了COVID的防护。"] * 9]
    matcher = SegmentMatcher(write_segment([make_article([text]) for text in texts]), Deadline(None))
    assert len(matcher.sections(Wildcard("cov?d"))) == 9


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("5", "共235人", False),
        ("235", "共235人", True),
        ("23", "共235人", False),
        ("3.5", "涨了3.5%", True),
        ("art", "start", False),
        ("art", "art展", True),
        ("art", "state-of-the-art", True),
        ("café", "Café里", True),
        ("caf", "Café里", False),
        ("苍南", "在苍南县", True),
    ],
)
def test_a_whole_word_or_number_does_not_go_on_beyond_its_edges(
    phrase: str, text: str, found: bool, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article([text])])
    assert sections_with(segment, Phrase(phrase, whole=True)) == ({0} if found else set())
    assert bool(Marker(Phrase(phrase, whole=True)).find(FoldedText(as_read(text)))) is found


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("乒出精彩", "“乒”出精彩", True),
        ("“乒”出精彩", "「乒」出精彩", True),
        ("“乒”出精彩", "乒出精彩", False),
        ("说“好", "他说：“好”", False),
        ("林一帆 周可", "林一帆  周可", False),
        ("林一帆  周可", "林一帆 　周可", True),
        ("苍南 ", "苍南 县", True),
        ("苍南 ", "苍南县", False),
        (" 苍南", "在苍南", False),
        ("王伟", "王　伟", False),
        ("王　伟", "王 伟", True),
        ("王 伟", "王伟", False),
        ("王 伟", "王  伟", False),
        ("\x07", "灯\x07火", True),
        ("\0老", "\ufffd老街", True),
        ("\0", "老街\n灯火", False),
        ("老街\n灯火", "老街\n灯火", False),
        ("林一帆\u3000周可", "林一帆 周可", True),
        ("林一帆周可", "林一帆 周可", False),
        ("年上", "2024年 上海", False),
        ("国上", "中国 上海", False),
        ("二〇二四年", "2024年", True),
        ("2024年5月", "二○二四年五月", True),
        ("三万", "共3万册", True),
        ("三万", "共1.3万册", False),
        ("三万", "共13万册", False),
        ("3万", "共十三万册", False),
        ("三万", "共3万5千册", False),
        ("3万", "共1.3万册", True),
        ("三百二十五亿元", "投资325亿元", True),
        ("325亿元", "投资三百二十五亿元", True),
        ("二日", "12日开渔", False),
        ("一千二百人", "1200人", False),
    ],
)
def test_quotation_marks_are_stepped_over_and_blanks_are_not(
    phrase: str, text: str, found: bool, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article([text])])
    assert sections_with(segment, Phrase(phrase)) == ({0} if found else set())
    assert bool(Marker(Phrase(phrase)).find(FoldedText(as_read(text)))) is found


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("一千二百人", "共1200人", True),
        ("1200人", "共一千二百人", True),
        ("1200人", "共一千两百人", True),
        ("12000人", "共1.2万人", True),
        ("1.2万人", "共一万二千人", True),
        ("一万二千", "共12000人", True),
        ("两千", "共2000人", True),
        ("二千人", "共两千人", True),
        ("三个月", "禁渔3个月", True),
        ("3个月", "禁渔13个月", False),
        ("3个月", "禁渔十三个月", False),
        ("三个月", "禁渔二十三个月", False),
        ("第三届", "第3届渔灯会", True),
        ("十大", "评出10大渔港", True),
        ("92亿元", "投资3.92亿元", False),
        ("3.92亿元", "投资13.92亿元", False),
        ("3.92亿元", "投资3.92亿元", True),
        ("三万", "共1.3万册", False),
        ("三万", "共十三万册", False),
        ("三万", "共一点三万册", False),
        ("三万", "共3万册", True),
        ("三百", "共300册", True),
        ("300", "共三百册", False),
        ("一起", "1起事故", False),
        ("三起", "3起事故", True),
    ],
)
def test_an_unquoted_number_is_found_however_it_is_written_but_only_whole(
    word: str, text: str, found: bool, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article([text])])
    leaf = Phrase(word, whole=True)
    assert sections_with(segment, leaf) == ({0} if found else set())
    assert bool(Marker(leaf).find(FoldedText(as_read(text)))) is found


def test_nothing_runs_from_one_text_into_the_next(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    """Titles, bylines and sections are texts of their own, of any length up to and over a block."""
    for length in range(1, 70):
        ending = "灯" * length
        segment = write_segment(
            [make_article(ending, "火光", title="苍", byline="南"), make_article("港口", title="渔")]
        )
        for across in ("灯火", "苍南", "南灯", "光渔", "渔港"):
            assert sections_with(segment, Phrase(across)) == set()
        assert sections_with(segment, Phrase(ending)) == {0}


@pytest.mark.parametrize("phrase", ["", "  ", "“”", '"', "‘ ’", "\u200b"])
def test_a_phrase_of_nothing_that_can_be_found_is_an_error(phrase: str) -> None:
    with pytest.raises(QueryError):
        phrase_patterns(Phrase(phrase))


def test_the_text_of_a_section_comes_back_as_it_was(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    texts = ["Ｑ：重㎏，ﬁn；cafe\u0301\u200b。", "𠮷野家\n葛\U000e0100城", "", "蒼南縣"]
    segment = write_segment([make_article([text]) for text in texts])
    assert [segment.section_text(n, Field.BODY) for n in range(len(texts))] == texts


def test_a_phrase_of_ten_thousand_characters_is_found(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    text = "".join(f"第{n}位志愿者点亮了老街的灯火，" for n in range(700))
    segment = write_segment([make_article([text]), make_article([text[::-1]])])
    assert sections_with(segment, Phrase(text[:10_000])) == {0}
    assert sections_with(segment, Phrase(text[:9_999] + "错")) == set()
