"""A key-value store with context managers, generators, exceptions."""
import contextlib
import json
import logging
import os
from collections import OrderedDict, defaultdict, deque
from typing import Any, Callable, Generic, Iterable, TypeVar

K = TypeVar("K")
V = TypeVar("V")
log = logging.getLogger(__name__)
DEFAULTS = {"size": 3, "name": "main"}
_registry = {}


class StoreError(Exception):
    def __init__(self, key, reason="missing"):
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


class Full(StoreError):
    pass


class LRU(Generic[K, V]):
    def __init__(self, size: int = DEFAULTS["size"]):
        self._d = OrderedDict()
        self.size = size
        self.hits = self.misses = 0

    def get(self, key, default=None):
        try:
            self._d.move_to_end(key)
            self.hits += 1
            return self._d[key]
        except KeyError:
            self.misses += 1
            return default

    def __setitem__(self, key, value):
        self._d[key] = value
        self._d.move_to_end(key)
        if len(self._d) > self.size:
            self._d.popitem(last=False)

    def __getitem__(self, key):
        if key not in self._d:
            raise StoreError(key)
        return self._d[key]

    def __delitem__(self, key):
        del self._d[key]

    def __iter__(self):
        return iter(self._d)

    def __len__(self):
        return len(self._d)

    def __bool__(self):
        return True

    def items(self):
        yield from self._d.items()


def register(name: str) -> Callable:
    def wrap(f):
        _registry[name] = f
        return f
    return wrap


@register("double")
def double(x):
    return x * 2


@register("join")
def join(*xs, sep="-"):
    return sep.join(map(str, xs))


def call(name: str, *args, **kwargs) -> Any:
    try:
        f = _registry[name]
    except KeyError as e:
        raise StoreError(name, "no such function") from e
    return f(*args, **kwargs)


@contextlib.contextmanager
def transaction(store: LRU):
    before = list(store.items())
    log.info("begin %d", len(before))
    try:
        yield store
    except Exception as e:
        store._d.clear()
        store._d.update(before)
        log.warning("rolled back: %s", e)
        raise
    finally:
        log.info("end")


class Timer:
    def __init__(self, log=None):
        self.log = log if log is not None else []

    def __enter__(self):
        self.log.append("in")
        return self

    def __exit__(self, kind, value, tb):
        self.log.append(kind.__name__ if kind else "out")
        return kind is KeyError


def group(xs: Iterable, key: Callable = lambda x: x % 2) -> dict:
    out = defaultdict(list)
    for x in xs:
        out[key(x)].append(x)
    return dict(out)


def window(xs, n=2):
    d = deque(maxlen=n)
    for x in xs:
        d.append(x)
        if len(d) == n:
            yield tuple(d)


def running():
    total = 0
    while True:
        got = yield total
        if got is None:
            return "done %d" % total
        total += got


def dump(store, path):
    with open(path, "w") as f:
        json.dump({str(k): v for k, v in store.items()}, f, sort_keys=True)
    return os.path.getsize(path)


def nested(n):
    def inner(k):
        nonlocal n
        n += k
        return n
    return inner
