"""How a query was read, scores in parts and reasons as JSON objects; see `json_records` for answers themselves."""

from __future__ import annotations

from msgspec.structs import asdict

from baosou.cli.output.json_records import VERSION, JsonObject
from baosou.index.answering.analyze import Walkthrough, token_kind
from baosou.index.explanations import Explanation, Reading, ScorePart, TermReading
from baosou.index.request import Filter
from baosou.index.understanding.outline import Node
from baosou.index.why import Finding, Sighting, Why


def reading_object(reading: Reading) -> JsonObject:
    """How a query was read: its terms, the function words left aside, filters and dates."""
    return {
        "terms": [_term_object(term) for term in reading.terms],
        "left_aside": list(reading.aside),
        "filters": [_filter_object(each) for each in reading.filters],
        "since": reading.since,
        "until": reading.until,
    }


def _term_object(term: TermReading) -> JsonObject:
    return {
        "text": term.text,
        "field": term.field,
        "kind": term.kind,
        "asked": term.asked,
        "spellings": list(term.spellings),
        "words": list(term.words),
        "articles": term.articles,
        "boost": term.boost,
        "weight": term.weight,
    }


def _filter_object(each: Filter) -> JsonObject:
    return {"field": each.field, "values": list(each.values), "negated": each.negated}


def explanation_object(explanation: Explanation) -> JsonObject:
    """A score, unrounded, with the parts that add up to it."""
    return {"score": explanation.score, "parts": [_part_object(part) for part in explanation.parts]}


def _part_object(part: ScorePart) -> JsonObject:
    if part.text is None:
        return {"kind": part.kind, "score": part.score}
    return {
        "kind": part.kind,
        "score": part.score,
        "text": part.text,
        "field": part.field,
        "counts": dict(part.counts),
        "sections": list(part.sections),
    }


def node_object(node: Node) -> JsonObject:
    """A part of a query's tree, with the parts that it is made of."""
    return {
        "kind": node.kind,
        "text": node.text,
        "field": node.field,
        "spellings": list(node.spellings),
        "boost": node.boost,
        "children": [node_object(child) for child in node.children],
    }


def why_object(why: Why) -> JsonObject:
    """The answer of `why --json`."""
    article = why.article
    return {
        "version": VERSION,
        "id": why.id,
        "title": article.title,
        "matches": why.matches,
        "rank": why.rank,
        "total": why.total,
        "query": _finding_object(why.query),
        "filters": [_finding_object(each) for each in why.filters],
        "left_aside": list(why.aside),
        "explanation": None if why.explanation is None else explanation_object(why.explanation),
    }


def _finding_object(finding: Finding) -> JsonObject:
    node = finding.node
    return {
        "kind": node.kind,
        "text": node.text,
        "field": node.field,
        "spellings": list(node.spellings),
        "holds": finding.holds,
        "counts": dict(finding.counts),
        "sightings": [_sighting_object(each) for each in finding.sightings],
        "articles": finding.articles,
        "cause": finding.cause,
        "other_counts": dict(finding.other_counts),
        "values": list(finding.values),
        "pieces": [{"text": text, "count": count} for text, count in finding.pieces],
        "closeness": finding.closeness,
        "closest": None if finding.closest is None else _sighting_object(finding.closest),
        "children": [_finding_object(child) for child in finding.children],
    }


def _sighting_object(sighting: Sighting) -> JsonObject:
    return {"field": sighting.field, "section": sighting.section, **asdict(sighting.snippet)}


def walkthrough_object(found: Walkthrough) -> JsonObject:
    """The answer of `analyze --json`."""
    return {
        "version": VERSION,
        "text": found.text,
        "folded": found.folded,
        "changes": [
            {"kind": c.kind, "original": c.original, "folded": c.folded, "start": c.start, "end": c.end}
            for c in found.changes
        ],
        "tokens": [
            {"text": token.text, "kind": token_kind(token.text), "start": token.start, "end": token.end}
            for token in found.tokens
        ],
        "query": found.query,
        "interpreted": found.interpreted,
        "tree": None if found.tree is None else node_object(found.tree),
        "left_aside": list(found.aside),
        "query_error": None if found.mistake is None else str(found.mistake),
        "query_error_at": None if found.mistake is None else found.mistake.position,
    }
