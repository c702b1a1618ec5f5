"""One small archive twice: as an index of ours, and as a stock Whoosh index in memory with the same analyzer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

import pytest
from msgspec import Struct
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index

from baosou.corpus.folding import fold_text
from baosou.index.ids import DIGITS, shown_id
from baosou.index.ingest.facet_values import with_ancestors
from baosou.index.segments.layout import Field
from baosou.index.segments.numbering import DeletedRanges
from baosou.index.whoosh_engine.engine import WhooshEngine
from baosou.index.whoosh_engine.whoosh_api.analyzers import ChineseAnalyzer

PLACES = ["青螺镇", "白鹭湾", "雁溪村", "石浦渡", "云岫乡"]
PEOPLE = ["林一帆", "罗永康", "周小芸", "陈知远"]
THINGS = ["渔港", "灯塔", "图书馆", "水库", "博物馆", "火车站", "茶园", "老街", "医院", "学校"]
DEEDS = [
    "志愿者在{thing}点亮了灯火，渔民们站在岸边鼓掌。",
    "暴雨过后，工程师检查了{thing}的桥梁和公路，没有发现裂缝。",
    "音乐会在{thing}举行，学生和老师合唱了三首歌曲。",
    "{thing}的展览展出了一百二十件老照片，观众排起长队。",
    "台风来临之前，船员把粮食搬进{thing}，农民加固了大棚。",
    "《潮声》节目介绍了{thing}的历史，COVID-19期间它从未关门，共接待1280人次。",
]
ENDINGS = [
    "天气转晴，市场重新热闹起来。",
    "冠军队把奖杯送给了{place}的孩子们。",
    "“这里的水很甜。”{person}说。",
    "记者了解到，第3期工程将于2024年10月开工。",
    "志原者、共富工坊，都是{place}人自己起的名字。",
    "电影比赛的报名还在继续，请關注後續消息。",
]
COUNTRIES = ("法国", "日本")
PAPERS = ["潮汐日报", "雁溪晚报"]
COLUMNS = ["要闻", "副刊", "文化"]


class Archive(Struct, frozen=True):
    """The same sections as an index of ours and as a stock one; `ids` names the documents of each, in order."""

    ours: Index
    stock: Index
    engine: WhooshEngine


def written(number: int) -> dict[str, Any]:
    """What is known of article `number`."""
    place, person, thing = PLACES[number % 5], PEOPLE[number % 4], THINGS[number % 10]
    texts = islice(cycle(DEEDS[number % 6 :] + DEEDS[: number % 6]), 1 + number % 3)
    sections = [
        (f"{place}的故事。" + text + ENDINGS[(number * 5 + at) % 6]).format(
            thing=THINGS[(number + 3 * at) % 10], place=place, person=person
        )
        for at, text in enumerate(texts)
    ]
    month = number % 12 + 1
    return {
        "sections": sections,
        "title": f"{place}{thing}见闻" if number % 7 else None,
        "byline": f"本报记者 {person}",
        "authors": (person,) if number % 5 else (person, PEOPLE[(number + 1) % 4]),
        "date": [f"{2019 + number % 6}-{month:02}-{number % 27 + 1:02}", f"{2019 + number % 6}-{month:02}", None][
            min(number % 8, 2) if number % 8 < 3 else 0
        ],
        "publication": PAPERS[number % 2] if number % 6 else None,
        "edition": f"{number % 4 + 1:02}",
        "column": COLUMNS[number % 3] if number % 4 else None,
        "places": (f"东海省/潮州湾市/{place}",) if number % 9 else (),
        "countries": COUNTRIES[: number % 3],
    }


SIZES = (23, 14, 9)
"""How many articles each segment has."""

DELETED: dict[int, DeletedRanges] = {0: [(3, 5), (20, 21)], 2: [(0, 1)]}
"""Which articles of which segment are deleted."""


@pytest.fixture(scope="session")
def archive(make_article: Callable[..., Any], make_index: Callable[..., WhooshEngine]) -> Archive:
    """Three segments of forty-six articles, four of them deleted."""
    numbers = iter(range(sum(SIZES)))
    groups = [[written(number) for number in islice(numbers, size)] for size in SIZES]
    made = [
        [make_article(*each["sections"], **{k: v for k, v in each.items() if k != "sections" and v}) for each in group]
        for group in groups
    ]
    engine = make_index(*made, deleted=DELETED)
    ours = engine.whoosh()
    return Archive(ours, stock_index(engine), engine)


def stock_index(engine: WhooshEngine) -> Index:
    """The folded sections of an index of ours in a stock Whoosh index in memory, segment by segment."""
    texts = {name: TEXT(analyzer=ChineseAnalyzer(), chars=True, stored=True) for name in ("title", "byline", "body")}
    several = {name: KEYWORD(commas=True, stored=True, sortable=True) for name in ("author", "place", "country")}
    names = ("id", "article", "date", "year", "month", "publication", "edition", "column", "source")
    values = {name: ID(stored=True, sortable=True, unique=name == "id") for name in names}
    index: Index = RamStorage().create_index(Schema(**texts, **several, **values))  # type: ignore[no-untyped-call]
    for segment in engine.segments:
        writer = index.writer()
        dead = []
        countries = segment.column("country")
        assert countries is not None
        for section, article in enumerate(segment.section_article.tolist()):
            stored = segment.stored(article)
            first, _ = segment.sections_of_article(article)
            name = shown_id(segment.article_id.item(article), DIGITS)
            document: dict[str, str | None] = {
                "id": f"{name}.{section - first + 1}",
                "article": name,
                "body": fold_text(segment.section_text(section)),
                "title": fold_text(segment.section_text(section, Field.TITLE)),
                "byline": fold_text(segment.section_text(section, Field.BYLINE)),
                "author": ",".join(stored.authors),
                "place": ",".join(with_ancestors(stored.places)) if stored.places else "",
                "country": ",".join(countries.of(article)),
                "date": stored.date if stored.date and len(stored.date) == 10 else None,
                "month": stored.date[:7] if stored.date and len(stored.date) >= 7 else None,
                "year": stored.date[:4] if stored.date else None,
                "publication": stored.publication,
                "edition": stored.edition,
                "column": stored.column,
                "source": segment.sources[segment.article_source.item(article)],
            }
            writer.add_document(**{key: text for key, text in document.items() if text})
            if not segment.live[article]:
                dead.append(name)
        writer.commit(merge=False)
        writer = index.writer()
        for name in dead:
            writer.delete_by_term("article", name)
        writer.commit(merge=False)
    return index
