"""Generators of random numbers that draw from the program's bit generators."""

import threading

import numpy
from numpy.random import MT19937


class _BitGenerator:
    """The program's bit generator, which NumPy draws from."""

    def __init__(self, capsule, own):
        self.capsule, self.lock, self._own = capsule, threading.Lock(), own

    def __getattr__(self, name):
        return getattr(self._own, name)


def generator(cls, name, capsule, own):
    made = type(name, (_BitGenerator,), {"__module__": "numpy.random"})(capsule, own)
    return cls(made)


def host_generator(state, entropy, spawn_key, pool_size, spawned):
    """A generator of NumPy's own, with the state of one of the program's."""
    kind, words, waits, half = state
    if kind != "PCG64":
        raise NotImplementedError(f"a {kind} of compiled code that leaves it")
    seed = numpy.random.SeedSequence(entropy, spawn_key=spawn_key, pool_size=pool_size, n_children_spawned=spawned)
    made = numpy.random.PCG64(seed)
    made.state = {"bit_generator": kind, "state": {"state": words[0], "inc": words[1]}, "has_uint32": waits, "uinteger": half}
    return numpy.random.Generator(made)


def share_global(capsule, seed, state, set_state):
    if not hasattr(numpy.random, "set_bit_generator"):
        return

    class Shared(MT19937):
        def _legacy_seeding(self, value):
            seed(None, value)

    def get(self):
        words = state(None)[1]
        return {"bit_generator": "MT19937", "state": {"key": numpy.array(words[:624], dtype=numpy.uint32), "pos": words[624]}}

    def put(self, value):
        inner = value["state"]
        set_state(None, "MT19937", [*map(int, inner["key"]), int(inner["pos"])], [0, 0])

    Shared.__name__, Shared.__qualname__, Shared.__module__ = "MT19937", "MT19937", MT19937.__module__
    Shared.capsule, Shared.state = property(lambda self: capsule), property(get, put)
    numpy.random.set_bit_generator(Shared(0))
