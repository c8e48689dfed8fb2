print("engines package")
