# expect: 877.4633259175432 within 1e-12
"""The way between two places on the globe: a call with four numbers."""
import math


def run(lat1, lon1, lat2, lon2):
    p1 = math.radians(lat1)
    p2 = math.radians(lat2)
    a = math.sin((p2 - p1) / 2.0) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2.0) ** 2
    return 2.0 * 6371.0 * math.asin(math.sqrt(a))


def setup():
    return 52.52, 13.405, 48.8566, 2.3522
