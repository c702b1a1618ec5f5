"""Settings of all tests: property tests repeat the same examples, so that a run says something about the change.

`HYPOTHESIS_PROFILE=explore pytest` looks for new ones.

Signals do to the commands that tests start what they do in a terminal, also where the tests run in the background of a
shell, which has its jobs ignore some.
"""

import os
import signal

from hypothesis import HealthCheck, settings

BUSY = (HealthCheck.too_slow,)  # of the machine: an example is neither too slow nor late
settings.register_profile("repeat", derandomize=True, deadline=None, suppress_health_check=BUSY)
settings.register_profile("explore", deadline=None, suppress_health_check=BUSY)
pytest_plugins = ["tests.opensearch.fixtures"]
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

for _number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)  # what is ignored is inherited, what is handled is not
