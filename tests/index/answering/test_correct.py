"""Questions whose words stand nowhere: rescued by spelling and pinyin, and what is suggested instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.index.answering.ask import ask
from baosou.index.answering.correct import correct, suggestions
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.lookups import Lookup
from baosou.index.query.parser import parse
from baosou.index.query.tree import Fuzzy
from baosou.index.request import Filter, SearchRequest
from baosou.index.results import Answer

Library = Callable[..., Engine]

RECORDS: list[dict[str, Any]] = [
    {
        "id": "harbour",
        "title": "苍南县的清晨",
        "authors": ["罗永康"],
        "publication": "浙东日报",
        "date": "2024-07-02",
        "text": "苍南县霞关镇的志愿者走进渔港，志愿服务从清晨开始。幸福小站是他们的名字。",
    },
    {
        "id": "river",
        "title": "鳌江镇的灯火",
        "authors": ["沈宇鸿"],
        "text": "平阳县鳌江镇的志愿者走进社区。河南县域的客人也来了，他们在渔港住下。",
    },
]


@pytest.fixture
def engine(library: Library) -> Engine:
    return library(RECORDS)


def asked(engine: Engine, text: str, **options: Any) -> Answer:
    return ask(engine, Question(text, **options))


def outcome(answer: Answer) -> tuple[str | None, str | None, list[str | None]]:
    return answer.rescue, answer.suggestion, [hit.record_id for hit in answer.results.hits]


@pytest.mark.parametrize(
    ("typed", "meant", "replaced", "found"),
    [
        ("沧南县", "苍南县", (("沧南县", "苍南县"),), ["harbour"]),
        ("敖江镇", "鳌江镇", (("敖江镇", "鳌江镇"),), ["river"]),
        ("沧南县 渔岗", "苍南县 渔港", (("沧南县", "苍南县"), ("渔岗", "渔港")), ["harbour", "river"]),
        ("cangnan", "苍南", (("cangnan", "苍南"),), ["harbour"]),
        ("luo yongkang", "罗永康", (("luo yongkang", "罗永康"),), ["harbour"]),
        ("luo yongkang yugang", "罗永康 渔港", (("luo yongkang", "罗永康"), ("yugang", "渔港")), ["harbour", "river"]),
        ("Ao jiang zhen", "鳌江镇", (("Ao jiang zhen", "鳌江镇"),), ["river"]),
        ("沈宇虹", "沈宇鸿", (("沈宇虹", "沈宇鸿"),), ["river"]),
    ],
)
def test_a_query_none_of_whose_words_stand_anywhere_is_rescued_by_spelling(
    engine: Engine, typed: str, meant: str, replaced: tuple[tuple[str, str], ...], found: list[str]
) -> None:
    answer = asked(engine, typed)
    assert outcome(answer) == ("spelling", meant, found)
    assert answer.replaced == replaced
    assert answer.interpreted == " AND ".join(new for _, new in replaced)
    assert answer.results.total == len(found) - answer.also


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("沧南县 志愿服务", "苍南县 志愿服务"),
        ("志愿服务 cangnan", "志愿服务 苍南"),
        ("幸福小占", "幸福小站"),
        ("苍南县 志愿福务", "苍南县 志愿服务"),
    ],
)
def test_where_some_words_stand_the_others_are_corrected_too(engine: Engine, typed: str, meant: str) -> None:
    answer = asked(engine, typed)
    assert (answer.rescue, answer.suggestion) == ("spelling", meant)
    assert answer.replaced
    again = asked(engine, meant)
    assert again.rescue is None
    assert again.results.total == answer.results.total > 0


def test_without_rescue_nothing_is_searched_but_the_correction_is_suggested(engine: Engine) -> None:
    assert outcome(asked(engine, "沧南县", strict=True)) == (None, "苍南县", [])
    assert outcome(asked(engine, "沧南县", mode="literal")) == (None, "苍南县", [])


def test_a_part_that_sounds_like_a_word_is_rather_meant_than_a_whole_that_looks_like_text(library: Library) -> None:
    engine = library(
        [
            {"title": "一", "text": "苍南的船等渔汛。"},
            *({"title": f"第{n}期", "text": "河南渔汛与此不同。"} for n in range(5)),
        ]
    )
    assert outcome(asked(engine, "沧南渔汛"))[:2] == ("spelling", "苍南渔汛")


def test_a_name_of_which_two_characters_sound_alike_is_found_by_its_sound(engine: Engine) -> None:
    assert outcome(asked(engine, "罗勇抗"))[:2] == ("spelling", "罗永康")


def test_any_word_of_several_may_be_corrected(engine: Engine) -> None:
    assert outcome(asked(engine, "敖江镇 幸福小占", mode="any"))[0:2] == (None, None)
    assert outcome(asked(engine, "敖江镇 沈宇虹", mode="any"))[0:2] == ("spelling", "鳌江镇 沈宇鸿")


@pytest.mark.parametrize(
    ("typed", "meant", "interpreted"),
    [
        ('"沧南县"', '"苍南县"', '"苍南县"'),
        ("title:沧南县", "title:苍南县", "title:苍南县"),
        ("标题:沧南县", "标题:苍南县", "title:苍南县"),
        ("author:罗咏康", "author:罗永康", "author:罗永康"),
        ("author:luoyongkang", "author:罗永康", "author:罗永康"),
        ("沧南县 -社区", "苍南县 -社区", "苍南县 AND NOT 社区"),
        ("沧南县 OR 敖江镇", "苍南县 OR 鳌江镇", "苍南县 OR 鳌江镇"),
        ("沧南县^2 或 xwqz", "苍南县^2 或 xwqz", "苍南县^2 OR xwqz"),
        ("(沧南县 渔岗)", "(苍南县 渔港)", "苍南县 AND 渔港"),
    ],
)
def test_words_are_corrected_within_phrases_fields_and_operators_which_stay(
    engine: Engine, typed: str, meant: str, interpreted: str
) -> None:
    answer = asked(engine, typed)
    assert (answer.rescue, answer.suggestion, answer.interpreted) == ("spelling", meant, interpreted)
    assert answer.results.total > 0


@pytest.mark.parametrize(
    "typed",
    [
        "饕餮鑫",
        "xwqz",
        "2031",
        "-沧南县",
        "沧南县*",
        "date:2031",
        "𠮷𠮷𠮷",
        "敖江镇~1 鲸",
        "NOT 沧南县 AND xwqz",
    ],
)
def test_what_cannot_be_corrected_is_left(engine: Engine, typed: str) -> None:
    answer = asked(engine, typed)
    assert answer.replaced == ()
    assert answer.suggestion is None


def test_what_is_suggested_finds_something_within_the_same_filters(engine: Engine) -> None:
    inside, outside = (Filter("author", (name,)) for name in ("罗永康", "沈宇鸿"))
    assert outcome(asked(engine, "沧南县", filters=(inside,)))[0:2] == ("spelling", "苍南县")
    assert outcome(asked(engine, "沧南县", filters=(outside,)))[0:2] == (None, None)
    assert outcome(asked(engine, "鲸鱼 沧南县", filters=(outside,), strict=True)) == (None, None, [])


def test_the_text_as_it_stands_comes_before_any_word_and_spelling(engine: Engine) -> None:
    assert asked(engine, "南县域").rescue != "spelling"


def test_where_the_last_word_says_nothing_all_words_are_corrected(engine: Engine) -> None:
    assert [each.text for each in suggestions(engine, "沧南县 志愿者")] == ["苍南县 志愿者"]
    assert [each.text for each in suggestions(engine, "沧南县志愿服务")] == ["苍南县志愿服务"]
    assert [each.text for each in suggestions(engine, "沧南县 鳌江")] == ["沧南县 鳌江镇"]
    assert suggestions(engine, "((") == suggestions(engine, "鲸") == ()


class Counting:
    """An engine, which is its own vocabulary, that counts look-ups of words."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.vocabulary = self
        self.lookups = 0

    def known(self, lookup: Lookup, *, limit: int = 10) -> Any:
        self.lookups += 1
        return self._engine.vocabulary.known(lookup, limit=limit)

    def together(self, make: Callable[[Any], Any]) -> Any:
        return make(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name, None) or getattr(self._engine.vocabulary, name)


def test_a_query_that_finds_something_looks_nothing_up(engine: Engine) -> None:
    counting = Counting(engine)
    assert asked(counting, "苍南 渔港").results.total == 1
    assert counting.lookups == 0


def test_a_query_that_finds_hardly_anything_is_told_what_sounds_like_it_and_finds_much(library: Library) -> None:
    told = "海舟十二号今晨出港，海舟十二号上有渔工三十人。"
    engine = library(
        [{"title": "海州", "text": "海州十二号码头停用。"}, *({"title": f"第{n}航次", "text": told} for n in range(30))]
    )
    answer = asked(engine, "海州十二号")
    assert (answer.results.total, answer.rescue, answer.suggestion) == (1, None, "海舟十二号")
    assert [(note.kind, "海舟十二号" in note.message, "30" in note.message) for note in answer.notes] == [
        ("spelling", True, True)
    ]
    assert asked(engine, "海舟十二号").suggestion is None
    assert asked(engine, "海州十二号", suggest=False).suggestion is None


def test_a_long_query_of_nothing_but_mistakes_is_looked_up_in_part(engine: Engine) -> None:
    counting = Counting(engine)
    asked(counting, " ".join(f"沧南县敖江镇{chr(0x4E00 + n)}饕" for n in range(200)))
    assert 0 < counting.lookups < 600


def test_nothing_is_corrected_when_the_time_is_over(engine: Engine) -> None:
    query = parse("沧南县 敖江镇")
    assert correct(engine, query, "沧南县 敖江镇", parse=parse, seconds=-1.0) is None
    assert correct(engine, query, "沧南县 敖江镇", parse=parse, seconds=60.0) is not None


def test_fuzzy_words_find_names_that_no_dictionary_has(engine: Engine) -> None:
    for typed in ("罗咏康~1", "沈宇虹~1", "沈雨鸿~1"):
        answer = asked(engine, typed, strict=True)
        assert answer.results.total == 1, typed
    (hit,) = engine.search(SearchRequest(Fuzzy("鳌洋镇", 1))).hits
    shown = [(hit.title or "")[first:last] for first, last in hit.title_highlights]
    assert shown == ["鳌江镇"]


PIECES = [
    "沧南县",
    "罗咏康",
    "cangnan",
    "luo",
    " ",
    '"',
    "(",
    ")",
    "-",
    "OR",
    "~1",
    "*",
    "?",
    "title:",
    "author:",
    "^2",
    "饕",
    "的",
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.lists(st.sampled_from(PIECES) | st.text(max_size=3), min_size=1, max_size=8).map("".join))
def test_whatever_is_typed_is_answered_or_is_no_query_and_a_suggestion_finds_something(
    engine: Engine, text: str
) -> None:
    suggestions(engine, text)
    for options in ({}, {"mode": "any"}, {"mode": "literal"}, {"strict": True}):
        try:
            answer = asked(engine, text, **options)
        except QueryError:
            continue
        assert (answer.rescue == "spelling") == bool(answer.replaced)
        if answer.suggestion is not None:
            again = asked(engine, answer.suggestion, mode="any")
            assert again.results.total > 0
            assert again.rescue is None
