"""The part that each line plays, found as the best path through all lines of a page (Viterbi, 1967)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baosou.corpus.pages import weights
from baosou.corpus.pages.evidence import Evidence, PageEvidence
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.joins import Vocabulary
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.parts import BODY, PLAIN, START, TITLES, Odds, Part, follows

_IMPOSSIBLE = -1e6
_SHORTEST_ARTICLE = 40.0  # in Chinese characters; less below an unsigned title is rather a part of something


def label_lines(lines: Sequence[Line], page: Geometry, words: Vocabulary, known: Mapping[int, Odds]) -> list[Part]:
    """The part of each line; the lines are those of articles only, without captions. `known` tells some of them.

    Subheads come in several and articles have a body: where the best path has a lone subhead in an article
    or a title over next to nothing, that reading is made dearer once and the path is sought again there.
    """
    if not lines:
        return []
    evidence = PageEvidence(lines, page, words, known)
    path = _best_path(evidence, 0, len(lines), {}, None, None)
    for begin, end, doubts in _doubted(lines, path):
        entry = path[begin - 1] if begin else None
        leave = path[end] if end < len(lines) else None
        path[begin:end] = _best_path(evidence, begin, end, doubts, entry, leave)
    return [PLAIN[part] for part in path]


def _best_path(
    page: PageEvidence, begin: int, end: int, doubts: Mapping[int, Part], entry: Part | None, leave: Part | None
) -> list[Part]:
    """The best parts of the lines [begin, end) between the part before them and the part after them."""
    scores: dict[int, float] = {} if entry is None else {int(entry): 0.0}
    trail = bytearray()
    for index in range(begin, end):
        line = page.at(index)
        if index in doubts:
            for part in line.own:
                if PLAIN[Part(part)] is doubts[index]:
                    line.own[part] -= (
                        weights.DOUBT_LONE_HEAD if doubts[index] is Part.HEAD else weights.DOUBT_SHORT_ARTICLE
                    )
        scores = _step(scores, line, trail) if scores else _begin(line, trail)
    if leave is None:
        last = {part: score for part, score in scores.items() if part not in TITLES} or scores
        path = [max(last, key=last.__getitem__)]
    else:
        after = bytearray()
        _step(scores, page.at(end), after)
        path = [after[leave]]
    for row in range(end - begin - 1, 0, -1):
        path.append(trail[row * len(Part) + path[-1]])
    return [Part(part) for part in reversed(path)]


def rivals(
    lines: Sequence[Line], page: Geometry, words: Vocabulary, known: Mapping[int, Odds], path: Sequence[Part]
) -> list[tuple[float, Part | None]]:
    """For each line how much better the page reads with its part in `path` than with the best other, and which.

    None is the other where the line can be nothing else. Doubts are left out, so a margin may be below 0.
    """
    evidence = PageEvidence(lines, page, words, known)
    at = [evidence.at(index) for index in range(len(lines))]
    ahead: list[dict[int, float]] = []
    for index, line in enumerate(at):
        ahead.append(_step(ahead[-1], line, bytearray()) if index else _begin(line, bytearray()))
    behind: list[dict[int, float]] = [dict.fromkeys(line.own, 0.0) for line in at]
    for index in range(len(at) - 1, 0, -1):
        for source in behind[index - 1]:
            after = _step({source: 0.0}, at[index], bytearray())
            behind[index - 1][source] = max(
                (score + behind[index][target] for target, score in after.items() if _follows(source, target)),
                default=_IMPOSSIBLE,
            )
    found: list[tuple[float, Part | None]] = []
    for index, part in enumerate(path):
        best: dict[Part, float] = {}
        for target, score in ahead[index].items():
            plain = PLAIN[Part(target)]
            best[plain] = max(best.get(plain, _IMPOSSIBLE), score + behind[index].get(target, _IMPOSSIBLE))
        own = best.pop(PLAIN[part], _IMPOSSIBLE)
        likely = {other: score for other, score in best.items() if score > _IMPOSSIBLE / 2}
        rival = max(likely, key=likely.__getitem__, default=None)
        found.append((own - likely[rival], rival) if rival is not None else (0.0, None))
    return found


def _follows(source: int, target: int) -> bool:
    return any(source == before for before, _ in follows(target))


def _begin(line: Evidence, trail: bytearray) -> dict[int, float]:
    trail.extend(bytes(len(Part)))
    found = {int(part): line.own[part] + score for part, score in START.items() if part in line.own}
    return found or dict(line.own)  # what is known of the first line is known, though nothing begins so


def _step(scores: Mapping[int, float], line: Evidence, trail: bytearray) -> dict[int, float]:
    """The best score of each part of the line; `trail` gets the part of the line before that led there."""
    came = bytearray(len(Part))
    reached: dict[int, float] = {}
    for target, own in line.own.items():
        best, best_source = -1e30, -1
        in_body = line.after_body.get(target, 0.0)
        for source, value in follows(target):
            if source not in scores:
                continue
            value += scores[source]
            if source in BODY:
                value += in_body
            elif source in TITLES:
                value += line.after_title.get(target, 0.0)
            elif source == Part.BYLINE:
                value += line.after_byline.get(target, 0.0)
            if value > best:
                best, best_source = value, source
        if best_source >= 0:
            reached[target] = best + own
            came[target] = best_source
    if not reached:  # what is known of two lines does not go together; it is known all the same
        best_source = max(scores, key=scores.__getitem__)
        for target, own in line.own.items():
            reached[target] = scores[best_source] + own
            came[target] = best_source
    trail.extend(came)
    return reached


def _doubted(lines: Sequence[Line], path: Sequence[Part]) -> list[tuple[int, int, dict[int, Part]]]:
    """The articles [begin, end) whose title has hardly a body below it or that have one subhead alone."""
    bounds = [index for index, part in enumerate(path) if index == 0 or _opens_article(part, path[index - 1])]
    found: list[tuple[int, int, dict[int, Part]]] = []
    for begin, end in zip(bounds, [*bounds[1:], len(path)], strict=True):
        doubts: dict[int, Part] = {}
        heads = [index for index in range(begin, end) if PLAIN[path[index]] is Part.HEAD]
        if len(heads) == 1:
            doubts[heads[0]] = Part.HEAD
        parts = set(path[begin:end])
        signed = Part.BYLINE in parts or Part.END_BYLINE in parts or Part.PARAGRAPH_SIGNED in parts
        if path[begin] is Part.TITLE and not signed:
            body = sum(lines[index].cells for index in range(begin, end) if path[index] in BODY)
            if body < _SHORTEST_ARTICLE:
                doubts[begin] = Part.TITLE
        if doubts:
            found.append((begin, end, doubts))
    return found


def _opens_article(part: Part, before: Part) -> bool:
    if part in (Part.TITLE, Part.UNTITLED, Part.UNTITLED_SIGNED):
        return True
    return part is Part.BYLINE and (before is Part.END_BYLINE or before in BODY)
