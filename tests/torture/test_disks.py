from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.disks import STAGES, may_mount, tried


@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_at_any_stage_loses_nothing_and_room_completes_the_work(stage: str, tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("only the administrator may mount a disk to fill")
    assert tried(stage, tmp_path / "bytes", kilobytes=8)
    tried(stage, tmp_path / "more bytes", kilobytes=60)
    assert tried(stage, tmp_path / "names", names=1)
