value = 0
history = []
