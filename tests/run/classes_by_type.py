# A class made by `type`: its methods are called by those of the class that it derives from.
class Greeter:
    def __init__(self, name):
        self.name = name
    def greet(self):
        return f"I am {self.name}"
    def describe(self):
        return f"{type(self).__name__}: {self.greet()}"
def greet(self):
    return "other"
X = type("X", (Greeter,), {"greet": greet})
print(X("a").describe(), Greeter("b").describe())
