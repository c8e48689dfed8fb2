from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo
import calendar
import itertools
from functools import reduce

d0 = date(2024, 1, 31)
days = [d0 + timedelta(days=7 * k) for k in range(6)]
print([d.isoformat() for d in days])
print(max(days) - min(days), (max(days) - min(days)).days, min(days) < max(days))
for k, g in itertools.groupby(days, key=lambda d: d.month):
    print(k, [d.day for d in g])
dt = datetime(2024, 3, 10, 1, 30, tzinfo=ZoneInfo("America/New_York"))
print(dt, dt.utcoffset(), dt + timedelta(hours=2), (dt + timedelta(hours=2)).utcoffset())
print(dt.astimezone(timezone.utc), dt.timestamp())
print(f"{dt:%A %d %B %Y %H:%M}", format(d0, "%j"), f"{d0}", f"{d0!r:>30}|")
total = sum((timedelta(minutes=m) for m in (30, 45, 50)), timedelta())
print(total, total / 2, total // timedelta(minutes=7), total % timedelta(minutes=7), divmod(total, timedelta(hours=1)))
print(reduce(lambda a, b: a if a > b else b, days), -timedelta(1), abs(-timedelta(hours=3)), 2 * timedelta(hours=1))
t = timedelta(0)
for m in range(4):
    t += timedelta(seconds=m)
print(t, bool(timedelta(0)), t.total_seconds())
print(sorted(days, key=lambda d: (d.weekday(), -d.day))[:3], days.index(date(2024, 2, 7)), date(2024, 2, 7) in days)
print({d.strftime("%b"): d for d in days})
try:
    datetime.strptime("2024-13-01", "%Y-%m-%d")
except ValueError as e:
    print("ValueError", e)
try:
    date(2024, 2, 30)
except ValueError as e:
    print("ValueError", e)
try:
    d0 < dt
except TypeError as e:
    print("TypeError", e)
try:
    d0 + 1
except TypeError as e:
    print("TypeError", e)
try:
    1 + d0
except TypeError as e:
    print("TypeError", e)
print(d0.replace(day=1), d0 == date(2024, 1, 31), d0 != d0, date(2024, 1, 1) <= d0 <= date(2024, 12, 31))
print(calendar.monthrange(2024, 2), calendar.isleap(2024), calendar.month_name[3], list(calendar.day_abbr)[:2])
print(calendar.month(2024, 2))
y, m, d = d0.timetuple()[:3]
print(y, m, d, d0.isocalendar(), tuple(d0.isocalendar()), d0.isocalendar().week)
match d0:
    case date(year=2024, month=mo):
        print("in 2024", mo)
    case _:
        print("no")
match dt:
    case date() if dt.hour > 5:
        print("late")
    case datetime(hour=1):
        print("one")
events = [(datetime(2024, 1, 1, 9), "b"), (datetime(2024, 1, 1, 8), "a")]
for when, what in sorted(events):
    print(f"{when:%H:%M} {what:<3}|")
print(time(12, 30).isoformat(), datetime.combine(d0, time(1, 2)), date.min, date.max, datetime.fromisoformat("2024-01-01T00:00:00+02:00"))
print(isinstance(dt, date), isinstance(dt, datetime), issubclass(datetime, date), type(dt) is datetime, type(d0))
