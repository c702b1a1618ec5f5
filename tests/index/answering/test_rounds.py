"""An index that lies far away is asked for many words at a time: a search takes a few rounds, and answers the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from baosou.index.analysis.rounds import Asked, FarVocabulary
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.answering.ask import ask
from baosou.index.answering.correct import suggestions
from baosou.index.answering.question import Question
from baosou.index.engine import Engine

Library = Callable[..., Engine]

MOST_ROUNDS, MOST_OF_MISTAKES = 5, 8
"""So many rounds of words a search may take, however many it asks for; and one that finds nothing as it was typed:
it is looked up what may have been meant, and that is understood anew."""

NEWS = [
    ("云江与海山联席会召开", "云海联席会今天召开。何卫江说，云海联席会要管渔港，也要管水。云海联席会每年一次。"),
    ("歼云12号下水", "渔政船云鲸12号今天下水，云鲸12号在渔港，云鲸12号能走远海。何卫江到场。"),
    ("《渔港的灯》首映", "电影《渔港的灯》首映，《渔港的灯》讲一家人。何卫江看了《渔港的灯》。"),
    ("在轨七日", "云江一号卫星在轨七日，在轨工作正常。云江一号今后在轨三年。"),
    ("志愿者走进老街", "志愿者走进老街，文化和渔业局请老人讲灯谜，文化和渔业局说，还要再来。"),
    ("林于海到任", "林于海到文化和渔业局任职，林于海说，渔港要修。林于海以前在海山。"),
    ("渔港修堤", "渔港修堤，云江县出钱，海山市出工。何卫江和林于海都到了现场。"),
]

QUERIES = {
    "word": ["渔港", "水", "云鲸"],
    "words": ["渔港 志愿者", "何卫江 老街", "《渔港的灯》 首映"],
    "name": ["何卫江", "林于海", "云鲸12号", "文化和渔业局", "云海联席会"],
    "headline": [
        "何卫江和林于海都到渔港看云鲸12号下水",
        "云江与海山联席会今天在老街召开讲渔港的灯谜",
        "文化和渔业局的志愿者在轨七日以后走进老街的渔港",
    ],
    "question": ["何卫江在哪里看了渔港的灯？", "为什么林于海到文化和渔业局任职？", "云鲸12号能走多远？"],
    "mistake": ["鱼港 志愿者", "何为江", "云海连席会", "wenhua he yuyeju", "何卫江渔缸修提"],
    "quoted": ["“渔港要修堤” 志愿者", "“没有这句话” 渔港"],
}


class Counting:
    """The words of an engine, which count how often they are asked, and for how many words."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self.rounds: list[int] = []

    def look_up(self, asked: Sequence[Asked]) -> Sequence[Any]:
        self.rounds.append(len(asked))
        return [self._answer(each) for each in asked]

    def _answer(self, asked: Asked) -> Any:
        more = {"limit": asked.limit} if asked.about == "known" else {}
        return getattr(self._words, asked.about)(asked.of, **more)

    def __getattr__(self, name: str) -> Any:
        assert name in {"characters", "user_words", "synonyms", "own_words", "cutter"}, name
        return getattr(self._words, name)


class FarEngine:
    """An engine whose words lie far away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.words = Counting(engine.vocabulary)
        self.vocabulary = FarVocabulary(self.words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


@pytest.fixture
def engine(library: Library) -> Engine:
    filling = [{"title": f"短讯{n}", "text": f"老街第{n}天照常开门，掌柜给孩子们讲故事。"} for n in range(30)]
    return library([*({"title": title, "text": text, "author": "何卫江"} for title, text in NEWS), *filling])


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("mode", ["all", "any"])
def test_a_search_takes_a_few_rounds_and_answers_as_with_words_at_hand(kind: str, mode: Any, engine: Engine) -> None:
    for text in QUERIES[kind]:
        question = Question(text=text, mode=mode, explain=True)
        far = FarEngine(engine)
        assert replace(ask(far, question), took_ms=0.0) == replace(ask(engine, question), took_ms=0.0)
        most = MOST_OF_MISTAKES if kind in ("mistake", "quoted") else MOST_ROUNDS
        assert 0 < len(far.words.rounds) <= most, (text, far.words.rounds)


@pytest.mark.parametrize("kind", QUERIES)
def test_so_do_suggestions(kind: str, engine: Engine) -> None:
    for text in QUERIES[kind]:
        far = FarEngine(engine)
        assert suggestions(far, text) == suggestions(engine, text)
        assert len(far.words.rounds) <= MOST_OF_MISTAKES, (text, far.words.rounds)


def test_many_words_are_asked_for_in_one_round(engine: Engine) -> None:
    far = FarEngine(engine)
    ask(far, Question(text=QUERIES["headline"][0]))
    assert sum(far.words.rounds) > 4 * len(far.words.rounds)


def test_what_was_answered_is_not_asked_again(engine: Engine) -> None:
    far = FarEngine(engine)
    first = ask(far, Question(text="何卫江和林于海的渔港"))
    before = len(far.words.rounds)
    assert replace(ask(far, Question(text="何卫江和林于海的渔港")), took_ms=first.took_ms) == first
    assert len(far.words.rounds) == before


def test_one_word_alone_is_one_round(engine: Engine) -> None:
    far = FarEngine(engine)
    assert far.vocabulary.stands("渔港修堤")
    assert not far.vocabulary.stands("渔港修船")
    assert far.vocabulary.occurrences("云海联席会") == engine.vocabulary.occurrences("云海联席会") > 0
    assert far.words.rounds == [1, 1, 1]


def test_an_error_of_what_is_made_of_answers_is_raised(engine: Engine) -> None:
    def made(words: Vocabulary) -> int:
        if words.stands("渔港修堤"):
            raise ValueError("渔港修堤")
        return 1 // words.occurrences("渔港修堤")

    with pytest.raises(ValueError, match="渔港修堤"):
        FarEngine(engine).vocabulary.together(made)
