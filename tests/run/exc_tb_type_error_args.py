def greet(name, greeting="Hello", *, punctuation):
    return f"{greeting}, {name}{punctuation}"


def broadcast(names, **options):
    for name in names:
        print(greet(name, **options))


broadcast(["Ann", "Bob"], punctuation="!")
broadcast(["Cy"], greeting="Hi", punctuation=".")
try:
    broadcast(["Dee"], greting="Hi", punctuation=".")
except TypeError as e:
    print(e)
broadcast([], nothing=1)
broadcast(["Eve"])
