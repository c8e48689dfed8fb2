a = [1, 2)  # error: E0001 closing parenthesis ')' does not match opening parenthesis '['
