//! Quicksort in the order of exchanges that NumPy's has: it decides which of several equal elements comes first.
//!
//! The middle of three is the pivot, parts of up to 16 elements are sorted by insertion, the smaller part goes first, and what has
//! been divided too often is sorted by a heap.

use std::convert::Infallible;

/// Parts of so many elements are not divided any more.
const SMALL: usize = 16;

/// Sorts by a comparison that may fail; equal elements end up as NumPy leaves them.
///
/// # Errors
/// What `less` fails with; the elements are then in some order.
pub fn try_quick_sort<T: Copy, E>(s: &mut [T], less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    let depth = 2 * s.len().checked_ilog2().unwrap_or(0) as i32;
    divide(s, depth, less)
}

/// [`try_quick_sort`] by a comparison that does not fail.
pub fn quick_sort<T: Copy>(s: &mut [T], mut less: impl FnMut(T, T) -> bool) {
    let Ok(()) = try_quick_sort::<T, Infallible>(s, &mut |a, b| Ok(less(a, b)));
}

fn divide<T: Copy, E>(mut s: &mut [T], mut depth: i32, less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    loop {
        if depth < 0 {
            return heap_sort(s, less);
        }
        if s.len() <= SMALL {
            return insertion_sort(s, less);
        }
        let at = partition(s, less)?;
        depth -= 1;
        let (low, high) = s.split_at_mut(at);
        let high = &mut high[1..];
        // The larger part waits.
        if low.len() < high.len() {
            divide(low, depth, less)?;
            s = high;
        } else {
            divide(high, depth, less)?;
            s = low;
        }
    }
}

/// Puts the pivot at its place, which is returned.
fn partition<T: Copy, E>(s: &mut [T], less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<usize, E> {
    let last = s.len() - 1;
    let middle = last / 2;
    for (i, j) in [(middle, 0), (last, middle), (middle, 0)] {
        if less(s[i], s[j])? {
            s.swap(i, j);
        }
    }
    let pivot = s[middle];
    s.swap(middle, last - 1);
    let (mut i, mut j) = (0, last - 1);
    loop {
        i += 1;
        while i < last && less(s[i], pivot)? {
            i += 1;
        }
        j -= 1;
        while j > 0 && less(pivot, s[j])? {
            j -= 1;
        }
        if i >= j {
            break;
        }
        s.swap(i, j);
    }
    s.swap(i, last - 1);
    Ok(i)
}

fn insertion_sort<T: Copy, E>(s: &mut [T], less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    for k in 1..s.len() {
        let x = s[k];
        let mut j = k;
        while j > 0 && less(x, s[j - 1])? {
            s[j] = s[j - 1];
            j -= 1;
        }
        s[j] = x;
    }
    Ok(())
}

fn heap_sort<T: Copy, E>(s: &mut [T], less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    for root in (0..s.len() / 2).rev() {
        let x = s[root];
        sift(s, root, x, less)?;
    }
    for end in (1..s.len()).rev() {
        let x = s[end];
        s[end] = s[0];
        sift(&mut s[..end], 0, x, less)?;
    }
    Ok(())
}

/// Puts `x` into the heap below `root`, whose element is free.
fn sift<T: Copy, E>(s: &mut [T], mut root: usize, x: T, less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    loop {
        let mut child = 2 * root + 1;
        if child >= s.len() {
            break;
        }
        if child + 1 < s.len() && less(s[child], s[child + 1])? {
            child += 1;
        }
        if !less(x, s[child])? {
            break;
        }
        s[root] = s[child];
        root = child;
    }
    s[root] = x;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts() {
        let mut x = 1u32;
        for n in (0..200).chain([1000]) {
            let all: Vec<(u32, usize)> = (0..n)
                .map(|k| {
                    x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (x >> 24 & 31, k)
                })
                .collect();
            for sort in [quick_sort, |s: &mut [_], mut f: fn(_, _) -> bool| heap_sort::<_, Infallible>(s, &mut |a, b| Ok(f(a, b))).unwrap_or(())] {
                let mut s = all.clone();
                sort(&mut s, |a: (u32, usize), b: (u32, usize)| a.0 < b.0);
                assert!(s.is_sorted_by_key(|a| a.0));
                s.sort_by_key(|a| a.1);
                assert_eq!(s, all);
            }
        }
    }
}
