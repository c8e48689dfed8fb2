//! The type `numpy.ndarray`: its slots, attributes and methods.

use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::TYPE_ERROR;
use pyaot_core::late_type;
use pyaot_core::list;
use pyaot_core::native::Natives;
use pyaot_core::natives;
use pyaot_core::tuple;
use pyaot_core::types::{CmpOp, Layout, Slots, TypeObj};
use pyaot_core::value::Value;
use pyaot_core::{iter, ops};

use crate::array::{self, as_array};
use crate::ufunc::{functions, operators};
use crate::{convert, create, dtype_obj, elem, index, methods, print, scalar, select, shape, sort};

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
            iter: Some(iterate),
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
    "argsort(self, axis=-1, kind=None, order=None, *, stable=None) -> ndarray" => sort::argsort_method,
    "partition(self, kth, axis=-1, kind='introselect', order=None) -> None" => sort::partition_method,
    "argpartition(self, kth, axis=-1, kind='introselect', order=None) -> ndarray" => sort::argpartition_method,
    "searchsorted(self, v, side='left', sorter=None)" => sort::searchsorted_method,
    "nonzero(self, /)" => select::nonzero_method,
    "take(self, indices, axis=None, out=None, mode='raise')" => select::take_method,
    "put(self, indices, values, mode='raise') -> None" => select::put_method,
    "__format__(self, format_spec, /) -> str" => scalar::array_format,
    "sum(self, axis=None, dtype=None, out=None, keepdims=..., initial=..., where=...) -> np.sum(self, axis)" => functions::sum,
    "prod(self, axis=None, dtype=None, out=None, keepdims=..., initial=..., where=...) -> np.sum(self, axis)" => functions::prod,
    "min(self, axis=None, out=None, keepdims=..., initial=..., where=...) -> np.extreme(self, axis)" => functions::min,
    "max(self, axis=None, out=None, keepdims=..., initial=..., where=...) -> np.extreme(self, axis)" => functions::max,
    "any(self, axis=None, out=None, keepdims=..., *, where=...) -> np.all(self, axis)" => functions::any,
    "all(self, axis=None, out=None, keepdims=..., *, where=...) -> np.all(self, axis)" => functions::all,
    "reshape(self, /, *shape, order='C', copy=None) -> np.shaped(self, shape)" => shape::reshape_method,
    "ravel(self, order='C') -> np.flat(self)" => shape::ravel,
    "flatten(self, order='C') -> np.flat(self)" => shape::flatten,
    "transpose(self, /, *axes) -> np.turned(self)" => shape::transpose_method,
    "copy(self, order='C') -> np.like(self)" => methods::copy,
    "astype(self, dtype, order='K', casting='unsafe', subok=True, copy=True) -> np.cast(self, dtype)" => methods::astype,
    "item(self, /, *args)" => methods::item,
    "tolist(self, /)" => methods::tolist,
    "fill(self, value, /)" => methods::fill,
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

fn iterate(v: &Value) -> Result<Value> {
    if as_array(v).ndim() == 0 {
        return type_error("iteration over a 0-d array");
    }
    Ok(iter::seq_iter(v))
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
        "base" => a.base().unwrap_or_else(Value::none),
        _ => return Ok(None),
    }))
}

fn setattr(v: &Value, name: &str, x: Option<&Value>) -> Result<bool> {
    match (name, x) {
        ("shape", Some(x)) => {
            let made = shape::reshaped(v, &create::shape_of(x)?, 'C', Some(false))?;
            let m = as_array(&made);
            as_array(v).set_dims(m.shape(), m.strides());
            Ok(true)
        }
        _ => Ok(false),
    }
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

/// The elements as a list, for functions over any sequence.
///
/// # Errors
/// What iterating raises.
pub fn elements(v: &Value) -> Result<Vec<Value>> {
    let _ = convert::asarray;
    list::to_vec(v)
}
