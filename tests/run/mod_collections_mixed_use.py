"""Log analysis with several collections at once."""
import heapq
from bisect import insort
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from itertools import groupby
from operator import attrgetter, itemgetter

Event = namedtuple("Event", "time user action amount")
RAW = """\
5 ann login 0
7 bob login 0
9 ann buy 30
11 ann buy 12
12 cyd login 0
15 bob buy 99
15 ann logout 0
18 cyd buy 1
21 bob logout 0
22 cyd buy 47
"""

events = [Event(int(t), u, a, int(m)) for t, u, a, m in map(str.split, RAW.splitlines())]
print(events[0], len(events))
by_user = defaultdict(list)
for e in events:
    by_user[e.user].append(e)
for user in sorted(by_user):
    spent = sum(e.amount for e in by_user[user])
    print(user, [e.action for e in by_user[user]], spent)
print(Counter(e.action for e in events).most_common())
print([(k, len(list(g))) for k, g in groupby(sorted(events, key=attrgetter("action", "time")), key=attrgetter("action"))])
top = heapq.nlargest(3, events, key=lambda e: e.amount)
print([(e.user, e.amount) for e in top])
window = deque(maxlen=3)
peaks = []
for e in events:
    window.append(e.amount)
    peaks.append(sum(window))
print(peaks)
sessions = OrderedDict()
for e in events:
    if e.action == "login":
        sessions[e.user] = [e.time, None]
    elif e.action == "logout":
        sessions[e.user][1] = e.time
    sessions.move_to_end(e.user)
print(sessions)
print({u: (b - a if b else "open") for u, (a, b) in sessions.items()})
amounts = []
for e in events:
    if e.amount:
        insort(amounts, e.amount)
print(amounts, amounts[len(amounts) // 2])
print(sorted(events, key=itemgetter(3, 0))[-1]._replace(user="anon"), max(events).time, events[2] < events[3], Event(*"abcd"))
graph = defaultdict(set)
for a, b in zip(events, events[1:]):
    if a.user != b.user:
        graph[a.user].add(b.user)
print({k: sorted(v) for k, v in sorted(graph.items())})
totals = Counter()
for e in events:
    totals[e.user] += e.amount
print(totals, totals - Counter(ann=40), sum((totals + Counter(dan=1)).values()))
