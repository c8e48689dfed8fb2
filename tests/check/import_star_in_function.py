def area(r):
    from math import *  # error: E0204 import * only allowed at module level
    return pi * r * r
