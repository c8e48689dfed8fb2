//! [`Value`]: one tagged word, an owned reference to any Python object.
//!
//! Low bit set: a 63-bit int, shifted left by one. Otherwise a pointer to an object that starts with a [`Header`].

use std::cell::Cell;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::ops::Deref;

use crate::types::TypeObj;

/// First two words of every heap object. The count is not atomic: compiled code is single-threaded.
#[repr(C)]
pub struct Header {
    pub rc: Cell<u64>,
    pub ty: Cell<&'static TypeObj>,
}

/// Start value of the count of an object that is never freed (statics, constants of the program).
pub const IMMORTAL: u64 = 1 << 60;

impl Header {
    pub const fn immortal(ty: &'static TypeObj) -> Header {
        Header { rc: Cell::new(IMMORTAL), ty: Cell::new(ty) }
    }
}

/// A layout that starts with a [`Header`] and belongs to one native type (and its subclasses).
///
/// # Safety
/// `Self` is `#[repr(C)]`, its first field is a `Header`, and every object whose type has `LAYOUT` starts with it.
pub unsafe trait Object: 'static {
    const LAYOUT: crate::types::Layout;
}

/// An owned reference to a Python object; `Clone` retains, `Drop` releases. Never zero, so `Option<Value>` is one word.
#[repr(transparent)]
pub struct Value(NonZeroU64);

/// A borrowed [`Value`] in the signature of a leaf: same word, no ownership. Derefs to `Value`.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Borrowed<'a>(NonZeroU64, PhantomData<&'a Value>);

impl Deref for Borrowed<'_> {
    type Target = Value;
    fn deref(&self) -> &Value {
        // SAFETY: both are transparent wrappers of NonZeroU64.
        unsafe { &*(self as *const Self as *const Value) }
    }
}

pub const SMALL_MIN: i64 = -(1 << 62);
pub const SMALL_MAX: i64 = (1 << 62) - 1;

impl Value {
    /// The int `i`: tagged, or a big-int object outside 63 bits.
    #[inline]
    pub fn int(i: i64) -> Value {
        match Value::small(i) {
            Some(v) => v,
            None => crate::int::from_i64_slow(i),
        }
    }

    /// The tagged form of `i`, if it fits 63 bits.
    #[inline]
    pub fn small(i: i64) -> Option<Value> {
        if (SMALL_MIN..=SMALL_MAX).contains(&i) {
            // SAFETY: the low bit is set, so the word is not zero.
            Some(Value(unsafe { NonZeroU64::new_unchecked(((i as u64) << 1) | 1) }))
        } else {
            None
        }
    }

    #[inline]
    pub fn is_small(&self) -> bool {
        self.0.get() & 1 == 1
    }

    /// The int in the word, if tagged.
    #[inline]
    pub fn as_small(&self) -> Option<i64> {
        self.is_small().then(|| (self.0.get() as i64) >> 1)
    }

    #[inline]
    pub fn none() -> Value {
        crate::types::NONE_OBJ.value()
    }

    #[inline]
    pub fn bool(b: bool) -> Value {
        if b { crate::types::TRUE_OBJ.value() } else { crate::types::FALSE_OBJ.value() }
    }

    #[inline]
    pub fn is_none(&self) -> bool {
        self.0.get() == &crate::types::NONE_OBJ as *const _ as u64
    }

    #[inline]
    pub fn is_true(&self) -> bool {
        self.0.get() == &crate::types::TRUE_OBJ as *const _ as u64
    }

    #[inline]
    pub fn is_false(&self) -> bool {
        self.0.get() == &crate::types::FALSE_OBJ as *const _ as u64
    }

    /// `a is b`.
    #[inline]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }

    #[inline]
    pub fn bits(&self) -> u64 {
        self.0.get()
    }

    /// Gives up ownership: the caller must later pass the word to [`Value::from_bits`] or release it.
    #[inline]
    pub fn into_bits(self) -> u64 {
        ManuallyDrop::new(self).0.get()
    }

    /// # Safety
    /// `bits` is a non-zero word whose ownership the caller has (from [`Value::into_bits`] or compiled code).
    #[inline]
    pub unsafe fn from_bits(bits: u64) -> Value {
        // SAFETY: not zero by the contract.
        Value(unsafe { NonZeroU64::new_unchecked(bits) })
    }

    /// A second owned reference to the object at `ptr`.
    ///
    /// # Safety
    /// `ptr` points to a live object.
    #[inline]
    pub unsafe fn from_ptr_retained<T>(ptr: *const T) -> Value {
        // SAFETY: live object by the contract.
        unsafe {
            let h = &*(ptr as *const Header);
            h.rc.set(h.rc.get() + 1);
            Value::from_bits(ptr as u64)
        }
    }

    #[inline]
    pub fn borrow(&self) -> Borrowed<'_> {
        Borrowed(self.0, PhantomData)
    }

    /// The object's header; `None` for a tagged int.
    #[inline]
    pub fn header(&self) -> Option<&Header> {
        // SAFETY: an untagged word points to a live object while `self` owns a reference.
        (!self.is_small()).then(|| unsafe { &*(self.0.get() as *const Header) })
    }

    /// The type of the object (`int` for a tagged int).
    #[inline]
    pub fn ty(&self) -> &'static TypeObj {
        match self.header() {
            Some(h) => h.ty.get(),
            None => &crate::int::INT,
        }
    }

    /// The object as layout `T`, if its type (or a base of it) is native with that layout.
    #[inline]
    pub fn downcast<T: Object>(&self) -> Option<&T> {
        let h = self.header()?;
        // SAFETY: the layout of the type says that the object starts with a T.
        (h.ty.get().layout == T::LAYOUT).then(|| unsafe { &*(h as *const Header as *const T) })
    }

    /// The object as layout `T`.
    ///
    /// # Safety
    /// The object has this layout.
    #[inline]
    pub unsafe fn cast<T: Object>(&self) -> &T {
        debug_assert!(self.downcast::<T>().is_some());
        // SAFETY: by the contract.
        unsafe { &*(self.0.get() as *const T) }
    }

    /// Exactly this type, no subclass.
    #[inline]
    pub fn is_exact(&self, ty: &'static TypeObj) -> bool {
        std::ptr::eq(self.ty(), ty)
    }
}

impl Clone for Value {
    #[inline]
    fn clone(&self) -> Value {
        if let Some(h) = self.header() {
            h.rc.set(h.rc.get() + 1);
        }
        Value(self.0)
    }
}

impl Drop for Value {
    #[inline]
    fn drop(&mut self) {
        if let Some(h) = self.header() {
            let n = h.rc.get() - 1;
            h.rc.set(n);
            if n == 0 {
                crate::heap::dealloc(h);
            }
        }
    }
}

/// An owned reference to an object of known layout.
#[repr(transparent)]
pub struct Ref<T: Object>(Value, PhantomData<T>);

impl<T: Object> Ref<T> {
    /// # Safety
    /// `v` has layout `T`.
    #[inline]
    pub unsafe fn new(v: Value) -> Ref<T> {
        Ref(v, PhantomData)
    }

    /// `v` as a typed reference, or `v` back.
    #[inline]
    pub fn try_from(v: Value) -> Result<Ref<T>, Value> {
        if v.downcast::<T>().is_some() { Ok(Ref(v, PhantomData)) } else { Err(v) }
    }

    #[inline]
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    #[inline]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl<T: Object> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Ref(self.0.clone(), PhantomData)
    }
}

impl<T: Object> Deref for Ref<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the layout was checked when the Ref was made.
        unsafe { self.0.cast::<T>() }
    }
}
