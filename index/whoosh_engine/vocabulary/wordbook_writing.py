"""Writes the user's words and synonyms, and changes which of them an index has."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from baosou.index.analysis.synonyms import SynonymRule, alternatives
from baosou.index.analysis.tokenizer import LightCutter
from baosou.index.analysis.user_words import UserWord
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.term_table import write_sorted_texts


def write_wordbook(path: Path, words: Iterable[UserWord], rules: Iterable[SynonymRule]) -> None:
    """Write the words (in code point order, each once) and the synonyms."""
    words, rules = list(words), list(rules)
    cutter = LightCutter()
    frequencies = [cutter.frequency_of_one_word(w.text) if w.frequency is None else w.frequency for w in words]
    standing_for = alternatives(rules)
    writer = ArrayFileWriter(path)
    write_sorted_texts(writer, "word", [word.text for word in words])
    writer.add_narrow("word_frequency", np.array(frequencies, dtype=np.int64))
    writer.add("word_given", np.array([word.frequency is not None for word in words], dtype=np.uint8))
    writer.add_json("total", sum(frequencies))
    keys = sorted(standing_for)
    write_sorted_texts(writer, "synonym", keys)
    write_sorted_texts(writer, "alternative", ["\n".join(standing_for[key]) for key in keys])
    writer.add_json("rules", [[rule.words, rule.others] for rule in rules])
    writer.close()
