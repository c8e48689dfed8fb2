import random

SUITS = ["Hearts", "Spades", "Clubs", "Diamonds"]
RANKS = [str(n) for n in range(2, 11)] + list("JQKA")


class Card:
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    @property
    def value(self):
        if self.rank == "A":
            return 11
        return 10 if self.rank in "JQK" else int(self.rank)

    def __repr__(self):
        return f"{self.rank}{self.suit[0].lower()}"


class Deck:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.cards = [Card(r, s) for s in SUITS for r in RANKS]
        self.rng.shuffle(self.cards)

    def deal(self, n=1):
        dealt, self.cards = self.cards[:n], self.cards[n:]
        return dealt

    def __len__(self):
        return len(self.cards)


def score(hand):
    total = sum(c.value for c in hand)
    aces = sum(c.rank == "A" for c in hand)
    while total > 21 and aces:
        total -= 10
        aces -= 1
    return total


def play(seed):
    deck = Deck(seed)
    player, dealer = deck.deal(2), deck.deal(2)
    while score(player) < 16:
        player += deck.deal()
    while score(dealer) < 17 and score(player) <= 21:
        dealer += deck.deal()
    p, d = score(player), score(dealer)
    if p > 21:
        outcome = "bust"
    elif d > 21 or p > d:
        outcome = "win"
    else:
        outcome = "push" if p == d else "lose"
    return player, dealer, p, d, outcome, len(deck)


results = {}
for seed in range(12):
    player, dealer, p, d, outcome, left = play(seed)
    print(f"{seed:2} {str(player):<22} {p:>2}  {str(dealer):<22} {d:>2}  {outcome:<5}{left}")
    results[outcome] = results.get(outcome, 0) + 1
print(results)
rng = random.Random("lottery")
print([sorted(rng.sample(range(1, 50), 6)) for _ in range(3)])
bag = ["red"] * 3 + ["blue"] * 2
rng.shuffle(bag)
print(bag, rng.choices(["h", "t"], k=10), [rng.randint(1, 20) for _ in range(5)])
maze = [[rng.choice("\\/") for _ in range(12)] for _ in range(3)]
print("\n".join("".join(r) for r in maze))
