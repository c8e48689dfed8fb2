//! Methods of arrays that are neither shapes, reductions nor sorting.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;
use pyaot_core::{list, ops};

use crate::array::{Order, as_array};
use crate::cast::{self, Casting};
use crate::convert::{self, order_of};
use crate::errors::no_cast;
use crate::{axis, create, dtype_obj, elem, index};

/// `ndarray.copy(order)`
pub fn copy(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    convert::in_order(v.clone(), order_of(&a[1])?, true)
}

/// `ndarray.astype(dtype, order, casting, subok, copy)`
pub fn astype(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    let this = as_array(v);
    let to = dtype_obj::parse(&a[1])?;
    let casting = Casting::parse(&a[3])?;
    let from = (this.dtype(), this.itemsize());
    if !casting.allows(from, to) {
        return no_cast(this, to, casting.name());
    }
    let same = to.0 == from.0 && (to.1 == from.1 || to.1 == 0);
    let order = order_of(&a[2])?;
    if same && !ops::truth(&a[5])? {
        return convert::in_order(v.clone(), order, false);
    }
    if order == 'C' || order == 'F' || order == 'A' {
        let size = if to.1 == 0 { cast::string_size(v, to.0)? } else { to.1 };
        let o = if order == 'F' || (order == 'A' && this.is_f_contiguous() && !this.is_c_contiguous()) { Order::F } else { Order::C };
        let new = crate::array::new(to.0, size, this.shape(), o, crate::array::Fill::Uninit)?;
        cast::copy_into(as_array(&new), this)?;
        return Ok(new);
    }
    cast::astype(v, to.0, to.1)
}

/// `ndarray.fill(value)`
pub fn fill(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    if !as_array(v).is_writeable() {
        return value_error("assignment destination is read-only");
    }
    create::fill(as_array(v), &a[1])?;
    Ok(Value::none())
}

/// `ndarray.item(*args)`
pub fn item(a: &[Value]) -> Result<Value> {
    let this = as_array(&a[0]);
    let args = a[1].downcast::<TupleObj>().map_or(&[][..], |t| t.items());
    let args: Vec<Value> = match args {
        [one] if one.downcast::<TupleObj>().is_some() => list::to_vec(one)?,
        _ => args.to_vec(),
    };
    let at = if args.is_empty() {
        if this.size() != 1 {
            return value_error("can only convert an array of size 1 to a Python scalar");
        }
        this.data()
    } else if args.len() == 1 && this.ndim() != 1 {
        let i = ops::index(&args[0])?;
        let n = this.size() as i64;
        let k = if i < 0 { i + n } else { i };
        if !(0..n).contains(&k) {
            return raise(&pyaot_core::exception::INDEX_ERROR, format!("index {i} is out of bounds for size {n}"));
        }
        let (mut k, mut offset) = (k, 0);
        for (n, s) in this.shape().iter().zip(this.strides()).rev() {
            offset += k % n * s;
            k /= n;
        }
        this.data().wrapping_offset(offset as isize)
    } else if args.len() == this.ndim() {
        let mut offset = 0;
        for (axis, x) in args.iter().enumerate() {
            offset += index::position(ops::index(x)?, this.shape()[axis], axis)? * this.strides()[axis];
        }
        this.data().wrapping_offset(offset as isize)
    } else {
        return value_error("incorrect number of indices for array");
    };
    // SAFETY: inside the array.
    Ok(unsafe { elem::python(this.dtype(), this.itemsize(), at) })
}

/// `ndarray.tolist()`
pub fn tolist(a: &[Value]) -> Result<Value> {
    let this = as_array(&a[0]);
    Ok(nested(this.dtype(), this.itemsize(), this.data(), this.shape(), this.strides()))
}

fn nested(dtype: DType, size: usize, at: *const u8, shape: &[i64], strides: &[i64]) -> Value {
    let ([n, shape @ ..], [s, strides @ ..]) = (shape, strides) else {
        // SAFETY: inside the array.
        return unsafe { elem::python(dtype, size, at) };
    };
    let p = |k: i64| at.wrapping_offset((k * s) as isize);
    if shape.is_empty() {
        // SAFETY: inside the array.
        unsafe {
            match dtype {
                DType::F64 => return list::from_f64s((0..*n).map(|k| (p(k) as *const f64).read_unaligned()).collect()),
                DType::I64 => return list::from_i64s((0..*n).map(|k| (p(k) as *const i64).read_unaligned()).collect()),
                _ => {}
            }
        }
    }
    list::new((0..*n).map(|k| nested(dtype, size, p(k), shape, strides)).collect())
}

/// `ndarray.setflags(write, align, uic)`
pub fn setflags(a: &[Value]) -> Result<Value> {
    if !a[1].is_none() {
        crate::flags::set_writeable(&a[0], ops::truth(&a[1])?)?;
    }
    Ok(Value::none())
}

/// `copy.deepcopy(a)`: objects among the elements are copied as deeply.
pub fn deepcopy(a: &[Value]) -> Result<Value> {
    let made = convert::in_order(a[0].clone(), 'K', true)?;
    if as_array(&made).dtype() == DType::Object {
        let Some(copy) = pyaot_core::module::module_object("copy") else { return Ok(made) };
        let deepcopy = ops::getattr(&copy, "deepcopy")?;
        let m = as_array(&made);
        for k in 0..m.size() as i64 {
            let at = crate::iterate::address(m, k);
            // SAFETY: inside the array.
            unsafe {
                let x = elem::python(DType::Object, 8, at);
                elem::set(DType::Object, 8, at, &ops::call(&deepcopy, &[x, a[1].clone()])?)?;
            }
        }
    }
    Ok(made)
}

/// `ndarray.__array__(dtype)`
pub fn as_array_method(a: &[Value]) -> Result<Value> {
    convert::from_any(&a[0], dtype_obj::optional(&a[1])?)
}

/// `ndarray.trace(offset, axis1, axis2, dtype, out)`
pub fn trace(a: &[Value]) -> Result<Value> {
    (axis::plain(&a[2])?, axis::plain(&a[3])?);
    let d = crate::shape::diagonal(&a[..4])?;
    let axis = Value::int(-1);
    let o = crate::ufunc::reduce::Options {
        axis: Some(&axis),
        dtype: dtype_obj::optional(&a[4])?.map(|(d, _)| d),
        out: Some(&a[5]).filter(|v| !v.is_none()),
        keepdims: false,
        initial: None,
        mask: None,
        method: None,
    };
    crate::ufunc::reduce::reduce(&crate::ufunc::table::ADD, &d, &o)
}

/// `ndarray.compress(condition, axis)`
pub fn compress(a: &[Value]) -> Result<Value> {
    let condition = convert::asarray(&a[1])?;
    if as_array(&condition).ndim() != 1 {
        return value_error("condition must be a 1-d array");
    }
    if !a[3].is_none() {
        return raise(&pyaot_core::exception::NOT_IMPLEMENTED_ERROR, "compress with out= is not supported");
    }
    let places = index::nonzero(as_array(&condition))?;
    let v = if a[2].is_none() { crate::shape::reshaped(&a[0], &[-1], 'C', None)? } else { a[0].clone() };
    let axis = if a[2].is_none() { 0 } else { axis::parsed(&a[2], as_array(&v).ndim())? };
    let n = as_array(&v).shape()[axis];
    let mut list = Vec::new();
    for x in list::to_vec(&places[0])? {
        list.push(index::position(ops::index(&x)?, n, axis)?);
    }
    crate::join::pick(&v, axis, &list)
}
