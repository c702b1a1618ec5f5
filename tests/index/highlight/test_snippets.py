"""What is shown of a text: whole sentences around the query's words, verbatim and marked."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text, irregular
from baosou.corpus.models import Passage, Span
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.highlight.marker import FoldedText, Marker, Place, merged
from baosou.index.highlight.snippets import Marked, snippets, snippets_of
from baosou.index.query.tree import And, Boost, Fuzzy, Near, Not, Or, Phrase, Query, Wildcard
from baosou.index.results import Snippet

STORY = (
    "清晨五点，霞关渔港的灯还亮着。老船长陈海生把一箱救生衣搬上甲板，等着他的学生。"
    "这堂课没有黑板，只有一张渔网、一只罗盘和一本翻旧了的潮汐表！孩子们问：鱼会睡觉吗？"
    "中午，渔港的风停了，船队回到岸边卸货。"
)


def passages(*texts: str) -> list[Passage]:
    """Paragraphs that stand on lines 11, 12, … of their source."""
    return [Passage(text, (Span(0, line, 0, len(text)),) if text else ()) for line, text in enumerate(texts, start=11)]


def shown(texts: list[Passage], query: Query, *, count: int = 2, width: int = 40) -> tuple[Snippet, ...]:
    together = "\n".join(passage.text for passage in texts)
    ends = accumulate([len(passage.text) + 1 for passage in texts], initial=0)
    lines = [
        (first + span.at, span.line) for first, passage in zip(ends, texts, strict=False) for span in passage.spans
    ]
    return snippets(together, lines, Marker(query).find(FoldedText(together)), count=count, width=width)


def marked(snippet: Snippet) -> str:
    """The text with its highlights between brackets."""
    parts, at = [], 0
    for start, end in snippet.highlights:
        parts += [snippet.text[at:start], "[", snippet.text[start:end], "]"]
        at = end
    return "".join([*parts, snippet.text[at:]])


def test_a_sentence_that_fits_is_shown_whole() -> None:
    (snippet,) = shown(passages(STORY), Phrase("救生衣"), width=30)
    assert marked(snippet) == "老船长陈海生把一箱[救生衣]搬上甲板，等着他的学生。"
    assert (snippet.cut_before, snippet.cut_after) == (True, True)


def test_neighbouring_sentences_are_added_where_they_fit() -> None:
    (snippet,) = shown(passages(STORY), Phrase("救生衣"), width=42)
    assert snippet.text == "清晨五点，霞关渔港的灯还亮着。老船长陈海生把一箱救生衣搬上甲板，等着他的学生。"
    assert (snippet.cut_before, snippet.cut_after) == (False, True)


def test_a_sentence_too_long_is_cut_at_its_pauses() -> None:
    long = "，".join(f"第{n}艘渔船载着三箱带鱼靠了岸" for n in range(30)) + "。"
    (snippet,) = shown(passages(long), Phrase("第17艘"))
    assert marked(snippet).count("[第17艘]") == 1
    assert len(snippet.text) <= 40
    assert snippet.text.startswith("第")
    assert snippet.text.endswith("，")
    assert snippet.cut_before
    assert snippet.cut_after


def test_pieces_come_in_the_order_of_the_text_with_their_lines() -> None:
    found = shown(
        passages("灯塔建于1931年。", "与此无关的一段。", "老街的灯笼和灯塔一起亮了。"),
        Or((Phrase("灯塔"), Phrase("灯笼"))),
    )
    assert [snippet.line for snippet in found] == [11, 13]


def test_the_piece_with_the_most_different_words_is_chosen() -> None:
    texts = passages("灯塔，灯塔，还是灯塔。", "别的。", "灯塔下有渔港。")
    (snippet,) = shown(texts, And((Phrase("灯塔"), Phrase("渔港"))), count=1)
    assert marked(snippet) == "[灯塔]下有[渔港]。"


RARE, COMMON, USUAL = 0, 1, 2
WEIGHTS = {RARE: 6.0, COMMON: 1.0, USUAL: 2.5}


def placed(text: str, *words: str) -> list[Place]:
    """Where the words stand; the leaf of each is its number."""
    return sorted(
        (at, at + len(word), n) for n, word in enumerate(words) for at in range(len(text)) if text.startswith(word, at)
    )


def test_the_rarest_word_is_shown_though_more_words_stand_together_elsewhere() -> None:
    text = "灯塔和渔港都亮了灯，灯塔与渔港相望。" + "这一段里什么也没有。" * 9 + "岸边开着蓍草。"
    marked_text = Marked(text, [(0, 1)], placed(text, "蓍草", "灯", "渔港"))
    (snippet,) = snippets_of([marked_text], count=1, width=16, weights=WEIGHTS)
    assert marked(snippet) == "岸边开着[蓍草]。"
    first, second = snippets_of([marked_text], count=2, width=18, weights=WEIGHTS)
    assert marked(first) == "[灯]塔和[渔港]都亮了[灯]，[灯]塔与[渔港]相望。"
    assert marked(second).endswith("岸边开着[蓍草]。")


def test_no_word_is_shown_again_while_another_is_not_shown() -> None:
    text = (
        "灯塔亮了，灯塔又亮了。" + "这一段里什么也没有。" * 9 + "灯塔，灯塔！" + "别处也没有什么。" * 9 + "渔港很静。"
    )
    found = placed(text, "蓍草", "灯塔", "渔港")
    assert [marked(each) for each in snippets_of([Marked(text, [(0, 1)], found)], count=2, width=12)] == [
        "[灯塔]亮了，[灯塔]又亮了。",
        "[渔港]很静。",
    ]


def test_another_text_is_shown_for_a_word_that_the_first_one_lacks_and_the_order_is_that_of_the_texts() -> None:
    best, other = "灯塔亮了。渔港也亮了。", "岸边开着蓍草。灯塔下也开着。"
    texts = [
        Marked(best, [(0, 7)], placed(best, "蓍草", "灯塔", "渔港"), number=2),
        Marked(other, [(0, 3)], placed(other, "蓍草", "灯塔", "渔港"), number=1),
    ]
    assert [(each.line, marked(each)) for each in snippets_of(texts, count=2, width=30, weights=WEIGHTS)] == [
        (3, "岸边开着[蓍草]。[灯塔]下也开着。"),
        (7, "[灯塔]亮了。[渔港]也亮了。"),
    ]
    assert [each.line for each in snippets_of(texts, count=1, width=30, weights=WEIGHTS)] == [7]


@settings(max_examples=300)
@given(
    st.lists(
        st.lists(st.sampled_from(["灯", "渔港", "蓍草", "。", "无"]), max_size=40).map("".join), min_size=1, max_size=3
    ),
    st.integers(1, 4),
    st.integers(4, 40),
)
def test_the_rarest_words_are_shown_before_any_is_shown_again(texts: list[str], count: int, width: int) -> None:
    """Of the first text with anything the rarest is shown; of all texts so many of the rarest as there are pieces."""
    all_marked = [Marked(text, [(0, n)], placed(text, "蓍草", "灯", "渔港"), n) for n, text in enumerate(texts)]
    shown = snippets_of(all_marked, count=count, width=width, weights=WEIGHTS)
    words = ("蓍草", "渔港", "灯")
    held = [word for word in words if any(word in text for text in texts)]
    first = next((text for text in texts if any(word in text for word in words)), "")
    seen = {snippet.text[start:end] for snippet in shown for start, end in snippet.highlights}
    assert any(word in each for word in words if word in first for each in seen) or not held
    if held and (count > 1 or held[0] in first):
        assert any(held[0] in each for each in seen), "the rarest of all"
    assert [snippet.line for snippet in shown] == sorted(snippet.line for snippet in shown)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_hits_show_the_rarest_word_that_an_article_has(library: Callable[..., Engine], count: int) -> None:
    """Also where it stands in another section than the best one, on the line that it stands on there."""
    filler = "渔港的清晨很安静，码头上堆着渔网和浮标，远处的灯塔还亮着。" * 9
    paragraphs = [
        filler,
        filler,
        "渔港和码头，渔港和码头，渔港和码头。" + filler,
        filler,
        "村口的古樟下来了皮影戏班。" + filler,
    ]
    others = [{"id": f"o{n}", "title": "码头", "text": "渔港和码头。"} for n in range(20)]
    engine = library([{"id": "long", "title": "渔家", "text": "\n".join(paragraphs)}, *others])
    (hit,) = ask(engine, Question(text="渔港 码头 皮影戏", snippets=count, strict=True)).results.hits
    texts = [marked(snippet) for snippet in hit.snippets]
    assert len(texts) == count
    best = engine.article(hit.section).sections[0].blocks
    assert any(snippet.text in block.text for snippet in hit.snippets for block in best)
    if count > 1:
        assert any("[皮影戏]" in text for text in texts)


DISTINCT = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))
PLACES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 8), st.integers(0, 2)), min_size=1, max_size=9)


@settings(max_examples=600)
@given(PLACES, st.sets(st.integers(1, 58), max_size=4), st.integers(1, 3), st.integers(2, 30))
def test_all_that_stands_in_a_piece_is_marked_whatever_pieces_were_passed_over(
    drawn: list[tuple[int, int, int]], stops: set[int], count: int, width: int
) -> None:
    ends = dict(zip(stops, "。！？；", strict=False))
    text = "".join(ends.get(at, character) for at, character in enumerate(DISTINCT))
    places = sorted({(start, start + size, leaf) for start, size, leaf in drawn})
    for snippet in snippets(text, [(0, 1)], places, count=count, width=width):
        start = text.index(snippet.text)
        end = start + len(snippet.text)
        inside = merged((first - start, last - start, 0) for first, last, _ in places if start <= first and last <= end)
        assert snippet.highlights == inside


def test_without_any_word_the_opening_is_shown() -> None:
    (snippet,) = shown(passages("", "　　" + STORY), Phrase("不在其中"))
    assert snippet.text.lstrip().startswith("清晨五点")
    assert (snippet.highlights, snippet.line) == ((), 12)
    assert shown(passages("", " "), Phrase("灯")) == ()
    assert shown([], Phrase("灯")) == ()
    assert shown(passages(STORY), Phrase("渔港"), count=0) == ()


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        (Phrase("志愿"), "“志”愿者们", "“[志”愿]者们"),
        (Phrase("ＫＧ"), "重5㎏的鱼", "重5[㎏]的鱼"),
        (Phrase("苍南"), "蒼南縣", "[蒼南]縣"),
        (Phrase("灯火灯"), "灯火灯火灯", "[灯火灯火灯]"),
        (Phrase("cafe\u0301"), "Café里", "[Café]里"),
        (Phrase("灯 火"), "灯  火与灯　火", "灯  火与[灯　火]"),
        (Phrase("灯 火", whole=True), "灯  火", "[灯  火]"),
        (Phrase("5", whole=True), "235和5", "235和[5]"),
        (Wildcard("志?者"), "志愿者与志者", "[志愿者]与志者"),
        (Wildcard("cov*"), "COVID-19", "[COV]ID-19"),
        (Wildcard("数*库"), "数据仓库很大", "[数据仓库]很大"),
        (Near(("渔港", "灯"), 9), "渔港的灯", "[渔港]的[灯]"),
        (And((Phrase("渔港"), Not(Phrase("灯")))), "渔港的灯", "[渔港]的灯"),
        (Boost(Phrase("渔港"), 2.0), "渔港的灯", "[渔港]的灯"),
        (Phrase("渔港", "title"), "渔港的灯", "渔港的灯"),
        (Phrase("2024年5月"), "二〇二四年五月与2024年5月", "[二〇二四年五月]与[2024年5月]"),
    ],
)
def test_what_a_query_marks(query: Query, text: str, expected: str) -> None:
    ranges = Marker(query).ranges(FoldedText(text))
    assert marked(Snippet(text, ranges, 1)) == expected


def test_fuzzy_words_are_marked_where_the_index_has_them() -> None:
    assert Marker(Fuzzy("covit", 1), words=["covid"]).ranges(FoldedText("COVID-19")) == ((0, 5),)


PIECES = st.sampled_from([*"灯火渔港，。！？；：…、 \n“””）", "灯塔", "㎏", "𠮷", "e\u0301", "　　"])
PASSAGES = st.lists(st.lists(PIECES, max_size=120).map("".join), max_size=4)


@settings(max_examples=300)
@given(PASSAGES, st.integers(1, 4), st.integers(1, 90))
def test_snippets_are_verbatim_disjoint_and_marked_within(texts: list[str], count: int, width: int) -> None:
    query = Or((Phrase("灯塔"), Phrase("灯"), Phrase("港，"), Phrase("é")))
    marker = Marker(query)
    found = shown(passages(*texts), query, count=count, width=width)
    assert bool(found) == any(text.strip() for text in texts)
    assert len(found) <= count
    assert [snippet.line for snippet in found] == sorted(snippet.line for snippet in found)
    anything_marked = any(marker.find(FoldedText(text)) for text in texts)
    for snippet in found:
        text = texts[snippet.line - 11]
        assert snippet.text in text
        assert snippet.text.strip()
        assert bool(snippet.highlights) == anything_marked
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.highlights)
        assert all(before[1] < after[0] for before, after in pairwise(snippet.highlights))
        if text.count(snippet.text) == 1:
            start = text.index(snippet.text)
            places = [(first - start, last - start, leaf) for first, last, leaf in marker.find(FoldedText(text))]
            inside = merged(place for place in places if place[0] >= 0 and place[1] <= len(snippet.text))
            assert snippet.highlights == inside
        longest = max((end - start for start, end in snippet.highlights), default=1)
        assert len(snippet.text) <= max(width, longest) + 4, "a sentence's closing quotes may hang over"
    for first, second in pairwise(found):
        if first.line == second.line:
            text = texts[first.line - 11]
            start = text.find(first.text)
            assert text.find(second.text, start + len(first.text)) >= 0


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=5))
def test_texts_searched_together_show_what_each_shows_by_itself(texts: list[str]) -> None:
    query = And((Phrase("灯塔"), Phrase("5"), Wildcard("港?灯"), Phrase("“火"), Phrase("港 渔")))
    marker = Marker(query)
    folds = [(text, None if irregular(text) else fold_text(text)) for text in texts]
    assert marker.find_each(folds) == [marker.find(FoldedText(text)) for text in texts]
