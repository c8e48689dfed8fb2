import math
import no_such_module  # error: E0101 no_such_module
from no_such_package.inner import thing  # error: E0101 no_such_package

try:
    import optional_accelerator
except ImportError:
    optional_accelerator = None


def later():
    import also_missing  # error: E0101 also_missing


print(math.pi)
