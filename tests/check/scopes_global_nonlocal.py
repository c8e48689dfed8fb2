counter = 0


def late():
    counter = 1
    global counter  # error: E0304 name 'counter' is assigned to before global declaration


def used():
    print(counter)
    global counter  # error: E0304 name 'counter' is used prior to global declaration


def missing():
    nonlocal nowhere  # error: E0304 no binding for nonlocal 'nowhere' found


def parameter(x):
    global x  # error: E0304 name 'x' is parameter and global


nonlocal counter  # error: E0304 nonlocal declaration not allowed at module level


def fine():
    global counter
    counter += 1
