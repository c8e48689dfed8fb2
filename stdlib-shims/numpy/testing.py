"""`numpy.testing`: assertions about arrays."""
import numpy as np


def _fail(message):
    raise AssertionError(message)


def assert_(val, msg=''):
    if not val:
        raise AssertionError(msg() if callable(msg) else msg)


def _header(err_msg, title, names, values, verbose, precision=8):
    lines = ['\n' + title]
    if err_msg:
        if err_msg.find('\n') == -1 and len(err_msg) < 79 - len(title):
            lines = [lines[0] + ' ' + err_msg]
        else:
            lines.append(err_msg)
    if verbose:
        for name, value in zip(names, values):
            r = repr(value)
            if r.count('\n') > 3:
                r = '\n'.join(r.splitlines()[:3]) + '...'
            lines.append(' ' + name + ': ' + r)
    return '\n'.join(lines)


def _compare(same, x, y, title, err_msg, verbose, names=('ACTUAL', 'DESIRED')):
    x = np.asarray(x)
    y = np.asarray(y)
    if x.shape != () and y.shape != () and x.shape != y.shape:
        _fail(_header(err_msg + '\n(shapes ' + str(x.shape) + ', ' + str(y.shape) + ' mismatch)', title, names, (x, y), verbose))
    ok = same(x, y)
    ok = np.asarray(ok)
    if ok.all():
        return
    bad = ~ok
    total = ok.size
    n = int(bad.sum())
    lines = ['Mismatched elements: ' + str(n) + ' / ' + str(total) + ' (' + '%.3g' % (100 * n / total) + '%)']
    xb = np.broadcast_to(x, ok.shape)
    yb = np.broadcast_to(y, ok.shape)
    if ok.ndim:
        lines.append(_places(np.argwhere(bad), xb, yb, n, names))
    if x.dtype.kind in 'iufc' and y.dtype.kind in 'biufc' or x.dtype.kind == 'b' and y.dtype.kind in 'iufc':
        with np.errstate(all='ignore'):
            error = np.asarray(abs(xb - yb))
            lines.append('Max absolute difference among violations: ' + np.array2string(np.asarray(error[bad].max())))
            nonzero = np.asarray((yb != 0) & bad)
            if nonzero.any():
                rel = error[nonzero] / np.abs(np.asarray(yb)[nonzero])
                lines.append('Max relative difference among violations: ' + np.array2string(np.asarray(rel.max())))
            else:
                lines.append('Max relative difference among violations: inf')
    text = err_msg + '\n' + '\n'.join(lines)
    _fail(_header(text, title, names, (x, y), verbose))


def _places(where, x, y, n, names):
    lines = ['Mismatch at index:' if n == 1 else 'First 5 mismatches are at indices:' if n > 5 else 'Mismatch at indices:']
    for row in where[:5]:
        at = tuple([int(k) for k in row])
        lines.append(' ' + str(list(at)) + ': ' + str(x[at]) + ' (' + names[0] + '), ' + str(y[at]) + ' (' + names[1] + ')')
    return '\n'.join(lines)


def _equal(x, y):
    if x.dtype.kind in 'fc' or y.dtype.kind in 'fc':
        return (x == y) | (_nan(x) & _nan(y))
    return np.asarray(x == y)


def _nan(x):
    return np.isnan(x) if x.dtype.kind in 'fc' else np.zeros(x.shape, dtype=bool)


def assert_array_equal(actual, desired, err_msg='', verbose=True, *, strict=False):
    if strict:
        a = np.asarray(actual)
        d = np.asarray(desired)
        if a.shape != d.shape or a.dtype != d.dtype:
            what = '(shapes ' + str(a.shape) + ', ' + str(d.shape) + ' mismatch)' if a.shape != d.shape else '(dtypes ' + str(a.dtype) + ', ' + str(d.dtype) + ' mismatch)'
            _fail(_header(err_msg + '\n' + what, 'Arrays are not equal', ('ACTUAL', 'DESIRED'), (a, d), verbose))
    _compare(_equal, actual, desired, 'Arrays are not equal', err_msg, verbose)


def assert_allclose(actual, desired, rtol=1e-7, atol=0, equal_nan=True, err_msg='', verbose=True, *, strict=False):
    def same(x, y):
        return np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)
    _compare(same, actual, desired, 'Not equal to tolerance rtol=' + '%g' % rtol + ', atol=' + '%g' % atol, str(err_msg), verbose)


def assert_array_almost_equal(actual, desired, decimal=6, err_msg='', verbose=True):
    def same(x, y):
        with np.errstate(invalid='ignore'):
            near = np.abs(x - y) < 1.5 * 10.0 ** (-decimal)
        return near | _equal(x, y)
    _compare(same, actual, desired, 'Arrays are not almost equal to ' + str(decimal) + ' decimals', err_msg, verbose)


def assert_array_less(x, y, err_msg='', verbose=True, *, strict=False):
    _compare(lambda a, b: a < b, x, y, 'Arrays are not strictly ordered `x < y`', err_msg, verbose, ('x', 'y'))


def assert_equal(actual, desired, err_msg='', verbose=True, *, strict=False):
    if isinstance(desired, dict):
        if not isinstance(actual, dict):
            _fail(repr(type(actual)))
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for k in desired:
            if k not in actual:
                _fail(repr(k))
            assert_equal(actual[k], desired[k], 'key=' + repr(k) + '\n' + err_msg, verbose)
        return
    if isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)):
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for k in range(len(desired)):
            assert_equal(actual[k], desired[k], 'item=' + repr(k) + '\n' + err_msg, verbose)
        return
    if isinstance(actual, np.ndarray) or isinstance(desired, np.ndarray):
        assert_array_equal(actual, desired, err_msg, verbose)
        return
    message = _header(err_msg, 'Items are not equal:', ('ACTUAL', 'DESIRED'), (actual, desired), verbose)
    if actual != actual and desired != desired:
        return
    if not (desired == actual):
        raise AssertionError(message)


def assert_almost_equal(actual, desired, decimal=7, err_msg='', verbose=True):
    if isinstance(actual, (np.ndarray, tuple, list)) or isinstance(desired, (np.ndarray, tuple, list)):
        assert_array_almost_equal(actual, desired, decimal, err_msg)
        return
    if actual != actual and desired != desired or actual == desired:
        return
    if not abs(desired - actual) < np.float64(1.5 * 10.0 ** (-decimal)):
        _fail(_header(err_msg, 'Arrays are not almost equal to ' + str(decimal) + ' decimals', ('ACTUAL', 'DESIRED'), (actual, desired), verbose))


class _Raises:
    def __init__(self, exception_class, caller):
        self.exception_class = exception_class
        self.caller = caller
        self.exception = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        name = getattr(self.exception_class, '__name__', str(self.exception_class))
        if kind is None:
            raise AssertionError(name + ' not raised' + (' by ' + self.caller if self.caller else ''))
        if not issubclass(kind, self.exception_class):
            return False
        self.exception = value
        return True


def assert_raises(exception_class, function=None, *args, **kwargs):
    context = _Raises(exception_class, None if function is None else getattr(function, '__name__', str(function)))
    if function is None:
        return context
    with context:
        function(*args, **kwargs)
