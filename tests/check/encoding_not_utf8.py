# error@2: E0002 byte 0xe9
print("café")
