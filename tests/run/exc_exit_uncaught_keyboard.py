import sys


def worker(n):
    if n > 2:
        raise KeyboardInterrupt
    return n


results = []
try:
    for i in range(5):
        results.append(worker(i))
except KeyboardInterrupt:
    print("interrupted after", results)

try:
    raise KeyboardInterrupt("message")
except Exception:
    print("wrong")
except BaseException as e:
    print(type(e).__name__, e, isinstance(e, Exception))

sys.stdout.write("last words\n")
sys.exit(True)
