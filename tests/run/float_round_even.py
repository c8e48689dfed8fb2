# banker's rounding
print([round(x / 2) for x in range(-9, 10)])
print([round(x + 0.5) for x in range(-5, 6)])
print(round(2.675, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2), round(2.5), round(-2.5), round(3.5))
print(round(1234.5678, -2), round(1234.5678, 0), round(1234.5678, 1), round(1250.0, -2), round(1350.0, -2))
print(round(15, -1), round(25, -1), round(-15, -1), round(-25, -1), round(1234567, -3), round(5, -1), round(6, -1), round(10**20 + 5, -1))
print(round(7), round(7, 2), round(True), round(2.0), type(round(2.0)).__name__, type(round(2.0, 0)).__name__, type(round(2, 1)).__name__)
print(round(1e20), round(1.5e300) % 1000, round(-0.4), round(-0.5), round(-0.6), round(-0.4, 0))
print(round(0.1 + 0.2, 10), round(1e-10, 5), round(123.456, None), round(5e-324, 3))
print("%.0f %.0f %.0f %.0f" % (0.5, 1.5, 2.5, 3.5))
print("%.2f %.2f %.1f %.1f" % (2.675, 1.005, 0.25, 0.35))
for digits in range(-3, 18):
    print(digits, round(3141.592653589793, digits), round(2 / 3, digits))


def money(amount):
    return "$" + format(round(amount, 2), ",.2f")


cents = 0
for price in (19.99, 5.005, 0.015, 1234567.895, 2.345):
    cents += int(round(price * 100))
    print(money(price), cents)
for x in (0.5, 1.5, -1.5, 2.4999999999999996, 4503599627370497.5, 9007199254740992.0):
    print(x, int(x), round(x), x.__round__(), x.__floor__(), x.__ceil__(), x.__trunc__())
try:
    round("x")
except TypeError as e:
    print(e)
