//! Sorting of 64-bit ints and floats with AVX2 (see [`super::vectors`]).

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::vectors::{FLOATS, INTS, after, least, less, most, sort_slowly, top, vector_sort};
use crate::pool::Scratch;

/// Elements that the network sorts.
const SMALL: usize = 32;
/// Elements that are sorted with another buffer.
const NEAR: usize = 1 << 15;
/// Fewer elements get a pivot from nine of them.
const NINE: usize = 1024;
const LANES: usize = 4;
type Vector = __m256i;

vector_sort!("avx2,popcnt");

#[inline]
#[target_feature(enable = "avx2")]
fn all(x: i64) -> Vector {
    _mm256_set1_epi64x(x)
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn get(at: *const i64) -> Vector {
    // SAFETY: the caller has a vector there.
    unsafe { _mm256_loadu_si256(at.cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn put(at: *mut i64, v: Vector) {
    // SAFETY: the caller has room for a vector there.
    unsafe { _mm256_storeu_si256(at.cast(), v) }
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

/// The lanes below the pivot first, and how many they are.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn parted<const F: bool>(v: __m256i, pivot: __m256i) -> (__m256i, usize) {
    let below = if F {
        _mm256_cmp_pd::<_CMP_LT_OQ>(_mm256_castsi256_pd(v), _mm256_castsi256_pd(pivot))
    } else {
        _mm256_castsi256_pd(_mm256_cmpgt_epi64(pivot, v))
    };
    let low = _mm256_movemask_pd(below) as usize;
    // SAFETY: an entry of the table has this size.
    let order = unsafe { _mm256_loadu_si256(FRONT[low & 15].as_ptr().cast()) };
    (_mm256_permutevar8x32_epi32(v, order), low.count_ones() as usize)
}

/// Sorts at most 32 elements, from one place to another (which may be the same).
#[target_feature(enable = "avx2")]
unsafe fn small<const F: bool>(from: *const i64, to: *mut i64, n: usize) {
    // SAFETY: `n` elements are read and written; the rest of the block are largest numbers.
    unsafe {
        if n <= 6 {
            let s = std::slice::from_raw_parts_mut(to, n);
            for k in 0..n {
                let x = *from.add(k);
                let mut j = k;
                while j > 0 && less::<F>(x, s[j - 1]) {
                    s[j] = s[j - 1];
                    j -= 1;
                }
                s[j] = x;
            }
            return;
        }
        if n <= 16 {
            let mut r = [_mm256_setzero_si256(); 4];
            load::<F>(from, n, &mut r);
            (r[0], r[2]) = ordered::<F>(r[0], r[2]);
            (r[1], r[3]) = ordered::<F>(r[1], r[3]);
            (r[0], r[1]) = ordered::<F>(r[0], r[1]);
            (r[2], r[3]) = ordered::<F>(r[2], r[3]);
            (r[1], r[2]) = ordered::<F>(r[1], r[2]);
            let mut r = transposed(r[0], r[1], r[2], r[3]);
            merge::<1, F>(&mut r[..2]);
            merge::<1, F>(&mut r[2..]);
            merge::<2, F>(&mut r);
            return store(&r, to, n);
        }
        let mut r = [_mm256_setzero_si256(); 8];
        load::<F>(from, n, &mut r);
        columns::<F>(&mut r);
        // Each lane is sorted over the registers: its eight elements become two registers of their own.
        let (low, high) = (transposed(r[0], r[1], r[2], r[3]), transposed(r[4], r[5], r[6], r[7]));
        let mut r = [low[0], high[0], low[1], high[1], low[2], high[2], low[3], high[3]];
        merge::<2, F>(&mut r[..4]);
        merge::<2, F>(&mut r[4..]);
        merge::<4, F>(&mut r);
        store(&r, to, n);
    }
}

/// `n` elements, then largest numbers.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn load<const F: bool>(from: *const i64, n: usize, r: &mut [__m256i]) {
    // SAFETY: only what lies below `n` is read.
    unsafe {
        for (k, v) in r.iter_mut().enumerate() {
            let at = from.wrapping_add(4 * k);
            *v = match n.saturating_sub(4 * k) {
                0 => _mm256_set1_epi64x(top::<F>()),
                rest @ 1..4 => {
                    let mask = _mm256_cmpgt_epi64(_mm256_set1_epi64x(rest as i64), _mm256_set_epi64x(3, 2, 1, 0));
                    _mm256_blendv_epi8(_mm256_set1_epi64x(top::<F>()), _mm256_maskload_epi64(at, mask), mask)
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
fn ordered<const F: bool>(a: __m256i, b: __m256i) -> (__m256i, __m256i) {
    if F {
        let (a, b) = (_mm256_castsi256_pd(a), _mm256_castsi256_pd(b));
        // Of equal ones the second comes first, and the first second.
        return (_mm256_castpd_si256(_mm256_min_pd(a, b)), _mm256_castpd_si256(_mm256_max_pd(b, a)));
    }
    let greater = _mm256_cmpgt_epi64(a, b);
    (_mm256_blendv_epi8(a, b, greater), _mm256_blendv_epi8(b, a, greater))
}

/// Sorts each lane over the eight registers by a network of 19 exchanges.
#[inline]
#[target_feature(enable = "avx2")]
fn columns<const F: bool>(r: &mut [__m256i; 8]) {
    // Written out, so that all stay in registers.
    macro_rules! exchanges {
        ($($i:literal $j:literal),*) => { $( (r[$i], r[$j]) = ordered::<F>(r[$i], r[$j]); )* };
    }
    exchanges!(
        0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6,
        1 2, 3 4, 5 6
    );
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
fn clean<const F: bool>(v: __m256i) -> __m256i {
    let (low, high) = ordered::<F>(v, _mm256_permute4x64_epi64::<0x4e>(v));
    let v = _mm256_blend_epi32::<0xf0>(low, high);
    let (low, high) = ordered::<F>(v, _mm256_permute4x64_epi64::<0xb1>(v));
    _mm256_blend_epi32::<0xcc>(low, high)
}

/// Merges two sorted halves of `N` registers each.
#[inline]
#[target_feature(enable = "avx2")]
fn merge<const N: usize, const F: bool>(r: &mut [__m256i]) {
    let mut upper = [_mm256_setzero_si256(); N];
    for k in 0..N {
        let backwards = _mm256_permute4x64_epi64::<0x1b>(r[2 * N - 1 - k]);
        (r[k], upper[k]) = ordered::<F>(r[k], backwards);
    }
    r[N..2 * N].copy_from_slice(&upper);
    let mut d = N / 2;
    while d > 0 {
        for k in 0..2 * N {
            if k & d == 0 {
                (r[k], r[k + d]) = ordered::<F>(r[k], r[k + d]);
            }
        }
        d /= 2;
    }
    for v in r.iter_mut() {
        *v = clean::<F>(*v);
    }
}
