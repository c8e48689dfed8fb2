# Imports of what NumPy has and pyaot does not.
from numpy import ma, sqrt  # error: E0205 numpy.ma
import numpy.rec  # error: E0205 numpy.rec
import numpy.no_such_module  # error: E0101 numpy.no_such_module

print(sqrt(4.0))
