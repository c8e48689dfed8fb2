def f(n):
    if n:
        return 1
  return 2  # error: E0001 unindent does not match any outer indentation level


print(f(0))
