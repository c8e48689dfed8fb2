"""A small grey image: blur, edges, threshold, histogram, flips, dtypes with wrap-around."""
import numpy as np

image = np.zeros((8, 8), dtype=np.uint8)
image[2:6, 2:6] = 200
image[3, 3] = 255
print(image)


def blur(img):
    padded = np.pad(img.astype(np.float64), 1, mode="edge")
    out = np.zeros(img.shape)
    for dy in range(3):
        for dx in range(3):
            out += padded[dy:dy + img.shape[0], dx:dx + img.shape[1]]
    return (out / 9).astype(np.uint8)


def sobel(img):
    f = img.astype(np.int32)
    gx = np.zeros_like(f)
    gy = np.zeros_like(f)
    gx[1:-1, 1:-1] = (f[:-2, 2:] + 2 * f[1:-1, 2:] + f[2:, 2:]) - (f[:-2, :-2] + 2 * f[1:-1, :-2] + f[2:, :-2])
    gy[1:-1, 1:-1] = (f[2:, :-2] + 2 * f[2:, 1:-1] + f[2:, 2:]) - (f[:-2, :-2] + 2 * f[:-2, 1:-1] + f[:-2, 2:])
    return np.clip(np.abs(gx) + np.abs(gy), 0, 255).astype(np.uint8)


print(blur(image))
print(sobel(image))
mask = image > 127
print(mask.sum(), mask.dtype, mask[2])
print("inverted corner", (255 - image)[0, :3], (255 - image).dtype)
brighter = image + 100
print("wrapped", brighter[3], brighter.dtype)
print("saturated", np.minimum(image.astype(np.int16) + 100, 255)[3])
hist, edges = np.histogram(image, bins=4, range=(0, 256))
print(hist, edges)
print(np.flipud(image)[2:4], np.fliplr(image)[2:4, :3], sep="\n")
print(np.rot90(image[2:4, 1:4]))
scaled = image[::2, ::2]
print(scaled.shape, scaled.strides, scaled.flags["C_CONTIGUOUS"])
enlarged = np.repeat(np.repeat(scaled, 2, axis=0), 2, axis=1)
print(enlarged.shape, np.array_equal(enlarged[::2, ::2], scaled))
rgb = np.dstack([image, image // 2, image // 4])
print(rgb.shape, rgb[3, 3], rgb.mean(axis=(0, 1)))
grey = rgb @ np.array([0.299, 0.587, 0.114])
print(np.round(grey[3], 3))
