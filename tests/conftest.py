"""Settings of all tests: property tests repeat the same examples, so that a run says something about the change.

`HYPOTHESIS_PROFILE=explore pytest` looks for new ones.
"""

import os

from hypothesis import settings

settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))
