# Libraries draw from the generators that the program has seeded, and leave them where the program goes on.
import random

import networkx as nx
import pickle

random.seed(7)
print([random.gauss(0, 1) for _ in range(3)])
g = nx.gnp_random_graph(8, 0.5)
print(g.number_of_edges(), random.random())
g = nx.gnp_random_graph(8, 0.5, seed=3)
print(sorted(g.edges())[:5], random.random())

r = random.Random(5)
g = nx.gnm_random_graph(8, 10, seed=r)
print(sorted(g.edges())[:5], r.random(), random.random())
q = pickle.loads(pickle.dumps(r))
print(q.random() == r.random(), type(q).__name__, isinstance(r, random.Random))


def make(rng):
    return nx.random_regular_graph(2, 6, seed=rng)


print(sorted(make(r).edges()), r.randrange(1000))

random.seed("abc")
print(nx.utils.powerlaw_sequence(3, 2.5), random.randint(1, 100))
state = random.getstate()
first = nx.gnp_random_graph(6, 0.5).number_of_edges()
random.setstate(state)
print(first == nx.gnp_random_graph(6, 0.5).number_of_edges())


class Lucky(random.Random):
    def random(self):
        return 0.25


lucky = Lucky(3)
print(lucky.random(), lucky.uniform(0, 8))
random.shuffle(order := list(range(8)))
print(order, nx.utils.create_py_random_state(r).gauss(1, 2), r.gauss(1, 2), r.gauss(0, 1))
random.seed(1)
print(random.gauss(0, 1), random.getstate()[2])
