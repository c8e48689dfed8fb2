"""Products of arrays: outer, inner, cross, Kronecker, tensor contractions, `einsum`."""
import numpy as np
from _numpy import axis_index
from _numpy_matmul import product_of


def outer(a, b, out=None):
    a = np.asarray(a).ravel()
    b = np.asarray(b).ravel()
    return np.multiply(a[:, None], b[None, :], out=out)


def inner(a, b, /):
    a = np.asarray(a)
    b = np.asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return np.dot(a, b)
    if a.shape[-1] != b.shape[-1]:
        # NumPy tells it of the product that it makes of this one.
        turned = np.swapaxes(b, -1, -2).shape if b.ndim > 1 else b.shape
        raise ValueError('shapes ' + _text(a.shape) + ' and ' + _text(turned) + ' not aligned: ' + str(a.shape[-1]) + ' (dim '
                         + str(a.ndim - 1) + ') != ' + str(b.shape[-1]) + ' (dim ' + str(max(b.ndim - 2, 0)) + ')')
    if b.ndim == 1:
        return np.dot(a, b)
    return tensordot(a, b, axes=(-1, -1))


def _text(shape):
    return '(' + ','.join([str(n) for n in shape]) + (',)' if len(shape) == 1 else ')')


def vdot(a, b, /):
    a = np.asarray(a).reshape(-1)
    b = np.asarray(b).reshape((a.size,))
    if a.dtype.kind == 'c':
        a = a.conj()
    if np.result_type(a, b).kind in 'fc':
        # Vectors that go backwards are not copied, and one product is added to zero, other than by dot.
        return product_of(a, b, '')
    return np.dot(a, b)


def _stacked(name, signature, x1, x2, core):
    """Both operands in the common shape of their stacks, whose last dimensions (`core`) are those of one product."""
    arrays = [np.asarray(x1), np.asarray(x2)]
    for k, (x, n) in enumerate(zip(arrays, core)):
        if x.ndim < n:
            raise ValueError(f'{name}: Input operand {k} does not have enough dimensions (has {x.ndim}, gufunc core with signature {signature} requires {n})')
    a, b = arrays
    if a.shape[-1] != b.shape[-core[1]]:
        raise ValueError(f'{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} '
                         f'(size {b.shape[-core[1]]} is different from {a.shape[-1]})')
    stacks = [x.shape[:x.ndim - n] for x, n in zip(arrays, core)]
    out = a.shape[len(stacks[0]):-1] + b.shape[len(stacks[1]) + 1:]
    try:
        stack = np.broadcast_shapes(*stacks)
    except ValueError:
        texts = []
        dims = max([len(s) for s in stacks]) + len(out)
        for x, s in zip(arrays, stacks):
            parts = [str(n) for n in s] + ['newaxis'] * len(out)
            texts.append(_text(x.shape) + '->(' + ','.join(parts) + (',)' if dims == 1 else ')'))
        raise ValueError('operands could not be broadcast together with remapped shapes [original->remapped]: ' + ' '.join(texts)
                         + '  and requested shape (' + ','.join([str(n) for n in out]) + ')') from None
    return [np.broadcast_to(x, stack + x.shape[len(s):]) for x, s in zip(arrays, stacks)]


def vecdot(x1, x2, /, *, axis=-1):
    if axis != -1:
        x1 = np.asarray(x1)
        x2 = np.asarray(x2)
        for x in (x1, x2):
            axis_index(axis, x.ndim)
        x1 = np.moveaxis(x1, axis, -1)
        x2 = np.moveaxis(x2, axis, -1)
    a, b = _stacked('vecdot', '(n),(n)->()', x1, x2, (1, 1))
    if a.dtype.kind == 'c':
        a = a.conj()
    if a.ndim == 1:
        return product_of(a, b, 'vecdot')
    n = a.shape[-1]
    count = _product(a.shape[:-1])
    rows = zip(a.reshape(count, n), b.reshape(count, n))
    return np.array([product_of(x, y, 'vecdot') for x, y in rows], dtype=np.result_type(a, b)).reshape(a.shape[:-1])


def matvec(x1, x2, /):
    a, b = _stacked('matvec', '(m,n),(n)->(m)', x1, x2, (2, 1))
    return product_of(a, b[..., None], 'matvec')[..., 0]


def vecmat(x1, x2, /):
    a, b = _stacked('vecmat', '(n),(n,m)->(m)', x1, x2, (1, 2))
    if a.dtype.kind == 'c':
        a = a.conj()
    return product_of(a[..., None, :], b, 'vecmat')[..., 0, :]


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa = axisb = axisc = axis
    a = np.asarray(a)
    b = np.asarray(b)
    if a.ndim < 1 or b.ndim < 1:
        raise ValueError('At least one array has zero dimension')
    a = np.moveaxis(a, axis_index(axisa, a.ndim, 'axisa'), -1)
    b = np.moveaxis(b, axis_index(axisb, b.ndim, 'axisb'), -1)
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError('incompatible dimensions for cross product\n(dimension must be 2 or 3)')
    shape = np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    if a.shape[-1] == 3 or b.shape[-1] == 3:
        axisc = axis_index(axisc, len(shape) + 1, 'axisc')
    a0, a1 = a[..., 0], a[..., 1]
    b0, b1 = b[..., 0], b[..., 1]
    if a.shape[-1] == 2 and b.shape[-1] == 2:
        return np.asarray(a0 * b1 - a1 * b0)
    if a.shape[-1] == 2:
        b2 = b[..., 2]
        parts = [a1 * b2, -(a0 * b2), a0 * b1 - a1 * b0]
    elif b.shape[-1] == 2:
        a2 = a[..., 2]
        parts = [-(a2 * b1), a2 * b0, a0 * b1 - a1 * b0]
    else:
        a2 = a[..., 2]
        b2 = b[..., 2]
        parts = [a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0]
    r = np.stack([np.asarray(p) for p in parts], axis=-1)
    return np.moveaxis(r, -1, axisc)


def kron(a, b):
    a = np.asarray(a)
    b = np.asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return np.multiply(a, b)
    dims = max(a.ndim, b.ndim)
    sa = (1,) * (dims - a.ndim) + a.shape
    sb = (1,) * (dims - b.ndim) + b.shape
    wide_a = []
    wide_b = []
    shape = []
    for m, n in zip(sa, sb):
        wide_a += [m, 1]
        wide_b += [1, n]
        shape.append(m * n)
    return (a.reshape(wide_a) * b.reshape(wide_b)).reshape(shape)


def tensordot(a, b, axes=2):
    a = np.asarray(a)
    b = np.asarray(b)
    if isinstance(axes, (int, np.integer)):
        axes_a = list(range(-axes, 0))
        axes_b = list(range(0, axes))
    else:
        axes_a, axes_b = axes
        axes_a = list(axes_a) if isinstance(axes_a, (list, tuple)) else [axes_a]
        axes_b = list(axes_b) if isinstance(axes_b, (list, tuple)) else [axes_b]
    if len(axes_a) != len(axes_b):
        raise ValueError('shape-mismatch for sum')
    if any([not -a.ndim <= k < a.ndim for k in axes_a]) or any([not -b.ndim <= k < b.ndim for k in axes_b]):
        raise IndexError('tuple index out of range')
    axes_a = [k + a.ndim if k < 0 else k for k in axes_a]
    axes_b = [k + b.ndim if k < 0 else k for k in axes_b]
    if len(set(axes_a)) != len(axes_a) or len(set(axes_b)) != len(axes_b):
        raise ValueError('duplicate axes are not allowed in tensordot')
    for i, j in zip(axes_a, axes_b):
        if a.shape[i] != b.shape[j]:
            raise ValueError('shape-mismatch for sum')
    kept_a = [k for k in range(a.ndim) if k not in axes_a]
    kept_b = [k for k in range(b.ndim) if k not in axes_b]
    n = 1
    for k in axes_a:
        n *= a.shape[k]
    rows = 1
    for k in kept_a:
        rows *= a.shape[k]
    columns = 1
    for k in kept_b:
        columns *= b.shape[k]
    left = a.transpose(kept_a + axes_a).reshape((rows, n))
    right = b.transpose(axes_b + kept_b).reshape((n, columns))
    r = np.dot(left, right)
    return r.reshape([a.shape[k] for k in kept_a] + [b.shape[k] for k in kept_b])


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    return np.asarray(a).trace(offset, axis1, axis2, dtype, out)


LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'


def _terms(subscripts, operands):
    """The labels of the operands and of the result, with letters in place of dots."""
    text = subscripts.replace(' ', '')
    arrow = '->' in text
    if arrow:
        inputs, result = text.split('->')
    else:
        inputs, result = text, ''
    inputs = inputs.split(',')
    if len(inputs) > len(operands):
        raise ValueError('fewer operands provided to einstein sum function than specified in the subscripts string')
    if len(inputs) < len(operands):
        raise ValueError('more operands provided to einstein sum function than specified in the subscripts string')
    for term in inputs + [result]:
        for c in term.replace('...', ''):
            if c not in LETTERS:
                raise ValueError("invalid subscript '" + c + "' in einstein sum subscripts string, subscripts must be letters")
    spare = [c for c in LETTERS[::-1] if c not in text]
    longest = 0
    for term, x in zip(inputs, operands):
        if '...' in term:
            longest = max(longest, x.ndim - len(term) + 3)
    dots = ''.join(spare[:longest])
    out = []
    for term, x in zip(inputs, operands):
        if '...' in term:
            n = x.ndim - len(term) + 3
            term = term.replace('...', dots[longest - n:])
        if len(term) != x.ndim:
            if len(term) > x.ndim:
                raise ValueError('einstein sum subscripts string contains too many subscripts for operand ' + str(len(out)))
            raise ValueError('operand has more dimensions than subscripts given in einstein sum, but no \'...\' ellipsis provided to broadcast the extra dimensions.')
        out.append(term)
    if arrow:
        result = result.replace('...', dots)
    else:
        joined = ''.join(out)
        result = dots + ''.join(sorted([c for c in set(joined) if joined.count(c) == 1 and c not in dots]))
    for c in result:
        if c not in ''.join(out):
            raise ValueError("einstein sum subscripts string included output subscript '" + c + "' which never appeared in an input")
    return out, result


def _without_repeats(k, x, term):
    """Diagonals in place of labels that occur twice."""
    for c in term:
        while term.count(c) > 1:
            i = term.index(c)
            j = term.index(c, i + 1)
            if x.shape[i] != x.shape[j]:
                raise ValueError(f"dimensions in operand {k} for collapsing index '{c}' don't match ({x.shape[i]} != {x.shape[j]})")
            x = np.diagonal(x, 0, i, j)
            term = term[:i] + term[i + 1:j] + term[j + 1:] + c
    return x, term


def einsum(subscripts, *operands, out=None, dtype=None, order='K', casting='safe', optimize=False):
    if not isinstance(subscripts, str):
        raise NotImplementedError('einsum with lists of labels is not supported')
    arrays = [np.asarray(x) if dtype is None else np.asarray(x, dtype=dtype) for x in operands]
    terms, result = _terms(subscripts, arrays)
    parts = [_without_repeats(k, x, term) for k, (x, term) in enumerate(zip(arrays, terms))]
    sizes = {}
    for x, term in parts:
        for c, n in zip(term, x.shape):
            if sizes.get(c, 1) == 1:
                sizes[c] = n
            elif n != 1 and n != sizes[c]:
                raise ValueError('operands could not be broadcast together with remapped shapes [original->remapped]: '
                                 + ' '.join([_remapped(t, x.shape, terms, result) for t, x in zip(terms, arrays)]) + ' ')
    x, term = parts[0]
    for k in range(1, len(parts)):
        y, other = parts[k]
        later = result + ''.join([t for _, t in parts[k + 1:]])
        x, term = _contract(x, term, y, other, later)
    plain = len(parts) == 1 and len(term) == len(result)
    x, term = _summed(x, term, result)
    if not plain and x.dtype.kind in 'fc':
        # What is added up starts from zero, also where it is one product alone.
        x = np.asarray(x + x.dtype.type(0))
    if term != result:
        x = x.transpose([term.index(c) for c in result])
    if out is not None:
        out[...] = x
        return out
    return x if x.ndim else x[()]


def _remapped(term, shape, terms, result):
    labels = result + ''.join(sorted(set([c for t in terms for c in t if c not in result])))
    sizes = [str(shape[term.index(c)]) if c in term else 'newaxis' for c in labels]
    named = sizes[next((k for k, n in enumerate(sizes) if n != 'newaxis'), len(sizes)):]
    return _text(shape) + '->(' + ','.join(named) + (',)' if len(sizes) == 1 else ')')


def _summed(x, term, keep):
    """Sums over the labels that nobody needs any more."""
    gone = tuple([k for k, c in enumerate(term) if c not in keep])
    if gone:
        x = np.asarray(x.sum(axis=gone, dtype=x.dtype))
        term = ''.join([c for c in term if c in keep])
    return x, term


def _sums_of_products(a, b):
    """`a @ b`; of complex numbers each element from the first product to the last, which takes the columns one by one."""
    if a.shape[-1] == 1:
        return a * b
    m, k, n = a.shape[-2], a.shape[-1], b.shape[-1]
    if (a.dtype.kind == 'c' or b.dtype.kind == 'c') and m > 1 and n > 1 and m * k * n <= 24 ** 3:
        return np.concatenate([np.matmul(a, b[..., j:j + 1]) for j in range(n)], axis=-1)
    return np.dot(a, b) if a.ndim == 2 else np.matmul(a, b)


def _contract(x, left, y, right, later):
    """The product of two operands, summed over labels that are in none of the later ones."""
    x, left = _summed(x, left, right + later)
    y, right = _summed(y, right, left + later)
    both = [c for c in left if c in right]
    inner = [c for c in both if c not in later]
    batch = [c for c in both if c in later]
    even = all([x.shape[left.index(c)] == y.shape[right.index(c)] for c in both])
    if inner and even and x.dtype.kind in 'fc' and y.dtype.kind in 'fc':
        rows = [c for c in left if c not in both]
        columns = [c for c in right if c not in both]
        a = x.transpose([left.index(c) for c in batch + rows + inner])
        b = y.transpose([right.index(c) for c in batch + inner + columns])
        nb, nr, ni = len(batch), len(rows), len(inner)
        shape = a.shape[:nb + nr] + b.shape[nb + ni:]
        if nb == 0:
            a = a.reshape((_product(a.shape[:nr]), -1))
            b = b.reshape((a.shape[1], _product(b.shape[ni:])))
            # Sums of products say nothing about NaNs.
            with np.errstate(invalid='ignore', over='ignore'):
                r = _sums_of_products(a, b)
            return r.reshape(shape), ''.join(rows + columns)
        a = a.reshape(a.shape[:nb] + (_product(a.shape[nb:nb + nr]), _product(a.shape[nb + nr:])))
        b = b.reshape(b.shape[:nb] + (_product(b.shape[nb:nb + ni]), _product(b.shape[nb + ni:])))
        return _sums_of_products(a, b).reshape(shape), ''.join(batch + rows + columns)
    labels = left + ''.join([c for c in right if c not in left])
    a = x.reshape(x.shape + (1,) * (len(labels) - len(left)))
    b = y.transpose([right.index(c) for c in labels if c in right])
    b = b.reshape([y.shape[right.index(c)] if c in right else 1 for c in labels])
    return _summed(a * b, labels, later)


def _product(shape):
    n = 1
    for k in shape:
        n *= k
    return n


def einsum_path(subscripts, *operands, optimize='greedy', einsum_call=False):
    raise NotImplementedError('einsum_path is not supported')
