//! Iteration: over the first dimension (`for row in a`), and over all elements (`a.flat`).

use std::cell::{Cell, UnsafeCell};

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::native::Natives;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::{Header, Object, Value};
use pyaot_core::{heap, late_type, natives, ops, slice};

use crate::array::{self, Fill, Order, as_array};
use crate::{axis, convert, elem, shape};

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

/// What a key of `a.flat` names, by numbers in C order; they may be outside.
enum Places {
    All,
    One(i64),
    /// `flat[True]`: the first element, `flat[False]`: none.
    Truth(bool),
    Slice { start: i64, step: i64, count: usize },
    Each { numbers: Vec<i64>, shape: Vec<i64> },
}

fn places(key: &Value, n: usize) -> Result<Places> {
    let refused = || raise(&INDEX_ERROR, "only integers, slices (`:`), ellipsis (`...`) and integer or boolean arrays are valid indices");
    let (key, inner) = match key.downcast::<TupleObj>().map(TupleObj::items) {
        None => (key, false),
        Some([]) => return Ok(Places::All),
        Some([key]) => (key, true),
        Some(keys) if keys.iter().any(Value::is_ellipsis) => return refused(),
        Some(keys) => return too_many(keys.len()),
    };
    if key.is_ellipsis() {
        let (start, step, count) = (0, 1, n);
        return Ok(if inner { Places::All } else { Places::Slice { start, step, count } });
    }
    if key.downcast::<slice::SliceObj>().is_some() {
        let (start, _, step, count) = slice::indices(key, n)?;
        return Ok(Places::Slice { start, step, count });
    }
    if key.is_none() {
        return refused();
    }
    let truth = |is_true: bool| {
        deprecated("Indexing flat iterators with a 0-dimensional boolean index is deprecated and may be removed in a future version.")?;
        Ok(Places::Truth(is_true))
    };
    if !inner && key.ty().layout == Layout::Bool {
        return truth(key.is_true());
    }
    let given = array::get(key);
    if given.is_none()
        && key.ty().layout != Layout::Bool
        && let Some(i) = ops::index_value_opt(key)?
    {
        return Ok(Places::One(axis::position(&i)?));
    }
    let made = convert::from_any(key, None)?;
    let m = as_array(&made);
    let d = m.dtype();
    if d == DType::Bool {
        if given.is_none() {
            return raise(
                &INDEX_ERROR,
                "boolean indices for iterators are not supported because of previous behavior that was confusing (valid boolean indices are \
                 expected to work in the future)",
            );
        }
        return match m.ndim() {
            0 => truth(ops::truth(&made)?),
            1 if m.size() == n || m.size() == 0 => {
                let numbers = crate::ufunc::position::index_list(&crate::index::nonzero(m)?[0])?;
                Ok(Places::Each { shape: vec![numbers.len() as i64], numbers })
            }
            1 => raise(
                &INDEX_ERROR,
                format!(
                    "boolean index did not match indexed flat iterator along axis 0; size of axis is {n} but size of corresponding boolean \
                     axis is {}",
                    m.size()
                ),
            ),
            ndim => too_many(ndim),
        };
    }
    if given.is_some() && !d.is_integer() {
        return raise(&INDEX_ERROR, "arrays used as indices must be of integer (or boolean) type");
    }
    let numbers = match crate::ufunc::position::index_list(&made) {
        Err(raised) if d.is_text() => {
            pyaot_core::exception::clear_pending(raised);
            return refused();
        }
        numbers => numbers?,
    };
    if !d.is_integer() && m.size() > 0 {
        // Anything that ints can be made of will do, for now.
        deprecated("Invalid non-array indices for iterator objects are deprecated and will be removed in a future version.")?;
    }
    Ok(match (m.ndim(), &numbers[..]) {
        (0, [one]) => Places::One(*one),
        _ => Places::Each { numbers, shape: m.shape().to_vec() },
    })
}

#[cold]
fn deprecated(text: &str) -> Result<()> {
    crate::warn::warn(&pyaot_core::exception::DEPRECATION_WARNING, &format!("{text} (Deprecated NumPy 2.4)"))
}

#[cold]
fn too_many<T>(count: usize) -> Result<T> {
    raise(&INDEX_ERROR, format!("too many indices for flat iterator: flat iterator is 1-dimensional, but {count} were indexed"))
}

#[cold]
fn outside<T>(i: i64, n: usize) -> Result<T> {
    raise(&INDEX_ERROR, format!("index {i} is out of bounds for size {n}"))
}

/// The number of an element that is there.
fn inside(i: i64, n: usize) -> Option<i64> {
    let k = if i < 0 { i + n as i64 } else { i };
    (0..n as i64).contains(&k).then_some(k)
}

fn flat_getitem(v: &Value, key: &Value) -> Result<Value> {
    let array = array_of(v);
    let a = as_array(&array);
    let n = a.size();
    // SAFETY: inside the array.
    let element = |k: i64| unsafe { elem::get(a.dtype(), a.itemsize(), address(a, k)) };
    // Copies in any case.
    let copy = |numbers: &mut dyn Iterator<Item = i64>, shape: &[i64]| {
        let made = array::new(a.dtype(), a.itemsize(), shape, Order::C, Fill::Zero)?;
        let m = as_array(&made);
        for (to, k) in numbers.enumerate() {
            let to = m.data().wrapping_add(to * m.itemsize());
            // SAFETY: elements of both arrays.
            unsafe { crate::index::copy_elements(a.dtype(), a.itemsize(), to, 0, address(a, k), 0, 1)? };
        }
        Ok(made)
    };
    match places(key, n)? {
        Places::One(i) => match inside(i, n) {
            Some(k) => Ok(element(k)),
            None => outside(i, n),
        },
        Places::Truth(true) if n > 0 => Ok(element(0)),
        Places::Truth(_) => copy(&mut std::iter::empty(), &[0]),
        Places::All => shape::flatten(&[array.clone(), pyaot_core::str::new("C")]),
        Places::Slice { start, step, count } => copy(&mut (0..count as i64).map(|k| start + k * step), &[count as i64]),
        Places::Each { numbers, shape } => match numbers.iter().find(|i| inside(**i, n).is_none()) {
            Some(i) => outside(*i, n),
            None => copy(&mut numbers.iter().filter_map(|i| inside(*i, n)), &shape),
        },
    }
}

fn flat_setitem(v: &Value, key: &Value, x: Option<&Value>) -> Result<()> {
    let Some(x) = x else { return type_error("Cannot delete iterator elements") };
    let array = array_of(v);
    let a = as_array(&array);
    let n = a.size();
    match places(key, n)? {
        Places::One(i) => match inside(i, n) {
            Some(k) => set_one(a, k, x),
            None => outside(i, n),
        },
        Places::Truth(true) if n > 0 => set_element(a, 0, x),
        Places::Truth(_) => Ok(()),
        Places::All => raise(&INDEX_ERROR, "Assigning to a flat iterator with a 0-D index is not supported"),
        Places::Slice { start, step, count } => assign(a, count, x, |k| start + k as i64 * step),
        Places::Each { numbers, .. } => {
            // What is named in front of a place that is not there is assigned.
            let good = numbers.iter().take_while(|i| inside(**i, n).is_some()).count();
            let values = crate::index::converted(x, a)?;
            assign(a, good, &values, |k| inside(numbers[k], n).unwrap_or(0))?;
            match numbers.get(good) {
                Some(i) if as_array(&values).size() > 0 => outside(*i, n),
                _ => Ok(()),
            }
        }
    }
}

/// Assigns one element by its number; whatever goes wrong is reported alike.
fn set_one(a: &array::ArrayObj, k: i64, x: &Value) -> Result<()> {
    set_element(a, k, x).or_else(|raised| {
        pyaot_core::exception::clear_pending(raised);
        value_error("Error setting single item of array.")
    })
}

/// Assigns one element by its number. An array with dimensions is an object, or has a truth, but is no number.
fn set_element(a: &array::ArrayObj, k: i64, x: &Value) -> Result<()> {
    let given = array::get(x).filter(|x| x.ndim() > 0);
    let truth;
    let x = match (given, a.dtype()) {
        (None, _) | (_, DType::Object) => x,
        (Some(g), DType::Bool) if g.size() == 1 => {
            truth = Value::bool(ops::truth(x)?);
            &truth
        }
        (_, d) if d.is_complex() => return type_error("only 0-dimensional arrays can be converted to Python scalars"),
        (_, d) if d.is_text() => return value_error("setting an array element with a sequence"),
        _ => return value_error("setting an array element with a sequence."),
    };
    // SAFETY: the element is there.
    unsafe { elem::set(a.dtype(), a.itemsize(), address(a, k), x) }
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
