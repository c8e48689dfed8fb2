"""A compiled function on a local Dask cluster: each worker compiles it, from the source that comes with it.

Needs `pip install "dask[distributed]" numpy`. Run by CPython: `python examples/python/dask_pi.py`.
"""

import numpy as np
from dask.distributed import Client, LocalCluster

import pyaot


def lcg(state):
    return (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF


@pyaot.compile
def hits(seed, n):
    """How many of `n` random points of the unit square are inside the circle."""
    state, count = seed, 0
    for _ in range(n):
        state = lcg(state)
        x = (state >> 11) / 9007199254740992.0
        state = lcg(state)
        y = (state >> 11) / 9007199254740992.0
        count += x * x + y * y < 1.0
    return count


@pyaot.compile
def smooth(block):
    out = block.copy()
    for i in range(1, len(block) - 1):
        out[i] = (block[i - 1] + block[i] + block[i + 1]) / 3.0
    return out


def main():
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        n = 200_000
        counts = client.gather(client.map(hits, range(8), [n] * 8))
        print("pi is about", round(4 * sum(counts) / (8 * n), 2))
        block = np.arange(10.0) ** 2
        print(client.submit(smooth, block).result())
        print("compiled in the workers:", all(client.run(lambda: "pyaot._pyaot" in __import__("sys").modules).values()))


if __name__ == "__main__":
    main()
