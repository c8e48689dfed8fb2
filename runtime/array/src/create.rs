//! Functions that make arrays: `zeros`, `ones`, `full`, `empty`, `arange`, `linspace`, `eye` and the like.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::{self, OVERFLOW_ERROR, TYPE_ERROR, ZERO_DIVISION_ERROR};
use pyaot_core::types::{BinOp, Layout};
use pyaot_core::value::Value;
use pyaot_core::{float, int, list, ops};

use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::cast;
use crate::convert::{self, Typed, order_of};
use crate::dtype_obj;
use crate::{elem, scalar, threads};

/// `shape=`: an int or a sequence of ints.
///
/// # Errors
/// TypeError for anything else.
pub fn shape_of(v: &Value) -> Result<Vec<i64>> {
    if let Some(n) = v.as_small() {
        return Ok(vec![n]);
    }
    if elem::is_sequence(v) && !array::get(v).is_some_and(|a| a.ndim() == 0) {
        return lengths(&list::to_vec(v)?);
    }
    if v.is_none() {
        return type_error("Use () not None as shape arguments");
    }
    let n = match ops::index_value_opt(v) {
        Err(raised) if exception::pending_is(&TYPE_ERROR) => {
            exception::clear_pending(raised);
            None
        }
        n => n?.filter(|_| v.ty().layout != Layout::Bool),
    };
    match n {
        Some(n) => Ok(vec![fitting(&n)?]),
        None if matches!(v.ty().layout, Layout::Str | Layout::Bytes) => {
            type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v)))
        }
        None => {
            let given: String = ops::text_of(&ops::repr(v)?).chars().take(100).collect();
            type_error(format!("expected a sequence of integers or a single integer, got '{given}'"))
        }
    }
}

/// `_numpy.lengths(shape)`: as a tuple, whatever it is given as.
pub fn lengths_of(a: &[Value]) -> Result<Value> {
    shape_of(&a[0]).map(|shape| crate::ndarray::int_tuple(&shape))
}

/// The lengths of a shape.
///
/// # Errors
/// ValueError for too many; those of [`dimension`].
pub fn lengths(items: &[Value]) -> Result<Vec<i64>> {
    if items.len() > array::MAX_DIMS {
        return array::too_many_dims(items.len());
    }
    items.iter().map(dimension).collect()
}

/// One length of a shape.
///
/// # Errors
/// TypeError for what is no int; ValueError for one that is too large.
pub fn dimension(v: &Value) -> Result<i64> {
    if v.ty().layout == Layout::Bool || scalar::get(v).is_some_and(|(d, _)| d == DType::Bool) {
        return type_error("an integer is required");
    }
    match ops::index_value_opt(v)? {
        Some(n) => fitting(&n),
        None => type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v))),
    }
}

fn fitting(v: &Value) -> Result<i64> {
    match int::to_i64(v) {
        Some(n) => Ok(n),
        None => value_error("Maximum allowed dimension exceeded"),
    }
}

fn order(v: &Value) -> Result<Order> {
    Ok(if order_of(v)? == 'F' { Order::F } else { Order::C })
}

/// The dtype of a `dtype=` argument with float64 as the default; strings of open length get one character.
fn dtype_or_float(v: &Value) -> Result<Typed> {
    if v.is_ellipsis() { Ok((DType::F64, 8)) } else { dtype_obj::parse_sized(v) }
}

/// `numpy.zeros(shape, dtype, order)`
pub fn zeros(a: &[Value]) -> Result<Value> {
    let (dtype, size) = dtype_or_float(&a[1])?;
    array::new(dtype, size, &shape_of(&a[0])?, order(&a[2])?, Fill::Zero)
}

/// `numpy.empty(shape, dtype, order)`; strings begin empty, as nothing else would be text.
pub fn empty(a: &[Value]) -> Result<Value> {
    let (dtype, size) = dtype_or_float(&a[1])?;
    let fill = if matches!(dtype, DType::Str | DType::Bytes) { Fill::Zero } else { Fill::Uninit };
    array::new(dtype, size, &shape_of(&a[0])?, order(&a[2])?, fill)
}

/// `numpy.ones(shape, dtype, order)`
pub fn ones(a: &[Value]) -> Result<Value> {
    let (dtype, size) = dtype_or_float(&a[1])?;
    let made = array::new(dtype, size, &shape_of(&a[0])?, order(&a[2])?, Fill::Uninit)?;
    fill(as_array(&made), &Value::int(1))?;
    Ok(made)
}

/// `numpy.full(shape, fill_value, dtype, order)`
pub fn full(a: &[Value]) -> Result<Value> {
    let shape = shape_of(&a[0])?;
    let value = &a[1];
    let (dtype, size) = match dtype_obj::optional(&a[2])? {
        Some((d, 0)) => (d, d.size()),
        Some(d) => d,
        None => {
            let x = convert::asarray(value)?;
            (as_array(&x).dtype(), as_array(&x).itemsize())
        }
    };
    let made = array::new(dtype, size, &shape, order(&a[3])?, Fill::Uninit)?;
    spread(as_array(&made), value)?;
    Ok(made)
}

/// Casts a value to all elements; ints of Python must fit the dtype.
fn spread(a: &ArrayObj, value: &Value) -> Result<()> {
    if a.dtype() == DType::Bool && int::is_int(value) && int::to_i64(value).is_none() {
        return raise(&OVERFLOW_ERROR, "Python int too large to convert to C long");
    }
    if int::is_int(value) || float::as_float(value).is_some_and(|x| a.dtype() == DType::F64 || x.fract() == 0.0 && x.abs() < 100.0) {
        return fill(a, value);
    }
    let x = convert::asarray(value)?;
    cast::copy_into(a, as_array(&x))
}

/// Assigns a scalar to all elements.
///
/// # Errors
/// What its conversion raises.
pub fn fill(a: &ArrayObj, v: &Value) -> Result<()> {
    let (dtype, size) = (a.dtype(), a.itemsize());
    let model = array::new(dtype, size, &[], Order::C, Fill::Uninit)?;
    let m = as_array(&model);
    // SAFETY: the one element of the new array.
    unsafe { elem::set(dtype, size, m.data(), v)? };
    if a.is_c_contiguous() || a.is_f_contiguous() {
        // SAFETY: all elements of the array lie one behind the other.
        unsafe {
            match (dtype, size) {
                (DType::Object, _) => {}
                (_, 1) => return Ok(std::ptr::write_bytes(a.data(), *m.data(), a.size())),
                (_, 2) => return Ok(fill_with::<u16>(a, m)),
                (_, 4) => return Ok(fill_with::<u32>(a, m)),
                (_, 8) => return Ok(fill_with::<u64>(a, m)),
                (_, 16) => return Ok(fill_with::<[u64; 2]>(a, m)),
                _ => {}
            }
        }
    }
    cast::copy_into(a, m)
}

/// # Safety
/// Elements of this size lie one behind the other.
unsafe fn fill_with<T: Copy>(a: &ArrayObj, model: &ArrayObj) {
    // SAFETY: by the contract; new arrays are aligned, others are written as they lie.
    unsafe {
        let x = (model.data() as *const T).read_unaligned();
        let to = a.data() as *mut T;
        threads::outside(a.size(), || {
            for k in 0..a.size() {
                to.add(k).write_unaligned(x);
            }
        });
    }
}

/// What `zeros_like` and its relatives begin with: a new array in the shape, dtype and order of another.
fn like(prototype: &Value, dtype: &Value, order: &Value, shape: &Value, fill: Fill) -> Result<Value> {
    let p = convert::asarray(prototype)?;
    let p = as_array(&p);
    let (dtype, size) = match dtype_obj::optional(dtype)? {
        Some((d, 0)) => (d, cast::string_size(prototype, d)?),
        Some(d) => d,
        None => (p.dtype(), p.itemsize()),
    };
    // Strings begin empty, as nothing else would be text.
    let fill = if matches!(dtype, DType::Str | DType::Bytes) { Fill::Zero } else { fill };
    let letter = order_of(order)?;
    if !shape.is_none() && !shape.is_ellipsis() {
        let o = if letter == 'F' { Order::F } else { Order::C };
        return array::new(dtype, size, &shape_of(shape)?, o, fill);
    }
    match letter {
        'C' => array::new(dtype, size, p.shape(), Order::C, fill),
        'F' => array::new(dtype, size, p.shape(), Order::F, fill),
        'A' if !p.is_f_contiguous() || p.is_c_contiguous() => array::new(dtype, size, p.shape(), Order::C, fill),
        'A' => array::new(dtype, size, p.shape(), Order::F, fill),
        _ => {
            let made = array::new(dtype, size, p.shape(), Order::C, fill)?;
            if !p.is_c_contiguous() {
                as_array(&made).set_dims(p.shape(), &cast::like_order(p.shape(), p.strides(), size));
            }
            Ok(made)
        }
    }
}

/// `numpy.zeros_like(a, dtype, order, subok, shape)`
pub fn zeros_like(a: &[Value]) -> Result<Value> {
    like(&a[0], &a[1], &a[2], &a[4], Fill::Zero)
}

/// `numpy.ones_like(a, dtype, order, subok, shape)`
pub fn ones_like(a: &[Value]) -> Result<Value> {
    let made = like(&a[0], &a[1], &a[2], &a[4], Fill::Uninit)?;
    fill(as_array(&made), &Value::int(1))?;
    Ok(made)
}

/// `numpy.full_like(a, fill_value, dtype, order, subok, shape)`
pub fn full_like(a: &[Value]) -> Result<Value> {
    let made = like(&a[0], &a[2], &a[3], &a[5], Fill::Uninit)?;
    spread(as_array(&made), &a[1])?;
    Ok(made)
}

/// `numpy.arange(start, stop, step, dtype)`
pub fn arange(a: &[Value]) -> Result<Value> {
    let given = |v: &Value| !v.is_none() && !v.is_ellipsis();
    let dtype = dtype_obj::optional(&a[3])?;
    let (start, stop) = match (given(&a[0]), given(&a[1])) {
        (true, true) => (a[0].clone(), a[1].clone()),
        (true, false) => (Value::int(0), a[0].clone()),
        (false, true) => (Value::int(0), a[1].clone()),
        (false, false) => return type_error("arange() requires stop to be specified."),
    };
    let step = if given(&a[2]) { a[2].clone() } else { Value::int(1) };
    if let (Some(i), Some(j), Some(k), None | Some((DType::I64, _))) = (start.as_small(), stop.as_small(), step.as_small(), dtype) {
        return int_range(i, j, k);
    }
    if let Some(v) = [&start, &stop, &step].into_iter().find(|v| matches!(v.ty().layout, Layout::Str | Layout::Bytes)) {
        let name = if v.ty().layout == Layout::Str { "Str" } else { "Bytes" };
        return type_error(format!("arange() not supported for inputs with DType <class 'numpy.dtypes.{name}DType'>."));
    }
    let dtype = match dtype {
        Some(d) => d,
        None => {
            let mut found = convert::Found::default();
            for v in [&start, &stop, &step] {
                let v = convert::asarray(v)?;
                found.add(as_array(&v).dtype(), as_array(&v).itemsize());
            }
            found.result()
        }
    };
    let span = ops::binary(BinOp::Sub, &stop, &start)?;
    if is_zero(&step)? {
        return raise(&ZERO_DIVISION_ERROR, "division by zero");
    }
    let count = ops::binary(BinOp::Div, &span, &step)?;
    let n = float::to_f64(&count)?.ceil();
    if n.is_nan() {
        return value_error("arange: cannot compute length");
    }
    if n > 9.2e18 {
        return value_error("Maximum allowed size exceeded");
    }
    let n = n.max(0.0) as i64;
    let made = array::new(dtype.0, dtype.1, &[n], Order::C, Fill::Uninit)?;
    let m = as_array(&made);
    let second = ops::binary(BinOp::Add, &start, &step)?;
    let at = |k: i64| m.data().wrapping_add(k as usize * dtype.1);
    // The first two elements say how the others go on, in the arithmetic of the dtype.
    // SAFETY: inside the new array.
    unsafe {
        for (k, v) in [(0, &start), (1, &second)] {
            if k < n {
                elem::set(dtype.0, dtype.1, at(k), v)?;
            }
        }
        if n <= 2 {
            return Ok(made);
        }
        match dtype.0 {
            DType::F64 => go_on(m, n, |x: f64, d, k| x + k as f64 * d, |x, y| y - x),
            DType::F32 => go_on(m, n, |x: f32, d, k| x + k as f32 * d, |x, y| y - x),
            DType::F16 => {
                let p = m.data() as *mut u16;
                let (x, y) = (crate::half::f16_to_f64(*p) as f32, crate::half::f16_to_f64(*p.add(1)) as f32);
                for k in 2..n as usize {
                    *p.add(k) = crate::half::f64_to_f16((x + k as f32 * (y - x)) as f64);
                }
            }
            DType::C64 => go_on(m, n, |x: [f32; 2], d, k| [x[0] + k as f32 * d[0], x[1] + k as f32 * d[1]], |x, y| [y[0] - x[0], y[1] - x[1]]),
            DType::C128 => go_on(m, n, |x: [f64; 2], d, k| [x[0] + k as f64 * d[0], x[1] + k as f64 * d[1]], |x, y| [y[0] - x[0], y[1] - x[1]]),
            DType::I8 | DType::U8 => go_on(m, n, |x: u8, d, k| x.wrapping_add((k as u8).wrapping_mul(d)), |x, y| y.wrapping_sub(x)),
            DType::I16 | DType::U16 => go_on(m, n, |x: u16, d, k| x.wrapping_add((k as u16).wrapping_mul(d)), |x, y| y.wrapping_sub(x)),
            DType::I32 | DType::U32 => go_on(m, n, |x: u32, d, k| x.wrapping_add((k as u32).wrapping_mul(d)), |x, y| y.wrapping_sub(x)),
            DType::I64 | DType::U64 => go_on(m, n, |x: u64, d, k| x.wrapping_add((k as u64).wrapping_mul(d)), |x, y| y.wrapping_sub(x)),
            DType::Object => {
                let delta = ops::binary(BinOp::Sub, &second, &start)?;
                let mut v = ops::binary(BinOp::Add, &start, &delta)?;
                for k in 2..n {
                    v = ops::binary(BinOp::Add, &v, &delta)?;
                    elem::set(DType::Object, 8, at(k), &v)?;
                }
            }
            DType::Bool => return type_error("arange() is only supported for booleans when the result has at most length 2."),
            _ => return type_error("no fill-function for data-type."),
        }
    }
    Ok(made)
}

fn is_zero(v: &Value) -> Result<bool> {
    if v.ty().layout == Layout::Str { Ok(false) } else { Ok(!ops::truth(v)?) }
}

/// Fills an array from its first two elements on.
///
/// # Safety
/// The array has `n > 2` elements of this type, one behind the other.
unsafe fn go_on<T: Copy>(m: &ArrayObj, n: i64, at: impl Fn(T, T, i64) -> T, delta: impl Fn(T, T) -> T) {
    let p = m.data() as *mut T;
    // SAFETY: by the contract; new arrays are aligned.
    unsafe {
        let x = *p;
        let d = delta(x, *p.add(1));
        threads::outside(n as usize, || {
            for k in 2..n {
                *p.add(k as usize) = at(x, d, k);
            }
        });
    }
}

fn int_range(start: i64, stop: i64, step: i64) -> Result<Value> {
    if step == 0 {
        return raise(&ZERO_DIVISION_ERROR, "division by zero");
    }
    let n = pyaot_core::range::length(start, stop, step).unwrap_or(i64::MAX);
    let made = array::new(DType::I64, 8, &[n], Order::C, Fill::Uninit)?;
    let p = as_array(&made).data() as *mut i64;
    let mut x = start;
    threads::outside(n as usize, || {
        for k in 0..n {
            // SAFETY: inside the new array.
            unsafe { *p.add(k as usize) = x };
            x = x.wrapping_add(step);
        }
    });
    Ok(made)
}

/// `numpy.empty_like(prototype, dtype, order, subok, shape)`
pub fn empty_like(a: &[Value]) -> Result<Value> {
    like(&a[0], &a[1], &a[2], &a[4], Fill::Uninit)
}

/// `numpy.eye(n, m, k, dtype, order)`
pub fn eye(a: &[Value]) -> Result<Value> {
    let n = ops::index(&a[0])?;
    let m = if a[1].is_none() { n } else { ops::index(&a[1])? };
    let k = ops::index(&a[2])?;
    let (dtype, size) = dtype_or_float(&a[3])?;
    let made = array::new(dtype, size, &[n, m], order(&a[4])?, Fill::Zero)?;
    let x = as_array(&made);
    let (down, right) = (x.strides()[0], x.strides()[1]);
    let mut one = [0u8; 16];
    if dtype.is_numeric() {
        // SAFETY: the largest number has as many bytes.
        unsafe { elem::set(dtype, size, one.as_mut_ptr(), &Value::int(1))? };
    }
    for i in k.saturating_neg().max(0)..n.min(m.saturating_sub(k)) {
        let at = x.data().wrapping_offset((i * down + (i + k) * right) as isize);
        // SAFETY: inside the new array.
        unsafe {
            if dtype.is_numeric() {
                std::ptr::copy_nonoverlapping(one.as_ptr(), at, size);
            } else {
                elem::set(dtype, size, at, &Value::int(1))?;
            }
        }
    }
    Ok(made)
}

/// Numbers at equal distances from `start` to `stop`, as `numpy.linspace` computes them for two floats:
/// `(start, stop, num, endpoint)`.
pub fn linspace(a: &[Value]) -> Result<Value> {
    let (start, stop) = (float::to_f64(&a[0])?, float::to_f64(&a[1])?);
    let n = ops::index(&a[2])?;
    let endpoint = ops::truth(&a[3])?;
    let div = if endpoint { n - 1 } else { n };
    let made = array::empty(DType::F64, &[n])?;
    let p = as_array(&made).data() as *mut f64;
    let delta = stop - start;
    let step = delta / div as f64;
    threads::outside(n.max(0) as usize, || {
        for k in 0..n {
            let x = k as f64;
            let y = if div <= 0 {
                x * delta
            } else if step == 0.0 {
                x / div as f64 * delta
            } else {
                x * step
            };
            // SAFETY: inside the new array.
            unsafe { p.add(k as usize).write(y + start) };
        }
    });
    if endpoint && n > 1 {
        // SAFETY: inside the new array.
        unsafe { p.add(n as usize - 1).write(stop) };
    }
    Ok(made)
}

/// `numpy.fromiter(iter, dtype, count)`
pub fn fromiter(a: &[Value]) -> Result<Value> {
    let (dtype, size) = dtype_obj::parse(&a[1])?;
    if size == 0 {
        return value_error("Must specify length when using variable-size data-type.");
    }
    let count = ops::index(&a[2])?;
    let it = ops::iter(&a[0])?;
    let mut items = Vec::new();
    while count < 0 || (items.len() as i64) < count {
        match ops::next(&it)? {
            Some(x) => items.push(x),
            None if count >= 0 => return value_error(format!("iterator too short: Expected {count} but iterator had only {} items.", items.len())),
            None => break,
        }
    }
    let made = array::new(dtype, size, &[items.len() as i64], Order::C, Fill::Uninit)?;
    for (k, x) in items.iter().enumerate() {
        // SAFETY: inside the new array.
        unsafe { elem::set(dtype, size, as_array(&made).data().wrapping_add(k * size), x)? };
    }
    Ok(made)
}
