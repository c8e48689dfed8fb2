a, *b = 1, 2
a, *b, *c = 1, 2  # error: E0306 multiple starred expressions in assignment
*a = 1, 2  # error: E0306 starred assignment target must be in a list or tuple
