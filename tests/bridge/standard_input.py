# Both sides read standard input by turns: neither takes what the other is to read.
import cmd
import sys

print(input("name? "))
for line in sys.stdin:
    print("own", line.strip())
    break
class C(cmd.Cmd):
    prompt = "> "
    def do_hi(self, arg): print("hi", arg)
    def do_quit(self, arg): return True
C(stdin=sys.stdin).cmdloop()
print("rest", sys.stdin.read())
