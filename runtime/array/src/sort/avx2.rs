//! Sorting of 64-bit ints with AVX2: quicksort whose partitions move four elements at a time, and a network for at most 32.
//!
//! A partition moves the elements from one buffer to another, those below the pivot to its front, the others to its back; so
//! the data changes places with every level of the recursion.

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

/// Elements that the network sorts.
const SMALL: usize = 32;

/// Ascending.
///
/// # Safety
/// The processor has AVX2.
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
#[target_feature(enable = "avx2")]
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
        let below = partition(at, other, n, pivot);
        if below > 0 {
            quick(other, at, below, !stay, depth - 1);
            quick(other.add(below), at.add(below), n - below, !stay, depth - 1);
            return;
        }
        // The pivot is the least element: those equal to it come first.
        let equal = if pivot == i64::MAX { n } else { partition(at, other, n, pivot + 1) };
        if stay {
            std::ptr::copy_nonoverlapping(other, at, equal);
        }
        quick(other.add(equal), at.add(equal), n - equal, !stay, depth - 1);
    }
}

/// An element near the middle.
#[target_feature(enable = "avx2")]
unsafe fn pivot(at: *const i64, n: usize) -> i64 {
    // SAFETY: positions are below `n`.
    unsafe {
        if n < 1024 {
            let step = n / 9;
            let middle = |i: usize| {
                let (a, b, c) = (*at.add(i * step), *at.add((i + 1) * step), *at.add((i + 2) * step));
                a.min(b).max(a.max(b).min(c))
            };
            let (a, b, c) = (middle(0), middle(3), middle(6));
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

/// For each set of lanes, the order of 32-bit halves that brings its lanes to the front, the others behind them.
const FRONT: [[i32; 8]; 16] = {
    let mut table = [[0; 8]; 16];
    let mut set = 0;
    while set < 16 {
        let (mut at, mut pass) = (0, 0);
        while pass < 2 {
            let mut lane = 0;
            while lane < 4 {
                if (set >> lane & 1 == 1) == (pass == 0) {
                    table[set][at] = 2 * lane;
                    table[set][at + 1] = 2 * lane + 1;
                    at += 2;
                }
                lane += 1;
            }
            pass += 1;
        }
        set += 1;
    }
    table
};

/// Moves elements below the pivot to the front of `to`, the others to its back; how many are in front.
#[target_feature(enable = "avx2,popcnt")]
unsafe fn partition(from: *const i64, to: *mut i64, n: usize, pivot: i64) -> usize {
    let p = _mm256_set1_epi64x(pivot);
    let (mut left, mut right) = (0usize, n);
    // SAFETY: the elements left to move are as many as the places between `left` and `right`. Behind the first loop that is a
    // multiple of four, so that both stores of four lie between them, and are one and the same at the end.
    unsafe {
        for k in 0..n % 4 {
            let x = *from.add(k);
            if x < pivot {
                *to.add(left) = x;
                left += 1;
            } else {
                right -= 1;
                *to.add(right) = x;
            }
        }
        let mut k = n % 4;
        let mut step = |k: usize| {
            let v = _mm256_loadu_si256(from.add(k).cast());
            let low = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(p, v))) as usize;
            let order = _mm256_loadu_si256(FRONT[low & 15].as_ptr().cast());
            let w = _mm256_permutevar8x32_epi32(v, order);
            _mm256_storeu_si256(to.add(left).cast(), w);
            _mm256_storeu_si256(to.add(right - 4).cast(), w);
            let i = low.count_ones() as usize;
            left += i;
            right -= 4 - i;
        };
        while k + 16 <= n {
            step(k);
            step(k + 4);
            step(k + 8);
            step(k + 12);
            k += 16;
        }
        while k < n {
            step(k);
            k += 4;
        }
    }
    left
}

/// Sorts at most 32 elements, from one place to another (which may be the same).
#[target_feature(enable = "avx2")]
unsafe fn small(from: *const i64, to: *mut i64, n: usize) {
    // SAFETY: `n` elements are read and written; the rest of the block are largest numbers.
    unsafe {
        if n <= 6 {
            let s = std::slice::from_raw_parts_mut(to, n);
            for k in 0..n {
                let x = *from.add(k);
                let mut j = k;
                while j > 0 && s[j - 1] > x {
                    s[j] = s[j - 1];
                    j -= 1;
                }
                s[j] = x;
            }
            return;
        }
        if n <= 16 {
            let mut r = [_mm256_setzero_si256(); 4];
            load(from, n, &mut r);
            for (i, j) in [(0, 2), (1, 3), (0, 1), (2, 3), (1, 2)] {
                (r[i], r[j]) = ordered(r[i], r[j]);
            }
            let mut r = transposed(r[0], r[1], r[2], r[3]);
            merge::<1>(&mut r[..2]);
            merge::<1>(&mut r[2..]);
            merge::<2>(&mut r);
            return store(&r, to, n);
        }
        let mut r = [_mm256_setzero_si256(); 8];
        load(from, n, &mut r);
        columns(&mut r);
        // Each lane is sorted over the registers: its eight elements become two registers of their own.
        let (low, high) = (transposed(r[0], r[1], r[2], r[3]), transposed(r[4], r[5], r[6], r[7]));
        let mut r = [low[0], high[0], low[1], high[1], low[2], high[2], low[3], high[3]];
        merge::<2>(&mut r[..4]);
        merge::<2>(&mut r[4..]);
        merge::<4>(&mut r);
        store(&r, to, n);
    }
}

/// `n` elements, then largest numbers.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn load(from: *const i64, n: usize, r: &mut [__m256i]) {
    // SAFETY: only what lies below `n` is read.
    unsafe {
        for (k, v) in r.iter_mut().enumerate() {
            let at = from.wrapping_add(4 * k);
            *v = match n.saturating_sub(4 * k) {
                0 => _mm256_set1_epi64x(i64::MAX),
                rest @ 1..4 => {
                    let mask = _mm256_cmpgt_epi64(_mm256_set1_epi64x(rest as i64), _mm256_set_epi64x(3, 2, 1, 0));
                    _mm256_blendv_epi8(_mm256_set1_epi64x(i64::MAX), _mm256_maskload_epi64(at, mask), mask)
                }
                _ => _mm256_loadu_si256(at.cast()),
            };
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn store(r: &[__m256i], to: *mut i64, n: usize) {
    // SAFETY: only what lies below `n` is written.
    unsafe {
        for (k, v) in r.iter().enumerate() {
            let at = to.wrapping_add(4 * k);
            match n.saturating_sub(4 * k) {
                0 => return,
                rest @ 1..4 => {
                    let mut last = [0i64; 4];
                    _mm256_storeu_si256(last.as_mut_ptr().cast(), *v);
                    for (j, x) in last[..rest].iter().enumerate() {
                        *at.add(j) = *x;
                    }
                    return;
                }
                _ => _mm256_storeu_si256(at.cast(), *v),
            }
        }
    }
}

/// The lesser and the greater element of each lane.
#[inline]
#[target_feature(enable = "avx2")]
fn ordered(a: __m256i, b: __m256i) -> (__m256i, __m256i) {
    let greater = _mm256_cmpgt_epi64(a, b);
    (_mm256_blendv_epi8(a, b, greater), _mm256_blendv_epi8(b, a, greater))
}

/// Sorts each lane over the eight registers by a network of 19 exchanges.
#[inline]
#[target_feature(enable = "avx2")]
fn columns(r: &mut [__m256i; 8]) {
    for (i, j) in [
        (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7), (0, 1), (2, 3), (4, 5), (6, 7), (2, 4), (3, 5), (1, 4), (3, 6),
        (1, 2), (3, 4), (5, 6),
    ] {
        (r[i], r[j]) = ordered(r[i], r[j]);
    }
}

/// Rows become columns.
#[inline]
#[target_feature(enable = "avx2")]
fn transposed(a: __m256i, b: __m256i, c: __m256i, d: __m256i) -> [__m256i; 4] {
    let (ab0, ab1) = (_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
    let (cd0, cd1) = (_mm256_unpacklo_epi64(c, d), _mm256_unpackhi_epi64(c, d));
    [
        _mm256_permute2x128_si256::<0x20>(ab0, cd0),
        _mm256_permute2x128_si256::<0x20>(ab1, cd1),
        _mm256_permute2x128_si256::<0x31>(ab0, cd0),
        _mm256_permute2x128_si256::<0x31>(ab1, cd1),
    ]
}

/// Sorts the lanes of a register that rise and then fall, or fall and then rise.
#[inline]
#[target_feature(enable = "avx2")]
fn clean(v: __m256i) -> __m256i {
    let (low, high) = ordered(v, _mm256_permute4x64_epi64::<0x4e>(v));
    let v = _mm256_blend_epi32::<0xf0>(low, high);
    let (low, high) = ordered(v, _mm256_permute4x64_epi64::<0xb1>(v));
    _mm256_blend_epi32::<0xcc>(low, high)
}

/// Merges two sorted halves of `N` registers each.
#[inline]
#[target_feature(enable = "avx2")]
fn merge<const N: usize>(r: &mut [__m256i]) {
    let mut upper = [_mm256_setzero_si256(); N];
    for k in 0..N {
        let backwards = _mm256_permute4x64_epi64::<0x1b>(r[2 * N - 1 - k]);
        (r[k], upper[k]) = ordered(r[k], backwards);
    }
    r[N..2 * N].copy_from_slice(&upper);
    let mut d = N / 2;
    while d > 0 {
        for k in 0..2 * N {
            if k & d == 0 {
                (r[k], r[k + d]) = ordered(r[k], r[k + d]);
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
    #[test]
    fn sorts_like_the_library() {
        if !std::arch::is_x86_feature_detected!("avx2") {
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
                unsafe { super::sort(&mut v) };
                assert!(v == w, "{n} {shape}");
            }
        }
    }
}
