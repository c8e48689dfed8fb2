import heapq
from collections import Counter


class Node:
    def __init__(self, freq, char=None, left=None, right=None):
        self.freq = freq
        self.char = char
        self.left = left
        self.right = right

    def __lt__(self, other):
        return self.freq < other.freq


def build(text):
    heap = [Node(f, c) for c, f in sorted(Counter(text).items())]
    heapq.heapify(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, Node(a.freq + b.freq, None, a, b))
    return heap[0]


def codes(node, prefix="", table=None):
    table = {} if table is None else table
    if node.char is not None:
        table[node.char] = prefix or "0"
    else:
        codes(node.left, prefix + "0", table)
        codes(node.right, prefix + "1", table)
    return table


def pack(bits):
    pad = -len(bits) % 8
    bits += "0" * pad
    return bytes([pad]) + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def unpack(data):
    pad, body = data[0], data[1:]
    bits = "".join(f"{b:08b}" for b in body)
    return bits[: len(bits) - pad]


def decode(bits, root):
    out, node = [], root
    for b in bits:
        node = node.left if b == "0" else node.right
        if node.char is not None:
            out.append(node.char)
            node = root
    return "".join(out)


text = "she sells sea shells by the sea shore; the shells she sells are sea-shells for sure"
root = build(text)
table = codes(root)
for ch, code in sorted(table.items(), key=lambda kv: (len(kv[1]), kv[1])):
    print(repr(ch), code)
bits = "".join(table[c] for c in text)
data = pack(bits)
print(len(text), len(bits), len(data), data[:10].hex(), root.freq)
print(decode(unpack(data), root) == text)
as_int = int("1" + bits, 2)
print(as_int.bit_length(), as_int % (2**61 - 1), bin(as_int)[3:] == bits)


class BitWriter:
    def __init__(self):
        self.value = 0
        self.n = 0

    def write(self, v, width):
        self.value = self.value << width | v & (1 << width) - 1
        self.n += width

    def bytes(self):
        pad = -self.n % 8
        return (self.value << pad).to_bytes((self.n + pad) // 8, "big")


w = BitWriter()
for i in range(40):
    w.write(i, i % 7 + 1)
print(w.n, w.bytes().hex(), w.value)
