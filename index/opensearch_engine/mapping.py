"""The indices of an archive on a cluster: what they are called, and how what they hold is mapped.

`NAME-text`: articles, and their sections as children of them. `NAME-words`: each word that stands in the archive, once.
`NAME-meta`: the sources, the user's words, who writes, and by what version all of it was made.
"""

from __future__ import annotations

from typing import Any

VERSION = 2
"""The form of documents and their mapping: raised with either. An archive of another one is made anew."""

MADE_BY = {"baosou": VERSION}
"""What the mapping of an index says of itself."""

TEXT, WORDS, META = "text", "words", "meta"

GAP = 10_000
"""Positions between the texts of an article: nothing stands across two."""

COUNTING = 1 << 16
"""The boost of a phrase whose score is to be how often it stands, times its tokens."""

_K1, _B = 1.2, 0.5

_KEPT = ("stored", "article", "number")
"""What of a document is stored as it was sent; the rest is only looked through, filtered and counted."""

LONGEST_VALUE = 8_000
"""Characters of a value that can be filtered by and counted; Lucene takes no term of more than 32,766 bytes."""

MOST_BUCKETS = 65_000
"""Values of a field that are counted in one answer; the server takes 65,535."""

_KEYWORD = {"type": "keyword", "ignore_above": LONGEST_VALUE}
_CHARACTERS = {
    "type": "text",
    "analyzer": "characters",
    "search_analyzer": "sought",
    "position_increment_gap": GAP,
    "similarity": "counted",
}
# of a few frequent terms the score saturates, as that of BM25; each token of a phrase adds as much
_SCORE = (
    f"if (query.boost >= {COUNTING}) {{ return doc.freq; }} "
    f"double mean = (double) field.sumTotalTermFreq / field.docCount; "
    f"return query.boost * doc.freq * {_K1 + 1} / (doc.freq + {_K1} * ({1 - _B} + {_B} * doc.length / mean));"
)
FACETS = ("place", "country", "author", "date", "year", "month", "publication", "edition", "column", "source")
"""The fields that every archive counts; further keys of records are pairs in one field, so that fields never grow."""

PAIR = "\x1f"
"""Stands between the key and the value of a pair."""


def index_name(archive: str, kind: str) -> str:
    """The index of a kind of an archive."""
    return f"{archive}-{kind}"


def copies(replicas: int | None) -> dict[str, Any]:
    """How many copies each part has beside itself; where nobody says, one, as soon as there is a second server."""
    if replicas is None:
        return {"auto_expand_replicas": "0-1"}
    return {"auto_expand_replicas": False, "number_of_replicas": replicas}


def text_index(shards: int, replicas: int | None) -> dict[str, Any]:
    """Settings and mapping of the articles and sections."""
    settings = {
        "index": {
            "number_of_shards": shards,
            **copies(replicas),
            "refresh_interval": "-1",
            "codec": "best_compression",
            "max_result_window": 10_000,
            "max_terms_count": 65_536,
        },
        "analysis": {
            "tokenizer": {"each": {"type": "ngram", "min_gram": 1, "max_gram": 1}},
            "filter": {"holes": {"type": "stop", "stopwords": ["\U0010f003"], "remove_trailing": False}},
            "analyzer": {
                "characters": {"type": "custom", "tokenizer": "each"},
                "sought": {"type": "custom", "tokenizer": "each", "filter": ["holes"]},
            },
        },
        "similarity": {"counted": {"type": "scripted", "script": {"source": _SCORE}}},
    }
    keywords = ("article", "path", "source_path", "place_name", "more", "more_f", "name", "form", "explained", "short")
    properties: dict[str, Any] = {
        "kind": {"type": "join", "relations": {"article": "section"}, "eager_global_ordinals": False},
        "all": _CHARACTERS,
        "title": _CHARACTERS,
        "byline": _CHARACTERS,
        "quoted": _CHARACTERS,
        "quoted_title": _CHARACTERS,
        "quoted_byline": _CHARACTERS,
        **dict.fromkeys((*keywords, *FACETS, *(f"{each}_f" for each in FACETS)), _KEYWORD),
        "title_key": _KEYWORD,
        "first": {"type": "integer"},
        "last": {"type": "integer"},
        "aside": {"type": "boolean"},
        "position": {"type": "integer"},
        "number": {"type": "integer"},
        "run": {"type": "keyword"},
        **{name: {"type": "integer", "index": False} for name in COUNTS},
        "stored": {"type": "object", "enabled": False},
    }
    return {
        "settings": settings,
        "mappings": {
            "_meta": MADE_BY,
            "dynamic": False,
            "_source": {"includes": list(_KEPT)},
            "properties": properties,
        },
    }


COUNTS = (
    "characters",
    "units",
    "sections",
    "title_words",
    "byline_words",
    "body_words",
    "titles",
    "bylines",
    "bodies",
)
"""What of each article is added up for all of the archive: its text, and its words by field."""


def words_index(replicas: int | None) -> dict[str, Any]:
    """Settings and mapping of the words."""
    properties = {
        "kind": {"type": "keyword"},
        "text": {"type": "keyword", "ignore_above": LONGEST_VALUE},
        "sound": {"type": "keyword"},
        "length": {"type": "integer"},
        "count": {"type": "integer"},
    }
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                **copies(replicas),
                "refresh_interval": "-1",
                "translog": {"durability": "async"},
            }
        },
        "mappings": {"_meta": MADE_BY, "dynamic": False, "properties": properties},
    }


def meta_index(replicas: int | None) -> dict[str, Any]:
    """Settings and mapping of what is known of the archive; its documents are got by their ids."""
    return {
        "settings": {"index": {"number_of_shards": 1, **copies(replicas)}},
        "mappings": {
            "dynamic": False,
            "properties": {"kind": {"type": "keyword"}, "path": {"type": "keyword", "ignore_above": LONGEST_VALUE}},
        },
    }
