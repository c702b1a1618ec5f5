"""What readers make of files is part of an index's fingerprint: a change of it must not go by unnoticed."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec.structs import asdict

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import READING, Article
from baosou.corpus.readers import read_source

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
CASE = Path(__file__).parents[1] / "cases" / "reading.json"


def digest() -> str:
    """Of all that is read of the sample archive."""
    read = blake2b(digest_size=16)
    for source in discover([SAMPLES]):
        if isinstance(source, SourceFile):
            for each in read_source(source):
                assert isinstance(each, Article | Failure)
                # only what is said: a new field that nothing has makes no other reading
                told = (
                    {name: value for name, value in asdict(each).items() if value}
                    if isinstance(each, Article)
                    else (each.reason, each.line, each.warning)
                )
                read.update(msgspec.json.encode((source.name, told), order="deterministic"))
    return read.hexdigest()


def test_another_reading_of_the_samples_has_another_number() -> None:
    found = {"reading": READING, "digest": digest()}
    if os.environ.get("UPDATE_CASES"):
        CASE.write_text(json.dumps(found) + "\n", encoding="utf-8")
    known = json.loads(CASE.read_text(encoding="utf-8"))
    assert found == known, (
        "files are read in another way: raise READING in corpus/models.py, so that indexes of before are made anew, "
        "and write the case with UPDATE_CASES=1"
    )
