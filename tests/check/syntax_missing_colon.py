x = 3
if x == 1  # error: E0001 expected ':'
    print(x)
while True  # error: E0001 expected ':'
    break
class A  # error: E0001 expected ':'
    pass
print("fine")
