//! Sorting of lists, stable, as `list.sort` and `sorted` do it.
//!
//! Numbers, strs and tuples of them have a total order that no code of the program can change: any stable sort gives the
//! right result, and they go through a fast one on machine words. Everything else goes through [`timsort`], whose
//! comparisons are CPython's, so that even an inconsistent `__lt__` gives CPython's result.

mod timsort;

use std::cmp::Ordering;

use crate::error::{Result, value_error};
use crate::list::{BOOLS, Buffer, FLOATS, INTS, ListObj, VALUES, as_list, value_of};
use crate::seq::{self, float_of, is_float, is_str, str_cmp, str_parts};
use crate::tuple::TUPLE;
use crate::types::CmpOp;
use crate::value::Value;
use crate::{ops, tuple};

/// Sorts the list in place. While `key` and comparisons run, the list is empty; whatever they put into it is lost and
/// reported as `ValueError`.
pub fn sort(list: &Value, key: Option<&Value>, reverse: bool) -> Result<()> {
    let l = as_list(list);
    if key.is_none() && l.len() < 2 {
        return Ok(());
    }
    if key.is_none() && sort_raw(l, reverse) {
        return Ok(());
    }
    let bools = l.kind() == BOOLS;
    if bools {
        l.make_values();
    }
    let buffer = l.take();
    let r = sort_buffer(&buffer, key, reverse);
    let modified = l.cap.get() != 0 || !l.is_empty();
    l.put(buffer).free();
    if bools {
        l.put(Buffer::from_values(l.values().unwrap_or(&[]).to_vec())).free();
    }
    r?;
    if modified { value_error("list modified during sort") } else { Ok(()) }
}

/// The bits of a double as a number with the order of the doubles (no NaN; -0.0 before 0.0).
#[inline]
fn float_key(bits: u64) -> i64 {
    let i = bits as i64;
    i ^ ((i >> 63) as u64 >> 1) as i64
}

/// Sorts a list of raw words where that needs no care; whether it was done.
fn sort_raw(l: &ListObj, reverse: bool) -> bool {
    if l.kind() == BOOLS {
        // SAFETY: the bytes of the list.
        unsafe { std::slice::from_raw_parts_mut(l.data.get() as *mut u8, l.len()) }.sort_unstable_by(|a, b| if reverse { b.cmp(a) } else { a.cmp(b) });
        return true;
    }
    // SAFETY: the words of the list, which no code of the program sees before the end.
    let words = unsafe { std::slice::from_raw_parts_mut(l.data.get() as *mut i64, l.len()) };
    match l.kind() {
        // Equal ints cannot be told apart: no stability needed.
        INTS => words.sort_unstable(),
        FLOATS => {
            let special = |&w: &i64| f64::from_bits(w as u64).is_nan() || w == i64::MIN;
            if words.iter().any(special) {
                return false;
            }
            // The mapping is its own inverse.
            words.iter_mut().for_each(|w| *w = float_key(*w as u64));
            words.sort_unstable();
            words.iter_mut().for_each(|w| *w = float_key(*w as u64));
        }
        _ => return false,
    }
    if reverse {
        words.reverse();
    }
    true
}

/// The positions of `keys` in sorted order.
pub(crate) fn order_of(keys: &[Value], reverse: bool) -> Result<Vec<usize>> {
    let words: Vec<u64> = (0..keys.len() as u64).collect();
    let (words, r) = sorted_words(&words, keys, reverse);
    r.map(|()| words.into_iter().map(|w| w as usize).collect())
}

fn sort_buffer(b: &Buffer, key: Option<&Value>, reverse: bool) -> Result<()> {
    // SAFETY: the buffer is ours until it is put back.
    let words = unsafe { std::slice::from_raw_parts(b.data, b.len) };
    let keys = match key {
        Some(f) => {
            let mut keys = Vec::with_capacity(words.len());
            for &w in words.iter() {
                // SAFETY: a live word of the list.
                let x = unsafe { value_of(b.kind, w) };
                keys.push(ops::call(f, std::slice::from_ref(&x))?);
            }
            Some(keys)
        }
        // Raw floats with NaN or -0.0 among them.
        None if b.kind != VALUES => {
            // SAFETY: live words of the list.
            Some(words.iter().map(|&w| unsafe { value_of(b.kind, w) }).collect())
        }
        None => None,
    };
    let keys: &[Value] = match &keys {
        Some(k) => k,
        // SAFETY: words of a list of values.
        None => unsafe { std::slice::from_raw_parts(b.data as *const Value, b.len) },
    };
    let (sorted, r) = sorted_words(words, keys, reverse);
    // SAFETY: the same words in another order; no slice of the old ones is used any more.
    unsafe { std::ptr::copy_nonoverlapping(sorted.as_ptr(), b.data, sorted.len()) };
    r
}

/// `words` in the order of `keys`, which are as many; after a failure in some order.
fn sorted_words(words: &[u64], keys: &[Value], reverse: bool) -> (Vec<u64>, Result<()>) {
    if words.len() < 2 {
        return (words.to_vec(), Ok(()));
    }
    if let Some(class) = classify(keys) {
        return (sort_total(words, keys, class, reverse), Ok(()));
    }
    let mut items: Vec<timsort::Item> =
        keys.iter().zip(words.iter()).map(|(k, &word)| timsort::Item { key: k.bits(), word }).collect();
    if reverse {
        items.reverse();
    }
    let r = timsort::sort(&mut items, |a, b| lt(timsort::key_of(a), timsort::key_of(b)));
    if reverse {
        items.reverse();
    }
    (items.iter().map(|item| item.word).collect(), r)
}

/// Kinds of keys with a total order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Int,
    Float,
    /// Ints and floats (bools among them), all ints exact as floats.
    Number,
    Str,
    Tuple,
}

/// Ints up to here are floats without rounding.
const EXACT: i64 = 1 << 53;

fn class_of(v: &Value) -> Option<Class> {
    if v.is_small() {
        Some(Class::Int)
    } else if is_str(v) {
        Some(Class::Str)
    } else if is_float(v) {
        (!float_of(v).is_nan()).then_some(Class::Float)
    } else if v.is_exact(&TUPLE) {
        Some(Class::Tuple)
    } else {
        None
    }
}

fn is_bool(v: &Value) -> bool {
    v.is_true() || v.is_false()
}

fn is_number(v: &Value) -> bool {
    match v.as_small() {
        Some(i) => (-EXACT..=EXACT).contains(&i),
        None => is_bool(v) || (is_float(v) && !float_of(v).is_nan()),
    }
}

/// Most positions of tuples that are looked at; longer tuples are compared in general.
const TUPLE_MAX: usize = 8;

/// The common class of all keys; tuples must agree position by position in simple classes.
fn classify(keys: &[Value]) -> Option<Class> {
    if let Some(class) = class_of(&keys[0])
        && class != Class::Tuple
        && keys.iter().all(|k| class_of(k) == Some(class))
    {
        return Some(class);
    }
    if keys.iter().all(is_number) {
        return Some(Class::Number);
    }
    let mut positions = [None; TUPLE_MAX];
    for k in keys {
        if !k.is_exact(&TUPLE) {
            return None;
        }
        let items = tuple::as_tuple(k).items();
        if items.len() > TUPLE_MAX {
            return None;
        }
        for (x, position) in items.iter().zip(&mut positions) {
            let c = class_of(x)?;
            if c == Class::Tuple || *position.get_or_insert(c) != c {
                return None;
            }
        }
    }
    Some(Class::Tuple)
}

/// A number with the order of mixed numbers.
fn number_rank(v: &Value) -> u64 {
    let x = match v.as_small() {
        Some(i) => i as f64,
        None if is_bool(v) => v.is_true() as u8 as f64,
        None => float_of(v),
    };
    float_key((x + 0.0).to_bits()) as u64 ^ (1 << 63)
}

/// A number whose order is that of the keys, as far as it goes: equal numbers need [`total_cmp`] for strs and tuples.
fn rank(v: &Value) -> u64 {
    const SIGN: u64 = 1 << 63;
    if let Some(i) = v.as_small() {
        return i as u64 ^ SIGN;
    }
    if is_str(v) {
        let (_, kind, data) = str_parts(v);
        let mut first = [0; 8];
        if kind == 1 {
            let n = data.len().min(8);
            first[..n].copy_from_slice(&data[..n]);
            return u64::from_be_bytes(first);
        }
        return 0;
    }
    if is_float(v) {
        // Adding zero makes -0.0 equal to 0.0.
        return float_key((float_of(v) + 0.0).to_bits()) as u64 ^ SIGN;
    }
    tuple::as_tuple(v).items().first().map_or(0, rank)
}

/// Order of two keys of the same class.
fn total_cmp(a: &Value, b: &Value) -> Ordering {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return x.cmp(&y);
    }
    if is_str(a) {
        return str_cmp(a, b);
    }
    if is_float(a) {
        return float_of(a).partial_cmp(&float_of(b)).unwrap_or(Ordering::Equal);
    }
    let (x, y) = (tuple::as_tuple(a).items(), tuple::as_tuple(b).items());
    for (p, q) in x.iter().zip(y) {
        if !p.is(q) {
            let order = total_cmp(p, q);
            if order != Ordering::Equal {
                return order;
            }
        }
    }
    x.len().cmp(&y.len())
}

/// A short one-byte string as a number with its order: 15 characters, then the length.
fn short_rank(v: &Value) -> Option<u128> {
    let (n, kind, data) = str_parts(v);
    if n > 15 || kind != 1 {
        return None;
    }
    let mut bytes = [0; 16];
    bytes[..n].copy_from_slice(data);
    bytes[15] = n as u8;
    Some(u128::from_be_bytes(bytes))
}

/// A tuple that begins with two numbers as a number with the order of these.
fn pair_rank(v: &Value) -> Option<u128> {
    let number = |v: &Value| (v.is_small() || is_float(v)).then(|| rank(v));
    match tuple::as_tuple(v).items() {
        [a, b, ..] => Some(u128::from(number(a)?) << 64 | u128::from(number(b)?)),
        _ => None,
    }
}

/// `words` in the order of `ranks`, one for each of `keys`; where those are equal, in that of the keys, if `ties` are
/// possible.
fn by_rank<R: Ord + Copy>(words: &[u64], keys: &[Value], ranks: impl Iterator<Item = R>, ties: bool, reverse: bool) -> Vec<u64> {
    let mut pairs: Vec<(R, u32)> = ranks.zip(0..).collect();
    if reverse {
        pairs.reverse();
    }
    pairs.sort_by(|a, b| match a.0.cmp(&b.0) {
        Ordering::Equal if ties => total_cmp(&keys[a.1 as usize], &keys[b.1 as usize]),
        order => order,
    });
    if reverse {
        pairs.reverse();
    }
    pairs.iter().map(|p| words[p.1 as usize]).collect()
}

/// `words` in the order of `keys`, all of one class.
fn sort_total(words: &[u64], keys: &[Value], class: Class, reverse: bool) -> Vec<u64> {
    if class == Class::Str
        && let Some(ranks) = keys.iter().map(short_rank).collect::<Option<Vec<u128>>>()
    {
        return by_rank(words, keys, ranks.into_iter(), false, reverse);
    }
    if class == Class::Tuple
        && let Some(ranks) = keys.iter().map(pair_rank).collect::<Option<Vec<u128>>>()
    {
        let pairs = keys.iter().all(|k| tuple::as_tuple(k).len() == 2);
        return by_rank(words, keys, ranks.into_iter(), !pairs, reverse);
    }
    let ties = matches!(class, Class::Str | Class::Tuple);
    // Ranks of strs count only when all strs have one-byte characters.
    let narrow = |v: &Value| !is_str(v) || str_parts(v).1 == 1;
    let ranked = match class {
        Class::Str => keys.iter().all(narrow),
        Class::Tuple => keys.iter().all(|k| tuple::as_tuple(k).items().first().is_none_or(narrow)),
        _ => true,
    };
    let empty_first = class == Class::Tuple && keys.iter().any(|k| tuple::as_tuple(k).is_empty());
    let ranked = ranked && !empty_first;
    let rank_of = |k: &Value| match class {
        _ if !ranked => 0,
        Class::Number => number_rank(k),
        _ => rank(k),
    };
    by_rank(words, keys, keys.iter().map(rank_of), ties, reverse)
}

/// `a < b`, the usual types without a call.
#[inline]
fn lt(a: &Value, b: &Value) -> Result<bool> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(x < y);
    }
    if is_float(a) && is_float(b) {
        return Ok(float_of(a) < float_of(b));
    }
    if is_str(a) && is_str(b) {
        return Ok(str_cmp(a, b).is_lt());
    }
    if a.is_exact(&TUPLE) && b.is_exact(&TUPLE) {
        let (x, y) = (tuple::as_tuple(a).items(), tuple::as_tuple(b).items());
        for (p, q) in x.iter().zip(y) {
            if !seq::eq(p, q)? {
                return lt(p, q);
            }
        }
        return Ok(x.len() < y.len());
    }
    ops::compare_bool(a, CmpOp::Lt, b)
}
