//! `list`: an array that holds values, raw i64, raw f64 or bools in bytes, by what was put in.
//!
//! A list of ints, floats or bools stores no objects at all; the first element of another type turns it into a list of
//! values.

mod methods;
mod slicing;
mod storage;

use std::cell::Cell;

use crate::error::Result;
use crate::types::Layout;
use crate::value::{Header, Object, Value};
use crate::{heap, int, ops, seq};

pub use methods::{LIST, concat, repeat, with_items};
pub(crate) use methods::{order_holds, repeat_count};
pub use slicing::{assign_by, assign_slice, delete_slice, slice_by, slice_of};
pub(crate) use storage::{Buffer, retain_all, value_of};
use storage::{copy_elements, dangling, element, raw_word, read, resize, width, write};

/// Elements are owned values.
pub const VALUES: u8 = 0;
/// Elements are raw `i64`; every element is an exact `int`.
pub const INTS: u8 = 1;
/// Elements are raw `f64`; every element is an exact `float`.
pub const FLOATS: u8 = 2;
/// Elements are bytes; every element is a `bool`. The capacity is a multiple of 8.
pub const BOOLS: u8 = 3;

/// A list. Compiled code knows this layout.
#[repr(C)]
pub struct ListObj {
    pub header: Header,
    pub(crate) len: Cell<usize>,
    pub(crate) cap: Cell<usize>,
    pub(crate) data: Cell<*mut u64>,
    pub(crate) kind: Cell<u8>,
}

// SAFETY: repr(C) with the header first; LIST and its subclasses are the types with this layout.
unsafe impl Object for ListObj {
    const LAYOUT: Layout = Layout::List;
}

/// A list of `values`.
pub fn new(values: Vec<Value>) -> Value {
    let list = Buffer::from_values(values);
    list.into_list()
}

/// A list of borrowed values.
pub fn from_slice(values: &[Value]) -> Value {
    if values.is_empty() {
        return empty();
    }
    let kind = storage::kind_for(values);
    let mut b = Buffer::with_capacity(values.len(), kind);
    for (i, v) in values.iter().enumerate() {
        // SAFETY: inside the new buffer.
        unsafe { write(b.data, kind, i, raw_word(kind, v)) };
    }
    b.len = values.len();
    b.into_list()
}

pub fn empty() -> Value {
    Buffer::EMPTY.into_list()
}

pub fn with_capacity(n: usize) -> Value {
    Buffer::with_capacity(n, INTS).into_list()
}

pub fn from_i64s(values: Vec<i64>) -> Value {
    Buffer::from_words(values, INTS).into_list()
}

pub fn from_f64s(values: Vec<f64>) -> Value {
    Buffer::from_words(values, FLOATS).into_list()
}

/// A new list of the elements of any iterable.
pub fn from_iterable(v: &Value) -> Result<Value> {
    let list = empty();
    as_list(&list).extend(v)?;
    Ok(list)
}

/// The elements of any iterable.
pub fn to_vec(v: &Value) -> Result<Vec<Value>> {
    if let Some(t) = v.downcast::<crate::tuple::TupleObj>()
        && v.ty().is_native
    {
        return Ok(t.items().to_vec());
    }
    if let Some(l) = v.downcast::<ListObj>()
        && v.ty().is_native
    {
        return Ok((0..l.len()).map(|i| l.get(i)).collect());
    }
    let known = crate::range::small_parts(v).map_or(0, |(_, _, n)| n);
    heap::check_size(known.saturating_mul(8))?;
    let mut out = Vec::with_capacity(known);
    if let Some(hooks) = crate::foreign::of(v) {
        (hooks.collect)(v, &mut out)?;
        return Ok(out);
    }
    ops::for_each(v, |x| {
        out.push(x);
        Ok(())
    })?;
    Ok(out)
}

/// The list behind a value known to be one.
#[inline]
pub(crate) fn as_list(v: &Value) -> &ListObj {
    match v.downcast::<ListObj>() {
        Some(l) => l,
        None => unreachable!("a list method got another object"),
    }
}

impl ListObj {
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    #[inline]
    pub fn kind(&self) -> u8 {
        self.kind.get()
    }

    /// The element at `i`; panics outside the list.
    #[inline]
    pub fn get(&self, i: usize) -> Value {
        assert!(i < self.len.get());
        // SAFETY: checked above.
        unsafe { value_of(self.kind.get(), read(self.data.get(), self.kind.get(), i)) }
    }

    /// The element at `i` if there is (still) one.
    #[inline]
    pub fn try_get(&self, i: usize) -> Option<Value> {
        if i < self.len.get() { Some(self.get(i)) } else { None }
    }

    /// The words of the list, which is not one of bools. Valid only until the list is changed: no code of the program may
    /// run meanwhile.
    #[inline]
    pub(crate) fn words(&self) -> &[u64] {
        assert!(self.kind.get() != BOOLS);
        // SAFETY: `len` words are initialised.
        unsafe { std::slice::from_raw_parts(self.data.get(), self.len.get()) }
    }

    /// The raw ints, when the list is of that kind. The slice is valid until the list is changed.
    #[inline]
    pub fn ints(&self) -> Option<&[i64]> {
        // SAFETY: `len` words are initialised, of this kind.
        (self.kind.get() == INTS).then(|| unsafe { std::slice::from_raw_parts(self.data.get() as *const i64, self.len.get()) })
    }

    /// The raw floats, when the list is of that kind. The slice is valid until the list is changed.
    #[inline]
    pub fn floats(&self) -> Option<&[f64]> {
        // SAFETY: as above.
        (self.kind.get() == FLOATS)
            .then(|| unsafe { std::slice::from_raw_parts(self.data.get() as *const f64, self.len.get()) })
    }

    /// The bools as bytes, when the list is of that kind. The slice is valid until the list is changed.
    #[inline]
    pub fn bools(&self) -> Option<&[u8]> {
        // SAFETY: as above; a bool is a byte.
        (self.kind.get() == BOOLS).then(|| unsafe { std::slice::from_raw_parts(self.data.get() as *const u8, self.len.get()) })
    }

    /// The values, when the list is of that kind. The slice is valid until the list is changed.
    #[inline]
    pub fn values(&self) -> Option<&[Value]> {
        // SAFETY: as above; a Value is a word.
        (self.kind.get() == VALUES)
            .then(|| unsafe { std::slice::from_raw_parts(self.data.get() as *const Value, self.len.get()) })
    }

    /// Exchanges two elements.
    #[inline]
    pub(crate) fn swap(&self, i: usize, j: usize) {
        assert!(i < self.len.get() && j < self.len.get());
        let (data, kind) = (self.data.get(), self.kind.get());
        // SAFETY: both are elements of this list; ownership stays with the list.
        unsafe {
            let (x, y) = (read(data, kind, i), read(data, kind, j));
            write(data, kind, i, y);
            write(data, kind, j, x);
        }
    }

    /// Room for `extra` more elements.
    #[inline]
    pub fn reserve(&self, extra: usize) {
        let need = match self.len.get().checked_add(extra) {
            Some(n) => n,
            None => heap::out_of_memory(),
        };
        if need > self.cap.get() {
            self.grow(need);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&self, need: usize) {
        let cap = self.cap.get();
        self.resize(need.max(cap + cap / 2).max(4));
    }

    /// Memory for `cap` elements, at least as many as there are.
    fn resize(&self, cap: usize) {
        // SAFETY: the storage of this list, of its kind.
        let (data, cap) = unsafe { resize(self.data.get(), self.kind.get(), self.cap.get(), cap) };
        self.data.set(data);
        self.cap.set(cap);
    }

    /// Gives memory back when most of it is unused.
    fn shrink(&self) {
        let (len, cap) = (self.len.get(), self.cap.get());
        if cap > 64 && len < cap / 4 {
            self.resize((len * 2).max(16));
        }
    }

    /// Sets the kind of an empty list. Its memory stays, counted in elements of that kind.
    pub(crate) fn set_kind_of_empty(&self, kind: u8) {
        debug_assert!(self.len.get() == 0);
        let bytes = self.cap.get() * width(self.kind.get());
        self.kind.set(kind);
        self.cap.set(bytes / width(kind));
    }

    #[inline]
    pub fn push(&self, v: Value) {
        let len = self.len.get();
        let kind = self.kind.get();
        let word = match v.as_small() {
            Some(i) if kind == INTS => i as u64,
            _ if kind == VALUES && len != 0 => v.into_bits(),
            _ => self.word_of(v),
        };
        // SAFETY: a word of the list's kind, as that is now.
        unsafe { self.push_word(word) };
    }

    /// # Safety
    /// The word is an element as the list's kind stores it.
    #[inline]
    unsafe fn push_word(&self, word: u64) {
        let len = self.len.get();
        if len == self.cap.get() {
            self.grow(len + 1);
        }
        // SAFETY: there is room for one more element.
        unsafe { write(self.data.get(), self.kind.get(), len, word) };
        self.len.set(len + 1);
    }

    pub fn push_i64(&self, i: i64) {
        if self.kind.get() != INTS {
            return self.push(Value::int(i));
        }
        // SAFETY: a list of ints.
        unsafe { self.push_word(i as u64) };
    }

    pub fn push_f64(&self, x: f64) {
        if self.len.get() == 0 {
            self.set_kind_of_empty(FLOATS);
        }
        if self.kind.get() != FLOATS {
            return self.push(crate::float::new(x));
        }
        // SAFETY: a list of floats.
        unsafe { self.push_word(x.to_bits()) };
    }

    pub fn push_bool(&self, b: bool) {
        if self.len.get() == 0 {
            self.set_kind_of_empty(BOOLS);
        }
        if self.kind.get() != BOOLS {
            return self.push(Value::bool(b));
        }
        // SAFETY: a list of bools.
        unsafe { self.push_word(b as u64) };
    }

    /// The word that stores `v` in this list, whose kind is changed first when `v` does not fit it.
    pub(crate) fn word_of(&self, v: Value) -> u64 {
        if self.len.get() == 0 {
            self.set_kind_of_empty(storage::kind_of(&v));
        }
        match self.kind.get() {
            INTS => {
                if let Some(i) = v.as_small() {
                    return i as u64;
                }
                if v.is_exact(&int::INT)
                    && let Some(i) = int::to_i64(&v)
                {
                    return i as u64;
                }
            }
            FLOATS => {
                if seq::is_float(&v) {
                    return seq::float_of(&v).to_bits();
                }
            }
            BOOLS => {
                if v.is_true() || v.is_false() {
                    return v.is_true() as u64;
                }
            }
            _ => return v.into_bits(),
        }
        self.make_values();
        v.into_bits()
    }

    /// Turns a list of raw elements into one of values.
    #[cold]
    pub fn make_values(&self) {
        let kind = self.kind.get();
        if kind == VALUES {
            return;
        }
        if self.len.get() == 0 {
            return self.set_kind_of_empty(VALUES);
        }
        if kind == BOOLS {
            let mut b = Buffer::with_capacity(self.len.get(), VALUES);
            for &x in self.bools().unwrap_or(&[]) {
                // SAFETY: the new buffer has room for all elements.
                unsafe { write(b.data, VALUES, b.len, Value::bool(x != 0).into_bits()) };
                b.len += 1;
            }
            return self.put(b).free();
        }
        for i in 0..self.len.get() {
            // SAFETY: raw words hold no references; each is replaced by an owned value of the same number.
            unsafe {
                let p = self.data.get().add(i);
                *p = value_of(kind, *p).into_bits();
            }
        }
        self.kind.set(VALUES);
    }

    /// Replaces the element at `i`; panics outside the list.
    #[inline]
    pub fn set(&self, i: usize, v: Value) {
        assert!(i < self.len.get());
        let word = match v.as_small() {
            Some(n) if self.kind.get() == INTS => n as u64,
            _ => self.word_of(v),
        };
        // SAFETY: `i` is inside; the old value is released after the new one is in place.
        unsafe {
            let (data, kind) = (self.data.get(), self.kind.get());
            let old = read(data, kind, i);
            write(data, kind, i, word);
            if kind == VALUES {
                drop(Value::from_bits(old));
            }
        }
    }

    /// Removes and returns the element at `i`; panics outside the list.
    pub fn remove_at(&self, i: usize) -> Value {
        let len = self.len.get();
        assert!(i < len);
        // SAFETY: the word at `i` is taken out and the rest moves down; for raw kinds no ownership is involved.
        let v = unsafe {
            let (data, kind) = (self.data.get(), self.kind.get());
            let word = read(data, kind, i);
            std::ptr::copy(element(data, kind, i + 1), element(data, kind, i), (len - i - 1) * width(kind));
            match kind {
                VALUES => Value::from_bits(word),
                kind => value_of(kind, word),
            }
        };
        self.len.set(len - 1);
        self.shrink();
        v
    }

    /// Removes and returns the last element.
    #[inline]
    pub fn pop_last(&self) -> Option<Value> {
        let len = self.len.get();
        if len == 0 {
            return None;
        }
        self.len.set(len - 1);
        // SAFETY: the word belonged to the list, which has just given it up.
        let v = unsafe {
            let word = read(self.data.get(), self.kind.get(), len - 1);
            match self.kind.get() {
                VALUES => Value::from_bits(word),
                kind => value_of(kind, word),
            }
        };
        if self.cap.get() > 64 && len < self.cap.get() / 4 {
            self.shrink();
        }
        Some(v)
    }

    /// Inserts before `i`, which is at most the length.
    pub fn insert_at(&self, i: usize, v: Value) {
        let len = self.len.get();
        assert!(i <= len);
        let word = self.word_of(v);
        self.reserve(1);
        let (data, kind) = (self.data.get(), self.kind.get());
        // SAFETY: room for one more element was made.
        unsafe {
            std::ptr::copy(element(data, kind, i), element(data, kind, i + 1), (len - i) * width(kind));
            write(data, kind, i, word);
        }
        self.len.set(len + 1);
    }

    /// Takes the storage, leaving the list empty.
    pub(crate) fn take(&self) -> Buffer {
        let b = Buffer { data: self.data.get(), len: self.len.get(), cap: self.cap.get(), kind: self.kind.get() };
        self.data.set(dangling());
        self.len.set(0);
        self.cap.set(0);
        self.kind.set(INTS);
        b
    }

    /// Puts storage into the list, giving back what it had.
    pub(crate) fn put(&self, b: Buffer) -> Buffer {
        let old = self.take();
        self.data.set(b.data);
        self.len.set(b.len);
        self.cap.set(b.cap);
        self.kind.set(b.kind);
        old
    }

    pub fn clear(&self) {
        self.take().free();
    }

    /// Appends `count` elements of `src` from `start` on; `src` may be the list itself.
    pub(crate) fn append_range(&self, src: &ListObj, start: usize, count: usize) {
        if count == 0 {
            return;
        }
        if self.len.get() == 0 {
            self.set_kind_of_empty(src.kind.get());
        }
        if self.kind.get() != src.kind.get() {
            self.make_values();
        }
        self.reserve(count);
        let (kind, len) = (src.kind.get(), self.len.get());
        // SAFETY: `start + count` is inside `src`, `self` has room; a list's own tail does not overlap its new words.
        unsafe {
            copy_elements(src.data.get(), kind, start, self.data.get(), self.kind.get(), len, count);
        }
        self.len.set(len + count);
    }

    /// A new list of the elements from `start` to `stop`.
    pub(crate) fn range_copy(&self, start: usize, stop: usize) -> Value {
        let (count, kind) = (stop - start, self.kind.get());
        let mut b = Buffer::with_capacity(count, kind);
        // SAFETY: the elements are inside this list, and the new buffer has room for them.
        unsafe { copy_elements(self.data.get(), kind, start, b.data, kind, 0, count) };
        b.len = count;
        b.into_list()
    }

    /// `extend` with any iterable.
    pub fn extend(&self, v: &Value) -> Result<()> {
        if let Some(other) = v.downcast::<ListObj>()
            && v.ty().is_native
        {
            self.append_range(other, 0, other.len());
            return Ok(());
        }
        if let Some(t) = v.downcast::<crate::tuple::TupleObj>()
            && v.ty().is_native
        {
            if self.is_empty() && !t.items().is_empty() {
                self.put(Buffer::from_items(t.items())).free();
                return Ok(());
            }
            self.reserve(t.len());
            for x in t.items() {
                self.push(x.clone());
            }
            return Ok(());
        }
        if seq::is_str(v)
            && let Some(s) = v.downcast::<crate::str::StrObj>()
        {
            self.reserve(s.len());
            for c in s.chars() {
                self.push(crate::str::from_char(c));
            }
            return Ok(());
        }
        if let Some((start, step, n)) = crate::range::small_parts(v) {
            heap::check_size(n.saturating_mul(8))?;
            self.reserve(n);
            for k in 0..n as i64 {
                self.push_i64(start + k * step);
            }
            return Ok(());
        }
        if let Some(hooks) = crate::foreign::of(v) {
            // All at once: the other side would look at this list after each of them.
            let mut items = Vec::new();
            let end = (hooks.collect)(v, &mut items);
            self.reserve(items.len());
            items.into_iter().for_each(|x| self.push(x));
            return end;
        }
        ops::for_each(v, |x| {
            self.push(x);
            Ok(())
        })
    }

    /// `a == b` of two lists of the same raw kind and length, without running code of the program.
    pub(crate) fn raw_eq(&self, other: &ListObj) -> Option<bool> {
        if self.kind.get() != other.kind.get() {
            return None;
        }
        match self.kind.get() {
            INTS => Some(self.words() == other.words()),
            BOOLS => Some(self.bools() == other.bools()),
            // A NaN equals itself by identity; equal bits are the nearest thing to that here.
            FLOATS => {
                let same = |(a, b): (&u64, &u64)| a == b || f64::from_bits(*a) == f64::from_bits(*b);
                Some(self.len() == other.len() && self.words().iter().zip(other.words()).all(same))
            }
            _ => None,
        }
    }
}
