ROOMS = {
    "hall": {"desc": "A dusty hall.", "exits": {"north": "library", "east": "kitchen"}, "items": ["lamp"]},
    "library": {"desc": "Rows of books.", "exits": {"south": "hall"}, "items": ["book", "key"]},
    "kitchen": {"desc": "Smells of soup.", "exits": {"west": "hall", "down": "cellar"}, "items": []},
    "cellar": {"desc": "Dark and cold.", "exits": {"up": "kitchen"}, "items": ["gold"], "locked": True},
}
SCRIPT = """look
go north
take key
take sword
inventory
go south
go east
go down
use key
go down
take gold
dance
go sideways
drop key
quit"""


class Game:
    def __init__(self, rooms):
        self.rooms = rooms
        self.here = "hall"
        self.bag = []
        self.turns = 0
        self.running = True

    def do(self, line):
        verb, *rest = line.split()
        handler = getattr(self, "do_" + verb, None)
        if handler is None:
            return f"I don't know how to {verb}."
        self.turns += 1
        return handler(*rest)

    def do_look(self):
        room = self.rooms[self.here]
        items = ", ".join(sorted(room["items"])) or "nothing"
        return f"{room['desc']} You see {items}. Exits: {'/'.join(room['exits'])}."

    def do_go(self, direction):
        exits = self.rooms[self.here]["exits"]
        if direction not in exits:
            return "No way."
        target = exits[direction]
        if self.rooms[target].get("locked"):
            return "It is locked."
        self.here = target
        return self.do_look()

    def do_take(self, item):
        items = self.rooms[self.here]["items"]
        try:
            items.remove(item)
        except ValueError:
            return f"There is no {item} here."
        self.bag.append(item)
        return f"You take the {item}."

    def do_drop(self, item):
        self.bag.remove(item)
        self.rooms[self.here]["items"].append(item)
        return "Dropped."

    def do_use(self, item):
        if item not in self.bag:
            return "You don't have it."
        for target in self.rooms[self.here]["exits"].values():
            if self.rooms[target].pop("locked", False):
                return f"The {target} opens."
        return "Nothing happens."

    def do_inventory(self):
        return "You carry: " + (", ".join(self.bag) if self.bag else "nothing")

    def do_quit(self):
        self.running = False
        return "Bye after %d turns." % self.turns


game = Game(ROOMS)
for line in SCRIPT.splitlines():
    print(">", line)
    print(game.do(line))
    if not game.running:
        break
print(game.here, game.bag, {name: r["items"] for name, r in ROOMS.items() if r["items"]})
try:
    game.do("drop unicorn")
except ValueError as e:
    print("engine error:", e)
try:
    game.do("take")
except TypeError as e:
    print("engine error:", str(e).split(".")[-1])
