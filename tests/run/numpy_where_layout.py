"""The result of numpy.where lies as its operands do."""
import numpy as np


def show(a):
    print(a.shape, a.strides, a.flags.c_contiguous, a.flags.f_contiguous)
    print(a.tolist())


a = np.arange(12.0).reshape(3, 4)
f = np.asfortranarray(a)
for x in a, f, a.T, f[::-1], a[:, ::2], np.arange(24).reshape(2, 3, 4).transpose(1, 2, 0):
    show(np.where(x > 3, x, 0))
    show(np.where(x > 3, 1, 0))
    show(np.where(x > 3, np.ascontiguousarray(x), -x))
show(np.where(np.array([True, False, True, True]), f, 0))
show(np.where(f > 3, a, f))
show(np.where(np.ones((3, 1), bool), f, np.float32(2)))
show(np.where(np.zeros((0, 3), bool), 1, np.zeros((3,))))
show(np.where(True, f, 1))
