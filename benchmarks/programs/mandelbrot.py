# bench-args: 500
"""Mandelbrot set: the escape count of every point, and a small picture."""
import sys

SHADES = " .:-=+*#%@"


def escape_time(cr, ci, limit):
    zr = 0.0
    zi = 0.0
    for n in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def render(width, height, limit):
    rows = []
    for y in range(height):
        ci = -1.2 + 2.4 * y / height
        row = []
        for x in range(width):
            cr = -2.2 + 3.2 * x / width
            row.append(escape_time(cr, ci, limit))
        rows.append(row)
    return rows


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    limit = 200
    rows = render(size, size, limit)
    inside = 0
    total = 0
    for row in rows:
        for n in row:
            total += n
            if n == limit:
                inside += 1
    for row in render(64, 24, 60):
        print("".join([SHADES[n * 9 // 60] for n in row]))
    print("points inside:", inside)
    print("iterations:", total)


if __name__ == "__main__":
    main()
