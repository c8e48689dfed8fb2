command = "go"
match command:  # error: E0205
    case "go":
        print("going")
    case _:
        print("what?")
match = 5
print(match)
