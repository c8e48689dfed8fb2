//! Iteration: over the first dimension (`for row in a`), and over all elements (`a.flat`).

use std::cell::{Cell, UnsafeCell};

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::native::Natives;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::{Header, Object, Value};
use pyaot_core::{heap, late_type, natives, ops, slice};

use crate::array::{self, Fill, Order, as_array};
use crate::{cast, convert, elem, shape};

#[repr(C)]
struct ArrayIter {
    header: Header,
    /// None at the end.
    array: UnsafeCell<Option<Value>>,
    next: Cell<i64>,
}

// SAFETY: repr(C) with the header first. Layout::Iterator is shared: objects are found by their types.
unsafe impl Object for ArrayIter {
    const LAYOUT: Layout = Layout::Iterator;
}

late_type! {
    /// What `iter(a)` gives.
    pub static ARRAY_ITERATOR, array_iterator_type = (
        "iterator",
        Layout::Iterator,
        Slots { iter: Some(itself), next: Some(next_row), drop: Some(drop_fields), ..Slots::EMPTY },
        &[],
        base: None,
    );
}

late_type! {
    /// `numpy.flatiter`
    pub static FLAT, flat_type = (
        "numpy.flatiter",
        Layout::Iterator,
        Slots {
            iter: Some(itself),
            next: Some(next_flat),
            len: Some(flat_len),
            getitem: Some(flat_getitem),
            setitem: Some(flat_setitem),
            getattr: Some(flat_getattr),
            drop: Some(drop_fields),
            ..Slots::EMPTY
        },
        FLAT_METHODS,
        base: None,
    );
}

static FLAT_METHODS: Natives = natives![
    "copy(self, /)" => |a: &[Value]| shape::flatten(&[array_of(&a[0]), pyaot_core::str::new("C")]),
    "__array__(self, dtype=None, copy=None, /)" => |a: &[Value]| shape::flatten(&[array_of(&a[0]), pyaot_core::str::new("C")]),
];

fn itself(v: &Value) -> Result<Value> {
    Ok(v.clone())
}

/// # Safety
/// Called once, on an object that nothing refers to any more.
unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: by the contract.
    unsafe { std::ptr::drop_in_place((*(h as *mut ArrayIter)).array.get()) }
}

fn this(v: &Value) -> &ArrayIter {
    debug_assert!(v.is_exact(&ARRAY_ITERATOR) || v.is_exact(&FLAT));
    // SAFETY: the slots of this file are reached through its types only.
    unsafe { &*(v.bits() as *const ArrayIter) }
}

fn array_of(v: &Value) -> Value {
    // SAFETY: single-threaded; copied out at once.
    unsafe { (*this(v).array.get()).clone() }.unwrap_or_else(Value::none)
}

/// `iter(a)`
///
/// # Errors
/// TypeError for arrays without dimensions.
pub fn rows(v: &Value) -> Result<Value> {
    if as_array(v).ndim() == 0 {
        return type_error("iteration over a 0-d array");
    }
    Ok(heap::new_object(array_iterator_type(), |header| ArrayIter { header, array: UnsafeCell::new(Some(v.clone())), next: Cell::new(0) }))
}

/// `a.flat`
pub fn flat(v: &Value) -> Value {
    heap::new_object(flat_type(), |header| ArrayIter { header, array: UnsafeCell::new(Some(v.clone())), next: Cell::new(0) })
}

fn next_row(v: &Value) -> Result<Option<Value>> {
    let it = this(v);
    // SAFETY: single-threaded; the borrow ends before Python code runs.
    let Some(array) = (unsafe { (*it.array.get()).clone() }) else { return Ok(None) };
    let k = it.next.get();
    if k >= as_array(&array).shape()[0] {
        // SAFETY: no borrow is live.
        drop(unsafe { (*it.array.get()).take() });
        return Ok(None);
    }
    it.next.set(k + 1);
    Ok(Some(row(&array, k)))
}

/// `a[k]` for an index that is inside.
fn row(v: &Value, k: i64) -> Value {
    let a = as_array(v);
    let at = a.data().wrapping_offset((k * a.strides()[0]) as isize);
    // SAFETY: inside the array.
    unsafe {
        if a.ndim() == 1 {
            elem::get(a.dtype(), a.itemsize(), at)
        } else {
            array::view(v, at, a.dtype(), a.itemsize(), &a.shape()[1..], &a.strides()[1..])
        }
    }
}

/// The address of the element with this number in C order.
pub fn address(a: &array::ArrayObj, mut k: i64) -> *mut u8 {
    let mut offset = 0;
    for (n, s) in a.shape().iter().zip(a.strides()).rev() {
        offset += k % n * s;
        k /= n;
    }
    a.data().wrapping_offset(offset as isize)
}

fn next_flat(v: &Value) -> Result<Option<Value>> {
    let it = this(v);
    let array = array_of(v);
    let (a, k) = (as_array(&array), it.next.get());
    if k >= a.size() as i64 {
        return Ok(None);
    }
    it.next.set(k + 1);
    // SAFETY: inside the array.
    Ok(Some(unsafe { elem::get(a.dtype(), a.itemsize(), address(a, k)) }))
}

fn flat_len(v: &Value) -> Result<usize> {
    Ok(as_array(&array_of(v)).size())
}

fn flat_getitem(v: &Value, key: &Value) -> Result<Value> {
    let array = array_of(v);
    let a = as_array(&array);
    if let Some(i) = one_place(key)? {
        let n = a.size() as i64;
        let k = if i < 0 { i + n } else { i };
        if !(0..n).contains(&k) {
            return raise(&INDEX_ERROR, format!("index {i} is out of bounds for size {n}"));
        }
        // SAFETY: inside the array.
        return Ok(unsafe { elem::get(a.dtype(), a.itemsize(), address(a, k)) });
    }
    let all = shape::flatten(&[array.clone(), pyaot_core::str::new("C")])?;
    let part = chosen(&all, key)?;
    // A copy in any case.
    Ok(match array::get(&part) {
        Some(p) => cast::copied(p, Order::C)?,
        None => part,
    })
}

/// The one place that a number names.
fn one_place(key: &Value) -> Result<Option<i64>> {
    if array::get(key).is_some_and(|k| k.ndim() > 0) {
        return Ok(None);
    }
    Ok(ops::index_value_opt(key)?.as_ref().and_then(pyaot_core::int::to_i64))
}

/// The places that a key of ints names one by one.
fn named_places(key: &Value) -> Result<Option<Vec<i64>>> {
    if key.downcast::<slice::SliceObj>().is_some() || key.is_ellipsis() {
        return Ok(None);
    }
    let places = convert::from_any(key, None)?;
    if !as_array(&places).dtype().is_integer() {
        return Ok(None);
    }
    crate::ufunc::position::index_list(&places).map(Some)
}

/// `all[key]`, which knows no axis.
fn chosen(all: &Value, key: &Value) -> Result<Value> {
    let n = as_array(all).size() as i64;
    match named_places(key)?.and_then(|named| named.into_iter().find(|i| !(-n..n).contains(i))) {
        Some(i) => raise(&INDEX_ERROR, format!("index {i} is out of bounds for size {n}")),
        None => match array::get(key) {
            Some(m) if m.dtype() == DType::Bool && m.ndim() == 1 && m.shape() != [n] => raise(
                &INDEX_ERROR,
                format!(
                    "boolean index did not match indexed flat iterator along axis 0; size of axis is {n} but size of corresponding boolean \
                     axis is {}",
                    m.size()
                ),
            ),
            _ => crate::index::getitem(all, key),
        },
    }
}

fn flat_setitem(v: &Value, key: &Value, x: Option<&Value>) -> Result<()> {
    let Some(x) = x else { return type_error("Cannot delete iterator elements") };
    let array = array_of(v);
    let a = as_array(&array);
    let (start, step, count) = if key.downcast::<slice::SliceObj>().is_some() {
        let (start, _, step, count) = slice::indices(key, a.size())?;
        (start, step, count)
    } else if let Some(i) = one_place(key)? {
        let n = a.size() as i64;
        let k = if i < 0 { i + n } else { i };
        if !(0..n).contains(&k) {
            return raise(&INDEX_ERROR, format!("index {i} is out of bounds for size {n}"));
        }
        return set_one(a, k, x);
    } else {
        // The places that the key selects, by their numbers.
        let numbers = array::new(DType::I64, 8, &[a.size() as i64], Order::C, Fill::Uninit)?;
        for k in 0..a.size() {
            // SAFETY: inside the new array.
            unsafe { (as_array(&numbers).data() as *mut i64).add(k).write(k as i64) };
        }
        let x = &crate::index::converted(x, a)?;
        if let Some(named) = named_places(key)? {
            if as_array(x).size() == 0 {
                return Ok(());
            }
            // What is named in front of a place that is not there is assigned.
            let n = a.size() as i64;
            let good = named.iter().take_while(|i| (-n..n).contains(i)).count();
            assign(a, good, x, |k| if named[k] < 0 { named[k] + n } else { named[k] })?;
            return match named.get(good) {
                Some(i) => raise(&INDEX_ERROR, format!("index {i} is out of bounds for size {n}")),
                None => Ok(()),
            };
        }
        let places = chosen(&numbers, key)?;
        let places = convert::asarray(&places)?;
        return assign(a, as_array(&places).size(), x, |k| {
            // SAFETY: the places are a new array, one behind the other.
            unsafe { *(as_array(&places).data() as *const i64).add(k) }
        });
    };
    assign(a, count, x, |k| start + k as i64 * step)
}

/// Assigns one element by its number; whatever goes wrong is reported alike.
fn set_one(a: &array::ArrayObj, k: i64, x: &Value) -> Result<()> {
    let fits = a.dtype() == DType::Object || array::get(x).is_none_or(|x| x.ndim() == 0);
    // SAFETY: the element is there.
    let done = if fits { unsafe { elem::set(a.dtype(), a.itemsize(), address(a, k), x) } } else { Ok(()) };
    if let Err(raised) = done {
        pyaot_core::exception::clear_pending(raised);
    } else if fits {
        return Ok(());
    }
    value_error("Error setting single item of array.")
}

/// Assigns values, repeated as often as needed, to elements by their numbers.
fn assign(a: &array::ArrayObj, count: usize, x: &Value, place: impl Fn(usize) -> i64) -> Result<()> {
    let values = crate::index::converted(x, a)?;
    let values = as_array(&values);
    if values.size() == 0 {
        return Ok(());
    }
    for k in 0..count {
        // SAFETY: both elements are there.
        unsafe {
            let v = elem::get(a.dtype(), a.itemsize(), address(values, (k % values.size()) as i64));
            elem::set_cast(a.dtype(), a.itemsize(), address(a, place(k)), &v)?;
        }
    }
    Ok(())
}

fn flat_getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let array = array_of(v);
    Ok(match name {
        "base" => Some(array),
        "index" => Some(Value::int(this(v).next.get())),
        "coords" => {
            let mut k = this(v).next.get();
            let mut coords: Vec<i64> = as_array(&array)
                .shape()
                .iter()
                .rev()
                .map(|n| {
                    let c = k % (*n).max(1);
                    k /= (*n).max(1);
                    c
                })
                .collect();
            coords.reverse();
            Some(crate::ndarray::int_tuple(&coords))
        }
        _ => None,
    })
}
