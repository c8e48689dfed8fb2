//! [`ArrayObj`]: N-dimensional arrays and their memory.
//!
//! An array is an address, a dtype, a shape and strides. Either it owns its elements, or it is a view and keeps the array (or
//! other object) that owns them alive. Constructors live here; everything else is in files of its own.

use std::alloc::Layout as Memory;
use std::cell::{Cell, UnsafeCell};

use pyaot_abi::dtype::DType;
use pyaot_abi::layout;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::MEMORY_ERROR;
use pyaot_core::heap;
use pyaot_core::start::hosted;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::{Header, Object, Value};

/// Dimensions kept in the object itself; compiled code knows arrays of up to this many.
pub const INLINE_DIMS: usize = layout::ARRAY_INLINE_DIMS;
/// NumPy's limit on the number of dimensions.
pub const MAX_DIMS: usize = 64;
/// Alignment of elements, in bytes: a cache line, and the widest vector.
pub const ALIGN: usize = 64;

/// Flags, with NumPy's numbers (`flags.num`).
pub const C_CONTIGUOUS: u16 = 0x1;
pub const F_CONTIGUOUS: u16 = 0x2;
pub const OWNDATA: u16 = 0x4;
pub const ALIGNED: u16 = 0x100;
pub const WRITEABLE: u16 = 0x400;

#[repr(C)]
pub struct ArrayObj {
    pub header: Header,
    /// The element at index 0 in every dimension.
    data: Cell<*mut u8>,
    /// Number of elements.
    size: Cell<i64>,
    dtype: Cell<DType>,
    ndim: Cell<u8>,
    flags: Cell<u16>,
    /// Bytes of an element.
    itemsize: Cell<u32>,
    /// Lengths and strides (in bytes) of up to [`INLINE_DIMS`] dimensions.
    shape: [Cell<i64>; INLINE_DIMS],
    strides: [Cell<i64>; INLINE_DIMS],
    /// Lengths, then strides, of more dimensions than these.
    more: UnsafeCell<Option<Box<[i64]>>>,
    /// What owns the elements, where the array itself does not.
    base: UnsafeCell<Option<Value>>,
    /// Elements that the array had before it was resized: views may still look at them.
    before: UnsafeCell<Option<Value>>,
    /// Bytes at `data` that the array itself owns.
    owned: Cell<usize>,
}

const _: () = {
    assert!(std::mem::offset_of!(ArrayObj, data) == layout::ARRAY_DATA as usize);
    assert!(std::mem::offset_of!(ArrayObj, size) == layout::ARRAY_SIZE as usize);
    assert!(std::mem::offset_of!(ArrayObj, dtype) == layout::ARRAY_DTYPE as usize);
    assert!(std::mem::offset_of!(ArrayObj, ndim) == layout::ARRAY_NDIM as usize);
    assert!(std::mem::offset_of!(ArrayObj, flags) == layout::ARRAY_FLAGS as usize);
    assert!(std::mem::offset_of!(ArrayObj, shape) == layout::ARRAY_SHAPE as usize);
    assert!(std::mem::offset_of!(ArrayObj, strides) == layout::ARRAY_STRIDES as usize);
};

// SAFETY: repr(C), header first; `NDARRAY` and its subclasses are the types with this layout.
unsafe impl Object for ArrayObj {
    const LAYOUT: Layout = Layout::Array;
}

/// The order of elements in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The last index changes fastest.
    C,
    /// The first index changes fastest.
    F,
}

impl ArrayObj {
    #[inline]
    pub fn data(&self) -> *mut u8 {
        self.data.get()
    }

    /// Number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        self.size.get() as usize
    }

    #[inline]
    pub fn dtype(&self) -> DType {
        self.dtype.get()
    }

    #[inline]
    pub fn ndim(&self) -> usize {
        self.ndim.get() as usize
    }

    /// Bytes of an element.
    #[inline]
    pub fn itemsize(&self) -> usize {
        self.itemsize.get() as usize
    }

    /// Bytes of all elements.
    #[inline]
    pub fn nbytes(&self) -> usize {
        self.size() * self.itemsize()
    }

    #[inline]
    fn dims(&self, inline: &[Cell<i64>; INLINE_DIMS], second: bool) -> &[i64] {
        let n = self.ndim();
        // SAFETY: single-threaded. Shape and strides of a live array change by `set_dims` alone, whose callers hold no borrow.
        unsafe {
            match &*self.more.get() {
                Some(m) => &m[if second { n..2 * n } else { 0..n }],
                None => std::slice::from_raw_parts(inline.as_ptr().cast(), n),
            }
        }
    }

    /// Lengths of the dimensions.
    #[inline]
    pub fn shape(&self) -> &[i64] {
        self.dims(&self.shape, false)
    }

    /// Bytes from one index to the next, by dimension.
    #[inline]
    pub fn strides(&self) -> &[i64] {
        self.dims(&self.strides, true)
    }

    #[inline]
    pub fn flags(&self) -> u16 {
        self.flags.get()
    }

    #[inline]
    pub fn is_c_contiguous(&self) -> bool {
        self.flags.get() & C_CONTIGUOUS != 0
    }

    #[inline]
    pub fn is_f_contiguous(&self) -> bool {
        self.flags.get() & F_CONTIGUOUS != 0
    }

    #[inline]
    pub fn is_writeable(&self) -> bool {
        self.flags.get() & WRITEABLE != 0
    }

    pub fn set_writeable(&self, yes: bool) {
        let f = self.flags.get();
        self.flags.set(if yes { f | WRITEABLE } else { f & !WRITEABLE });
    }

    /// Elements that lie elsewhere: the array is over another's, which has been given other memory, or another shape.
    ///
    /// # Safety
    /// As for [`over`], of which this array has been made.
    pub unsafe fn set_over(&self, data: *mut u8, dtype: DType, shape: &[i64], strides: &[i64], writeable: bool) {
        self.data.set(data);
        self.dtype.set(dtype);
        self.itemsize.set(dtype.size() as u32);
        self.set_writeable(writeable);
        self.set_dims(shape, strides);
    }

    /// What owns the elements, where it is not the array itself (`a.base`).
    pub fn base(&self) -> Option<Value> {
        // SAFETY: single-threaded; copied out at once.
        unsafe { (*self.base.get()).clone() }
    }

    /// Looks at what owns the elements, without a reference to it.
    #[inline]
    pub fn with_base<R>(&self, f: impl FnOnce(Option<&Value>) -> R) -> R {
        // SAFETY: single-threaded; nothing that is asked of the value changes the array.
        f(unsafe { (*self.base.get()).as_ref() })
    }

    /// The array itself owns its elements.
    #[inline]
    pub fn owns(&self) -> bool {
        self.flags.get() & OWNDATA != 0
    }

    /// Gives its elements away, of so many bytes, to be ended by [`free_elements`]; the array is not to be used any more. `None`: they
    /// are not its own.
    pub fn give_elements(&self) -> Option<usize> {
        let is_own = self.owns();
        self.flags.set(self.flags.get() & !OWNDATA);
        is_own.then(|| self.owned.replace(0))
    }

    /// Another shape (and strides) for the same elements, in place.
    pub fn set_dims(&self, shape: &[i64], strides: &[i64]) {
        debug_assert_eq!(shape.len(), strides.len());
        let n = shape.len();
        let more = if n > INLINE_DIMS {
            Some([shape, strides].concat().into_boxed_slice())
        } else {
            for k in 0..n {
                self.shape[k].set(shape[k]);
                self.strides[k].set(strides[k]);
            }
            None
        };
        // SAFETY: single-threaded; callers hold no borrow of the old dimensions.
        let old = unsafe { std::mem::replace(&mut *self.more.get(), more) };
        if hosted::is_any_outside() {
            // A kernel may be looking at them.
            std::mem::forget(old);
        }
        self.ndim.set(n as u8);
        self.size.set(shape.iter().product());
        self.find_flags();
    }

    /// Another dtype for the same memory, in place (`a.dtype = …`).
    pub fn set_dtype(&self, dtype: DType, itemsize: usize) {
        self.dtype.set(dtype);
        self.itemsize.set(itemsize as u32);
        self.find_flags();
    }

    /// Contiguity and alignment, from shape and strides.
    fn find_flags(&self) {
        let (shape, strides, item) = (self.shape(), self.strides(), self.itemsize() as i64);
        let c = is_contiguous(shape.iter().zip(strides).rev(), item);
        let f = is_contiguous(shape.iter().zip(strides), item);
        let unit = match self.dtype() {
            DType::C64 => 4,
            DType::C128 => 8,
            d => d.size(),
        };
        let aligned = (self.data() as usize).is_multiple_of(unit) && strides.iter().all(|s| s % unit as i64 == 0);
        let mut flags = self.flags.get() & !(C_CONTIGUOUS | F_CONTIGUOUS | ALIGNED);
        flags |= if c { C_CONTIGUOUS } else { 0 } | if f { F_CONTIGUOUS } else { 0 } | if aligned { ALIGNED } else { 0 };
        self.flags.set(flags);
    }
}

/// The elements lie one behind the other, the first of these dimensions changing fastest.
fn is_contiguous<'a>(mut dims: impl Iterator<Item = (&'a i64, &'a i64)> + Clone, item: i64) -> bool {
    let mut next = item;
    dims.clone().any(|(n, _)| *n == 0)
        || dims.all(|(n, stride)| {
            let fits = *n == 1 || *stride == next;
            next *= n;
            fits
        })
}

/// Strides of elements that lie one behind the other.
pub fn contiguous_strides(shape: &[i64], itemsize: usize, order: Order) -> Vec<i64> {
    let mut strides = vec![0; shape.len()];
    let mut next = itemsize as i64;
    let mut set = |k: usize| {
        strides[k] = next;
        next = next.saturating_mul(shape[k].max(1));
    };
    match order {
        Order::C => (0..shape.len()).rev().for_each(&mut set),
        Order::F => (0..shape.len()).for_each(&mut set),
    }
    strides
}

/// Number of elements of a shape.
///
/// # Errors
/// ValueError for negative dimensions, and where the bytes of the elements are beyond an address.
#[inline]
pub fn checked_size(shape: &[i64], itemsize: usize) -> Result<usize> {
    // Few dimensions of ordinary lengths, at once.
    let bytes = shape.iter().try_fold(itemsize.max(1) as i64, |n, d| if *d > 0 { n.checked_mul(*d) } else { None });
    match bytes {
        Some(_) if shape.len() <= INLINE_DIMS => Ok(shape.iter().product::<i64>() as usize),
        _ => unusual_size(shape, itemsize),
    }
}

/// Raises ValueError.
///
/// # Errors
/// Always.
#[cold]
pub fn too_many_dims<T>(found: usize) -> Result<T> {
    value_error(format!("maximum supported dimension for an ndarray is currently {MAX_DIMS}, found {found}"))
}

#[cold]
fn unusual_size(shape: &[i64], itemsize: usize) -> Result<usize> {
    if shape.iter().any(|n| *n < 0) {
        return value_error("negative dimensions are not allowed");
    }
    if shape.len() > MAX_DIMS {
        return too_many_dims(shape.len());
    }
    if shape.contains(&0) {
        return checked_lengths(shape).map(|()| 0);
    }
    let bytes = shape.iter().try_fold(itemsize.max(1) as i64, |n, d| n.checked_mul(*d));
    match bytes {
        Some(_) => Ok(shape.iter().product::<i64>() as usize),
        None => too_big(),
    }
}

/// For arrays with more elements than memory, which NumPy has up to 2**63: compiled code relies on [`layout::LENGTHS`].
///
/// # Errors
/// ValueError for a dimension of that length.
pub fn checked_lengths(shape: &[i64]) -> Result<()> {
    if shape.iter().any(|n| *n >= layout::LENGTHS) { too_big() } else { Ok(()) }
}

fn too_big<T>() -> Result<T> {
    value_error("array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.")
}

#[inline]
fn memory(bytes: usize) -> Memory {
    Memory::from_size_align(bytes.max(1), ALIGN).expect("checked_size keeps it in bounds")
}

/// Memory for elements; null where there is none.
pub fn elements(bytes: usize, zeroed: bool) -> *mut u8 {
    crate::pool::take(memory(bytes), zeroed)
}

/// Ends memory for elements.
///
/// # Safety
/// It comes from [`elements`] with so many bytes, or from [`ArrayObj::give_elements`].
pub unsafe fn free_elements(block: *mut u8, bytes: usize) {
    // SAFETY: by the contract.
    unsafe { crate::pool::give(block, memory(bytes)) };
}

/// How the elements of a new array begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// With whatever is in memory (None in arrays of objects): the caller writes them all.
    Uninit,
    /// With zeros; untouched pages of large arrays take no memory.
    Zero,
}

/// A new array that owns its elements. `itemsize` matters for strings only; otherwise it is that of the dtype.
///
/// # Errors
/// See [`checked_size`]; MemoryError.
pub fn new(dtype: DType, itemsize: usize, shape: &[i64], order: Order, fill: Fill) -> Result<Value> {
    let size = checked_size(shape, itemsize)?;
    let bytes = size * itemsize;
    let data = crate::pool::take(memory(bytes), fill == Fill::Zero && dtype != DType::Object);
    if data.is_null() {
        return raise(&MEMORY_ERROR, no_memory(dtype, shape, bytes));
    }
    if dtype == DType::Object {
        let zero = fill == Fill::Zero;
        for k in 0..size {
            let v = if zero { Value::int(0) } else { Value::none() };
            // SAFETY: `size` words have been allocated.
            unsafe { (data as *mut u64).add(k).write(v.into_bits()) };
        }
    }
    if shape.len() <= INLINE_DIMS && size > 0 {
        return Ok(fresh(data, dtype, itemsize, shape, size, order, bytes));
    }
    let strides = if size == 0 { vec![0; shape.len()] } else { contiguous_strides(shape, itemsize, order) };
    // SAFETY: the memory is new and holds the elements.
    Ok(unsafe { make(crate::ndarray::ndarray_type(), data, dtype, itemsize, shape, &strides, OWNDATA | WRITEABLE, None, bytes) })
}

/// The array around new memory, whose elements lie in order: nothing is to be found out about it.
#[inline]
fn fresh(data: *mut u8, dtype: DType, itemsize: usize, shape: &[i64], size: usize, order: Order, owned: usize) -> Value {
    let long = if shape.len() == 1 { 1 } else { shape.iter().filter(|n| **n > 1).count() };
    let ordered = match order {
        _ if long <= 1 => C_CONTIGUOUS | F_CONTIGUOUS,
        Order::C => C_CONTIGUOUS,
        Order::F => F_CONTIGUOUS,
    };
    // Field by field where they belong: the copy of a whole object would have to wait until its fields have been written.
    let v = heap::new_var(crate::ndarray::ndarray_type(), size_of::<ArrayObj>(), |at| {
        let at = at.cast::<ArrayObj>();
        // SAFETY: memory for the object, with its header; these are the other fields.
        unsafe {
            (&raw mut (*at).data).write(Cell::new(data));
            (&raw mut (*at).size).write(Cell::new(size as i64));
            (&raw mut (*at).dtype).write(Cell::new(dtype));
            (&raw mut (*at).ndim).write(Cell::new(shape.len() as u8));
            (&raw mut (*at).flags).write(Cell::new(OWNDATA | WRITEABLE | ALIGNED | ordered));
            (&raw mut (*at).itemsize).write(Cell::new(itemsize as u32));
            (&raw mut (*at).shape).write([const { Cell::new(0) }; INLINE_DIMS]);
            (&raw mut (*at).strides).write([const { Cell::new(0) }; INLINE_DIMS]);
            (&raw mut (*at).more).write(UnsafeCell::new(None));
            (&raw mut (*at).base).write(UnsafeCell::new(None));
            (&raw mut (*at).before).write(UnsafeCell::new(None));
            (&raw mut (*at).owned).write(Cell::new(owned));
        }
    });
    let a = as_array(&v);
    if let [n] = shape {
        a.shape[0].set(*n);
        a.strides[0].set(itemsize as i64);
        return v;
    }
    let mut next = itemsize as i64;
    for k in 0..shape.len() {
        let at = if order == Order::C { shape.len() - 1 - k } else { k };
        a.shape[at].set(shape[at]);
        a.strides[at].set(next);
        next *= shape[at];
    }
    v
}

/// [`new`] for a dtype of fixed size, C order.
pub fn empty(dtype: DType, shape: &[i64]) -> Result<Value> {
    new(dtype, dtype.size(), shape, Order::C, Fill::Uninit)
}

/// A new array of the shape of another, in C order, whose elements the caller writes.
#[inline]
pub fn empty_like(a: &ArrayObj, dtype: DType) -> Result<Value> {
    let (shape, size) = (a.shape(), a.size());
    let Some(bytes) = size.checked_mul(dtype.size()) else { return too_big() };
    if shape.len() > INLINE_DIMS || size == 0 || dtype == DType::Object {
        return empty(dtype, shape);
    }
    let data = crate::pool::take(memory(bytes), false);
    if data.is_null() {
        return raise(&MEMORY_ERROR, no_memory(dtype, shape, bytes));
    }
    Ok(fresh(data, dtype, dtype.size(), shape, size, Order::C, bytes))
}

/// A view: the array `of` (or what it is a view of) stays alive as long as this one.
///
/// # Safety
/// All elements that shape and strides lead to from `data` lie in the memory of `of`.
pub unsafe fn view(of: &Value, data: *mut u8, dtype: DType, itemsize: usize, shape: &[i64], strides: &[i64]) -> Value {
    let a = as_array(of);
    // The array that owns the elements, or the one that knows what does.
    let base = a.base().filter(|b| get(b).is_some()).unwrap_or_else(|| of.clone());
    // SAFETY: by the contract.
    unsafe { make(crate::ndarray::ndarray_type(), data, dtype, itemsize, shape, strides, a.flags() & WRITEABLE, Some(base), 0) }
}

/// An array over memory of another object, `base`.
///
/// # Safety
/// All elements that shape and strides lead to from `data` stay valid as long as `base` lives.
pub unsafe fn over(base: Value, data: *mut u8, dtype: DType, shape: &[i64], strides: &[i64], writeable: bool) -> Value {
    let flags = if writeable { WRITEABLE } else { 0 };
    // SAFETY: by the contract.
    unsafe { make(crate::ndarray::ndarray_type(), data, dtype, dtype.size(), shape, strides, flags, Some(base), 0) }
}

/// # Safety
/// `data` and the dimensions describe memory that is owned (`owned` bytes from the pool), or that `base` keeps alive.
#[expect(clippy::too_many_arguments, reason = "every field of an array")]
unsafe fn make(
    ty: &'static TypeObj,
    data: *mut u8,
    dtype: DType,
    itemsize: usize,
    shape: &[i64],
    strides: &[i64],
    flags: u16,
    base: Option<Value>,
    owned: usize,
) -> Value {
    let v = heap::new_object(ty, |header| ArrayObj {
        header,
        data: Cell::new(data),
        size: Cell::new(0),
        dtype: Cell::new(dtype),
        ndim: Cell::new(0),
        flags: Cell::new(flags),
        itemsize: Cell::new(itemsize as u32),
        shape: Default::default(),
        strides: Default::default(),
        more: UnsafeCell::new(None),
        base: UnsafeCell::new(base),
        before: UnsafeCell::new(None),
        owned: Cell::new(owned),
    });
    as_array(&v).set_dims(shape, strides);
    v
}

fn no_memory(dtype: DType, shape: &[i64], bytes: usize) -> String {
    const UNITS: [&str; 6] = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let unit = ((usize::BITS - 1 - bytes.max(1).leading_zeros()) / 10).min(5) as usize;
    let n = bytes as f64 / (1u64 << (10 * unit)) as f64;
    // Three digits, as NumPy.
    let digits = if unit == 0 || n >= 100.0 { 0 } else if n >= 10.0 { 1 } else { 2 };
    format!("Unable to allocate {n:.digits$} {} for an array with shape {} and data type {}", UNITS[unit], shape_text(shape), dtype.name())
}

/// A shape as Python prints the tuple: `(3,)`, `(2, 3)`.
pub fn shape_text(shape: &[i64]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// Gives an array that owns its elements those of a new one, which nobody else knows. The old elements stay as long as the
/// array does, for views may look at them.
pub fn replace(v: &Value, new: Value) {
    let (x, y) = (as_array(v), as_array(&new));
    let (xs, xt) = (x.shape().to_vec(), x.strides().to_vec());
    let (ys, yt) = (y.shape().to_vec(), y.strides().to_vec());
    x.data.swap(&y.data);
    x.owned.swap(&y.owned);
    x.set_dims(&ys, &yt);
    y.set_dims(&xs, &xt);
    // SAFETY: single-threaded; no borrow of these is live.
    unsafe {
        *y.before.get() = (*x.before.get()).take();
        *x.before.get() = Some(new);
    }
}

/// A shape as most of NumPy's messages write it: `(2,3)`.
pub fn shape_in_message(shape: &[i64]) -> String {
    shape_text(shape).replace(", ", ",")
}

/// The array behind a value known to be one.
#[inline]
pub fn as_array(v: &Value) -> &ArrayObj {
    match v.downcast::<ArrayObj>() {
        Some(a) => a,
        None => unreachable!("an array method got another object"),
    }
}

/// The array in `v`, if it is one.
#[inline]
pub fn get(v: &Value) -> Option<&ArrayObj> {
    v.downcast::<ArrayObj>()
}

/// Ends an array: its elements, their memory, the hold on its base.
///
/// # Safety
/// Called once, on an array that nothing refers to any more.
pub(crate) unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: by the contract.
    unsafe {
        let a = &*(h as *mut ArrayObj);
        if a.owns() {
            if a.dtype() == DType::Object {
                for k in 0..a.owned.get() / 8 {
                    drop(Value::from_bits((a.data() as *mut u64).add(k).read()));
                }
            }
            crate::pool::give(a.data(), memory(a.owned.get()));
        }
        std::ptr::drop_in_place(a.more.get());
        std::ptr::drop_in_place(a.base.get());
        std::ptr::drop_in_place(a.before.get());
    }
}

/// Visits what the array refers to.
///
/// # Safety
/// `h` is a live array.
pub(crate) unsafe fn traverse(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: by the contract; elements of object arrays are owned words.
    unsafe {
        let a = &*(h as *mut ArrayObj);
        if a.owns() && a.dtype() == DType::Object {
            (0..a.owned.get() / 8).for_each(|k| visit(&*(a.data() as *const Value).add(k)));
        }
        if let Some(b) = &*a.base.get() {
            visit(b);
        }
        if let Some(b) = &*a.before.get() {
            visit(b);
        }
    }
}

/// Lets go of the objects in the array, to break cycles.
///
/// # Safety
/// `h` is a live array.
pub(crate) unsafe fn clear(h: *mut Header) {
    // SAFETY: by the contract.
    unsafe {
        let a = &*(h as *mut ArrayObj);
        if a.owns() && a.dtype() == DType::Object {
            for k in 0..a.owned.get() / 8 {
                let slot = (a.data() as *mut u64).add(k);
                let old = slot.replace(Value::none().into_bits());
                drop(Value::from_bits(old));
            }
        }
    }
}
