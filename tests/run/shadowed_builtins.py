# Builtin names that a module may or may not give another meaning, also those that cannot be compiled themselves.
import sys

if len(sys.argv) < 50:

    def compile(rule):
        return rule.split("->")

    def eval(expression, env):
        left, right = expression
        return env.get(left, left) + env.get(right, right)

    def exec(steps, start):
        for step in steps:
            start = step(start)
        return start


def run(rules):
    env = {"x": 10, "y": 32}
    for rule in rules:
        left, right = compile(rule)
        print(rule, eval((left.strip(), right.strip()), env))


run(["x -> y", "y -> y"])
print(exec([lambda v: v + 1, lambda v: v * 2], 20))
if len(sys.argv) > 50:
    len = None
print(len("abc"))
del compile
try:
    compile(1)
except (TypeError, NotImplementedError) as e:
    print("gone")
