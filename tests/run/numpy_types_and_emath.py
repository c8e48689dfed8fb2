import numpy as np
print(np.linalg.cross([1,2,3],[4,5,6]))
print(np.linalg.vecdot(np.arange(6).reshape(2,3), [1,2,3]), np.linalg.tensordot(np.ones((2,3)), np.ones((3,2)), axes=1))
try:
    np.linalg.cross([1,2],[3,4])
except ValueError as e: print(e)
print(np.sort_complex([5, 3, 6, 2, 1]), np.sort_complex([1 + 2j, 2 - 1j, 3 - 2j, 3 - 3j, 3 + 5j]), np.sort_complex(np.array([3,1],dtype='f4')).dtype, np.sort_complex(np.array([3,1],dtype='i1')).dtype)
print(np.typecodes)
print(np.typename('d'), np.typename('S1'), [np.typename(c) for c in '?bBhHiIlLqQfdFD'])
print(np.mintypecode(['d', 'f', 'S']), np.mintypecode(['f','F']), np.mintypecode('abceh', default='G'))
print(np.little_endian, isinstance(np.add, np.ufunc), np.ufunc)
print(np.emath.sqrt(-1), np.emath.sqrt([-1, 4]), np.emath.log(-np.e), np.emath.log2(-8), np.emath.power([2,4],-2), np.emath.arccos(2), np.emath.arcsin(2), np.emath.logn(2,[4,8]), np.emath.log10(-100), np.emath.arctanh(2))
print(np.lib.scimath.sqrt(-4))
