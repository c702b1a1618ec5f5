from __future__ import annotations

import random
from pathlib import Path

import pytest

from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import open_engine
from baosou.index.errors import QueryError
from tests.torture.queries import asked
from tests.torture.workplace import PLACES, Workplace


def test_any_typed_string_ends_in_an_answer_or_a_clear_error(tmp_path: Path) -> None:
    engine = open_engine(str(Workplace(tmp_path).index))
    id = ask(engine, Question(text=PLACES[0])).results.hits[0].id
    chance = random.Random(2)
    timeouts = (None, None, None, 0.0)  # what is over at once, or never: what lies between would be up to the machine
    assert sum(asked(engine, id, chance, timeouts=timeouts)[1] for _ in range(150)) > 20


def test_near_words_that_stand_everywhere_are_too_much_and_it_says_so(tmp_path: Path) -> None:
    place = Workplace(tmp_path, files=1)
    path = place.sources / "many.jsonl"
    path.write_text('{"text": "' + "的一是在" * 400 + '"}\n', encoding="utf-8")
    place.add(path)
    engine = open_engine(str(place.index))
    assert ask(engine, Question(text='"的 是"~3')).results.total == 1
    with pytest.raises(QueryError, match="the words stand in too many places"):
        ask(engine, Question(text='"的 一 是 在 的 一 是 在"~2000'))


def test_a_literal_text_is_no_longer_than_a_query(tmp_path: Path) -> None:
    engine = open_engine(str(Workplace(tmp_path, files=1).index))
    with pytest.raises(QueryError, match="a query has at most 10,000 characters"):
        ask(engine, Question(text="渔港" * 5001, mode="literal"))


def test_half_a_character_is_no_query(tmp_path: Path) -> None:
    engine = open_engine(str(Workplace(tmp_path, files=1).index))
    with pytest.raises(QueryError, match="half a character") as told:
        ask(engine, Question(text="渔港\ud800茶园"))
    assert told.value.position == 2
