view = memoryview(b"abc")  # error: E0203 memoryview
module = __import__("math")  # error: E0203 __import__
run = eval  # error: E0201 eval
print(list(map(exec, ["x = 1"])))  # error: E0201 exec
names = globals  # error: E0203 globals


def breakpoint():
    return "a function of the script"


def own(memoryview, locals=3):
    return memoryview + locals


print(breakpoint(), own(1), sorted(globals())[:1])
