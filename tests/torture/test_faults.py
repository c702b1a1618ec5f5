from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.torture.faults import failures, power_cuts
from tests.torture.workplace import CHANGES


@pytest.mark.parametrize("change", CHANGES)
def test_a_power_cut_at_any_moment_leaves_the_old_index_or_the_new_one(change: str, tmp_path: Path) -> None:
    assert power_cuts(change, tmp_path, tries=0, seed=5) > 20


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_operation_fails_the_index_is_whole_and_the_change_can_be_done_again(
    change: str, tmp_path: Path
) -> None:
    assert failures(change, tmp_path, error=errno.ENOSPC) > 5
