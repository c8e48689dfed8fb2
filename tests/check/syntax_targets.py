f = len
f("x") = 1  # error: E0306 cannot assign to function call
1 = f  # error: E0306 cannot assign to literal
None = 5  # error: E0306 cannot assign to None
f + 1 = 2  # error: E0306 cannot assign to expression
del f("x")  # error: E0306 cannot delete function call
for 1 in []:  # error: E0306 cannot assign to literal
    pass
