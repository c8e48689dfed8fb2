//! Division of ints by one number, which rounds down: a multiplication by the divisor's inverse for each element.
//!
//! The inverse, `2**64 / d` rounded down, gives a quotient that is right or one too small, which the remainder tells. A negative
//! `x` is `-1 - y` for some `y >= 0`, whose quotient and remainder are those of `y`, turned round.

use super::loops::{Loop, Op2, Ptrs, Strides, loop_of};
use pyaot_abi::dtype::DType;

/// A signed int.
pub trait Signed: Copy {
    fn wide(self) -> i64;
    /// Of a number that fits.
    fn narrow(x: i64) -> Self;
}

macro_rules! signed {
    ($($t:ty)*) => { $(
        impl Signed for $t {
            #[inline(always)]
            fn wide(self) -> i64 { i64::from(self) }
            #[inline(always)]
            fn narrow(x: i64) -> $t { x as $t }
        }
    )* };
}

signed!(i32 i64);

/// Elements from which on the inverse pays.
const FEW: usize = 8;

unsafe fn run<O: Op2<A = T, B = T, R = T>, T: Signed, const REMAINDER: bool>(p: &Ptrs, s: &Strides, n: usize) {
    let at = |op: usize, k: usize| p[op].wrapping_offset(s[op] * k as isize).cast::<T>();
    // SAFETY: by the contract of loops.
    unsafe {
        if s[1] == 0 && n >= FEW {
            let d = at(1, 0).read_unaligned().wide();
            if d > 1 {
                let inverse = ((1u128 << 64) / d as u128) as u64;
                let each = |x: T| {
                    let x = x.wide();
                    let sign = x >> 63;
                    let y = (x ^ sign) as u64;
                    let q = ((u128::from(y) * u128::from(inverse)) >> 64) as u64;
                    let r = y - q * d as u64;
                    let more = r >= d as u64;
                    T::narrow(if REMAINDER {
                        let r = if more { r - d as u64 } else { r };
                        (r as i64 ^ sign) + (d & sign)
                    } else {
                        (q + u64::from(more)) as i64 ^ sign
                    })
                };
                let size = size_of::<T>() as isize;
                if s[0] == size && s[2] == size {
                    let (from, to) = (at(0, 0), at(2, 0));
                    for k in 0..n {
                        to.add(k).write_unaligned(each(from.add(k).read_unaligned()));
                    }
                } else {
                    for k in 0..n {
                        at(2, k).write_unaligned(each(at(0, k).read_unaligned()));
                    }
                }
                return;
            }
        }
        for k in 0..n {
            at(2, k).write_unaligned(O::f(at(0, k).read_unaligned(), at(1, k).read_unaligned()));
        }
    }
}

/// The loop of `floor_divide` (or `remainder`) for a dtype of signed ints, `O` being the operation on one element.
pub const fn by_number<O: Op2<A = T, B = T, R = T>, T: Signed, const REMAINDER: bool>(d: DType) -> Loop {
    loop_of([d, d, d, DType::Bool], run::<O, T, REMAINDER>)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::divide::{FloorDiv, Rem};

    #[test]
    fn like_one_by_one() {
        let ends = [0, 1, -1, 2, -2, 3, -3, 6, 7, -7, 8, 100, -100, i64::MAX, i64::MIN, i64::MAX - 1, i64::MIN + 1, 1 << 32, -(1 << 32)];
        let mut seed = 1u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed as i64 >> (seed >> 58)
        };
        for d in ends.into_iter().chain((0..200).map(|_| next())).collect::<Vec<_>>() {
            let mut xs: Vec<i64> = ends.into_iter().chain((0..100).map(|_| next())).chain([d, d.wrapping_neg(), d.wrapping_mul(3)]).collect();
            let (mut q, mut r) = (vec![0i64; xs.len()], vec![0i64; xs.len()]);
            let mut by = d;
            let mut p: Ptrs = [std::ptr::null_mut(); 6];
            let s: Strides = [8, 0, 8, 0, 0, 0];
            (p[0], p[1], p[2]) = (xs.as_mut_ptr().cast(), (&raw mut by).cast(), q.as_mut_ptr().cast());
            // SAFETY: as many elements as there are.
            unsafe { run::<FloorDiv<i64>, i64, false>(&p, &s, xs.len()) };
            p[2] = r.as_mut_ptr().cast();
            // SAFETY: as above.
            unsafe { run::<Rem<i64>, i64, true>(&p, &s, xs.len()) };
            for ((x, q), r) in xs.iter().zip(&q).zip(&r) {
                assert_eq!((*q, *r), (FloorDiv::<i64>::f(*x, d), Rem::<i64>::f(*x, d)), "{x} by {d}");
            }
        }
    }
}
