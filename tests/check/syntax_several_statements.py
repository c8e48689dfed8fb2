"""One bad statement must not hide the next."""
x = 5 +  # error: E0001 invalid syntax
y = 6
print 'hello'  # error: E0001 Missing parentheses in call to 'print'


def good(a, b=2):
    return a + b


if y = 6:  # error: E0001 invalid syntax. Maybe you meant '==' or ':=' instead of '='?
    pass
print(good(1) y)  # error: E0001 invalid syntax. Perhaps you forgot a comma?
z = 1 if y  # error: E0001 expected 'else' after 'if' expression
print(good(y))
