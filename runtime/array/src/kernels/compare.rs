//! `numpy.equal`, `less`, …, `logical_and`, …, and the larger or smaller of two elements.

use super::loops::{Fold, Loop};
use crate::num::{Bool8, C, C64, C128, F16, Ord2};
use crate::{ops1, ops2, table};

ops2! {
    Eq<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(a.eq(b)) }
    Ne<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(!a.eq(b)) }
    Lt<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(a.lt(b)) }
    Le<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(a.le(b)) }
    Gt<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(b.lt(a)) }
    Ge<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(b.le(a)) }
    LogicalAnd<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(a.truth() & b.truth()) }
    LogicalOr<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(a.truth() | b.truth()) }
    LogicalXor<T: Ord2>(a: T, b: T) -> Bool8 { Bool8::new(a.truth() != b.truth()) }
    /// The larger one; a NaN if there is one, the first of two.
    Max<T: Ord2>(a: T, b: T) -> T { if before(b, a) | a.is_nan() { a } else { b } }
    /// The smaller one; a NaN if there is one, the first of two.
    Min<T: Ord2>(a: T, b: T) -> T { if before(a, b) | a.is_nan() { a } else { b } }
    /// The larger one, of numbers where there are any.
    Fmax<T: Ord2>(a: T, b: T) -> T { if before(b, a) | b.is_nan() { a } else { b } }
    /// The smaller one, of numbers where there are any.
    Fmin<T: Ord2>(a: T, b: T) -> T { if before(a, b) | b.is_nan() { a } else { b } }
}

/// The order in which a larger or smaller element is chosen: of equal ones (zeros have signs) the second, or the first.
#[inline(always)]
fn before<T: Ord2>(a: T, b: T) -> bool {
    if T::FIRST_OF_EQUAL { a.le(b) } else { a.lt(b) }
}

/// Orders of complex numbers, which notice where they look at a NaN: imaginary parts count beside equal real ones alone.
macro_rules! complex_orders {
    ($($Noting:ident: $Op:ident;)*) => { $(
        pub struct $Noting<T>(std::marker::PhantomData<T>);
        impl<T: Copy + PartialEq> super::loops::Op2 for $Noting<C<T>>
        where
            C<T>: Ord2,
        {
            type A = C<T>;
            type B = C<T>;
            type R = Bool8;
            #[inline(always)]
            #[expect(clippy::eq_op, reason = "only a NaN differs from itself")]
            fn f(a: C<T>, b: C<T>) -> Bool8 {
                if a.re != a.re || b.re != b.re || (a.re == b.re && (a.im != a.im || b.im != b.im)) {
                    crate::fpe::note(crate::fpe::INVALID);
                }
                <$Op<C<T>> as super::loops::Op2>::f(a, b)
            }
        }
    )* };
}

complex_orders! {
    LtNoting: Lt;
    LeNoting: Le;
    GtNoting: Gt;
    GeNoting: Ge;
}

/// Comparison of int64 with uint64, by their values.
macro_rules! mixed {
    ($($Op:ident, $Reversed:ident: |$a:ident, $b:ident| $e:expr;)*) => { $(
        pub struct $Op;
        impl super::loops::Op2 for $Op {
            type A = i64;
            type B = u64;
            type R = Bool8;
            #[inline(always)]
            fn f(a: i64, b: u64) -> Bool8 { let ($a, $b) = (i128::from(a), i128::from(b)); Bool8::new($e) }
        }
        pub struct $Reversed;
        impl super::loops::Op2 for $Reversed {
            type A = u64;
            type B = i64;
            type R = Bool8;
            #[inline(always)]
            fn f(a: u64, b: i64) -> Bool8 { let ($a, $b) = (i128::from(a), i128::from(b)); Bool8::new($e) }
        }
    )* };
}

mixed! {
    EqSigned, EqUnsigned: |a, b| a == b;
    NeSigned, NeUnsigned: |a, b| a != b;
    LtSigned, LtUnsigned: |a, b| a < b;
    LeSigned, LeUnsigned: |a, b| a <= b;
    GtSigned, GtUnsigned: |a, b| a > b;
    GeSigned, GeUnsigned: |a, b| a >= b;
}

ops1! {
    LogicalNot<T: Ord2>(a: T) -> Bool8 { Bool8::new(!a.truth()) }
    IsNan<T: Ord2>(a: T) -> Bool8 { Bool8::new(a.is_nan()) }
}

impl Fold for LogicalAnd<Bool8> {
    #[inline(always)]
    unsafe fn fold(acc: Bool8, p: *const u8, stride: isize, n: usize) -> Bool8 {
        // Ends where the answer is known.
        // SAFETY: by the contract.
        let all = acc.get() && unsafe { all_like(p, stride, n, true) };
        Bool8::new(all)
    }
}

impl Fold for LogicalOr<Bool8> {
    #[inline(always)]
    unsafe fn fold(acc: Bool8, p: *const u8, stride: isize, n: usize) -> Bool8 {
        // SAFETY: by the contract.
        let any = acc.get() || !unsafe { all_like(p, stride, n, false) };
        Bool8::new(any)
    }
}

impl Fold for LogicalXor<Bool8> {}

/// All bools are `like`.
#[inline(always)]
unsafe fn all_like(p: *const u8, stride: isize, n: usize, like: bool) -> bool {
    // SAFETY: by the contract of the callers.
    unsafe {
        if stride == 1 {
            let all = std::slice::from_raw_parts(p, n);
            let mut parts = all.chunks_exact(64);
            let same = |part: &[u8]| part.iter().fold(true, |same, b| same & ((*b != 0) == like));
            return parts.by_ref().all(same) && same(parts.remainder());
        }
        (0..n).all(|k| (*p.wrapping_offset(stride * k as isize) != 0) == like)
    }
}

/// Several accumulators: which of equal elements is kept makes no difference but for signs of zero, where the first counts.
macro_rules! extremes {
    ($($Op:ident)*) => { $(
        impl<T: Ord2> Fold for $Op<T> {
            #[inline(always)]
            unsafe fn fold(acc: T, p: *const u8, stride: isize, n: usize) -> T {
                use super::loops::Op2;
                const LANES: usize = 32;
                // SAFETY: by the contract.
                let get = |k: usize| unsafe { p.wrapping_offset(stride * k as isize).cast::<T>().read_unaligned() };
                // Of several NaNs, complex numbers show which one it is.
                if stride != size_of::<T>() as isize || n < 2 * LANES || T::DTYPE.is_complex() {
                    return (0..n).fold(acc, |acc, k| <$Op<T> as Op2>::f(acc, get(k)));
                }
                let p = p.cast::<T>();
                // SAFETY: by the contract.
                let near = |k: usize| unsafe { p.add(k).read_unaligned() };
                let mut lanes: [T; LANES] = std::array::from_fn(near);
                let whole = n - n % LANES;
                let mut k = LANES;
                while k < whole {
                    for (j, lane) in lanes.iter_mut().enumerate() {
                        *lane = <$Op<T> as Op2>::f(*lane, near(k + j));
                    }
                    k += LANES;
                }
                let acc = lanes.into_iter().fold(acc, <$Op<T> as Op2>::f);
                (whole..n).fold(acc, |acc, k| <$Op<T> as Op2>::f(acc, near(k)))
            }
        }
    )* };
}

extremes!(Max Min Fmax Fmin);

macro_rules! all_types {
    ($($(#[$doc:meta])* $NAME:ident = $how:ident: $Op:ident;)*) => { $(
        $(#[$doc])*
        pub static $NAME: [Loop; 14] = {
            let all = table!($how: $Op; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = all;
            [
                a.quiet().fold_narrow(), b.quiet(), c.quiet(), d.quiet(), e.quiet(), f.quiet().fold_narrow(), g.quiet().fold_narrow(),
                h.quiet().fold_narrow(), i.quiet().fold_narrow(), j.quiet(), k.quiet(), l.quiet(), m.quiet(), n.quiet(),
            ]
        };
    )* };
}

all_types! {
    /// `numpy.maximum`
    MAXIMUM = loop2_fold: Max;
    /// `numpy.minimum`
    MINIMUM = loop2_fold: Min;
    /// `numpy.fmax`
    FMAX = loop2_fold: Fmax;
    /// `numpy.fmin`
    FMIN = loop2_fold: Fmin;
    /// `numpy.logical_not`
    LOGICAL_NOT = loop1: LogicalNot;
    /// `numpy.isnan`
    ISNAN = loop1: IsNan;
}

/// As [`all_types`], with the loops of int64 and uint64.
macro_rules! comparisons {
    ($($(#[$doc:meta])* $NAME:ident = $Op:ident, $Signed:ident, $Unsigned:ident, $Complex:ident;)*) => { $(
        $(#[$doc])*
        pub static $NAME: [Loop; 16] = {
            let [a, b, c, d, e, f, g, h, i, j, k, l] = table!(loop2: $Op; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64);
            let [m, n] = table!(loop2: $Complex; C64, C128);
            [
                a, b, c, d, e, f, g, h, i, super::loops::loop2::<$Signed>(), super::loops::loop2::<$Unsigned>(), j.quiet(), k.quiet(),
                l.quiet(), m, n,
            ]
        };
    )* };
}

comparisons! {
    /// `numpy.equal`
    EQUAL = Eq, EqSigned, EqUnsigned, Eq;
    /// `numpy.not_equal`
    NOT_EQUAL = Ne, NeSigned, NeUnsigned, Ne;
    /// `numpy.less`
    LESS = Lt, LtSigned, LtUnsigned, LtNoting;
    /// `numpy.less_equal`
    LESS_EQUAL = Le, LeSigned, LeUnsigned, LeNoting;
    /// `numpy.greater`
    GREATER = Gt, GtSigned, GtUnsigned, GtNoting;
    /// `numpy.greater_equal`
    GREATER_EQUAL = Ge, GeSigned, GeUnsigned, GeNoting;
}

macro_rules! logical {
    ($($(#[$doc:meta])* $NAME:ident = $Op:ident;)*) => { $(
        $(#[$doc])*
        pub static $NAME: [Loop; 14] = {
            let [b] = table!(loop2_fold: $Op; Bool8);
            let [i1, u1, i2, u2, i4, u4, i8, u8, e, f, d, cf, cd] =
                table!(loop2: $Op; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
            [b, i1, u1, i2, u2, i4, u4, i8, u8, e.quiet(), f.quiet(), d.quiet(), cf.quiet(), cd.quiet()]
        };
    )* };
}

logical! {
    /// `numpy.logical_and`
    LOGICAL_AND = LogicalAnd;
    /// `numpy.logical_or`
    LOGICAL_OR = LogicalOr;
    /// `numpy.logical_xor`
    LOGICAL_XOR = LogicalXor;
}
