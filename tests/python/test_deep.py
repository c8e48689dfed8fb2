"""Containers in containers, deeper than any stack; views of dicts; what comes back as it was given."""

import collections.abc

import pytest

import pyaot

N = 50_000


def first(x):
    return x[0]


def walk(x):
    n = 0
    while x is not None:
        n += 1
        _, x = x
    return n


def chain(n):
    x = None
    for i in range(n):
        x = [i, x]
    return x


def pairs(n):
    x = None
    for i in range(n):
        x = (i, x)
    return x


def both(n):
    x = None
    for i in range(n):
        x = ([i], {"a": x}) if i % 2 else [i, (x,)]
    return x


def append(x, n):
    while x[1] is not None:
        x = x[1]
    x[1] = [n, None]


def depth(x):
    n = 0
    while x is not None:
        n += 1
        x = x[1]
        if type(x) is dict:
            x = x["a"]
        elif type(x) is tuple and len(x) == 1:
            x = x[0]
    return n


@pytest.mark.parametrize("make", [chain, pairs])
def test_deep_arguments(make):
    x = make(N)
    assert pyaot.compile(first)(x) == N - 1
    compiled = pyaot.compile(walk)
    assert [compiled(x) for _ in range(3)] == [N] * 3


@pytest.mark.parametrize("make", [chain, pairs, both])
def test_deep_results(make):
    assert depth(pyaot.compile(make)(N)) == N


def test_far_ends_are_the_callers():
    x = chain(2000)
    compiled = pyaot.compile(append)
    compiled(x, 5)
    compiled(x, 6)
    assert depth(x) == 2002


class Own(collections.abc.MutableMapping):
    def __init__(self, d):
        self.d = dict(d)

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)


def compare(a, b):
    return a.items() == b.items(), a.keys() == b.keys(), a.items() <= b.items(), a.items() & b.items(), a.keys() | b.keys(), a.keys() == set(b)


def items(d):
    return d.items()


def test_views_are_views():
    compiled = pyaot.compile(compare)
    for a, b in (({1: 2}, Own({1: 2})), (Own({1: 2}), {1: 2}), ({1: 2}, {1: 2}), ({1: 2}, Own({1: 3}))):
        assert compiled(a, b) == compare(a, b)
    d = {1: 2}
    view = pyaot.compile(items)(d)
    d[3] = 4
    assert type(view) is type(d.items()) and view == d.items() == Own(d).items()


def given(x):
    return x


@pytest.mark.parametrize("x", [10**20, b"xyz", (1, 2.5), (1, [2]), frozenset([1]), range(3), [1], {}, None, "a b"])
def test_identity_of_results(x):
    assert pyaot.compile(given)(x) is x
