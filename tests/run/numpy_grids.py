# Helpers that make indices and grids.
import numpy as np

print(np.r_[1:4, 0, 4], np.r_[0:1:5j], np.c_[[1, 2, 3], [4, 5, 6]], np.r_["0,2", [1, 2], [3, 4]])
print(np.mgrid[0:2, 0:3], np.ogrid[0:2, 0:3], np.mgrid[0:1:3j])
m = np.arange(12).reshape(3, 4)
print(m[np.ix_([0, 2], [1, 3])], m[np.s_[1:, ::2]])
print(list(np.ndindex(2, 2)), [(i, int(x)) for i, x in np.ndenumerate(m[:2, :2])])
print(np.unravel_index(7, m.shape), np.unravel_index([1, 11], m.shape), np.ravel_multi_index(([0, 2], [1, 3]), m.shape))
z = np.zeros((3, 3), int)
np.fill_diagonal(z, [1, 2, 3])
print(z, z[np.diag_indices(3)], m[np.tril_indices(3)], m[np.triu_indices(3, 1, 4)])
print(np.trim_zeros([0, 0, 1, 0, 2, 0]), np.trim_zeros(np.array([0, 3, 0]), "f"))
total = 0
for x in np.nditer(m):
    total += int(x)
print(total)
it = np.nditer(m[:, :2], flags=["multi_index"])
for x in it:
    print(it.multi_index, x, end="; ")
print()
with np.nditer(z, op_flags=["readwrite"]) as walk:
    for x in walk:
        x[...] = 2 * x
print(z)
print(np.binary_repr(10), np.binary_repr(-3, 6), np.base_repr(255, 16))
