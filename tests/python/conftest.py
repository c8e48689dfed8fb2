"""Tests leave nothing in the user's cache, and can be interrupted wherever they were started."""

import os
import signal

os.environ["PYAOT_CACHE"] = "0"

# A shell starts what runs in the background with the signal ignored, which its children inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)
