"""The peer that is a server: OpenSearch as it comes, an index of titles and texts under one of its own analysers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any
from urllib.request import Request, urlopen

AT_ONCE = 1_000


def send(url: str, body: bytes, method: str = "POST", form: str = "application/json") -> Any:
    with urlopen(Request(url, body, {"content-type": form}, method=method), timeout=600) as reply:
        return json.load(reply)


def operations(file: str) -> Iterator[bytes]:
    with open(file, "rb") as stream:
        for line in stream:
            yield b'{"index":{"_id":' + json.dumps(json.loads(line)["id"]).encode() + b"}}\n" + line


def index(place: str, file: str, analyzer: str) -> None:
    """Make the index at http://host/name of a file of records."""
    text = {"type": "text", "analyzer": analyzer}
    properties = {"title": text, "text": text, "date": {"type": "keyword"}, "id": {"type": "keyword"}}
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    send(place, json.dumps({"settings": settings, "mappings": {"properties": properties}}).encode(), "PUT")
    waiting = operations(file)
    while batch := b"".join(islice(waiting, AT_ONCE)):
        if send(f"{place}/_bulk", batch, form="application/x-ndjson")["errors"]:
            raise SystemExit("documents were refused")
    send(f"{place}/_forcemerge?max_num_segments=1", b"")
    send(f"{place}/_refresh", b"")


def ask(place: str, asked: str, limit: str) -> None:
    """Print the articles with what a query asks for: their ids alone, or a page of them with highlights."""
    body = {"query": json.loads(asked), "size": int(limit), "_source": ["date", "title"]}
    if int(limit) <= 100:
        body["highlight"] = {"fields": {"title": {}, "text": {}}}
    for hit in send(f"{place}/_search", json.dumps(body).encode())["hits"]["hits"]:
        print(hit["_id"], *hit["_source"].values(), *chain(*hit.get("highlight", {}).values()), sep="\t")


if __name__ == "__main__":
    {"index": index, "ask": ask}[sys.argv[1]](*sys.argv[2:])
