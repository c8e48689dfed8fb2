"""numpy.exceptions"""
from _numpy import AxisError, ComplexWarning, DTypePromotionError


class VisibleDeprecationWarning(UserWarning):
    pass


class RankWarning(RuntimeWarning):
    pass


class TooHardError(RuntimeError):
    pass
