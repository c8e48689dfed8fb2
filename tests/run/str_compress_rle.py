"""Run-length, LZ-like and Huffman-ish codings of text."""
import heapq


def rle(s):
    if not s:
        return ""
    out = []
    prev, count = s[0], 1
    for ch in s[1:]:
        if ch == prev:
            count += 1
        else:
            out.append(f"{count}{prev}")
            prev, count = ch, 1
    out.append(f"{count}{prev}")
    return "".join(out)


def unrle(s):
    out, num = "", ""
    for ch in s:
        if ch.isdigit():
            num += ch
        else:
            out += ch * int(num)
            num = ""
    return out


def lzw(text):
    table = {chr(i): i for i in range(128)}
    w, out = "", []
    for ch in text:
        if w + ch in table:
            w += ch
        else:
            out.append(table[w])
            table[w + ch] = len(table)
            w = ch
    if w:
        out.append(table[w])
    return out


def huffman(text):
    freq = {}
    for ch in text:
        freq[ch] = freq.get(ch, 0) + 1
    heap = [(n, ch, None) for ch, n in freq.items()]
    heapq.heapify(heap)
    order = 0
    while len(heap) > 1:
        a = heapq.heappop(heap)
        b = heapq.heappop(heap)
        order += 1
        heapq.heappush(heap, (a[0] + b[0], a[1] + b[1], (a, b)))
    codes = {}

    def walk(node, prefix):
        _, ch, kids = node
        if kids is None:
            codes[ch] = prefix or "0"
        else:
            walk(kids[0], prefix + "0")
            walk(kids[1], prefix + "1")

    walk(heap[0], "")
    return codes


for s in ("", "a", "aaabbc", "abcd", "z" * 25):
    assert unrle(rle(s)) == s
    print(repr(s), rle(s))
print(lzw("tobeornottobeortobeornot"))
codes = huffman("abracadabra alakazam")
for ch in sorted(codes):
    print(repr(ch), codes[ch])
enc = "".join(codes[c] for c in "abracadabra")
print(enc, len(enc))
