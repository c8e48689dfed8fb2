//! Iterators over sequences and ranges, `iter(callable, sentinel)`, `reversed`.
//!
//! An iterator that has come to its end lets go of what it iterated over and stays at its end.

mod adapters;
pub mod combine;
pub mod grouping;

use std::cell::{Cell, UnsafeCell};

use num_bigint::BigInt;

use crate::class;
use crate::error::{Result, type_error};
use crate::exception::{INDEX_ERROR, STOP_ITERATION, catch};
use crate::native::Natives;
use crate::natives;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{bytes, dict, heap, int, list, ops, range, seq, state, str, tuple};

pub use adapters::{ENUMERATE, FILTER, MAP, ZIP, only_passes_on};

/// The next element of an iterator over pairs, apart: what `for a, b in …` wants. No tuple is made for the iterators that
/// make one per step.
pub(crate) fn next_pair(it: &Value) -> Result<Option<(Value, Value)>> {
    let ty = it.ty();
    if std::ptr::eq(ty, &ENUMERATE) || std::ptr::eq(ty, &ZIP) {
        if let Some(pair) = adapters::next_parts(it) {
            return pair;
        }
    } else if let Some(pair) = crate::views::next_item(it) {
        return pair;
    } else if let Some(pair) = combine::next_two(it) {
        return Ok(pair);
    } else if let Some(pair) = grouping::next_two(it) {
        return pair;
    }
    let Some(x) = ops::next(it)? else { return Ok(None) };
    match x.downcast::<tuple::TupleObj>().map(|t| t.items()) {
        Some([a, b]) => Ok(Some((a.clone(), b.clone()))),
        _ => type_error("an iterator over pairs gave another object"),
    }
}

/// `iter(it)` of an iterator.
pub(crate) fn itself(v: &Value) -> Result<Value> {
    Ok(v.clone())
}

/// Whether `iter(v)` has a way to work.
pub fn is_iterable(v: &Value) -> bool {
    let slots = &v.ty().slots;
    slots.iter.is_some() || (slots.getitem.is_some() && v.downcast::<dict::DictObj>().is_none())
}

/// Position in a sequence; `seq` is `None` at the end.
#[repr(C)]
struct SeqIter {
    header: Header,
    seq: UnsafeCell<Option<Value>>,
    i: Cell<i64>,
}

// SAFETY: repr(C) with the header first; found by its types only.
unsafe impl Object for SeqIter {
    const LAYOUT: Layout = Layout::Iterator;
}

type Next = fn(&Value) -> Result<Option<Value>>;

const fn seq_type(name: &'static str, next: Next) -> TypeObj {
    TypeObj::native(
        name,
        Layout::Iterator,
        Slots {
            iter: Some(itself),
            next: Some(next),
            drop: Some(drop_seq),
            traverse: Some(traverse_seq),
            ..Slots::EMPTY
        },
        SEQ_METHODS,
    )
}

static SEQ_METHODS: Natives = natives!["__length_hint__(self, /) -> int" => seq_length_hint];

pub static LIST_ITERATOR: TypeObj = seq_type("list_iterator", list_next);
static LIST_REVERSE_ITERATOR: TypeObj = seq_type("list_reverseiterator", list_reverse_next);
pub static TUPLE_ITERATOR: TypeObj = seq_type("tuple_iterator", tuple_next);
static STR_ITERATOR: TypeObj = seq_type("str_iterator", str_next);
static STR_ASCII_ITERATOR: TypeObj = seq_type("str_ascii_iterator", str_next);
static BYTES_ITERATOR: TypeObj = seq_type("bytes_iterator", bytes_next);
static BYTEARRAY_ITERATOR: TypeObj = seq_type("bytearray_iterator", bytes_next);
static SEQUENCE_ITERATOR: TypeObj = seq_type("iterator", sequence_next);
pub static REVERSED: TypeObj = {
    let slots = Slots {
        iter: Some(itself),
        next: Some(reversed_next),
        new: Some(construct_reversed),
        drop: Some(drop_seq),
        traverse: Some(traverse_seq),
        ..Slots::EMPTY
    };
    TypeObj::native("reversed", Layout::Iterator, slots, SEQ_METHODS)
};

fn new_seq(ty: &'static TypeObj, seq: &Value, i: i64) -> Value {
    heap::new_object(ty, |header| SeqIter { header, seq: UnsafeCell::new(Some(seq.clone())), i: Cell::new(i) })
}

#[inline]
fn as_seq(v: &Value) -> &SeqIter {
    // SAFETY: reached only through the types above, all of this layout.
    unsafe { &*(v.bits() as *const SeqIter) }
}

impl SeqIter {
    #[inline]
    fn seq(&self) -> Option<&Value> {
        // SAFETY: emptied only by `finish`, after the last use of such a borrow.
        unsafe { &*self.seq.get() }.as_ref()
    }

    /// The position, which moves on by one.
    #[inline]
    fn step(&self) -> usize {
        let i = self.i.get();
        self.i.set(i + 1);
        i as usize
    }

    /// The end: the sequence is released.
    #[cold]
    fn finish(&self) -> Result<Option<Value>> {
        // SAFETY: the cell is emptied before the value is released.
        let old = unsafe { (*self.seq.get()).take() };
        drop(old);
        Ok(None)
    }
}

unsafe fn drop_seq(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut SeqIter) }
}

unsafe fn traverse_seq(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live iterator.
    if let Some(v) = unsafe { &*(h as *const SeqIter) }.seq() {
        f(v);
    }
}

fn seq_length_hint(a: &[Value]) -> Result<Value> {
    let it = as_seq(&a[0]);
    let Some(s) = it.seq() else { return Ok(Value::int(0)) };
    let backwards = a[0].is_exact(&REVERSED) || a[0].is_exact(&LIST_REVERSE_ITERATOR);
    let (s, n) = (s.clone(), it.i.get());
    let len = ops::len(&s)? as i64;
    Ok(Value::int(if backwards { if n < len { n + 1 } else { 0 } } else { (len - n).max(0) }))
}

/// `iter(list)`.
pub(crate) fn list_iter(v: &Value) -> Result<Value> {
    Ok(new_seq(&LIST_ITERATOR, v, 0))
}

/// `next(it)`: iterators over lists, which most are, without a call.
#[inline]
pub(crate) fn next_of(it: &Value) -> Result<Option<Value>> {
    if it.is_exact(&LIST_ITERATOR) { list_next(it) } else { ops::next(it) }
}

#[inline]
fn list_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq() else { return Ok(None) };
    match list::as_list(s).try_get(it.i.get() as usize) {
        Some(x) => {
            it.step();
            Ok(Some(x))
        }
        None => it.finish(),
    }
}

/// An iterator over a list that nobody else has.
pub(crate) fn is_own_list_iter(it: &Value) -> bool {
    it.is_exact(&LIST_ITERATOR) && it.header().is_some_and(|h| h.rc.get() == 1)
}

/// The next elements of such iterators as a tuple; nothing if one is at its end. That those before it have moved on is seen by
/// nobody.
pub(crate) fn next_row(its: &[Value]) -> Result<Option<Value>> {
    let row = tuple::filled_with(its.len(), |k| {
        let it = as_seq(&its[k]);
        // SAFETY: what an iterator over a list goes through is a list.
        let l = unsafe { it.seq()?.cast::<list::ListObj>() };
        let i = it.i.get();
        let x = l.try_get(i as usize)?;
        it.i.set(i + 1);
        Some(x)
    });
    if row.is_none() {
        let at_end = |it: &&Value| as_seq(it).seq().is_some_and(|l| as_seq(it).i.get() as usize >= list::as_list(l).len());
        // Released when nothing is half made any more: that may run code of the program.
        if let Some(it) = its.iter().find(at_end) {
            return as_seq(it).finish();
        }
    }
    Ok(row)
}

/// `reversed(list)`.
pub(crate) fn reversed_list(v: &Value) -> Result<Value> {
    Ok(new_seq(&LIST_REVERSE_ITERATOR, v, list::as_list(v).len() as i64 - 1))
}

fn list_reverse_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq() else { return Ok(None) };
    let i = it.i.get();
    match list::as_list(s).try_get(i as usize) {
        Some(x) => {
            it.i.set(i - 1);
            Ok(Some(x))
        }
        None => it.finish(),
    }
}

/// `iter(tuple)`.
pub(crate) fn tuple_iter(v: &Value) -> Result<Value> {
    Ok(new_seq(&TUPLE_ITERATOR, v, 0))
}

fn tuple_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq() else { return Ok(None) };
    match tuple::as_tuple(s).items().get(it.i.get() as usize) {
        Some(x) => {
            it.step();
            Ok(Some(x.clone()))
        }
        None => it.finish(),
    }
}

/// `iter(str)`.
pub fn str_iter(v: &Value) -> Result<Value> {
    let ascii = v.downcast::<str::StrObj>().is_some_and(|s| s.is_ascii());
    Ok(new_seq(if ascii { &STR_ASCII_ITERATOR } else { &STR_ITERATOR }, v, 0))
}

fn str_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq().and_then(|s| s.downcast::<str::StrObj>()) else { return Ok(None) };
    if it.i.get() < s.len() as i64 { Ok(Some(str::from_char(s.char_at(it.step())))) } else { it.finish() }
}

/// `iter(bytes)`.
pub fn bytes_iter(v: &Value) -> Result<Value> {
    Ok(new_seq(&BYTES_ITERATOR, v, 0))
}

/// `iter(bytearray)`.
pub fn bytearray_iter(v: &Value) -> Result<Value> {
    Ok(new_seq(&BYTEARRAY_ITERATOR, v, 0))
}

fn bytes_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq() else { return Ok(None) };
    match bytes::like(s).and_then(|b| b.get(it.i.get() as usize)) {
        Some(&b) => {
            it.step();
            Ok(Some(Value::int(b as i64)))
        }
        None => it.finish(),
    }
}

/// `iter(v)` of an object that has `__getitem__` only.
pub fn seq_iter(v: &Value) -> Value {
    new_seq(&SEQUENCE_ITERATOR, v, 0)
}

/// `Ok(None)` when `r` is an IndexError or a StopIteration.
fn end_of_items(r: Result<Value>) -> Result<Option<Value>> {
    match catch(r, &INDEX_ERROR) {
        Err(e) => match catch(Err(e), &STOP_ITERATION) {
            Err(e) => Err(e),
            Ok(v) => Ok(v),
        },
        ok => ok,
    }
}

fn sequence_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq().cloned() else { return Ok(None) };
    match end_of_items(ops::getitem(&s, &Value::int(it.i.get())))? {
        Some(x) => {
            it.step();
            Ok(Some(x))
        }
        None => it.finish(),
    }
}

/// `reversed(v)`.
pub fn reversed(v: &Value) -> Result<Value> {
    if v.is_exact(&list::LIST) {
        return reversed_list(v);
    }
    if let Some(f) = class::lookup_special(v, &state::intern("__reversed__"))? {
        if !f.is_none() {
            return ops::call(&f, &[]);
        }
    } else if v.ty().slots.getitem.is_some() && v.downcast::<dict::DictObj>().is_none() {
        return Ok(new_seq(&REVERSED, v, ops::len(v)? as i64 - 1));
    }
    type_error(format!("'{}' object is not reversible", ops::type_name(v)))
}

fn construct_reversed(_: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords("reversed", kw)?;
    seq::arity("reversed", args.len(), 1, 1)?;
    reversed(&args[0])
}

fn reversed_next(v: &Value) -> Result<Option<Value>> {
    let it = as_seq(v);
    let Some(s) = it.seq().cloned() else { return Ok(None) };
    let i = it.i.get();
    if i < 0 {
        return it.finish();
    }
    match end_of_items(ops::getitem(&s, &Value::int(i)))? {
        Some(x) => {
            it.i.set(i - 1);
            Ok(Some(x))
        }
        None => it.finish(),
    }
}

// ---- iter(callable, sentinel) ----

#[repr(C)]
struct CallIter {
    header: Header,
    /// The function and the value that ends the iteration; `None` at the end.
    parts: UnsafeCell<Option<(Value, Value)>>,
}

static CALLABLE_ITERATOR: TypeObj = TypeObj::native(
    "callable_iterator",
    Layout::Iterator,
    Slots {
        iter: Some(itself),
        next: Some(call_next),
        drop: Some(drop_call),
        traverse: Some(traverse_call),
        ..Slots::EMPTY
    },
    &[],
);

/// `iter(f, sentinel)`; `f` is callable.
pub fn callable_iter(f: &Value, sentinel: &Value) -> Value {
    let parts = UnsafeCell::new(Some((f.clone(), sentinel.clone())));
    heap::new_object(&CALLABLE_ITERATOR, |header| CallIter { header, parts })
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for CallIter {
    const LAYOUT: Layout = Layout::Iterator;
}

fn call_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through CALLABLE_ITERATOR; the parts are copied before code of the program runs.
    let (it, parts) = unsafe {
        let it = &*(v.bits() as *const CallIter);
        (it, (*it.parts.get()).clone())
    };
    let Some((f, sentinel)) = parts else { return Ok(None) };
    let end = || {
        // SAFETY: the cell is emptied before the values are released.
        let old = unsafe { (*it.parts.get()).take() };
        drop(old);
    };
    match catch(ops::call(&f, &[]), &STOP_ITERATION)? {
        Some(x) if !seq::eq(&sentinel, &x)? => Ok(Some(x)),
        _ => {
            end();
            Ok(None)
        }
    }
}

unsafe fn drop_call(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut CallIter) }
}

unsafe fn traverse_call(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live iterator.
    if let Some((a, b)) = unsafe { &*(*(h as *const CallIter)).parts.get() } {
        f(a);
        f(b);
    }
}

// ---- ranges ----

#[repr(C)]
struct RangeIter {
    header: Header,
    next: Cell<i64>,
    step: i64,
    left: Cell<i64>,
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for RangeIter {
    const LAYOUT: Layout = Layout::Iterator;
}

static RANGE_METHODS: Natives = natives!["__length_hint__(self, /) -> int" => range_length_hint];

pub static RANGE_ITERATOR: TypeObj = TypeObj::native(
    "range_iterator",
    Layout::Iterator,
    Slots { iter: Some(itself), next: Some(range_next), ..Slots::EMPTY },
    RANGE_METHODS,
);

/// An iterator over a range beyond machine ints.
#[repr(C)]
struct LongRangeIter {
    header: Header,
    state: UnsafeCell<LongRange>,
}

struct LongRange {
    next: BigInt,
    step: BigInt,
    left: BigInt,
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for LongRangeIter {
    const LAYOUT: Layout = Layout::Iterator;
}

static LONG_RANGE_METHODS: Natives = natives!["__length_hint__(self, /) -> int" => long_range_length_hint];

static LONG_RANGE_ITERATOR: TypeObj = TypeObj::native(
    "longrange_iterator",
    Layout::Iterator,
    Slots { iter: Some(itself), next: Some(long_range_next), drop: Some(drop_long_range), ..Slots::EMPTY },
    LONG_RANGE_METHODS,
);

/// `iter(range)`.
pub(crate) fn range_iter(v: &Value) -> Result<Value> {
    let r = range::as_range(v);
    Ok(match &r.big {
        None => heap::new_object(&RANGE_ITERATOR, |header| RangeIter {
            header,
            next: Cell::new(r.start),
            step: r.step,
            left: Cell::new(r.len),
        }),
        Some(b) => {
            let state = LongRange { next: b.start.clone(), step: b.step.clone(), left: b.len.clone() };
            heap::new_object(&LONG_RANGE_ITERATOR, |header| LongRangeIter { header, state: UnsafeCell::new(state) })
        }
    })
}

fn range_next(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through RANGE_ITERATOR.
    let it = unsafe { &*(v.bits() as *const RangeIter) };
    if it.left.get() == 0 {
        return Ok(None);
    }
    let i = it.next.get();
    it.left.set(it.left.get() - 1);
    it.next.set(i.wrapping_add(it.step));
    Ok(Some(Value::int(i)))
}

fn range_length_hint(a: &[Value]) -> Result<Value> {
    // SAFETY: reached only through RANGE_ITERATOR.
    Ok(Value::int(unsafe { &*(a[0].bits() as *const RangeIter) }.left.get()))
}

/// Runs `f` on the state of the iterator, which runs no code of the program.
fn with_long_range<T>(v: &Value, f: impl FnOnce(&mut LongRange) -> T) -> T {
    // SAFETY: reached only through LONG_RANGE_ITERATOR; `f` cannot reach the iterator again.
    f(unsafe { &mut *(*(v.bits() as *const LongRangeIter)).state.get() })
}

fn long_range_next(v: &Value) -> Result<Option<Value>> {
    Ok(with_long_range(v, |s| {
        if s.left == BigInt::ZERO {
            return None;
        }
        s.left -= 1u8;
        let i = s.next.clone();
        s.next += &s.step;
        Some(int::from_bigint(i))
    }))
}

fn long_range_length_hint(a: &[Value]) -> Result<Value> {
    Ok(int::from_bigint(with_long_range(&a[0], |s| s.left.clone())))
}

unsafe fn drop_long_range(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut LongRangeIter) }
}

