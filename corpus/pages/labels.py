"""The part that each line plays, found as the best path through all lines of a page (Viterbi, 1967)."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.corpus.pages.evidence import Evidence, PageEvidence
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.parts import BODY, BYLINE, HEAD, PLAIN, START, TITLE, TITLES, Part, follows
from baosou.corpus.pages.signals import Vocabulary

_SHORTEST_ARTICLE = 40.0  # in Chinese characters; less below an unsigned title is rather a part of something
_DOUBT = 2.0

__all__ = ["label_lines"]


def label_lines(lines: Sequence[Line], page: Geometry, words: Vocabulary) -> list[Part]:
    """The part of each line; the lines are those of articles only, without captions.

    Subheads come in several and articles have a body: where the best path has a lone subhead in an article
    or a title over next to nothing, that reading is made dearer once and the path is sought again.
    """
    if not lines:
        return []
    evidence = PageEvidence(lines, page, words)
    parts = _best_path(evidence, {})
    doubts = _doubts(lines, parts)
    if doubts:
        parts = _best_path(evidence, doubts)
    return [PLAIN[part] for part in parts]


def _best_path(page: PageEvidence, doubts: dict[int, Part]) -> list[Part]:
    scores: dict[int, float] = {}
    trail: list[bytearray] = []
    for index in range(len(page.lines)):
        line = page.at(index)
        doubted = doubts.get(index)
        if doubted is not None:
            line.own.update({part: line.own[part] - _DOUBT for part in line.own if PLAIN[Part(part)] is doubted})
        if index == 0:
            scores = {part: line.own[part] + score for part, score in START.items() if part in line.own}
            trail.append(bytearray())
        else:
            scores, came = _step(scores, line)
            trail.append(came)
    bodies = {part: score for part, score in scores.items() if part not in TITLES} or scores
    part = max(bodies, key=bodies.__getitem__)
    path = [Part(part)]
    for came in reversed(trail[1:]):
        part = came[part]
        path.append(Part(part))
    path.reverse()
    return path


def _step(scores: dict[int, float], line: Evidence) -> tuple[dict[int, float], bytearray]:
    """The best score of each part of the line and the part of the line before that led there."""
    came = bytearray(len(Part))
    reached: dict[int, float] = {}
    for target, own in line.own.items():
        best, best_source = -1e30, -1
        for source, value in follows(target):
            if source not in scores:
                continue
            value += scores[source]
            if source in BODY:
                value += line.after_body.get(target, 0.0)
            elif source in TITLES:
                value += line.after_title.get(target, 0.0)
            elif source == BYLINE:
                value += line.after_byline.get(target, 0.0)
            if value > best:
                best, best_source = value, source
        if best_source >= 0:
            reached[target] = best + own
            came[target] = best_source
    return reached, came


def _doubts(lines: Sequence[Line], parts: Sequence[Part]) -> dict[int, Part]:
    """The titles of articles that have hardly a body, and the subheads that are alone in their articles."""
    doubts: dict[int, Part] = {}
    opened, signed, cells = -1, True, 0.0
    heads: list[int] = []
    ended = True

    def close() -> None:
        if len(heads) == 1:
            doubts[heads[0]] = Part.HEAD
        if opened >= 0 and not signed and cells < _SHORTEST_ARTICLE:
            doubts[opened] = Part.TITLE

    for index, part in enumerate(parts):
        plain = PLAIN[part]
        if plain in (TITLE, Part.UNTITLED) or (plain is Part.BYLINE and ended):
            close()
            heads = []
            opened, signed, cells = (index if plain is TITLE else -1), False, 0.0
        ended = plain is Part.END_BYLINE
        signed = signed or plain in (Part.BYLINE, Part.END_BYLINE) or part is Part.PARAGRAPH_SIGNED
        if plain is HEAD:
            heads.append(index)
        elif plain in (Part.PARAGRAPH, Part.MORE, Part.UNTITLED):
            cells += lines[index].cells
    close()
    return doubts
