import numpy as np
rng = np.random.default_rng(0)
print(rng)
print(rng.random().hex(), rng.random().hex())
for i in range(5):
    print(rng.integers(10), rng.integers(-5, 5), rng.normal(), rng.standard_normal(), rng.uniform(2, 3), rng.standard_exponential())
print(rng.choice(10), rng.poisson(3.5), rng.binomial(10, 0.3), rng.binomial(1000, 0.3))
print(rng.bit_generator.state)
a, b = rng.spawn(2)
print(a.random(), b.random())
print(rng.bytes(7))
for B in (np.random.PCG64, np.random.PCG64DXSM, np.random.SFC64, np.random.Philox, np.random.MT19937):
    g = np.random.Generator(B(5))
    print(g, g.random(), g.integers(0, 1000), g.integers(2**40), g.standard_normal())
    print(g.bit_generator.random_raw())
print(np.random.SeedSequence(12345).spawn(2))
print(np.random.PCG64(1).jumped().random_raw())
