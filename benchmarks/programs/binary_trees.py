# bench-args: 14
"""Build and walk many binary trees: allocation and release of small objects."""
import sys


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def check(self):
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()


def make_tree(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make_tree(depth - 1), make_tree(depth - 1))


class SearchTree:
    def __init__(self):
        self.root = None
        self.size = 0

    def insert(self, key):
        if self.root is None:
            self.root = [key, None, None]
            self.size += 1
            return
        node = self.root
        while key != node[0]:
            side = 1 if key < node[0] else 2
            if node[side] is None:
                node[side] = [key, None, None]
                self.size += 1
                return
            node = node[side]

    def walk(self, node, out):
        if node is not None:
            self.walk(node[1], out)
            out.append(node[0])
            self.walk(node[2], out)


def main():
    min_depth = 4
    max_depth = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    print("stretch tree of depth", max_depth + 1, "check:", make_tree(max_depth + 1).check())
    long_lived = make_tree(max_depth)
    for depth in range(min_depth, max_depth + 1, 2):
        rounds = 1 << (max_depth - depth + min_depth)
        total = 0
        for _ in range(rounds):
            total += make_tree(depth).check()
        print(rounds, "trees of depth", depth, "check:", total)
    print("long lived tree of depth", max_depth, "check:", long_lived.check())

    tree = SearchTree()
    key = 1
    for _ in range(1 << (max_depth + 2)):
        key = key * 75 % 65_537
        tree.insert(key)
    keys = []
    tree.walk(tree.root, keys)
    print("search tree:", tree.size, keys[:5], keys == sorted(keys))


if __name__ == "__main__":
    main()
