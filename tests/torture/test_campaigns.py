from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_campaign_says_how_it_ended_whatever_ended_it(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "tests.torture", "--only", "queries", "--seconds", "60", "--seed", "3"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as campaign:
        assert campaign.stderr is not None
        assert campaign.stderr.readline().startswith("queries: begins at ")
        campaign.send_signal(number)
        _, told = campaign.communicate(timeout=60)
    assert campaign.returncode == 1
    assert f"queries: stopped by {number.name} after " in told, told
