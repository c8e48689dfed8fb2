# An image as an array of bytes: drawing, blurring, edges, thresholds, connected parts, morphology, all by slicing.
import numpy as np


def draw(height, width):
    y, x = np.mgrid[:height, :width]
    image = np.zeros((height, width), dtype=np.uint8)
    image[(y - 8) ** 2 + (x - 9) ** 2 <= 25] = 200
    image[14:20, 20:30] = 120
    image[np.abs(x - y) < 1] = 255
    return image + (x * 2).astype(np.uint8) % 16


def blur(image):
    padded = np.pad(image.astype(np.uint16), 1, mode="edge")
    total = sum(padded[i : i + image.shape[0], j : j + image.shape[1]] for i in range(3) for j in range(3))
    return (total // 9).astype(np.uint8)


def edges(image):
    f = image.astype(float)
    gx = np.zeros_like(f)
    gy = np.zeros_like(f)
    gx[:, 1:-1] = f[:, 2:] - f[:, :-2]
    gy[1:-1] = f[2:] - f[:-2]
    return np.hypot(gx, gy)


def otsu(image):
    counts = np.bincount(image.ravel(), minlength=256)
    p = counts / counts.sum()
    weight = np.cumsum(p)
    mean = np.cumsum(p * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mean[-1] * weight - mean) ** 2 / (weight * (1 - weight))
    return int(np.nanargmax(between))


def dilate(mask):
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out


def label(mask):
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        new = labels.copy()
        new[1:] = np.maximum(new[1:], labels[:-1])
        new[:-1] = np.maximum(new[:-1], labels[1:])
        new[:, 1:] = np.maximum(new[:, 1:], labels[:, :-1])
        new[:, :-1] = np.maximum(new[:, :-1], labels[:, 1:])
        new[~mask] = 0
        if np.array_equal(new, labels):
            break
        labels = new
    return np.unique(labels, return_inverse=True)[1].reshape(mask.shape)


image = draw(24, 32)
print(image.dtype, image.min(), image.max(), round(float(image.mean()), 4))
soft = blur(image)
print(soft[6:10, 6:14])
print(np.round(edges(soft)[6:9, 2:8], 3))
level = otsu(soft)
mask = soft > level
print("threshold", level, mask.sum())
parts = label(mask)
print("parts", parts.max(), np.bincount(parts.ravel()))
for row in mask[::2]:
    print("".join("#" if v else "." for v in row))
closed = ~dilate(~dilate(mask))
print(closed.sum(), (closed & ~mask).sum(), np.argwhere(closed & ~mask)[:5].tolist())
print(image[::6, ::8], image[::-1].T[::9, ::7], sep="\n")
small = image.reshape(12, 2, 16, 2).mean(axis=(1, 3))
print(small.shape, small[4], (255 - image)[0, :6], image[0, :6] - np.uint8(10))
