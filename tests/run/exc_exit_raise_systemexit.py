class Abort(SystemExit):
    pass


def step(n):
    print("step", n)
    if n == 3:
        raise Abort(7)


def run():
    for i in range(10):
        try:
            step(i)
        except ValueError:
            print("no")
        finally:
            print("done with", i)


try:
    raise SystemExit(None)
except SystemExit as e:
    print(e.code)

run()
