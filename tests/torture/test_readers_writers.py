from __future__ import annotations

from pathlib import Path

from tests.torture.readers_writers import storm


def test_readers_get_the_answers_of_one_generation_while_writers_change_the_index(tmp_path: Path) -> None:
    answers, commits, _ = storm(tmp_path, 0.0, 17, answers_wanted=20, commits_wanted=8)
    assert answers >= 20
    assert commits >= 8
