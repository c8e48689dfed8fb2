from math import sqrt, squareroot  # error: E0102 squareroot

print(sqrt(4))
