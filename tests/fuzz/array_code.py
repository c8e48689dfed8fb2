"""Random functions over arrays as the compiler sees them: loops over elements, small arrays, trees of element-wise operations,
stores into parts. Each is called with arrays of one dtype first, and then with others, which break what was presumed.
"""
import re

from array_bodies import BODIES
from arrays import Program

KINDS = ["float64", "int64", "float32", "int32", "uint8", "bool", "complex128", "int8", "float16", "uint64", "int16"]
ELEMENTS = ["a[i]", "b[i]", "a[-1 - i]", "a[i - 1]", "a[i // 2]", "b[n - 1 - i]", "c", "i", "2", "0.5", "x", "(i + 1)", "len(a)", "a[0]"]
OPERATORS = ["+", "-", "*", "+", "-", "*", "/", "//", "%"]
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]
FUNCTIONS = ["abs({})", "max({}, {})", "min({}, {})", "np.sqrt(abs({}))", "np.maximum({}, {})", "np.abs({})", "-({})", "float({})", "int({})", "np.floor({})", "({}) ** 2",
             "np.minimum({}, {})", "round({}, 2)", "np.sign({})"]
TREE_LEAVES = ["a", "b", "c", "2", "0.5", "a", "b", "a[::-1]", "3", "b[:n]", "1.5", "-1"]
TREE_FUNCTIONS = ["np.abs({})", "np.sqrt(np.abs({}))", "-({})", "({}) ** 2", "np.maximum({}, {})", "np.where({} > {}, a, b)", "np.square({})", "np.floor({})", "np.minimum({}, {})",
                  "np.negative({})", "np.clip({}, -3, 4)", "np.rint({})", "np.absolute({})"]
REDUCED = ["np.sum({})", "({}).sum()", "np.mean({})", "np.max({})", "({}).min()", "np.prod({})", "({}).mean()", "np.any({} > 1)", "np.all({} < 3)", "({}).std()", "np.argmax({})",
           "np.count_nonzero({})", "np.shape({})", "np.cumsum({})", "({}).astype(int).sum()", "np.dot({}, b)", "({}).dtype.name"]
SMALL = ["{}.sum()", "np.sum({})", "{}.max()", "np.min({})", "{}.mean()", "{}[0]", "{}[-1]", "np.prod({})", "{}.dot(w)", "({} @ w)", "len({})", "{}.argmax()", "({} + w).sum()",
         "({} * 2)[1]", "np.max({} - w)", "{}.shape[0]", "np.linalg.norm({}.astype(float))", "{}.std()", "np.cross({}, w)[0]"]


class CodeProgram(Program):
    """Functions instead of expressions; a step is a call."""

    def __init__(self, seed, steps):
        self.functions = 0
        super().__init__(seed, 0)
        self.lines.insert(0, "import math")
        for step in range(0, steps, 6):
            self.function(step)

    def leaves(self, text, leaf):
        while "{}" in text:
            text = text.replace("{}", leaf(), 1)
        return text

    def element(self, depth=0):
        rng = self.rng
        r = rng.random()
        if depth > 2 or r < 0.3:
            return rng.choice(ELEMENTS)
        if r < 0.8:
            return f"({self.element(depth + 1)} {rng.choice(OPERATORS)} {self.element(depth + 1)})"
        if r < 0.87:
            return f"({self.element(depth + 1)} if {self.element(depth + 2)} {rng.choice(COMPARISONS)} {self.element(depth + 2)} else {self.element(depth + 1)})"
        return self.leaves(rng.choice(FUNCTIONS), lambda: self.element(depth + 1))

    def tree(self, depth=0):
        rng = self.rng
        r = rng.random()
        if depth > 2 or r < 0.2 and depth:
            return rng.choice(TREE_LEAVES)
        if r < 0.75:
            return f"({self.tree(depth + 1)} {rng.choice(OPERATORS)} {self.tree(depth + 1)})"
        return self.leaves(rng.choice(TREE_FUNCTIONS), lambda: self.tree(depth + 1))

    def filled_body(self):
        """One of the bodies of array_bodies.py."""
        text = self.rng.choice(BODIES).strip("\n")
        while "<<" in text:
            # The innermost choices first.
            text = re.sub(r"<<((?:(?!<<|>>).)*)>>", lambda m: self.rng.choice(m[1].split("||")), text, count=1)
        gaps = {"el": lambda: self.element(1), "el0": lambda: self.element(2).replace("x", "c"), "tree2": lambda: self.tree(2), "op": lambda: self.rng.choice(OPERATORS[:7]),
                "cmp": lambda: self.rng.choice(COMPARISONS)}
        return re.sub(r"\{(el0?|tree2|op|cmp)\}", lambda m: gaps[m[1]](), text).split("\n")

    def body(self):
        """The lines of a function of arrays `a` and `b` of `n` elements and a number `c`."""
        rng = self.rng
        if rng.random() < 0.6:
            return self.filled_body()
        kind = rng.randrange(9)
        start = rng.choice(["0", "0.0", "1", "a[0]", "c", "a[0] * 0"])
        if kind == 0:
            return [f"x = {start}", "for i in range(n):", f"    x {rng.choice(['+', '-', '*', '+'])}= {self.element(1)}", "return x"]
        if kind == 1:
            made = rng.choice(["np.zeros(n)", "np.zeros(n, dtype=int)", "a.copy()", "np.empty_like(b)", "np.zeros(n, dtype=np.float32)", "np.zeros(n, a.dtype)"])
            store = rng.choice(["out[i] =", "out[i] =", "out[n - 1 - i] =", "out[i] +=", "out[i - 1] ="])
            return [f"x = {start}", f"out = {made}", "out[:] = 0", "for i in range(n):", f"    {store} {self.element()}", f"    x = {rng.choice(['out[i]', 'a[i]', 'x + 1'])}",
                    "return out, x"]
        if kind == 2:
            parts = [self.element(2) for _ in range(3)]
            return [f"x = {rng.choice(['0', '0.0'])}", "w = np.array([1, 2, 3])" if rng.random() < 0.5 else "w = np.array([0.5, -1.0, 2.0])", "for i in range(n):",
                    f"    v = np.array([{', '.join(parts)}])", f"    x += {rng.choice(SMALL).format('v')}", f"    if i % 2 == {rng.randrange(2)}:", f"        x += {rng.choice(SMALL).format('v')}",
                    "return x"]
        if kind == 3:
            return [f"return {self.leaves(rng.choice(REDUCED), self.tree)}"]
        if kind == 4:
            return [f"r = {self.tree()}", f"s = {self.tree(1)}", f"return r, s, {rng.choice(['np.sum(r)', 'r - s', 'r * 2', 's is r', 'np.max(s)'])}"]
        if kind == 5:
            part = rng.choice(["out[1:]", "out[:-1]", "out[::2]", "out[:]", "out[::-1]", "out[1:-1]", "out[out > 1]", "out[[0, 1]]"])
            value = rng.choice(["a[1:]", "a[:-1]", "b[::2]", "2", "c", "a", "b[::-1]", "(a[:-2] + a[2:]) / 2", "a[1:-1] * 2 - b[2:]", "a[a > 1]", "b[:2]"])
            return ["out = b.copy()", f"{part} {rng.choice(['=', '=', '+=', '-=', '*='])} {value}", f"out {rng.choice(['+=', '-=', '*='])} {self.tree(2)}", "return out"]
        if kind == 6:
            return ["m = a.reshape(1, -1) * b.reshape(-1, 1)", f"x = {rng.choice(['0', '0.0', 'm[0, 0]'])}", "for i in range(m.shape[0]):", "    for j in range(m.shape[1]):",
                    f"        x {rng.choice(['+=', '-='])} m[i, j] {rng.choice(OPERATORS[:6])} {rng.choice(['m[j, i]', 'm[i, j - 1]', 'a[j]', '2', 'i', '0.5'])}",
                    f"        if m[i, j] {rng.choice(COMPARISONS)} {rng.choice(['x', '0', 'm[0, 0]', 'b[i]'])}:", "            m[i, j] = " + rng.choice(["0", "a[i]", "m[i, j] + 1", "m[-1, -1]"]),
                    "return x, m"]
        if kind == 7:
            over = rng.choice(["a", "b[::-1]", "a.tolist()", "zip(a, b)", "np.stack([a, a])", "enumerate(a)"])
            use = {"zip(a, b)": "v[0] * v[1]", "np.stack([a, a])": rng.choice(["v.sum()", "v[0]", "v.max()"]), "enumerate(a)": "v[0] * v[1]"}.get(over, rng.choice(["v", "v * 2", "v + c", "abs(v)"]))
            return [f"x = {start}", "seen = []", f"for v in {over}:", f"    x = x + {use}", "    seen.append(x)", "return x, seen"]
        return [f"x, y, count = {start}, a[0], 0", "i = 0", "while i < n:", f"    y = {self.element(1)}", f"    if y {rng.choice(COMPARISONS)} {rng.choice(['x', '1', 'a[i]', 'c'])}:",
                "        count += 1", f"        x = {rng.choice(['y', 'x + y', 'x * 0.5', 'a[i]'])}", "    i += 1", "return x, y, count"]

    def function(self, step):
        rng = self.rng
        name = f"f{self.functions}"
        self.functions += 1
        body = self.body()
        self.lines += ["", "", f"def {name}(a, b, c, n):", *(f"    {line}" for line in body), "", ""]
        # What infinite complex numbers leave of a product is up to the library that NumPy was built with.
        kinds = [kind for kind in KINDS if kind != "complex128"] if any(word in line for line in body for word in ("dot(", " @ ")) else KINDS
        first, second = rng.choice(KINDS[:4]), rng.choice(KINDS[:4])
        for k in range(6):
            if k >= 3:
                first, second = rng.choice(kinds), rng.choice(kinds)
            n = rng.choice([1, 2, 3, 5, 8, 17])
            a, b = ([self.value(kind) for _ in range(n)] for kind in (first, second))
            c = rng.choice(["2", "-3", "0.5", "1.5", "np.float32(2.5)", "np.int64(3)", "0"]) if k >= 3 else "2.5"
            self.show(step + k, f"{name}(np.array({a}, dtype={first!r}), np.array({b}, dtype={second!r}), {c}, {n})")
