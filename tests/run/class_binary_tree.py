from __future__ import annotations

from typing import Iterator, Optional


class TreeNode:
    def __init__(self, key: int, value=None) -> None:
        self.key = key
        self.value = value
        self.left: Optional[TreeNode] = None
        self.right: Optional[TreeNode] = None


class BST:
    def __init__(self) -> None:
        self.root: Optional[TreeNode] = None
        self._size = 0

    def insert(self, key: int, value=None) -> None:
        if self.root is None:
            self.root = TreeNode(key, value)
            self._size += 1
            return
        node = self.root
        while True:
            if key == node.key:
                node.value = value
                return
            side = "left" if key < node.key else "right"
            child = getattr(node, side)
            if child is None:
                setattr(node, side, TreeNode(key, value))
                self._size += 1
                return
            node = child

    def find(self, key: int):
        node = self.root
        while node and node.key != key:
            node = node.left if key < node.key else node.right
        return node.value if node else None

    def delete(self, key: int) -> None:
        self.root = self._delete(self.root, key)

    def _delete(self, node, key):
        if node is None:
            raise KeyError(key)
        if key < node.key:
            node.left = self._delete(node.left, key)
        elif key > node.key:
            node.right = self._delete(node.right, key)
        else:
            if node.left is None:
                self._size -= 1
                return node.right
            if node.right is None:
                self._size -= 1
                return node.left
            succ = node.right
            while succ.left:
                succ = succ.left
            node.key, node.value = succ.key, succ.value
            node.right = self._delete(node.right, succ.key)
        return node

    def height(self) -> int:
        def go(n):
            return 0 if n is None else 1 + max(go(n.left), go(n.right))

        return go(self.root)

    def __iter__(self) -> Iterator[int]:
        stack, node = [], self.root
        while stack or node:
            while node:
                stack.append(node)
                node = node.left
            node = stack.pop()
            yield node.key
            node = node.right

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: int) -> bool:
        return any(k == key for k in self)


def invert(node):
    if node:
        node.left, node.right = invert(node.right), invert(node.left)
    return node


def levels(root):
    out, level = [], [root] if root else []
    while level:
        out.append([n.key for n in level])
        level = [c for n in level for c in (n.left, n.right) if c]
    return out


def main() -> None:
    t = BST()
    for i, k in enumerate([50, 30, 70, 20, 40, 60, 80, 30, 65]):
        t.insert(k, f"v{i}")
    print(list(t), len(t), t.height(), t.find(30), t.find(99), 60 in t, 61 in t)
    print(levels(t.root))
    for k in (20, 70, 50):
        t.delete(k)
        print("deleted", k, levels(t.root), len(t))
    try:
        t.delete(12345)
    except KeyError as e:
        print("missing", e)
    invert(t.root)
    print(levels(t.root), list(t))
    deep = BST()
    for i in range(200):
        deep.insert(i)
    print(deep.height(), len(deep), sum(deep))


if __name__ == "__main__":
    main()
