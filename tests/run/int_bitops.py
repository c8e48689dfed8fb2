from typing import List


def bits(n: int, width: int = 8) -> str:
    return format(n & ((1 << width) - 1), "0%db" % width)


def reverse_bits(n: int, width: int) -> int:
    result = 0
    for _ in range(width):
        result = (result << 1) | (n & 1)
        n >>= 1
    return result


def gray(n: int) -> int:
    return n ^ (n >> 1)


def subsets(items: List[str]) -> List[List[str]]:
    out = []
    for mask in range(1 << len(items)):
        out.append([items[i] for i in range(len(items)) if mask >> i & 1])
    return out


def main() -> None:
    for a, b in [(5, 3), (-5, 3), (5, -3), (-5, -3), (2**40, -1), (2**70, 2**70 - 1), (-(2**65), 2**65 + 1)]:
        print(a, b, a & b, a | b, a ^ b, ~a, a & ~b)
    print([bits(n) for n in (0, 1, 170, 255, 256, -1, -2)])
    print([reverse_bits(n, 8) for n in range(10)])
    print([reverse_bits(n, 64) for n in range(4)])
    print([bits(gray(i), 4) for i in range(16)])
    for s in subsets(["a", "b", "c"]):
        print(s)
    print(True & False, True | False, True ^ True, ~True, True & 3, type(True & True).__name__, type(True & 1).__name__)
    flags = 0
    flags |= 1 << 3
    flags |= 1 << 70
    print(flags, flags.bit_length(), flags.bit_count(), bool(flags & 8))
    flags &= ~(1 << 70)
    flags ^= 0xFF
    print(flags)
    try:
        print(1 & 1.0)
    except TypeError as e:
        print(e)


if __name__ == "__main__":
    main()
