from core.registry import REGISTRY
from . import numbers, text

COUNT = len(REGISTRY)
