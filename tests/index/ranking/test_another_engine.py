"""An engine that keeps its articles in plain lists scores them by `index.ranking` just as the embedded one does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.folding import fold_text
from baosou.corpus.models import Article, Block, Kind, Passage
from baosou.corpus.sections import sections_of
from baosou.index.analysis.tokenizer import light_cutter
from baosou.index.analysis.trie import lexicon
from baosou.index.analysis.units import Grams, neighbours, units_of
from baosou.index.analysis.vocabulary import PLAIN
from baosou.index.answering.question import Question, request_of, understood_text
from baosou.index.engine import Engine
from baosou.index.explanations import Explanation, ScorePart
from baosou.index.highlight.marker import FoldedText, Marker
from baosou.index.query.tree import And, Boost, Not, Or, Phrase, Query, TextLeaf, text_leaves
from baosou.index.ranking.bm25 import Scores, field_scores
from baosou.index.ranking.closer_look import SECTIONS, Batch, CloserLook, tells_more
from baosou.index.ranking.key_terms import telling_words
from baosou.index.ranking.score_parts import explanation
from baosou.index.ranking.terms import Term, wanted, weights
from baosou.index.ranking.texts import ALIGNED, laid_out
from baosou.index.request import SearchRequest, Unit

Library = Callable[..., Engine]

OLD_STREET = "老街还是老街，人还是那些人，说起往事没有完的时候。" * 14
TEN_YEARS = "\n".join(
    [
        *(f"云江的{what}变了样，{what}边的渔家搬了新房。{OLD_STREET}" for what in "山水田林路桥港城"),
        "十年里渔港扩建了两回，志愿服务从无到有，云江渔港的志愿者如今有三百人。",
    ]
)
"""A text of several sections, more than a closer look takes in."""

ARTICLES = [
    ("云江渔港开港", "云江渔港今天开港。志愿者清晨五点到码头，给船工送姜茶，渔港的灯还亮着。"),
    ("志愿者进社区", "云江县的志愿者走进社区，教老人用手机。志愿服务队说，每周都来。渔家的孩子也来了。"),
    ("开往云江的城际铁路", "从海山到开封城际铁路通车以后，云江的旅客多了起来，车站的志愿者忙不过来。"),
    ("云江宣布封城一周", "因为台风，云江从今天起封城一周。渔港停航，渔船回港，志愿者守在路口。"),
    ("台风过后", "台风过后，云江渔港的堤坝要修。修堤的人说：“渔港是我们的家。”\n县里拨了款，志愿者来帮忙。"),
    ("老街的灯笼铺", "老街的灯笼铺子照常开门，掌柜给孩子们讲灯谜。水乡的夜，灯火亮到天明。"),
    ("云江哪里看灯", "看灯要去老街，也要去渔港。元宵节那天，云江的渔港有灯会，志愿者维持秩序。"),
    ("水", "水是云江的命。渔港的水、老街的水，都从山上来。志愿者每月捡一次垃圾。"),
    ("", "没有题目的一条短讯：云江渔港的灯塔今年修好了，志愿者看守灯塔。"),
    ("云江十年", TEN_YEARS),
    ("灯会第一夜", "元宵灯会第一夜，猜灯谜的人排到巷口，糖画摊前最热闹。"),
    ("灯会第二夜", "元宵灯会第二夜，猜灯谜的人少了些，舞龙的队伍走过巷口。"),
    ("灯会第三夜", "元宵灯会第三夜，下起小雨，舞龙改在祠堂，糖画摊收了。"),
    ("灯会第四夜", "元宵灯会第四夜，雨停了，舞龙的队伍又走过巷口，猜灯谜的回来了。"),
    ("灯会第五夜", "元宵灯会第五夜，最后一场，糖画摊送糖画，灯谜全猜完了。"),
    ("巷口的摊", "巷口有糖画摊，有猜灯谜的，有舞龙的，都是元宵灯会留下的。"),
]


class Kept(Struct, frozen=True):
    """An article as a plain engine keeps it."""

    id: str
    title: str
    sections: tuple[str, ...]

    def fields(self, section: int | None = None) -> tuple[list[str], list[str], list[str]]:
        """Its texts by field; of one section the body alone."""
        return [self.title] if self.title else [], [], [*self.sections] if section is None else [self.sections[section]]


def kept(number: int, title: str, text: str) -> Kept:
    blocks = tuple(Block(Kind.PARAGRAPH, Passage(line, ())) for line in text.split("\n"))
    parted = sections_of(Article(blocks))
    bodies = ("\n".join(block.passage.text for block in section.blocks) for section in parted)
    return Kept(f"a{number}", title, tuple(bodies))


def unquoted(text: str) -> str:
    return fold_text(text).translate({ord("“"): None, ord("”"): None})


def words_in(text: str) -> list[str]:
    """The words of the dictionary that stand in a text, overlapping ones too."""
    plain = unquoted(text)
    found = lexicon().occurrences(np.append(units_of(plain), np.uint16(0)))
    places = zip(found.starts.tolist(), found.lengths.tolist(), strict=True)
    return [plain[start : start + length] for start, length in places]


def in_blocks(texts: Sequence[str]) -> Iterator[str]:
    return (text[at : at + ALIGNED] for text in texts for at in range(0, len(text), ALIGNED))


class PlainStatistics:
    """Implements `bm25.Statistics` over lists and dicts."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = kept
        texts = [text for each in kept for field in each.fields() for text in field]
        self._words = Counter(word for text in texts for word in words_in(text))
        folded = [fold_text(text) for text in texts]
        self._characters = Counter("".join(folded))
        self._pairs = Counter(gram for text in texts for gram in neighbours(units_of(unquoted(text))).tolist())
        self._blocks = sum(len(text) // ALIGNED + 1 for text in texts) + 2
        lengths = [[len(words_in(text)) for each in kept for text in each.fields()[field]] for field in range(3)]
        self.articles = len(kept)
        self.sections = sum(len(each.sections) for each in kept)
        self.means: Scores = np.array([max(sum(some) / max(len(some), 1), 1.0) for some in lengths])
        self.mean_body = sum(lengths[2]) / len(kept)

    def holding(self, terms: Sequence[TextLeaf | str]) -> Sequence[int]:
        return [sum(sum(self.counts(each, term)) > 0 for each in self._kept) for term in terms]

    def occurrences(self, words: Sequence[str]) -> Sequence[int]:
        return [self._words[word] for word in words]

    def pairs(self, grams: Grams) -> NDArray[np.int64]:
        return np.array([self._pairs[gram] for gram in grams.tolist()], dtype=np.int64)

    def characters(self, units: Sequence[int]) -> Sequence[int]:
        return [self._characters[chr(unit)] for unit in units]

    def counts(self, each: Kept, term: TextLeaf | str, section: int | None = None) -> list[int]:
        """How often a term stands in the title, the byline and the body of an article, or of one of its sections."""
        if isinstance(term, str):
            # as the embedded engine counts a lone character: the blocks that hold it, unless it stands in very many
            if self._characters[term] > max(self._blocks // 18, 1):
                return [0, 0, 0]
            return [sum(term in fold_text(block) for block in in_blocks(field)) for field in each.fields(section)]
        marker = Marker(term)
        names = ("title", "byline", "body")
        return [
            sum(len(marker.find(FoldedText(text), name)) for text in field)
            for name, field in zip(names, each.fields(section), strict=True)
        ]


class PlainEngine:
    """Scores articles that are kept in a list."""

    def __init__(self, articles: Sequence[tuple[str, str]]) -> None:
        self.kept = [kept(number, *each) for number, each in enumerate(articles)]
        self.statistics = PlainStatistics(self.kept)

    def scored(self, request: SearchRequest) -> dict[str, float]:
        """The score of each match: by articles, or by sections under a name of the article's with their number."""
        return {name: each.score for name, each in self.explained(request).items()}

    def explained(self, request: SearchRequest) -> dict[str, Explanation]:
        """The score of each match in parts."""
        by_section = request.by == "section"
        units = [
            (each, section)
            for each in self.kept
            if self._matches(each, request.query)
            for section in (range(len(each.sections)) if by_section else [None])
            if section is None or self._inside(each, section, request.query)
        ]
        known = self.statistics
        found = wanted(request)
        if not units:
            return {}
        holding = known.holding([term.leaf for term in found])
        weighed = zip(found, weights(found, holding, known.articles, request.query), strict=True)
        terms = [Term(term.leaf, term.text, weight) for term, weight in weighed if weight is not None]
        counts = np.array([[known.counts(each, term.leaf, section) for term in terms] for each, section in units])
        fields = [each.fields(section) for each, section in units]
        words = np.array([[sum(len(words_in(t)) for t in field) for field in each] for each in fields])
        means = known.means if by_section else np.array([*known.means[:2], known.mean_body])
        scores = field_scores(counts, words, np.array([term.weight for term in terms]), means)
        bonus: list[Mapping[str, float]] = [{} for _ in units]
        if tells_more(terms, are_words):
            order = np.argsort(-scores, kind="stable")
            texts = [(each[0][0] if each[0] else "", each[2][:SECTIONS]) for each in fields]
            holds = [counts[order, n].sum(axis=1) > 0 for n in range(len(terms))]
            batch = Batch(np.arange(len(order)), laid_out([texts[n] for n in order.tolist()]), holds, are_words)
            look = CloserLook(request, terms, known, PLAIN)
            scores[order] = look.scored([batch], scores[order])
            for place, n in enumerate(order.tolist()):
                alone = [held[[place]] for held in holds]
                bonus[n] = look.parts(Batch(np.zeros(1, dtype=np.int64), laid_out([texts[n]]), alone, are_words))
        names = [each.id if section is None else f"{each.id}.{section + 1}" for each, section in units]
        of_terms = [field_scores(counts[:, [n]], words, np.array([term.weight]), means) for n, term in enumerate(terms)]
        return {
            name: explanation(
                float(scores[n]),
                [ScorePart("term", float(part[n]), term.text) for term, part in zip(terms, of_terms, strict=True)],
                bonus[n],
            )
            for n, name in enumerate(names)
        }

    def _matches(self, each: Kept, query: Query) -> bool:
        match query:
            case And(children):
                return all(self._matches(each, child) for child in children)
            case Or(children):
                return any(self._matches(each, child) for child in children)
            case Not(child):
                return not self._matches(each, child)
            case Boost(child, _):
                return self._matches(each, child)
            case Phrase():
                return sum(self.statistics.counts(each, query)) > 0
            case _:
                raise AssertionError(f"no query of this test: {query}")

    def _inside(self, each: Kept, section: int, query: Query) -> bool:
        """Whether a section holds any of the words; what the title has stands in the first."""
        found = [self.statistics.counts(each, leaf, section) for leaf, _ in text_leaves(query)]
        return any(body or (section == 0 and title) for title, _, body in found)


def are_words(texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([light_cutter().frequency(text) > 0 for text in texts], dtype=np.bool_)


QUERIES = [
    "云江 渔港",
    "渔港",
    "封城",
    "云江 封城",
    "志愿者 灯",
    "云江渔港的志愿者",
    "台风过后渔港停航",
    "云江志愿者进社区教老人用手机",
    "“渔港是我们的家”",
    "云江 OR 老街",
    "志愿者 NOT 台风",
    "渔港^3 志愿者",
    "哪里看灯",
    "云江的渔港为什么停航？",
    "云江的志愿者做了什么？",
    "元宵灯会上有什么？",
    "水",
    "老街 水",
]


@pytest.fixture
def embedded(library: Library) -> Engine:
    return library([{"id": f"a{n}", "title": title, "text": text} for n, (title, text) in enumerate(ARTICLES)])


def asked(engine: Engine, text: str, **wanted: Any) -> SearchRequest:
    question = Question(text=text, limit=100, **wanted)
    parsed, understood = understood_text(engine, text, question)
    return request_of(engine, question, understood, parsed)


@pytest.mark.parametrize("by", ["article", "section"])
@pytest.mark.parametrize("text", QUERIES)
def test_order_and_scores_are_those_of_the_embedded_engine(text: str, by: Unit, embedded: Engine) -> None:
    plain = PlainEngine(ARTICLES)
    for mode in ("all", "any"):
        request = asked(embedded, text, mode=mode, by=by)
        hits = embedded.search(request).hits
        numbers = [hit.section.rpartition(".")[2] if by == "section" else "" for hit in hits]
        found = {f"{hit.record_id}.{n}".strip("."): hit.score for hit, n in zip(hits, numbers, strict=True)}
        assert found or mode == "all"
        scores = plain.scored(request)
        assert scores == pytest.approx(found, abs=2e-6)
        assert [round(scores[each], 5) for each in found] == sorted(
            (round(s, 5) for s in scores.values()), reverse=True
        )


def test_the_bonus_of_a_closer_look_and_feedback_are_part_of_it(embedded: Engine) -> None:
    request = asked(embedded, "元宵灯会上有什么？", mode="any", explain=True)
    kinds = {p.kind for hit in embedded.search(request).hits if hit.explanation for p in hit.explanation.parts}
    assert kinds >= {"term", "characters", "pairs", "early", "coverage", "title", "passage", "topic"}


@pytest.mark.parametrize("text", ["云江渔港的志愿者", "元宵灯会上有什么？", "水"])
def test_scores_in_parts_are_those_of_the_embedded_engine(text: str, embedded: Engine) -> None:
    request = asked(embedded, text, mode="any", explain=True)
    own = PlainEngine(ARTICLES).explained(request)
    for hit in embedded.search(request).hits:
        assert hit.explanation is not None
        assert hit.record_id is not None
        parts, theirs = own[hit.record_id].parts, hit.explanation.parts
        assert {(part.kind, part.text) for part in parts} == {(part.kind, part.text) for part in theirs}
        gained = {(part.kind, part.text): part.score for part in theirs}
        assert {(part.kind, part.text): part.score for part in parts} == pytest.approx(gained)
        assert sum(part.score for part in parts) == pytest.approx(own[hit.record_id].score)


def test_the_words_that_say_most_of_an_article_are_those_of_the_embedded_engine(embedded: Engine) -> None:
    plain = PlainEngine(ARTICLES)
    for each, (title, text) in zip(plain.kept, ARTICLES, strict=True):
        (hit,) = (
            h for h in embedded.search(asked(embedded, "云江 OR 老街 OR 水 OR 元宵")).hits if h.record_id == each.id
        )
        texts = [("title", [Passage(title, ())]), ("body", [Passage(line, ()) for line in text.split("\n")])]
        own = dict(telling_words(texts, plain.statistics, names=frozenset(), limit=8))
        theirs = dict(embedded.telling_words(hit.id, limit=8))
        assert list(own) == list(theirs)
        assert own == pytest.approx(theirs)


def test_a_text_of_many_sections_is_part_of_the_comparison() -> None:
    assert max(len(each.sections) for each in PlainEngine(ARTICLES).kept) > SECTIONS / 2
    assert sum(len(each.sections) > 1 for each in PlainEngine(ARTICLES).kept)
