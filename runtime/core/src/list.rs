//! `list`: an array of words that holds values, raw i64 or raw f64, by what was put in.
//!
//! A list of ints or floats stores no objects at all; the first element of another type turns it into a list of values.

mod methods;
mod slicing;

use std::cell::Cell;

use crate::error::Result;
use crate::types::Layout;
use crate::value::{Header, Object, Value};
use crate::{float, heap, int, ops, seq};

pub use methods::{LIST, concat, repeat, with_items};
pub(crate) use methods::{order_holds, repeat_count};
pub use slicing::{assign_slice, delete_slice, slice_of};

/// Elements are owned values.
pub const VALUES: u8 = 0;
/// Elements are raw `i64`; every element is an exact `int`.
pub const INTS: u8 = 1;
/// Elements are raw `f64`; every element is an exact `float`.
pub const FLOATS: u8 = 2;

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
    let kind = match values.first() {
        None => return empty(),
        Some(v) if v.is_small() && values.iter().all(Value::is_small) => INTS,
        Some(v) if seq::is_float(v) && values.iter().all(seq::is_float) => FLOATS,
        Some(_) => VALUES,
    };
    let mut b = Buffer::with_capacity(values.len(), kind);
    for (i, v) in values.iter().enumerate() {
        let word = match kind {
            INTS => v.as_small().unwrap_or(0) as u64,
            FLOATS => seq::float_of(v).to_bits(),
            _ => v.clone().into_bits(),
        };
        // SAFETY: inside the new buffer.
        unsafe { b.data.add(i).write(word) };
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
    let mut out = Vec::new();
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

/// Storage of a list while it is built or taken apart.
pub(crate) struct Buffer {
    pub data: *mut u64,
    pub len: usize,
    pub cap: usize,
    pub kind: u8,
}

pub(crate) fn dangling() -> *mut u64 {
    std::ptr::NonNull::<u64>::dangling().as_ptr()
}

/// Bytes of `cap` words.
fn bytes(cap: usize) -> usize {
    match cap.checked_mul(8) {
        Some(n) if n <= isize::MAX as usize => n,
        _ => heap::out_of_memory(),
    }
}

fn allocate(cap: usize, zeroed: bool) -> *mut u64 {
    if cap == 0 {
        return dangling();
    }
    let p = if zeroed { heap::raw_alloc_zeroed(bytes(cap)) } else { heap::raw_alloc(bytes(cap)) };
    seq::advise_huge(p, cap * 8);
    p as *mut u64
}

impl Buffer {
    pub const EMPTY: Buffer = Buffer { data: std::ptr::NonNull::<u64>::dangling().as_ptr(), len: 0, cap: 0, kind: INTS };

    pub fn with_capacity(cap: usize, kind: u8) -> Buffer {
        Buffer { data: allocate(cap, false), len: 0, cap, kind }
    }

    /// `n` words of zero: ints `0` or floats `0.0`.
    pub fn zeroed(n: usize, kind: u8) -> Buffer {
        Buffer { data: allocate(n, true), len: n, cap: n, kind }
    }

    /// `T` is a word: `u64`, `i64`, `f64` or `Value`, which share size and alignment.
    fn from_words<T>(words: Vec<T>, kind: u8) -> Buffer {
        const { assert!(std::mem::size_of::<T>() == 8 && std::mem::align_of::<T>() == 8) };
        let len = words.len();
        if words.capacity() * 8 > heap::MAX_SMALL {
            // Large storage is the global allocator's: the vector's own memory serves.
            let mut words = std::mem::ManuallyDrop::new(words);
            return Buffer { data: words.as_mut_ptr() as *mut u64, len, cap: words.capacity(), kind };
        }
        let data = allocate(len, false);
        // SAFETY: the elements move to memory of their size; the vector forgets them.
        unsafe {
            std::ptr::copy_nonoverlapping(words.as_ptr() as *const u64, data, len);
            let mut words = words;
            words.set_len(0);
        }
        Buffer { data, len, cap: len, kind }
    }

    fn from_values(values: Vec<Value>) -> Buffer {
        match values.first() {
            None => Buffer::from_words(values, INTS),
            Some(v) if v.is_small() && values.iter().all(Value::is_small) => {
                let b = Buffer::from_words(values, INTS);
                for i in 0..b.len {
                    // SAFETY: inside the buffer; a tagged int becomes the raw int.
                    unsafe { *b.data.add(i) = (*b.data.add(i) as i64 >> 1) as u64 };
                }
                b
            }
            Some(v) if seq::is_float(v) && values.iter().all(seq::is_float) => {
                let floats: Vec<f64> = values.iter().map(seq::float_of).collect();
                Buffer::from_words(floats, FLOATS)
            }
            Some(_) => Buffer::from_words(values, VALUES),
        }
    }

    pub fn into_list(self) -> Value {
        self.into_list_of(&LIST)
    }

    pub fn into_list_of(self, ty: &'static crate::types::TypeObj) -> Value {
        heap::new_object(ty, |header| ListObj {
            header,
            len: Cell::new(self.len),
            cap: Cell::new(self.cap),
            data: Cell::new(self.data),
            kind: Cell::new(self.kind),
        })
    }

    /// Releases the elements and the memory.
    pub fn free(self) {
        if self.kind == VALUES {
            // The last element first, as in CPython: finalizers show it.
            for i in (0..self.len).rev() {
                // SAFETY: the buffer owns its values; nobody else can reach them any more.
                unsafe { drop(Value::from_bits(*self.data.add(i))) };
            }
        }
        release_memory(self.data, self.cap);
    }
}

fn release_memory(data: *mut u64, cap: usize) {
    if cap != 0 {
        // SAFETY: allocated by this module with this capacity.
        unsafe { heap::raw_free(data as *mut u8, cap * 8) };
    }
}

/// The object that stands for a word of a list of kind `kind`.
///
/// # Safety
/// `word` is a live element of a list of that kind.
#[inline]
pub(crate) unsafe fn value_of(kind: u8, word: u64) -> Value {
    match kind {
        INTS => Value::int(word as i64),
        FLOATS => float::new(f64::from_bits(word)),
        // SAFETY: by the contract a live value, of which this is a second reference.
        _ => unsafe { (*std::mem::ManuallyDrop::new(Value::from_bits(word))).clone() },
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
        unsafe { value_of(self.kind.get(), *self.data.get().add(i)) }
    }

    /// The element at `i` if there is (still) one.
    #[inline]
    pub fn try_get(&self, i: usize) -> Option<Value> {
        if i < self.len.get() { Some(self.get(i)) } else { None }
    }

    /// The words of the list. Valid only until the list is changed: no code of the program may run meanwhile.
    #[inline]
    pub(crate) fn words(&self) -> &[u64] {
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
        // SAFETY: both are initialised words of this list; ownership stays with the list.
        unsafe { std::ptr::swap(self.data.get().add(i), self.data.get().add(j)) };
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
        let new = need.max(cap + cap / 2).max(4);
        // SAFETY: the old memory was allocated with this capacity.
        let p = unsafe {
            if cap == 0 { heap::raw_alloc(bytes(new)) } else { heap::raw_realloc(self.data.get() as *mut u8, cap * 8, bytes(new)) }
        };
        seq::advise_huge(p, new * 8);
        self.data.set(p as *mut u64);
        self.cap.set(new);
    }

    /// Gives memory back when most of it is unused.
    fn shrink(&self) {
        let (len, cap) = (self.len.get(), self.cap.get());
        if cap > 64 && len < cap / 4 {
            let new = (len * 2).max(16);
            // SAFETY: shrinking a block that was allocated with this capacity.
            let p = unsafe { heap::raw_realloc(self.data.get() as *mut u8, cap * 8, new * 8) };
            self.data.set(p as *mut u64);
            self.cap.set(new);
        }
    }

    #[inline]
    pub fn push(&self, v: Value) {
        let len = self.len.get();
        if len == self.cap.get() {
            self.grow(len + 1);
        }
        let kind = self.kind.get();
        let word = match v.as_small() {
            Some(i) if kind == INTS => i as u64,
            _ if kind == VALUES && len != 0 => v.into_bits(),
            _ => self.word_of(v),
        };
        // SAFETY: there is room for one more word.
        unsafe { self.data.get().add(len).write(word) };
        self.len.set(len + 1);
    }

    pub fn push_i64(&self, i: i64) {
        if self.kind.get() != INTS {
            return self.push(Value::int(i));
        }
        let len = self.len.get();
        if len == self.cap.get() {
            self.grow(len + 1);
        }
        // SAFETY: there is room for one more word.
        unsafe { self.data.get().add(len).write(i as u64) };
        self.len.set(len + 1);
    }

    pub fn push_f64(&self, x: f64) {
        let len = self.len.get();
        if len == 0 {
            self.kind.set(FLOATS);
        }
        if self.kind.get() != FLOATS {
            return self.push(float::new(x));
        }
        if len == self.cap.get() {
            self.grow(len + 1);
        }
        // SAFETY: there is room for one more word.
        unsafe { self.data.get().add(len).write(x.to_bits()) };
        self.len.set(len + 1);
    }

    /// The word that stores `v` in this list, whose kind is changed first when `v` does not fit it.
    pub(crate) fn word_of(&self, v: Value) -> u64 {
        if self.len.get() == 0 {
            self.kind.set(if v.is_small() {
                INTS
            } else if seq::is_float(&v) {
                FLOATS
            } else if v.is_exact(&int::INT) && int::to_i64(&v).is_some() {
                INTS
            } else {
                VALUES
            });
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
            _ => return v.into_bits(),
        }
        self.make_values();
        v.into_bits()
    }

    /// Turns a list of raw ints or floats into one of values.
    #[cold]
    pub fn make_values(&self) {
        let kind = self.kind.get();
        if kind == VALUES {
            return;
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
            let p = self.data.get().add(i);
            let old = *p;
            *p = word;
            if self.kind.get() == VALUES {
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
            let p = self.data.get().add(i);
            let word = *p;
            std::ptr::copy(p.add(1), p, len - i - 1);
            match self.kind.get() {
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
            let word = *self.data.get().add(len - 1);
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
        // SAFETY: room for one more word was made.
        unsafe {
            let p = self.data.get().add(i);
            std::ptr::copy(p, p.add(1), len - i);
            *p = word;
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
            self.kind.set(src.kind.get());
        }
        if self.kind.get() != src.kind.get() {
            self.make_values();
        }
        self.reserve(count);
        let (kind, len) = (src.kind.get(), self.len.get());
        // SAFETY: `start + count` is inside `src`, `self` has room; a list's own tail does not overlap its new words.
        unsafe {
            let from = src.data.get().add(start);
            let to = self.data.get().add(len);
            if self.kind.get() == kind {
                std::ptr::copy_nonoverlapping(from, to, count);
                if kind == VALUES {
                    retain_all(to, count);
                }
            } else {
                for i in 0..count {
                    to.add(i).write(value_of(kind, *from.add(i)).into_bits());
                }
            }
        }
        self.len.set(len + count);
    }

    /// A new list of the elements from `start` to `stop`.
    pub(crate) fn range_copy(&self, start: usize, stop: usize) -> Value {
        let out = with_capacity(stop - start);
        as_list(&out).append_range(self, start, stop - start);
        out
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
            self.reserve(t.len());
            for x in t.items() {
                self.push(x.clone());
            }
            return Ok(());
        }
        if let Some((start, step, n)) = crate::range::small_parts(v) {
            self.reserve(n);
            for k in 0..n as i64 {
                self.push_i64(start + k * step);
            }
            return Ok(());
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
            // A NaN equals itself by identity; equal bits are the nearest thing to that here.
            FLOATS => {
                let same = |(a, b): (&u64, &u64)| a == b || f64::from_bits(*a) == f64::from_bits(*b);
                Some(self.len() == other.len() && self.words().iter().zip(other.words()).all(same))
            }
            _ => None,
        }
    }
}

/// Adds a reference to each of `count` values at `p`.
///
/// # Safety
/// The words are live values.
pub(crate) unsafe fn retain_all(p: *const u64, count: usize) {
    for i in 0..count {
        // SAFETY: by the contract; the clone's reference is kept by the copy in the list.
        unsafe { std::mem::forget(value_of(VALUES, *p.add(i))) };
    }
}
