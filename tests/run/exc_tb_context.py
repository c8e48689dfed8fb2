"""During handling of the above exception, another exception occurred."""


def parse(line):
    key, value = line.split("=")
    return key.strip(), float(value)


def parse_all(lines):
    result = {}
    for n, line in enumerate(lines, 1):
        try:
            k, v = parse(line)
            result[k] = v
        except ValueError:
            bad = [n, line]
            print("bad line", bad)
            result[bad] = None
    return result


print(parse_all(["a=1", "b = 2.5"]))
print(parse_all(["a=1", "c=xyz", "d=4"]))
