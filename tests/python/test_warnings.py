"""Warnings of compiled code: CPython's own, by its filters and by NumPy's `errstate`, as of the function itself."""

import threading
import warnings

import numpy as np
import pytest

import pyaot

warnings.simplefilter("error", pyaot.FallbackWarning)


def scalar(a, b):
    return a[0] / b[0]


def whole(a, b):
    return a / b


def within(a, b):
    with np.errstate(divide="ignore"):
        x = a / b
    return x + a / b


def logarithms(a, b):
    return np.log(b) + a, np.sqrt(b - 1)


def to_real(a, b):
    return (a * 1j + b).astype(np.float64)


def products(a, b):
    total = 0.0
    for x in a:
        total += x * 1e308 * 4.0 - b[0]
    return total, (total - total) * b[0], a[0] * 1e-300 * 1e-300


def powers(a, b):
    for k in range(len(b)):
        b[k] = a[k] * 1e200
        b[k] = b[k] * b[k] - b[k] * b[k]
    return b


FUNCTIONS = [scalar, whole, within, logarithms, to_real, products, powers]
COMPILED = {f: pyaot.compile(strict=True)(f) for f in FUNCTIONS}


def outcome(f, action):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter(action)
        try:
            result = [repr(f(np.ones(2), np.zeros(2))) for _ in range(2)]
        except Exception as e:
            result = repr(e)
    return result, [(w.category, str(w.message), w.filename, w.lineno) for w in caught]


@pytest.mark.parametrize("f", FUNCTIONS)
@pytest.mark.parametrize("action", ["always", "default", "once", "ignore", "error"])
def test_filters(f, action):
    assert outcome(COMPILED[f], action) == outcome(f, action)


@pytest.mark.parametrize("f", FUNCTIONS)
@pytest.mark.parametrize("modes", [{"all": "ignore"}, {"divide": "raise"}, {"all": "raise"}, {"over": "raise", "invalid": "ignore"}])
def test_errstate(f, modes):
    with np.errstate(**modes):
        assert outcome(COMPILED[f], "always") == outcome(f, "always")
        before = np.geterr()
    assert before == {**np.geterr(), **({k: modes["all"] for k in np.geterr()} if "all" in modes else modes)}


def test_errstate_is_of_a_thread():
    found = []

    def work():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append(COMPILED[scalar](np.ones(1), np.zeros(1)))

    with np.errstate(divide="raise"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        with pytest.raises(FloatingPointError):
            COMPILED[scalar](np.ones(1), np.zeros(1))
    assert found == [np.inf]


def test_seterr_lasts():
    @pyaot.compile(strict=True)
    def quiet():
        return np.seterr(divide="ignore")["divide"]

    before = np.geterr()
    try:
        assert quiet() == before["divide"] and np.geterr() == {**before, "divide": "ignore"}
    finally:
        np.seterr(**before)


def test_module_that_is_not_imported(tmp_path):
    import importlib.util

    path = tmp_path / "alone.py"
    path.write_text("def f(a):\n    return a[0] * 1e300\n")
    spec = importlib.util.spec_from_file_location("alone", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seen = []
    for f in (module.f, pyaot.compile(module.f)):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            f(np.array([1e300]))
        seen.append([(str(w.message), w.filename, w.lineno) for w in caught])
    assert seen[0] == seen[1] and len(seen[0]) == 1


def test_functions_of_seterrcall_are_called_each_time():
    def grow(a, n):
        for k in range(n):
            a[0] = a[1] * a[2]
            if a[0] > 0:
                a[3] += 1
        return a[3]

    heard = []

    def hear(kind, flags):
        heard.append((kind, flags))

    before, handler = np.geterr(), np.geterrcall()
    try:
        np.seterr(over="call")
        np.seterrcall(hear)
        counts = []
        for f in (grow, pyaot.compile(grow)):
            heard.clear()
            result = f([np.float64(1), np.float64(1e300), np.float64(1e300), 0], 20)
            counts.append((result, list(heard)))
    finally:
        np.seterr(**before)
        np.seterrcall(handler)
    assert counts[0] == counts[1] and len(counts[0][1]) == 20


def generator(n, seed):
    state = np.uint64(seed)
    factor = np.uint64(6364136223846793005)
    out = np.zeros(n, np.uint64)
    for i in range(n):
        state = state * factor + np.uint64(1442695040888963407)
        out[i] = state
    return out.tolist()


def differences(a, b):
    out = np.zeros(len(a), np.uint64)
    for i in range(len(a)):
        out[i] = a[i] - b[i]
    return out.tolist()


def mixed(a, factor):
    total = np.uint64(0)
    for x in a:
        total = total + x * factor
    return int(total)


WORDS = np.arange(50, dtype=np.uint64) * np.uint64(2**58)
OVERFLOWS = [(generator, (30, 42)), (generator, (0, 42)), (differences, (WORDS, WORDS[::-1].copy())), (mixed, (WORDS, np.uint64(3))), (mixed, (WORDS, 3)), (mixed, (WORDS, np.uint32(5)))]


@pytest.mark.parametrize(("f", "args"), OVERFLOWS)
@pytest.mark.parametrize("action", ["default", "ignore", "always", "error", "once", "module"])
def test_words_that_overflow(f, args, action):
    """Each round of a loop warns: what is shown, and how often, is what the filters say, also when they change between calls."""

    def shown(g):
        found = []
        for k in range(3):
            with warnings.catch_warnings(record=True) as seen:
                warnings.simplefilter(action)
                for _ in range(2):
                    try:
                        found.append(g(*args))
                    except RuntimeWarning as e:
                        found.append(str(e))
                found.append([(str(w.message), w.lineno, w.filename) for w in seen])
            with warnings.catch_warnings(record=True) as seen, np.errstate(over=["ignore", "raise", "warn"][k]):
                warnings.simplefilter("always")
                try:
                    found.append(g(*args))
                except FloatingPointError as e:
                    found.append(str(e))
                found.append(len(seen))
        return found

    assert shown(pyaot.compile(f)) == shown(f)


def test_filters_that_change_within_a_call():
    """A warning that is shown may change the filters."""

    def run(g):
        shown = []

        def show(message, *_):
            shown.append(str(message))
            if len(shown) == 3:
                warnings.simplefilter("ignore")

        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = show
            g(20, 7)
        return shown

    assert run(pyaot.compile(generator)) == run(generator)
