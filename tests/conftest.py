"""Settings of all tests: property tests repeat the same examples, so that a run says something about the change.

`HYPOTHESIS_PROFILE=explore pytest` looks for new ones.
"""

import os

from hypothesis import HealthCheck, settings

BUSY = (HealthCheck.too_slow,)  # of the machine: an example is neither too slow nor late
settings.register_profile("repeat", derandomize=True, deadline=None, suppress_health_check=BUSY)
settings.register_profile("explore", deadline=None, suppress_health_check=BUSY)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))
