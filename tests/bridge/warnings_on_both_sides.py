# Filters that the program sets decide on CPython's warnings too.
import warnings
import code

space = {}
code.InteractiveInterpreter(space).runsource('''
import warnings
def warn(text, category=UserWarning):
    warnings.warn(text, category)
    return "warned"
def quiet(f):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return f()
class Own(UserWarning): pass
''', "<helpers>", "exec")
warn, quiet, Own = space["warn"], space["quiet"], space["Own"]

with warnings.catch_warnings(record=True) as found:
    warnings.simplefilter("always")
    print(warn("first"), quiet(lambda: warn("unseen")))
    warnings.warn("mine")
    warn("own", Own)
    warn("soon", FutureWarning)
    print([(w.category.__name__, str(w.message)) for w in found])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        print(warn("second"))
    except UserWarning as e:
        print("raised", repr(e))
    warnings.filterwarnings("ignore", message="not.*")
    print(warn("not seen"))
    warnings.filterwarnings("ignore", category=Own)
    print(warn("neither", Own))
warnings.simplefilter("ignore")
print(warn("silent"))
