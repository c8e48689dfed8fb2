async def answer():  # error: E0202
    return 42


def fine():
    return 1


print(fine())
