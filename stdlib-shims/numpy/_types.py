"""What is known of types: `iinfo`, `finfo`; `errstate`."""
import numpy as np
from _numpy_scalar import get_modes, set_modes


class iinfo:
    __module__ = 'numpy'

    def __init__(self, int_type):
        try:
            self.dtype = np.dtype(int_type)
        except TypeError:
            self.dtype = np.dtype(type(int_type))
        self.kind = self.dtype.kind
        self.bits = self.dtype.itemsize * 8
        self.key = self.kind + str(self.bits)
        if self.kind not in 'iu':
            raise ValueError("Invalid integer data type '" + self.kind + "'.")

    @property
    def min(self):
        return 0 if self.kind == 'u' else -(1 << (self.bits - 1))

    @property
    def max(self):
        return (1 << self.bits) - 1 if self.kind == 'u' else (1 << (self.bits - 1)) - 1

    def __str__(self):
        line = '-' * 63
        return ('Machine parameters for ' + str(self.dtype) + '\n' + line + '\nmin = ' + str(self.min) + '\nmax = '
                + str(self.max) + '\n' + line + '\n')

    def __repr__(self):
        return 'iinfo(min=' + str(self.min) + ', max=' + str(self.max) + ', dtype=' + str(self.dtype) + ')'


class finfo:
    __module__ = 'numpy'

    def __init__(self, dtype):
        try:
            dtype = np.dtype(dtype)
        except TypeError:
            dtype = np.dtype(type(dtype))
        if dtype.kind not in 'fc':
            raise ValueError('data type ' + repr(dtype.type) + ' not inexact')
        if dtype.kind == 'c':
            dtype = np.dtype('f4' if dtype.itemsize == 8 else 'f8')
        self.dtype = dtype
        number = dtype.type
        self.bits = dtype.itemsize * 8
        if self.bits == 16:
            self.nmant, self.nexp, self.precision = 10, 5, 3
        elif self.bits == 32:
            self.nmant, self.nexp, self.precision = 23, 8, 6
        else:
            self.nmant, self.nexp, self.precision = 52, 11, 15
        self.iexp = self.nexp
        self.machep = -self.nmant
        self.negep = -self.nmant - 1
        self.maxexp = 1 << (self.nexp - 1)
        self.minexp = 2 - self.maxexp
        self.eps = number(2.0 ** self.machep)
        self.epsneg = number(2.0 ** self.negep)
        self.max = number((2.0 - 2.0 ** -self.nmant) * 2.0 ** (self.maxexp - 1))
        self.min = -self.max
        self.tiny = number(2.0 ** self.minexp)
        self.smallest_normal = self.tiny
        self.smallest_subnormal = number(5e-324 if self.bits == 64 else 2.0 ** (self.minexp - self.nmant))
        self.resolution = number(10.0 ** -self.precision)

    def __str__(self):
        line = '-' * 63
        return ('Machine parameters for ' + str(self.dtype) + '\n' + line
                + '\nprecision = ' + str(self.precision) + '   resolution = ' + str(self.resolution)
                + '\nmachep = ' + str(self.machep) + '   eps =        ' + str(self.eps)
                + '\nnegep =  ' + str(self.negep) + '   epsneg =     ' + str(self.epsneg)
                + '\nminexp = ' + str(self.minexp) + '   tiny =       ' + str(self.tiny)
                + '\nmaxexp = ' + str(self.maxexp) + '   max =        ' + str(self.max)
                + '\nnexp =   ' + str(self.nexp) + '   min =        -max'
                + '\nsmallest_normal = ' + str(self.smallest_normal) + '   smallest_subnormal = ' + str(self.smallest_subnormal)
                + '\n' + line + '\n')

    def __repr__(self):
        largest = '%.5e' % float(self.max) if self.bits == 16 else str(self.max)
        return ('finfo(resolution=' + str(self.resolution) + ', min=-' + largest + ', max=' + largest + ', dtype='
                + str(self.dtype) + ')')


def geterr():
    divide, over, under, invalid = get_modes()
    return {'divide': divide, 'over': over, 'under': under, 'invalid': invalid}


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    old = geterr()
    set_modes(divide or all or old['divide'], over or all or old['over'], under or all or old['under'],
              invalid or all or old['invalid'])
    return old


class errstate:
    def __init__(self, *, call=None, all=None, divide=None, over=None, under=None, invalid=None):
        if call is not None:
            raise NotImplementedError('errstate with call= is not supported')
        self.modes = (all, divide, over, under, invalid)
        self.old = None

    def __enter__(self):
        all, divide, over, under, invalid = self.modes
        self.old = seterr(all, divide, over, under, invalid)

    def __exit__(self, kind, value, trace):
        old = self.old
        set_modes(old['divide'], old['over'], old['under'], old['invalid'])

    def __call__(self, f):
        all, divide, over, under, invalid = self.modes

        def inside(*args, **kwargs):
            with errstate(all=all, divide=divide, over=over, under=under, invalid=invalid):
                return f(*args, **kwargs)
        return inside


def isdtype(dtype, kind):
    if isinstance(kind, tuple):
        return any([isdtype(dtype, k) for k in kind])
    dtype = np.dtype(dtype)
    if kind == 'bool':
        return dtype.kind == 'b'
    if kind == 'signed integer':
        return dtype.kind == 'i'
    if kind == 'unsigned integer':
        return dtype.kind == 'u'
    if kind == 'integral':
        return dtype.kind in 'iu'
    if kind == 'real floating':
        return dtype.kind == 'f'
    if kind == 'complex floating':
        return dtype.kind == 'c'
    if kind == 'numeric':
        return dtype.kind in 'iufc'
    if isinstance(kind, str):
        raise ValueError('kind argument is a string, but ' + repr(kind) + ' is not a known kind name.')
    return dtype == np.dtype(kind)


def common_type(*arrays):
    size = 2
    is_complex = False
    for a in arrays:
        kind = a.dtype.kind
        if kind == 'c':
            is_complex = True
            size = max(size, a.dtype.itemsize // 2)
        elif kind == 'f':
            size = max(size, a.dtype.itemsize)
        elif kind in 'iu':
            size = 8
        else:
            raise TypeError("can't get common type for non-numeric array")
    if is_complex:
        return np.complex64 if size <= 4 else np.complex128
    return np.float16 if size == 2 else np.float32 if size == 4 else np.float64


def base_repr(number, base=2, padding=0):
    if base > 36:
        raise ValueError('Bases greater than 36 not handled in base_repr.')
    if base < 2:
        raise ValueError('Bases less than 2 not handled in base_repr.')
    digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    n = abs(int(number))
    out = []
    while n:
        out.append(digits[n % base])
        n //= base
    if padding:
        out.append('0' * padding)
    if number < 0:
        out.append('-')
    return ''.join(out[::-1]) or '0'


def binary_repr(num, width=None):
    num = int(num)
    if num == 0:
        return '0' * (width or 1)
    if num > 0:
        text = bin(num)[2:]
        if width is not None and len(text) > width:
            raise ValueError('Insufficient bit width=' + str(width) + ' provided for binwidth=' + str(len(text)))
        return text.zfill(width or 0)
    if width is None:
        return '-' + bin(-num)[2:]
    need = len(bin(-num)[2:])
    if 2 ** (need - 1) == -num:
        need -= 1
    need += 1
    if need > width:
        raise ValueError('Insufficient bit width=' + str(width) + ' provided for binwidth=' + str(need))
    return bin((1 << width) + num)[2:].zfill(width)


def iterable(y):
    try:
        iter(y)
    except TypeError:
        return False
    return True


def iscomplexobj(x):
    return np.asarray(x).dtype.kind == 'c'


def isrealobj(x):
    return np.asarray(x).dtype.kind != 'c'


def iscomplex(x):
    x = np.asarray(x)
    if x.dtype.kind == 'c':
        return x.imag != 0
    r = np.zeros(x.shape, bool)
    return r if r.ndim else r[()]


def isreal(x):
    x = np.asarray(x)
    if x.dtype.kind == 'c':
        return x.imag == 0
    r = np.ones(x.shape, bool)
    return r if r.ndim else r[()]


def real_if_close(a, tol=100):
    a = np.asarray(a)
    if a.dtype.kind != 'c':
        return a
    if tol > 1:
        tol = float(finfo(a.dtype).eps) * tol
    return a.real if np.all(np.absolute(a.imag) < tol) else a


typecodes = {
    'Character': 'c', 'Integer': 'bhilqnp', 'UnsignedInteger': 'BHILQNP', 'Float': 'efdg', 'Complex': 'FDG',
    'AllInteger': 'bBhHiIlLqQnNpP', 'AllFloat': 'efdgFDG', 'Datetime': 'Mm', 'All': '?bhilqnpBHILQNPefdgFDGSUVOMm',
}

_NAMES = {
    'S1': 'character', '?': 'bool', 'b': 'signed char', 'B': 'unsigned char', 'h': 'short', 'H': 'unsigned short', 'i': 'integer',
    'I': 'unsigned integer', 'l': 'long integer', 'L': 'unsigned long integer', 'q': 'long long integer',
    'Q': 'unsigned long long integer', 'f': 'single precision', 'd': 'double precision', 'g': 'long precision',
    'F': 'complex single precision', 'D': 'complex double precision', 'G': 'complex long double precision', 'S': 'string',
    'U': 'unicode', 'V': 'void', 'O': 'object',
}


def typename(char):
    return _NAMES[char]


def mintypecode(typechars, typeset='GDFgdf', default='d'):
    chars = [t if isinstance(t, str) else np.asarray(t).dtype.char for t in typechars]
    among = [c for c in chars if c in typeset]
    if not among:
        return default
    if 'F' in among and 'd' in among:
        return 'D'
    for c in 'GDFgdfe':
        if c in among:
            return c
    return among[0]


def sort_complex(a):
    b = np.array(a, copy=True)
    b.sort()
    if b.dtype.kind == 'c':
        return b
    return b.astype(np.complex64 if b.dtype.char in 'bhBH' else np.complex128)
