"""The same articles in a folder and on a cluster, and the same questions: the same answers, to the last digit."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from baosou.corpus.folding import fold_text
from baosou.index import Index, open_index
from baosou.index.access import Access
from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.client import Client
from baosou.index.opensearch_engine.engine import OpenSearchEngine
from baosou.index.opensearch_engine.location import located
from tests.opensearch.nodes import Nodes

SUBJECTS = (
    "霞关渔港",
    "鳌江镇",
    "海月社区",
    "林一帆",
    "陈海生",
    "县志愿者协会",
    "26名船员",
    "渔业公司",
    "“蓝帆”救援队",
    "周可",
)
DEEDS = (
    "清点了",
    "在码头修补",
    "为老人送去",
    "二〇二四年起登记",
    "连夜转移",
    "向海月公司订购",
    "讨论了",
    "用APP记录",
    "整理",
)
THINGS = (
    "三百箱带鱼",
    "救生衣",
    "1.5万元善款",
    "旧渔网",
    "志愿服务手册",
    "冷库用电",
    "climate data",
    "十二条渔船",
    "海带养殖",
    "台风预案",
)
ENDS = ("，次日完工。", "。", "；村民说“很方便”。", "，费用由镇政府承担。", "，全程两小时。", "，比去年多3成。")
PLACES = ("浙江省温州市苍南县", "浙江省/温州市/平阳县", "福建省福鼎市", "上海市")
PAPERS = ("浙东日报", "海岳晚报", "渔讯")
QUESTIONS = 160


def sentence(chance: random.Random) -> str:
    return "".join(chance.choice(each) for each in (SUBJECTS, DEEDS, THINGS, ENDS))


def archive(count: int, seed: int) -> list[dict[str, Any]]:
    """Articles of made-up news, some short, some of several sections, some undated, some with keys of their own."""
    chance = random.Random(seed)
    records = []
    for number in range(count):
        paragraphs = [
            "".join(sentence(chance) for _ in range(chance.randint(1, 6)))
            for _ in range(chance.choice((1, 1, 2, 3, 9)))
        ]
        record: dict[str, Any] = {
            "id": f"r{number}",
            "title": sentence(chance)[:14],
            "text": "\n".join(paragraphs),
            "authors": chance.sample(("林一帆", "周可", "陈 海"), chance.randint(0, 2)),
            "publication": chance.choice(PAPERS),
            "places": chance.sample(PLACES, chance.randint(0, 2)),
        }
        if chance.random() < 0.8:
            record["date"] = f"{chance.randint(2019, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        if chance.random() < 0.3:
            record["主题"] = chance.sample(("海洋", "教育", "a.b*c"), chance.randint(1, 2))
        records.append(record)
    return records


def questions(records: list[dict[str, Any]], seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Questions of all kinds about texts that stand in the articles, and some that do not."""
    chance = random.Random(seed)

    def part(least: int, most: int) -> str:
        text = chance.choice(records)["text"]
        first = chance.randrange(len(text) - least)
        return str(text[first : first + chance.randint(least, most)]).replace("\n", "")

    def word() -> str:
        return chance.choice((*SUBJECTS, *THINGS))

    makers: tuple[Callable[[], tuple[str, dict[str, Any]]], ...] = (
        lambda: (word(), {"facets": ["place", "year", "author", "主题"]}),
        lambda: (f"{word()} {word()}", {"facets": ["month", "publication"], "explain": True}),
        lambda: (part(2, 6), {"literal": True, "facets": ["place"]}),
        lambda: (f"{word()} {word()} {word()}", {"any": True}),
        lambda: (word(), {"by": "section", "facets": ["place", "date"], "limit": 25}),
        lambda: (f'"{word()[:2]} {word()[-2:]}"~{chance.randint(1, 30)}', {}),
        lambda: (f"{word()[:2]}*", {"by": chance.choice(("article", "section"))}),
        lambda: (f"{word()[0]}*{word()[-1]}", {}),
        lambda: (f"{word()[0]}?{word()[-1]}", {}),
        lambda: (f"{word()[:3]}~1", {}),
        lambda: (f"{word()} OR ({word()} NOT {word()})", {"facets": ["year"]}),
        lambda: (f"title:{word()[:2]}", {"by": "section"}),
        lambda: (f'body:"{word()[:3]}" date:{chance.randint(2019, 2024)}', {}),
        lambda: (word(), {"sort": chance.choice(("date", "-date", "title", "source")), "offset": 5, "limit": 7}),
        lambda: (word(), {"where": {"place": chance.choice(("温州市", "苍南", "福鼎市"))}, "facets": ["place"]}),
        lambda: (word(), {"where": {"!主题": "海洋"}, "since": "2020-06", "facets": ["主题", "source"]}),
        lambda: (chance.choice(("26", "二十六名", "1.5万", "三百箱", "app", "climate", "2024年")), {}),
        lambda: (word().replace("海", "梅"), {}),
        lambda: (f"{part(1, 2)}", {}),
        lambda: (chance.choice(("二〇二四年", "1.5万元", "26名", "三百箱", "3成", "十二条")), {"literal": True}),
    )
    for number in range(QUESTIONS):
        yield makers[number % len(makers)]()


def told(answer: Any) -> dict[str, Any]:
    """An answer without what only the clock says."""
    return {key: value for key, value in answer.to_dict().items() if key != "took_ms"}


@pytest.fixture(scope="module")
def both(node: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Index]]:
    """An index in a folder and one on a cluster, in two parts, of the same files."""
    folder = tmp_path_factory.mktemp("articles")
    records = archive(180, seed=5)
    for number, part in enumerate((records[:100], records[100:])):
        lines = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in part)
        (folder / f"{number}.jsonl").write_text(lines, "utf-8")
    locations = (str(folder.parent / f"{folder.name}-index"), f"opensearch://{node.plan.hosts[0]}/vergleich")
    for location in locations:
        summary = add(location, [folder], AddOptions(jobs=1, shards=2))
        assert (summary.new, summary.articles) == (2, 180)
    with open_index(locations[0]) as embedded, open_index(locations[1]) as cluster:
        yield embedded, cluster


def test_the_same_questions_have_the_same_answers(both: tuple[Index, Index]) -> None:
    differing = []
    found = 0
    for text, options in questions(archive(180, seed=5), seed=3):
        one, other = (told(index.search(text, **options)) for index in both)
        found += bool(one["total"])
        if one != other:
            differing.append((text, options, [key for key in one if one[key] != other.get(key)]))
    assert differing == []
    assert found > QUESTIONS // 2


def test_where_not_all_matches_are_scored_the_first_page_is_nearly_the_same(both: tuple[Index, Index]) -> None:
    embedded, cluster = both
    few = OpenSearchEngine(Archive(Client(located(cluster.location))), candidates=60)
    firsts = pages = same = 0
    for text, options in questions(archive(180, seed=5), seed=3):
        wanted = embedded.search(text, strict=True, any=options.get("any", False))
        if wanted.total <= 60 or "literal" in options:
            continue
        question = Question(text, mode="any" if options.get("any") else "all", strict=True)
        found = ask(few, question)
        assert found.total == wanted.total
        firsts += found.hits[0].id == wanted.hits[0].id
        same += len({hit.id for hit in found.hits} & {hit.id for hit in wanted.hits})
        pages += 1
    few.close()
    assert pages > 20
    assert firsts >= 0.9 * pages
    assert same >= 9.5 * pages


def test_words_with_numbers_stand_wherever_their_characters_do(tmp_path: Path, cluster_location: str) -> None:
    texts = (
        "“六一”节那天，渔港小学放假。",
        "海月社区上了一节晒书课。",
        "修桥的这一环节已经结束。",
        "1节车厢装满了带鱼。",
    )
    page = tmp_path / "a.jsonl"
    page.write_text("".join(f'{{"title": "渔讯", "text": "{text}"}}\n' for text in texts * 2), "utf-8")
    for location in (str(tmp_path / "index"), cluster_location):
        add(location, [page], AddOptions(jobs=1))
    with open_index(str(tmp_path / "index")) as embedded, open_index(cluster_location) as cluster:
        for query in ("环节~1", "一节~1", "一*节", "六*节", "1*节", "body:环节~1", '"一节"', "一节"):
            one, other = (told(index.search(query, strict=True)) for index in (embedded, cluster))
            assert one == other, query


def test_how_many_matches_are_scored_is_said_when_an_archive_is_opened(both: tuple[Index, Index]) -> None:
    embedded, cluster = both

    def scores(index: Index) -> list[list[float]]:
        return [[hit.score for hit in index.search(text, strict=True, limit=40).hits] for text in ("海", "渔", "人")]

    assert all(len(each) == 40 for each in scores(embedded))
    with open_index(cluster.location, access=Access(candidates=1000)) as all_of_them:
        assert scores(all_of_them) == scores(embedded)
    with open_index(cluster.location, access=Access(candidates=5)) as few:
        for each, wanted in zip(scores(few), scores(embedded), strict=True):
            assert each != wanted
            assert each == sorted(each, reverse=True)


def test_what_is_asked_beside_searches_is_the_same(both: tuple[Index, Index]) -> None:
    embedded, cluster = both
    ids = [hit.id for hit in embedded.search("志愿服务", limit=3)]
    assert len(ids) == 3
    for id in ids:
        assert embedded.article(id, highlight="志愿* 海月") == cluster.article(id, highlight="志愿* 海月")
        assert embedded.why(id, "志愿服务 渔港 台风").to_dict() == cluster.why(id, "志愿服务 渔港 台风").to_dict()
        assert told(embedded.similar(id)) == told(cluster.similar(id))
    for text in ("海月", "haiyue", "zyfw", "志原服务", "霞关魚", "lin yifan"):
        assert embedded.suggest(text).to_dict() == cluster.suggest(text).to_dict()
    for query in ("救生衣", "渔船 OR 渔网", '"三百 带鱼"~4'):
        assert embedded.timeline(query, by="month").to_dict() == cluster.timeline(query, by="month").to_dict()
        one, other = embedded.kwic(query, sort="right"), cluster.kwic(query, sort="right")
        assert (one.total, list(one)) == (other.total, list(other))
    assert list(embedded.export("冷库")) == list(cluster.export("冷库"))
    assert list(embedded.export("冷库", of="sections")) == list(cluster.export("冷库", of="sections"))
    batch: list[str | dict[str, Any]] = [
        "救生衣",
        {"id": "b", "query": "渔港", "where": {"place": "温州市"}},
        "((",
        "海月社区",
    ]
    answers = [[each.answer and told(each.answer) for each in index.batch(batch)] for index in both]
    assert answers[0] == answers[1]


def test_parts_of_texts_are_found_wherever_they_stand(both: tuple[Index, Index]) -> None:
    records = archive(180, seed=5)
    texts = {each["id"]: [each["title"], each["text"]] for each in records}
    chance = random.Random(11)
    for _ in range(40):
        text = chance.choice(list(chain.from_iterable(texts.values())))
        first = chance.randrange(len(text))
        part = _unquoted(text[first : first + chance.randint(1, 8)].split("\n")[0])
        if not any(each.isalnum() for each in part):
            continue
        wanted = {id for id, own in texts.items() if any(part in _unquoted(each) for each in own)}
        found = both[1].search(part, literal=True, limit=None, snippets=0)
        by_authors = {hit.record_id for hit in found} - wanted
        assert wanted <= {hit.record_id for hit in found}, part
        assert all(part in fold_text(" ".join(hit.authors)) for hit in found if hit.record_id in by_authors), part


def _unquoted(text: str) -> str:
    return "".join(each for each in fold_text(text) if each not in "“”")


def test_the_same_status_but_for_where_and_how_much_room(both: tuple[Index, Index]) -> None:
    one, other = (index.status() for index in both)
    for name in ("sources", "articles", "sections", "characters", "analysis", "fields"):
        assert getattr(one, name) == getattr(other, name)


def test_both_are_of_one_kind_of_path(both: tuple[Index, Index], tmp_path: Path) -> None:
    (hit,) = both[1].search("救生衣", limit=1).hits
    assert Path(hit.source.path).is_file()
