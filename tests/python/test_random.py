"""Random numbers in compiled functions: those that the same calls of NumPy give, from the same generators."""

import threading

import numpy as np
import pytest

import pyaot
from numpy import random as nr
from numpy.random import default_rng, rand

RNG = default_rng(5)
STATE = np.random.RandomState(3)


def one_by_one(n):
    np.random.seed(n)
    s = []
    for _ in range(n):
        s.append((np.random.rand(), np.random.randn(), np.random.normal(2.0, 3), np.random.uniform(-1, 2.5), np.random.uniform(3.0, 1.0)))
        s.append((np.random.randint(0, 10), np.random.randint(7), np.random.exponential(2.0), np.random.poisson(3.0), np.random.binomial(10, 0.3)))
        s.append((np.random.random(), np.random.standard_normal(), np.random.random_sample(), np.random.standard_exponential()))
        s.append((np.random.gamma(2.0, 1.5), np.random.beta(1.0, 2.0), np.random.choice(5), np.random.randint(-(2**40), 2**62)))
    return s


def arrays(n):
    x = np.random.rand(n)
    y = np.random.randn(n, 2)
    np.random.shuffle(x)
    return [x, y, np.random.permutation(n), np.random.choice(x, 3), np.random.normal(0.0, 1.0, n), np.random.randint(0, 5, size=n)]


def made(seed, n):
    rng = np.random.default_rng(seed)
    s = []
    for _ in range(n):
        s.append((rng.random(), rng.normal(), rng.integers(0, 10), rng.integers(5, endpoint=True), rng.standard_normal(), rng.uniform(1.0, 2.0)))
        s.append((rng.exponential(), rng.poisson(2.0), rng.choice(5), rng.binomial(9, 0.5)))
    return s


def drawn_from(rng, n):
    s = []
    for _ in range(n):
        s.append((rng.random(), rng.normal(), rng.integers(0, 10), rng.normal(1.0, 2.0)))
    return s, rng.random(3), rng.permutation(5), rng.integers(0, 3, 2)


def legacy(state, n):
    s = 0.0
    for _ in range(n):
        s += state.rand() + state.randn() + state.randint(0, 100) + state.uniform(0, 2) + state.normal()
    return s


def of_module(n):
    return [rand() for _ in range(n)], [nr.randn() for _ in range(3)], default_rng(3).random(), [RNG.random() for _ in range(n)], STATE.randn(), STATE.randint(5)


def given_back(rng):
    rng.random()
    return rng


def made_and_given_back(seed):
    rng = np.random.default_rng(seed)
    rng.random()
    return rng


def negative_scale(rng):
    return rng.normal(0.0, -1.0)


def no_range(n):
    return np.random.randint(n, 3)


def of_state(rng):
    return rng.bit_generator.state, rng.random()


def of_global_state(n):
    return np.random.get_state()[2], np.random.rand()


def of_seed(seed):
    return np.random.default_rng(seed).random()


def written(rng, n):
    return str(rng), repr(rng), f"{rng}", rng is None


def shown(x):
    if isinstance(x, np.random.Generator):
        return type(x), type(x.bit_generator), repr(x.bit_generator.state), repr(x.bit_generator.seed_seq), x.random()
    if isinstance(x, (list, tuple)):
        return [shown(y) for y in x]
    return x.tolist() if isinstance(x, np.ndarray) else (type(x), repr(x))


def bits(kind):
    return lambda: (np.random.Generator(getattr(np.random, kind)(3)), 10)


CALLS = [
    (one_by_one, lambda: (20,)), (arrays, lambda: (7,)), (made, lambda: (7, 20)), (made, lambda: (None, 0)), (drawn_from, lambda: (default_rng(3), 10)),
    (legacy, lambda: (np.random.RandomState(5), 50)), (legacy, lambda: (np.random.mtrand._rand, 5)), (of_module, lambda: (5,)),
    (made_and_given_back, lambda: (7,)), (made_and_given_back, lambda: ([1, 2],)), (negative_scale, lambda: (default_rng(3),)), (no_range, lambda: (5,)),
    (of_state, lambda: (default_rng(3),)), (of_global_state, lambda: (1,)), (of_seed, lambda: (np.random.SeedSequence(5),)),
    (written, lambda: (RNG, 1)), (written, lambda: (STATE, 1)), (of_seed, lambda: (np.random.PCG64(5),)), (of_seed, lambda: (np.int64(5),)), (of_seed, lambda: (default_rng(1),)),
] + [(drawn_from, bits(kind)) for kind in ("MT19937", "PCG64DXSM", "Philox", "SFC64")]


def result(f, make):
    """The result, and what all generators give afterwards."""
    np.random.seed(11)
    RNG.bit_generator.state = default_rng(5).bit_generator.state
    STATE.seed(3)
    args = make()
    try:
        r = shown(f(*args))
    except Exception as e:
        r = type(e), str(e)
    draws = [a.random() for a in args if isinstance(a, np.random.Generator)] + [a.randn() for a in args if isinstance(a, np.random.RandomState)]
    return r, draws, np.random.rand(), np.random.randn(), RNG.random(), STATE.randn()


@pytest.mark.parametrize("f, make", CALLS)
def test_same_numbers(f, make):
    compiled = pyaot.compile(f)
    for _ in range(3):
        assert result(compiled, make) == result(f, make)
    assert compiled.stats["fallbacks"] == 0


def test_same_object():
    rng = default_rng(3)
    assert pyaot.compile(given_back)(rng) is rng


def test_bit_generator_of_others():
    """Another one behind the functions of `numpy.random`, and one that is not NumPy's own."""
    if not hasattr(np.random, "set_bit_generator"):
        pytest.skip("this NumPy has one for ever")
    compiled = pyaot.compile(of_seed), pyaot.compile(lambda n: [np.random.rand() for _ in range(n)])
    before = np.random.get_bit_generator()
    try:
        got = []
        for f in (compiled[1], compiled[1].__wrapped__):
            np.random.set_bit_generator(np.random.PCG64(5))
            got.append((f(3), np.random.rand()))
        assert got[0] == got[1]
    finally:
        np.random.set_bit_generator(before)


def test_while_others_fill():
    """Threads that fill arrays from the same generator have its lock, but not the interpreter's."""
    rng = default_rng(1)
    compiled = pyaot.compile(lambda rng, n: sum([rng.random() for _ in range(n)]))
    compiled(rng, 3)
    seen = []

    def fill():
        for _ in range(20):
            seen.append(rng.random(200_000))

    threads = [threading.Thread(target=fill) for _ in range(2)]
    for t in threads:
        t.start()
    while any(t.is_alive() for t in threads):
        compiled(rng, 100)
    for t in threads:
        t.join()
    # Had two drawn at once, some number would be there twice.
    numbers = np.concatenate(seen)
    assert len(np.unique(numbers)) == len(numbers)
