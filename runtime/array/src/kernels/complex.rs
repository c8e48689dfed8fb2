//! `numpy.multiply`, `square` and `absolute` of complex arrays.
//!
//! Elements of arrays are multiplied in two steps, as by the instructions that NumPy uses: the products with the first
//! operand's imaginary part are rounded, those with its real part are not, before the two are added. Scalars and folds
//! round every product (`Num::mul`). Every set of instructions gives the same digits.

use super::arith::Square;
use super::loops::{Fold, Loop, Op1, Op2, Ptrs, Strides, binary_base, loop1, loop1_plain, loop2, loop2_fold, loop2_plain, loop_clones, unary_base};
use crate::cpu::Backend;
use crate::num::{C, C64, C128, Num};

/// Complex numbers as elements of arrays.
pub trait Complex: Num {
    /// The product of two elements.
    fn times(self, b: Self) -> Self;
    /// The type of the parts.
    type Part;
    /// The absolute value of an element.
    fn size(self) -> Self::Part;
}

macro_rules! complex {
    ($($t:ty)*) => { $(
        impl Complex for C<$t> {
            type Part = $t;
            #[inline(always)]
            fn times(self, b: Self) -> Self {
                C { re: self.re.mul_add(b.re, -(self.im * b.im)), im: self.re.mul_add(b.im, self.im * b.re) }
            }
            // Without branches, so that the loop becomes one of vectors.
            #[inline(always)]
            fn size(self) -> $t {
                let (re, im) = (self.re.abs(), self.im.abs());
                let (larger, smaller) = if re < im { (im, re) } else { (re, im) };
                let special = larger == 0.0 || smaller == <$t>::INFINITY;
                let ratio = if special { 0.0 } else { smaller / larger };
                let size = ratio.mul_add(ratio, 1.0).sqrt() * larger;
                let finite = if re.is_nan() || im.is_nan() { <$t>::NAN } else { size };
                if re == <$t>::INFINITY || im == <$t>::INFINITY { <$t>::INFINITY } else { finite }
            }
        }
    )* };
}

complex!(f32 f64);

/// The product of two elements; a reduction rounds each product.
pub struct Times<T>(std::marker::PhantomData<T>);

impl<T: Complex> Op2 for Times<T> {
    type A = T;
    type B = T;
    type R = T;
    #[inline(always)]
    fn f(a: T, b: T) -> T {
        a.times(b)
    }
}

impl<T: Complex> Fold for Times<T>
where
    super::arith::Mul<T>: Fold + Op2<R = T>,
{
    #[inline(always)]
    unsafe fn fold(acc: T, p: *const u8, stride: isize, n: usize) -> T {
        // SAFETY: by the contract.
        unsafe { <super::arith::Mul<T> as Fold>::fold(acc, p, stride, n) }
    }
}

/// NumPy has no vectors of single precision that are read backwards: there, every product is rounded.
fn backwards<T>(s: &[isize]) -> bool {
    size_of::<T>() == 8 && s.iter().any(|s| *s < 0)
}

unsafe fn products<T: Complex, const B: usize>(p: &Ptrs, s: &Strides, n: usize) {
    let backend = [Backend::Scalar, Backend::Avx2, Backend::Avx512][B];
    let run = if backwards::<T>(&s[..2]) { const { &loop2_plain::<super::arith::Mul<T>>() } } else { const { &loop2::<Times<T>>() } };
    // SAFETY: by the contract of loops; the loop of this backend was asked for.
    unsafe { run.run(backend)(p, s, n) }
}

const fn product<T: Complex>() -> Loop
where
    super::arith::Mul<T>: Fold + Op2<R = T>,
{
    loop2_fold::<Times<T>>().running([products::<T, 0>, products::<T, 1>, products::<T, 2>]).singly(binary_base::<super::arith::Mul<T>>)
}

/// The square of an element.
pub struct SquareOf<T>(std::marker::PhantomData<T>);

impl<T: Complex> Op1 for SquareOf<T> {
    type A = T;
    type R = T;
    #[inline(always)]
    fn f(a: T) -> T {
        a.times(a)
    }
}

/// Squares; where neither side is contiguous, every product is rounded.
unsafe fn squares<T: Complex, const B: usize>(p: &Ptrs, s: &Strides, n: usize) {
    let backend = [Backend::Scalar, Backend::Avx2, Backend::Avx512][B];
    let size = size_of::<T>() as isize;
    let by_vectors = (s[0] == size || s[1] == size) && !backwards::<T>(&s[..1]);
    let run = if by_vectors { const { &loop1::<SquareOf<T>>() } } else { const { &loop1_plain::<Square<T>>() } };
    // SAFETY: by the contract of loops; the loop of this backend was asked for.
    unsafe { run.run(backend)(p, s, n) }
}

const fn square<T: Complex>() -> Loop {
    loop_clones(loop1::<SquareOf<T>>().types, [squares::<T, 0>, squares::<T, 1>, squares::<T, 2>]).singly(unary_base::<Square<T>>)
}

/// `numpy.multiply` of complex arrays
pub const MULTIPLY: [Loop; 2] = [product::<C64>(), product::<C128>()];
/// `numpy.square` of complex arrays
pub const SQUARE: [Loop; 2] = [square::<C64>(), square::<C128>()];
