"""The Mandelbrot set in letters.  Usage: mandelbrot.py [width] [height]"""
import sys


def escape_time(c: complex, limit: int) -> int:
    z = 0j
    for n in range(limit):
        z = z * z + c
        if abs(z) > 2:
            return n
    return limit


def main():
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 78
    height = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    shades = " .,:;+*%#@"
    for row in range(height):
        y = 1.2 - 2.4 * row / (height - 1)
        line = ""
        for column in range(width):
            x = -2.1 + 2.9 * column / (width - 1)
            line += shades[min(escape_time(complex(x, y), 100) // 3, 9)]
        print(line.rstrip())


if __name__ == "__main__":
    main()
