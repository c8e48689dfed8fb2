"""How NumPy runs where it says what is right, and pyaot beside it.

Results of array programs depend on the machine in their last digits: NumPy's elementary functions round otherwise with AVX-512 than
the C library's, and its BLAS library has an order of additions for each kind of processor, and for each number of threads. So that all
machines are compared alike, NumPy runs as on a machine with AVX2, on one thread, and pyaot with its code for AVX2. (`tests/kernels` compares
on each backend.)

Run as a program, it prints these variables of the environment for the harness: `numpy NAME=value` and `pyaot NAME=value`.
"""

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

# NumPy warns of features that the machine does not have.
_wide = [f for f in __cpu_dispatch__ if __cpu_features__[f] and f.startswith(("AVX512", "X86_V4"))]

NUMPY = {"OPENBLAS_NUM_THREADS": "1"}
PYAOT = {}
if __cpu_features__.get("AVX512F"):
    NUMPY |= {"NPY_DISABLE_CPU_FEATURES": " ".join(_wide), "OPENBLAS_CORETYPE": "Haswell"}
    PYAOT |= {"PYAOT_BACKEND": "avx2"}

if __name__ == "__main__":
    for who, variables in [("numpy", NUMPY), ("pyaot", PYAOT)]:
        for name, value in variables.items():
            print(f"{who} {name}={value}")
