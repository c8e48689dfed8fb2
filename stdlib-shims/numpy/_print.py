"""Printing options of numpy."""
from _numpy import float_text, float_text_scientific, print_options, set_printoptions


def get_printoptions():
    o = print_options()
    return {
        "edgeitems": o[2], "threshold": o[1], "floatmode": o[9], "precision": o[0], "suppress": o[4], "linewidth": o[3], "nanstr": o[5],
        "infstr": o[6], "sign": o[8], "formatter": o[7], "legacy": False, "override_repr": None,
    }


class printoptions:
    def __init__(self, precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None,
                 formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None):
        if legacy or override_repr is not None:
            raise NotImplementedError("printoptions with legacy or override_repr is not supported")
        self.new = (precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign, floatmode)
        self.old = None

    def __enter__(self):
        self.old = print_options()
        n = self.new
        set_printoptions(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9])
        return get_printoptions()

    def __exit__(self, kind, value, traceback):
        o = self.old
        set_printoptions(o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9])


def format_float_positional(x, precision=None, unique=True, fractional=True, trim="k", sign=False, pad_left=None, pad_right=None, min_digits=None):
    if not fractional:
        raise NotImplementedError("format_float_positional with fractional=False is not supported")
    if precision is None and not unique:
        raise ValueError("in non-unique mode `precision` must be supplied")
    return float_text(x, precision, unique, fractional, trim, sign, pad_left, pad_right, min_digits)


def format_float_scientific(x, precision=None, unique=True, trim="k", sign=False, pad_left=None, exp_digits=None, min_digits=None):
    if precision is None and not unique:
        raise ValueError("in non-unique mode `precision` must be supplied")
    return float_text_scientific(x, precision, unique, trim, sign, pad_left, exp_digits, min_digits)
