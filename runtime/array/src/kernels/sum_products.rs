//! Sums of products of any number of operands: the loops of `einsum`, in NumPy's order. Vectors are of 128 bits on all machines there, and
//! nothing is fused.

use pyaot_abi::dtype::DType;

use crate::cpu::{Backend, backend};
use crate::num::{Bool8, C64, C128, F16};

/// Adds the products of `n` elements of all operands but the last to the last.
///
/// The function is unsafe: all operands are valid for `n` elements at their strides.
pub type SumFn = unsafe fn(p: &[*mut u8], s: &[isize], n: usize);

/// What is added and multiplied.
trait Term: Copy {
    /// What it is computed in.
    type Wide: Copy;
    const ZERO: Self::Wide;
    /// Two operands, of which one is contiguous, have loops of their own.
    const PAIRS: bool = true;
    fn wide(self) -> Self::Wide;
    fn narrow(x: Self::Wide) -> Self;
    fn add(a: Self::Wide, b: Self::Wide) -> Self::Wide;
    fn mul(a: Self::Wide, b: Self::Wide) -> Self::Wide;

    /// The sum of contiguous elements.
    ///
    /// # Safety
    /// There are `n`.
    #[inline(always)]
    unsafe fn sum(p: *const Self, n: usize) -> Self::Wide {
        // SAFETY: by the contract.
        let at = |k: usize| unsafe { p.add(k).read_unaligned().wide() };
        let (mut acc, mut k) = (Self::ZERO, 0);
        while n - k > 4 {
            let (low, high) = (Self::add(at(k), at(k + 1)), Self::add(at(k + 2), at(k + 3)));
            acc = Self::add(acc, Self::add(low, high));
            k += 4;
        }
        (k..n).fold(acc, |acc, k| Self::add(acc, at(k)))
    }

    /// The sum of products of contiguous elements.
    ///
    /// # Safety
    /// There are `n` on both sides.
    #[inline(always)]
    unsafe fn dot(p: *const Self, q: *const Self, n: usize) -> Self::Wide {
        // SAFETY: by the contract.
        let at = |k: usize| unsafe { Self::mul(p.add(k).read_unaligned().wide(), q.add(k).read_unaligned().wide()) };
        let (mut acc, mut k) = (Self::ZERO, 0);
        while n - k >= 4 {
            let four = Self::add(Self::add(Self::add(at(k), at(k + 1)), at(k + 2)), at(k + 3));
            acc = Self::add(acc, four);
            k += 4;
        }
        (k..n).fold(acc, |acc, k| Self::add(acc, at(k)))
    }
}

macro_rules! ints {
    ($($t:ty)*) => { $(
        impl Term for $t {
            type Wide = $t;
            const ZERO: $t = 0;
            #[inline(always)]
            fn wide(self) -> $t { self }
            #[inline(always)]
            fn narrow(x: $t) -> $t { x }
            #[inline(always)]
            fn add(a: $t, b: $t) -> $t { a.wrapping_add(b) }
            #[inline(always)]
            fn mul(a: $t, b: $t) -> $t { a.wrapping_mul(b) }
        }
    )* };
}

ints!(i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! floats {
    ($($t:ty: $lanes:literal, $across:expr;)*) => { $(
        impl Term for $t {
            type Wide = $t;
            const ZERO: $t = 0.0;
            #[inline(always)]
            fn wide(self) -> $t { self }
            #[inline(always)]
            fn narrow(x: $t) -> $t { x }
            #[inline(always)]
            fn add(a: $t, b: $t) -> $t { a + b }
            #[inline(always)]
            fn mul(a: $t, b: $t) -> $t { a * b }

            #[inline(always)]
            unsafe fn sum(p: *const $t, n: usize) -> $t {
                // SAFETY: by the contract.
                let at = |k: usize| unsafe { p.add(k).read_unaligned() };
                // SAFETY: as above.
                let four = |k: usize| unsafe { p.add(k).cast::<[[$t; $lanes]; 4]>().read_unaligned() };
                let (mut acc, mut k) = ([0.0; $lanes], 0);
                while n - k >= 4 * $lanes {
                    let x = four(k);
                    acc = std::array::from_fn(|l| acc[l] + ((x[0][l] + x[1][l]) + (x[2][l] + x[3][l])));
                    k += 4 * $lanes;
                }
                for k in k..n {
                    acc[k % $lanes] += at(k);
                }
                let across: fn([$t; $lanes]) -> $t = $across;
                across(acc)
            }

            #[inline(always)]
            unsafe fn dot(p: *const $t, q: *const $t, n: usize) -> $t {
                // SAFETY: by the contract.
                let at = |k: usize| unsafe { p.add(k).read_unaligned() * q.add(k).read_unaligned() };
                // SAFETY: as above.
                let four = |p: *const $t, k: usize| unsafe { p.add(k).cast::<[[$t; $lanes]; 4]>().read_unaligned() };
                let (mut acc, mut k) = ([0.0; $lanes], 0);
                while n - k >= 4 * $lanes {
                    let (x, y) = (four(p, k), four(q, k));
                    acc = std::array::from_fn(|l| x[0][l] * y[0][l] + (x[1][l] * y[1][l] + (x[2][l] * y[2][l] + (x[3][l] * y[3][l] + acc[l]))));
                    k += 4 * $lanes;
                }
                for k in k..n {
                    acc[k % $lanes] += at(k);
                }
                let across: fn([$t; $lanes]) -> $t = $across;
                across(acc)
            }
        }
    )* };
}

floats! {
    f32: 4, |[a, b, c, d]| (a + b) + (c + d);
    f64: 2, |[a, b]| a + b;
}

impl Term for F16 {
    type Wide = f32;
    const ZERO: f32 = 0.0;
    #[inline(always)]
    fn wide(self) -> f32 {
        self.to_f32()
    }
    #[inline(always)]
    fn narrow(x: f32) -> F16 {
        F16::from_f32(x)
    }
    #[inline(always)]
    fn add(a: f32, b: f32) -> f32 {
        a + b
    }
    #[inline(always)]
    fn mul(a: f32, b: f32) -> f32 {
        a * b
    }
}

impl Term for Bool8 {
    type Wide = bool;
    const ZERO: bool = false;
    const PAIRS: bool = false;
    #[inline(always)]
    fn wide(self) -> bool {
        self.get()
    }
    #[inline(always)]
    fn narrow(x: bool) -> Bool8 {
        Bool8::new(x)
    }
    #[inline(always)]
    fn add(a: bool, b: bool) -> bool {
        a | b
    }
    #[inline(always)]
    fn mul(a: bool, b: bool) -> bool {
        a & b
    }
}

macro_rules! complexes {
    ($($t:ident)*) => { $(
        impl Term for $t {
            type Wide = $t;
            const ZERO: $t = $t { re: 0.0, im: 0.0 };
            const PAIRS: bool = false;
            #[inline(always)]
            fn wide(self) -> $t { self }
            #[inline(always)]
            fn narrow(x: $t) -> $t { x }
            #[inline(always)]
            fn add(a: $t, b: $t) -> $t { $t { re: a.re + b.re, im: a.im + b.im } }
            #[inline(always)]
            fn mul(a: $t, b: $t) -> $t { $t { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re } }
        }
    )* };
}

complexes!(C64 C128);

/// # Safety
/// See [`SumFn`].
#[inline(always)]
unsafe fn sums<T: Term>(p: &[*mut u8], s: &[isize], n: usize) {
    let (Some((out, inputs)), Some((step, steps)), true) = (p.split_last(), s.split_last(), n > 0) else { return };
    let size = size_of::<T>() as isize;
    // SAFETY: by the contract.
    let at = |op: usize, k: usize| unsafe { inputs[op].wrapping_offset(steps[op] * k as isize).cast::<T>().read_unaligned().wide() };
    let product = |k: usize| (1..inputs.len()).fold(at(0, k), |x, op| T::mul(x, at(op, k)));
    // SAFETY: as above.
    unsafe {
        if *step == 0 {
            let whole = |op: usize| inputs[op].cast::<T>().cast_const();
            let sum = match steps {
                [s] if *s == size => T::sum(whole(0), n),
                [0, s] if T::PAIRS && *s == size => T::mul(at(0, 0), T::sum(whole(1), n)),
                [s, 0] if T::PAIRS && *s == size => T::mul(at(1, 0), T::sum(whole(0), n)),
                [s, t] if T::PAIRS && *s == size && *t == size => T::dot(whole(0), whole(1), n),
                _ => (0..n).fold(T::ZERO, |sum, k| T::add(sum, product(k))),
            };
            let out = out.cast::<T>();
            return out.write_unaligned(T::narrow(T::add(sum, out.read_unaligned().wide())));
        }
        let add = |k: usize, x: T::Wide| {
            let out = out.wrapping_offset(step * k as isize).cast::<T>();
            out.write_unaligned(T::narrow(T::add(x, out.read_unaligned().wide())));
        };
        match steps {
            // With a known stride, these go by vectors.
            [s] if *s == size && *step == size => {
                let (p, out) = (inputs[0].cast::<T>(), out.cast::<T>());
                for k in 0..n {
                    out.add(k).write_unaligned(T::narrow(T::add(p.add(k).read_unaligned().wide(), out.add(k).read_unaligned().wide())));
                }
            }
            [0, s] if *s == size && *step == size => {
                let (x, q, out) = (at(0, 0), inputs[1].cast::<T>(), out.cast::<T>());
                for k in 0..n {
                    let sum = T::add(T::mul(x, q.add(k).read_unaligned().wide()), out.add(k).read_unaligned().wide());
                    out.add(k).write_unaligned(T::narrow(sum));
                }
            }
            [s, t] if *s == size && *t == size && *step == size => {
                let (p, q, out) = (inputs[0].cast::<T>(), inputs[1].cast::<T>(), out.cast::<T>());
                for k in 0..n {
                    let x = T::mul(p.add(k).read_unaligned().wide(), q.add(k).read_unaligned().wide());
                    out.add(k).write_unaligned(T::narrow(T::add(x, out.add(k).read_unaligned().wide())));
                }
            }
            _ => (0..n).for_each(|k| add(k, product(k))),
        }
    }
}

/// # Safety
/// See [`SumFn`].
unsafe fn plain<T: Term>(p: &[*mut u8], s: &[isize], n: usize) {
    // SAFETY: by the contract.
    unsafe { sums::<T>(p, s, n) }
}

/// The same with vectors of 256 bits for what is not added up, where the order does not matter.
///
/// # Safety
/// See [`SumFn`]; the machine has AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn by_avx2<T: Term>(p: &[*mut u8], s: &[isize], n: usize) {
    // SAFETY: by the contract.
    unsafe { sums::<T>(p, s, n) }
}

fn chosen<T: Term>() -> SumFn {
    #[cfg(target_arch = "x86_64")]
    if backend() >= Backend::Avx2 {
        return by_avx2::<T>;
    }
    plain::<T>
}

/// The loop for a numeric dtype.
pub fn find(d: DType) -> Option<SumFn> {
    Some(match d {
        DType::Bool => chosen::<Bool8>(),
        DType::I8 => chosen::<i8>(),
        DType::U8 => chosen::<u8>(),
        DType::I16 => chosen::<i16>(),
        DType::U16 => chosen::<u16>(),
        DType::I32 => chosen::<i32>(),
        DType::U32 => chosen::<u32>(),
        DType::I64 => chosen::<i64>(),
        DType::U64 => chosen::<u64>(),
        DType::F16 => chosen::<F16>(),
        DType::F32 => chosen::<f32>(),
        DType::F64 => chosen::<f64>(),
        DType::C64 => chosen::<C64>(),
        DType::C128 => chosen::<C128>(),
        DType::Object | DType::Str | DType::Bytes => return None,
    })
}
