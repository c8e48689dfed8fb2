print("slow engine")
NAME = "slow"


def run(n):
    return "-".join(str(i) for i in range(0, n, 3))
