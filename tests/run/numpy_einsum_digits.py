"""einsum to the last bit: dtypes, layouts, orders, sums longer than a buffer, outputs."""
import random

import numpy as np

rng = random.Random(3)
numbers = np.random.default_rng(3)
DTYPES = ["f8", "f8", "f4", "c16", "c8", "f2", "i4", "?", "u1", "i8"]


def digest(a):
    a = np.asarray(a)
    bits = np.frombuffer(np.ascontiguousarray(a).tobytes(), "u1").astype("i8")
    return int((bits * (np.arange(bits.size) % 251 + 1)).sum())


def operand(term, sizes, dtype):
    shape = [sizes[c] if rng.random() > 0.04 or len(set(term)) < len(term) else 1 for c in term]
    n = 1
    for m in shape:
        n *= m
    x = (numbers.random(n) - 0.5) * 4
    if dtype[0] == "c":
        x = x + 1j * (numbers.random(n) - 0.5)
    x = (abs(x) if dtype in ("u1", "?") else x).astype(dtype).reshape(shape)
    layout = rng.randrange(8)
    if layout == 0:
        return term, np.asfortranarray(x)
    if layout == 1:
        return term, x[::-1]
    if layout == 2:
        return term, np.repeat(x, 2, axis=-1)[..., ::2]
    if layout == 3:
        return term[::-1], x.T
    return term, x


for k in range(150):
    labels = rng.sample("abcij", rng.randrange(1, 4))
    sizes = {c: rng.choice([1, 2, 3, 5, 7, 8, 16, 17, 33]) for c in labels}
    if rng.random() < 0.2 and len(labels) < 3:
        sizes = {c: rng.choice([8192, 8193, 20000]) if len(labels) == 1 else rng.choice([100, 130]) for c in labels}
    dtype = rng.choice(DTYPES)
    terms, operands = [], []
    for _ in range(rng.choice([1, 2, 2, 2, 3, 4])):
        term = rng.sample(labels, rng.randrange(1, len(labels) + 1))
        if rng.random() < 0.1 and max(sizes.values()) < 200:
            term = term + term[:1]
        term, x = operand(term, sizes, dtype if rng.random() < 0.8 else rng.choice(DTYPES))
        terms.append("".join(term))
        operands.append(x)
    used = sorted(set("".join(terms)))
    text = ",".join(terms)
    if rng.random() < 0.8:
        text += "->" + "".join(rng.sample(used, rng.randrange(0, len(used) + 1)))
    options = {}
    if rng.random() < 0.1:
        options["dtype"] = rng.choice(["f8", "c16", "f4"])
    if rng.random() < 0.1:
        options["order"] = rng.choice("CFAK")
    try:
        r = np.einsum(text, *operands, **options)
        print(k, text, r.dtype, r.shape, r.strides, digest(r))
    except TypeError as e:
        print(k, text, e)

a = numbers.random((2, 3))
for shape in ((2,), (3,), (2, 3), (3, 2), (2, 2), (1, 3)):
    for text in ("ij->i", "ij->j", "ij->ij", "ij->ji", "ij,ij->ij"):
        for dtype in ("f8", "f4", "c16"):
            out = np.full(shape, 7, dtype)
            try:
                r = np.einsum(text, *[a] * (text.count(",") + 1), out=out)
                print(shape, text, r is out, out.tolist())
            except (TypeError, ValueError) as e:
                print(shape, text, e)
np.einsum("ij->j", a, out=a[1])
print(a)
