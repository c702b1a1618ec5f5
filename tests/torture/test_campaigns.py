from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.work import LONGEST_WAIT

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_campaign_says_how_it_ended_whatever_ended_it(number: signal.Signals) -> None:
    options = ("--only", "queries", "--seconds", str(LONGEST_WAIT), "--seed", "3")
    command = [sys.executable, "-m", "tests.torture", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as campaign:
        assert campaign.stderr is not None
        assert campaign.stderr.readline().startswith("queries: begins at ")
        campaign.send_signal(number)
        _, told = campaign.communicate(timeout=LONGEST_WAIT)
    assert campaign.returncode == 1
    assert f"queries: stopped by {number.name} after " in told, told
