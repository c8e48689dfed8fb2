"""numpy.lib"""
from numpy.lib import stride_tricks
from numpy import emath as scimath
