import json


class Custom(Exception):
    pass


def hook(d):
    if "bad" in d:
        raise Custom("bad key", d["bad"])
    return d


def load(s):
    return json.loads(s, object_hook=hook)


print(load('{"a": 1}'))
try:
    load('{"bad": 1}')
except Custom as e:
    print("caught", e.args, type(e) is Custom)
load('[{"x": {"bad": 2}}]')
