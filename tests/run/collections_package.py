# A module of a package, whose classes are only reached through the package.
import collections.abc


class Squares(collections.abc.Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        if not 0 <= i < 4:
            raise IndexError(i)
        return i * i


def kinds(x):
    return [isinstance(x, k) for k in (collections.abc.Mapping, collections.abc.Sequence, collections.abc.Hashable, collections.abc.Iterable)]


for x in ({}, [], (), "a", 3, Squares(), {1}.__iter__()):
    print(kinds(x))
print(list(Squares()), 4 in Squares(), Squares().index(9), list(reversed(Squares())))
print(list(collections.abc.KeysView({1: 2})), collections.abc.Callable is not None)
