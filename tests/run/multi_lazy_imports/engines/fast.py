print("fast engine")
from .slow import NAME


def run(n):
    return f"fast({n}) after {NAME}:"
