# Returns of assets: moving averages, drawdowns, correlations, efficient portfolios, a printed report.
import numpy as np

names = ["ALFA", "BETA", "GAMM", "DELT"]
rng = np.random.RandomState(42)
mean = np.array([0.0006, 0.0004, 0.0009, 0.0001])
volatility = np.array([0.012, 0.009, 0.02, 0.004])
mix = np.linalg.cholesky(np.array([[1, 0.5, 0.3, 0], [0.5, 1, 0.2, 0.1], [0.3, 0.2, 1, 0], [0, 0.1, 0, 1.0]]))
returns = mean + (rng.randn(250, 4) @ mix.T) * volatility
prices = 100 * np.cumprod(1 + returns, axis=0)


def moving_average(x, n):
    total = np.cumsum(np.insert(x, 0, 0.0, axis=0), axis=0)
    return (total[n:] - total[:-n]) / n


def drawdown(p):
    top = np.maximum.accumulate(p, axis=0)
    return (p / top - 1).min(axis=0)


def rsi(p, n=14):
    change = np.diff(p)
    gain, loss = np.clip(change, 0, None), -np.clip(change, None, 0)
    up, down = moving_average(gain, n), moving_average(loss, n)
    return 100 - 100 / (1 + up / down)


print("last prices", np.round(prices[-1], 3))
print("averages", np.round(moving_average(prices, 20)[-1], 3), moving_average(prices, 20).shape)
yearly = returns.mean(axis=0) * 250
risk = returns.std(axis=0, ddof=1) * np.sqrt(250)
print(f"{'name':6}{'return':>10}{'risk':>10}{'sharpe':>10}{'drawdown':>10}")
for name, r, s, d in zip(names, yearly, risk, drawdown(prices)):
    print(f"{name:6}{r:10.4f}{s:10.4f}{r / s:10.4f}{d:10.4f}")
print(np.array2string(np.corrcoef(returns, rowvar=False), precision=4))
print("rsi", np.round(rsi(prices[:, 0])[-5:], 3))
cov = np.cov(returns.T) * 250
weights = np.linalg.solve(cov, np.ones(4))
weights /= weights.sum()
print("least variance", np.round(weights, 5), round(float(np.sqrt(weights @ cov @ weights)), 6))
tangent = np.linalg.solve(cov, yearly)
tangent /= tangent.sum()
print("tangent", np.round(tangent, 4), round(float(tangent @ yearly), 5))
trials = rng.dirichlet(np.ones(4), 300)
sharpe = (trials @ yearly) / np.sqrt(np.einsum("ij,jk,ik->i", trials, cov, trials))
best = sharpe.argmax()
print("of", len(trials), "best", np.round(trials[best], 4), round(float(sharpe[best]), 5))
worst = np.partition(returns @ weights, 12)[:12]
print("value at risk", round(float(-np.percentile(returns @ weights, 5)), 6), "shortfall", round(float(-worst.mean()), 6))
months = returns[:240].reshape(12, 20, 4)
table = (np.prod(1 + months, axis=1) - 1) * 100
for k, row in enumerate(table, 1):
    print(f"{k:2d}", "".join(f"{v:8.2f}" for v in row), "best", names[int(row.argmax())])
signal = np.where(moving_average(prices, 10)[-200:, 1] > moving_average(prices, 30)[-200:, 1], 1, -1)
print("trades", np.count_nonzero(np.diff(signal)), signal[:12], round(float((signal[:-1] * returns[-199:, 1]).sum()), 6))
