//! Values of the runtime to objects of CPython, and back.
//!
//! Numbers, text, bytes, tuples, ranges and slices are copied, for nobody can tell; lists, dicts and sets get a twin
//! ([`crate::containers`]); everything else keeps its identity: [`crate::foreign`] stands for it on one side, [`crate::proxy`] on
//! the other.


use pyaot_core::bytes::BytesObj;
use pyaot_core::complex;
use pyaot_core::error::{Result, type_error};
use pyaot_core::float::{self, FloatObj};
use pyaot_core::function::{MethodObj, new_method};
use pyaot_core::int::{self, Int};
use pyaot_core::range::{self, RangeObj};
use pyaot_core::slice::{self, SliceObj};
use pyaot_core::str::StrObj;
use pyaot_core::tuple::{self, TupleObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytes, list, set};

use crate::capi::{Obj, api};
use crate::py::{self, Py};
use crate::{builtin, containers, errors, foreign, mirrors, proxy, types};

/// The object of CPython for a value.
pub fn to_python(v: &Value) -> Result<Py> {
    let api = api();
    if let Some(i) = v.as_small() {
        return builtin::int(i);
    }
    let ty = v.ty();
    if !ty.is_native {
        return match ty.layout {
            Layout::Exception => errors::whole_outward(v),
            Layout::Type => types::outward(v),
            Layout::List | Layout::ByteArray | Layout::Dict | Layout::Deque => containers::outward(v),
            Layout::Set if !ty.is_subtype(&set::FROZENSET) => containers::outward(v),
            _ => mirrors::instance_outward(v),
        };
    }
    match ty.layout {
        Layout::Set if ty.is_subtype(&set::FROZENSET) => Ok(plain_outward(v)?.expect("the type says so")),
        Layout::None => Ok(builtin::constant(api._Py_NoneStruct)),
        Layout::Bool => builtin::bool(v.is_true()),
        Layout::Int => int_outward(v),
        Layout::Float => match v.downcast::<FloatObj>() {
            Some(f) if std::ptr::eq(ty, &float::FLOAT) => builtin::float(f.value),
            _ => crate::arrays::scalar_outward(v),
        },
        Layout::Complex if std::ptr::eq(ty, &complex::COMPLEX) => {
            let c = complex::as_complex(v).expect("the layout says so");
            builtin::complex(c.0, c.1)
        }
        Layout::Str if std::ptr::eq(ty, &pyaot_core::str::STR) => str_outward(v),
        Layout::Bytes if std::ptr::eq(ty, &bytes::BYTES) => {
            builtin::bytes(v.downcast::<BytesObj>().expect("the layout says so").as_slice())
        }
        Layout::Complex | Layout::Str | Layout::Bytes | Layout::Scalar => crate::arrays::scalar_outward(v),
        Layout::Tuple => {
            let t = v.downcast::<TupleObj>().expect("the layout says so");
            py::tuple(t.items().iter().map(to_python).collect::<Result<_>>()?)
        }
        Layout::List | Layout::ByteArray | Layout::Dict | Layout::Set | Layout::Deque => containers::outward(v),
        Layout::Range => range_outward(v),
        Layout::Slice => {
            let s = v.downcast::<SliceObj>().expect("the layout says so");
            builtin::slice(&to_python(&s.start)?, &to_python(&s.stop)?, &to_python(&s.step)?)
        }
        Layout::Foreign => Ok(foreign::object_of(v).expect("the layout says so").clone()),
        Layout::Type => types::outward(v),
        Layout::Exception => errors::whole_outward(v),
        Layout::Array => crate::arrays::outward(v),
        Layout::Property => crate::classes::wrapper_outward(v),
        Layout::Method => method_outward(v),
        Layout::Function | Layout::Native => match crate::library::function_outward(v)? {
            Some(p) => Ok(p),
            None => proxy::of(v),
        },
        Layout::Module => match mirrors::name_of_own(v) {
            Some(name) => mirrors::module_outward(&name),
            None => proxy::of(v),
        },
        Layout::File => crate::streams::outward(v).map_or_else(|| proxy::of(v), Ok),
        _ if v.is_ellipsis() => Ok(builtin::constant(api._Py_EllipsisObject)),
        _ if v.is_not_implemented() => Ok(builtin::constant(api._Py_NotImplementedStruct)),
        _ => {
            for outward in [crate::arrays::other_outward, errors::traceback_outward, crate::typing::alias_outward, proxy::code_outward] {
                if let Some(p) = outward(v)? {
                    return Ok(p);
                }
            }
            proxy::of(v)
        }
    }
}

/// A method of the program's functions is one to CPython too.
fn method_outward(v: &Value) -> Result<Py> {
    match v.downcast::<MethodObj>() {
        Some(m) if m.func.ty().layout == Layout::Function => {
            let (f, this) = (to_python(&m.func)?, to_python(&m.object)?);
            // SAFETY: both live; a new reference.
            unsafe { Py::owned((api().PyMethod_New)(f.as_ptr(), this.as_ptr())) }
        }
        Some(m) => match crate::library::method_outward(m)? {
            Some(p) => Ok(p),
            None => proxy::of(v),
        },
        None => proxy::of(v),
    }
}

/// The program's method, if the function is the program's.
fn method_inward(p: &Py) -> Result<Option<Value>> {
    // SAFETY: a method that lives, and its parts with it.
    let (f, this) = unsafe { (Py::borrowed((api().PyMethod_Function)(p.as_ptr())), Py::borrowed((api().PyMethod_Self)(p.as_ptr()))) };
    Ok(match proxy::value_of(&f) {
        Some(f) if f.ty().layout == Layout::Function => Some(new_method(f, from_python(&this)?)),
        _ => None,
    })
}

/// The builtin object that an instance of a program's class over it is, without what the class adds; `None`: there is none.
pub fn plain_outward(v: &Value) -> Result<Option<Py>> {
    Ok(Some(match v.ty().layout {
        Layout::Int => int_outward(v)?,
        Layout::Float => builtin::float(v.downcast::<FloatObj>().expect("the layout says so").value)?,
        Layout::Str => str_outward(v)?,
        Layout::Bytes => builtin::bytes(v.downcast::<BytesObj>().expect("the layout says so").as_slice())?,
        Layout::Tuple => py::tuple(v.downcast::<TupleObj>().expect("the layout says so").items().iter().map(to_python).collect::<Result<_>>()?)?,
        Layout::Set if v.ty().is_subtype(&set::FROZENSET) => builtin::frozenset(&py::tuple(list::to_vec(v)?.iter().map(to_python).collect::<Result<_>>()?)?)?,
        _ => return Ok(None),
    }))
}

fn int_outward(v: &Value) -> Result<Py> {
    match int::view(v) {
        Some(Int::Small(i)) => builtin::int(i),
        Some(Int::Wide(i)) => builtin::int_of_bytes(&i.to_le_bytes()),
        Some(big) => builtin::int_of_bytes(&big.to_bigint().to_signed_bytes_le()),
        None => type_error("not an int"),
    }
}

fn str_outward(v: &Value) -> Result<Py> {
    let s = v.downcast::<StrObj>().expect("the caller knows");
    if let Some(ascii) = s.as_ascii() {
        return py::string(ascii);
    }
    let units: Vec<u32> = s.chars().collect();
    let mut order = if cfg!(target_endian = "little") { -1 } else { 1 };
    // SAFETY: the units live through the call; lone surrogates pass as they are.
    unsafe {
        Py::owned((api().PyUnicode_DecodeUTF32)(units.as_ptr().cast(), (units.len() * 4) as isize, c"surrogatepass".as_ptr(), &mut order))
    }
}

fn range_outward(v: &Value) -> Result<Py> {
    let r = v.downcast::<RangeObj>().expect("the caller knows");
    if r.big.is_some() {
        return proxy::of(v);
    }
    let ends = [r.start, r.stop, r.step].map(|i| to_python(&Value::int(i)));
    builtin::constant(api().PyRange_Type).call(ends.into_iter().collect::<Result<_>>()?)
}

/// A dict with these keys and values.
pub fn dict_of(entries: &[(Value, Value)]) -> Result<Py> {
    let dict = builtin::dict()?;
    for (k, x) in entries {
        builtin::set_dict_item(&dict, &to_python(k)?, &to_python(x)?)?;
    }
    Ok(dict)
}

/// The value for an object of CPython.
#[inline]
pub fn from_python(p: &Py) -> Result<Value> {
    let is_ours = builtin::references(p) == 1;
    convert(p, is_ours)
}

/// The same for an element of a container, with a reference of our own beside the container's, which nobody else may see.
pub fn from_python_as(p: &Py, container_is_ours: bool) -> Result<Value> {
    let is_ours = container_is_ours && builtin::references(p) == 2;
    convert(p, is_ours)
}

fn convert(p: &Py, is_ours: bool) -> Result<Value> {
    let (api, o) = (api(), p.as_ptr());
    let ty = builtin::type_ptr(p);
    let is = |t: Obj| std::ptr::eq(ty, t);
    if is(api.PyLong_Type) {
        return builtin::small_int(p).map_or_else(|| big_inward(p), |i| Ok(Value::int(i)));
    }
    if is(api.PyFloat_Type) {
        return Ok(float::new(builtin::double(p)));
    }
    if is(api.PyUnicode_Type) {
        return str_inward(p);
    }
    if std::ptr::eq(o, api._Py_NoneStruct) {
        return Ok(Value::none());
    }
    if is(api.PyBool_Type) {
        return Ok(Value::bool(std::ptr::eq(o, api._Py_TrueStruct)));
    }
    if is(api.PyTuple_Type) {
        let items = builtin::tuple_items(p);
        return Ok(tuple::new(items.iter().map(|x| from_python_as(x, is_ours)).collect::<Result<_>>()?));
    }
    if is(api.PyList_Type) {
        return containers::inward(p, Layout::List, is_ours);
    }
    if is(api.PyDict_Type) {
        return containers::inward(p, Layout::Dict, is_ours);
    }
    if is(api.PySet_Type) {
        return containers::inward(p, Layout::Set, is_ours);
    }
    if is(api.PyBytes_Type) {
        return Ok(bytes::new(builtin::bytes_of(p)));
    }
    if is(api.PyComplex_Type) {
        let (re, im) = builtin::complex_parts(p);
        return Ok(complex::new(re, im));
    }
    if is(api.PyByteArray_Type) {
        return containers::inward(p, Layout::ByteArray, is_ours);
    }
    if is(api.PyFrozenSet_Type) {
        let items = containers::elements_of(p, false)?;
        return pyaot_core::ops::call(&set::FROZENSET.value(), &[list::new(items)]);
    }
    if is(api.PyMethod_Type)
        && let Some(v) = method_inward(p)?
    {
        return Ok(v);
    }
    if foreign::is_plain(ty) {
        return Ok(foreign::wrap(p));
    }
    if std::ptr::eq(o, api._Py_EllipsisObject) {
        return Ok(Value::ellipsis());
    }
    if std::ptr::eq(o, api._Py_NotImplementedStruct) {
        return Ok(Value::not_implemented());
    }
    if is(api.PySlice_Type) {
        let part = |name| from_python(&p.attr(name)?);
        return Ok(slice::new(part("start")?, part("stop")?, part("step")?));
    }
    if is(api.PyRange_Type) {
        let part = |name| from_python(&p.attr(name)?).map(|v| int::to_i64(&v));
        if let (Some(start), Some(stop), Some(step)) = (part("start")?, part("stop")?, part("step")?) {
            return Ok(range::new(start, stop, step));
        }
        return Ok(foreign::wrap(p));
    }
    if let Some(v) = proxy::value_of(p).or_else(|| mirrors::module_inward(p)).or_else(|| crate::classes::wrapper_inward(p)).or_else(|| crate::typing::inward(p)) {
        return Ok(v);
    }
    if let Some(v) = containers::known(p) {
        return Ok(v);
    }
    if let Some(v) = mirrors::instance_inward(p)? {
        return Ok(v);
    }
    if let Some(v) = types::inward(p)? {
        return Ok(v);
    }
    if let Some(v) = crate::arrays::inward(p)? {
        return Ok(v);
    }
    if let Some(v) = crate::library::inward(p)? {
        return Ok(v);
    }
    if errors::is_exception(p) {
        return errors::inward(p);
    }
    if let Some(v) = crate::streams::inward(p) {
        return Ok(v);
    }
    if !is(api.PyType_Type) && !is(api.PyMethod_Type) && !containers::may_be_twin(p) && !crate::random::may_be_shared(p) && !crate::mersenne::may_be_shared(p) && !crate::arrays::may_be_native(p) && !crate::streams::may_be_own(p) && !crate::library::may_be_shared(p) {
        foreign::all_like(p);
    }
    Ok(foreign::wrap(p))
}

fn big_inward(p: &Py) -> Result<Value> {
    builtin::with_int_bytes(p, int::from_signed_bytes)
}

fn str_inward(p: &Py) -> Result<Value> {
    let (api, mut len) = (api(), 0);
    // SAFETY: a str that lives, and its bytes with it; the copy is given back.
    unsafe {
        let utf8 = (api.PyUnicode_AsUTF8AndSize)(p.as_ptr(), &mut len);
        if !utf8.is_null() {
            let bytes = std::slice::from_raw_parts(utf8.cast::<u8>(), len as usize);
            return Ok(pyaot_core::str::new(std::str::from_utf8_unchecked(bytes)));
        }
        // Lone surrogates have no UTF-8.
        (api.PyErr_Clear)();
        let n = (api.PyUnicode_GetLength)(p.as_ptr()) as usize;
        let copy = (api.PyUnicode_AsUCS4Copy)(p.as_ptr());
        if copy.is_null() {
            return Err(errors::fetch());
        }
        let v = pyaot_core::str::from_code_points(std::slice::from_raw_parts(copy, n).iter().copied());
        (api.PyMem_Free)(copy.cast());
        Ok(v)
    }
}

/// The object is what the value would become, so it need not be made again.
pub fn is_same(v: &Value, p: &Py) -> bool {
    let api = api();
    if let Some(i) = v.as_small() {
        return p.is_exactly(api.PyLong_Type) && builtin::small_int(p) == Some(i);
    }
    match v.ty().layout {
        Layout::Float if std::ptr::eq(v.ty(), &float::FLOAT) => {
            let x = v.downcast::<FloatObj>().map(|f| f.value.to_bits());
            p.is_exactly(api.PyFloat_Type) && Some(builtin::double(p).to_bits()) == x
        }
        Layout::Str if p.is_exactly(api.PyUnicode_Type) => str_inward(p).is_ok_and(|s| pyaot_core::str::equal(&s, v)),
        Layout::Tuple if p.is_exactly(api.PyTuple_Type) => {
            let (own, items) = (v.downcast::<TupleObj>().map_or(&[][..], TupleObj::items), builtin::tuple_items(p));
            own.len() == items.len() && own.iter().zip(&items).all(|(x, y)| is_same(x, y))
        }
        // Made again, these are the same object.
        Layout::None | Layout::Bool | Layout::List | Layout::Dict | Layout::Set | Layout::ByteArray | Layout::Deque | Layout::Foreign | Layout::Type
        | Layout::Array | Layout::Object | Layout::Function | Layout::Exception => {
            to_python(v).is_ok_and(|made| std::ptr::eq(made.as_ptr(), p.as_ptr()))
        }
        _ => false,
    }
}
