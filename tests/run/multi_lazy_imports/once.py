print("once only")
counter = 1
