"""The geometry package."""
from .point import Point
from . import tools

VERSION = "0.1"
loaded = ["geometry", Point.__name__]
