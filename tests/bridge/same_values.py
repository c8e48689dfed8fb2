# Values that libraries get back are those that they have given; keys of their classes over str and tuple are found by plain ones.
import http
import unittest
from html.parser import HTMLParser
from urllib.parse import urlsplit


class Keeper(HTMLParser):
    def __init__(self, share, name, size=10**30):
        self.share = share
        self.name = name
        self.size = size


case = unittest.TestCase()
first = Keeper(0.25, "na me")
for attribute in ("share", "name"):
    value = getattr(first, attribute)
    case.assertIs(getattr(first, attribute), value)
    second = Keeper(value, value)
    case.assertIs(second.share, value)
    case.assertIs(second.name, value)
print(first.share + 1, first.name.upper(), first.size)

methods = {"GET": 1, "POST": 2}
methods[http.HTTPMethod.GET] = 3
parts = {("http", "a", "/b", "", ""): "found"}
print(methods, methods[http.HTTPMethod.POST], parts[urlsplit("http://a/b")], urlsplit("http://a/b") in parts, http.HTTPMethod.PUT in methods)


def outer(decorated):
    print(decorated.__code__.co_firstlineno, decorated.__name__)
    return decorated


@outer
@outer
def work():
    return 1


print(work(), case.id())
