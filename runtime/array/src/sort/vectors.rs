//! Sorting of 64-bit ints and floats by vectors: quicksort whose partitions move a vector at a time, down to what a network sorts.
//!
//! A partition moves the elements from one buffer to another, those below the pivot to its front, the others to its back; so
//! the data changes places with every level of the recursion. Parts that the caches near the processor do not hold are partitioned in
//! place before ([`vector_sort`], `large`): another buffer of that size would cost more than it saves.

use std::cmp::Ordering;

/// What the elements are, all in words of 64 bits: floats, of which none is a NaN, or ints.
pub(super) const FLOATS: bool = true;
pub(super) const INTS: bool = false;

/// The next element after one that is not the greatest.
pub(super) fn after<const F: bool>(x: i64) -> i64 {
    if F { f64::from_bits(x as u64).next_up().to_bits() as i64 } else { x.wrapping_add(1) }
}

/// After bad luck with pivots.
pub(super) unsafe fn sort_slowly<const F: bool>(at: *mut i64, n: usize) {
    // SAFETY: the caller has `n` elements there.
    let s = unsafe { std::slice::from_raw_parts_mut(at, n) };
    s.sort_unstable_by(|a, b| if less::<F>(*a, *b) { Ordering::Less } else { (less::<F>(*b, *a) as i8).cmp(&0) });
}

/// `a < b`
#[inline(always)]
pub(super) fn less<const F: bool>(a: i64, b: i64) -> bool {
    if F { f64::from_bits(a as u64) < f64::from_bits(b as u64) } else { a < b }
}

#[inline(always)]
pub(super) fn least<const F: bool>(a: i64, b: i64) -> i64 {
    if less::<F>(b, a) { b } else { a }
}

#[inline(always)]
pub(super) fn most<const F: bool>(a: i64, b: i64) -> i64 {
    if less::<F>(a, b) { b } else { a }
}

/// The greatest element that there is.
pub(super) const fn top<const F: bool>() -> i64 {
    if F { f64::INFINITY.to_bits() as i64 } else { i64::MAX }
}

/// The sort for one set of instructions. Around it are the type `Vector` of `LANES` elements, `all`, `get` and `put`; `parted`, which
/// brings the lanes below a pivot to the front; `small`, which sorts up to `SMALL` elements; how many (`NEAR`) are sorted with
/// another buffer; and below how many (`NINE`) a pivot comes from nine elements.
macro_rules! vector_sort {
    ($features:literal) => {
        /// Ascending.
        ///
        /// # Safety
        /// The processor has the instructions.
        pub unsafe fn sort(s: &mut [i64]) {
            // SAFETY: by the contract.
            unsafe { sort_words::<INTS>(s) }
        }

        /// Ascending, negative zeros before positive ones, NaNs behind everything.
        ///
        /// # Safety
        /// The processor has the instructions.
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
        #[target_feature(enable = $features)]
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
        #[target_feature(enable = $features)]
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

        /// Sorts the `n` elements at `at`; the result goes there (`stay`) or to `other`. `depth` more levels are allowed.
        #[target_feature(enable = $features)]
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
        #[target_feature(enable = $features)]
        unsafe fn pivot<const F: bool>(at: *const i64, n: usize) -> i64 {
            // SAFETY: positions are below `n`.
            unsafe {
                if n >= NINE {
                    return if n < 1024 { middle::<F, 16>(at, n) } else { middle::<F, 32>(at, n) };
                }
                let step = n / 9;
                let middle = |i: usize| {
                    let (a, b, c) = (*at.add(i * step), *at.add((i + 1) * step), *at.add((i + 2) * step));
                    most::<F>(least::<F>(a, b), least::<F>(most::<F>(a, b), c))
                };
                let (a, b, c) = (middle(0), middle(3), middle(6));
                most::<F>(least::<F>(a, b), least::<F>(most::<F>(a, b), c))
            }
        }

        /// The middle one of `N` elements from all over the `n`.
        #[target_feature(enable = $features)]
        unsafe fn middle<const F: bool, const N: usize>(at: *const i64, n: usize) -> i64 {
            let step = n / N;
            let mut sample = [0i64; N];
            // SAFETY: positions are below `n`.
            unsafe {
                for (k, s) in sample.iter_mut().enumerate() {
                    *s = *at.add(k * step + step / 2);
                }
                small::<F>(sample.as_ptr(), sample.as_mut_ptr(), N);
            }
            sample[N / 2]
        }

        /// Moves elements below the pivot to the front of `to`, the others to its back; how many are in front.
        #[target_feature(enable = $features)]
        unsafe fn partition<const F: bool>(from: *const i64, to: *mut i64, n: usize, pivot: i64) -> usize {
            let p = all(pivot);
            let (mut left, mut right) = (0usize, n);
            // SAFETY: the elements left to move are as many as the places between `left` and `right`. Behind the first loop that is a
            // multiple of a vector's, so that both stores of a vector lie between them, and are one and the same at the end.
            unsafe {
                for k in 0..n % LANES {
                    let x = *from.add(k);
                    *to.add(left) = x;
                    *to.add(right - 1) = x;
                    let low = usize::from(less::<F>(x, pivot));
                    left += low;
                    right -= 1 - low;
                }
                let mut k = n % LANES;
                let mut step = |k: usize| {
                    let (w, i) = parted::<F>(get(from.add(k)), p);
                    put(to.add(left), w);
                    put(to.add(right - LANES), w);
                    left += i;
                    right -= LANES - i;
                };
                while k + 4 * LANES <= n {
                    step(k);
                    step(k + LANES);
                    step(k + 2 * LANES);
                    step(k + 3 * LANES);
                    k += 4 * LANES;
                }
                while k < n {
                    step(k);
                    k += LANES;
                }
            }
            left
        }

        /// Brings the elements below the pivot to the front; how many they are. There are more than [`NEAR`].
        #[target_feature(enable = $features)]
        unsafe fn partition_in_place<const F: bool>(at: *mut i64, n: usize, pivot: i64) -> usize {
            /// Vectors, and elements, that are read at once.
            const MANY: usize = 4;
            const PART: usize = LANES * MANY;
            let p = all(pivot);
            let (mut left, mut right) = (0usize, n);
            // SAFETY: places that have been read and not yet written are free: at the front from `left` to `read`, at the back from `end` to
            // `right`. The first and the last part are read before; then always from the side that has less room, so that each has room for
            // a part when one is written. What was read first is written at the end, to the places that are left.
            unsafe {
                while (right - left) % LANES != 0 {
                    let (x, y) = (*at.add(left), *at.add(right - 1));
                    let low = less::<F>(x, pivot);
                    *at.add(left) = if low { x } else { y };
                    *at.add(right - 1) = if low { y } else { x };
                    left += usize::from(low);
                    right -= usize::from(!low);
                }
                let load = |from: usize| -> [Vector; MANY] { std::array::from_fn(|v| get(at.add(from + LANES * v))) };
                let put_parted = |v: Vector, left: &mut usize, right: &mut usize| {
                    let (w, i) = parted::<F>(v, p);
                    put(at.add(*left), w);
                    put(at.add(*right - LANES), w);
                    *left += i;
                    *right -= LANES - i;
                };
                let write = |vectors: [Vector; MANY], left: &mut usize, right: &mut usize| {
                    for v in vectors {
                        put_parted(v, left, right);
                    }
                };
                let (mut read, mut end) = (left, right);
                // What is beyond whole parts belongs to what is read before.
                let mut rest = [p; MANY];
                let odd = (right - left) / LANES % MANY;
                for v in &mut rest[..odd] {
                    *v = get(at.add(read));
                    read += LANES;
                }
                let (first, last) = (load(read), load(end - PART));
                read += PART;
                end -= PART;
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
                for v in &rest[..odd] {
                    put_parted(*v, &mut left, &mut right);
                }
                write(first, &mut left, &mut right);
                write(last, &mut left, &mut right);
                left
            }
        }
    };
}

pub(super) use vector_sort;

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::super::{avx2, avx512};
    use crate::cpu::Backend;

    #[test]
    fn sorts_like_the_library() {
        if Backend::Avx2.is_supported() {
            check(avx2::sort, avx2::sort_floats);
        }
        if Backend::Avx512.is_supported() {
            check(avx512::sort, avx512::sort_floats);
        }
    }

    fn check(sort: unsafe fn(&mut [i64]), sort_floats: unsafe fn(&mut [f64])) {
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
                // SAFETY: the callers have asked the processor.
                unsafe { sort(&mut v) };
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
                unsafe { sort_floats(&mut x) };
                assert!(x.iter().zip(&y).all(|(x, y)| x.to_bits() == y.to_bits()), "{n} {shape} of floats");
            }
        }
    }
}
