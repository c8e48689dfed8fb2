"""Validating rows of messy input, collecting the errors."""

ROWS = ["alice,30,1.75", "bob,,1.8", "carol,abc,1.6", ",20,1.5", "dave,-5,1.7", "erin,40,tall", "frank,50", "grace,25,1.65,extra", "heidi, 28 , 1.72 "]


class ValidationError(ValueError):
    def __init__(self, field, message):
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


def check_name(s):
    s = s.strip()
    if not s:
        raise ValidationError("name", "is empty")
    return s.title()


def check_age(s):
    try:
        age = int(s)
    except ValueError as e:
        raise ValidationError("age", "not a number") from e
    if not 0 <= age <= 150:
        raise ValidationError("age", f"out of range ({age})")
    return age


def check_height(s):
    return float(s)


def parse_row(row):
    name, age, height = row.split(",")
    return {"name": check_name(name), "age": check_age(age), "height": check_height(height)}


good, bad = [], []
for number, row in enumerate(ROWS, 1):
    try:
        good.append(parse_row(row))
    except ValidationError as e:
        bad.append((number, e.field, e.message, type(e.__cause__).__name__))
    except ValueError as e:
        bad.append((number, "?", str(e), None))

for g in good:
    print(g)
for b in bad:
    print(b)
print(len(good), len(bad))


def safe_div(a, b, default=None):
    try:
        return a / b
    except ZeroDivisionError:
        return default
    except TypeError as e:
        return str(e)


print([safe_div(*p) for p in ((1, 2), (1, 0), (0, 5), ("a", 1), (2**70, 2**69))], safe_div(1, 0, float("inf")))


def first_int(*candidates):
    for c in candidates:
        try:
            return int(c)
        except (ValueError, TypeError):
            continue
    else:
        return None


print(first_int("x", None, "7", "8"), first_int("q"), first_int([], 2.9))
total = 0
for token in "10 20 x 30 4.5 -7 1e3".split():
    try:
        total += int(token)
    except ValueError:
        try:
            total += float(token)
        except ValueError:
            print("skipping", token)
print(total)
stack = []
for op in ["push 1", "pop", "pop", "push x", "fly", "push 5"]:
    try:
        name, *args = op.split()
        if name == "push":
            stack.append(int(args[0]))
        elif name == "pop":
            print("popped", stack.pop())
        else:
            raise NotImplementedError(name)
    except (ValueError, IndexError) as e:
        print(op, "->", e)
    except NotImplementedError as e:
        print("unsupported", e)
print(stack)
