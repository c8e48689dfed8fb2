from collections import defaultdict

edges = [(1, 2), (2, 3), (4, 5), (6, 7), (7, 8), (8, 6), (9, 9), (10, 1)]


def build(edge_list):
    graph = defaultdict(set)
    for a, b in edge_list:
        graph[a].add(b)
        graph[b].add(a)
    return graph


def component(graph, start):
    seen = {start}
    frontier = [start]
    while frontier:
        node = frontier.pop()
        for nxt in graph[node] - seen:
            seen.add(nxt)
            frontier.append(nxt)
    return seen


def components(graph):
    left = set(graph)
    out = []
    while left:
        comp = component(graph, min(left))
        out.append(sorted(comp))
        left -= comp
    return out


def is_bipartite(graph, nodes):
    color = {}
    for s in nodes:
        if s in color:
            continue
        color[s] = 0
        todo = [s]
        while todo:
            u = todo.pop()
            for v in graph[u]:
                if v not in color:
                    color[v] = 1 - color[u]
                    todo.append(v)
                elif color[v] == color[u]:
                    return False
    return True


g = build(edges)
for comp in components(g):
    print(comp, is_bipartite(g, comp))
print({n: len(g[n]) for n in sorted(g)})

# power set & set cover
universe = set(range(1, 11))
subsets = [{1, 2, 3, 8, 9, 10}, {1, 2, 3, 4, 5}, {4, 5, 7}, {5, 6, 7}, {6, 7, 8, 9, 10}]
covered, chosen = set(), []
while covered != universe:
    i = max(range(len(subsets)), key=lambda k: len(subsets[k] - covered))
    chosen.append(i)
    covered |= subsets[i]
print(chosen, covered == universe)


def powerset(s):
    result = [frozenset()]
    for x in sorted(s):
        result += [r | {x} for r in result]
    return result


ps = powerset({1, 2, 3, 4})
print(len(ps), len(set(ps)), [sorted(p) for p in ps if len(p) == 2], frozenset({1, 4}) in ps)
