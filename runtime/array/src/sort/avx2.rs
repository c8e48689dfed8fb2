//! Sorting of 64-bit ints and floats with AVX2: quicksort whose partitions move four elements at a time, and a network for at most 32.
//!
//! A partition moves the elements from one buffer to another, those below the pivot to its front, the others to its back; so
//! the data changes places with every level of the recursion. Parts that the caches near the processor do not hold are partitioned in
//! place before ([`large`]): another buffer of that size would cost more than it saves.

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;
use std::cmp::Ordering;

use crate::pool::Scratch;

/// Elements that the network sorts.
const SMALL: usize = 32;
/// Elements that are sorted with another buffer.
const NEAR: usize = 1 << 15;

/// What the elements are, all in words of 64 bits: floats, of which none is a NaN, or ints.
const FLOATS: bool = true;
const INTS: bool = false;

/// Ascending.
///
/// # Safety
/// The processor has AVX2.
pub unsafe fn sort(s: &mut [i64]) {
    // SAFETY: by the contract.
    unsafe { sort_words::<INTS>(s) }
}

/// Ascending, negative zeros before positive ones, NaNs behind everything.
///
/// # Safety
/// The processor has AVX2.
pub unsafe fn sort_floats(s: &mut [f64]) {
    // SAFETY: by the contract.
    let (nans, negative) = unsafe { specials(s) };
    let mut n = s.len();
    if nans > 0 {
        n -= nans;
        let mut to = 0;
        for k in 0..s.len() {
            if !s[k].is_nan() {
                s.swap(to, k);
                to += 1;
            }
        }
    }
    // SAFETY: same size and alignment; every bit pattern is a value of either type. The rest is the contract.
    unsafe { sort_words::<FLOATS>(std::slice::from_raw_parts_mut(s.as_mut_ptr().cast::<i64>(), n)) };
    if negative > 0 {
        // Both zeros are equal, and exchanges may have made two of one out of them.
        let from = s[..n].partition_point(|x| *x < 0.0);
        let zeros = s[from..n].partition_point(|x| *x == 0.0);
        for (k, x) in s[from..from + zeros].iter_mut().enumerate() {
            *x = if k < negative { -0.0 } else { 0.0 };
        }
    }
}

/// How many NaNs, and how many negative zeros.
#[target_feature(enable = "avx2")]
unsafe fn specials(s: &[f64]) -> (usize, usize) {
    let (mut nans, mut negative) = (0u64, 0u64);
    for x in s {
        nans += u64::from(x.is_nan());
        negative += u64::from(x.to_bits() == 1 << 63);
    }
    (nans as usize, negative as usize)
}

unsafe fn sort_words<const F: bool>(s: &mut [i64]) {
    let n = s.len();
    // SAFETY: by the contract; the scratch memory has as many elements, and is written before it is read.
    unsafe {
        if n <= SMALL {
            return small::<F>(s.as_ptr(), s.as_mut_ptr(), n);
        }
        let scratch = Scratch::new(8 * n.min(NEAR));
        large::<F>(s.as_mut_ptr(), scratch.at.cast(), n, 2 * n.ilog2());
    }
}

/// Sorts the `n` elements at `at`. The other buffer has room for [`NEAR`].
#[target_feature(enable = "avx2")]
unsafe fn large<const F: bool>(mut at: *mut i64, other: *mut i64, mut n: usize, mut depth: u32) {
    // SAFETY: parts of the elements.
    unsafe {
        while n > NEAR && depth > 0 {
            depth -= 1;
            let pivot = pivot::<F>(at, n);
            let mut below = partition_in_place::<F>(at, n, pivot);
            if below > 0 {
                large::<F>(at, other, below, depth);
            } else if pivot == top::<F>() {
                return;
            } else {
                // Those equal to it come first.
                below = partition_in_place::<F>(at, n, after::<F>(pivot));
            }
            at = at.add(below);
            n -= below;
        }
        if n > NEAR {
            return sort_slowly::<F>(at, n);
        }
        quick::<F>(at, other, n, true, depth);
    }
}

/// The next element after one that is not the greatest.
fn after<const F: bool>(x: i64) -> i64 {
    if F { f64::from_bits(x as u64).next_up().to_bits() as i64 } else { x.wrapping_add(1) }
}

/// After bad luck with pivots.
unsafe fn sort_slowly<const F: bool>(at: *mut i64, n: usize) {
    // SAFETY: the caller has `n` elements there.
    let s = unsafe { std::slice::from_raw_parts_mut(at, n) };
    s.sort_unstable_by(|a, b| if less::<F>(*a, *b) { Ordering::Less } else { (less::<F>(*b, *a) as i8).cmp(&0) });
}

/// `a < b`
#[inline(always)]
fn less<const F: bool>(a: i64, b: i64) -> bool {
    if F { f64::from_bits(a as u64) < f64::from_bits(b as u64) } else { a < b }
}

#[inline(always)]
fn least<const F: bool>(a: i64, b: i64) -> i64 {
    if less::<F>(b, a) { b } else { a }
}

#[inline(always)]
fn most<const F: bool>(a: i64, b: i64) -> i64 {
    if less::<F>(a, b) { b } else { a }
}

/// The greatest element that there is.
const fn top<const F: bool>() -> i64 {
    if F { f64::INFINITY.to_bits() as i64 } else { i64::MAX }
}

/// Sorts the `n` elements at `at`; the result goes there (`stay`) or to `other`. `depth` more levels are allowed.
#[target_feature(enable = "avx2")]
unsafe fn quick<const F: bool>(at: *mut i64, other: *mut i64, n: usize, stay: bool, depth: u32) {
    // SAFETY: both buffers have `n` elements; parts of them are parts of each.
    unsafe {
        let to = if stay { at } else { other };
        if n <= SMALL {
            return small::<F>(at, to, n);
        }
        if depth == 0 {
            sort_slowly::<F>(at, n);
            if !stay {
                std::ptr::copy_nonoverlapping(at, other, n);
            }
            return;
        }
        let pivot = pivot::<F>(at, n);
        let below = partition::<F>(at, other, n, pivot);
        if below > 0 {
            quick::<F>(other, at, below, !stay, depth - 1);
            quick::<F>(other.add(below), at.add(below), n - below, !stay, depth - 1);
            return;
        }
        // The pivot is the least element: those equal to it come first.
        let equal = if pivot == top::<F>() { n } else { partition::<F>(at, other, n, after::<F>(pivot)) };
        if stay {
            std::ptr::copy_nonoverlapping(other, at, equal);
        }
        quick::<F>(other.add(equal), at.add(equal), n - equal, !stay, depth - 1);
    }
}

/// An element near the middle.
#[target_feature(enable = "avx2")]
unsafe fn pivot<const F: bool>(at: *const i64, n: usize) -> i64 {
    // SAFETY: positions are below `n`.
    unsafe {
        if n < 1024 {
            let step = n / 9;
            let middle = |i: usize| {
                let (a, b, c) = (*at.add(i * step), *at.add((i + 1) * step), *at.add((i + 2) * step));
                most::<F>(least::<F>(a, b), least::<F>(most::<F>(a, b), c))
            };
            let (a, b, c) = (middle(0), middle(3), middle(6));
            return most::<F>(least::<F>(a, b), least::<F>(most::<F>(a, b), c));
        }
        let step = n / SMALL;
        let mut sample = [0i64; SMALL];
        for (k, s) in sample.iter_mut().enumerate() {
            *s = *at.add(k * step + step / 2);
        }
        small::<F>(sample.as_ptr(), sample.as_mut_ptr(), SMALL);
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
unsafe fn partition<const F: bool>(from: *const i64, to: *mut i64, n: usize, pivot: i64) -> usize {
    let p = _mm256_set1_epi64x(pivot);
    let (mut left, mut right) = (0usize, n);
    // SAFETY: the elements left to move are as many as the places between `left` and `right`. Behind the first loop that is a
    // multiple of four, so that both stores of four lie between them, and are one and the same at the end.
    unsafe {
        for k in 0..n % 4 {
            let x = *from.add(k);
            if less::<F>(x, pivot) {
                *to.add(left) = x;
                left += 1;
            } else {
                right -= 1;
                *to.add(right) = x;
            }
        }
        let mut k = n % 4;
        let mut step = |k: usize| {
            let (w, i) = parted::<F>(_mm256_loadu_si256(from.add(k).cast()), p);
            _mm256_storeu_si256(to.add(left).cast(), w);
            _mm256_storeu_si256(to.add(right - 4).cast(), w);
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

/// Brings the elements below the pivot to the front; how many they are. There are at least 48 elements.
#[target_feature(enable = "avx2,popcnt")]
unsafe fn partition_in_place<const F: bool>(at: *mut i64, n: usize, pivot: i64) -> usize {
    /// Vectors, and elements, that are read at once.
    const MANY: usize = 4;
    const PART: usize = 4 * MANY;
    let p = _mm256_set1_epi64x(pivot);
    let (mut left, mut right) = (0usize, n);
    // SAFETY: places that have been read and not yet written are free: at the front from `left` to `read`, at the back from `end` to
    // `right`. The first and the last part are read before; then always from the side that has less room, so that each has room for
    // a part when one is written. What was read first is written at the end, to the places that are left.
    unsafe {
        while (right - left) % PART != 0 {
            if less::<F>(*at.add(left), pivot) {
                left += 1;
            } else {
                right -= 1;
                std::ptr::swap(at.add(left), at.add(right));
            }
        }
        let load = |from: usize| -> [__m256i; MANY] { std::array::from_fn(|v| _mm256_loadu_si256(at.add(from + 4 * v).cast())) };
        let write = |vectors: [__m256i; MANY], left: &mut usize, right: &mut usize| {
            for v in vectors {
                let (w, i) = parted::<F>(v, p);
                _mm256_storeu_si256(at.add(*left).cast(), w);
                _mm256_storeu_si256(at.add(*right - 4).cast(), w);
                *left += i;
                *right -= 4 - i;
            }
        };
        if right - left < 2 * PART {
            let part = load(left);
            write(part, &mut left, &mut right);
            return left;
        }
        let (first, last) = (load(left), load(right - PART));
        let (mut read, mut end) = (left + PART, right - PART);
        while read < end {
            let part = if right - end < read - left {
                end -= PART;
                load(end)
            } else {
                read += PART;
                load(read - PART)
            };
            write(part, &mut left, &mut right);
        }
        write(first, &mut left, &mut right);
        write(last, &mut left, &mut right);
        left
    }
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
        for n in (0..200).chain([1000, 1023, 1024, 1025, 5000, 32_768, 32_800, 100_000, 300_001]) {
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
                let mut x: Vec<f64> = match shape {
                    0 => (0..n).map(|_| next() as f64 / 1e9).collect(),
                    1 => (0..n).map(|_| [0.0, -0.0, 1.0, f64::NAN, f64::INFINITY][next().rem_euclid(5) as usize]).collect(),
                    2 => (0..n).map(|k| k as f64).collect(),
                    3 => (0..n).map(|k| if k % 2 == 0 { -0.0 } else { 0.0 }).collect(),
                    _ => (0..n).map(|k| if k % 3 == 0 { f64::INFINITY } else { -f64::MAX }).collect(),
                };
                let mut y = x.clone();
                y.sort_unstable_by(f64::total_cmp);
                // SAFETY: as above.
                unsafe { super::sort_floats(&mut x) };
                assert!(x.iter().zip(&y).all(|(x, y)| x.to_bits() == y.to_bits()), "{n} {shape} of floats");
            }
        }
    }
}
