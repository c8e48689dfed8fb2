import functools
def group(xs, key=lambda x: x % 2):
    return [key(x) for x in xs]
class P:
    def __init__(self, v=0): self.v = v
    def get(self): return self.v
def make(p=P(3), *, f=lambda: 7):
    return p.get() + f()
fs = {"g": group, "m": make}
print(fs["g"](range(4)), fs["m"]())
import json
class E(json.JSONEncoder):
    def default(self, o, conv=lambda o: ["x", o.real]):
        return conv(o)
print(json.dumps(1j, cls=E))
