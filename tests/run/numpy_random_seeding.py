"""Generators of their own: seeds of every kind, states, spawned and jumped streams."""
import numpy as np

for seed in (0, 1, 42, 2**32 - 1, [1, 2, 3], np.array([7, 8])):
    r = np.random.RandomState(seed)
    print(r.rand(), r.randint(1000), r.randn())
for seed in (0, 12345678901234567890, [1, 2, 3], (5,), np.random.SeedSequence(9)):
    g = np.random.default_rng(seed)
    print(g.random(), g.integers(1000), g.standard_normal())
a = np.random.RandomState(3)
a.randn(3)
state = a.get_state()
first = a.randn(4).tolist()
a.set_state(state)
print(first == a.randn(4).tolist(), state[3], state[4])
g = np.random.default_rng(5)
saved = g.bit_generator.state
one = g.random(3).tolist()
g.bit_generator.state = saved
print(one == g.random(3).tolist(), saved["bit_generator"])
for child in np.random.SeedSequence(11).spawn(3):
    print(child.spawn_key, np.random.default_rng(child).integers(0, 100, 4))
for child in np.random.default_rng(1).spawn(2):
    print(child.random())
bits = np.random.PCG64(8)
print(bits.random_raw(), bits.jumped().random_raw(), bits.advance(10).random_raw())
print(np.random.Generator(np.random.MT19937(4)).random(2), np.random.Generator(np.random.SFC64(4)).integers(0, 10, 5))
print(np.random.SeedSequence(3).generate_state(2, np.uint64), np.random.SeedSequence([1, 2**40]).pool)
for f in (lambda: np.random.RandomState(-1), lambda: np.random.RandomState(2**32), lambda: np.random.default_rng(-1), lambda: np.random.default_rng(1.5), lambda: np.random.seed([])):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
