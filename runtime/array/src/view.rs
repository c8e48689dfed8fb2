//! Other looks at the same memory: `ndarray.view`, `real`, `imag`, `frombuffer`, and `ndarray.resize`.

use pyaot_abi::dtype::DType;
use pyaot_core::class::as_type;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::TYPE_ERROR;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytearray, bytes, foreign, ops, str};

use crate::array::{self, Fill, Order, as_array};
use crate::{create, dtype_obj, walk};

/// `ndarray.view(dtype, type)`
pub fn view(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    let this = as_array(v);
    if a[1].is_ellipsis() || as_type(&a[1]).is_some_and(|t| std::ptr::eq(t, &crate::ndarray::NDARRAY)) {
        return Ok(whole(v));
    }
    let (dtype, size) = dtype_obj::parse(&a[1])?;
    of_dtype(v, dtype, if size == 0 { this.itemsize() } else { size })
}

/// All elements, once more.
pub fn whole(v: &Value) -> Value {
    let a = as_array(v);
    // SAFETY: the same elements.
    unsafe { array::view(v, a.data(), a.dtype(), a.itemsize(), a.shape(), a.strides()) }
}

/// The bytes of the elements as elements of another dtype.
///
/// # Errors
/// ValueError where they do not come out even; TypeError for objects.
pub fn of_dtype(v: &Value, dtype: DType, size: usize) -> Result<Value> {
    let a = as_array(v);
    if (dtype == DType::Object) != (a.dtype() == DType::Object) {
        return type_error("Cannot change data-type for array of references.");
    }
    let (mut shape, mut strides) = (a.shape().to_vec(), a.strides().to_vec());
    let (old, new) = (a.itemsize() as i64, size as i64);
    if old != new {
        let Some(last) = shape.len().checked_sub(1) else {
            return value_error("Changing the dtype of a 0d array is only supported if the itemsize is unchanged");
        };
        if strides[last] != old && shape[last] != 1 && a.size() > 0 {
            return value_error("To change to a dtype of a different size, the last axis must be contiguous");
        }
        if new < old {
            if old % new != 0 {
                return value_error("When changing to a smaller dtype, its size must be a divisor of the size of original dtype");
            }
            shape[last] *= old / new;
        } else {
            if shape[last] * old % new != 0 {
                return value_error(
                    "When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis of the array.",
                );
            }
            shape[last] = shape[last] * old / new;
        }
        strides[last] = new;
    }
    // SAFETY: the same bytes; dtypes but objects hold any bits.
    Ok(unsafe { array::view(v, a.data(), dtype, size, &shape, &strides) })
}

/// `ndarray.real`: a view of the real parts, or the array itself.
pub fn real(v: &Value) -> Value {
    part(v, 0).unwrap_or_else(|| v.clone())
}

/// `ndarray.imag`: a view of the imaginary parts, or zeros that cannot be written.
///
/// # Errors
/// MemoryError.
pub fn imag(v: &Value) -> Result<Value> {
    if let Some(p) = part(v, 1) {
        return Ok(p);
    }
    let a = as_array(v);
    let made = array::new(a.dtype(), a.itemsize(), a.shape(), Order::C, Fill::Zero)?;
    as_array(&made).set_writeable(false);
    Ok(made)
}

fn part(v: &Value, which: usize) -> Option<Value> {
    let a = as_array(v);
    let dtype = match a.dtype() {
        DType::C64 => DType::F32,
        DType::C128 => DType::F64,
        _ => return None,
    };
    // SAFETY: both parts of an element lie in it.
    Some(unsafe { array::view(v, a.data().wrapping_add(which * dtype.size()), dtype, dtype.size(), a.shape(), a.strides()) })
}

/// `numpy.frombuffer(buffer, dtype, count, offset)`
pub fn frombuffer(a: &[Value]) -> Result<Value> {
    let (dtype, size) = dtype_obj::parse_sized(&a[1])?;
    if dtype == DType::Object {
        return value_error("cannot create an OBJECT array from memory buffer");
    }
    let (data, len, writeable) = match (bytes::like(&a[0]), array::get(&a[0])) {
        (Some(b), _) => (b.as_ptr() as *mut u8, b.len(), a[0].ty().layout == Layout::ByteArray),
        (None, Some(x)) if x.is_c_contiguous() => (x.data(), x.nbytes(), x.is_writeable()),
        _ => return type_error(format!("a bytes-like object is required, not '{}'", ops::type_name(&a[0]))),
    };
    let offset = ops::index(&a[3])?;
    if offset < 0 || offset as usize > len {
        return value_error(format!("offset must be non-negative and no greater than buffer length ({len})"));
    }
    let rest = len - offset as usize;
    let count = ops::index(&a[2])?;
    let n = if count < 0 {
        if !rest.is_multiple_of(size) {
            return value_error("buffer size must be a multiple of element size");
        }
        rest / size
    } else {
        if rest < count as usize * size {
            return value_error("buffer is smaller than requested size");
        }
        count as usize
    };
    let at = data.wrapping_add(offset as usize);
    // A bytearray does not move its bytes while somebody holds them.
    let owner = if a[0].ty().layout == Layout::ByteArray { bytearray::export(&a[0]) } else { a[0].clone() };
    // SAFETY: the bytes live as long as their object, which does not move them.
    let made = unsafe { array::over(owner, at, dtype, &[n as i64], &[size as i64], writeable) };
    as_array(&made).set_dtype(dtype, size);
    Ok(made)
}

/// `ndarray.tobytes(order)`
pub fn tobytes(a: &[Value]) -> Result<Value> {
    let v = crate::convert::in_order(a[0].clone(), 'K', false)?;
    let order = match crate::convert::order_of(&a[1])? {
        'F' => 'F',
        'A' | 'K' if as_array(&v).is_f_contiguous() && !as_array(&v).is_c_contiguous() => 'F',
        _ => 'C',
    };
    let v = crate::convert::in_order(v, order, false)?;
    let this = as_array(&v);
    // SAFETY: the elements lie one behind the other.
    Ok(bytes::new(unsafe { std::slice::from_raw_parts(this.data(), this.nbytes()) }))
}

/// `ndarray.resize(*shape, refcheck)`: in place, zeros behind the old elements.
pub fn resize(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    let this = as_array(v);
    if let Some(real) = real_method(v, "resize")? {
        let shape = a[1].downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
        return ops::call_kw(&real, shape, &[(str::new("refcheck"), a[2].clone())]);
    }
    let shape = match a[1].downcast::<TupleObj>().map(|t| t.items()) {
        Some([]) => return Ok(Value::none()),
        Some([one]) if one.is_none() => return Ok(Value::none()),
        Some([one]) => create::shape_of(one)?,
        _ => create::shape_of(&a[1])?,
    };
    if !this.is_c_contiguous() && !this.is_f_contiguous() {
        return value_error("resize only works on single-segment arrays");
    }
    if shape.iter().any(|n| *n < 0) {
        return value_error("negative dimensions not allowed");
    }
    let order = if this.is_c_contiguous() { Order::C } else { Order::F };
    if shape.iter().product::<i64>() == this.size() as i64 {
        this.set_dims(&shape, &array::contiguous_strides(&shape, this.itemsize(), order));
        crate::settings::note_new_form();
        return Ok(Value::none());
    }
    if !this.owns() {
        return value_error("cannot resize this array: it does not own its data");
    }
    // More than the caller's own references.
    if ops::truth(&a[2])? && v.header().is_some_and(|h| h.rc.get() > 2) {
        return value_error("cannot resize an array that references or is referenced\nby another array in this way.\nUse the np.resize function or refcheck=False");
    }
    let made = array::new(this.dtype(), this.itemsize(), &shape, order, Fill::Zero)?;
    let m = as_array(&made);
    let n = this.size().min(m.size());
    // SAFETY: as many elements on both sides; those of objects are retained one by one.
    unsafe {
        crate::index::copy_elements(this.dtype(), this.itemsize(), m.data(), m.itemsize() as i64, this.data(), m.itemsize() as i64, n)?;
    }
    array::replace(v, made);
    Ok(Value::none())
}

/// The method of the real NumPy's array that this one is over, if it is one's.
pub fn real_method(v: &Value, name: &str) -> Result<Option<Value>> {
    let is_real = as_array(v).base().is_some_and(|b| b.ty().layout == Layout::Foreign);
    match foreign::hooks() {
        Some(hooks) if is_real => (hooks.real_attribute)(v, &pyaot_core::state::intern(name)),
        _ => Ok(None),
    }
}

/// `ndarray.byteswap(inplace)`
pub fn byteswap(a: &[Value]) -> Result<Value> {
    let v = if ops::truth(&a[1])? { a[0].clone() } else { crate::convert::in_order(a[0].clone(), 'K', true)? };
    let this = as_array(&v);
    let unit = match this.dtype() {
        DType::Object => return raise(&TYPE_ERROR, "byteswap of objects"),
        DType::C64 => 4,
        DType::C128 => 8,
        d => d.size(),
    };
    let size = this.itemsize();
    walk::runs(this.shape(), [this.strides()], [this.data()], |[p], n, [s]| {
        for k in 0..n as i64 {
            // SAFETY: the walk stays inside the array.
            let element = unsafe { std::slice::from_raw_parts_mut(p.offset((k * s) as isize), size) };
            element.chunks_mut(unit).for_each(<[u8]>::reverse);
        }
        Ok(())
    })?;
    Ok(v)
}
