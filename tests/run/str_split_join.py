text = "  the quick  brown\tfox\njumps over   the lazy dog  "
print(text.split())
print(text.split(" "))
print(text.split(None, 3))
print(text.rsplit(None, 2))
print("a,b,,c,".split(","), ",".split(","), "".split(","), "".split(), "abc".split("abc"))
print("a,b,c,d".split(",", 2), "a,b,c,d".rsplit(",", 2), "a--b--c".split("--"), "a,b".split(",", -1), "a,b".split(",", 0))
print("key=value=more".partition("="), "nokey".partition("="), "a.b.c".rpartition("."), "abc".rpartition("."))
print("line1\nline2\r\nline3\rline4\x0bline5\u2028end".splitlines())
print("line1\nline2\n\nline4\n".splitlines(True), "".splitlines(), "\n".splitlines())
print("-".join(["a", "b", "c"]), "".join([]), ", ".join("xyz"), "|".join(("one",)), "".join(str(i) for i in range(12)))
print(" ".join(sorted({"b": 1, "a": 2})))

for bad in (lambda: ",".join([1, 2]), lambda: "a".split(""), lambda: "".join(5), lambda: ",".join(["a", None])):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)

csv = """id,name,score
1,Anna,9.5
2,Bob,7.25
3,Chloé,8"""
lines = csv.split("\n")
header = lines[0].split(",")
rows = [dict(zip(header, line.split(","))) for line in lines[1:]]
for r in rows:
    print(r)
print(sum(float(r["score"]) for r in rows))
path = "/usr/local/lib/python/site.py"
print(path.split("/"), path.rsplit("/", 1)[1], path.rpartition(".")[2])


def table(text):
    lines = text.splitlines()
    head = lines[0].split(",")
    for line in lines[1:]:
        yield dict(zip(head, line.split(",")))
    for line in lines[1:]:
        for name, part in zip(head, line.split(",")):
            yield name + part


print(list(table("a,b\n1,2\n3,4\n5,6")))
