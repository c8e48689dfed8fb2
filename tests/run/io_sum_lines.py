# reads numbers, one a line, until the input ends
import sys

total = 0
biggest = None
count = 0
bad = []
for number, line in enumerate(sys.stdin, start=1):
    line = line.rstrip("\n")
    if not line.strip():
        continue
    try:
        value = int(line)
    except ValueError:
        try:
            value = float(line)
        except ValueError:
            bad.append((number, line))
            continue
    total += value
    count += 1
    if biggest is None or value > biggest:
        biggest = value
print("count", count)
print("total", total)
print("biggest", biggest)
for number, text in bad:
    print(f"line {number}: {text!r} is not a number")
if count:
    print("mean", total / count)
print(repr(sys.stdin.readline()), repr(sys.stdin.read()))
