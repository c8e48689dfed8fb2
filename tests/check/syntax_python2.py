print "a"  # error: E0001 Missing parentheses in call to 'print'
exec "x = 1"  # error: E0001 Missing parentheses in call to 'exec'
