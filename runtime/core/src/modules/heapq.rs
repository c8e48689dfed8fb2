//! `_heapq`: binary heaps on lists; the same comparisons in the same order as CPython's.

use crate::error::{Result, raise, type_error};
use crate::exception::{INDEX_ERROR, RUNTIME_ERROR};
use crate::list::{FLOATS, INTS, ListObj, value_of};
use crate::native::Natives;
use crate::types::CmpOp;
use crate::value::Value;
use crate::{heap, natives, ops, seq, tuple};

/// The cache line of an object that has the first item of a tuple (most often its header too).
const FIRST_ITEM: u64 = tuple::ITEMS as u64;

pub static NATIVES: Natives = natives![
    "_heapq.heappush(heap, item, /) -> None" => heappush,
    "_heapq.heappop(heap, /) -> any" => heappop,
    "_heapq.heapify(heap, /) -> None" => heapify,
    "_heapq.heapreplace(heap, item, /) -> any" => heapreplace,
    "_heapq.heappushpop(heap, item, /) -> any" => heappushpop,
];

fn heap<'a>(v: &'a Value, call: &str) -> Result<&'a ListObj> {
    match v.downcast::<ListObj>() {
        Some(l) => Ok(l),
        None => type_error(format!("{call} must be list, not {}", if v.is_none() { "None" } else { ops::type_name(v) })),
    }
}

fn changed<T>() -> Result<T> {
    raise(&RUNTIME_ERROR, "list changed size during iteration")
}

/// `heap[i] < heap[j]`.
#[inline]
fn less(l: &ListObj, i: usize, j: usize) -> Result<bool> {
    if let Some(bools) = l.bools() {
        return Ok(bools[i] < bools[j]);
    }
    let (x, y) = (l.words()[i], l.words()[j]);
    match l.kind() {
        INTS => Ok((x as i64) < (y as i64)),
        FLOATS => Ok(f64::from_bits(x) < f64::from_bits(y)),
        kind => {
            if let Some(values) = l.values()
                && let Some(r) = seq::quick_less(&values[i], &values[j])
            {
                return Ok(r);
            }
            let n = l.len();
            // SAFETY: elements of the list; the clones live while the program's code compares them.
            let (a, b) = unsafe { (value_of(kind, x), value_of(kind, y)) };
            let r = ops::compare_bool(&a, CmpOp::Lt, &b)?;
            if l.len() == n { Ok(r) } else { changed() }
        }
    }
}

/// The values of the list as words that may be moved about while only [`seq::quick_less`] compares them.
///
/// # Safety
/// The slice is gone before anything else looks at the list.
#[expect(clippy::mut_from_ref, reason = "the contract says that there is no other borrow")]
unsafe fn movable(l: &ListObj) -> Option<&mut [u64]> {
    l.values()?;
    // SAFETY: a list of values has so many words; by the contract there is no other borrow.
    Some(unsafe { std::slice::from_raw_parts_mut(l.words().as_ptr() as *mut u64, l.len()) })
}

/// `x < y` as far as that runs no code of the program; most heaps hold tuples that begin with different ints.
#[inline(always)]
fn quick(x: u64, y: u64) -> Option<bool> {
    // SAFETY: words of a list of values, whose ownership does not change.
    let (a, b) = unsafe { (&*(&raw const x as *const Value), &*(&raw const y as *const Value)) };
    if seq::is_tuple(a)
        && seq::is_tuple(b)
        && let (Some(p), Some(q)) = (tuple::as_tuple(a).items().first(), tuple::as_tuple(b).items().first())
        && p.is_small()
        && q.is_small()
        && !p.is(q)
    {
        return Some((p.bits() as i64) < q.bits() as i64);
    }
    seq::quick_less(a, b)
}

/// [`rise`] as far as comparisons run no code of the program: the element moves past its parents without exchanges. Where it
/// is then.
fn rise_quickly(words: &mut [u64], top: usize, mut at: usize) -> (usize, bool) {
    let word = words[at];
    let mut through = true;
    while at > top {
        let up = (at - 1) >> 1;
        // `word < parent`
        match quick(word, words[up]) {
            Some(true) => {}
            Some(false) => break,
            None => {
                through = false;
                break;
            }
        }
        words[at] = words[up];
        at = up;
    }
    words[at] = word;
    (at, through)
}

/// The way down of [`sink`] in the same manner.
fn sink_quickly(words: &mut [u64], mut at: usize) -> usize {
    let (word, end) = (words[at], words.len());
    while at < end >> 1 {
        let mut child = 2 * at + 1;
        // Two of the four below are looked at next.
        if let Some(below) = words.get(2 * child + 1..2 * child + 5) {
            below.iter().filter(|w| **w & 1 == 0).for_each(|w| heap::prefetch(w + FIRST_ITEM));
        }
        if child + 1 < end {
            match quick(words[child], words[child + 1]) {
                Some(true) => {}
                Some(false) => child += 1,
                None => break,
            }
        }
        words[at] = words[child];
        at = child;
    }
    words[at] = word;
    at
}

/// Moves the element at `at` up, at most to `top`, to where its parent is not greater.
fn rise(l: &ListObj, top: usize, mut at: usize) -> Result<()> {
    // SAFETY: the slice is used for these moves only.
    if let Some(words) = unsafe { movable(l) } {
        let through;
        (at, through) = rise_quickly(words, top, at);
        if through {
            return Ok(());
        }
    }
    while at > top {
        let up = (at - 1) >> 1;
        if !less(l, at, up)? {
            break;
        }
        l.swap(at, up);
        at = up;
    }
    Ok(())
}

/// Moves the element at `at` down along the smaller children to a leaf, then up to its place.
fn sink(l: &ListObj, at: usize) -> Result<()> {
    let (top, mut at, end) = (at, at, l.len());
    // SAFETY: the slice is used for these moves only.
    if let Some(words) = unsafe { movable(l) } {
        at = sink_quickly(words, at);
    }
    while at < end >> 1 {
        let mut child = 2 * at + 1;
        if child + 1 < end && !less(l, child, child + 1)? {
            child += 1;
        }
        l.swap(child, at);
        at = child;
    }
    rise(l, top, at)
}

fn heappush(a: &[Value]) -> Result<Value> {
    push(heap(&a[0], "heappush() argument 1")?, a[1].clone())?;
    Ok(Value::none())
}

pub(crate) fn push(l: &ListObj, x: Value) -> Result<()> {
    l.push(x);
    rise(l, 0, l.len() - 1)
}

fn empty<T>() -> Result<T> {
    raise(&INDEX_ERROR, "index out of range")
}

fn heappop(a: &[Value]) -> Result<Value> {
    pop(heap(&a[0], "heappop() argument")?)
}

pub(crate) fn pop(l: &ListObj) -> Result<Value> {
    let Some(last) = l.pop_last() else { return empty() };
    if l.is_empty() {
        return Ok(last);
    }
    replace_top(l, last)
}

/// The least element, after `item` has taken its place.
fn replace_top(l: &ListObj, item: Value) -> Result<Value> {
    let top = l.get(0);
    l.set(0, item);
    sink(l, 0)?;
    Ok(top)
}

fn heapreplace(a: &[Value]) -> Result<Value> {
    let l = heap(&a[0], "heapreplace() argument 1")?;
    if l.is_empty() {
        return empty();
    }
    replace_top(l, a[1].clone())
}

fn heappushpop(a: &[Value]) -> Result<Value> {
    let l = heap(&a[0], "heappushpop() argument 1")?;
    if l.is_empty() {
        return Ok(a[1].clone());
    }
    if !ops::compare_bool(&l.get(0), CmpOp::Lt, &a[1])? {
        return Ok(a[1].clone());
    }
    if l.is_empty() {
        return empty();
    }
    replace_top(l, a[1].clone())
}

fn heapify(a: &[Value]) -> Result<Value> {
    let l = heap(&a[0], "heapify() argument")?;
    let n = l.len();
    for i in (0..n / 2).rev() {
        sink(l, i)?;
        if l.len() != n {
            return changed();
        }
    }
    Ok(Value::none())
}
