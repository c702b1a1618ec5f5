"""What a batch was answered with, kept beside its answers, and a batch that goes on where another one ended."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from baosou.cli.batch_answers import BatchForm
from baosou.cli.batch_lines import BatchLine
from baosou.cli.exits import UsageError
from baosou.cli.settings import open_index, place_of
from baosou.corpus.errors import BaosouError, worded
from baosou.index.answering.batch import id_of
from baosou.index.results import VERSION, plain

SUFFIX = ".manifest.json"

Manifest = dict[str, Any]


def manifest_of(location: str, how: BatchForm) -> Manifest:
    """The index and the options that a batch is answered with, as JSON has them."""
    with open_index(location) as index:
        status = index.status()
    options = {**how.defaults, "highlight": how.marks, "fields": how.fields, "saved": how.saved}
    made: Manifest = plain(
        {
            "version": VERSION,
            "baosou": version("baosou"),
            "index": {
                "location": place_of(location),
                "generation": status.generation,
                "analysis": status.analysis,
                "articles": status.articles,
            },
            "options": options,
        }
    )
    return made


def read_manifest(results: str) -> Manifest | None:
    """The manifest beside a file of answers; None where there is none, BaosouError for what is none."""
    path = f"{results}{SUFFIX}"
    try:
        found = msgspec.json.decode(Path(path).read_bytes())
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise BaosouError(worded("{path}: not a manifest: {error}", path=path, error=error)) from error
    return found if isinstance(found, dict) else None


def write_manifest(path: str, manifest: Manifest) -> None:
    """Write a manifest, for people to read too."""
    Path(path).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def differences(before: object, after: object, name: str = "") -> Iterator[str]:
    """What is another in the second of two manifests: options.limit 10 -> 20."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from differences(before.get(key), after.get(key), f"{name}.{key}" if name else str(key))
    elif before != after:
        yield f"{name} {json.dumps(before, ensure_ascii=False)} -> {json.dumps(after, ensure_ascii=False)}"


@contextmanager
def resumed(results: str, manifest: Manifest) -> Iterator[tuple[BinaryIO, list[str | int]]]:
    """A file of answers to go on with, and the ids of those that it has; begun, with its manifest, where it is not.

    An answer that was cut short is taken out. Raises UsageError where the answers there are of another index or of
    other options, and BaosouError for lines that are no answers.
    """
    before = read_manifest(results)
    if os.path.exists(results) and os.path.getsize(results):
        if before is None:
            raise UsageError(
                worded(
                    "--resume {results}: there is no {results}{suffix} that says what it was answered with",
                    results=results,
                    suffix=SUFFIX,
                )
            )
        other = [each for each in differences(before, manifest) if not each.startswith("version ")]
        if other:
            raise UsageError(
                worded(
                    "--resume {results}: it was answered otherwise: {other}", results=results, other="; ".join(other)
                )
            )
    else:
        write_manifest(f"{results}{SUFFIX}", manifest)
    with open(results, "ab+") as file:
        yield file, _answered(file, results)


def _answered(file: BinaryIO, results: str) -> list[str | int]:
    """The ids of the answers in a file, which is left to end with the last whole one."""
    ids: list[str | int] = []
    end = 0
    file.seek(0)
    for line in file:
        if not line.endswith(b"\n"):
            break
        try:
            ids.append(msgspec.json.decode(line, type=_Answer).id)
        except msgspec.MsgspecError as error:
            raise BaosouError(
                worded("{results}: line {number} is no answer of a batch", results=results, number=len(ids) + 1)
            ) from error
        end += len(line)
    file.truncate(end)
    return ids


class _Answer(msgspec.Struct, frozen=True):
    """What of an answer says which query it is to."""

    id: str | int


def left(lines: Iterator[BatchLine], answered: list[str | int], results: str) -> Iterator[BatchLine]:
    """The lines after those that are answered; raises UsageError where these are other queries."""
    for number, id in enumerate(answered, start=1):
        line = next(lines, None)
        asked = None if line is None else id_of(line.record, line.number)
        if asked != id:
            there = worded("no more queries") if line is None else worded("the query {id}", id=asked)
            raise UsageError(
                worded(
                    "--resume {results}: its answer {number} is to {id}, and the input has {there} there",
                    results=results,
                    number=number,
                    id=id,
                    there=there,
                )
            )
    yield from lines
