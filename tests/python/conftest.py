"""Tests leave nothing in the user's cache."""

import os

os.environ["PYAOT_CACHE"] = "0"
