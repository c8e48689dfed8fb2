#!/bin/sh
# Sets up what the tests need and runs all of them. `PYTHON` names the CPython to compare with (otherwise python3).
set -eu
cd "$(dirname "$0")/.."

# The oracle: CPython with NumPy 2, in a virtual environment of its own, and the libraries that the bridge is tried with.
if [ ! -x .venv/bin/python3 ]; then
    "${PYTHON:-python3}" -m venv .venv
fi
if ! .venv/bin/python3 -c 'import attrs, cloudpickle, IPython, networkx, pandas, pydantic, pytest, requests, scipy, sympy, sys, numpy; sys.exit(int(numpy.__version__.split(".")[0]) < 2)' 2>/dev/null; then
    .venv/bin/python3 -m pip install --quiet --disable-pip-version-check attrs cloudpickle ipython networkx 'numpy>=2' pandas pydantic 'pytest>=8' requests scipy sympy
fi
PYAOT_TEST_PYTHON="$PWD/.venv/bin/python3"
export PYAOT_TEST_PYTHON

# The compiler and the runtime library under test, then every test of the workspace.
cargo build --release
PYAOT_BIN="${CARGO_TARGET_DIR:-$PWD/target}/release/pyaot"
export PYAOT_BIN
cargo test --workspace --no-fail-fast

# Random programs, a few; CONTRIBUTING.md says how to run more.
"$PYAOT_TEST_PYTHON" tests/fuzz/run.py --count "${FUZZ_COUNT:-200}"

# Random array programs: expressions and statements, and compiled functions.
"$PYAOT_TEST_PYTHON" tests/fuzz/arrays.py --pyaot "$PYAOT_BIN" --seed 1 --programs 30 --steps 60
"$PYAOT_TEST_PYTHON" tests/fuzz/arrays.py --pyaot "$PYAOT_BIN" --seed 1 --programs 30 --steps 36 --code

# Kernels of arrays over sizes, starts, strides and dtypes, on each backend that the machine has.
"$PYAOT_TEST_PYTHON" tests/kernels/run.py

# The Python package, from the tree.
PYO3_PYTHON="$PYAOT_TEST_PYTHON" cargo build --release --manifest-path compiler/python/Cargo.toml
cp "${CARGO_TARGET_DIR:-$PWD/compiler/python/target}/release/lib_pyaot.so" compiler/python/pyaot/_pyaot.abi3.so
PYTHONPATH="$PWD/compiler/python" "$PYAOT_TEST_PYTHON" -m pytest -q tests/python

echo "all tests passed"
