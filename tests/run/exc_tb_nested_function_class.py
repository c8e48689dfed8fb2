def outer(values):
    def helper(v, depth):
        if depth == 0:
            return v.upper()
        return helper(v, depth - 1)

    return [helper(v, 2) for v in values]


class Table:
    class Row:
        def __init__(self, cells):
            self.cells = cells

        def __getitem__(self, name):
            return self.cells[name]

    def __init__(self):
        self.rows = []

    def add(self, **cells):
        self.rows.append(Table.Row(cells))
        return self

    def column(self, name):
        return list(map(lambda row: row[name], self.rows))


t = Table().add(a="x", b="y").add(a="z", b=5)
print(outer(t.column("a")))
print(outer(t.column("b")))
