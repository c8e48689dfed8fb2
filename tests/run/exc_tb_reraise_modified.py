"""An exception that is raised again several frames above."""


def low(n):
    if n == 3:
        raise ValueError("low level", n)
    return n


def middle(n):
    try:
        return low(n)
    except ValueError as e:
        e.args = e.args + ("seen by middle",)
        raise


def high(limit):
    done = []
    for n in range(limit):
        try:
            done.append(middle(n))
        except KeyError:
            print("no")
    return done


print(high(3))
try:
    high(5)
except ValueError as e:
    print(e)
    stored = e
print("raising it once more")
raise stored
