"""Exponentials, made to sum up to one."""
import numpy as np


def inputs(n):
    np.random.seed(1)
    return (np.random.uniform(-4.0, 4.0, n),)


def run(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)
