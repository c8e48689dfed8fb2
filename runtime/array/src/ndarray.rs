//! The type `numpy.ndarray`: its slots, attributes and methods.

use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::{ATTRIBUTE_ERROR, TYPE_ERROR};
use pyaot_core::late_type;
use pyaot_core::native::Natives;
use pyaot_core::natives;
use pyaot_core::tuple;
use pyaot_core::types::{CmpOp, Layout, Slots, TypeObj};
use pyaot_core::value::Value;
use pyaot_core::ops;

use crate::array::{self, as_array};
use crate::ufunc::{functions, matmul, operators, position, rounding, stats};
use crate::{
    convert, create, dtype_obj, elem, flags, index, iterate, join, methods, print, scalar, select, shape, sort, view,
};

late_type! {
    /// `numpy.ndarray`
    pub static NDARRAY, ndarray_type = (
        "numpy.ndarray",
        Layout::Array,
        Slots {
            binary: Some(operators::binary),
            inplace: Some(operators::inplace),
            unary: Some(operators::unary),
            compare: Some(operators::compare),
            number: Some(scalar::array_as_python),
            repr: Some(print::repr),
            str: Some(print::to_str),
            truth: Some(truth),
            len: Some(len),
            getitem: Some(index::getitem),
            setitem: Some(index::setitem),
            contains: Some(contains),
            iter: Some(iterate::rows),
            getattr: Some(getattr),
            setattr: Some(setattr),
            hash: Some(hash),
            new: Some(construct),
            drop: Some(array::drop_fields),
            traverse: Some(array::traverse),
            clear: Some(array::clear),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "sort(self, axis=-1, kind=None, order=None, *, stable=None) -> None" => sort::sort_method,
    "argsort(self, axis=-1, kind=None, order=None, *, stable=None) -> np.found(self)" => sort::argsort_method,
    "partition(self, kth, axis=-1, kind='introselect', order=None) -> None" => sort::partition_method,
    "argpartition(self, kth, axis=-1, kind='introselect', order=None) -> np.found(self)" => sort::argpartition_method,
    "searchsorted(self, v, side='left', sorter=None) -> np.found(v)" => sort::searchsorted_method,
    "choose(self, choices, out=None, mode='raise')" => select::choose_method,
    "nonzero(self, /) -> tuple[ndarray[int64, 1], ...]" => select::nonzero_method,
    "take(self, indices, axis=None, out=None, mode='raise') -> np.taken(self, indices, axis)" => select::take_method,
    "put(self, indices, values, mode='raise') -> None" => select::put_method,
    "__format__(self, format_spec, /) -> str" => scalar::array_format,
    "sum(self, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=...) -> np.sum(self, axis)" => functions::sum,
    "prod(self, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=...) -> np.sum(self, axis)" => functions::prod,
    "min(self, axis=None, out=None, keepdims=False, initial=..., where=...) -> np.extreme(self, axis)" => functions::min,
    "max(self, axis=None, out=None, keepdims=False, initial=..., where=...) -> np.extreme(self, axis)" => functions::max,
    "any(self, axis=None, out=None, keepdims=False, *, where=...) -> np.all(self, axis)" => functions::any,
    "all(self, axis=None, out=None, keepdims=False, *, where=...) -> np.all(self, axis)" => functions::all,
    "mean(self, axis=None, dtype=None, out=None, keepdims=False, *, where=...) -> np.mean(self, axis)" => stats::mean,
    "var(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=..., mean=..., correction=...) -> np.mean(self, axis)" => stats::var,
    "std(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=..., mean=..., correction=...) -> np.mean(self, axis)" => stats::std,
    "argmax(self, axis=None, out=None, *, keepdims=False) -> np.position(self, axis)" => position::argmax,
    "argmin(self, axis=None, out=None, *, keepdims=False) -> np.position(self, axis)" => position::argmin,
    "cumsum(self, axis=None, dtype=None, out=None) -> np.running(self, axis)" => functions::cumsum,
    "cumprod(self, axis=None, dtype=None, out=None) -> np.running(self, axis)" => functions::cumprod,
    "dot(self, b, /, out=None) -> np.dot(self, b)" => matmul::dot,
    "round(self, decimals=0, out=None) -> np.kept(self)" => rounding::round,
    "clip(self, a_min=..., a_max=..., out=None, *, min=..., max=..., dtype=None, casting='same_kind', where=True, order='K') -> np.kept(self, a_min, a_max, min, max)" => rounding::clip,
    "conjugate(self, /) -> np.promoted(self)" => functions::conjugate,
    "conj(self, /) -> np.promoted(self)" => functions::conjugate,
    "reshape(self, /, *shape, order='C', copy=None) -> np.shaped(self, shape)" => shape::reshape_method,
    "ravel(self, order='C') -> np.flat(self)" => shape::ravel,
    "flatten(self, order='C') -> np.flat(self)" => shape::flatten,
    "transpose(self, /, *axes) -> np.turned(self)" => shape::transpose_method,
    "copy(self, order='C') -> np.like(self)" => methods::copy,
    "astype(self, dtype, order='K', casting='unsafe', subok=True, copy=True) -> np.cast(self, dtype)" => methods::astype,
    "item(self, /, *args)" => methods::item,
    "tolist(self, /)" => methods::tolist,
    "fill(self, value, /)" => methods::fill,
    "compress(self, condition, axis=None, out=None) -> np.spread(self, axis)" => methods::compress,
    "trace(self, offset=0, axis1=0, axis2=1, dtype=None, out=None)" => methods::trace,
    "swapaxes(self, axis1, axis2, /) -> np.turned(self)" => shape::swapaxes,
    "squeeze(self, axis=None) -> np.squeezed(self)" => shape::squeeze,
    "repeat(self, repeats, axis=None) -> np.spread(self, axis)" => |a: &[Value]| join::repeat(a),
    "view(self, dtype=..., type=...)" => view::view,
    "tobytes(self, order='C') -> bytes" => view::tobytes,
    "__bytes__(self, /) -> bytes" => |a: &[Value]| view::tobytes(&[a[0].clone(), pyaot_core::str::new("C")]),
    "tofile(self, fid, sep='', format='%s') -> None" => crate::tofile::tofile,
    "diagonal(self, offset=0, axis1=0, axis2=1) -> np.diagonal(self)" => shape::diagonal,
    "resize(self, /, *new_shape, refcheck=True) -> None" => view::resize,
    "byteswap(self, inplace=False)" => view::byteswap,
    "setflags(self, write=None, align=None, uic=None) -> None" => methods::setflags,
    "__copy__(self, /)" => |a: &[Value]| convert::in_order(a[0].clone(), 'K', true),
    "__deepcopy__(self, memo, /)" => methods::deepcopy,
    "__array__(self, dtype=None, /, *, copy=None)" => methods::as_array_method,
];

fn hash(v: &Value) -> Result<i64> {
    type_error(format!("unhashable type: '{}'", ops::type_name(v)))
}

fn truth(v: &Value) -> Result<bool> {
    let a = as_array(v);
    match a.size() {
        // SAFETY: the array's one element.
        1 => ops::truth(&unsafe { elem::python(a.dtype(), a.itemsize(), a.data()) }),
        0 => value_error("The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty."),
        _ => value_error("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"),
    }
}

fn len(v: &Value) -> Result<usize> {
    match as_array(v).shape().first() {
        Some(n) => Ok(*n as usize),
        None => type_error("len() of unsized object"),
    }
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    let a = as_array(v);
    let equal = ops::compare(v, CmpOp::Eq, x)?;
    match array::get(&equal) {
        Some(e) => {
            let mut any = false;
            crate::walk::runs(e.shape(), [e.strides()], [e.data()], |[p], n, [s]| {
                for k in 0..n as i64 {
                    // SAFETY: the walk stays inside the array.
                    any |= ops::truth(&unsafe { elem::python(e.dtype(), e.itemsize(), p.offset((k * s) as isize)) })?;
                }
                Ok(())
            })?;
            Ok(any)
        }
        None => Ok(a.size() > 0 && ops::truth(&equal)?),
    }
}

/// A tuple of ints.
pub fn int_tuple(items: &[i64]) -> Value {
    tuple::new(items.iter().map(|n| Value::int(*n)).collect())
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let a = as_array(v);
    Ok(Some(match name {
        "shape" => int_tuple(a.shape()),
        "strides" => int_tuple(a.strides()),
        "ndim" => Value::int(a.ndim() as i64),
        "size" => Value::int(a.size() as i64),
        "itemsize" => Value::int(a.itemsize() as i64),
        "nbytes" => Value::int(a.nbytes() as i64),
        "dtype" => dtype_obj::value(a.dtype(), a.itemsize()),
        "T" => shape::transposed(v),
        "mT" => {
            let n = a.ndim();
            if n < 2 {
                return value_error("matrix transpose with ndim < 2 is undefined");
            }
            let order: Vec<usize> = (0..n - 2).chain([n - 1, n - 2]).collect();
            shape::in_axis_order(v, &order)
        }
        "real" => view::real(v),
        "imag" => view::imag(v)?,
        "flat" => iterate::flat(v),
        "flags" => flags::new(v),
        "device" => pyaot_core::str::new("cpu"),
        "base" => base(a)?,
        _ => return Ok(None),
    }))
}

/// What the elements belong to. An array of the host's is kept by an object, which knows what its own belong to; as in NumPy, views of a view
/// have the array behind it as their base.
fn base(a: &array::ArrayObj) -> Result<Value> {
    let is_hosts = |v: &Value| v.ty().layout == Layout::Foreign;
    let Some(b) = a.base() else { return Ok(Value::none()) };
    if is_hosts(&b) {
        return if ops::getattr_opt(&b, "shape")?.is_some() { ops::getattr(&b, "base") } else { Ok(b) };
    }
    match array::get(&b).and_then(array::ArrayObj::base).filter(is_hosts) {
        Some(h) if ops::getattr_opt(&h, "shape")?.is_some() => {
            let behind = ops::getattr(&h, "base")?;
            Ok(if array::get(&behind).is_some() { behind } else { b })
        }
        _ => Ok(b),
    }
}

fn setattr(v: &Value, name: &str, x: Option<&Value>) -> Result<bool> {
    let Some(x) = x else { return Ok(false) };
    match name {
        "shape" => {
            let to = shape::complete(&create::shape_of(x)?, as_array(v).size() as i64)?;
            let made = match shape::reshaped(v, &to, 'C', Some(false)) {
                Err(raised) => {
                    pyaot_core::exception::clear_pending(raised);
                    return raise(
                        &ATTRIBUTE_ERROR,
                        "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.",
                    );
                }
                Ok(made) => made,
            };
            let m = as_array(&made);
            as_array(v).set_dims(m.shape(), m.strides());
            crate::settings::note_new_form();
        }
        "dtype" => {
            let (dtype, size) = dtype_obj::parse_sized(x)?;
            let made = view::of_dtype(v, dtype, size)?;
            let m = as_array(&made);
            as_array(v).set_dtype(dtype, size);
            as_array(v).set_dims(m.shape(), m.strides());
            crate::settings::note_new_form();
        }
        // An array of its own first: its elements are cast, whatever they are.
        "real" => index::assign(&view::real(v), &convert::asarray(x)?)?,
        "imag" if as_array(v).dtype().is_complex() => index::assign(&view::imag(v)?, x)?,
        "imag" => return type_error("array does not have imaginary part to set"),
        "flat" => {
            let all = iterate::flat(v);
            pyaot_core::ops::setitem(&all, &pyaot_core::slice::new(Value::none(), Value::none(), Value::none()), x)?;
        }
        "T" | "ndim" | "size" | "nbytes" | "itemsize" | "base" | "flags" | "mT" | "device" => {
            return raise(
                &ATTRIBUTE_ERROR,
                format!("attribute '{name}' of 'numpy.ndarray' objects is not writable"),
            );
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn construct(_: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let named = |n: &str| kw.iter().find(|(k, _)| ops::text_of(k) == n).map(|(_, v)| v.clone());
    let Some(shape) = args.first().cloned().or_else(|| named("shape")) else {
        return raise(&TYPE_ERROR, "ndarray() missing required argument 'shape' (pos 0)");
    };
    let dtype = args.get(1).cloned().or_else(|| named("dtype")).unwrap_or_else(Value::ellipsis);
    let order = args.get(5).cloned().or_else(|| named("order")).unwrap_or_else(Value::none);
    create::empty(&[shape, dtype, order])
}
