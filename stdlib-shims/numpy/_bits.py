"""Bit generators and how they are seeded: `numpy.random.SeedSequence`, `PCG64` and the others."""
from _native import urandom as _urandom
from _numpy_random import (
    advance as _advance, copy as _copy, engine as _engine, pool as _pool, raw as _raw, raw_many as _raw_many,
    set_state as _set_state, state as _state, word_array as _word_array, words as _words,
)


def _words_of(x):
    """Ints as 32-bit words, the low ones first."""
    if isinstance(x, str):
        x = int(x, 16) if x.startswith("0x") else int(x)
    if isinstance(x, float):
        raise TypeError("seed must be integer")
    if isinstance(x, int):
        return _words_of_int(x)
    if hasattr(x, "__index__") and not hasattr(x, "__len__"):
        return _words_of_int(x.__index__())
    words = []
    for part in x:
        if isinstance(part, (list, tuple)):
            raise TypeError("SeedSequence does not accept nested sequences.")
        words.extend(_words_of(part))
    return words


def _words_of_int(n: int):
    if n < 0:
        raise ValueError("expected non-negative integer")
    words = [n & 0xFFFFFFFF]
    n >>= 32
    while n > 0:
        words.append(n & 0xFFFFFFFF)
        n >>= 32
    return words


class SeedSequence:
    """`numpy.random.SeedSequence`"""

    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if pool_size < 4:
            raise ValueError("The size of the entropy pool should be at least 4")
        if entropy is None:
            entropy = int.from_bytes(_urandom(4 * pool_size), "little")
        elif isinstance(entropy, (str, float, dict, set)):
            raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {entropy}")
        self.entropy = entropy
        self.spawn_key = tuple(spawn_key)
        self.pool_size = pool_size
        self.n_children_spawned = n_children_spawned
        words = _words_of(entropy)
        spawned = _words_of(self.spawn_key)
        if spawned:
            while len(words) < pool_size:
                words.append(0)
        self._words = _pool(words + spawned, pool_size)

    @property
    def pool(self):
        return _word_array(self._words, False)

    @property
    def state(self):
        return {"entropy": self.entropy, "spawn_key": self.spawn_key, "pool_size": self.pool_size,
                "n_children_spawned": self.n_children_spawned}

    def __repr__(self):
        lines = [f"{type(self).__name__}(", f"    entropy={self.entropy!r},"]
        if self.spawn_key:
            lines.append(f"    spawn_key={self.spawn_key!r},")
        if self.pool_size != 4:
            lines.append(f"    pool_size={self.pool_size!r},")
        if self.n_children_spawned != 0:
            lines.append(f"    n_children_spawned={self.n_children_spawned!r},")
        lines.append(")")
        return "\n".join(lines)

    def generate_state(self, n_words, dtype="uint32"):
        name = dtype if isinstance(dtype, str) else dtype.__name__
        if name not in ("uint32", "uint64"):
            raise ValueError("only support uint32 or uint64")
        long = name == "uint64"
        return _word_array(_words(self._words, n_words, long), long)

    def spawn(self, n_children):
        if n_children < 0:
            raise ValueError("n_children must be non-negative")
        first = self.n_children_spawned
        self.n_children_spawned = first + n_children
        return [SeedSequence(self.entropy, spawn_key=self.spawn_key + (i,), pool_size=self.pool_size)
                for i in range(first, first + n_children)]


class BitGenerator:
    """`numpy.random.BitGenerator`"""

    def __init__(self, seed=None):
        kind = type(self).__name__
        if kind == "BitGenerator":
            raise NotImplementedError("BitGenerator is a base class and cannot be instantized")
        if not isinstance(seed, SeedSequence):
            seed = SeedSequence(seed)
        self._seed_seq = seed
        self._source = _engine(kind, seed._words)

    @property
    def seed_seq(self):
        return self._seed_seq

    def spawn(self, n_children):
        if n_children < 0:
            raise ValueError("n_children must be non-negative")
        return [type(self)(s) for s in self._seed_seq.spawn(n_children)]

    def random_raw(self, size=None, output=True):
        if not output:
            _raw_many(self._source, 1 if size is None else size)
            return None
        if size is None:
            return _raw(self._source)
        return _raw_many(self._source, size)

    def _check(self, value, what):
        if not isinstance(value, dict):
            raise TypeError("state must be a dict")
        kind = type(self).__name__
        if value.get("bit_generator", "") != kind:
            raise ValueError(f"state must be for a {kind} {what}")


def _pcg_state(source):
    kind, words, waits, half = _state(source)
    return {"bit_generator": kind, "state": {"state": words[0], "inc": words[1]}, "has_uint32": waits, "uinteger": half}


def _set_pcg_state(source, kind, value):
    words_in = value["state"]
    _set_state(source, kind, [words_in["state"], words_in["inc"]], [value["has_uint32"], value["uinteger"]])


class PCG64(BitGenerator):
    """`numpy.random.PCG64`"""

    @property
    def state(self):
        return _pcg_state(self._source)

    @state.setter
    def state(self, value):
        self._check(value, "RNG")
        _set_pcg_state(self._source, "PCG64", value)

    def advance(self, delta):
        _advance(self._source, delta % (1 << 128))
        return self

    def jumped(self, jumps=1):
        other = PCG64(self._seed_seq)
        other._source = _copy(self._source)
        return other.advance(0x9e3779b97f4a7c15f39cc0605cedc835 * jumps)


class PCG64DXSM(BitGenerator):
    """`numpy.random.PCG64DXSM`"""

    @property
    def state(self):
        return _pcg_state(self._source)

    @state.setter
    def state(self, value):
        self._check(value, "RNG")
        _set_pcg_state(self._source, "PCG64DXSM", value)

    def advance(self, delta):
        _advance(self._source, delta % (1 << 128))
        return self

    def jumped(self, jumps=1):
        other = PCG64DXSM(self._seed_seq)
        other._source = _copy(self._source)
        return other.advance(0x9e3779b97f4a7c15f39cc0605cedc835 * jumps)


class MT19937(BitGenerator):
    """`numpy.random.MT19937`"""

    @property
    def state(self):
        words = _state(self._source)[1]
        return {"bit_generator": "MT19937", "state": {"key": _word_array(words[:624], False), "pos": words[624]}}

    @state.setter
    def state(self, value):
        if isinstance(value, tuple):
            if value[0] != "MT19937" or len(value) not in (3, 5):
                raise ValueError("state is not a legacy MT19937 state")
            value = {"bit_generator": "MT19937", "state": {"key": value[1], "pos": value[2]}}
        self._check(value, "PRNG")
        words_in = value["state"]
        _set_state(self._source, "MT19937", [int(w) for w in words_in["key"]] + [int(words_in["pos"])], [0, 0])

    def jumped(self, jumps=1):
        raise NotImplementedError("MT19937.jumped() is not supported")


class SFC64(BitGenerator):
    """`numpy.random.SFC64`"""

    @property
    def state(self):
        kind, words, waits, half = _state(self._source)
        return {"bit_generator": "SFC64", "state": {"state": _word_array(words, True)}, "has_uint32": waits, "uinteger": half}

    @state.setter
    def state(self, value):
        self._check(value, "RNG")
        _set_state(self._source, "SFC64", [int(w) for w in value["state"]["state"]], [value["has_uint32"], value["uinteger"]])


class Philox(BitGenerator):
    """`numpy.random.Philox`"""

    @property
    def state(self):
        kind, words, waits, half = _state(self._source)
        return {"bit_generator": "Philox",
                "state": {"counter": _word_array(words[:4], True), "key": _word_array(words[4:6], True)},
                "buffer": _word_array(words[6:10], True), "buffer_pos": words[10], "has_uint32": waits, "uinteger": half}

    @state.setter
    def state(self, value):
        self._check(value, "PRNG")
        words_in = value["state"]
        words = [int(w) for w in words_in["counter"]] + [int(w) for w in words_in["key"]] + [int(w) for w in value["buffer"]]
        _set_state(self._source, "Philox", words + [int(value["buffer_pos"])], [value["has_uint32"], value["uinteger"]])
