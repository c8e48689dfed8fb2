import helper
import helper as h
from helper import VERSION, Shape, area_of as area, counter
from helper import *

print(helper.VERSION, VERSION, h is helper, helper.__name__, __name__)
print(area(Shape("sq", 4)), helper.area_of(Shape("line", 0)), double(21), "_private" in globals())
print(helper._private(3), helper.counter, counter)
helper.bump()
helper.bump(5)
print(helper.counter, counter, h.counter)
helper.counter = 100
print(helper.bump(), helper.counter)
helper.new_attribute = "set from outside"
print(helper.new_attribute, helper.get_new(), hasattr(helper, "nope"))
try:
    helper.fail("x")
except helper.HelperError as e:
    print("caught", e, type(e).__name__)
try:
    helper.missing
except AttributeError as e:
    print(e)


def main():
    import helper
    s = helper.Shape("late", 2)
    return [helper.area_of(s), s]


if __name__ == "__main__":
    print(main(), helper.REGISTRY)
