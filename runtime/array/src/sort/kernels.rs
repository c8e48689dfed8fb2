//! Sorting of plain elements that lie one behind the other, and of anything by comparison.

use std::cmp::Ordering;

use super::Key;
use super::quick::quick_sort;
use crate::num::{Bool8, C64, C128, Elem, F16};

/// Elements with the fastest way to sort them.
pub trait Sort: Key {
    /// NumPy sorts positions of these by vectors, in an order of its own on each processor: equal ones stay in order here.
    const BY_VECTORS: bool = false;

    /// Ascending; of several equal elements that differ, the order is that of NumPy where it has no vector instructions.
    fn sort(s: &mut [Self]) {
        quick_sort(s, Self::less);
    }

    /// Ascending; equal elements that differ (zeros, NaNs, complex numbers) in the order that they have.
    fn stable_sort(s: &mut [Self]) {
        s.sort_by(|a, b| a.order(*b));
    }

    /// The positions in ascending order of their elements, equal ones in the order that they have.
    fn argsort(s: &[Self], out: &mut [i64]) {
        fill_positions(out);
        out.sort_by(|i, j| s[*i as usize].order(s[*j as usize]));
    }

    /// The positions in ascending order of their elements, as NumPy finds them when it need not be stable.
    fn quick_argsort(s: &[Self], out: &mut [i64]) {
        if Self::BY_VECTORS {
            return Self::argsort(s, out);
        }
        fill_positions(out);
        quick_sort(out, |i, j| s[i as usize].less(s[j as usize]));
    }
}

fn fill_positions(out: &mut [i64]) {
    for (k, o) in out.iter_mut().enumerate() {
        *o = k as i64;
    }
}

/// Sorts by counting how often each of few values occurs.
fn count_sort<T: Copy, const N: usize>(s: &mut [T], slot: impl Fn(T) -> usize, value: impl Fn(usize) -> T) {
    let mut counts = [0usize; N];
    for x in s.iter() {
        counts[slot(*x)] += 1;
    }
    let mut at = 0;
    for (k, n) in counts.iter().enumerate() {
        s[at..at + n].fill(value(k));
        at += n;
    }
}

/// Positions sorted by keys that order like the elements.
fn argsort_by_keys<K: Ord + Copy>(n: usize, key: impl Fn(usize) -> K, out: &mut [i64]) {
    if n <= u32::MAX as usize {
        let mut pairs: Vec<(K, u32)> = (0..n).map(|k| (key(k), k as u32)).collect();
        // Positions differ, so this order is that of a stable sort.
        pairs.sort_unstable();
        for (o, (_, k)) in out.iter_mut().zip(&pairs) {
            *o = i64::from(*k);
        }
        return;
    }
    fill_positions(out);
    out.sort_by_key(|k| key(*k as usize));
}

macro_rules! int_sorts {
    ($($t:ty)*) => { $(impl Sort for $t {
        const BY_VECTORS: bool = size_of::<$t>() >= 4;
        fn sort(s: &mut [$t]) {
            s.sort_unstable();
        }
        fn stable_sort(s: &mut [$t]) {
            s.sort_unstable();
        }
        fn argsort(s: &[$t], out: &mut [i64]) {
            argsort_by_keys(s.len(), |k| s[k], out);
        }
    })* };
}

int_sorts!(i16 u16 i32 u32);

impl Sort for i64 {
    const BY_VECTORS: bool = true;
    fn sort(s: &mut [i64]) {
        sort_words(s);
    }
    fn stable_sort(s: &mut [i64]) {
        Self::sort(s);
    }
    fn argsort(s: &[i64], out: &mut [i64]) {
        argsort_by_keys(s.len(), |k| s[k], out);
    }
}

impl Sort for u64 {
    const BY_VECTORS: bool = true;
    fn sort(s: &mut [u64]) {
        // SAFETY: same size and alignment; every bit pattern is a value of either type.
        let ints = unsafe { std::slice::from_raw_parts_mut(s.as_mut_ptr().cast::<i64>(), s.len()) };
        ints.iter_mut().for_each(|x| *x ^= i64::MIN);
        sort_words(ints);
        ints.iter_mut().for_each(|x| *x ^= i64::MIN);
    }
    fn stable_sort(s: &mut [u64]) {
        Self::sort(s);
    }
    fn argsort(s: &[u64], out: &mut [i64]) {
        argsort_by_keys(s.len(), |k| s[k], out);
    }
}

/// Sorts 64-bit ints by the fastest way that the processor has.
fn sort_words(s: &mut [i64]) {
    #[cfg(target_arch = "x86_64")]
    match crate::cpu::backend() {
        // SAFETY: the processor has AVX-512.
        crate::cpu::Backend::Avx512 => return unsafe { super::avx512::sort(s) },
        // SAFETY: the processor has AVX2.
        crate::cpu::Backend::Avx2 => return unsafe { super::avx2::sort(s) },
        _ => {}
    }
    s.sort_unstable();
}

impl Sort for u8 {
    fn sort(s: &mut [u8]) {
        count_sort::<u8, 256>(s, |x| x as usize, |k| k as u8);
    }
    fn stable_sort(s: &mut [u8]) {
        Self::sort(s);
    }
}

impl Sort for i8 {
    fn sort(s: &mut [i8]) {
        count_sort::<i8, 256>(s, |x| (x as u8 ^ 0x80) as usize, |k| (k as u8 ^ 0x80) as i8);
    }
    fn stable_sort(s: &mut [i8]) {
        Self::sort(s);
    }
}

impl Sort for Bool8 {
    fn sort(s: &mut [Bool8]) {
        count_sort::<Bool8, 2>(s, |x| x.get() as usize, |k| Bool8::new(k == 1));
    }
    fn stable_sort(s: &mut [Bool8]) {
        Self::sort(s);
    }
}

macro_rules! float_sorts {
    ($($t:ty, $i:ty, $bits:literal, $sort:ident, $turn:ident, $direct:ident;)*) => { $(impl Sort for $t {
        const BY_VECTORS: bool = true;
        // As ints that order like the floats, NaNs above all.
        fn sort(s: &mut [$t]) {
            if $direct(s) {
                return;
            }
            // SAFETY: same size and alignment; every bit pattern is a value of either type.
            let ints = unsafe { std::slice::from_raw_parts_mut(s.as_mut_ptr().cast::<$i>(), s.len()) };
            $turn(ints, true);
            $sort(ints);
            $turn(ints, false);
        }
        fn stable_sort(s: &mut [$t]) {
            // Equal and yet different are zeros and NaNs alone.
            let (mut zeros, mut nans) = (Vec::new(), Vec::new());
            for x in s.iter() {
                if *x == 0.0 {
                    zeros.push(*x);
                } else if x.is_nan() {
                    nans.push(*x);
                }
            }
            Self::sort(s);
            if !zeros.is_empty() {
                let at = s.partition_point(|x| *x < 0.0);
                s[at..at + zeros.len()].copy_from_slice(&zeros);
            }
            let at = s.len() - nans.len();
            s[at..].copy_from_slice(&nans);
        }
        fn argsort(s: &[$t], out: &mut [i64]) {
            let key = |k: usize| {
                // Adding zero makes both zeros one.
                let x = s[k] + 0.0;
                let i = x.to_bits() as $i;
                if x.is_nan() { <$i>::MAX } else { i ^ ((i >> ($bits - 1)) & <$i>::MAX) }
            };
            argsort_by_keys(s.len(), key, out);
        }
    }

    /// Bits of floats become ints of the same order, or the other way round.
    fn $turn(ints: &mut [$i], there: bool) {
        #[inline(always)]
        fn each(ints: &mut [$i], there: bool) {
            let infinite = <$t>::INFINITY.to_bits() as $i;
            if there {
                for x in ints {
                    let size = *x & <$i>::MAX;
                    let turned = *x ^ ((*x >> ($bits - 1)) & <$i>::MAX);
                    *x = if size > infinite { size } else { turned };
                }
            } else {
                ints.iter_mut().for_each(|x| *x ^= (*x >> ($bits - 1)) & <$i>::MAX);
            }
        }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2")]
        fn wide(ints: &mut [$i], there: bool) {
            each(ints, there);
        }
        #[cfg(target_arch = "x86_64")]
        if crate::cpu::backend() >= crate::cpu::Backend::Avx2 {
            // SAFETY: the processor has AVX2.
            return unsafe { wide(ints, there) };
        }
        each(ints, there);
    }
    )* };
}

float_sorts! {
    f32, i32, 32, sort_ints, turn_floats, no_floats;
    f64, i64, 64, sort_words, turn_doubles, sort_doubles;
}

/// Sorts doubles as what they are, where there is a way to do so.
fn sort_doubles(s: &mut [f64]) -> bool {
    #[cfg(target_arch = "x86_64")]
    match crate::cpu::backend() {
        crate::cpu::Backend::Avx512 => {
            // SAFETY: the processor has AVX-512.
            unsafe { super::avx512::sort_floats(s) };
            return true;
        }
        crate::cpu::Backend::Avx2 => {
            // SAFETY: the processor has AVX2.
            unsafe { super::avx2::sort_floats(s) };
            return true;
        }
        _ => {}
    }
    let _ = s;
    false
}

/// There is none for shorter floats.
fn no_floats(_: &mut [f32]) -> bool {
    false
}

fn sort_ints(s: &mut [i32]) {
    s.sort_unstable();
}

impl Sort for F16 {}
impl Sort for C64 {}
impl Sort for C128 {}

/// Sorts positions by a comparison that may raise; stable.
///
/// # Errors
/// What `less` raises; the positions are then in some order.
pub fn merge_sort<E>(s: &mut [usize], less: &mut impl FnMut(usize, usize) -> Result<bool, E>) -> Result<(), E> {
    let mut other = s.to_vec();
    merge(s, &mut other, less)
}

fn merge<E>(s: &mut [usize], other: &mut [usize], less: &mut impl FnMut(usize, usize) -> Result<bool, E>) -> Result<(), E> {
    if s.len() < 2 {
        return Ok(());
    }
    let half = s.len() / 2;
    merge(&mut s[..half], &mut other[..half], less)?;
    merge(&mut s[half..], &mut other[half..], less)?;
    if !less(s[half], s[half - 1])? {
        return Ok(());
    }
    other.copy_from_slice(s);
    let (mut i, mut j) = (0, half);
    for k in 0..s.len() {
        let right = j < other.len() && (i >= half || less(other[j], other[i])?);
        s[k] = other[if right { j } else { i }];
        if right { j += 1 } else { i += 1 }
    }
    Ok(())
}

/// The order of two string elements.
pub fn text_order<T: Ord>(a: &[T], b: &[T]) -> Ordering {
    a.cmp(b)
}

/// The element type as plain memory.
pub fn as_slice<'a, T: Elem>(at: *const u8, n: usize) -> &'a [T] {
    // SAFETY: callers pass the memory of a contiguous, aligned array of this dtype that lives as long as they use the slice.
    unsafe { std::slice::from_raw_parts(if n == 0 { std::ptr::NonNull::dangling().as_ptr() } else { at.cast() }, n) }
}

/// [`as_slice`], to be written.
pub fn as_slice_mut<'a, T: Elem>(at: *mut u8, n: usize) -> &'a mut [T] {
    // SAFETY: as above; nobody else has a reference to this memory.
    unsafe { std::slice::from_raw_parts_mut(if n == 0 { std::ptr::NonNull::dangling().as_ptr() } else { at.cast() }, n) }
}
