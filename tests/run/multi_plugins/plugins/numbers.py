from core.registry import register


@register("square")
def square(n):
    return n * n


@register("factor")
def factor(n):
    out, d = [], 2
    while n > 1:
        while n % d == 0:
            out.append(d)
            n //= d
        d += 1
    return out
