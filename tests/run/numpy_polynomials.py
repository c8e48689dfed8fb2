# Polynomials by their coefficients.
import numpy as np

p = np.poly1d([1, -6, 11, -6])
print(p)
print(p(4), p([0, 1, 2]), p.order, p.coeffs, p[1], repr(p))
q = np.poly1d([1, 0, -1])
print(p + q, p * q, p - q, 2 * q, q ** 2, sep="\n")
print(p.deriv(), q.integ(), q.deriv(2), sep="\n")
quotient, rest = p / np.poly1d([1, -1])
print(quotient, rest, sep="\n")
print(np.polyval([3, 0, 1], 5), np.polyval([3, 0, 1], [0, 1, 2]), np.polyadd([1, 2], [9, 5, 4]), np.polysub([2, 10, -2], [3, 10, -4]))
print(np.polymul([1, 2, 3], [9, 5, 1]), np.polyder([1, 1, 1, 1]), np.polyint([3, 2, 1]), np.polydiv([3.0, 5.0, 2.0], [2.0, 1.0]))
print(np.poly([1, 2, 3]), np.poly1d([1, 2], r=True), np.vander([1, 2, 3], 3), np.vander([2, 3], increasing=True))
