# bench-args: 1400000
"""Strings built by +=, by join, by formatting, and taken apart again."""
import sys


def build_by_append(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
        if i % 10 == 9:
            s += "-"
    return s


def build_by_join(n):
    parts = []
    for i in range(n):
        parts.append(str(i * 7 % 1000))
    return ",".join(parts)


def build_report(n):
    lines = []
    for i in range(n):
        lines.append(f"{i:06d} | {i * 0.25:10.2f} | {'x' * (i % 5):<5} | {i % 7 == 0}")
    return "\n".join(lines)


def caesar(text, shift):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + shift) % 26 + 97))
        else:
            out.append(ch)
    return "".join(out)


def is_palindrome(s):
    i, j = 0, len(s) - 1
    while i < j:
        if s[i] != s[j]:
            return False
        i += 1
        j -= 1
    return True


def run_length(text):
    out = ""
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out += text[i] + str(j - i)
        i = j
    return out


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 80_000
    s = build_by_append(n)
    print(len(s), s[:25], s[-12:])

    joined = build_by_join(n * 5 // 8)
    print(len(joined), joined.count(",7,"), joined[:30])

    report = build_report(n // 5)
    print(len(report))
    print(report[:80])

    secret = caesar(s[:n // 3], 3)
    print(secret[:25], caesar(secret, -3) == s[:n // 3])

    palindromes = [n for n in range(n // 8) if is_palindrome(str(n))]
    print(len(palindromes), palindromes[-3:])

    bits = "".join([bin(n)[2:] for n in range(n // 64)])
    packed = run_length(bits)
    print(len(bits), len(packed), packed[:40])
    print(s.upper().replace("ABC", "*")[:20], s.find("xyz"), len(s.split("-")))


if __name__ == "__main__":
    main()
