# a byte order mark is allowed
print(1)
