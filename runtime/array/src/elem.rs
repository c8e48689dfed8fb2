//! Single elements as Python objects, and back.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::{self, OVERFLOW_ERROR, TYPE_ERROR};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{boolean, bytes, complex, float, int, ops, str};

use crate::half::{f16_to_f64, f64_to_f16};
use crate::kernels::cast::find as kernel;
use crate::warn::{self, Flag, Flags};
use crate::{array, cast, errors, scalar};

/// The element as NumPy's scalar (an element of an array of objects: itself).
///
/// # Safety
/// An element of the dtype lies at the address.
pub unsafe fn get(dtype: DType, itemsize: usize, at: *const u8) -> Value {
    match dtype {
        // SAFETY: by the contract.
        DType::Object => unsafe { python(dtype, itemsize, at) },
        // SAFETY: by the contract.
        DType::Str | DType::Bytes => text_scalar(dtype, unsafe { python(dtype, itemsize, at) }),
        // SAFETY: by the contract.
        _ => unsafe { scalar::new(dtype, at) },
    }
}

/// A string as NumPy's scalar of its kind.
fn text_scalar(dtype: DType, v: Value) -> Value {
    let ty = scalar::type_of(dtype);
    match ty.slots.new {
        Some(new) => match new(ty, std::slice::from_ref(&v), &[]) {
            Ok(made) => made,
            Err(raised) => {
                exception::clear_pending(raised);
                v
            }
        },
        None => v,
    }
}

/// The element as the nearest Python object (`ndarray.item`).
///
/// # Safety
/// An element of the dtype lies at the address.
pub unsafe fn python(dtype: DType, itemsize: usize, at: *const u8) -> Value {
    // SAFETY: by the contract; elements may be unaligned.
    unsafe {
        match dtype {
            DType::Bool => Value::bool(*at != 0),
            DType::I8 => Value::int(*(at as *const i8) as i64),
            DType::U8 => Value::int(*at as i64),
            DType::I16 => Value::int((at as *const i16).read_unaligned() as i64),
            DType::U16 => Value::int((at as *const u16).read_unaligned() as i64),
            DType::I32 => Value::int((at as *const i32).read_unaligned() as i64),
            DType::U32 => Value::int((at as *const u32).read_unaligned() as i64),
            DType::I64 => Value::int((at as *const i64).read_unaligned()),
            DType::U64 => int::from_u64((at as *const u64).read_unaligned()),
            DType::F16 => float::new(f16_to_f64((at as *const u16).read_unaligned())),
            DType::F32 => float::new((at as *const f32).read_unaligned() as f64),
            DType::F64 => float::new((at as *const f64).read_unaligned()),
            DType::C64 => {
                let [re, im] = (at as *const [f32; 2]).read_unaligned();
                complex::new(re as f64, im as f64)
            }
            DType::C128 => {
                let [re, im] = (at as *const [f64; 2]).read_unaligned();
                complex::new(re, im)
            }
            DType::Object => (*std::mem::ManuallyDrop::new(Value::from_bits((at as *const u64).read_unaligned()))).clone(),
            DType::Str => str::from_code_points(code_points(at, itemsize).into_iter()),
            DType::Bytes => bytes::new(byte_text(at, itemsize)),
        }
    }
}

/// The characters of a string element, without the zeros at its end.
///
/// # Safety
/// `itemsize` bytes lie at the address.
pub unsafe fn code_points(at: *const u8, itemsize: usize) -> Vec<u32> {
    // SAFETY: by the contract.
    let mut all: Vec<u32> = (0..itemsize / 4).map(|k| unsafe { (at as *const u32).add(k).read_unaligned() }).collect();
    while all.last() == Some(&0) {
        all.pop();
    }
    all
}

/// The bytes of a string element, without the zeros at its end.
///
/// # Safety
/// `itemsize` bytes lie at the address, and stay.
pub unsafe fn byte_text<'a>(at: *const u8, itemsize: usize) -> &'a [u8] {
    // SAFETY: by the contract.
    let all = unsafe { std::slice::from_raw_parts(at, itemsize) };
    let end = all.iter().rposition(|b| *b != 0).map_or(0, |k| k + 1);
    &all[..end]
}

/// Assigns any object to an element, as `a[i] = v` does.
///
/// # Errors
/// NumPy's for what the dtype cannot hold; what conversions of the object raise.
///
/// # Safety
/// An element of the dtype lies at the address.
pub unsafe fn set(dtype: DType, itemsize: usize, at: *mut u8, v: &Value) -> Result<()> {
    // The common cases first.
    // SAFETY: by the contract; elements may be unaligned.
    unsafe {
        match (dtype, v.as_small()) {
            (DType::F64, Some(i)) => return Ok((at as *mut f64).write_unaligned(i as f64)),
            (DType::I64, Some(i)) => return Ok((at as *mut i64).write_unaligned(i)),
            (DType::F64, None) if v.is_exact(&float::FLOAT) => {
                return Ok((at as *mut f64).write_unaligned(float::as_float(v).unwrap_or(0.0)));
            }
            (DType::Object, _) => {
                let old = (at as *mut u64).read_unaligned();
                (at as *mut u64).write_unaligned(v.clone().into_bits());
                drop(Value::from_bits(old));
                return Ok(());
            }
            _ => {}
        }
    }
    if let Some(a) = array::get(v) {
        if a.ndim() == 0 && (a.dtype() != DType::Object || dtype == DType::Bool) {
            // SAFETY: the one element of the array.
            let x = unsafe { get(a.dtype(), a.itemsize(), a.data()) };
            // SAFETY: by the contract.
            return unsafe { set_cast(dtype, itemsize, at, &x) };
        }
        if dtype == DType::Bool && a.size() == 1 {
            // SAFETY: by the contract.
            return unsafe { Ok(*at = ops::truth(v)? as u8) };
        }
        return match dtype {
            DType::C64 | DType::C128 => raise(&TYPE_ERROR, "only 0-dimensional arrays can be converted to Python scalars"),
            DType::Str | DType::Bytes => value_error("setting an array element with a sequence"),
            _ => value_error("setting an array element with a sequence."),
        };
    }
    if let Some((from, bits)) = scalar::get(v)
        && dtype.is_numeric()
    {
        // Signed ints look at the range of what they are given, others do not.
        if dtype.kind() == pyaot_abi::dtype::Kind::Signed {
            // SAFETY: the bits of a scalar are an element of its dtype.
            let x = unsafe { python(from, from.size(), bits.as_ptr()) };
            let x = match complex::as_complex(&x) {
                Some((re, _)) if from.kind() == pyaot_abi::dtype::Kind::Complex => {
                    errors::complex_warning()?;
                    float::new(re)
                }
                _ => x,
            };
            // SAFETY: by the contract.
            return unsafe { set_int(dtype, at, &x) };
        }
        if let Some(kernel) = kernel(from, dtype) {
            cast::reported(from, dtype, || {
                // SAFETY: one element there, one here.
                unsafe { kernel(bits.as_ptr(), 0, at, 0, 1) };
                Ok(())
            })?;
        }
        return Ok(());
    }
    // SAFETY: by the contract.
    unsafe {
        match dtype {
            DType::Bool => *at = ops::truth(v)? as u8,
            DType::F16 => (at as *mut u16).write_unaligned(f64_to_f16(narrowed(to_float(v)?, DType::F16)?)),
            DType::F32 => (at as *mut f32).write_unaligned(narrowed(to_float(v)?, DType::F32)? as f32),
            DType::F64 => (at as *mut f64).write_unaligned(to_float(v)?),
            DType::C64 => {
                let (re, im) = to_complex(v)?;
                let (re, im) = (narrowed(re, DType::F32)?, narrowed(im, DType::F32)?);
                (at as *mut [f32; 2]).write_unaligned([re as f32, im as f32]);
            }
            DType::C128 => {
                let (re, im) = to_complex(v)?;
                (at as *mut [f64; 2]).write_unaligned([re, im]);
            }
            DType::Str => {
                let text = text_value(v)?;
                let units = text.downcast::<str::StrObj>().into_iter().flat_map(|s| s.chars());
                let mut n = 0;
                for c in units.take(itemsize / 4) {
                    (at as *mut u32).add(n).write_unaligned(c);
                    n += 1;
                }
                std::ptr::write_bytes(at.add(4 * n), 0, itemsize - 4 * n);
            }
            DType::Bytes => {
                let text = match bytes::like(v) {
                    Some(b) => b.to_vec(),
                    None => ascii_text(&text_value(v)?)?,
                };
                let n = text.len().min(itemsize);
                std::ptr::copy_nonoverlapping(text.as_ptr(), at, n);
                std::ptr::write_bytes(at.add(n), 0, itemsize - n);
            }
            _ => set_int(dtype, at, v)?,
        }
    }
    Ok(())
}

/// Assigns the element of another array: numbers are cast as kernels cast them, without a look at their range.
///
/// # Errors
/// What the conversion of the object raises.
///
/// # Safety
/// As [`set`].
pub unsafe fn set_cast(dtype: DType, itemsize: usize, at: *mut u8, v: &Value) -> Result<()> {
    if let Some((from, bits)) = scalar::get(v)
        && let Some(kernel) = kernel(from, dtype)
    {
        return cast::reported(from, dtype, || {
            // SAFETY: one element there, one here.
            unsafe { kernel(bits.as_ptr(), 0, at, 0, 1) };
            Ok(())
        });
    }
    // SAFETY: by the contract.
    unsafe { set(dtype, itemsize, at, v) }
}

/// Characters of the text that an object becomes as an element of a string array.
///
/// # Errors
/// What `str(v)` raises.
pub fn text_length(v: &Value) -> Result<usize> {
    if let Some(b) = bytes::like(v) {
        return Ok(b.len());
    }
    Ok(text_value(v)?.downcast::<str::StrObj>().map_or(0, |s| s.len()))
}

fn text_value(v: &Value) -> Result<Value> {
    if v.ty().layout == Layout::Str {
        return Ok(v.clone());
    }
    if let Some(b) = bytes::like(v) {
        return match b.iter().position(|c| *c >= 128) {
            None => Ok(str::from_latin1(b)),
            Some(k) => raise(
                &exception::UNICODE_DECODE_ERROR,
                format!("'ascii' codec can't decode byte 0x{:02x} in position {k}: ordinal not in range(128)", b[k]),
            ),
        };
    }
    if is_sequence(v) {
        return value_error("setting an array element with a sequence");
    }
    ops::str(v)
}

fn ascii_text(v: &Value) -> Result<Vec<u8>> {
    let text = v.downcast::<str::StrObj>().map(|s| s.chars().collect::<Vec<u32>>()).unwrap_or_default();
    match text.iter().position(|c| *c >= 128) {
        None => Ok(text.iter().map(|c| *c as u8).collect()),
        Some(k) => raise(
            &exception::UNICODE_ENCODE_ERROR,
            format!("'ascii' codec can't encode character '\\x{:02x}' in position {k}: ordinal not in range(128)", text[k]),
        ),
    }
}

/// What NumPy takes for a sequence: it has a length and items by number.
pub fn is_sequence(v: &Value) -> bool {
    match v.ty().layout {
        Layout::List | Layout::Tuple | Layout::Range | Layout::Deque | Layout::Array => true,
        Layout::Object | Layout::Foreign => ops::lookup_special(v, "__getitem__").is_some() && ops::lookup_special(v, "__len__").is_some(),
        _ => false,
    }
}

fn to_float(v: &Value) -> Result<f64> {
    if v.is_none() {
        return Ok(f64::NAN);
    }
    if let Some(x) = float::as_float(v) {
        return Ok(x);
    }
    if is_sequence(v) {
        return value_error("setting an array element with a sequence.");
    }
    let x = ops::call(&float::FLOAT.value(), std::slice::from_ref(v))?;
    Ok(float::as_float(&x).unwrap_or(f64::NAN))
}

/// The number again, after saying that it is too large for the dtype if it is.
fn narrowed(x: f64, to: DType) -> Result<f64> {
    let mut flags = Flags::default();
    flags.set_if(Flag::Overflow, x.is_finite() && !scalar::round_to(to, x).is_finite());
    warn::report(flags, "cast")?;
    Ok(x)
}

fn to_complex(v: &Value) -> Result<(f64, f64)> {
    if v.is_none() {
        return Ok((f64::NAN, f64::NAN));
    }
    if let Some(c) = complex::as_complex(v) {
        return Ok(c);
    }
    if let Some(text) = text_of(v) {
        let c = ops::call(&complex::COMPLEX.value(), &[text])?;
        return Ok(complex::as_complex(&c).unwrap_or_default());
    }
    if let Some(c) = ops::lookup_special(v, "__complex__").filter(|_| !v.ty().is_native) {
        return Ok(complex::as_complex(&ops::call(&c, &[])?).unwrap_or_default());
    }
    Ok((float::to_f64(v)?, 0.0))
}

fn text_of(v: &Value) -> Option<Value> {
    match v.ty().layout {
        Layout::Str => Some(v.clone()),
        Layout::Bytes => bytes::like(v).map(str::from_latin1),
        _ => None,
    }
}

unsafe fn set_int(dtype: DType, at: *mut u8, v: &Value) -> Result<()> {
    let i = if int::is_int(v) { v.clone() } else { ops::call(&int::INT.value(), std::slice::from_ref(v))? };
    let put = |at: *mut u8, wide: i64| {
        let bytes = wide.to_ne_bytes();
        // SAFETY: by the contract of the caller. The low bytes come first.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), at, dtype.size()) }
    };
    match (int::to_i64(&i), dtype) {
        (Some(i), DType::U64) if i >= 0 => put(at, i),
        (Some(i), d) if d != DType::U64 && fits(d, i) => put(at, i),
        (None, DType::U64) if int::to_u64(&i).is_some() => put(at, int::to_u64(&i).unwrap_or(0) as i64),
        _ => return out_of_bounds(dtype, &i),
    }
    Ok(())
}

/// A Python int is no number of this dtype.
///
/// # Errors
/// Always OverflowError: with the number where C has a type for it, as NumPy goes about it.
#[cold]
pub fn out_of_bounds<T>(dtype: DType, i: &Value) -> Result<T> {
    if int::to_i64(i).is_some() || dtype == DType::U32 && int::to_u64(i).is_some() {
        return raise(&OVERFLOW_ERROR, format!("Python integer {} out of bounds for {}", ops::repr_string(i)?, dtype.name()));
    }
    raise(&OVERFLOW_ERROR, "Python int too large to convert to C long")
}

/// A small int is a number of this dtype of ints.
pub fn fits(dtype: DType, i: i64) -> bool {
    let (low, high) = match dtype {
        DType::I8 => (i8::MIN as i64, i8::MAX as i64),
        DType::U8 => (0, u8::MAX as i64),
        DType::I16 => (i16::MIN as i64, i16::MAX as i64),
        DType::U16 => (0, u16::MAX as i64),
        DType::I32 => (i32::MIN as i64, i32::MAX as i64),
        DType::U32 => (0, u32::MAX as i64),
        DType::U64 => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    (low..=high).contains(&i)
}

/// A bool object.
pub fn is_bool(v: &Value) -> bool {
    v.is_exact(&boolean::BOOL)
}
