def area(width, height, width):  # error: E0305 duplicate argument 'width' in function definition
    return width * height


g = lambda a, a: a  # error: E0305 duplicate argument 'a' in function definition
print(max([1], key=len, key=len))  # error: E0305 keyword argument repeated: key
