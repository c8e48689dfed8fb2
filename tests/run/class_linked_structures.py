class Node:
    def __init__(self, value):
        self.value = value
        self.next = None


class LinkedList:
    def __init__(self, values=None):
        self.head = None
        self.tail = None
        self.length = 0
        for v in values or []:
            self.append(v)

    def append(self, value):
        node = Node(value)
        if self.head is None:
            self.head = self.tail = node
        else:
            self.tail.next = node
            self.tail = node
        self.length += 1

    def prepend(self, value):
        node = Node(value)
        node.next = self.head
        self.head = node
        if self.tail is None:
            self.tail = node
        self.length += 1

    def remove(self, value):
        prev, cur = None, self.head
        while cur:
            if cur.value == value:
                if prev:
                    prev.next = cur.next
                else:
                    self.head = cur.next
                if cur is self.tail:
                    self.tail = prev
                self.length -= 1
                return True
            prev, cur = cur, cur.next
        return False

    def reverse(self):
        prev, cur = None, self.head
        self.tail = self.head
        while cur is not None:
            nxt = cur.next
            cur.next = prev
            prev, cur = cur, nxt
        self.head = prev

    def middle(self):
        slow = fast = self.head
        while fast and fast.next:
            slow, fast = slow.next, fast.next.next
        return slow.value if slow else None

    def has_cycle(self):
        slow = fast = self.head
        while fast and fast.next:
            slow, fast = slow.next, fast.next.next
            if slow is fast:
                return True
        return False

    def __iter__(self):
        cur = self.head
        while cur:
            yield cur.value
            cur = cur.next

    def __len__(self):
        return self.length

    def __str__(self):
        return " -> ".join(str(v) for v in self) or "(empty)"


def merge(a, b):
    out = LinkedList()
    x, y = a.head, b.head
    while x and y:
        if x.value <= y.value:
            out.append(x.value)
            x = x.next
        else:
            out.append(y.value)
            y = y.next
    rest = x or y
    while rest:
        out.append(rest.value)
        rest = rest.next
    return out


ll = LinkedList([1, 2, 3, 4])
ll.prepend(0)
ll.append("end")
print(ll, len(ll), ll.middle())
print(ll.remove(2), ll.remove(99), ll.remove("end"), ll, ll.tail.value)
ll.reverse()
print(ll, ll.head.value, ll.tail.value, ll.has_cycle())
print(merge(LinkedList([1, 4, 9]), LinkedList([2, 3, 10, 11])))
print(LinkedList(), LinkedList().middle(), bool(LinkedList()), bool(ll))
ring = LinkedList("abc")
ring.tail.next = ring.head
print(ring.has_cycle())
ring.tail.next = None
print(ring, ring.has_cycle(), list(zip(ring, ll)))
a, b = Node("a"), Node("b")
a.next, b.next = b, a
print(a.next.next.next.value)
