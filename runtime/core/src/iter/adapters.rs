//! `enumerate`, `zip`, `map` and `filter`.

use std::cell::{Cell, UnsafeCell};

use super::itself;
use crate::error::{Result, type_error, value_error};
use crate::seq;
use crate::types::{BinOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, ops, str, tuple};

const fn slots<T>(next: super::Next, new: New) -> Slots {
    Slots { iter: Some(itself), next: Some(next), new: Some(new), drop: Some(drop_as::<T>), ..Slots::EMPTY }
}

type New = fn(&'static TypeObj, &[Value], &[(Value, Value)]) -> Result<Value>;

unsafe fn drop_as<T>(h: *mut Header) {
    // SAFETY: called once, on an object of layout `T` that nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut T) }
}

/// A tuple of `items` where the cached one may be used again: only `cache` refers to it.
fn recycle(cache: &UnsafeCell<Option<Value>>, a: Value, b: Value) -> Value {
    // SAFETY: no borrow of the cell outlives a statement; a count of one says that nobody else sees the pair.
    unsafe {
        match &*cache.get() {
            Some(p) if p.header().is_some_and(|h| h.rc.get() == 1) => {
                let p = p.clone();
                tuple::as_tuple(&p).replace_pair(a, b);
                p
            }
            Some(_) => tuple::pair(a, b),
            None => {
                let p = tuple::pair(a, b);
                *cache.get() = Some(p.clone());
                p
            }
        }
    }
}

// ---- enumerate ----

#[repr(C)]
struct Enumerate {
    header: Header,
    it: Value,
    i: Cell<i64>,
    /// The count once it is beyond an i64.
    big: UnsafeCell<Option<Value>>,
    pair: UnsafeCell<Option<Value>>,
}

// SAFETY: repr(C) with the header first; found by its type (and subclasses) only.
unsafe impl Object for Enumerate {
    const LAYOUT: Layout = Layout::Iterator;
}

crate::late_type! {
    pub static ENUMERATE, enumerate_type = (
        "enumerate",
        Layout::Iterator,
        Slots { traverse: Some(traverse_enumerate), ..slots::<Enumerate>(enumerate_next, construct_enumerate) },
        &[],
        base: None,
    );
}

fn new_enumerate(ty: &'static TypeObj, v: &Value, start: i64, big: Option<Value>) -> Result<Value> {
    let it = ops::iter(v)?;
    Ok(heap::new_object(ty, |header| Enumerate {
        header,
        it,
        i: Cell::new(start),
        big: UnsafeCell::new(big),
        pair: UnsafeCell::new(None),
    }))
}

fn construct_enumerate(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let n = args.len() + kw.len();
    if n > 2 {
        return type_error(format!("enumerate() takes at most 2 arguments ({n} given)"));
    }
    let (mut iterable, mut start) = (args.first(), args.get(1));
    for (k, v) in kw {
        let place = match str::as_str(k).as_deref() {
            Some("iterable") if iterable.is_none() => &mut iterable,
            Some("start") if start.is_none() && (iterable.is_some() || kw.len() == 2) => &mut start,
            _ => {
                let name = ops::text_of(k);
                return type_error(format!("'{name}' is an invalid keyword argument for enumerate()"));
            }
        };
        *place = Some(v);
    }
    let Some(iterable) = iterable else { return type_error("enumerate() missing required argument 'iterable'") };
    let Some(start) = start else { return new_enumerate(ty, iterable, 0, None) };
    let Some(start) = ops::index_value_opt(start)? else {
        return type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(start)));
    };
    match crate::int::to_i64(&start) {
        Some(i) => new_enumerate(ty, iterable, i, None),
        None => new_enumerate(ty, iterable, 0, Some(start)),
    }
}

fn enumerate_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through ENUMERATE and its subclasses.
    let e = unsafe { &*(v.bits() as *const Enumerate) };
    let Some(x) = super::next_of(&e.it)? else { return Ok(None) };
    Ok(Some(recycle(&e.pair, e.count()?, x)))
}

impl Enumerate {
    fn count(&self) -> Result<Value> {
        // SAFETY: no borrow of the cell outlives its statement.
        unsafe {
            if let Some(big) = (*self.big.get()).clone() {
                *self.big.get() = Some(ops::binary(BinOp::Add, &big, &Value::int(1))?);
                return Ok(big);
            }
            let i = self.i.get();
            match i.checked_add(1) {
                Some(next) => self.i.set(next),
                None => *self.big.get() = Some(ops::binary(BinOp::Add, &Value::int(i), &Value::int(1))?),
            }
            Ok(Value::int(i))
        }
    }
}

unsafe fn traverse_enumerate(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live enumerate.
    unsafe {
        let e = &*(h as *const Enumerate);
        f(&e.it);
        for v in [&*e.big.get(), &*e.pair.get()].into_iter().flatten() {
            f(v);
        }
    }
}

/// The next two parts of an `enumerate`, or of a `zip` of two iterators; `None` for other ones.
pub(super) fn next_parts(v: &Value) -> Option<Result<Option<(Value, Value)>>> {
    if v.is_exact(&ENUMERATE) {
        // SAFETY: the type was checked.
        let e = unsafe { &*(v.bits() as *const Enumerate) };
        return Some(super::next_of(&e.it).and_then(|x| match x {
            Some(x) => Ok(Some((e.count()?, x))),
            None => Ok(None),
        }));
    }
    // SAFETY: callers pass one of the two types.
    let z = unsafe { &*(v.bits() as *const Zip) };
    let ([a, b], false) = (&z.its[..], z.strict) else { return None };
    let step = || -> Result<Option<(Value, Value)>> {
        let Some(x) = super::next_of(a)? else { return Ok(None) };
        let Some(y) = super::next_of(b)? else { return Ok(None) };
        Ok(Some((x, y)))
    };
    Some(step())
}

// ---- zip ----

#[repr(C)]
struct Zip {
    header: Header,
    its: Vec<Value>,
    strict: bool,
    /// All are iterators over lists, which nobody else has.
    of_lists: bool,
    done: Cell<bool>,
    pair: UnsafeCell<Option<Value>>,
}

// SAFETY: repr(C) with the header first; found by its type (and subclasses) only.
unsafe impl Object for Zip {
    const LAYOUT: Layout = Layout::Iterator;
}

crate::late_type! {
    pub static ZIP, zip_type = (
        "zip",
        Layout::Iterator,
        Slots { traverse: Some(traverse_zip), ..slots::<Zip>(zip_next, construct_zip) },
        &[],
        base: None,
    );
}

fn new_zip(ty: &'static TypeObj, iterables: &[Value], strict: bool) -> Result<Value> {
    let its = iterables.iter().map(ops::iter).collect::<Result<Vec<_>>>()?;
    let of_lists = !strict && !its.is_empty() && its.iter().all(super::is_own_list_iter);
    Ok(heap::new_object(ty, |header| Zip { header, its, strict, of_lists, done: Cell::new(false), pair: UnsafeCell::new(None) }))
}

fn construct_zip(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let mut strict = false;
    if kw.len() > 1 {
        return type_error(format!("zip() takes at most 1 keyword argument ({} given)", kw.len()));
    }
    for (k, v) in kw {
        if str::as_str(k).as_deref() != Some("strict") {
            return type_error(format!("'{}' is an invalid keyword argument for zip()", ops::text_of(k)));
        }
        strict = ops::truth(v)?;
    }
    new_zip(ty, args, strict)
}

fn zip_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through ZIP and its subclasses; `its` never changes.
    let z = unsafe { &*(v.bits() as *const Zip) };
    if z.done.get() {
        return Ok(None);
    }
    if let ([a, b], false) = (&z.its[..], z.strict) {
        let Some(x) = super::next_of(a)? else { return Ok(None) };
        let Some(y) = super::next_of(b)? else { return Ok(None) };
        return Ok(Some(recycle(&z.pair, x, y)));
    }
    if z.its.is_empty() {
        return Ok(None);
    }
    if z.of_lists {
        return super::next_row(&z.its);
    }
    let mut row = Row::with_room(z.its.len());
    for (i, it) in z.its.iter().enumerate() {
        match super::next_of(it)? {
            Some(x) => row.push(x),
            None if z.strict => return unequal(z, i),
            None => return Ok(None),
        }
    }
    Ok(Some(row.into_tuple()))
}

/// Elements of a row of a wide zip: a few without a vector.
enum Row {
    Few([u64; FEW], usize),
    Many(Vec<Value>),
}

/// Elements that need no vector.
const FEW: usize = 12;

impl Row {
    #[inline]
    fn with_room(n: usize) -> Row {
        if n <= FEW { Row::Few([0; FEW], 0) } else { Row::Many(Vec::with_capacity(n)) }
    }

    /// Adds one of the elements that there is room for.
    #[inline]
    fn push(&mut self, x: Value) {
        match self {
            Row::Few(words, n) => {
                words[*n] = x.into_bits();
                *n += 1;
            }
            Row::Many(items) => items.push(x),
        }
    }

    #[inline]
    fn into_tuple(mut self) -> Value {
        match &mut self {
            Row::Few(words, n) => {
                let len = std::mem::take(n);
                // SAFETY: so many owned words, which the row no longer has.
                unsafe { tuple::from_owned(words.as_ptr() as *const Value, len) }
            }
            Row::Many(items) => tuple::new(std::mem::take(items)),
        }
    }
}

impl Drop for Row {
    fn drop(&mut self) {
        if let Row::Few(words, n) = self {
            for w in &words[..*n] {
                // SAFETY: an owned word of the row.
                drop(unsafe { Value::from_bits(*w) });
            }
        }
    }
}

/// Iterator number `i` of a strict zip has ended.
#[cold]
fn unequal(z: &Zip, i: usize) -> Result<Option<Value>> {
    z.done.set(true);
    let names = |n: usize| if n == 1 { "argument 1".to_string() } else { format!("arguments 1-{n}") };
    if i > 0 {
        return value_error(format!("zip() argument {} is shorter than {}", i + 1, names(i)));
    }
    for (k, it) in z.its.iter().enumerate().skip(1) {
        if ops::next(it)?.is_some() {
            return value_error(format!("zip() argument {} is longer than {}", k + 1, names(k)));
        }
    }
    Ok(None)
}

unsafe fn traverse_zip(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live zip.
    unsafe {
        let z = &*(h as *const Zip);
        z.its.iter().for_each(&mut *f);
        if let Some(p) = &*z.pair.get() {
            f(p);
        }
    }
}

// ---- map ----

#[repr(C)]
struct Map {
    header: Header,
    f: Value,
    its: Vec<Value>,
}

// SAFETY: repr(C) with the header first; found by its type (and subclasses) only.
unsafe impl Object for Map {
    const LAYOUT: Layout = Layout::Iterator;
}

crate::late_type! {
    pub static MAP, map_type = (
        "map",
        Layout::Iterator,
        Slots { traverse: Some(traverse_map), ..slots::<Map>(map_next, construct_map) },
        &[],
        base: None,
    );
}

fn construct_map(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords_for(ty, &MAP, kw)?;
    let [f, iterables @ ..] = args else { return type_error("map() must have at least two arguments.") };
    if iterables.is_empty() {
        return type_error("map() must have at least two arguments.");
    }
    let its = iterables.iter().map(ops::iter).collect::<Result<Vec<_>>>()?;
    Ok(heap::new_object(ty, |header| Map { header, f: f.clone(), its }))
}

fn map_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through MAP and its subclasses; the fields never change.
    let m = unsafe { &*(v.bits() as *const Map) };
    if let [it] = &m.its[..] {
        let Some(x) = super::next_of(it)? else { return Ok(None) };
        return ops::call(&m.f, std::slice::from_ref(&x)).map(Some);
    }
    let mut args = Vec::with_capacity(m.its.len());
    for it in &m.its {
        match ops::next(it)? {
            Some(x) => args.push(x),
            None => return Ok(None),
        }
    }
    ops::call(&m.f, &args).map(Some)
}

unsafe fn traverse_map(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live map.
    let m = unsafe { &*(h as *const Map) };
    f(&m.f);
    m.its.iter().for_each(f);
}

// ---- filter ----

#[repr(C)]
struct Filter {
    header: Header,
    f: Value,
    it: Value,
}

// SAFETY: repr(C) with the header first; found by its type (and subclasses) only.
unsafe impl Object for Filter {
    const LAYOUT: Layout = Layout::Iterator;
}

crate::late_type! {
    pub static FILTER, filter_type = (
        "filter",
        Layout::Iterator,
        Slots { traverse: Some(traverse_filter), ..slots::<Filter>(filter_next, construct_filter) },
        &[],
        base: None,
    );
}

fn construct_filter(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords_for(ty, &FILTER, kw)?;
    seq::arity("filter", args.len(), 2, 2)?;
    let it = ops::iter(&args[1])?;
    Ok(heap::new_object(ty, |header| Filter { header, f: args[0].clone(), it }))
}

fn filter_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through FILTER and its subclasses; the fields never change.
    let p = unsafe { &*(v.bits() as *const Filter) };
    let plain = p.f.is_none() || p.f.is(&crate::boolean::BOOL.value());
    while let Some(x) = super::next_of(&p.it)? {
        let keep = if plain { ops::truth(&x)? } else { ops::truth(&ops::call(&p.f, std::slice::from_ref(&x))?)? };
        if keep {
            return Ok(Some(x));
        }
    }
    Ok(None)
}

unsafe fn traverse_filter(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live filter.
    let p = unsafe { &*(h as *const Filter) };
    f(&p.f);
    f(&p.it);
}

/// An iterator that runs no function of the program for an element.
pub fn only_passes_on(v: &Value) -> bool {
    let ty = v.ty();
    // SAFETY: objects of these types and their subclasses; the fields never change.
    let f = unsafe {
        match () {
            () if ty.is_subtype(&MAP) => &(*(v.bits() as *const Map)).f,
            () if ty.is_subtype(&FILTER) => &(*(v.bits() as *const Filter)).f,
            () => return ty.layout == Layout::Iterator,
        }
    };
    !f.is_exact(&crate::function::FUNCTION)
}
