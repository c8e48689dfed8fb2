"""Tiny turn-based battle with a fixed pseudo random generator."""


class Dice:
    def __init__(self, seed):
        self.seed = seed

    def roll(self, sides):
        self.seed = (self.seed * 1664525 + 1013904223) % (1 << 32)
        return (self.seed >> 16) % sides + 1


class Character:
    def __init__(self, name, hp, attack, defense, dice):
        self.name = name
        self.max_hp = hp
        self.hp = hp
        self.attack = attack
        self.defense = defense
        self.dice = dice
        self.inventory = {}

    @property
    def alive(self):
        return self.hp > 0

    def hit(self, other):
        roll = self.dice.roll(20)
        if roll == 1:
            return f"{self.name} stumbles"
        damage = max(0, self.attack + roll // 4 - other.defense)
        if roll == 20:
            damage *= 2
        other.hp = max(0, other.hp - damage)
        return f"{self.name} hits {other.name} for {damage} ({other.hp}/{other.max_hp})"

    def act(self, enemies):
        target = min((e for e in enemies if e.alive), key=lambda e: (e.hp, e.name))
        return self.hit(target)

    def __str__(self):
        bar = "#" * (10 * self.hp // self.max_hp)
        return f"{self.name:<8}[{bar:<10}]"


class Mage(Character):
    def __init__(self, *args, mana=10, **kw):
        super().__init__(*args, **kw)
        self.mana = mana

    def act(self, enemies):
        if self.mana >= 4:
            self.mana -= 4
            for e in enemies:
                e.hp = max(0, e.hp - 3)
            return f"{self.name} casts fire, mana {self.mana}"
        return super().act(enemies)


class Troll(Character):
    def act(self, enemies):
        self.hp = min(self.max_hp, self.hp + 1)
        return super().act(enemies) + " and regenerates"


def battle(a, b, limit=30):
    for turn in range(1, limit + 1):
        for team, foes in ((a, b), (b, a)):
            for c in team:
                if not any(f.alive for f in foes):
                    return turn
                if c.alive:
                    print(turn, c.act(foes))
    return limit


dice = Dice(2024)
heroes = [Character("Conan", 30, 8, 3, dice), Mage("Merlin", 15, 3, 1, dice=dice, mana=9)]
monsters = [Troll("Troll", 25, 7, 2, dice), Character("Goblin", 8, 4, 1, dice), Character("Rat", 3, 2, 0, dice)]
turns = battle(heroes, monsters)
print("over after", turns)
for c in heroes + monsters:
    print(c, c.alive)
