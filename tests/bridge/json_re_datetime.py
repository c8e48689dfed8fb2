import json
from datetime import date, timedelta
import re

data = {"a": [1, 2, 3.5], "b": None, "c": {"x": True, "y": "zwölf"}}
text = json.dumps(data, sort_keys=True)
print(text)
back = json.loads(text)
print(back, type(back), back == data)
d = date(2024, 2, 28) + timedelta(days=2)
print(d, d.year, d.weekday(), d > date(2024, 1, 1), type(d))
m = re.match(r"(\w+)-(\d+)", "abc-123")
print(m.group(1), int(m.group(2)) + 1, m.groups())
try:
    json.loads("{bad")
except json.JSONDecodeError as e:
    print("bad:", e, e.lineno, e.msg)
try:
    json.loads("{bad")
except ValueError as e:
    print("value error", type(e).__name__)
print(sorted([date(2024, 5, 1), date(2023, 1, 1)]))
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "a1 b22 c333"))
class P:
    def __init__(self, x):
        self.x = x
def enc(o):
    return {"x": o.x}
print(json.dumps([P(3), P(4)], default=enc))
print(f"{d:%Y/%m/%d}", isinstance(d, date), callable(date))
