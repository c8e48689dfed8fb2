# error@3: E0001 unterminated triple-quoted string literal
a = 1
text = """no end
b = 2
