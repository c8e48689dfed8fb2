"""A simulation that uses threads, callbacks and generators."""
import asyncio
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Callable
import numpy as np


class Bus:
    def __init__(self):
        self._handlers: dict[str, list[Callable]] = {}
        self._lock = threading.Lock()

    def on(self, name: str):
        def register(f):
            with self._lock:
                self._handlers.setdefault(name, []).append(f)
            return f
        return register

    def emit(self, name: str, *args, **kw):
        return [f(*args, **kw) for f in self._handlers.get(name, [])]


class Particle:
    __slots__ = ("x", "v", "tag")

    def __init__(self, x: float, v: float, tag: str = ""):
        self.x, self.v, self.tag = x, v, tag

    def step(self, dt: float) -> None:
        self.x += self.v * dt
        if self.x < 0 or self.x > 1:
            self.v = -self.v


def run(n: int, steps: int, seed: int = 0, on_step: Callable[[int, list], None] | None = None) -> list[float]:
    rng = random.Random(seed)
    ps = [Particle(rng.random(), rng.uniform(-1, 1), f"p{i}") for i in range(n)]
    for k in range(steps):
        for p in ps:
            p.step(0.01)
        if on_step is not None:
            on_step(k, ps)
    return [p.x for p in ps]


def parallel(f, xs, workers: int = 4):
    with ThreadPoolExecutor(workers) as ex:
        return list(ex.map(f, xs))


async def ticker(n: int, delay: float = 0.0):
    for i in range(n):
        await asyncio.sleep(delay)
        yield i


async def gather(n: int):
    async def one(k):
        total = 0
        async for i in ticker(k):
            total += i
        return total
    return await asyncio.gather(*(one(k) for k in range(n)))


def heat(u: np.ndarray, steps: int, alpha: float = 0.1) -> np.ndarray:
    for _ in range(steps):
        u = u + alpha * (np.roll(u, 1) - 2 * u + np.roll(u, -1))
    return u


def averages(stream):
    total = n = 0
    while True:
        x = yield total / n if n else None
        if x is None:
            return total
        total += x
        n += 1


def outer(stream):
    result = yield from averages(stream)
    yield ("done", result)


class Timer:
    def __enter__(self):
        self.t = time.perf_counter()
        return self

    def __exit__(self, *exc):
        self.took = time.perf_counter() - self.t
        return exc[0] is ZeroDivisionError
