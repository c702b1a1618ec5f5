"""Times a whole archive: `make bench` adds the news collection that lies beside the checkout, searches it, scores it.

Prints one table; figures are medians of whole processes in one run. `make bench ARTICLES=10000` takes fewer articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"
NEWS = SHARED / "data" / "xwlb.jsonl.gz"
BAOSOU = [sys.executable, "-m", "baosou.cli"]
COLD = {"rare word": "菏泽", "three words": "航天 发射 卫星", "phrase": '"新能源汽车"', "common word": "中国"}


def timed(command: list[str], environment: dict[str, str], runs: int = 1) -> tuple[float, float]:
    """Median wall and CPU seconds of a command as a whole process."""
    walls, processors = [], []
    for _ in range(runs):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(time.perf_counter() - started)
        processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(walls), statistics.median(processors)


def main() -> int:
    """Run all measurements; exit code 1 where the collection is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=None)
    options = parser.parse_args()
    if not NEWS.exists():
        print(f"nothing measured: {NEWS} is absent", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BAOSOU_INDEX": f"{folder}/index"}
        news = Path(folder) / "news.jsonl"
        with gzip.open(NEWS, "rt", encoding="utf-8") as source, news.open("w", encoding="utf-8") as target:
            target.writelines(islice(source, options.articles))
        wall, processor = timed([*BAOSOU, "add", str(news)], environment)
        status = json.loads(subprocess.run([*BAOSOU, "status", "--json"], env=environment, capture_output=True).stdout)
        megabytes = news.stat().st_size / 1e6
        print(f"add            {status['articles']} articles, {status['sections']} sections, {megabytes:.1f} MB")
        print(f"  wall {wall:.1f} s, CPU {processor:.1f} s, {status['sections'] / wall:.0f} sections/s")
        print(f"  largest process {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3:.0f} MB")
        print(f"  index {status['bytes'] / 1e6:.1f} MB, {status['bytes'] / news.stat().st_size:.2f} of the source")
        print(f"{'cold search':15}{'wall s':>8}{'CPU s':>8}")
        for name, query in COLD.items():
            wall, processor = timed([*BAOSOU, "search", query], environment, runs=5)
            print(f"  {name:13}{wall:8.2f}{processor:8.2f}")
        wall, processor = timed([*BAOSOU, "facets", "中国", "-f", "place", "-f", "year"], environment, runs=5)
        print(f"  {'facets':13}{wall:8.2f}{processor:8.2f}")
        words = sorted({word for query in COLD.values() for word in query.replace('"', "").split()})
        queries = Path(folder) / "queries.txt"
        lines = (f"{words[n % len(words)]} {2012 + n % 14}年\n" for n in range(200))
        queries.write_text("".join(lines), encoding="utf-8")
        wall, _ = timed([*BAOSOU, "batch", str(queries), "--jobs", "1"], environment)
        print(f"batch          {200 / wall:.0f} queries/s, two words each, top 10 with snippets, one process")
    return 0


if __name__ == "__main__":
    sys.exit(main())
