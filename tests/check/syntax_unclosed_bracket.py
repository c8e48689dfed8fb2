# error@3: E0001 '(' was never closed
name = "x"
total = sum([1, 2, 3]
