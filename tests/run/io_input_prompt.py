"""Interactive program: input() with prompts, until EOF."""


def ask_int(prompt, lo, hi):
    while True:
        text = input(prompt)
        try:
            n = int(text)
        except ValueError:
            print("not a number:", repr(text))
            continue
        if lo <= n <= hi:
            return n
        print("out of range")


name = input("name? ").strip()
print("hello", name)
age = ask_int("age? ", 0, 120)
print("next year", age + 1)
secret = 37
tries = 0
while True:
    guess = ask_int("guess: ", 1, 100)
    tries += 1
    if guess < secret:
        print("higher")
    elif guess > secret:
        print("lower")
    else:
        print("found after", tries)
        break
a, b = map(int, input().split())
print(a * b)
print([int(x) for x in input().split(",")])
rows = [list(input()) for _ in range(2)]
print(rows)
try:
    while True:
        line = input()
        print("rest:", repr(line))
except EOFError as e:
    print("EOF", e)
