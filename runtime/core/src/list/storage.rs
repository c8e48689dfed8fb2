//! Storage of lists: elements of eight bytes, or bools of one.

use std::cell::Cell;

use super::{BOOLS, FLOATS, INTS, LIST, ListObj, VALUES};
use crate::value::Value;
use crate::{float, heap, int, seq};

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

/// Bytes of an element.
#[inline]
pub(crate) fn width(kind: u8) -> usize {
    if kind == BOOLS { 1 } else { 8 }
}

/// A capacity as memory is allocated: bools in whole words.
#[inline]
fn whole(cap: usize, kind: u8) -> usize {
    if kind == BOOLS { cap.next_multiple_of(8) } else { cap }
}

/// Bytes of `cap` elements.
fn bytes(cap: usize, kind: u8) -> usize {
    match cap.checked_mul(width(kind)) {
        Some(n) if n <= isize::MAX as usize => n,
        _ => heap::out_of_memory(),
    }
}

/// Memory for `cap` (whole) elements.
fn allocate(cap: usize, kind: u8, zeroed: bool) -> *mut u64 {
    if cap == 0 {
        return dangling();
    }
    let size = bytes(cap, kind);
    let p = if zeroed { heap::raw_alloc_zeroed(size) } else { heap::raw_alloc(size) };
    seq::advise_huge(p, size);
    p as *mut u64
}

/// Storage with room for `new` elements and the elements of the old, as far as they fit; its address and capacity.
///
/// # Safety
/// `data` is storage of this kind and capacity, and gone afterwards.
pub(super) unsafe fn resize(data: *mut u64, kind: u8, cap: usize, new: usize) -> (*mut u64, usize) {
    let new = whole(new, kind);
    if cap == 0 {
        return (allocate(new, kind, false), new);
    }
    // SAFETY: allocated by this module with this size.
    let p = unsafe { heap::raw_realloc(data as *mut u8, bytes(cap, kind), bytes(new, kind)) };
    if new > cap {
        seq::advise_huge(p, bytes(new, kind));
    }
    (p as *mut u64, new)
}

/// Where element `i` is.
///
/// # Safety
/// The position is inside the storage or at its end.
#[inline]
pub(super) unsafe fn element(data: *mut u64, kind: u8, i: usize) -> *mut u8 {
    // SAFETY: by the contract.
    unsafe { (data as *mut u8).add(i * width(kind)) }
}

/// Element `i` as a word: the value, the bits of the number, 0 or 1.
///
/// # Safety
/// There is an element `i`.
#[inline]
pub(crate) unsafe fn read(data: *mut u64, kind: u8, i: usize) -> u64 {
    // SAFETY: by the contract.
    unsafe { if kind == BOOLS { *(data as *const u8).add(i) as u64 } else { *data.add(i) } }
}

/// Overwrites element `i`, without releasing what was there.
///
/// # Safety
/// There is room for an element `i`, and the word is one of that kind.
#[inline]
pub(crate) unsafe fn write(data: *mut u64, kind: u8, i: usize, word: u64) {
    // SAFETY: by the contract.
    unsafe {
        if kind == BOOLS {
            (data as *mut u8).add(i).write(word as u8);
        } else {
            data.add(i).write(word);
        }
    }
}

/// Copies `n` elements to another storage, which is of the same kind or of values; the copies are owned.
///
/// # Safety
/// All positions are inside; the places written to do not overlap those read.
pub(super) unsafe fn copy_elements(from: *mut u64, from_kind: u8, start: usize, to: *mut u64, to_kind: u8, at: usize, n: usize) {
    // SAFETY: by the contract.
    unsafe {
        if from_kind == to_kind {
            let target = element(to, to_kind, at);
            std::ptr::copy_nonoverlapping(element(from, from_kind, start), target, n * width(to_kind));
            if to_kind == VALUES {
                retain_all(target as *const u64, n);
            }
            return;
        }
        debug_assert!(to_kind == VALUES);
        for i in 0..n {
            to.add(at + i).write(value_of(from_kind, read(from, from_kind, start + i)).into_bits());
        }
    }
}

/// The kind of a list that begins with `v`.
pub(super) fn kind_of(v: &Value) -> u8 {
    if v.is_small() {
        INTS
    } else if seq::is_float(v) {
        FLOATS
    } else if v.is_true() || v.is_false() {
        BOOLS
    } else if v.is_exact(&int::INT) && int::to_i64(v).is_some() {
        INTS
    } else {
        VALUES
    }
}

/// The kind that all of these values have in common (ints: those that are small).
pub(super) fn kind_for(values: &[Value]) -> u8 {
    match values.first() {
        Some(v) if v.is_small() && values.iter().all(Value::is_small) => INTS,
        Some(v) if seq::is_float(v) && values.iter().all(seq::is_float) => FLOATS,
        Some(v) if is_bool(v) && values.iter().all(is_bool) => BOOLS,
        Some(_) => VALUES,
        None => INTS,
    }
}

fn is_bool(v: &Value) -> bool {
    v.is_true() || v.is_false()
}

/// The word that stores `v`, a value of that kind (as [`kind_for`] says); values get a reference of their own.
#[inline]
pub(super) fn raw_word(kind: u8, v: &Value) -> u64 {
    match kind {
        INTS => v.as_small().unwrap_or(0) as u64,
        FLOATS => seq::float_of(v).to_bits(),
        BOOLS => v.is_true() as u64,
        _ => v.clone().into_bits(),
    }
}

impl Buffer {
    pub const EMPTY: Buffer = Buffer { data: std::ptr::NonNull::<u64>::dangling().as_ptr(), len: 0, cap: 0, kind: INTS };

    pub fn with_capacity(cap: usize, kind: u8) -> Buffer {
        let cap = whole(cap, kind);
        Buffer { data: allocate(cap, kind, false), len: 0, cap, kind }
    }

    /// `n` elements of zero bits: `0`, `0.0` or `False`.
    pub fn zeroed(n: usize, kind: u8) -> Buffer {
        let cap = whole(n, kind);
        Buffer { data: allocate(cap, kind, true), len: n, cap, kind }
    }

    /// `T` is a word: `u64`, `i64`, `f64` or `Value`, which share size and alignment.
    pub(super) fn from_words<T>(words: Vec<T>, kind: u8) -> Buffer {
        const { assert!(std::mem::size_of::<T>() == 8 && std::mem::align_of::<T>() == 8) };
        let len = words.len();
        if words.capacity() * 8 > heap::MAX_SMALL {
            // Large storage is the global allocator's: the vector's own memory serves.
            let mut words = std::mem::ManuallyDrop::new(words);
            return Buffer { data: words.as_mut_ptr() as *mut u64, len, cap: words.capacity(), kind };
        }
        let data = allocate(len, kind, false);
        // SAFETY: the elements move to memory of their size; the vector forgets them.
        unsafe {
            std::ptr::copy_nonoverlapping(words.as_ptr() as *const u64, data, len);
            let mut words = words;
            words.set_len(0);
        }
        Buffer { data, len, cap: len, kind }
    }

    pub fn from_values(values: Vec<Value>) -> Buffer {
        match kind_for(&values) {
            INTS => {
                let b = Buffer::from_words(values, INTS);
                for i in 0..b.len {
                    // SAFETY: inside the buffer; a tagged int becomes the raw int.
                    unsafe { *b.data.add(i) = (*b.data.add(i) as i64 >> 1) as u64 };
                }
                b
            }
            kind @ (FLOATS | BOOLS) => {
                let mut b = Buffer::with_capacity(values.len(), kind);
                for v in &values {
                    // SAFETY: the new buffer has room for all of them.
                    unsafe { write(b.data, kind, b.len, raw_word(kind, v)) };
                    b.len += 1;
                }
                b
            }
            _ => Buffer::from_words(values, VALUES),
        }
    }

    /// Copies of these values.
    pub(super) fn from_items(items: &[Value]) -> Buffer {
        let kind = kind_for(items);
        let mut b = Buffer::with_capacity(items.len(), kind);
        for (i, x) in items.iter().enumerate() {
            // SAFETY: the new buffer has room for all of them.
            unsafe {
                match kind {
                    INTS => b.data.add(i).write((x.bits() as i64 >> 1) as u64),
                    VALUES => b.data.add(i).write(x.clone().into_bits()),
                    _ => write(b.data, kind, i, raw_word(kind, x)),
                }
            }
        }
        b.len = items.len();
        b
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
                unsafe {
                    if i >= heap::AHEAD {
                        heap::prefetch(*self.data.add(i - heap::AHEAD));
                    }
                    drop(Value::from_bits(*self.data.add(i)));
                }
            }
        }
        release_memory(self.data, self.cap, self.kind);
    }
}

fn release_memory(data: *mut u64, cap: usize, kind: u8) {
    if cap != 0 {
        // SAFETY: allocated by this module with this capacity.
        unsafe { heap::raw_free(data as *mut u8, cap * width(kind)) };
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
        BOOLS => Value::bool(word != 0),
        // SAFETY: by the contract a live value, of which this is a second reference.
        _ => unsafe { (*std::mem::ManuallyDrop::new(Value::from_bits(word))).clone() },
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
