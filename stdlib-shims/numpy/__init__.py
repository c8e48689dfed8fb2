"""NumPy, written over the array runtime."""
from numpy import fft, linalg, random
from _numpy import (
    arange, array, array2string, array_repr, array_str, asarray, asarray as asanyarray, ascontiguousarray, asfortranarray, broadcast_to,
    concatenate, concatenate as concat, diagonal, dtype, empty, empty_like, expand_dims, eye, flatiter, frombuffer, fromiter, full,
    full_like, may_share_memory, ndarray, ones, ones_like, packbits, ravel, repeat, reshape, set_printoptions, shares_memory, squeeze, swapaxes,
    transpose, transpose as permute_dims, ufunc, unpackbits, zeros, zeros_like,
)
from numpy._shape import (
    append, array_split, atleast_1d, atleast_2d, atleast_3d, block, broadcast_arrays, broadcast_shapes, column_stack, copy, delete,
    dsplit, dstack, flip, fliplr, flipud, hsplit, hstack, insert, matrix_transpose, moveaxis, ndim, resize, roll, rollaxis,
    rot90, shape, size, split, stack, tile, unstack, vsplit, vstack,
)
from numpy._create import (
    diag, diagflat, fromfunction, geomspace, identity, indices, linspace, logspace, meshgrid, tri, tril, triu,
)
from numpy._pad import pad
from numpy._print import format_float_positional, format_float_scientific, get_printoptions, printoptions
from numpy._iterate import (
    asarray_chkfinite, astype, broadcast, isfortran, nditer, require,
)
from numpy import char, emath, exceptions, lib, strings
from _numpy_scalar import (
    False_, True_, bool, bool as bool_, bytes_, character, complex64, complex64 as csingle, complex128, complex128 as cdouble,
    complexfloating, e, euler_gamma, flexible, float16, float16 as half, float32, float32 as single, float64, float64 as double,
    floating, generic, inexact, inf, int8, int8 as byte, int16, int16 as short, int32, int32 as intc, int64, int64 as int_,
    int64 as intp, int64 as long, int64 as longlong, integer, nan, number, pi, signedinteger, str_, uint8, uint8 as ubyte,
    uint16, uint16 as ushort, uint32, uint32 as uintc, uint64, uint64 as uint, uint64 as uintp, uint64 as ulong,
    uint64 as ulonglong, unsignedinteger,
)

newaxis = None
little_endian = True
from _numpy_ufunc import (
    abs, absolute, acos, acosh, add, arccos, arccosh, arcsin, arcsinh, arctan, arctan2, arctanh, asin, asinh, atan, atan2,
    atanh, bitwise_and, bitwise_count, bitwise_invert, bitwise_left_shift, bitwise_not, bitwise_or, bitwise_right_shift,
    bitwise_xor, cbrt, ceil, conj, conjugate, copysign, cos, cosh, deg2rad, degrees, divide, divmod, equal, exp, exp2, expm1,
    fabs, float_power, floor, floor_divide, fmax, fmin, fmod, frexp, gcd, greater, greater_equal, heaviside, hypot, invert,
    isfinite, isinf, isnan, lcm, ldexp, left_shift, less, less_equal, log, log10, log1p, log2, logaddexp, logaddexp2,
    logical_and, logical_not, logical_or, logical_xor, maximum, minimum, mod, modf, multiply, negative, nextafter, not_equal,
    positive, pow, power, rad2deg, radians, reciprocal, remainder, right_shift, rint, sign, signbit, sin, sinh, spacing,
    sqrt, square, subtract, tan, tanh, true_divide, trunc,
)
from _numpy_matmul import dot, matmul
from numpy._complex import angle, fix, isneginf, isposinf, nan_to_num
from _numpy_nan import (
    nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmin, nanprod, nanstd, nansum, nanvar,
)
from _numpy_reduce import (
    all, any, argmax, argmin, clip, count_nonzero, cumprod, cumsum, imag, max, max as amax, mean, min, min as amin, prod,
    ptp, real, round, round as around, std, sum, var,
)
from _numpy_sort import argpartition, argsort, lexsort, partition, searchsorted, sort
from _numpy_select import argwhere, choose, flatnonzero, nonzero, put, put_along_axis, take, take_along_axis, where
from _numpy_stats import bincount
from numpy._sets import (
    intersect1d, isin, setdiff1d, setxor1d, union1d, unique, unique_all, unique_counts, unique_inverse, unique_values,
)
from _numpy_scalar import can_cast, issubdtype, isscalar, min_scalar_type, object_, promote_types, result_type
from numpy._stats import (
    average, corrcoef, cov, digitize, histogram, histogram2d, histogram_bin_edges, histogramdd, median, nanmedian, nanpercentile,
    nanquantile, percentile, quantile,
)
from numpy._calculus import (
    convolve, correlate, cumulative_prod, cumulative_sum, diff, ediff1d, gradient, interp, trapezoid, unwrap,
)
from numpy._products import cross, einsum, einsum_path, inner, kron, matvec, outer, tensordot, trace, vdot, vecdot, vecmat
from numpy._choose import (
    apply_along_axis, apply_over_axes, compress, copyto, extract, frompyfunc, piecewise, place, putmask, select, vectorize,
)
from numpy._compare import allclose, array_equal, array_equiv, isclose
from numpy._types import (
    base_repr, binary_repr, common_type, errstate, finfo, geterr, iinfo, iscomplex, iscomplexobj, isdtype, isreal, isrealobj,
    iterable, mintypecode, real_if_close, seterr, sort_complex, typecodes, typename,
)
from numpy._index import (
    c_, diag_indices, diag_indices_from, fill_diagonal, index_exp, ix_, mask_indices, mgrid, ndenumerate, ndindex, ogrid, r_,
    ravel_multi_index, s_, tril_indices, tril_indices_from, trim_zeros, triu_indices, triu_indices_from, unravel_index,
)
from numpy._windows import bartlett, blackman, hamming, hanning, i0, kaiser, sinc, vander
from numpy._poly import poly, poly1d, polyadd, polyder, polydiv, polyfit, polyint, polymul, polysub, polyval, roots
from numpy._npy import fromfile, fromstring, load, save
from numpy._text import genfromtxt, loadtxt, savetxt
