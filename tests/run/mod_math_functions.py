import math

print(math.pi, math.e, math.tau, math.inf, math.nan)
for x in (0, 0.5, 1, 2, -1.5, 10, 1e-8):
    print(x, math.sin(x), math.cos(x), math.tan(x), math.atan(x), math.exp(x) if x < 700 else None, math.sinh(x), math.tanh(x), math.erf(x))
for x in (1, 2, 0.5, 10, 1000, 2**70, 1e300):
    print(x, math.log(x), math.log2(x), math.log10(x), math.sqrt(x), math.log1p(x), math.log(x, 3))
print([math.floor(v) for v in (2.7, -2.7, 5, 1e20)], [math.ceil(v) for v in (2.1, -2.1, 5)], [math.trunc(v) for v in (2.9, -2.9)])
print(math.factorial(20), math.factorial(25), math.gcd(12, 18), math.gcd(0, 0), math.gcd(2**70, 6**30), math.gcd(12, 18, 27), math.lcm(4, 6, 10), math.lcm())
print(math.isqrt(99), math.isqrt(10**40), math.comb(10, 3), math.comb(100, 50), math.perm(5, 2), math.perm(5), math.comb(3, 5))
print(math.hypot(3, 4), math.hypot(1, 2, 3), math.dist((0, 0), (3, 4)), math.atan2(1, -1), math.degrees(math.pi), math.radians(180), math.copysign(3, -0.0))
print(math.fmod(-7, 3), -7 % 3, math.fmod(7.5, 2), math.modf(3.75), math.modf(-2.5), math.frexp(8.5), math.ldexp(0.5, 10), math.fabs(-3))
print(math.fsum([0.1] * 10), sum([0.1] * 10) == 1.0, math.prod([1, 2, 3, 4]), math.prod([2.5, 2]), math.prod([], start=7), math.prod(range(1, 25)))
print(math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9), math.pow(2, 0.5), math.pow(2, 10), math.cbrt(27))
print(math.asin(1), math.acos(0), math.asinh(1), math.acosh(2), math.atanh(0.5), math.expm1(1e-10), math.gamma(5), math.lgamma(10), math.remainder(7, 4), math.ulp(1.0), math.nextafter(1.0, 2.0))
for label, f in [
    ("sqrt", lambda: math.sqrt(-1)), ("log0", lambda: math.log(0)), ("logneg", lambda: math.log(-5)), ("fact", lambda: math.factorial(-1)), ("factf", lambda: math.factorial(2.5)),
    ("exp", lambda: math.exp(1000)), ("acos", lambda: math.acos(2)), ("isqrt", lambda: math.isqrt(-1)), ("pow", lambda: math.pow(0, -1)), ("sin", lambda: math.sin("x")),
    ("gcd", lambda: math.gcd(1.5, 2)), ("fmod", lambda: math.fmod(1, 0)), ("comb", lambda: math.comb(-1, 2)), ("ceil", lambda: math.ceil("a")), ("big", lambda: math.sqrt(10**400)), ("args", lambda: math.sqrt()), ("sininf", lambda: math.sin(math.inf)),
]:
    try:
        print(label, f())
    except (ValueError, OverflowError, TypeError) as e:
        print(label, type(e).__name__, e)
print(math.log(10**400), math.log2(2**5000), math.log10(10**400), math.floor(-0.5), math.ceil(-0.5), math.floor(10**30))
