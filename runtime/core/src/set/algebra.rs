//! Operations between sets. Each follows the order of steps of CPython's, which decides where elements land.

use super::{DUMMY, FROZENSET, Place, SET, SetObj, Slot, as_set, new_of};
use crate::dict::{self, DictObj, as_dict};
use crate::error::Result;
use crate::ops;
use crate::seq;
use crate::types::TypeObj;
use crate::value::Value;

/// A set of the elements of any iterable.
pub fn from_iterable(v: &Value) -> Result<Value> {
    from_iterable_of(&SET, v)
}

pub fn from_iterable_of(ty: &'static TypeObj, v: &Value) -> Result<Value> {
    let s = new_of(ty);
    update(&s, v)?;
    Ok(s)
}

/// The constant that CPython 3.11 makes of `{1, 2, 3}` where it is only searched or iterated over: a frozenset of the
/// elements in the order of a first frozenset of them.
pub fn constant_frozenset(items: &[Value]) -> Result<Value> {
    let mut out = new_of(&FROZENSET);
    for x in items {
        as_set(&out).insert(x.clone())?;
    }
    let first = std::mem::replace(&mut out, new_of(&FROZENSET));
    each(as_set(&first), |hash, v| as_set(&out).insert_hashed(hash, v.clone()).map(|_| true))?;
    Ok(out)
}

/// The set that a display of three or more constants makes: its order is that of a copy of the constant frozenset.
pub fn from_constants(items: &[Value]) -> Result<Value> {
    let out = new_of(&SET);
    merge(as_set(&out), as_set(&constant_frozenset(items)?))?;
    Ok(out)
}

/// A set or frozenset (subclasses included).
#[inline]
fn any_set(v: &Value) -> Option<&SetObj> {
    v.downcast::<SetObj>()
}

#[inline]
fn exact_dict(v: &Value) -> Option<&DictObj> {
    dict::is_exact(v).then(|| as_dict(v))
}

/// Adds those elements of `from` to `target`, a new set, that are in `probe` (or not in it), as long as all keys are
/// [plain](super::is_plain): then nothing can change on the way, and elements of a set are different, so that `target` need
/// not be searched. The slot where the loop has to go on with care; the number of slots if it is through.
fn select_plain(from: &SetObj, probe: &SetObj, wanted: bool, target: &SetObj) -> usize {
    let (mut i, mut left) = (0, from.len());
    while left > 0
        && let Some((next, v, hash)) = from.element_at(i)
    {
        left -= 1;
        match super::is_plain(v).then(|| probe.has_plain(hash, v)).flatten() {
            Some(there) => {
                if there == wanted {
                    target.insert_absent(hash, v.clone());
                }
            }
            None => return i,
        }
        i = next;
    }
    usize::MAX
}

/// Adds those elements of `from` to `target`, a new set, that are in `probe`, or not in it.
fn select(from: &SetObj, probe: &SetObj, wanted: bool, target: &SetObj) -> Result<()> {
    let start = select_plain(from, probe, wanted, target);
    each_after(from, start, |hash, v| {
        if probe.contains_hashed(hash, v)? == wanted {
            target.insert_hashed(hash, v.clone())?;
        }
        Ok(true)
    })
}

/// Every element of `from` is in `probe` (or none is, if none is `wanted`).
fn all_in(from: &SetObj, probe: &SetObj, wanted: bool) -> Result<bool> {
    let mut i = 0;
    while let Some((next, v, hash)) = from.element_at(i) {
        match super::is_plain(v).then(|| probe.has_plain(hash, v)).flatten() {
            Some(there) if there == wanted => i = next,
            Some(_) => return Ok(false),
            None => break,
        }
    }
    let mut all = true;
    each_after(from, i, |hash, v| {
        all = probe.contains_hashed(hash, v)? == wanted;
        Ok(all)
    })?;
    Ok(all)
}

/// Calls `f` with each element of a set and its hash; stops where `f` says so (`false`).
fn each(s: &SetObj, f: impl FnMut(i64, &Value) -> Result<bool>) -> Result<()> {
    each_after(s, 0, f)
}

/// The same from slot `i` on.
fn each_after(s: &SetObj, mut i: usize, mut f: impl FnMut(i64, &Value) -> Result<bool>) -> Result<()> {
    while let Some((next, v, hash)) = s.element_at(i) {
        i = next;
        let v = v.clone();
        if !f(hash, &v)? {
            break;
        }
    }
    Ok(())
}

/// The same for the keys of a dict.
fn each_key(d: &DictObj, mut f: impl FnMut(i64, &Value) -> Result<bool>) -> Result<()> {
    let mut pos = 0;
    while let Some((next, k, _)) = d.entry_at(pos) {
        pos = next;
        let (hash, k) = (d.hash_before(next), k.clone());
        if !f(hash, &k)? {
            break;
        }
    }
    Ok(())
}

/// The same for any iterable.
fn each_of(v: &Value, mut f: impl FnMut(i64, &Value) -> Result<bool>) -> Result<()> {
    if let Some(s) = any_set(v) {
        return each(s, f);
    }
    if let Some(d) = exact_dict(v) {
        return each_key(d, f);
    }
    let it = ops::iter(v)?;
    while let Some(x) = ops::next(&it)? {
        let hash = seq::hash_key(&x)?;
        if !f(hash, &x)? {
            break;
        }
    }
    Ok(())
}

/// `s |= v`.
pub fn update(s: &Value, v: &Value) -> Result<()> {
    let target = as_set(s);
    if let Some(other) = any_set(v) {
        return merge(target, other);
    }
    if let Some(d) = exact_dict(v) {
        // One growth in advance.
        if (target.fill.get() + d.len()) * 5 >= target.mask.get() * 3 {
            target.resize((target.used.get() + d.len()) * 2);
        }
        return each_key(d, |hash, k| {
            target.insert_hashed(hash, k.clone())?;
            Ok(true)
        });
    }
    ops::for_each(v, |x| {
        target.insert(x)?;
        Ok(())
    })
}

impl SetObj {
    /// Makes `self`, which has only free slots, a copy of `other`, which has as many slots and no dummies.
    fn copy_slots(&self, other: &SetObj) -> Result<()> {
        let n = other.mask.get() + 1;
        // SAFETY: both tables have n slots and are different; the words copied are retained below.
        unsafe { std::ptr::copy_nonoverlapping(other.slots(), self.slots(), n) };
        for i in 0..n {
            let s = other.slot(i);
            if s.key & 1 == 0 && s.key != 0 {
                std::mem::forget(super::key_ref(&s.key).clone());
            }
        }
        self.fill.set(other.used.get());
        self.used.set(other.used.get());
        Ok(())
    }
}

fn merge(target: &SetObj, other: &SetObj) -> Result<()> {
    if std::ptr::eq(target, other) || other.is_empty() {
        return Ok(());
    }
    if (target.fill.get() + other.used.get()) * 5 >= target.mask.get() * 3 {
        target.resize((target.used.get() + other.used.get()) * 2);
    }
    if target.fill.get() == 0 {
        if target.mask.get() == other.mask.get() && other.fill.get() == other.used.get() {
            return target.copy_slots(other);
        }
        let retained = |s: Slot| {
            std::mem::forget(super::key_ref(&s.key).clone());
            s
        };
        let mut left = other.used.get();
        for i in 0..=other.mask.get() {
            if left == 0 {
                break;
            }
            let s = other.slot(i);
            if s.key != 0 && s.key != DUMMY {
                target.place(retained(s));
                left -= 1;
            }
        }
        target.fill.set(other.used.get());
        target.used.set(other.used.get());
        return Ok(());
    }
    let start = while_plain(target, other, |hash, v, place| {
        if let Place::Free(i) = place {
            target.put_at(i, hash, v.clone());
        }
    });
    each_after(other, start, |hash, v| {
        target.insert_hashed(hash, v.clone())?;
        Ok(true)
    })
}

/// Calls `f` with the elements of `other` and where they are in `target`, or would be, as long as nothing but plain keys is
/// met; the slot of `other` where the loop has to go on with care.
#[inline(always)]
fn while_plain(target: &SetObj, other: &SetObj, mut f: impl FnMut(i64, &Value, Place)) -> usize {
    let (mut i, mut left) = (0, other.len());
    while left > 0
        && let Some((next, v, hash)) = other.element_at(i)
    {
        left -= 1;
        let Some(place) = super::is_plain(v).then(|| target.locate_plain(hash, v)).flatten() else { return i };
        f(hash, v, place);
        i = next;
    }
    usize::MAX
}

/// A copy of type `ty` (native sets and frozensets).
pub(super) fn copy_of(ty: &'static TypeObj, s: &SetObj) -> Result<Value> {
    let out = new_of(ty);
    merge(as_set(&out), s)?;
    Ok(out)
}

/// The native type of the result of an operation on a set of type `ty`.
pub(super) fn base_type(ty: &'static TypeObj) -> &'static TypeObj {
    if ty.is_subtype(&super::FROZENSET) { &super::FROZENSET } else { &SET }
}

/// `a & b`, of the type of `a`; `b` is any iterable.
pub fn intersection(a: &Value, b: &Value) -> Result<Value> {
    let ty = base_type(a.ty());
    if a.is(b) {
        return copy_of(ty, as_set(a));
    }
    let out = new_of(ty);
    let target = as_set(&out);
    let (mut in_, mut from) = (a, b);
    if let Some(other) = any_set(b)
        && other.len() > as_set(a).len()
    {
        (in_, from) = (b, a);
    }
    let probe = as_set(in_);
    if let Some(from) = any_set(from) {
        select(from, probe, true, target)?;
        return Ok(out);
    }
    let keep = |hash, v: &Value| {
        if probe.contains_hashed(hash, v)? {
            target.insert_hashed(hash, v.clone())?;
        }
        Ok(true)
    };
    each_of(from, keep)?;
    Ok(out)
}

/// `a -= b`.
pub fn difference_update(a: &Value, b: &Value) -> Result<()> {
    let s = as_set(a);
    if a.is(b) {
        s.clear();
        return Ok(());
    }
    // A much larger set: only what both have matters.
    let common = match any_set(b) {
        Some(other) if other.len() >> 3 > s.len() => Some(intersection(a, b)?),
        _ => None,
    };
    let b = common.as_ref().unwrap_or(b);
    let remove = |hash, v: &Value| {
        s.remove_hashed(hash, v)?;
        Ok(true)
    };
    match any_set(b) {
        Some(other) => {
            let start = while_plain(s, other, |_, _, place| {
                if let Place::At(i) = place {
                    drop(s.take_slot(i));
                }
            });
            each_after(other, start, remove)?;
        }
        None => each_of(b, remove)?,
    }
    if s.fill.get() - s.used.get() > s.mask.get() / 4 {
        s.resize(s.growth());
    }
    Ok(())
}

/// `a - b`, of the type of `a`; `b` is any iterable.
pub fn difference(a: &Value, b: &Value) -> Result<Value> {
    let s = as_set(a);
    let ty = base_type(a.ty());
    let size = match (any_set(b), exact_dict(b)) {
        (Some(o), _) => Some(o.len()),
        (_, Some(d)) => Some(d.len()),
        _ => None,
    };
    if size.is_none_or(|n| s.len() >> 2 > n) {
        let out = copy_of(ty, s)?;
        difference_update(&out, b)?;
        return Ok(out);
    }
    let out = new_of(ty);
    let target = as_set(&out);
    if let Some(o) = any_set(b) {
        select(s, o, false, target)?;
        return Ok(out);
    }
    each(s, |hash, v| {
        let there = match exact_dict(b) {
            Some(d) => d.contains_hashed(hash, v)?,
            None => false,
        };
        if !there {
            target.insert_hashed(hash, v.clone())?;
        }
        Ok(true)
    })?;
    Ok(out)
}

/// `a ^= b`; `b` is any iterable.
pub fn symmetric_difference_update(a: &Value, b: &Value) -> Result<()> {
    let s = as_set(a);
    if a.is(b) {
        s.clear();
        return Ok(());
    }
    // Elements that an iterator gives twice count once.
    let other = if any_set(b).is_some() || exact_dict(b).is_some() {
        b.clone()
    } else {
        from_iterable_of(base_type(a.ty()), b)?
    };
    let start = match any_set(&other) {
        Some(o) => while_plain(s, o, |hash, v, place| match place {
            Place::At(i) => drop(s.take_slot(i)),
            Place::Free(i) => s.put_at(i, hash, v.clone()),
        }),
        None => 0,
    };
    let toggle = |hash, v: &Value| {
        if !s.remove_hashed(hash, v)? {
            s.insert_hashed(hash, v.clone())?;
        }
        Ok(true)
    };
    match any_set(&other) {
        Some(o) => each_after(o, start, toggle),
        None => each_of(&other, toggle),
    }
}

/// Every element of `a` is in `b`.
pub fn is_subset(a: &SetObj, b: &SetObj) -> Result<bool> {
    if a.len() > b.len() {
        return Ok(false);
    }
    all_in(a, b, true)
}

/// No element of the iterable `b` is in `a`.
pub(super) fn is_disjoint(a: &Value, b: &Value) -> Result<bool> {
    if a.is(b) {
        return Ok(as_set(a).is_empty());
    }
    let (mut in_, mut from) = (a, b);
    if let Some(other) = any_set(b)
        && other.len() > as_set(a).len()
    {
        (in_, from) = (b, a);
    }
    let probe = as_set(in_);
    if let Some(from) = any_set(from) {
        return all_in(from, probe, false);
    }
    let mut none = true;
    let test = |hash, v: &Value| {
        none = !probe.contains_hashed(hash, v)?;
        Ok(none)
    };
    each_of(from, test)?;
    Ok(none)
}
