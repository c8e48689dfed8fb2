"""Portfolios: returns, volatility, drawdown, option pricing, annuities."""
import numpy as np

prices = np.array([100.0, 102.5, 101.0, 105.3, 107.8, 104.2, 108.9, 111.4])
returns = prices[1:] / prices[:-1] - 1
log_returns = np.diff(np.log(prices))
print(returns.round(6))
print(f"mean {returns.mean():.8f} std {returns.std(ddof=1):.8f} total {log_returns.sum():.8f}")
peak = np.maximum.accumulate(prices)
drawdown = (prices - peak) / peak
print(peak, drawdown.round(5), drawdown.min().round(6), drawdown.argmin())
growth = np.cumprod(1 + returns)
print(growth.round(6))
weights = np.array([0.5, 0.3, 0.2])
cov = np.array([[0.04, 0.006, 0.002], [0.006, 0.09, 0.01], [0.002, 0.01, 0.16]])
mean = np.array([0.05, 0.08, 0.12])
print("return", weights @ mean, "risk", np.sqrt(weights @ cov @ weights).round(8))
inverse = np.linalg.inv(cov)
ones = np.ones(3)
minimal = inverse @ ones / (ones @ inverse @ ones)
print(minimal.round(6), minimal.sum().round(12))


def norm_cdf(x):
    k = 1.0 / (1.0 + 0.2316419 * np.abs(x))
    poly = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
    tail = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi) * poly
    return np.where(x >= 0, 1 - tail, tail)


def call(s, k, t, r, sigma):
    d1 = (np.log(s / k) + (r + sigma ** 2 / 2) * t) / (sigma * np.sqrt(t))
    d2 = d1 - sigma * np.sqrt(t)
    return s * norm_cdf(d1) - k * np.exp(-r * t) * norm_cdf(d2)


strikes = np.array([90.0, 100.0, 110.0])
print(call(100.0, strikes, 1.0, 0.05, 0.2).round(6))
print(call(np.array([[95.0], [105.0]]), strikes, 0.5, 0.01, 0.3).round(5))
n, r = 12, 0.005
payment = 10000 * r / (1 - (1 + r) ** -n)
balance = np.empty(n + 1)
balance[0] = 10000
for month in range(n):
    balance[month + 1] = balance[month] * (1 + r) - payment
print(round(payment, 4), balance[[0, 6, 11]].round(2), abs(balance[-1]) < 1e-8)
up, steps = 1.1, 3
tree = np.zeros((steps + 1, steps + 1))
for i in range(steps + 1):
    tree[: i + 1, i] = 100 * up ** (i - 2.0 * np.arange(i + 1))
print(tree.round(4))
value = np.maximum(tree[:, -1] - 100, 0)
p = (1.0 - 1 / up) / (up - 1 / up)
while len(value) > 1:
    value = p * value[:-1] + (1 - p) * value[1:]
print(value.round(6))
