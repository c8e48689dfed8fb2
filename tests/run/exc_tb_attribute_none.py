class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def leftmost(node):
    while node.left:
        node = node.left
    return node.value


def rightmost(node):
    if node.right.right:
        return rightmost(node.right)
    return node.right.value


tree = Node(5, Node(2, Node(1)), Node(8, None, Node(9)))
print(leftmost(tree))
print(rightmost(tree))
print(leftmost(Node(7)))
print(rightmost(Node(7)))
