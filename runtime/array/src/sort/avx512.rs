//! Sorting of 64-bit ints with AVX-512: quicksort whose partitions are compressed stores, and a network for at most 64 elements.
//!
//! A partition moves the elements from one buffer to another, those below the pivot to its front, the others to its back; so
//! the data changes places with every level of the recursion.

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

/// Elements that the network sorts.
const SMALL: usize = 64;

/// Ascending.
///
/// # Safety
/// The processor has AVX-512 (its foundation).
pub unsafe fn sort(s: &mut [i64]) {
    let n = s.len();
    // SAFETY: by the contract; the scratch memory has as many elements, and is written before it is read.
    unsafe {
        if n <= SMALL {
            return small(s.as_ptr(), s.as_mut_ptr(), n);
        }
        let mut scratch: Vec<i64> = Vec::with_capacity(n);
        quick(s.as_mut_ptr(), scratch.as_mut_ptr(), n, true, 2 * n.ilog2());
    }
}

/// Sorts the `n` elements at `at`; the result goes there (`stay`) or to `other`. `depth` more levels are allowed.
#[target_feature(enable = "avx512f")]
unsafe fn quick(at: *mut i64, other: *mut i64, n: usize, stay: bool, depth: u32) {
    // SAFETY: both buffers have `n` elements; parts of them are parts of each.
    unsafe {
        let to = if stay { at } else { other };
        if n <= SMALL {
            return small(at, to, n);
        }
        if depth == 0 {
            // Bad luck with pivots.
            std::slice::from_raw_parts_mut(at, n).sort_unstable();
            if !stay {
                std::ptr::copy_nonoverlapping(at, other, n);
            }
            return;
        }
        let pivot = pivot(at, n);
        let below = partition::<false>(at, other, n, pivot);
        if below > 0 {
            quick(other, at, below, !stay, depth - 1);
            quick(other.add(below), at.add(below), n - below, !stay, depth - 1);
            return;
        }
        // The pivot is the least element: all that equal it are in place.
        let equal = partition::<true>(at, other, n, pivot);
        if stay {
            std::ptr::copy_nonoverlapping(other, at, equal);
        }
        quick(other.add(equal), at.add(equal), n - equal, !stay, depth - 1);
    }
}

/// An element near the middle.
#[target_feature(enable = "avx512f")]
unsafe fn pivot(at: *const i64, n: usize) -> i64 {
    // SAFETY: positions are below `n`.
    unsafe {
        if n < 1024 {
            let middle = |i: usize| {
                let (a, b, c) = (*at.add(i), *at.add(i + n / 9), *at.add(i + 2 * (n / 9)));
                a.min(b).max(a.max(b).min(c))
            };
            let third = 3 * (n / 9);
            let (a, b, c) = (middle(0), middle(third), middle(2 * third));
            return a.min(b).max(a.max(b).min(c));
        }
        let step = n / SMALL;
        let mut sample = [0i64; SMALL];
        for (k, s) in sample.iter_mut().enumerate() {
            *s = *at.add(k * step + step / 2);
        }
        small(sample.as_ptr(), sample.as_mut_ptr(), SMALL);
        sample[SMALL / 2]
    }
}

/// Moves elements below the pivot (or, `EQUAL`, not above it) to the front of `to`, the others to its back; how many are in
/// front.
#[target_feature(enable = "avx512f")]
unsafe fn partition<const EQUAL: bool>(from: *const i64, to: *mut i64, n: usize, pivot: i64) -> usize {
    let p = _mm512_set1_epi64(pivot);
    let (mut left, mut right) = (0usize, n);
    // SAFETY: `left` elements have been written in front and `n - right` at the back; masks keep what is written between them.
    unsafe {
        let mut step = |v: __m512i, valid: __mmask8| {
            let low = if EQUAL { _mm512_mask_cmple_epi64_mask(valid, v, p) } else { _mm512_mask_cmplt_epi64_mask(valid, v, p) };
            let high = !low & valid;
            let (i, j) = (low.count_ones() as usize, high.count_ones() as usize);
            _mm512_mask_storeu_epi64(to.add(left), ((1u32 << i) - 1) as __mmask8, _mm512_maskz_compress_epi64(low, v));
            right -= j;
            _mm512_mask_storeu_epi64(to.add(right), ((1u32 << j) - 1) as __mmask8, _mm512_maskz_compress_epi64(high, v));
            left += i;
        };
        let mut k = 0;
        while k + 32 <= n {
            let (a, b) = (_mm512_loadu_epi64(from.add(k)), _mm512_loadu_epi64(from.add(k + 8)));
            let (c, d) = (_mm512_loadu_epi64(from.add(k + 16)), _mm512_loadu_epi64(from.add(k + 24)));
            step(a, 0xff);
            step(b, 0xff);
            step(c, 0xff);
            step(d, 0xff);
            k += 32;
        }
        while k < n {
            let valid = if n - k >= 8 { 0xff } else { ((1u32 << (n - k)) - 1) as __mmask8 };
            step(_mm512_maskz_loadu_epi64(valid, from.add(k)), valid);
            k += 8;
        }
    }
    left
}

/// Sorts at most 64 elements, from one place to another (which may be the same).
#[target_feature(enable = "avx512f")]
unsafe fn small(from: *const i64, to: *mut i64, n: usize) {
    let most = _mm512_set1_epi64(i64::MAX);
    let mask = |k: usize| -> __mmask8 {
        match n.saturating_sub(8 * k) {
            rest @ 0..8 => ((1u32 << rest) - 1) as __mmask8,
            _ => 0xff,
        }
    };
    // SAFETY: masks keep reads and writes below `n`.
    unsafe {
        if n <= 8 {
            let v = _mm512_mask_loadu_epi64(most, mask(0), from);
            return _mm512_mask_storeu_epi64(to, mask(0), sort_lanes(v));
        }
        let mut r = [most; 8];
        for (k, v) in r.iter_mut().enumerate() {
            *v = _mm512_mask_loadu_epi64(most, mask(k), from.wrapping_add(8 * k));
        }
        columns(&mut r);
        transpose(&mut r);
        // Eight sorted rows become four, two, one.
        for k in [0, 2, 4, 6] {
            merge::<1>(&mut r[k..k + 2]);
        }
        for k in [0, 4] {
            merge::<2>(&mut r[k..k + 4]);
        }
        merge::<4>(&mut r);
        for (k, v) in r.iter().enumerate() {
            _mm512_mask_storeu_epi64(to.wrapping_add(8 * k), mask(k), *v);
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn exchange(r: &mut [__m512i; 8], i: usize, j: usize) {
    (r[i], r[j]) = (_mm512_min_epi64(r[i], r[j]), _mm512_max_epi64(r[i], r[j]));
}

/// Sorts each lane over the eight registers: Knuth's network of 19 exchanges.
#[inline]
#[target_feature(enable = "avx512f")]
fn columns(r: &mut [__m512i; 8]) {
    for (i, j) in [
        (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7), (0, 1), (2, 3), (4, 5), (6, 7), (2, 4), (3, 5), (1, 4), (3, 6),
        (1, 2), (3, 4), (5, 6),
    ] {
        exchange(r, i, j);
    }
}

/// Rows become columns.
#[inline]
#[target_feature(enable = "avx512f")]
fn transpose(r: &mut [__m512i; 8]) {
    let mut t = *r;
    for k in 0..4 {
        t[2 * k] = _mm512_unpacklo_epi64(r[2 * k], r[2 * k + 1]);
        t[2 * k + 1] = _mm512_unpackhi_epi64(r[2 * k], r[2 * k + 1]);
    }
    let mut u = t;
    for k in 0..2 {
        let at = 4 * k;
        for j in 0..2 {
            u[at + j] = _mm512_shuffle_i64x2::<0x88>(t[at + j], t[at + j + 2]);
            u[at + j + 2] = _mm512_shuffle_i64x2::<0xdd>(t[at + j], t[at + j + 2]);
        }
    }
    for j in 0..4 {
        r[j] = _mm512_shuffle_i64x2::<0x88>(u[j], u[j + 4]);
        r[j + 4] = _mm512_shuffle_i64x2::<0xdd>(u[j], u[j + 4]);
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn reversed(v: __m512i) -> __m512i {
    _mm512_permutexvar_epi64(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), v)
}

/// Sorts the lanes of a register that rise and then fall.
#[inline]
#[target_feature(enable = "avx512f")]
fn clean(v: __m512i) -> __m512i {
    let w = _mm512_shuffle_i64x2::<0x4e>(v, v);
    let v = _mm512_mask_blend_epi64(0xf0, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = _mm512_permutex_epi64::<0x4e>(v);
    let v = _mm512_mask_blend_epi64(0xcc, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = _mm512_permutex_epi64::<0xb1>(v);
    _mm512_mask_blend_epi64(0xaa, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w))
}

/// Sorts the lanes of one register.
#[inline]
#[target_feature(enable = "avx512f")]
fn sort_lanes(v: __m512i) -> __m512i {
    // Pairs, fours, then all eight, each the other way round in its upper half.
    let w = _mm512_permutex_epi64::<0xb1>(v);
    let v = _mm512_mask_blend_epi64(0xaa, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = _mm512_permutex_epi64::<0x1b>(v);
    let v = _mm512_mask_blend_epi64(0xcc, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = _mm512_permutex_epi64::<0xb1>(v);
    let v = _mm512_mask_blend_epi64(0xaa, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = reversed(v);
    let v = _mm512_mask_blend_epi64(0xf0, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = _mm512_permutex_epi64::<0x4e>(v);
    let v = _mm512_mask_blend_epi64(0xcc, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w));
    let w = _mm512_permutex_epi64::<0xb1>(v);
    _mm512_mask_blend_epi64(0xaa, _mm512_min_epi64(v, w), _mm512_max_epi64(v, w))
}

/// Merges two sorted halves of `N` registers each.
#[inline]
#[target_feature(enable = "avx512f")]
fn merge<const N: usize>(r: &mut [__m512i]) {
    for k in 0..N {
        let (a, b) = (r[k], reversed(r[2 * N - 1 - k]));
        r[k] = _mm512_min_epi64(a, b);
        r[2 * N - 1 - k] = _mm512_max_epi64(a, b);
    }
    // The upper half is in some order that falls and rises, which is all that the next steps ask for.
    let mut d = N / 2;
    while d > 0 {
        for k in 0..2 * N {
            if k & d == 0 {
                (r[k], r[k + d]) = (_mm512_min_epi64(r[k], r[k + d]), _mm512_max_epi64(r[k], r[k + d]));
            }
        }
        d /= 2;
    }
    for v in r.iter_mut() {
        *v = clean(*v);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_like_the_library() {
        if !std::arch::is_x86_feature_detected!("avx512f") {
            return;
        }
        let mut seed = 12345u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 20) as i64 - (1 << 42)
        };
        for n in (0..200).chain([1000, 1023, 1024, 1025, 5000, 100_000]) {
            for shape in 0..5 {
                let mut v: Vec<i64> = match shape {
                    0 => (0..n).map(|_| next()).collect(),
                    1 => (0..n).map(|_| next() % 5).collect(),
                    2 => (0..n as i64).collect(),
                    3 => (0..n as i64).rev().collect(),
                    _ => (0..n).map(|k| if k % 3 == 0 { i64::MAX } else { i64::MIN + (next() & 1) }).collect(),
                };
                let mut w = v.clone();
                w.sort_unstable();
                // SAFETY: tested above.
                unsafe { sort(&mut v) };
                assert!(v == w, "{n} {shape}");
            }
        }
    }
}
