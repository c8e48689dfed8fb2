//! Sorting of 64-bit ints and floats with AVX-512 (see [`super::vectors`]).

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::vectors::{FLOATS, INTS, after, least, less, most, sort_slowly, top, vector_sort};
use crate::pool::Scratch;

/// Elements that the network sorts.
const SMALL: usize = 128;
/// Elements that are sorted with another buffer.
const NEAR: usize = 1 << 11;
/// Fewer elements get a pivot from nine of them.
const NINE: usize = 256;
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
                let [v] = load::<F, 1>(from, n);
                _mm512_mask_storeu_epi64(to, lanes(n, 0), sorted::<F>(v));
            }
            9..=16 => {
                let [v, w] = load::<F, 2>(from, n);
                let (v, w) = merged::<F>(sorted::<F>(v), sorted::<F>(w));
                _mm512_storeu_epi64(to, v);
                _mm512_mask_storeu_epi64(to.add(LANES), lanes(n, LANES), w);
            }
            17..=32 => block::<F, 4>(from, to, n),
            33..=48 => block::<F, 6>(from, to, n),
            49..=64 => block::<F, 8>(from, to, n),
            65..=96 => block::<F, 12>(from, to, n),
            _ => block::<F, 16>(from, to, n),
        }
    }
}

/// The lanes of a vector at place `at` that lie below `n`.
#[inline(always)]
fn lanes(n: usize, at: usize) -> __mmask8 {
    match n.saturating_sub(at) {
        rest @ 0..8 => ((1u32 << rest) - 1) as __mmask8,
        _ => 0xff,
    }
}

/// `n` elements, then largest numbers.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn load<const F: bool, const R: usize>(from: *const i64, n: usize) -> [Vector; R] {
    let most = all(top::<F>());
    // SAFETY: only what lies below `n` is read.
    std::array::from_fn(|k| unsafe { _mm512_mask_loadu_epi64(most, lanes(n, LANES * k), from.wrapping_add(LANES * k)) })
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

/// Sorts at most `8 * R` elements: the columns of `R` rows first, then pairs, fours and eights of them, whose order runs down one
/// column after the other.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
unsafe fn block<const F: bool, const R: usize>(from: *const i64, to: *mut i64, n: usize) {
    // SAFETY: by the contract, that of `load`.
    let mut r = unsafe { load::<F, R>(from, n) };
    columns::<F, R>(&mut r);
    // Two columns meet from opposite ends: what stays in each rises and falls, down its rows.
    meet::<F, R>(&mut r, |v| _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    rows::<F, R>(&mut r);
    meet::<F, R>(&mut r, |v| _mm512_permutex_epi64::<0x1b>(v), 0xcc);
    across::<F, R>(&mut r, |v| _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    rows::<F, R>(&mut r);
    meet::<F, R>(&mut r, |v| reversed(v), 0xf0);
    across::<F, R>(&mut r, |v| _mm512_permutex_epi64::<0x4e>(v), 0xcc);
    across::<F, R>(&mut r, |v| _mm512_permutex_epi64::<0xb1>(v), 0xaa);
    rows::<F, R>(&mut r);
    // Eight rows from one on; what is beyond the last is anything.
    let eight = |from: usize| transposed(std::array::from_fn(|k| r[(from + k).min(R - 1)]));
    let (first, second) = (eight(0), eight(8));
    for k in 0..LANES {
        // SAFETY: only what lies below `n` is written. Lanes beyond a column's rows are written over by the next column.
        unsafe {
            _mm512_mask_storeu_epi64(to.wrapping_add(k * R), lanes(n, k * R), first[k]);
            if R > 8 {
                _mm512_mask_storeu_epi64(to.wrapping_add(k * R + 8), lanes(n, k * R + 8), second[k]);
            }
        }
    }
}

/// Sorts each lane over the registers by the shortest known network.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn columns<const F: bool, const R: usize>(r: &mut [Vector; R]) {
    // Written out, so that all stay in registers.
    macro_rules! exchanges {
        ($($i:literal $j:literal),*) => { { $( (r[$i], r[$j]) = ordered::<F>(r[$i], r[$j]); )* } };
    }
    match R {
        4 => exchanges!(0 1, 2 3, 0 2, 1 3, 1 2),
        6 => exchanges!(0 5, 1 3, 2 4, 1 2, 3 4, 0 3, 2 5, 0 1, 2 3, 4 5, 1 2, 3 4),
        8 => exchanges!(
            0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6,
            1 2, 3 4, 5 6
        ),
        12 => exchanges!(
            0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 1 3, 5 7, 9 11, 0 2, 4 6, 8 10, 1 2, 5 6, 9 10, 1 5,
            6 10, 5 9, 2 6, 1 5, 6 10, 0 4, 7 11, 3 7, 4 8, 0 4, 7 11, 1 4, 7 10, 3 8, 2 3, 8 9,
            2 4, 7 9, 3 5, 6 8, 3 4, 5 6, 7 8
        ),
        _ => exchanges!(
            0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 12 13, 14 15, 0 2, 1 3, 4 6, 5 7, 8 10, 9 11, 12 14, 13 15,
            0 4, 1 5, 2 6, 3 7, 8 12, 9 13, 10 14, 11 15, 0 8, 1 9, 2 10, 3 11, 4 12, 5 13, 6 14, 7 15,
            5 10, 6 9, 3 12, 13 14, 4 8, 7 11, 1 2, 1 4, 7 13, 2 8, 11 14, 2 4, 5 6, 9 10, 11 13, 3 8,
            7 12, 6 8, 10 12, 3 5, 7 9, 3 4, 5 6, 7 8, 9 10, 11 12, 6 7, 8 9
        ),
    }
}

/// Exchanges each row with the opposite one, among columns that `partner` pairs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn meet<const F: bool, const R: usize>(r: &mut [Vector; R], partner: impl Fn(Vector) -> Vector, upper: __mmask8) {
    let old = *r;
    for k in 0..R {
        r[k] = exchanged::<F>(old[k], partner(old[R - 1 - k]), upper);
    }
}

/// Exchanges elements of the same row, among columns that `partner` pairs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn across<const F: bool, const R: usize>(r: &mut [Vector; R], partner: impl Fn(Vector) -> Vector, upper: __mmask8) {
    for v in r {
        *v = exchanged::<F>(*v, partner(*v), upper);
    }
}

/// Sorts columns that rise and then fall, or fall and then rise.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn rows<const F: bool, const R: usize>(r: &mut [Vector; R]) {
    macro_rules! exchanges {
        ($($i:literal $j:literal),*) => { { $( (r[$i], r[$j]) = ordered::<F>(r[$i], r[$j]); )* } };
    }
    // Each half of what rises and falls does so again, and none of one is above the other. Three are sorted as any three.
    match R {
        4 => exchanges!(0 2, 1 3, 0 1, 2 3),
        6 => exchanges!(0 3, 1 4, 2 5, 0 1, 3 4, 1 2, 4 5, 0 1, 3 4),
        8 => exchanges!(0 4, 1 5, 2 6, 3 7, 0 2, 1 3, 4 6, 5 7, 0 1, 2 3, 4 5, 6 7),
        12 => exchanges!(
            0 6, 1 7, 2 8, 3 9, 4 10, 5 11, 0 3, 1 4, 2 5, 6 9, 7 10, 8 11,
            0 1, 3 4, 6 7, 9 10, 1 2, 4 5, 7 8, 10 11, 0 1, 3 4, 6 7, 9 10
        ),
        _ => exchanges!(
            0 8, 1 9, 2 10, 3 11, 4 12, 5 13, 6 14, 7 15, 0 4, 1 5, 2 6, 3 7, 8 12, 9 13, 10 14, 11 15,
            0 2, 1 3, 4 6, 5 7, 8 10, 9 11, 12 14, 13 15, 0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 12 13, 14 15
        ),
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

/// Merges two sorted vectors.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn merged<const F: bool>(v: Vector, w: Vector) -> (Vector, Vector) {
    let (low, high) = ordered::<F>(v, reversed(w));
    (clean::<F>(low), clean::<F>(high))
}
