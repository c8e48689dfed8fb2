//! Values of the runtime to objects of CPython, and back.
//!
//! Numbers, text, bytes, tuples, ranges and slices are copied, for nobody can tell; lists, dicts and sets get a twin
//! ([`crate::containers`]); everything else keeps its identity: [`crate::foreign`] stands for it on one side, [`crate::proxy`] on
//! the other.

use std::ffi::CString;

use pyaot_core::bytes::BytesObj;
use pyaot_core::complex;
use pyaot_core::error::{Result, type_error};
use pyaot_core::float::{self, FloatObj};
use pyaot_core::int::{self, Int};
use pyaot_core::range::{self, RangeObj};
use pyaot_core::slice::{self, SliceObj};
use pyaot_core::str::StrObj;
use pyaot_core::tuple::{self, TupleObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytes, list, set};

use crate::capi::{Obj, api, ref_count, type_of};
use crate::py::{self, Py};
use crate::{containers, errors, foreign, proxy, types};

/// The object of CPython for a value.
pub fn to_python(v: &Value) -> Result<Py> {
    let api = api();
    // SAFETY (of all blocks): calls with live arguments that give new references.
    if let Some(i) = v.as_small() {
        return unsafe { Py::owned((api.PyLong_FromLongLong)(i)) };
    }
    let ty = v.ty();
    if !ty.is_native {
        return match ty.layout {
            Layout::Exception => errors::outward(v),
            Layout::Type => types::outward(v),
            _ => proxy::of(v),
        };
    }
    match ty.layout {
        Layout::None => Ok(unsafe { Py::borrowed(api._Py_NoneStruct) }),
        Layout::Bool => unsafe { Py::owned((api.PyBool_FromLong)(v.is_true().into())) },
        Layout::Int => int_outward(v),
        Layout::Float => match v.downcast::<FloatObj>() {
            Some(f) if ty.name == "float" => unsafe { Py::owned((api.PyFloat_FromDouble)(f.value)) },
            _ => crate::arrays::scalar_outward(v),
        },
        Layout::Complex if ty.name == "complex" => {
            let c = complex::as_complex(v).expect("the layout says so");
            unsafe { Py::owned((api.PyComplex_FromDoubles)(c.0, c.1)) }
        }
        Layout::Str if ty.name == "str" => str_outward(v),
        Layout::Bytes if ty.name == "bytes" => {
            let b = v.downcast::<BytesObj>().expect("the layout says so").as_slice();
            unsafe { Py::owned((api.PyBytes_FromStringAndSize)(b.as_ptr().cast(), b.len() as isize)) }
        }
        Layout::Complex | Layout::Str | Layout::Bytes | Layout::Scalar => crate::arrays::scalar_outward(v),
        Layout::Tuple => {
            let t = v.downcast::<TupleObj>().expect("the layout says so");
            py::tuple(t.items().iter().map(to_python).collect::<Result<_>>()?)
        }
        Layout::List | Layout::ByteArray => containers::outward(v),
        Layout::Dict | Layout::Set if matches!(ty.name, "dict" | "set") => containers::outward(v),
        Layout::FrozenSet => {
            let items = list::to_vec(v)?;
            let items = py::tuple(items.iter().map(to_python).collect::<Result<_>>()?)?;
            unsafe { Py::owned((api.PyFrozenSet_New)(items.as_ptr())) }
        }
        Layout::Range => range_outward(v),
        Layout::Slice => {
            let s = v.downcast::<SliceObj>().expect("the layout says so");
            let (a, b, c) = (to_python(&s.start)?, to_python(&s.stop)?, to_python(&s.step)?);
            unsafe { Py::owned((api.PySlice_New)(a.as_ptr(), b.as_ptr(), c.as_ptr())) }
        }
        Layout::Foreign => Ok(foreign::object_of(v).expect("the layout says so").clone()),
        Layout::Type => types::outward(v),
        Layout::Exception => errors::outward(v),
        Layout::Array => crate::arrays::outward(v),
        _ if v.is_ellipsis() => Ok(unsafe { Py::borrowed(api._Py_EllipsisObject) }),
        _ if v.is_not_implemented() => Ok(unsafe { Py::borrowed(api._Py_NotImplementedStruct) }),
        _ => match crate::arrays::other_outward(v)? {
            Some(p) => Ok(p),
            None => proxy::of(v),
        },
    }
}

fn int_outward(v: &Value) -> Result<Py> {
    let api = api();
    // SAFETY: the text lives through the call.
    match int::view(v) {
        Some(Int::Small(i)) => unsafe { Py::owned((api.PyLong_FromLongLong)(i)) },
        Some(big) => {
            let digits = CString::new(big.to_bigint().to_str_radix(16)).expect("digits have no zero bytes");
            unsafe { Py::owned((api.PyLong_FromString)(digits.as_ptr(), std::ptr::null_mut(), 16)) }
        }
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
    // SAFETY: a type, which is called.
    unsafe { Py::borrowed(api().PyRange_Type) }.call(ends.into_iter().collect::<Result<_>>()?)
}

/// A dict with these keys and values.
pub fn dict_of(entries: &[(Value, Value)]) -> Result<Py> {
    // SAFETY: a new dict; the calls keep keys and values themselves.
    unsafe {
        let d = Py::owned((api().PyDict_New)())?;
        for (k, x) in entries {
            let (k, x) = (to_python(k)?, to_python(x)?);
            py::done((api().PyDict_SetItem)(d.as_ptr(), k.as_ptr(), x.as_ptr()))?;
        }
        Ok(d)
    }
}

/// The value for an object of CPython.
#[inline]
pub fn from_python(p: &Py) -> Result<Value> {
    // SAFETY: it lives.
    let is_ours = unsafe { ref_count(p.as_ptr()) } == 1;
    convert(p, is_ours)
}

/// The same for an element of a container, with a reference of our own beside the container's, which nobody else may see.
pub fn from_python_as(p: &Py, container_is_ours: bool) -> Result<Value> {
    // SAFETY: it lives.
    let is_ours = container_is_ours && unsafe { ref_count(p.as_ptr()) } == 2;
    convert(p, is_ours)
}

fn convert(p: &Py, is_ours: bool) -> Result<Value> {
    let (api, o) = (api(), p.as_ptr());
    // SAFETY: the object lives.
    let ty = unsafe { type_of(o) };
    let is = |t: Obj| std::ptr::eq(ty, t);
    // SAFETY (of all blocks): calls with an object of the type that was just found.
    if is(api.PyLong_Type) {
        let mut over = 0;
        let i = unsafe { (api.PyLong_AsLongLongAndOverflow)(o, &mut over) };
        return if over == 0 { Ok(Value::int(i)) } else { big_inward(p) };
    }
    if is(api.PyFloat_Type) {
        return Ok(float::new(unsafe { (api.PyFloat_AsDouble)(o) }));
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
        let n = unsafe { (api.PyTuple_Size)(o) };
        let item = |i| from_python_as(&unsafe { Py::borrowed((api.PyTuple_GetItem)(o, i)) }, is_ours);
        return Ok(tuple::new((0..n).map(item).collect::<Result<_>>()?));
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
        let bytes = unsafe { std::slice::from_raw_parts((api.PyBytes_AsString)(o).cast::<u8>(), (api.PyBytes_Size)(o) as usize) };
        return Ok(bytes::new(bytes));
    }
    if is(api.PyComplex_Type) {
        let (re, im) = unsafe { ((api.PyComplex_RealAsDouble)(o), (api.PyComplex_ImagAsDouble)(o)) };
        return Ok(complex::new(re, im));
    }
    if is(api.PyByteArray_Type) {
        return containers::inward(p, Layout::ByteArray, is_ours);
    }
    if is(api.PyFrozenSet_Type) {
        let items = containers::elements(p, false)?;
        return pyaot_core::ops::call(&set::FROZENSET.value(), &[list::new(items)]);
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
    if let Some(v) = proxy::value_of(p) {
        return Ok(v);
    }
    if let Some(v) = types::inward(p)? {
        return Ok(v);
    }
    if let Some(v) = crate::arrays::inward(p)? {
        return Ok(v);
    }
    if errors::is_exception(p) {
        return errors::inward(p);
    }
    if !is(api.PyType_Type) && !crate::arrays::may_be_native(p) {
        foreign::all_like(p);
    }
    Ok(foreign::wrap(p))
}

fn big_inward(p: &Py) -> Result<Value> {
    // SAFETY: an int that lives; a new reference.
    let hex = unsafe { Py::owned((api().PyNumber_ToBase)(p.as_ptr(), 16)) }?;
    let digits = py::text_of(&hex).replacen("0x", "", 1);
    pyaot_core::ops::call(&int::INT.value(), &[pyaot_core::str::from_string(digits), Value::int(16)])
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
pub fn is_same(v: &Value, o: Obj) -> bool {
    let api = api();
    // SAFETY (of all blocks): the object lives.
    let ty = unsafe { type_of(o) };
    if let Some(i) = v.as_small() {
        let mut over = 0;
        return std::ptr::eq(ty, api.PyLong_Type) && unsafe { (api.PyLong_AsLongLongAndOverflow)(o, &mut over) } == i && over == 0;
    }
    match v.ty().layout {
        Layout::Float if v.ty().name == "float" => {
            let x = v.downcast::<FloatObj>().map_or(0, |f| f.value.to_bits());
            std::ptr::eq(ty, api.PyFloat_Type) && unsafe { (api.PyFloat_AsDouble)(o) }.to_bits() == x
        }
        Layout::Str if std::ptr::eq(ty, api.PyUnicode_Type) => {
            let p = unsafe { Py::borrowed(o) };
            str_inward(&p).is_ok_and(|s| pyaot_core::str::equal(&s, v))
        }
        Layout::Tuple if std::ptr::eq(ty, api.PyTuple_Type) => {
            let items = v.downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
            (unsafe { (api.PyTuple_Size)(o) }) as usize == items.len()
                && items.iter().enumerate().all(|(i, x)| is_same(x, unsafe { (api.PyTuple_GetItem)(o, i as isize) }))
        }
        Layout::None | Layout::Bool | Layout::List | Layout::Dict | Layout::Set | Layout::ByteArray | Layout::Foreign | Layout::Type => {
            to_python(v).is_ok_and(|p| std::ptr::eq(p.as_ptr(), o))
        }
        Layout::Array | Layout::Object | Layout::Function | Layout::Exception => to_python(v).is_ok_and(|p| std::ptr::eq(p.as_ptr(), o)),
        _ => false,
    }
}
