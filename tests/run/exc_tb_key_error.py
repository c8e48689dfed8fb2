prices = {"apple": 3, "pear": 4}


def cost(basket):
    total = 0
    for item, qty in basket.items():
        total += prices[item] * qty
    return total


def main():
    print(cost({"apple": 2}))
    print(cost({"apple": 1, "pear": 2}))
    print(cost({"apple": 1, "mango": 2}))


# the error goes all the way up
if __name__ == "__main__":
    main()
