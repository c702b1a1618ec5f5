"""The first words that tell the hits of some queries from all other articles, to be read, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Iterator

from baosou.index import open_index
from baosou.index.request import LOOKED_AT
from tests.bench.engines import OURS
from tests.bench.tables import ms, table
from tests.bench.workshop import Workshop

QUERIES = (
    *("台风", "冬奥会", "脱贫", "知识产权", "叙利亚", "高铁", "粮食", "航天员", "房价", "养老"),
    *("食品安全", "教师", "垃圾分类", "新能源汽车", "反腐", "地震", "大熊猫", "春运", "空气污染", "南海"),
)
READ = 12
TIMES = 5


def hit_words(workshop: Workshop) -> Iterator[str]:
    """For each query its first words, and the median of the processor's milliseconds for a warm index."""
    folder = workshop.index(OURS, workshop.news(workshop.sizes[-1]))
    rows = []
    with open_index(folder) as index:
        for query in QUERIES:
            spent = []
            for _ in range(TIMES):
                started = time.process_time()
                found = index.facets(query, f"words:{READ}")
                spent.append(time.process_time() - started)
            words = " ".join(each.value for each in found["words"])
            rows.append([f"{query}: {words}", f"{min(found.total, LOOKED_AT):,}", ms(sorted(spent)[TIMES // 2])])
    yield table(["words", "hits", "ms"], rows)
