# two modules that import each other
import even
import odd
from even import is_even

print(is_even(10), odd.is_odd(7), even.is_even(7), odd.is_odd(0))
print(even.odd is odd, odd.even is even, even.calls + odd.calls)
for n in (1, 2, 25):
    print(n, "even" if is_even(n) else "odd")
import state

state.value += 1
from user import read, write

write(41)
print(state.value, read(), state.history)
state.value = "replaced"
print(read())
