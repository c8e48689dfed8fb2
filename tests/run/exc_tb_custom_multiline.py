import sys


class Problem(Exception):
    def __init__(self, text, lines):
        super().__init__(text)
        self.lines = lines

    def __str__(self):
        return self.args[0] + "\n" + "\n".join("  | " + line for line in self.lines)


def validate(
    value,
    lower=0,
    upper=10,
):
    if not (
        lower
        <= value
        <= upper
    ):
        raise Problem(
            "value out of range",
            [f"value = {value}", f"lower = {lower}", f"upper = {upper}"],
        )
    return value


checks = [lambda: validate(5), lambda: validate(upper=3, value=3), lambda: [validate(v) for v in (1, 11)]]
for check in checks:
    print("ok", check())
sys.stdout.flush()
