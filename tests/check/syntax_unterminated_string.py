# error@3: E0001 unterminated string literal
a = "fine"
b = "no end
c = 'fine again'
