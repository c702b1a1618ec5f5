"""Make `gazetteer.txt` from the divisions and our own lists, after one of them changed.

    python -m baosou.corpus.generate.gazetteer

`divisions.tsv.gz` (see `generate/divisions.py`), `former.txt` and `words.txt` go into it. The same input gives the same
bytes.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from baosou.corpus.generate.divisions import DIVISIONS
from baosou.corpus.places.gazetteer import BOUND, COUNTY, FULL, GAZETTEER, PROVINCE, WEAK, text_of
from baosou.corpus.places.names import former_full_forms, other_full_forms, stem


def table() -> str:
    """The lines of the file."""
    listed = gzip.decompress(DIVISIONS.read_bytes()).decode("utf-8")
    divisions = [line.split("\t") for line in listed.splitlines()]
    levels = {path: int(level) for level, path, _ in divisions}
    number = {path: str(at) for at, path in enumerate(levels)}
    towns: dict[str, list[str]] = defaultdict(list)
    for _, path, below in divisions:
        for town in below.split():
            towns[town].append(path)
    names = _names(levels, dict(line.split("\t") for line in text_of("former.txt").splitlines()))
    lines: list[Iterable[str]] = [
        levels,
        map(str, levels.values()),
        (below for _, _, below in divisions),
        towns,
        (" ".join(number[path] for path in paths) for paths in towns.values()),
        names,
        (" ".join((f"{level} {kind}", *(number[path] for path in paths))) for level, kind, paths in names.values()),
    ]
    return "".join("\t".join(line) + "\n" for line in lines)


def _words() -> dict[str, frozenset[str]]:
    """The lists of words.txt by their headings."""
    lists: dict[str, set[str]] = {}
    heading = ""
    for line in text_of("words.txt").splitlines():
        if line.startswith("["):
            heading = line[1 : line.index("]")]
            lists[heading] = set()
        elif line and not line.startswith("#"):
            lists[heading].update(line.split())
    return {heading: frozenset(words) for heading, words in lists.items()}


def _spellings(
    levels: Mapping[str, int], former: Mapping[str, str]
) -> tuple[dict[tuple[str, bool], list[str]], set[str]]:
    """Every (text, full) above the township with the paths it may mean, and which are the names of a lower kind that
    a place had before it was raised.
    """
    spelled: dict[tuple[str, bool], list[str]] = defaultdict(list)
    raised: dict[str, list[str]] = defaultdict(list)
    for path, level in levels.items():
        name = path.rpartition("/")[2]
        for form in (name, *other_full_forms(name)):
            spelled[form, True].append(path)
        if level == COUNTY:
            for form in former_full_forms(name):
                raised[form].append(path)
        if len(bare := stem(name)) > 1:
            spelled[bare, False].append(path)
    for form, path in former.items():
        full = form[-1] in "省市县区盟州旗"
        if (form, full) not in spelled:
            spelled[form, full].append(path)
    lower = set()
    for form, paths in raised.items():
        # A name that passed to two places, or that a prefecture bears as well, says nothing certain.
        if len(paths) == 1 and (form, True) not in spelled and len(spelled[form[:-1], False]) == 1:
            spelled[form, True].extend(paths)
            lower.add(form)
    return spelled, lower


def _names(levels: Mapping[str, int], former: Mapping[str, str]) -> dict[str, tuple[int, int, list[str]]]:
    """Of every name down to the county its level, its kind and the paths it may mean."""
    words = _words()
    common = words["never"] | words["weak"]
    names: dict[str, tuple[int, int, list[str]]] = {}
    spelled, lower = _spellings(levels, former)
    for (text, full), paths in spelled.items():
        top = min(levels[path] for path in paths)
        if full:
            weak = text in words["straddling"] or (text in lower and stem(text) in common)
        else:
            # 新疆 and 海南 are the provinces; prefectures and counties of that name are told by their parent.
            if text in words["never"] and top == COUNTY:
                continue
            weak = text in words["weak"] and top > PROVINCE
        bound = text in words["generic" if full else "bound"]
        names[text] = top, FULL * full + WEAK * weak + BOUND * bound, sorted(paths)
    return names


def main(target: Path) -> None:
    """Write the gazetteer to `target`."""
    # not compressed: every `add` reads it
    target.write_text(table(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(__file__).parents[1] / "places" / GAZETTEER)
