import asyncio, dataclasses, inspect, random, threading, copy, pickle
import kern as sim
from kern import Account, Savings, Simulation, Event
s = Simulation(3); s.at(1, sim.arrive, 0); s.at(0.5, lambda sm, x: sm.note(x), "mine"); e = s.at(99, Simulation.note, "late")
print([x.time for x in s], s.run(50), s.log, len(s.queue), e.time)
a = Account("ann", 10, start=5); print(a, a.apply(-3) is a, a.history, a.rate, Account("b") == Account("b"), a != Account("b"))
try:
    with a: a.apply(100); raise ValueError("x")
except ValueError: print(a.balance)
v = Savings("bob", limit=1); v.apply(2); print(v)
try: v.apply(1)
except RuntimeError as err: print(err)
print(sim.copies(a), dataclasses.asdict(v), dataclasses.replace(a, owner="z", start=1), inspect.signature(Account))
print(asyncio.run(sim.pipeline(range(5))), asyncio.run(sim.collect(6)), inspect.iscoroutinefunction(sim.pipeline), inspect.isasyncgenfunction(sim.agen))
print(sim.Pool(4).run())
with sim.opened("a", "b") as log: log.append("body")
print(log, sim.shuffled(range(8), 5), sim.quiet(lambda: 1 / 0, ZeroDivisionError), sim.quiet(lambda: 3), sim.elapsed(lambda: "r"))
try: sim.quiet(lambda: [][1], KeyError)
except IndexError as err: print(err)
class MySim(Simulation):
    def note(self, text): super().note(text.upper())
m = MySim(1); m.at(0, sim.arrive, 4); m.run(); print(m.log, isinstance(m, Simulation), m.rng.random())
out = []
ts = [threading.Thread(target=lambda k=k: out.append(sum(ev.time for ev in Simulation(k)) + sim.shuffled(range(3), k)[1])) for k in range(6)]
[t.start() for t in ts]; [t.join() for t in ts]; print(len(out), sorted(out) == sorted(sim.shuffled(range(3), k)[1] for k in range(6)))
c = copy.deepcopy(a); c.apply(1); print(c.balance - a.balance, c.history is a.history, pickle.loads(pickle.dumps(a)) == a)
try: Event(1)
except TypeError as err: print(err)
print(Event(1, 2, None) < Event(1, 3, None), sorted([Event(2, 0, None), Event(1, 1, None)])[0].time)
