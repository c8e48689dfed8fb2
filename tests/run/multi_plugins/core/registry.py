REGISTRY = {}


class DuplicateError(KeyError):
    def __init__(self, name):
        super().__init__(name)
        self.name = name

    def __str__(self):
        return f"{self.name} is already registered"


def register(name):
    def deco(fn):
        if name in REGISTRY:
            raise DuplicateError(name)
        REGISTRY[name] = fn
        return fn

    return deco


def run_all(arg):
    for name in sorted(REGISTRY):
        yield name, REGISTRY[name](arg)
