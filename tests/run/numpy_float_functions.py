# Functions of floats at ordinary and special values.
import numpy as np

x = np.array([-2.5, -1.0, -0.5, -0.0, 0.0, 0.25, 0.5, 1.0, 2.0, 10.0])
special = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e308, -1e308, 5e-324])
one = ["exp", "expm1", "exp2", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "arcsinh", "cbrt", "floor", "ceil", "trunc",
       "rint", "fabs", "sign", "square", "deg2rad", "rad2deg", "negative", "isnan", "isinf", "isfinite", "signbit", "absolute",
       "positive", "logical_not", "spacing"]
with np.errstate(all="ignore"):
    for name in one:
        f = getattr(np, name)
        print(name, f(x), f(special))
    for name in ("sqrt", "log", "log2", "log10", "log1p", "reciprocal", "arcsin", "arccos", "arccosh", "arctanh"):
        f = getattr(np, name)
        print(name, f(np.abs(x)), f(special))
    for name in ("arctan2", "hypot", "copysign", "nextafter", "fmod", "remainder", "floor_divide", "maximum", "minimum", "fmax", "fmin",
                 "logaddexp", "logaddexp2", "heaviside", "power", "ldexp", "float_power", "divide", "equal", "less", "greater_equal"):
        f = getattr(np, name)
        if name == "ldexp":
            print(name, f(x, 3), f(special, -2))
        else:
            print(name, f(x, 1.5), f(2.0, x), f(special, special[::-1]))
    print(np.modf(x), np.modf(special), np.frexp(x), np.divmod(x, 0.75))
    print(np.max(special), np.min(special[1:]), np.argmax(special), np.argmin(special[1:]), special[3:].sum(), np.fmax.reduce(special))
print([float(np.exp(v)) for v in (0.5, 1.0, -3.25)], [float(np.sin(v)) for v in (0.5, 1.0, 30.0)], float(np.log(3.0)), float(np.tanh(0.3)))
wide = np.linspace(-20, 20, 401)
print(np.abs(np.sin(wide) ** 2 + np.cos(wide) ** 2 - 1).max() < 1e-15, np.allclose(np.log(np.exp(wide)), wide), np.exp(wide)[:3])
print(np.allclose(np.tanh(wide), np.sinh(wide) / np.cosh(wide), rtol=1e-13), np.exp2(wide[:5]), np.log2(wide[-5:]), np.log10(wide[-5:]))
print(np.sin(wide[::40]), np.cos(wide[::40]), np.tanh(wide[200::40]))
s = wide.astype(np.float32)
print(np.allclose(np.exp(s), np.exp(wide), rtol=1e-5), np.abs(np.sin(s) - np.sin(s.astype(float))).max() < 1e-7, np.exp(s).dtype)
c = np.array([1 + 2j, -0.5j, 3, 0j])
print(np.exp(c), np.sin(c), np.sqrt(c), np.abs(c), c.conj(), np.square(c), c * c, c / (1 - 1j), c ** 2, c ** 0.5)
print(np.angle(c) if hasattr(np, "angle") else None, c.real, c.imag, np.isnan(c), c == 3, c.sum(), c.mean(), c.prod())
