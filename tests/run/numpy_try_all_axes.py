"""Three-dimensional data: every reduction along every axis, slicing of planes, moving averages along axes."""
import numpy as np

cube = (np.arange(24) * 7 % 11).reshape(2, 3, 4)
print(cube)
for axis in (None, 0, 1, 2, -1, (0, 1), (1, 2), (0, 1, 2)):
    print(axis, cube.sum(axis=axis), cube.max(axis=axis), cube.mean(axis=axis), sep=" : ")
for axis in range(3):
    print(axis, np.argmax(cube, axis=axis).tolist(), np.sort(cube, axis=axis).tolist(), np.cumsum(cube, axis=axis)[-1, -1])
    print(np.diff(cube, axis=axis).shape, np.flip(cube, axis=axis)[0, 0], np.roll(cube, 1, axis=axis)[1, 1], np.median(cube, axis=axis).shape)
print(cube[0], cube[:, 1], cube[:, :, 2], cube[1, :, ::2], cube[..., -1], cube[::-1, ::-1, ::-1][0, 0], sep="\n")
print(cube[cube % 2 == 0], cube[:, [0, 2]].shape, cube[[1], [2], [3]], cube[0][cube[1] > 5], cube[np.array([1, 0]), :, 1])
temperatures = 20 + 5 * np.sin(np.arange(3 * 4 * 6).reshape(3, 4, 6))
print(temperatures.mean(axis=(1, 2)).round(6), temperatures.max(axis=2).round(3), temperatures.std(axis=0).shape)
anomaly = temperatures - temperatures.mean(axis=0, keepdims=True)
print(np.abs(anomaly.sum(axis=0)).max() < 1e-12, anomaly[0, 0].round(5))
smooth = (temperatures[:, :, :-2] + temperatures[:, :, 1:-1] + temperatures[:, :, 2:]) / 3
print(smooth.shape, smooth[2, 3].round(6))
hot = temperatures > 24
print(hot.sum(axis=(0, 1)), hot.any(axis=2).astype(int), np.argwhere(hot)[:3].tolist(), hot.all(axis=0).any())
print(np.einsum("ijk->k", cube), np.einsum("ijk,k->ij", cube, [1, 0, 0, 1]), np.tensordot(cube, np.ones((3, 4))), (cube @ np.ones(4)).tolist())
print(cube.reshape(6, 4).sum(0), cube.transpose(2, 0, 1).shape, cube.T[3, 2, 1], cube.swapaxes(0, 1)[1].tolist(), np.moveaxis(cube, 2, 0)[0].tolist())
weights = np.array([1, 2, 1])[:, None]
print((cube * weights).sum(axis=1), np.average(cube, axis=1, weights=[1, 2, 1]), (cube / cube.sum(axis=2, keepdims=True)).sum(axis=2).round(12))
blocks = np.arange(36).reshape(6, 6).reshape(3, 2, 3, 2)
print(blocks.sum(axis=(1, 3)), blocks.max(axis=(1, 3)), blocks.mean(axis=(1, 3)))
out = np.zeros((2, 3))
for i in range(2):
    for j in range(3):
        out[i, j] = (cube[i, j] * np.arange(4)).sum()
print(out, np.array_equal(out, cube @ np.arange(4)), np.concatenate([cube, cube[:, :1]], axis=1).shape, np.stack([cube, cube], axis=-1)[0, 0, 0])
print(np.take(cube, 1, axis=2), np.compress([True, False, True], cube, axis=1).shape, np.repeat(cube, 2, axis=0).shape, np.split(cube, 2, axis=2)[1][0])
print(np.apply_along_axis(lambda v: v.max() - v.min(), 2, cube), np.percentile(cube, 50, axis=(0, 2)), np.count_nonzero(cube, axis=1))
