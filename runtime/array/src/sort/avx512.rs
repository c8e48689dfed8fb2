//! Sorting of 64-bit ints and floats with AVX-512 (see [`super::vectors`]).

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::vectors::{FLOATS, INTS, after, least, less, most, sort_slowly, top, vector_sort};
use crate::pool::Scratch;

/// Elements that the network sorts.
const SMALL: usize = 64;
/// Elements that are sorted with another buffer.
const NEAR: usize = 1 << 12;
const LANES: usize = 8;
type Vector = __m512i;

vector_sort!("avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt");

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn all(x: i64) -> Vector {
    _mm512_set1_epi64(x)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn get(at: *const i64) -> Vector {
    // SAFETY: the caller has a vector there.
    unsafe { _mm512_loadu_epi64(at) }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn put(at: *mut i64, v: Vector) {
    // SAFETY: the caller has room for a vector there.
    unsafe { _mm512_storeu_epi64(at, v) }
}

/// For each set of lanes, the order, a byte for each, that brings its lanes to the front, the others behind them.
static FRONT: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut set = 0;
    while set < 256 {
        let (mut at, mut pass) = (0, 0);
        while pass < 2 {
            let mut lane = 0;
            while lane < 8 {
                if (set >> lane & 1 == 1) == (pass == 0) {
                    table[set][at] = lane as u8;
                    at += 1;
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
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn parted<const F: bool>(v: Vector, pivot: Vector) -> (Vector, usize) {
    let low = if F {
        _mm512_cmp_pd_mask::<_CMP_LT_OQ>(_mm512_castsi512_pd(v), _mm512_castsi512_pd(pivot))
    } else {
        _mm512_cmplt_epi64_mask(v, pivot)
    };
    // SAFETY: an entry of the table has this size.
    let order = unsafe { _mm512_cvtepu8_epi64(_mm_loadl_epi64(FRONT[low as usize].as_ptr().cast())) };
    (_mm512_permutexvar_epi64(order, v), low.count_ones() as usize)
}

/// Sorts at most 128 elements, from one place to another (which may be the same).
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn small<const F: bool>(from: *const i64, to: *mut i64, n: usize) {
    // SAFETY: `n` elements are read and written; the rest of the vectors are largest numbers.
    unsafe {
        match n {
            0..=8 => {
                let mut r = [_mm512_setzero_si512(); 1];
                load::<F>(from, n, &mut r);
                r[0] = sorted::<F>(r[0]);
                store(&r, to, n);
            }
            9..=16 => {
                let mut r = [_mm512_setzero_si512(); 2];
                load::<F>(from, n, &mut r);
                r = [sorted::<F>(r[0]), sorted::<F>(r[1])];
                merge::<1, F>(&mut r);
                store(&r, to, n);
            }
            17..=32 => {
                let mut r = [_mm512_setzero_si512(); 4];
                load::<F>(from, n, &mut r);
                r = [sorted::<F>(r[0]), sorted::<F>(r[1]), sorted::<F>(r[2]), sorted::<F>(r[3])];
                merge::<1, F>(&mut r[..2]);
                merge::<1, F>(&mut r[2..]);
                merge::<2, F>(&mut r);
                store(&r, to, n);
            }
            33..=64 => {
                let mut r = [_mm512_setzero_si512(); 8];
                load::<F>(from, n, &mut r);
                store(&sorted_columns::<F>(r), to, n);
            }
            _ => {
                let (mut low, mut high) = ([_mm512_setzero_si512(); 8], [_mm512_setzero_si512(); 8]);
                load::<F>(from, 64, &mut low);
                load::<F>(from.add(64), n - 64, &mut high);
                let (low, high) = (sorted_columns::<F>(low), sorted_columns::<F>(high));
                let mut r = [_mm512_setzero_si512(); 16];
                r[..8].copy_from_slice(&low);
                r[8..].copy_from_slice(&high);
                merge::<8, F>(&mut r);
                store(&r, to, n);
            }
        }
    }
}

/// The lanes of the `k`th vector that lie below `n`.
#[inline(always)]
fn lanes(n: usize, k: usize) -> __mmask8 {
    match n.saturating_sub(LANES * k) {
        rest @ 0..8 => ((1u32 << rest) - 1) as __mmask8,
        _ => 0xff,
    }
}

/// `n` elements, then largest numbers.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn load<const F: bool>(from: *const i64, n: usize, r: &mut [Vector]) {
    let most = all(top::<F>());
    for (k, v) in r.iter_mut().enumerate() {
        // SAFETY: only what lies below `n` is read.
        *v = unsafe { _mm512_mask_loadu_epi64(most, lanes(n, k), from.wrapping_add(LANES * k)) };
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn store(r: &[Vector], to: *mut i64, n: usize) {
    for (k, v) in r.iter().enumerate() {
        // SAFETY: only what lies below `n` is written.
        unsafe { _mm512_mask_storeu_epi64(to.wrapping_add(LANES * k), lanes(n, k), *v) };
    }
}

/// The lesser and the greater element of each lane.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn ordered<const F: bool>(a: Vector, b: Vector) -> (Vector, Vector) {
    if F {
        let (a, b) = (_mm512_castsi512_pd(a), _mm512_castsi512_pd(b));
        // Of equal ones the second comes first, and the first second.
        return (_mm512_castpd_si512(_mm512_min_pd(a, b)), _mm512_castpd_si512(_mm512_max_pd(b, a)));
    }
    (_mm512_min_epi64(a, b), _mm512_max_epi64(a, b))
}

/// Of each lane and its partner the lesser, or the greater in the lanes of `upper`.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn exchanged<const F: bool>(v: Vector, partner: Vector, upper: __mmask8) -> Vector {
    if F {
        let (v, w) = (_mm512_castsi512_pd(v), _mm512_castsi512_pd(partner));
        return _mm512_castpd_si512(_mm512_mask_max_pd(_mm512_min_pd(v, w), upper, v, w));
    }
    _mm512_mask_max_epi64(_mm512_min_epi64(v, partner), upper, v, partner)
}

/// Sorts the lanes of one register.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn sorted<const F: bool>(v: Vector) -> Vector {
    // Pairs, fours, then all eight, each the other way round in its upper half.
    let v = exchanged::<F>(v, _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    let v = exchanged::<F>(v, _mm512_permutex_epi64::<0x1b>(v), 0xcc);
    let v = exchanged::<F>(v, _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    let v = exchanged::<F>(v, reversed(v), 0xf0);
    let v = exchanged::<F>(v, _mm512_permutex_epi64::<0x4e>(v), 0xcc);
    exchanged::<F>(v, _mm512_permutex_epi64::<0xb1>(v), 0xaa)
}

/// Sorts the lanes of a register that rise and then fall, or fall and then rise.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn clean<const F: bool>(v: Vector) -> Vector {
    let v = exchanged::<F>(v, _mm512_shuffle_i64x2::<0x4e>(v, v), 0xf0);
    let v = exchanged::<F>(v, _mm512_permutex_epi64::<0x4e>(v), 0xcc);
    exchanged::<F>(v, _mm512_permutex_epi64::<0xb1>(v), 0xaa)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn reversed(v: Vector) -> Vector {
    _mm512_permutexvar_epi64(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), v)
}

/// Sorts each lane over the eight registers by a network of 19 exchanges.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn columns<const F: bool>(r: &mut [Vector; 8]) {
    // Written out, so that all stay in registers.
    macro_rules! exchanges {
        ($($i:literal $j:literal),*) => { $( (r[$i], r[$j]) = ordered::<F>(r[$i], r[$j]); )* };
    }
    exchanges!(
        0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6,
        1 2, 3 4, 5 6
    );
}

/// Sorts 64 elements: columns first, then pairs, fours and eights of them, whose order runs down one column after the other.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn sorted_columns<const F: bool>(mut r: [Vector; 8]) -> [Vector; 8] {
    columns::<F>(&mut r);
    // Two columns meet from opposite ends: what stays in each rises and falls, down its rows.
    meet::<F>(&mut r, |v| _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    rows::<F>(&mut r);
    meet::<F>(&mut r, |v| _mm512_permutex_epi64::<0x1b>(v), 0xcc);
    across::<F>(&mut r, |v| _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    rows::<F>(&mut r);
    meet::<F>(&mut r, |v| reversed(v), 0xf0);
    across::<F>(&mut r, |v| _mm512_permutex_epi64::<0x4e>(v), 0xcc);
    across::<F>(&mut r, |v| _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    rows::<F>(&mut r);
    transposed(r)
}

/// Exchanges each row with the opposite one, among columns that `partner` pairs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn meet<const F: bool>(r: &mut [Vector; 8], partner: impl Fn(Vector) -> Vector, upper: __mmask8) {
    let old = *r;
    for k in 0..8 {
        r[k] = exchanged::<F>(old[k], partner(old[7 - k]), upper);
    }
}

/// Exchanges elements of the same row, among columns that `partner` pairs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn across<const F: bool>(r: &mut [Vector; 8], partner: impl Fn(Vector) -> Vector, upper: __mmask8) {
    for v in r {
        *v = exchanged::<F>(*v, partner(*v), upper);
    }
}

/// Sorts columns that rise and then fall, or fall and then rise.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn rows<const F: bool>(r: &mut [Vector; 8]) {
    for (i, j) in [(0, 4), (1, 5), (2, 6), (3, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 1), (2, 3), (4, 5), (6, 7)] {
        (r[i], r[j]) = ordered::<F>(r[i], r[j]);
    }
}

/// Rows become columns.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn transposed(r: [Vector; 8]) -> [Vector; 8] {
    let mut t = r;
    for k in 0..4 {
        t[2 * k] = _mm512_unpacklo_epi64(r[2 * k], r[2 * k + 1]);
        t[2 * k + 1] = _mm512_unpackhi_epi64(r[2 * k], r[2 * k + 1]);
    }
    let mut u = t;
    for k in [0, 4] {
        for j in [k, k + 1] {
            u[j] = _mm512_shuffle_i64x2::<0x88>(t[j], t[j + 2]);
            u[j + 2] = _mm512_shuffle_i64x2::<0xdd>(t[j], t[j + 2]);
        }
    }
    let mut out = u;
    for j in 0..4 {
        out[j] = _mm512_shuffle_i64x2::<0x88>(u[j], u[j + 4]);
        out[j + 4] = _mm512_shuffle_i64x2::<0xdd>(u[j], u[j + 4]);
    }
    out
}

/// Merges two sorted halves of `N` registers each.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn merge<const N: usize, const F: bool>(r: &mut [Vector]) {
    let mut upper = [_mm512_setzero_si512(); N];
    for k in 0..N {
        (r[k], upper[k]) = ordered::<F>(r[k], reversed(r[2 * N - 1 - k]));
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
    for v in r[..2 * N].iter_mut() {
        *v = clean::<F>(*v);
    }
}
