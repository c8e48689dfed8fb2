//! `numpy.array`: arrays from nested sequences, scalars and other arrays, and the dtype that the values ask for.

use pyaot_abi::dtype::{self, DType};
use pyaot_core::complex;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::float::FloatObj;
use pyaot_core::list::{self, ListObj};
use pyaot_core::str::StrObj;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytes, int, ops, str};

use crate::array::{self, ArrayObj, Fill, MAX_DIMS, Order, as_array, shape_text};
use crate::axis;
use crate::cast;
use crate::elem;
use crate::scalar;

/// A dtype with the bytes of an element (0: a string of open length).
pub type Typed = (DType, usize);

/// `numpy.asarray(v, dtype)`: the array itself where it already is one.
///
/// # Errors
/// ValueError for nested sequences of unequal lengths; what the conversion of an element raises.
pub fn from_any(v: &Value, dtype: Option<Typed>) -> Result<Value> {
    match array::get(v) {
        Some(a) => match dtype {
            Some((d, size)) if d != a.dtype() || (size != 0 && size != a.itemsize()) => cast::astype(v, d, size),
            _ => Ok(v.clone()),
        },
        None => match dtype {
            // A scalar by itself is cast; among others it must fit.
            Some((d, size)) if d.is_numeric() && scalar::get(v).is_some_and(|(own, _)| own.is_numeric()) => {
                cast::astype(&build(v, None, 0, None)?, d, size)
            }
            _ => build(v, dtype, MAX_DIMS, None),
        },
    }
}

/// What is assigned to an array of so many dimensions.
///
/// # Errors
/// See [`from_any`]; ValueError for sequences nested more deeply.
pub fn for_assignment(v: &Value, dtype: Typed, ndim: usize) -> Result<Value> {
    if array::get(v).is_some() { from_any(v, Some(dtype)) } else { build(v, Some(dtype), ndim, None) }
}

/// What is no array, as it is assigned to this one. Of a sequence of the very same shape, the elements before one that
/// cannot be converted are assigned: NumPy converts each into its place.
///
/// # Errors
/// As [`for_assignment`].
pub fn to_assign(v: &Value, to: &ArrayObj) -> Result<Value> {
    build(v, Some((to.dtype(), to.itemsize())), to.ndim(), Some(to))
}

/// `numpy.asarray(v)`
///
/// # Errors
/// See [`from_any`].
pub fn asarray(v: &Value) -> Result<Value> {
    from_any(v, None)
}

/// The array of a nested sequence or scalar, which goes to the elements of another in the end.
fn build(v: &Value, dtype: Option<Typed>, limit: usize, to: Option<&ArrayObj>) -> Result<Value> {
    if limit > 0
        && let Some(l) = v.downcast::<ListObj>()
        && let Some(r) = from_typed_list(l, dtype, limit)?
    {
        return Ok(r);
    }
    if limit > 0
        && let Some(items) = v.downcast::<ListObj>().and_then(ListObj::values).or_else(|| v.downcast::<TupleObj>().map(TupleObj::items))
        && let Some(r) = from_numbers(items, dtype)?
    {
        return Ok(r);
    }
    if let Some(r) = through_protocol(v)? {
        return from_any(&r, dtype);
    }
    let as_text = matches!(dtype, Some((DType::Str | DType::Bytes, 0)));
    let mut found = Discovery { shape: Vec::new(), limit, max: limit, ragged: false, leaves: Vec::new(), dtype: Found::default(), as_text, text: 0 };
    found.visit(v, 0, dtype.is_some_and(|(d, _)| d == DType::Object))?;
    // Only who asks for objects gets sequences as elements.
    let asked = matches!(dtype, Some((DType::Object, _)));
    let (dtype, itemsize) = match dtype {
        Some((d, 0)) => (d, found.text.max(1) * d.size()),
        Some(d) => d,
        None => found.dtype.result(),
    };
    let mut leaves = found.leaves;
    if found.ragged {
        found.shape.truncate(found.max);
        if !asked {
            return ragged(&found.shape);
        }
        leaves = at_depth(v, found.max)?;
    }
    if found.shape.len() > found.max {
        found.shape.truncate(found.max);
    }
    let new = array::new(dtype, itemsize, &found.shape, Order::C, Fill::Uninit)?;
    let mut done = 0;
    if let Err(e) = fill(as_array(&new), &leaves, itemsize, &mut done) {
        if let Some(to) = to.filter(|to| to.shape() == found.shape) {
            first_elements(as_array(&new), done, to);
        }
        return Err(e);
    }
    Ok(new)
}

/// Copies so many elements of a contiguous array of the same dtype and shape.
fn first_elements(from: &ArrayObj, n: usize, to: &ArrayObj) {
    let size = to.itemsize();
    // Objects are converted one and all.
    for k in (0..n).filter(|_| to.dtype() != DType::Object && to.is_writeable()) {
        // SAFETY: both have more than `k` elements of this size.
        unsafe { std::ptr::copy(from.data().wrapping_add(k * size), crate::iterate::address(to, k as i64), size) };
    }
}

fn ragged<T>(shape: &[i64]) -> Result<T> {
    value_error(format!(
        "setting an array element with a sequence. The requested array has an inhomogeneous shape after {} dimensions. \
         The detected shape was {} + inhomogeneous part.",
        shape.len(),
        shape_text(shape)
    ))
}

/// Writes leaves, some of which may be arrays, one behind the other; says how many elements there are so far.
fn fill(a: &ArrayObj, leaves: &[Value], itemsize: usize, done: &mut usize) -> Result<()> {
    let mut at = a.data();
    let end = at.wrapping_add(a.nbytes());
    for leaf in leaves {
        if at >= end {
            break;
        }
        *done = (at as usize - a.data() as usize) / itemsize.max(1);
        match array::get(leaf) {
            Some(part) if part.ndim() > 0 && part.ndim() <= a.ndim() => {
                let skip = a.ndim() - part.ndim();
                // SAFETY: the elements of the part lie inside the new array, by the shape that was found.
                let view = unsafe { array::over(Value::none(), at, a.dtype(), &a.shape()[skip..], &a.strides()[skip..], true) };
                let view = as_array(&view);
                view.set_dtype(a.dtype(), itemsize);
                cast::copy_into(view, part)?;
                at = at.wrapping_add(part.size() * itemsize);
            }
            _ => {
                // SAFETY: inside the new array.
                unsafe { elem::set(a.dtype(), itemsize, at, leaf)? };
                at = at.wrapping_add(itemsize);
            }
        }
    }
    Ok(())
}

/// Lists that hold machine numbers, in one dimension or two, without looking at each.
fn from_typed_list(l: &ListObj, dtype: Option<Typed>, limit: usize) -> Result<Option<Value>> {
    if let Some(r) = from_row(l, dtype)? {
        return Ok(Some(r));
    }
    let Some(rows) = l.values().filter(|_| limit > 1) else { return Ok(None) };
    let Some(first) = rows.first().and_then(|r| r.downcast::<ListObj>()) else { return Ok(None) };
    let (kind, n) = (first.kind(), first.len());
    let same = |r: &Value| r.downcast::<ListObj>().is_some_and(|r| r.kind() == kind && r.len() == n);
    let Some(own) = row_dtype(first) else { return Ok(None) };
    if n == 0 || !rows.iter().all(same) {
        return Ok(None);
    }
    let new = array::new(own, own.size(), &[rows.len() as i64, n as i64], Order::C, Fill::Uninit)?;
    for (k, r) in rows.iter().enumerate() {
        let Some(r) = r.downcast::<ListObj>() else { continue };
        // SAFETY: row `k` of the new array.
        unsafe { copy_row(r, as_array(&new).data().add(k * n * own.size())) };
    }
    typed(new, dtype)
}

/// Numbers in a row, Python's and NumPy's, perhaps of several kinds. None where there is anything else.
fn from_numbers(items: &[Value], dtype: Option<Typed>) -> Result<Option<Value>> {
    if items.is_empty() || dtype.is_some_and(|(d, _)| !d.is_numeric()) {
        return Ok(None);
    }
    if dtype.is_none()
        && items.iter().all(|v| v.is_small() || v.is_exact(&int::INT))
        && items.iter().any(|v| matches!(int::view(v), Some(int::Int::Big(_))))
    {
        return large_ints(items).map(Some);
    }
    let mut found = Found::default();
    for v in items {
        let is_number = v.is_small()
            || scalar::get(v).is_some()
            || v.ty().is_native && matches!(v.ty().layout, Layout::Int | Layout::Bool | Layout::Float | Layout::Complex);
        if !is_number {
            return Ok(None);
        }
        found.add(scalar_dtype(v), 0);
    }
    let own = found.result();
    let (d, itemsize) = dtype.unwrap_or(own);
    // Of other dtypes not every number is one, and conversions may warn.
    if d != own.0 && !(matches!(d, DType::F64 | DType::C128) && own.0.is_numeric() && own.0.kind() <= d.kind()) {
        return Ok(None);
    }
    let new = array::new(d, itemsize, &[items.len() as i64], Order::C, Fill::Uninit)?;
    let start = as_array(&new).data();
    for (k, v) in items.iter().enumerate() {
        // SAFETY: inside the new array. Numbers run no code of the program, so the items stay where they are.
        unsafe { elem::set(d, itemsize, start.add(k * itemsize), v)? };
    }
    Ok(Some(new))
}

/// Ints of which one is too large for every dtype.
fn large_ints(items: &[Value]) -> Result<Value> {
    let new = array::new(DType::Object, DType::Object.size(), &[items.len() as i64], Order::C, Fill::Uninit)?;
    let start = as_array(&new).data().cast::<Value>();
    for (k, v) in items.iter().enumerate() {
        // SAFETY: inside the new array, each of whose elements is a value.
        unsafe { *start.add(k) = v.clone() };
    }
    Ok(new)
}

fn row_dtype(l: &ListObj) -> Option<DType> {
    if l.ints().is_some() {
        Some(DType::I64)
    } else if l.floats().is_some() {
        Some(DType::F64)
    } else if l.bools().is_some() {
        Some(DType::Bool)
    } else {
        None
    }
}

/// # Safety
/// There is room for the list's numbers at the address.
unsafe fn copy_row(l: &ListObj, at: *mut u8) {
    let (from, bytes) = match (l.ints(), l.floats(), l.bools()) {
        (Some(x), _, _) => (x.as_ptr().cast::<u8>(), size_of_val(x)),
        (_, Some(x), _) => (x.as_ptr().cast(), size_of_val(x)),
        (_, _, Some(x)) => (x.as_ptr(), x.len()),
        _ => return,
    };
    // SAFETY: by the contract.
    unsafe { std::ptr::copy_nonoverlapping(from, at, bytes) };
}

fn from_row(l: &ListObj, dtype: Option<Typed>) -> Result<Option<Value>> {
    let Some(own) = row_dtype(l).filter(|_| !l.is_empty()) else { return Ok(None) };
    // Of other dtypes the range of every number matters, or its text.
    if dtype.is_some_and(|(d, _)| d != own && !(d == DType::F64 && own == DType::I64)) {
        return Ok(None);
    }
    let new = array::new(own, own.size(), &[l.len() as i64], Order::C, Fill::Uninit)?;
    // SAFETY: the new array is as long as the list.
    unsafe { copy_row(l, as_array(&new).data()) };
    typed(new, dtype)
}

fn typed(new: Value, dtype: Option<Typed>) -> Result<Option<Value>> {
    match dtype {
        Some((d, size)) if d != as_array(&new).dtype() => {
            if d == DType::F64 { cast::astype(&new, d, size).map(Some) } else { Ok(None) }
        }
        _ => Ok(Some(new)),
    }
}

/// Objects that say how they become arrays: `__array__` of classes of the program; bytes of a bytearray.
fn through_protocol(v: &Value) -> Result<Option<Value>> {
    if v.ty().layout == Layout::ByteArray
        && let Some(b) = bytes::like(v)
    {
        let new = array::empty(DType::U8, &[b.len() as i64])?;
        // SAFETY: as many bytes.
        unsafe { std::ptr::copy_nonoverlapping(b.as_ptr(), as_array(&new).data(), b.len()) };
        return Ok(Some(new));
    }
    let is_foreign = v.ty().layout == Layout::Foreign;
    if v.ty().is_native && !is_foreign {
        return Ok(None);
    }
    match ops::lookup_special(v, "__array__") {
        Some(f) => {
            let r = ops::call(&f, &[])?;
            match array::get(&r) {
                Some(_) => Ok(Some(r)),
                // An array that only the real NumPy has: of dates, of records.
                None if is_foreign => raise(
                    &NOT_IMPLEMENTED_ERROR,
                    format!("a {} with elements that pyaot has no dtype for: call its methods, or functions of CPython's modules", v.ty().name),
                ),
                None => value_error("object __array__ method not producing an array"),
            }
        }
        None => Ok(None),
    }
}

/// The elements at a depth of nested sequences.
fn at_depth(v: &Value, depth: usize) -> Result<Vec<Value>> {
    let mut level = vec![v.clone()];
    for _ in 0..depth {
        let mut next = Vec::new();
        for x in &level {
            next.extend(list::to_vec(x)?);
        }
        level = next;
    }
    Ok(level)
}

struct Discovery {
    shape: Vec<i64>,
    /// Dimensions that the caller allows.
    limit: usize,
    /// Dimensions at most: a scalar at some depth says that there are no more.
    max: usize,
    ragged: bool,
    /// Scalars and arrays, in order.
    leaves: Vec<Value>,
    dtype: Found,
    /// The length of every leaf's text matters, and the longest so far.
    as_text: bool,
    text: usize,
}

impl Discovery {
    fn visit(&mut self, v: &Value, depth: usize, objects: bool) -> Result<()> {
        let part = array::get(v);
        let sequence = part.is_some_and(|a| a.ndim() > 0) || (part.is_none() && elem::is_sequence(v));
        if depth >= self.max && sequence {
            if depth >= self.limit {
                if !objects {
                    return value_error(format!(
                        "setting an array element with a sequence. The requested array would exceed the maximum number of \
                         dimension of {}.",
                        self.limit
                    ));
                }
            } else {
                self.ragged = true;
            }
            self.leaves.push(v.clone());
            return Ok(());
        }
        if let Some(a) = part {
            for (k, n) in a.shape().to_vec().into_iter().enumerate() {
                self.dimension(depth + k, n);
            }
            self.leaf(depth + a.ndim());
            if self.as_text {
                self.text = self.text.max(cast::string_size(v, DType::Bytes)?);
            }
            self.dtype.add(a.dtype(), a.itemsize() / a.dtype().size());
            self.leaves.push(v.clone());
            return Ok(());
        }
        if !sequence {
            self.leaf(depth);
            self.dtype.add_scalar(v)?;
            if self.as_text {
                let length = match scalar::get(v) {
                    Some((d, _)) if d.is_numeric() => cast::text_width(d),
                    _ => elem::text_length(v)?,
                };
                self.text = self.text.max(length);
            }
            self.leaves.push(v.clone());
            return Ok(());
        }
        ops::check_stack()?;
        let items = items(v)?;
        self.dimension(depth, items.len() as i64);
        for x in &items {
            self.visit(x, depth + 1, objects)?;
        }
        Ok(())
    }

    fn dimension(&mut self, at: usize, n: i64) {
        if at >= self.max {
            self.ragged = true;
        } else if self.shape.len() == at {
            self.shape.push(n);
        } else if self.shape.get(at) != Some(&n) {
            self.ragged = true;
            self.max = at;
        }
    }

    /// A leaf says that there are no dimensions beyond its depth.
    fn leaf(&mut self, depth: usize) {
        if self.shape.len() > depth {
            self.ragged |= depth < self.max;
            self.max = self.max.min(depth);
        } else if !self.ragged {
            self.max = self.max.min(depth);
        }
    }
}

/// The elements of a sequence.
fn items(v: &Value) -> Result<Vec<Value>> {
    if v.ty().layout != Layout::Object {
        return list::to_vec(v);
    }
    let n = ops::len(v)?;
    (0..n).map(|k| ops::getitem(v, &Value::int(k as i64))).collect()
}

/// The dtype that holds all values seen so far.
#[derive(Default)]
pub struct Found {
    dtype: Option<DType>,
    /// Characters of the longest string.
    chars: usize,
}

impl Found {
    /// Adds the values of an array; `chars` counts for strings.
    pub fn add(&mut self, d: DType, chars: usize) {
        let is_text = |d| matches!(d, DType::Str | DType::Bytes);
        if is_text(d) {
            self.chars = self.chars.max(chars);
        }
        self.dtype = Some(match self.dtype {
            None => d,
            Some(have) => match dtype::promote(have, d) {
                Some(both) => both,
                // A number among strings is written out.
                None => {
                    let (text, number) = if is_text(have) { (have, d) } else { (d, have) };
                    self.chars = self.chars.max(cast::text_width(number));
                    text
                }
            },
        });
    }

    fn add_scalar(&mut self, v: &Value) -> Result<()> {
        let d = scalar_dtype(v);
        let chars = match d {
            DType::Str | DType::Bytes => elem::text_length(v)?,
            _ => 0,
        };
        self.add(d, chars);
        Ok(())
    }

    /// The dtype and the bytes of an element.
    pub fn result(&self) -> Typed {
        match self.dtype {
            None => (DType::F64, 8),
            Some(d @ (DType::Str | DType::Bytes)) => (d, self.chars.max(1) * d.size()),
            Some(d) => (d, d.size()),
        }
    }
}

/// The dtype of a value that is no sequence: ints take int64, uint64 beyond, and are objects beyond that.
pub fn scalar_dtype(v: &Value) -> DType {
    if v.is_small() {
        return DType::I64;
    }
    if let Some((d, _)) = scalar::get(v) {
        return d;
    }
    if elem::is_bool(v) {
        return DType::Bool;
    }
    if int::is_int(v) {
        return match (int::to_i64(v), int::to_u64(v)) {
            (Some(_), _) => DType::I64,
            (None, Some(_)) => DType::U64,
            _ => DType::Object,
        };
    }
    match v.ty().layout {
        _ if v.downcast::<FloatObj>().is_some() => DType::F64,
        _ if complex::as_complex(v).is_some() => DType::C128,
        Layout::Str => DType::Str,
        Layout::Bytes => DType::Bytes,
        _ => DType::Object,
    }
}

/// `order=` of functions that make arrays.
///
/// # Errors
/// ValueError for another letter.
pub fn order_of(v: &Value) -> Result<char> {
    if v.is_none() || v.is_ellipsis() {
        return Ok('K');
    }
    if v.downcast::<StrObj>().and_then(StrObj::as_ascii) == Some("K") {
        return Ok('K');
    }
    match str::as_str(v).as_deref() {
        Some("C" | "c") => Ok('C'),
        Some("F" | "f") => Ok('F'),
        Some("A" | "a") => Ok('A'),
        Some("K" | "k") => Ok('K'),
        Some(_) => value_error(format!("order must be one of 'C', 'F', 'A', or 'K' (got {})", ops::repr_string(v)?)),
        None => pyaot_core::error::type_error(format!("order must be str, not {}", ops::type_name(v))),
    }
}

/// `numpy.array(object, dtype, *, copy, order, subok, ndmin, like)`
pub fn array_native(a: &[Value]) -> Result<Value> {
    let dtype = crate::dtype_obj::optional(&a[1])?;
    let order = order_of(&a[3])?;
    let ndmin = axis::plain(&a[5])?.max(0) as usize;
    if ndmin > MAX_DIMS {
        return value_error(format!("ndmin must be <= ndmax ({MAX_DIMS})"));
    }
    let copy = &a[2];
    let must_copy = !copy.is_none() && ops::truth(copy)?;
    let made = from_any(&a[0], dtype)?;
    let is_same = made.is(&a[0]);
    if !copy.is_none() && !must_copy && !is_same {
        return value_error(
            "Unable to avoid copy while creating an array as requested.\n\
             If using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed \
             (no behavior change in NumPy 1.x).\nFor more details, see \
             https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.",
        );
    }
    let made = in_order(made, order, must_copy && is_same)?;
    let made_array = as_array(&made);
    if made_array.ndim() >= ndmin {
        return Ok(made);
    }
    let missing = ndmin - made_array.ndim();
    let shape = [vec![1; missing], made_array.shape().to_vec()].concat();
    let fortran = order == 'F' || (made_array.is_f_contiguous() && !made_array.is_c_contiguous());
    let outer = match made_array.strides().first() {
        Some(s) if !fortran => s * made_array.shape()[0],
        _ => made_array.itemsize() as i64,
    };
    let strides = [vec![outer; missing], made_array.strides().to_vec()].concat();
    // SAFETY: the same elements.
    Ok(unsafe { array::view(&made, made_array.data(), made_array.dtype(), made_array.itemsize(), &shape, &strides) })
}

/// The array with its elements in an order, copied if it must be.
///
/// # Errors
/// MemoryError.
pub fn in_order(v: Value, order: char, copy: bool) -> Result<Value> {
    let a = as_array(&v);
    let fits = match order {
        'C' => a.is_c_contiguous(),
        'F' => a.is_f_contiguous(),
        _ => true,
    };
    if fits && !copy {
        return Ok(v);
    }
    match order {
        'C' => cast::copied(a, Order::C),
        'F' => cast::copied(a, Order::F),
        'A' => cast::copied(a, if a.is_f_contiguous() && !a.is_c_contiguous() { Order::F } else { Order::C }),
        _ => cast::astype(&v, a.dtype(), a.itemsize()),
    }
}

/// `numpy.asarray(a, dtype, order, *, device, copy, like)`
pub fn asarray_native(a: &[Value]) -> Result<Value> {
    let zero = Value::int(0);
    let order = if a[2].is_none() { pyaot_core::str::new("K") } else { a[2].clone() };
    array_native(&[a[0].clone(), a[1].clone(), a[4].clone(), order, Value::bool(false), zero, Value::none()])
}

/// `numpy.ascontiguousarray(a, dtype)`: of at least one dimension.
pub fn ascontiguousarray(a: &[Value]) -> Result<Value> {
    let v = in_order(from_any(&a[0], crate::dtype_obj::optional(&a[1])?)?, 'C', false)?;
    if as_array(&v).ndim() > 0 { Ok(v) } else { crate::shape::reshaped(&v, &[1], 'C', None) }
}

/// `numpy.asfortranarray(a, dtype)`
pub fn asfortranarray(a: &[Value]) -> Result<Value> {
    let v = in_order(from_any(&a[0], crate::dtype_obj::optional(&a[1])?)?, 'F', false)?;
    if as_array(&v).ndim() > 0 { Ok(v) } else { crate::shape::reshaped(&v, &[1], 'C', None) }
}
