//! Dot products and matrix products of numbers in memory.
//!
//! Products of float vectors are summed up as the BLAS library under NumPy does it on a machine with fused multiply-add: four
//! accumulators of a vector each, joined in pairs. So results agree to the last bit.

#[cfg(target_arch = "x86_64")]
use super::gemv::{self, Columns, Vector};
#[cfg(target_arch = "x86_64")]
use super::gemv32;
#[cfg(target_arch = "x86_64")]
use super::{complex_product, product, single, wide::{self, Sums}};
#[cfg(target_arch = "x86_64")]
use crate::threads;
use crate::cpu::{Backend, backend};
use crate::fpe;
use crate::num::{Bool8, C64, C128, F16, Num};

/// A matrix in memory: address, and bytes from row to row and from column to column.
#[derive(Clone, Copy)]
pub struct Matrix {
    pub data: *mut u8,
    pub row: isize,
    pub column: isize,
}

impl Matrix {
    /// # Safety
    /// The element is in the matrix.
    #[inline(always)]
    pub unsafe fn at<T: Copy>(self, i: usize, j: usize) -> *mut T {
        self.data.wrapping_offset(self.row * i as isize + self.column * j as isize).cast()
    }
}

// SAFETY: threads write to different parts of results.
unsafe impl Sync for Matrix {}

/// `c = a @ b`, where `a` is m by k, and `b` is k by n.
pub type MatMulFn = unsafe fn(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix);

/// Ints wrap; sums go up from the first product.
unsafe fn plain<T: Num>(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
    // SAFETY: by the contract: all elements are in their matrices.
    unsafe {
        if c.column == size_of::<T>() as isize && b.column == size_of::<T>() as isize && n > 1 {
            for i in 0..m {
                let row = c.at::<T>(i, 0);
                for j in 0..n {
                    row.add(j).write(T::ZERO);
                }
                for l in 0..k {
                    let x = a.at::<T>(i, l).read_unaligned();
                    let from = b.at::<T>(l, 0);
                    for j in 0..n {
                        row.add(j).write(row.add(j).read().add(x.mul(from.add(j).read_unaligned())));
                    }
                }
            }
            return;
        }
        for i in 0..m {
            for j in 0..n {
                let mut sum = T::ZERO;
                for l in 0..k {
                    sum = sum.add(a.at::<T>(i, l).read_unaligned().mul(b.at::<T>(l, j).read_unaligned()));
                }
                c.at::<T>(i, j).write_unaligned(sum);
            }
        }
    }
}

unsafe fn bools(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
    // SAFETY: as above.
    unsafe {
        for i in 0..m {
            for j in 0..n {
                let any = (0..k).any(|l| (*a.at::<Bool8>(i, l)).get() && (*b.at::<Bool8>(l, j)).get());
                *c.at::<Bool8>(i, j) = Bool8::new(any);
            }
        }
    }
}

unsafe fn halves(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
    // SAFETY: as above.
    unsafe {
        for i in 0..m {
            for j in 0..n {
                let mut sum = 0f32;
                for l in 0..k {
                    sum += a.at::<F16>(i, l).read_unaligned().to_f32() * b.at::<F16>(l, j).read_unaligned().to_f32();
                }
                c.at::<F16>(i, j).write_unaligned(F16::from_f32(sum));
            }
        }
    }
}

/// A sum and the products behind it, which are no whole block. `ALONE`: of two vectors, not of a matrix's row.
trait Rest: Sized {
    fn with_rest<const ALONE: bool>(self, rest: impl Iterator<Item = Self>) -> Self;
}

impl Rest for f32 {
    /// They are added up by themselves, in double precision.
    #[inline(always)]
    fn with_rest<const ALONE: bool>(self, rest: impl Iterator<Item = f32>) -> f32 {
        if !ALONE {
            return rest.fold(self, |sum, x| sum + x);
        }
        (rest.fold(0.0, |sum, x| sum + f64::from(x)) + f64::from(self)) as f32
    }
}

impl Rest for f64 {
    #[inline(always)]
    fn with_rest<const ALONE: bool>(self, rest: impl Iterator<Item = f64>) -> f64 {
        rest.fold(self, |sum, x| sum + x)
    }
}

macro_rules! vectors {
    ($($base:ident, $avx2:ident: $t:ty, $lanes:literal, $zero:ident, $load:ident, $fma:ident, $store:ident;)*) => { $(
        /// The sum of four accumulators: the upper half of each onto the lower, then these in pairs, then neighbours.
        #[inline(always)]
        fn $base(acc: &[[$t; $lanes]; 4]) -> $t {
            const HALF: usize = $lanes / 2;
            let low = |v: usize, l: usize| acc[v][l] + acc[v][l + HALF];
            let all: [$t; HALF] = std::array::from_fn(|l| (low(0, l) + low(1, l)) + (low(2, l) + low(3, l)));
            if HALF == 2 { all[0] + all[1] } else { (all[0] + all[1]) + (all[HALF - 2] + all[HALF - 1]) }
        }

        /// The product of vectors of contiguous floats.
        ///
        /// # Safety
        /// Both have `n` elements, and the machine has these instructions.
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        unsafe fn $avx2<const ALONE: bool>(a: *const $t, b: *const $t, n: usize) -> $t {
            use std::arch::x86_64::*;
            const BLOCK: usize = 4 * $lanes;
            let whole = n - n % BLOCK;
            // SAFETY: by the contract.
            unsafe {
                let mut acc = [$zero(); 4];
                let mut i = 0;
                while i < whole {
                    for (v, acc) in acc.iter_mut().enumerate() {
                        let at = i + v * $lanes;
                        *acc = $fma($load(a.add(at)), $load(b.add(at)), *acc);
                    }
                    i += BLOCK;
                }
                let mut parts = [[0.0; $lanes]; 4];
                for (part, acc) in parts.iter_mut().zip(acc) {
                    $store(part.as_mut_ptr(), acc);
                }
                $base(&parts).with_rest::<ALONE>((i..n).map(|i| a.add(i).read_unaligned() * b.add(i).read_unaligned()))
            }
        }
    )* };
}

vectors! {
    joined_f32, vectors_f32: f32, 8, _mm256_setzero_ps, _mm256_loadu_ps, _mm256_fmadd_ps, _mm256_storeu_ps;
    joined_f64, vectors_f64: f64, 4, _mm256_setzero_pd, _mm256_loadu_pd, _mm256_fmadd_pd, _mm256_storeu_pd;
}

macro_rules! wide_vectors {
    ($($name:ident: $t:ty, $lanes:literal, $wide:ty, $zero:ident, $load:ident, $fma:ident, $low:expr, $high:expr, $half_load:ident, $half_fma:ident, $add:ident, $store:ident;)*) => { $(
        /// The product of vectors of contiguous floats as the library computes it on machines with AVX-512: four wide accumulators, whose
        /// halves are the four of a last block; these are joined one after the other.
        ///
        /// # Safety
        /// Both have `n` elements, and the machine has these instructions.
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
        unsafe fn $name(a: *const $t, b: *const $t, n: usize) -> $t {
            use std::arch::x86_64::*;
            const BLOCK: usize = 4 * $lanes;
            let (wide, whole) = (n - n % (2 * BLOCK), n - n % BLOCK);
            // SAFETY: by the contract.
            unsafe {
                let mut acc = [$zero(); 4];
                for i in (0..wide).step_by(2 * BLOCK) {
                    for (v, acc) in acc.iter_mut().enumerate() {
                        let at = i + v * 2 * $lanes;
                        *acc = $fma($load(a.add(at)), $load(b.add(at)), *acc);
                    }
                }
                let mut acc = acc.map(|acc: $wide| $add($low(acc), $high(acc)));
                if wide < whole {
                    for (v, acc) in acc.iter_mut().enumerate() {
                        let at = wide + v * $lanes;
                        *acc = $half_fma($half_load(a.add(at)), $half_load(b.add(at)), *acc);
                    }
                }
                let mut lanes = [0.0; $lanes];
                $store(lanes.as_mut_ptr(), $add($add($add(acc[0], acc[1]), acc[2]), acc[3]));
                const HALF: usize = $lanes / 2;
                let all: [$t; HALF] = std::array::from_fn(|l| lanes[l] + lanes[l + HALF]);
                if HALF == 2 { all[0] + all[1] } else { (all[0] + all[1]) + (all[HALF - 2] + all[HALF - 1]) }
            }
        }
    )* };
}

wide_vectors! {
    wide_f32: f32, 8, __m512, _mm512_setzero_ps, _mm512_loadu_ps, _mm512_fmadd_ps, |x| _mm512_castps512_ps256(x), |x| _mm512_extractf32x8_ps::<1>(x),
        _mm256_loadu_ps, _mm256_fmadd_ps, _mm256_add_ps, _mm256_storeu_ps;
    wide_f64: f64, 4, __m512d, _mm512_setzero_pd, _mm512_loadu_pd, _mm512_fmadd_pd, |x| _mm512_castpd512_pd256(x), |x| _mm512_extractf64x4_pd::<1>(x),
        _mm256_loadu_pd, _mm256_fmadd_pd, _mm256_add_pd, _mm256_storeu_pd;
}

/// The order of the BLAS library on machines with AVX-512.
#[inline]
pub fn is_wide() -> bool {
    backend() >= Backend::Avx512
}

macro_rules! plain_vectors {
    ($($name:ident, $joined:ident, $avx2:ident, $wide:ident: $t:ty, $lanes:literal, $rest:expr;)*) => { $(
        /// The same order of additions, without fused multiply-add where the machine has none.
        unsafe fn $name<const ALONE: bool>(a: *const $t, b: *const $t, n: usize) -> $t {
            #[cfg(target_arch = "x86_64")]
            if backend() >= Backend::Avx2 {
                // SAFETY: the caller's promise; the backends are there only with these instructions.
                unsafe {
                    if !is_wide() || !ALONE {
                        return $avx2::<ALONE>(a, b, n);
                    }
                    let whole = n - n % (4 * $lanes);
                    let rest = (whole..n).map(|i| (a.add(i).read_unaligned(), b.add(i).read_unaligned()));
                    return $rest(if whole == 0 { 0.0 } else { $wide(a, b, n) }, rest);
                }
            }
            let whole = n - n % (4 * $lanes);
            let mut acc = [[0.0; $lanes]; 4];
            // SAFETY: both have n elements.
            let product = |k: usize| unsafe { a.add(k).read_unaligned() * b.add(k).read_unaligned() };
            for k in 0..whole {
                acc[k / $lanes % 4][k % $lanes] += product(k);
            }
            $joined(&acc).with_rest::<ALONE>((whole..n).map(product))
        }
    )* };
}

plain_vectors! {
    dot_f32, joined_f32, vectors_f32, wide_f32: f32, 8, |sum, rest: _| f32::with_rest::<true>(sum, Iterator::map(rest, |(a, b): (f32, f32)| a * b));
    dot_f64, joined_f64, vectors_f64, wide_f64: f64, 4, |sum, rest: _| Iterator::fold(rest, sum, |sum, (a, b): (f64, f64)| a.mul_add(b, sum));
}

macro_rules! strided_vectors {
    ($($name:ident, $dot:ident: $t:ty, $pairs:literal;)*) => { $(
        /// # Safety
        /// See [`dot_of_vectors`].
        unsafe fn $name(n: usize, (a, sa): (*const u8, isize), (b, sb): (*const u8, isize), is_dot: bool) -> $t {
            const SIZE: isize = size_of::<$t>() as isize;
            let backwards = (sa <= 0 || sb <= 0) && n > 1;
            // SAFETY: elements of the vectors.
            unsafe {
                let of = |p: *const u8, step: isize, k: usize| p.wrapping_offset(step * k as isize).cast::<$t>().read_unaligned();
                let product = |k: usize| of(a, sa, k) * of(b, sb, k);
                if n <= 1 || (sa == SIZE && sb == SIZE) {
                    return $dot::<true>(a.cast(), b.cast(), n);
                }
                if is_dot && backwards {
                    let copies = crate::pool::Scratch::new(2 * n * size_of::<$t>());
                    let forwards = |(p, step): (*const u8, isize), to: *mut $t| {
                        if step > 0 {
                            return (p, step);
                        }
                        for k in 0..n {
                            to.add(k).write(of(p, step, k));
                        }
                        (to.cast_const().cast::<u8>(), SIZE)
                    };
                    let to = copies.at.cast::<$t>();
                    return $name(n, forwards((a, sa), to), forwards((b, sb), to.add(n)), false);
                }
                if backwards {
                    return (0..n).fold(0.0, |sum, k| sum + product(k));
                }
                if !$pairs {
                    // Two products at a time, added up in double precision.
                    let two = |k: usize| if is_wide() { of(a, sa, k).mul_add(of(b, sb, k), product(k + 1)) } else { product(k) + product(k + 1) };
                    let sum = (0..n - n % 2).step_by(2).fold(0.0, |sum, k| sum + f64::from(two(k)));
                    return if n % 2 == 1 { (sum + f64::from(product(n - 1))) as $t } else { sum as $t };
                }
                let (mut even, mut odd, four) = (0.0, 0.0, n - n % 4);
                for k in (0..four).step_by(4) {
                    even += product(k) + product(k + 2);
                    odd += product(k + 1) + product(k + 3);
                }
                let end = |sum: $t, k| if is_wide() { of(a, sa, k).mul_add(of(b, sb, k), sum) } else { sum + product(k) };
                (four..n).fold(even, end) + odd
            }
        }
    )* };
}

strided_vectors! {
    strided_f32, dot_f32: f32, false;
    strided_f64, dot_f64: f64, true;
}

/// The product of two vectors of floats, as its bits: in the order of the BLAS library under NumPy, where that takes such strides, else
/// (`matmul` of vectors that go backwards) one after the other. `numpy.dot` copies what the library does not take.
///
/// # Safety
/// Vectors of 32-bit or 64-bit floats; both have `n` elements, and the strides are multiples of their size.
pub unsafe fn dot_of_vectors(d: pyaot_abi::dtype::DType, n: usize, a: (*const u8, isize), b: (*const u8, isize), is_dot: bool) -> u64 {
    // SAFETY: the caller's promise.
    unsafe {
        match d {
            pyaot_abi::dtype::DType::F64 => strided_f64(n, a, b, is_dot).to_bits(),
            _ => u64::from(strided_f32(n, a, b, is_dot).to_bits()),
        }
    }
}

/// A product in parts of so many rows, or columns, if it is large. It takes a nanosecond for `speed` multiplications.
#[cfg(target_arch = "x86_64")]
fn by_parts(m: usize, k: usize, n: usize, matrices: [Matrix; 3], speed: usize, f: impl Fn(usize, usize, [Matrix; 3]) + Sync) {
    /// Rows and columns of which a part has a multiple: whole tiles, and an even number, since a last, odd row is special.
    const UNIT: usize = 48;
    let time = m.saturating_mul(k).saturating_mul(n) / speed;
    let at = |x: Matrix, row: usize, column: usize| Matrix { data: x.data.wrapping_offset(x.row * row as isize + x.column * column as isize), ..x };
    let [a, b, c] = matrices;
    if m >= n {
        threads::rows(m, UNIT, time, |from, rows| f(rows, n, [at(a, from, 0), b, at(c, from, 0)]));
    } else {
        threads::rows(n, UNIT, time, |from, columns| f(m, columns, [a, at(b, 0, from), at(c, 0, from)]));
    }
}

/// The elements below the diagonal are those above it.
///
/// # Safety
/// A square matrix.
#[cfg(target_arch = "x86_64")]
unsafe fn mirror<T: Copy>(n: usize, c: Matrix) {
    const SIDE: usize = 32;
    for from in (0..n).step_by(SIDE) {
        for to in (0..=from).step_by(SIDE) {
            for i in from..n.min(from + SIDE) {
                for j in to..i.min(to + SIDE) {
                    // SAFETY: elements of the matrix.
                    unsafe { *c.at::<T>(i, j) = *c.at::<T>(j, i) };
                }
            }
        }
    }
}

/// Multiplications up to which loops of our own are faster than a library that packs its operands.
const SMALL: usize = 24 * 24 * 24;

macro_rules! floats {
    ($($name:ident $t:ty, $dot:ident, $strided:ident, $vector:ident, $tiles:ident, $zero:expr, $one:expr;)*) => { $(
        unsafe fn $name(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
            const SIZE: isize = size_of::<$t>() as isize;
            let has_avx2 = backend() >= Backend::Avx2;
            // SAFETY: by the contract; instructions are used where the machine has them.
            unsafe {
                if m == 1 && n == 1 {
                    *c.at::<$t>(0, 0) = $strided(k, (a.data, a.column), (b.data, b.row), false);
                    return;
                }
                if m.min(n) == 1 {
                    #[cfg(target_arch = "x86_64")]
                    if has_avx2 && k > 1 && $vector(m, k, n, a, b, c) {
                        return;
                    }
                    if has_avx2 || a.column != SIZE || b.row != SIZE {
                        // What the library does not take is added up one after the other.
                        return plain::<$t>(m, k, n, a, b, c);
                    }
                    for i in 0..m {
                        for j in 0..n {
                            *c.at::<$t>(i, j) = $dot::<false>(a.at::<$t>(i, 0), b.at::<$t>(0, j), k);
                        }
                    }
                    return;
                }
                #[cfg(target_arch = "x86_64")]
                if has_avx2 && c.column == SIZE && c.row >= 0 {
                    return $tiles(m, k, n, a, b, c);
                }
                if m * k * n <= SMALL {
                    return plain::<$t>(m, k, n, a, b, c);
                }
                library::<$t>(m, k, n, a, b, c, $zero, $one);
            }
        }
    )* };
}

floats! {
    single f32, dot_f32, strided_f32, single_vector, single_tiles, 0.0, 1.0;
    double f64, dot_f64, strided_f64, double_vector, double_tiles, 0.0, 1.0;
}

macro_rules! tiles {
    ($($name:ident $t:ty, $kernel:ident, $depth:expr, $two_chains:literal;)*) => { $(
        /// The product where rows of the result are contiguous.
        ///
        /// # Safety
        /// As for [`find`]'s functions; the machine has AVX2 and fused multiply-add.
        #[cfg(target_arch = "x86_64")]
        unsafe fn $name(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
            const SIZE: usize = size_of::<$t>();
            // Of a matrix and its own transpose, one half is enough.
            let symmetric = m == n && a.data == b.data && a.row == b.column && a.column == b.row && c.row > 0;
            let top = c.data as usize;
            let above = |z: Matrix| symmetric.then(|| (z.data as usize - top) / z.row as usize);
            let of_parts = |m: usize, matrices: [Matrix; 3], f: &(dyn Fn(usize, usize, [Matrix; 3]) + Sync)| by_parts(m, k, n, matrices, 160 / SIZE, f);
            // SAFETY: the caller's promise; parts of the matrices.
            unsafe {
                if is_wide() {
                    let sums = if symmetric { Sums::Halves } else { wide::choose(m, k, n, a, b, SIZE as isize) };
                    of_parts(m, [a, b, c], &|m, n, [x, y, z]| wide::$kernel(m, k, n, x, y, z, above(z), sums));
                } else if symmetric {
                    of_parts(m, [a, b, c], &|m, n, [x, y, z]| product::$kernel(m, k, n, x, y, z, above(z), $depth.symmetric()));
                } else {
                    let chain = |m, matrices| of_parts(m, matrices, &|m, n, [x, y, z]| product::$kernel(m, k, n, x, y, z, None, $depth));
                    let elsewhere = if $two_chains { single::by_fours(m) } else { m..m };
                    if elsewhere.start > 0 {
                        chain(elsewhere.start, [a, b, c]);
                    }
                    if elsewhere.end < m {
                        let rest = |x: Matrix| Matrix { data: x.at(elsewhere.end, 0), ..x };
                        chain(m - elsewhere.end, [rest(a), b, rest(c)]);
                    }
                    if $two_chains {
                        single::two_chains(m, k, n, a, b, c);
                    }
                }
                if symmetric {
                    mirror::<$t>(n, c);
                }
            }
        }
    )* };
}

tiles! {
    single_tiles f32, single, product::Depth::SINGLE, true;
    double_tiles f64, double, product::Depth::DOUBLE, false;
}

/// A matrix by a vector, or a vector by a matrix: the matrix (turned for the second), its rows, and both vectors.
#[cfg(target_arch = "x86_64")]
fn matrix_and_vectors((m, n): (usize, usize), a: Matrix, b: Matrix, c: Matrix) -> (usize, Matrix, Vector, Vector) {
    match n {
        1 => (m, a, Vector { data: b.data, step: b.row }, Vector { data: c.data, step: c.row }),
        _ => (n, turned(b), Vector { data: a.data, step: a.column }, Vector { data: c.data, step: c.column }),
    }
}

#[cfg(target_arch = "x86_64")]
fn turned(x: Matrix) -> Matrix {
    Matrix { data: x.data, row: x.column, column: x.row }
}

macro_rules! by_vectors {
    ($($name:ident $t:ty: $rows:expr, $columns:expr;)*) => { $(
        /// The product, if one side is a vector and the BLAS library takes it as it is; false: it does not.
        ///
        /// # Safety
        /// As for [`find`]'s functions; the machine has AVX2 and fused multiply-add.
        #[cfg(target_arch = "x86_64")]
        unsafe fn $name(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) -> bool {
            const SIZE: isize = size_of::<$t>() as isize;
            let (high, matrix, x, y) = matrix_and_vectors((m, n), a, b, c);
            if x.step <= 0 {
                return false;
            }
            // SAFETY: the caller's promise.
            unsafe {
                if matrix.column == SIZE && matrix.row >= SIZE * k as isize {
                    $rows(high, k, matrix, x, y);
                    return true;
                }
                if matrix.row == SIZE && matrix.column >= SIZE * high as isize {
                    $columns(k, high, x, turned(matrix), y);
                    return true;
                }
            }
            false
        }
    )* };
}

by_vectors! {
    single_vector f32: |m, k, a, x, y| gemv32::rows(m, k, is_wide(), a, x, y), |k, n, x, a, y| gemv32::columns(k, n, is_wide(), x, a, y);
    double_vector f64: |m, k, a, x, y| gemv::rows(m, k, true, a, x, y), |k, n, x, a, y| gemv::columns(k, n, if is_wide() { Columns::Chain } else { Columns::Pairs }, x, a, y);
}

unsafe fn library<T: 'static>(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, zero: T, one: T) {
    let size = size_of::<T>() as isize;
    // SAFETY: by the contract; strides are multiples of the size, which callers have seen to.
    unsafe {
        gemm::gemm::<T>(
            m,
            n,
            k,
            c.data.cast(),
            c.column / size,
            c.row / size,
            false,
            a.data.cast_const().cast(),
            a.column / size,
            a.row / size,
            b.data.cast_const().cast(),
            b.column / size,
            b.row / size,
            zero,
            one,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

macro_rules! complex_products {
    ($($name:ident, $by_vector:ident: $c:ident, $packed:ident, $speed:literal, $g:ty;)*) => { $(
        unsafe fn $name(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
            // SAFETY: by the contract.
            unsafe {
                #[cfg(target_arch = "x86_64")]
                if m > 1 && n > 1 && backend() >= Backend::Avx2 {
                    return by_parts(m, k, n, [a, b, c], $speed, |m, n, [a, b, c]| complex_product::$packed(m, k, n, a, b, c));
                }
                if m * k * n <= SMALL {
                    plain::<$c>(m, k, n, a, b, c);
                } else {
                    let number = |re| <$g>::new(re, 0.0);
                    library::<$g>(m, k, n, a, b, c, number(0.0), number(1.0));
                }
                $by_vector(m, n, c);
            }
        }

        /// In the end the library multiplies a vector with 1 + 0j, and makes a number of two parts as `re + im * 1j`: there what is
        /// infinite or NaN leaves its part.
        unsafe fn $by_vector(m: usize, n: usize, c: Matrix) {
            for i in 0..m {
                for j in 0..n {
                    // SAFETY: an element of the result.
                    let (at, x) = unsafe { (c.at::<$c>(i, j), c.at::<$c>(i, j).read_unaligned()) };
                    if !(x.re.is_finite() && x.im.is_finite()) {
                        let both = m > 1 || n > 1;
                        // SAFETY: as above.
                        unsafe { at.write_unaligned($c { re: x.re + x.im * 0.0, im: if both { x.im + x.re * 0.0 } else { x.im } }) };
                    }
                }
            }
        }
    )* };
}

complex_products! {
    complex_single, leave_single: C64, single, 10, gemm::c32;
    complex_double, leave_double: C128, double, 5, gemm::c64;
}

macro_rules! troubles {
    ($($name:ident $t:ty: $is_nan:expr, $is_finite:expr;)*) => { $(
        unsafe fn $name((m, k, n): (usize, usize, usize), a: Matrix, b: Matrix, c: Matrix) -> u8 {
            let (is_nan, is_finite): (fn($t) -> bool, fn($t) -> bool) = ($is_nan, $is_finite);
            // SAFETY: by the contract.
            let all = |x: Matrix, len: usize, row: bool, of: usize, fits: &dyn Fn($t) -> bool| unsafe {
                (0..len).all(|l| fits(if row { x.at::<$t>(of, l) } else { x.at::<$t>(l, of) }.read_unaligned()))
            };
            let kinds = |x: Matrix, count: usize, row: bool| -> Vec<(bool, bool)> {
                (0..count).map(|of| (all(x, k, row, of, &|x| !is_nan(x)), all(x, k, row, of, &is_finite))).collect()
            };
            let (rows, columns) = (kinds(a, m, true), kinds(b, n, false));
            let mut flags = 0;
            for (i, row) in rows.iter().enumerate() {
                for (j, column) in columns.iter().enumerate() {
                    // SAFETY: as above.
                    let x = unsafe { c.at::<$t>(i, j).read_unaligned() };
                    if is_nan(x) && row.0 && column.0 {
                        flags |= fpe::INVALID;
                    }
                    if !is_finite(x) && row.1 && column.1 {
                        flags |= fpe::OVERFLOW;
                    }
                }
            }
            flags
        }
    )* };
}

troubles! {
    trouble_f16 F16: F16::is_nan, |x| x.0 & 0x7c00 != 0x7c00;
    trouble_f32 f32: f32::is_nan, f32::is_finite;
    trouble_f64 f64: f64::is_nan, f64::is_finite;
    trouble_c64 C64: |x| x.re.is_nan() || x.im.is_nan(), |x| x.re.is_finite() && x.im.is_finite();
    trouble_c128 C128: |x| x.re.is_nan() || x.im.is_nan(), |x| x.re.is_finite() && x.im.is_finite();
}

/// What has gone wrong in a product of floats, by its result: the flags alone do not tell, since vectors have lanes to spare.
///
/// # Safety
/// The matrices are those of a product that has been computed.
pub unsafe fn trouble(d: pyaot_abi::dtype::DType, sizes: (usize, usize, usize), a: Matrix, b: Matrix, c: Matrix) -> u8 {
    use pyaot_abi::dtype::DType;
    // SAFETY: the caller's promise.
    unsafe {
        match d {
            DType::F16 => trouble_f16(sizes, a, b, c),
            DType::F32 => trouble_f32(sizes, a, b, c),
            DType::F64 => trouble_f64(sizes, a, b, c),
            DType::C64 => trouble_c64(sizes, a, b, c),
            DType::C128 => trouble_c128(sizes, a, b, c),
            _ => 0,
        }
    }
}

/// The product for a numeric dtype. Strides must be multiples of the element's size.
pub fn find(d: pyaot_abi::dtype::DType) -> Option<MatMulFn> {
    use pyaot_abi::dtype::DType;
    Some(match d {
        DType::Bool => bools,
        DType::I8 => plain::<i8>,
        DType::U8 => plain::<u8>,
        DType::I16 => plain::<i16>,
        DType::U16 => plain::<u16>,
        DType::I32 => plain::<i32>,
        DType::U32 => plain::<u32>,
        DType::I64 => plain::<i64>,
        DType::U64 => plain::<u64>,
        DType::F16 => halves,
        DType::F32 => single,
        DType::F64 => double,
        DType::C64 => complex_single,
        DType::C128 => complex_double,
        DType::Object | DType::Str | DType::Bytes => return None,
    })
}
