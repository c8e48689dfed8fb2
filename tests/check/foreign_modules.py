# With CPython: what has no native form is left to it, and said so.
import json  # warning: E0206 json has no native form
import os.path as paths  # warning: E0206 os has no native form
from numpy import ma, sqrt  # warning: E0206 numpy.ma has no native form

try:
    import ujson  # warning: E0206 ujson has no native form
except ImportError:
    ujson = None

from re import *  # warning: E0203 star import from 're'

print(json.dumps([paths.join("a", "b")]), sqrt(4.0), ma, ujson)
