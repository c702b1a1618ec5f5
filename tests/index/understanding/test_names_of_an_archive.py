"""A thousand names that hold a function character, taken out of news, are read whole beside other words."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from baosou.corpus.folding import fold_text
from baosou.corpus.names import is_name
from baosou.index.adding import AddOptions
from baosou.index.analysis.analyzer import is_function_word, plain_words
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, open_engine
from baosou.index.engine import Engine

NEWS = Path(__file__).parents[4] / "shared" / "data" / "xwlb.jsonl.gz"
pytestmark = pytest.mark.skipif(not NEWS.exists(), reason=f"{NEWS.name} of the shared data is not there")

ARTICLES, NAMES = 60_000, 1_000
BEFORE = ("访问", "会见", "关注", "走进", "介绍")
AFTER = ("访问", "演讲", "项目", "召开", "发布", "志愿者", "代表", "举行", "获奖")

_TITLE = re.compile("《([\u4e00-\u9fff]{3,10})》")
_OFFICE = "总理|总统|主席|部长|书记|外长|院士|教授|选手|校长"
_PERSON = re.compile(rf"(?:{_OFFICE})([\u4e00-\u9fff]{{2,3}})(?=说|表示|强调|[、，])")
_BODY = re.compile("(?<=[，。、\n])([\u4e00-\u9fff]{2,4}[和与][\u4e00-\u9fff]{2,4}(?:部|委员会|局|协会))(?=[，。、\n])")


def texts() -> Iterator[str]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as stream:
        for line in islice(stream, ARTICLES):
            record = json.loads(line)
            yield f"{record['title']}\n{record['text']}"


def is_torn(name: str) -> bool:
    """Whether the dictionary cuts a function character out of a name."""
    return any(map(is_function_word, plain_words(fold_text(name))))


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("news")
    page = folder / "news.jsonl"
    with gzip.open(NEWS, "rt", encoding="utf-8") as stream:
        page.write_text("".join(islice(stream, ARTICLES)), encoding="utf-8")
    add(str(folder / "index"), [page], options=AddOptions(jobs=1))
    engine = open_engine(str(folder / "index"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def names() -> list[str]:
    whole = "\n".join(texts())
    titles = [title for title, _ in Counter(_TITLE.findall(whole)).items() if is_torn(title)]
    people = [name for name, count in Counter(_PERSON.findall(whole)).items() if count > 1 and is_name(name)]
    bodies = [name for name, count in Counter(_BODY.findall(whole)).items() if count > 3]
    # what often stands elsewhere too is no name: 在一起 is a title once and said a thousand times
    known = [t for t in titles if 2 * whole.count(f"《{t}》") >= whole.count(t)]
    known += [name for name in {*people, *bodies} if is_torn(name)]
    return random.Random(7).sample(sorted(known), min(NAMES, len(known)))


def test_names_are_whole_counted_as_they_stand_and_first(news: Engine, names: list[str]) -> None:
    chance = random.Random(8)
    torn, miscounted, later = [], [], []
    for name in names:
        rest = chance.choice(AFTER)
        asked = chance.choice(
            [name, f"{name}{rest}", f"{chance.choice(BEFORE)}{name}", f"{chance.choice(BEFORE)}{name}{rest}"]
        )
        answer = ask(news, Question(asked, strict=True, snippets=0, suggest=False))
        terms = answer.interpreted.split(" AND ")
        folded = fold_text(name)
        if not any(folded in term for term in terms):
            torn.append((asked, answer.interpreted))
            continue
        literal = " ".join(f'"{term}"' for term in terms)
        if ask(news, Question(literal, strict=True, limit=0, suggest=False)).results.total != answer.results.total:
            miscounted.append((asked, answer.interpreted))
        if asked == name:
            first = answer.results.hits[0]
            text = " ".join(block.text for part in news.article(first.id).sections for block in part.blocks)
            if folded not in re.sub('[“”‘’"]', "", fold_text(f"{first.title}\n{text}")):
                later.append(asked)
    assert len(names) == NAMES
    assert (miscounted, later) == ([], [])
    assert len(torn) <= len(names) * 0.01, torn
