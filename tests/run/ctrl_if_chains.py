def grade(score):
    if score >= 90:
        return "A"
    elif score >= 80:
        return "B"
    elif score >= 70:
        return "C"
    elif score >= 60:
        return "D"
    else:
        return "F"


def leap(y):
    return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)


def days_in_month(y, m):
    if m == 2:
        return 29 if leap(y) else 28
    return 30 if m in (4, 6, 9, 11) else 31


def weekday(y, m, d):
    t = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    if m < 3:
        y -= 1
    return (y + y // 4 - y // 100 + y // 400 + t[m - 1] + d) % 7


def calendar(y, m):
    print(f"{m:02d}/{y}".center(20))
    print("Su Mo Tu We Th Fr Sa")
    first = weekday(y, m, 1)
    line = "   " * first
    for day in range(1, days_in_month(y, m) + 1):
        line += f"{day:2d} "
        if (first + day) % 7 == 0:
            print(line.rstrip())
            line = ""
    if line:
        print(line.rstrip())


for s in (95, 85.5, 70, 69.99, 0, 100):
    print(s, grade(s))
print([y for y in (1900, 1999, 2000, 2004, 2023, 2024, 2100) if leap(y)])
print([days_in_month(2024, m) for m in range(1, 13)])
print([weekday(*date) for date in ((2000, 1, 1), (1969, 7, 20), (2024, 2, 29), (1815, 6, 18))])
calendar(2024, 2)
calendar(2023, 10)
for n in range(1, 31):
    print("FizzBuzz" if n % 15 == 0 else "Fizz" if n % 3 == 0 else "Buzz" if n % 5 == 0 else n, end="\n" if n % 10 == 0 else " ")
x = 7
print("small" if x < 5 else "medium" if x < 10 else "large", "odd" if x & 1 else "even", (x > 5) + (x > 6) + (x > 7))
if x > 5 and not (x == 6 or x == 8):
    print("passed")
if not x: print("zero")
elif x: print("one-liner"); print("two statements")
