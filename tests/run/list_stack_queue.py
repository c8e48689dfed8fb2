class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise IndexError("stack is empty")
        return self.items.pop()

    def peek(self):
        return self.items[-1]

    def is_empty(self):
        return len(self.items) == 0

    def __len__(self):
        return len(self.items)


class Queue:
    def __init__(self):
        self._in = []
        self._out = []

    def put(self, x):
        self._in.append(x)

    def get(self):
        if not self._out:
            while self._in:
                self._out.append(self._in.pop())
        return self._out.pop()


class MinStack(Stack):
    def __init__(self):
        super().__init__()
        self.mins = []

    def push(self, item):
        super().push(item)
        if not self.mins or item <= self.mins[-1]:
            self.mins.append(item)

    def pop(self):
        item = super().pop()
        if item == self.mins[-1]:
            self.mins.pop()
        return item

    def minimum(self):
        return self.mins[-1]


def balanced(text):
    pairs = {")": "(", "]": "[", "}": "{"}
    st = Stack()
    for ch in text:
        if ch in pairs.values():
            st.push(ch)
        elif ch in pairs:
            if st.is_empty() or st.pop() != pairs[ch]:
                return False
    return st.is_empty()


def rpn(expr):
    st = []
    for tok in expr.split():
        if tok in ("+", "-", "*", "/"):
            b, a = st.pop(), st.pop()
            st.append(a + b if tok == "+" else a - b if tok == "-" else a * b if tok == "*" else a / b)
        else:
            st.append(float(tok) if "." in tok else int(tok))
    return st.pop()


for t in ("()[]{}", "([{}])", "(]", "((", "", "a(b)c]"):
    print(repr(t), balanced(t))
print(rpn("3 4 + 2 *"), rpn("5 1 2 + 4 * + 3 -"), rpn("2.5 2 *"), rpn("7 2 /"))
q = Queue()
for i in range(5):
    q.put(i)
print(q.get(), q.get())
q.put(99)
print([q.get() for _ in range(4)])
m = MinStack()
for v in (5, 3, 7, 3, 8, 1):
    m.push(v)
while not m.is_empty():
    print(m.minimum(), m.pop(), len(m))
try:
    m.pop()
except IndexError as e:
    print("error:", e)
