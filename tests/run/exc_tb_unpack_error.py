def read_points(text):
    points = []
    for part in text.split(";"):
        x, y = part.split(",")
        points.append((int(x), int(y)))
    return points


def path_length(points):
    return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in zip(points, points[1:]))


print(path_length(read_points("0,0;3,4;3,10")))
try:
    read_points("1,2;3")
except ValueError as e:
    print("caught", e)
try:
    read_points("1,two")
except ValueError as e:
    print("caught", e)
print(path_length(read_points("0,0;1,2,3")))
