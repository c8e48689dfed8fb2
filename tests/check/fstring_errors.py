x = 1
a = f"{}"  # error: E0001 f-string: valid expression required before '}'
b = f"{x"  # error: E0001 f-string: expecting '}'
c = f"{x:>{x}} {x!r} {{}}"
