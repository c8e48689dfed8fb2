a = 0777  # error: E0001 leading zeros in decimal integer literals are not permitted
b = 1__0  # error: E0001 invalid decimal literal
c = 0b12  # error: E0001 invalid digit '2' in binary literal
d = 1_000
