//! `itertools.groupby`, `pairwise`, `zip_longest`.

use std::cell::{Cell, UnsafeCell};

use super::{itself, next_of};
use crate::error::Result;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, ops, seq, tuple};

const fn slots(next: super::Next, drop: unsafe fn(*mut Header), traverse: unsafe fn(*mut Header, &mut dyn FnMut(&Value))) -> Slots {
    Slots { iter: Some(itself), next: Some(next), drop: Some(drop), traverse: Some(traverse), ..Slots::EMPTY }
}

unsafe fn drop_as<T>(h: *mut Header) {
    // SAFETY: called once, on an object of layout `T` that nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut T) }
}

/// A value that may be there, read and replaced whole, so that no borrow outlives a step.
struct Place(UnsafeCell<Option<Value>>);

impl Place {
    const fn new(v: Option<Value>) -> Place {
        Place(UnsafeCell::new(v))
    }

    fn get(&self) -> Option<Value> {
        // SAFETY: the borrow ends with the statement.
        unsafe { (*self.0.get()).clone() }
    }

    fn replace(&self, v: Option<Value>) -> Option<Value> {
        // SAFETY: as above; the old value is the caller's to release.
        unsafe { std::mem::replace(&mut *self.0.get(), v) }
    }

    /// # Safety
    /// Nothing is replaced while `f` runs.
    unsafe fn visit(&self, f: &mut dyn FnMut(&Value)) {
        // SAFETY: by the contract.
        if let Some(v) = unsafe { &*self.0.get() } {
            f(v);
        }
    }
}

// ---- groupby ----

#[repr(C)]
struct GroupBy {
    header: Header,
    it: Value,
    /// None: the elements are their own keys.
    key: Value,
    /// Key of the group that was begun last.
    begun: Place,
    /// Key of the element that was read last.
    last: Place,
    /// That element, until it is given out.
    ahead: Place,
    /// Number of the group that may still give elements.
    group: Cell<u64>,
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for GroupBy {
    const LAYOUT: Layout = Layout::Iterator;
}

static GROUPBY: TypeObj =
    TypeObj::native("itertools.groupby", Layout::Iterator, slots(groupby_next, drop_as::<GroupBy>, traverse_groupby), &[]);

#[repr(C)]
struct Group {
    header: Header,
    of: Value,
    key: Value,
    number: u64,
}

// SAFETY: as above.
unsafe impl Object for Group {
    const LAYOUT: Layout = Layout::Iterator;
}

static GROUP: TypeObj =
    TypeObj::native("itertools._grouper", Layout::Iterator, slots(group_next, drop_as::<Group>, traverse_group), &[]);

/// `groupby(iterable, key=None)`.
pub fn groupby(a: &[Value]) -> Result<Value> {
    let (it, key) = (ops::iter(&a[0])?, a[1].clone());
    let none = || Place::new(None);
    Ok(heap::new_object(&GROUPBY, |header| GroupBy { header, it, key, begun: none(), last: none(), ahead: none(), group: Cell::new(0) }))
}

impl GroupBy {
    /// Reads an element; whether there was one.
    fn read(&self) -> Result<bool> {
        let Some(x) = next_of(&self.it)? else { return Ok(false) };
        let key = if self.key.is_none() { x.clone() } else { ops::call(&self.key, std::slice::from_ref(&x))? };
        let old = (self.ahead.replace(Some(x)), self.last.replace(Some(key)));
        drop(old);
        Ok(true)
    }
}

fn groupby_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through GROUPBY.
    let g = unsafe { &*(v.bits() as *const GroupBy) };
    // The groups before this one have ended.
    let number = g.group.get() + 1;
    g.group.set(number);
    while let Some(last) = g.last.get() {
        match g.begun.get() {
            Some(begun) if seq::eq(&begun, &last)? => {}
            _ => break,
        }
        if !g.read()? {
            return Ok(None);
        }
    }
    if g.last.get().is_none() && !g.read()? {
        return Ok(None);
    }
    let Some(key) = g.last.get() else { return Ok(None) };
    drop(g.begun.replace(Some(key.clone())));
    let (of, own) = (v.clone(), key.clone());
    let group = heap::new_object(&GROUP, |header| Group { header, of, key: own, number });
    Ok(Some(tuple::pair(key, group)))
}

fn group_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through GROUP, whose objects refer to a groupby.
    let (group, g) = unsafe {
        let group = &*(v.bits() as *const Group);
        (group, &*(group.of.bits() as *const GroupBy))
    };
    if g.group.get() != group.number {
        return Ok(None);
    }
    if g.ahead.get().is_none() && !g.read()? {
        return Ok(None);
    }
    match g.last.get() {
        Some(last) if seq::eq(&group.key, &last)? => Ok(g.ahead.replace(None)),
        _ => Ok(None),
    }
}

unsafe fn traverse_groupby(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object; nothing changes while it is traversed.
    unsafe {
        let g = &*(h as *const GroupBy);
        f(&g.it);
        f(&g.key);
        for p in [&g.begun, &g.last, &g.ahead] {
            p.visit(f);
        }
    }
}

unsafe fn traverse_group(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: as above.
    let g = unsafe { &*(h as *const Group) };
    f(&g.of);
    f(&g.key);
}

// ---- pairwise ----

#[repr(C)]
struct Pairwise {
    header: Header,
    it: Value,
    old: Place,
}

// SAFETY: as above.
unsafe impl Object for Pairwise {
    const LAYOUT: Layout = Layout::Iterator;
}

static PAIRWISE: TypeObj =
    TypeObj::native("itertools.pairwise", Layout::Iterator, slots(pairwise_next, drop_as::<Pairwise>, traverse_pairwise), &[]);

/// `pairwise(iterable)`.
pub fn pairwise(a: &[Value]) -> Result<Value> {
    let it = ops::iter(&a[0])?;
    Ok(heap::new_object(&PAIRWISE, |header| Pairwise { header, it, old: Place::new(None) }))
}

fn next_neighbours(p: &Pairwise) -> Result<Option<(Value, Value)>> {
    let old = match p.old.replace(None) {
        Some(old) => old,
        None => match next_of(&p.it)? {
            Some(first) => first,
            None => return Ok(None),
        },
    };
    // The element read may be wanted by an iterator that is asked again from within.
    drop(p.old.replace(Some(old.clone())));
    let Some(new) = next_of(&p.it)? else {
        drop(p.old.replace(None));
        return Ok(None);
    };
    drop(p.old.replace(Some(new.clone())));
    Ok(Some((old, new)))
}

fn pairwise_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through PAIRWISE.
    let p = unsafe { &*(v.bits() as *const Pairwise) };
    Ok(next_neighbours(p)?.map(|(a, b)| tuple::pair(a, b)))
}

unsafe fn traverse_pairwise(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: as above.
    unsafe {
        let p = &*(h as *const Pairwise);
        f(&p.it);
        p.old.visit(f);
    }
}

// ---- zip_longest ----

#[repr(C)]
struct ZipLongest {
    header: Header,
    /// `None`: that one has ended.
    its: Vec<Place>,
    alive: Cell<usize>,
    fill: Value,
}

// SAFETY: as above.
unsafe impl Object for ZipLongest {
    const LAYOUT: Layout = Layout::Iterator;
}

static ZIP_LONGEST: TypeObj =
    TypeObj::native("itertools.zip_longest", Layout::Iterator, slots(longest_next, drop_as::<ZipLongest>, traverse_longest), &[]);

/// `zip_longest(*iterables, fillvalue=None)`.
pub fn zip_longest(a: &[Value]) -> Result<Value> {
    let iterables = tuple::as_tuple(&a[0]).items();
    let its = iterables.iter().map(|v| Ok(Place::new(Some(ops::iter(v)?)))).collect::<Result<Vec<_>>>()?;
    let (alive, fill) = (Cell::new(its.len()), a[1].clone());
    Ok(heap::new_object(&ZIP_LONGEST, |header| ZipLongest { header, its, alive, fill }))
}

/// The next element of iterator `i`, or what stands for it; `None` where all have ended.
#[inline]
fn next_or_fill(z: &ZipLongest, i: usize) -> Result<Option<Value>> {
    let Some(it) = z.its[i].get() else { return Ok(Some(z.fill.clone())) };
    match next_of(&it) {
        Ok(Some(x)) => Ok(Some(x)),
        Ok(None) => {
            z.alive.set(z.alive.get().saturating_sub(1));
            if z.alive.get() == 0 {
                return Ok(None);
            }
            drop(z.its[i].replace(None));
            Ok(Some(z.fill.clone()))
        }
        Err(e) => {
            z.alive.set(0);
            Err(e)
        }
    }
}

fn longest_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through ZIP_LONGEST; `its` keeps its length.
    let z = unsafe { &*(v.bits() as *const ZipLongest) };
    if z.alive.get() == 0 {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(z.its.len());
    for i in 0..z.its.len() {
        match next_or_fill(z, i)? {
            Some(x) => items.push(x),
            None => return Ok(None),
        }
    }
    Ok(Some(tuple::new(items)))
}

unsafe fn traverse_longest(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: as above.
    unsafe {
        let z = &*(h as *const ZipLongest);
        z.its.iter().for_each(|p| p.visit(f));
        f(&z.fill);
    }
}

/// The two parts of the next element of `pairwise`, or of a `zip_longest` of two; `None` for other iterators.
pub(super) fn next_two(v: &Value) -> Option<Result<Option<(Value, Value)>>> {
    let ty = v.ty();
    if std::ptr::eq(ty, &PAIRWISE) {
        // SAFETY: the type was checked.
        return Some(next_neighbours(unsafe { &*(v.bits() as *const Pairwise) }));
    }
    if !std::ptr::eq(ty, &ZIP_LONGEST) {
        return None;
    }
    // SAFETY: the type was checked.
    let z = unsafe { &*(v.bits() as *const ZipLongest) };
    if z.its.len() != 2 {
        return None;
    }
    let parts = || -> Result<Option<(Value, Value)>> {
        if z.alive.get() == 0 {
            return Ok(None);
        }
        let Some(a) = next_or_fill(z, 0)? else { return Ok(None) };
        let Some(b) = next_or_fill(z, 1)? else { return Ok(None) };
        Ok(Some((a, b)))
    };
    Some(parts())
}
