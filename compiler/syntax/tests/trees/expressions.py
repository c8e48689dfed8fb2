a or b and not c
(a if b else c, lambda x, *y, z=1, **k: x)
-a ** ~b @ c // d % e << f >> g & h ^ i | j
a < b <= c == d != e is f is not g in h not in i
{1: 2, **a}, {1, *b}, [*c], (d,), ()
[x for x in y if z if w for (u, v) in t]
{k: v for k, v in z}, {s for s in z}
x[1], x[1:2], x[::3], x[a, b:c], x[*d]
(y := f((z := 1)))
a.b.c(d)(e)[f].g
