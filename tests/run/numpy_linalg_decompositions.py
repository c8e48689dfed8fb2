"""Decompositions of real and complex matrices, rounded so that only their values count."""
import numpy as np

np.set_printoptions(precision=6, suppress=True)
rng = np.random.default_rng(11)


def show(name, *parts):
    for x in parts:
        print(name, np.round(x, 8) + 0.0)


for n in (1, 2, 3, 4, 5):
    a = rng.normal(size=(n, n))
    w, v = np.linalg.eig(a)
    show("eig", w, v)
    w, v = np.linalg.eigh(a + a.T)
    show("eigh", w, v)
    u, s, vh = np.linalg.svd(a)
    show("svd", u, s, vh)
    q, r = np.linalg.qr(a)
    show("qr", q, r)
    show("inv", np.linalg.inv(a))
    c = rng.normal(size=(n, n)) + 1j * rng.normal(size=(n, n))
    w, v = np.linalg.eig(c)
    show("complex eig", w, v)
    w, v = np.linalg.eigh(c + c.conj().T)
    show("complex eigh", w, v)
    q, r = np.linalg.qr(c)
    show("complex qr", q, r)
    show("complex inv", np.linalg.inv(c))
for m, n in ((3, 2), (2, 3), (5, 2), (2, 5), (6, 4), (4, 6)):
    a = rng.normal(size=(m, n))
    u, s, vh = np.linalg.svd(a)
    show("full", u, s, vh)
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    show("thin", u, s, vh)
    q, r = np.linalg.qr(a, mode="complete")
    show("complete", q, r)
    show("r", np.linalg.qr(a, mode="r"))
