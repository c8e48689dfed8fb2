class Meeting:
    def __init__(self, title, start, end):
        if end <= start:
            raise ValueError(f"{title}: ends before it starts")
        self.title, self.start, self.end = title, start, end

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end

    def __repr__(self):
        return f"{self.title}[{fmt(self.start)}-{fmt(self.end)}]"


def fmt(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_time(text):
    h, m = map(int, text.split(":"))
    if not (0 <= h < 24 and 0 <= m < 60):
        raise ValueError(f"bad time {text!r}")
    return h * 60 + m


def load(text):
    meetings, errors = [], []
    for n, line in enumerate(text.strip().splitlines(), 1):
        try:
            span, title = line.split(" ", 1)
            start, end = (parse_time(t) for t in span.split("-"))
            meetings.append(Meeting(title.strip(), start, end))
        except ValueError as e:
            errors.append(f"line {n}: {e}")
    return meetings, errors


def rooms_needed(meetings):
    points = sorted([(m.start, 1) for m in meetings] + [(m.end, -1) for m in meetings])
    now = peak = 0
    for _, delta in points:
        now += delta
        peak = max(peak, now)
    return peak


def pick_most(meetings):
    chosen, free = [], 0
    for m in sorted(meetings, key=lambda m: m.end):
        if m.start >= free:
            chosen.append(m)
            free = m.end
    return chosen


def free_slots(meetings, day=(9 * 60, 18 * 60), least=30):
    cur = day[0]
    for m in sorted(meetings, key=lambda m: m.start):
        if m.start - cur >= least:
            yield fmt(cur), fmt(m.start)
        cur = max(cur, m.end)
    if day[1] - cur >= least:
        yield fmt(cur), fmt(day[1])


TEXT = """
09:00-09:45 standup
09:30-11:00 design review
11:00-12:00 interview
10:15-10:45 coffee with Zoë
25:00-26:00 impossible
14:00-13:00 backwards
13:15-15:00 workshop
14:30-14:50 call
nonsense
16:10-16:20 sync
"""
meetings, errors = load(TEXT)
for e in errors:
    print("!", e)
for m in sorted(meetings, key=lambda m: (m.start, -m.end)):
    clash = [o.title for o in meetings if o is not m and o.overlaps(m)]
    print(m, "clashes with " + ", ".join(clash) if clash else "ok")
print(rooms_needed(meetings), pick_most(meetings))
print(list(free_slots(meetings)))
timeline = ""
for t in range(9 * 60, 17 * 60, 15):
    busy = sum(m.start <= t < m.end for m in meetings)
    timeline += ".123456"[busy]
print(timeline)
total = sum(m.end - m.start for m in meetings)
print(fmt(total), total / len(meetings), divmod(total, 60))
