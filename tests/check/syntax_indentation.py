x = 1
  y = 2  # error: E0001 unexpected indent


def f():
    return 1
