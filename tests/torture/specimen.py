"""An index with something of everything in it, and what is asked of it before and after something happens to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from msgspec import to_builtins
from msgspec.structs import replace

from baosou.index import api
from baosou.index.adding import AddOptions
from baosou.index.answering.article import similar, why
from baosou.index.answering.ask import ask
from baosou.index.answering.exports import KEYS, exported
from baosou.index.answering.question import Question
from baosou.index.answering.suggest import suggest
from baosou.index.api import open_engine
from baosou.index.request import FacetRequest, Filter
from baosou.index.segments.checksums import BLOCK_BYTES
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.backend import WhooshBackend

_PARAGRAPHS = (
    "苍南县霞关镇的渔港里，志愿者清早就点亮了灯火。林一帆说，今年休渔期以来，老街的居民送来热茶，也送来新编的渔网。",
    "滨州光学机械研究所（以下简称滨州光机所）昨天在鳌江边讲解新能源汽车的保养，三百多名学生听了海上课堂。",
    "“乒”出精彩，乒出友谊。幸福小站的乒乓球桌旁，沈宇鸿和队友练到夜里十点，COVID-19 以后他们第一次聚齐。",
    "晒场上的稻谷重５㎏一袋，一共三千袋。周可算过账：二〇二四年的收成比去年多一成，烘干机却只用了一半的电。",
)


def _records(first: int, count: int) -> str:
    records = []
    for number in range(first, first + count):
        text = "\n".join(_PARAGRAPHS[(number + n) % len(_PARAGRAPHS)] for n in range(1 + number % 3))
        record: dict[str, object] = {
            "title": f"渔港的灯之{number}",
            "text": f"{text}\n第{number}天，天气晴。",
            "date": f"2024-0{1 + number % 9}-1{number % 10}",
            "authors": [("林一帆", "周可", "罗永康")[number % 3]],
            "publication": ("浙东日报", "江南晚报")[number % 2],
            "主题": ("海洋", "农业")[number % 2],
        }
        records.append(json.dumps(record, ensure_ascii=False))
    return "".join(f"{record}\n" for record in records)


def make(folder: Path, *, first: int = 0) -> Path:
    """An index in `folder/index` of two segments, one with deleted articles, and the user's words; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index"
    made = WhooshBackend(index, Sizes(long_array=BLOCK_BYTES))  # as if the index were a large one
    one = AddOptions(jobs=1)
    for number, count in enumerate((44, 6)):
        (folder / f"{number}.jsonl").write_text(_records(first + 100 * number, count), "utf-8")
        (folder / f"少{number}.jsonl").write_text(_records(first + 100 * number + 50, 2), "utf-8")
        made.add([folder / f"{number}.jsonl", folder / f"少{number}.jsonl"], one)
    made.remove([folder / "少0.jsonl"])
    (folder / "synonyms.txt").write_text("渔港, 渔村\n轻轨 => 地铁\n", "utf-8")
    (folder / "words.txt").write_text("幸福小站\n海上课堂 30\n", "utf-8")
    made.add([], replace(one, user_dict=folder / "words.txt", synonyms=folder / "synonyms.txt"))
    return index


QUESTIONS = (
    Question("渔港 灯火", facets=(FacetRequest("place"), FacetRequest("author"), FacetRequest("主题"))),
    Question("“乒出精彩”", by="section", explain=True),
    Question("的", mode="literal", limit=60),
    Question("幸福小站", filters=(Filter("author", ("林一帆",)), Filter("place", ("苍南",), negated=True))),
    Question("渔* NOT 霞关镇", sort="-date", since="2024-02"),
    Question("covid~1 OR 志愿~1", by="section"),
    Question("滨州光机所 晒场", mode="any"),
    Question('"渔港 老街"~20', limit=3, offset=2),
    Question("沧南县", limit=4),
    Question("谁 算过账？", sort="title"),
    Question(filters=(Filter("publication", ("江南晚报",)),), sort="source", limit=5),
)

Ask = Callable[[Path], str]


def _asked(question: Question) -> Ask:
    return lambda index: _whole(replace(ask(open_engine(str(index)), question), took_ms=0.0))


def _whole(value: object) -> str:
    """All that a value holds; its own repr is for a reader."""
    return repr(to_builtins(value))


def _shown(index: Path) -> str:
    engine = open_engine(str(index))
    hits = ask(engine, Question("灯 OR 的", limit=100)).results.hits
    return _whole([engine.article(hit.id) for hit in hits])


def _explained(index: Path) -> str:
    engine = open_engine(str(index))
    hits = ask(engine, Question("渔港", limit=1)).results.hits
    return _whole([why(engine, hit.id, Question("渔港 乒乓 没有")) for hit in hits])


def _like(index: Path) -> str:
    engine = open_engine(str(index))
    hits = ask(engine, Question("渔港", limit=1)).results.hits
    return _whole([replace(similar(engine, [hit.id], Question()), took_ms=0.0) for hit in hits])


def _exported(index: Path) -> str:
    engine = open_engine(str(index))
    return _whole([list(exported(engine, Question("灯 OR 的", aside=True), of)) for of in KEYS])


def _suggested(index: Path) -> str:
    engine = open_engine(str(index))
    return repr([suggest(engine, text) for text in ("沧南县", "zhou", "点凉灯火", "林", "yugang", "幸福小占")])


def _words(index: Path) -> str:
    engine = open_engine(str(index))
    words = engine.vocabulary.user_words()
    return repr((list(api.count_words(engine, words)), engine.vocabulary.synonyms()))


def _status(index: Path) -> str:
    return repr(open_engine(str(index)).status())


def _added(index: Path) -> str:
    """What an add of what is there already says."""
    return repr(replace(api.add(str(index), [index.parent / "1.jsonl"], AddOptions(jobs=1)), seconds=0.0))


ASKS: dict[str, Ask] = {
    **{f"search {number}": _asked(question) for number, question in enumerate(QUESTIONS)},
    "show": _shown,
    "why": _explained,
    "similar": _like,
    "export": _exported,
    "suggest": _suggested,
    "dict list": _words,
    "status": _status,
    "add": _added,
}
"""What is asked, by its command: each opens the index anew and gives its whole answer as text."""
