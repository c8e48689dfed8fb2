//! Casts between dtypes: kernels for all pairs of numbers, `ndarray.astype`, copies from array to array.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::value::Value;

use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::kernels::cast::find as kernel;
use crate::warn::{self, Flags};
use crate::{broadcast, elem, errors, fpe, threads, walk};

/// Two arrays may have memory in common.
pub fn may_overlap(a: &ArrayObj, b: &ArrayObj) -> bool {
    let ((a0, a1), (b0, b1)) = (extent(a), extent(b));
    a0 < b1 && b0 < a1
}

/// The addresses between which the elements lie.
pub fn extent(a: &ArrayObj) -> (usize, usize) {
    if a.size() == 0 {
        return (0, 0);
    }
    let (mut low, mut high) = (a.data() as i64, a.data() as i64 + a.itemsize() as i64);
    for (n, s) in a.shape().iter().zip(a.strides()) {
        let reach = (n - 1) * s;
        if reach < 0 { low += reach } else { high += reach }
    }
    (low as usize, high as usize)
}

/// Assigns the elements of `src`, broadcast and cast, to those of `dst`.
///
/// # Errors
/// ValueError where the shapes do not fit; what the conversion of an element raises.
pub fn copy_into(dst: &ArrayObj, src: &ArrayObj) -> Result<()> {
    let strides = broadcast::for_assignment(src, dst.shape())?;
    // Element to element, or from ones that follow in memory, nothing is overwritten that is still to be read.
    let alike = dst.dtype() == src.dtype() && dst.strides() == strides;
    let onward = dst.ndim() <= 1 && dst.data() < src.data() && strides.iter().all(|s| *s > 0);
    if may_overlap(dst, src) && !(alike && (dst.data() == src.data() || onward)) {
        let copy = copied(src, Order::C)?;
        let copy = as_array(&copy);
        let strides = broadcast::for_assignment(copy, dst.shape())?;
        return copy_strided(dst, copy, &strides);
    }
    copy_strided(dst, src, &strides)
}

fn copy_strided(dst: &ArrayObj, src: &ArrayObj, strides: &[i64]) -> Result<()> {
    let (from, to) = (src.dtype(), dst.dtype());
    if let Some(kernel) = kernel(from, to) {
        return reported(from, to, || {
            let Some(dims) = walk::any_order(dst.shape(), [dst.strides(), strides]) else { return Ok(()) };
            threads::outside(dst.size(), || {
                walk::runs_any(dims, [dst.data(), src.data()], |[d, s], n, [ds, ss]| {
                    // SAFETY: the walk stays inside both arrays.
                    unsafe { kernel(s, ss as isize, d, ds as isize, n) };
                    Ok(())
                })
            })
        });
    }
    let (from_size, to_size) = (src.itemsize(), dst.itemsize());
    let strings = matches!(from, DType::Str | DType::Bytes) && from == to;
    walk::runs(dst.shape(), [dst.strides(), strides], [dst.data(), src.data()], |[d, s], n, [ds, ss]| {
        for k in 0..n as i64 {
            // SAFETY: the walk stays inside both arrays, which their owners keep alive.
            unsafe {
                let (d, s) = (d.offset((k * ds) as isize), s.offset((k * ss) as isize));
                if strings {
                    let both = from_size.min(to_size);
                    std::ptr::copy(s, d, both);
                    std::ptr::write_bytes(d.add(both), 0, to_size - both);
                } else if to == DType::Object {
                    elem::set(to, to_size, d, &elem::python(from, from_size, s))?;
                } else {
                    elem::set_cast(to, to_size, d, &elem::get(from, from_size, s))?;
                }
            }
        }
        Ok(())
    })
}

/// Does a cast of numbers, and reports what it loses in a way that NumPy warns of.
///
/// # Errors
/// What the cast raises; a warning, where the program has made it an error.
pub fn reported(from: DType, to: DType, cast: impl FnOnce() -> Result<()>) -> Result<()> {
    use pyaot_abi::dtype::Kind::{Complex, Float, Signed, Unsigned};
    if from == to {
        return cast();
    }
    let (source, target) = (from.kind(), to.kind());
    if source == Complex && matches!(target, Signed | Unsigned | Float) {
        errors::complex_warning()?;
    }
    let part = |d: DType| if d.kind() == Complex { d.size() / 2 } else { d.size() };
    let loses = match source {
        Float | Complex => matches!(target, Signed | Unsigned) || (matches!(target, Float | Complex) && part(to) < part(from)),
        Signed | Unsigned => to == DType::F16 && from.size() > 1,
        _ => false,
    };
    if !loses {
        return cast();
    }
    fpe::clear();
    cast()?;
    warn::report(Flags(fpe::take()), "cast")
}

/// The order that keeps that of an existing array (`order='K'`): strides of a new array of this shape.
pub fn like_order(shape: &[i64], strides: &[i64], itemsize: usize) -> Vec<i64> {
    let mut dims: Vec<usize> = (0..shape.len()).collect();
    // Stable: dimensions that the strides do not tell apart stay in C order.
    dims.sort_by_key(|k| std::cmp::Reverse(strides[*k].abs()));
    let mut out = vec![0; shape.len()];
    let mut next = itemsize as i64;
    for k in dims.into_iter().rev() {
        out[k] = next;
        next *= shape[k].max(1);
    }
    out
}

/// The array itself, or a copy that nobody else can change, if the host's lock is given away while it is used.
///
/// # Errors
/// MemoryError.
pub fn own(v: &Value) -> Result<Value> {
    match array::get(v).filter(|a| a.dtype().is_numeric() && threads::is_shared(a.size())) {
        Some(a) => copied(a, Order::C),
        None => Ok(v.clone()),
    }
}

/// A new array with the elements of `a`.
///
/// # Errors
/// MemoryError.
pub fn copied(a: &ArrayObj, order: Order) -> Result<Value> {
    let new = array::new(a.dtype(), a.itemsize(), a.shape(), order, Fill::Uninit)?;
    copy_strided(as_array(&new), a, a.strides())?;
    Ok(new)
}

/// A copy of the array in another dtype, in the order of its memory (`astype`).
///
/// # Errors
/// What the conversion of an element raises.
pub fn astype(v: &Value, dtype: DType, itemsize: usize) -> Result<Value> {
    let a = as_array(v);
    let itemsize = if itemsize == 0 { string_size(v, dtype)? } else { itemsize };
    let new = new_like(a, dtype, itemsize)?;
    copy_strided(as_array(&new), a, a.strides())?;
    Ok(new)
}

/// A new array of the shape of `a`, its elements in the order of that array's memory.
///
/// # Errors
/// MemoryError.
pub fn new_like(a: &ArrayObj, dtype: DType, itemsize: usize) -> Result<Value> {
    let new = array::new(dtype, itemsize, a.shape(), Order::C, Fill::Uninit)?;
    if !a.is_c_contiguous() {
        let strides = like_order(a.shape(), a.strides(), itemsize);
        as_array(&new).set_dims(a.shape(), &strides);
    }
    Ok(new)
}

/// Bytes that the elements of an array need as strings: those of the dtype's longest text.
pub fn string_size(v: &Value, to: DType) -> Result<usize> {
    let a = as_array(v);
    let unit = to.size();
    Ok(match a.dtype() {
        DType::Str => a.itemsize() / 4 * unit,
        DType::Bytes => a.itemsize() * unit,
        DType::Object => {
            let mut longest = 1;
            walk::runs(a.shape(), [a.strides()], [a.data()], |[p], n, [s]| {
                for k in 0..n as i64 {
                    // SAFETY: the walk stays inside the array.
                    let v = unsafe { elem::python(DType::Object, 8, p.offset((k * s) as isize)) };
                    longest = longest.max(elem::text_length(&v)?);
                }
                Ok(())
            })?;
            longest * unit
        }
        d => text_width(d) * unit,
    })
}

/// Characters that the longest number of a dtype takes.
pub fn text_width(d: DType) -> usize {
    match d {
        DType::Bool => 5,
        DType::I8 => 4,
        DType::U8 => 3,
        DType::I16 => 6,
        DType::U16 => 5,
        DType::I32 => 11,
        DType::U32 => 10,
        DType::I64 => 21,
        DType::U64 => 20,
        DType::C64 | DType::C128 => 64,
        _ => 32,
    }
}

/// How strict a cast is (`casting=`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Casting {
    No,
    Equiv,
    Safe,
    SameKind,
    Unsafe,
}

impl Casting {
    /// # Errors
    /// ValueError for another word.
    pub fn parse(v: &Value) -> Result<Casting> {
        let Some(text) = pyaot_core::str::as_str(v) else {
            return type_error(format!("casting must be a string, not {}", pyaot_core::ops::type_name(v)));
        };
        Ok(match &*text {
            "no" => Casting::No,
            "equiv" => Casting::Equiv,
            "safe" => Casting::Safe,
            "same_kind" => Casting::SameKind,
            "unsafe" => Casting::Unsafe,
            "same_value" => return raise(&NOT_IMPLEMENTED_ERROR, "casting='same_value' is not supported"),
            other => {
                return pyaot_core::error::value_error(format!(
                    "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value' (got '{other}')"
                ));
            }
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
        }
    }

    /// `numpy.can_cast` for two dtypes.
    pub fn allows(self, from: (DType, usize), to: (DType, usize)) -> bool {
        use pyaot_abi::dtype::{Kind, promote};
        let safe = || match (from.0.kind(), to.0.kind()) {
            (_, Kind::Object) => true,
            (Kind::Str, Kind::Str) | (Kind::Bytes, Kind::Bytes) => from.1 <= to.1,
            (Kind::Bytes, Kind::Str) => from.1 * 4 <= to.1,
            (Kind::Object | Kind::Str | Kind::Bytes, _) => false,
            (_, Kind::Str | Kind::Bytes) => text_width(from.0) * to.0.size() <= to.1 || to.1 == 0,
            _ => promote(from.0, to.0) == Some(to.0),
        };
        match self {
            Casting::No | Casting::Equiv => from == to,
            Casting::Safe => safe(),
            Casting::SameKind => {
                let rank = |d: DType| match d.kind() {
                    Kind::Bool => 0,
                    Kind::Unsigned => 1,
                    Kind::Signed => 2,
                    Kind::Float => 3,
                    Kind::Complex => 4,
                    _ => 9,
                };
                let (a, b) = (rank(from.0), rank(to.0));
                safe() || (a < 9 && a <= b) || from.0 == to.0 || (from.0.kind() == Kind::Bytes && to.0 == DType::Str)
            }
            Casting::Unsafe => true,
        }
    }
}
