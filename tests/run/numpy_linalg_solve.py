"""Linear systems, determinants, inverses, least squares, and what goes wrong."""
import numpy as np

A = np.array([[4.0, 1.0, 2.0], [1.0, 3.0, 0.0], [2.0, 0.0, 5.0]])
B = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]])
print(np.linalg.solve(B, np.array([1.0, 2.0, 3.0])))
print(np.linalg.solve(A, np.eye(3)))
print(np.linalg.inv(B))
print(np.linalg.det(B), np.linalg.det([[1, 2], [3, 4]]), np.linalg.det(A))
print(np.linalg.slogdet(B))
print(np.linalg.cholesky(A))
print(np.linalg.cholesky(A, upper=True))
print(np.linalg.eigvalsh(A), np.linalg.eigvals(A))
result = np.linalg.lstsq(np.array([[1.0, 1], [1, 2], [1, 3], [1, 5]]), np.array([1.0, 3, 2, 5]))
print(result[0], result[2], result[3])
print(type(np.linalg.det(A)), np.linalg.inv(A).dtype, np.linalg.inv(A.astype(np.float32)).dtype)
stack = np.array([A, B, A + B])
print(np.linalg.det(stack))
print(np.linalg.inv(stack).shape, np.linalg.solve(stack, np.ones((3, 3, 1))).ravel())
print(np.linalg.matrix_rank(B), np.linalg.matrix_rank(np.ones((3, 3))))
for ord in (None, 1, 2, 3, 0, np.inf, -np.inf, -1, 0.5):
    print(ord, np.linalg.norm([3.0, -4.0, 12.0], ord))
for ord in (None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf):
    print(ord, round(float(np.linalg.norm(B, ord)), 9))
print(np.linalg.norm(B, axis=0), np.linalg.norm(B, axis=1, keepdims=True))
print(np.linalg.norm([3 + 4j, 1j]))
print(round(float(np.linalg.cond(A)), 9), round(float(np.linalg.cond(A, 1)), 9))
failing = [
    lambda: np.linalg.inv([[1, 2], [2, 4]]),
    lambda: np.linalg.solve([[1, 2, 3], [2, 4, 5]], [1, 2]),
    lambda: np.linalg.cholesky([[1, 2], [2, 1]]),
    lambda: np.linalg.det([1, 2]),
    lambda: np.linalg.norm([1, 2], "fro"),
    lambda: np.linalg.norm([[1, 2]], 3),
    lambda: np.linalg.eig([[np.nan, 1], [2, 3]]),
    lambda: np.linalg.qr(A, mode="wrong"),
]
for f in failing:
    try:
        print(f())
    except (np.linalg.LinAlgError, ValueError) as e:
        print(type(e).__name__, e)
