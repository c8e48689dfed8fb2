//! Values of the runtime to objects of CPython, and back.
//!
//! Numbers, text, bytes, tuples, ranges and slices are copied, for nobody can tell; lists, dicts and sets get a twin
//! ([`crate::containers`]); everything else keeps its identity: [`crate::foreign`] stands for it on one side, [`crate::proxy`] on
//! the other.


use std::cell::{Cell, RefCell};

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
use pyaot_core::views::ViewObj;
use pyaot_core::{bytes, list, set};

use crate::capi::{Obj, api};
use crate::locked::Locked;
use crate::py::{self, Py};
use crate::{builtin, containers, elements, errors, foreign, mirrors, proxy, types};

/// Values that have come in of late, each at a place that its address gives, with the objects that they were: a library that gets
/// one back may ask whether it is the same (`clone` of scikit-learn does so of floats and strings).
static ARRIVED: Locked<RefCell<Vec<Option<(Value, Py)>>>> = Locked::new(RefCell::new(Vec::new()));
const ARRIVALS: usize = 64;

fn place_of_arrival(v: &Value) -> usize {
    (v.bits() >> 4) as usize % ARRIVALS
}

/// Notes a value that is the copy of an object.
fn arrived(v: Value, p: &Py) -> Value {
    let before = ARRIVED.with_borrow_mut(|a| {
        a.resize(ARRIVALS, None);
        a[place_of_arrival(&v)].replace((v.clone(), p.clone()))
    });
    drop(before);
    v
}

/// The object that the value was.
fn original(v: &Value) -> Option<Py> {
    ARRIVED.with_borrow(|a| a.get(place_of_arrival(v))?.as_ref().filter(|(known, _)| known.is(v)).map(|(_, p)| p.clone()))
}

/// At the end of the program; where CPython is the host, at the end of each call, since the objects are others'.
pub fn forget_all() {
    if !ARRIVED.with_borrow(Vec::is_empty) {
        drop(ARRIVED.take());
    }
}

/// The object of CPython for a value.
pub fn to_python(v: &Value) -> Result<Py> {
    let api = api();
    if let Some(i) = v.as_small() {
        return builtin::int(i);
    }
    let ty = v.ty();
    if matches!(ty.layout, Layout::Float | Layout::Str)
        && let Some(p) = original(v)
    {
        return Ok(p);
    }
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
        Layout::Tuple => match Nested::enter() {
            Some(_nested) => py::tuple(v.downcast::<TupleObj>().expect("the layout says so").items().iter().map(to_python).collect::<Result<_>>()?),
            None => deep_tuple_outward(v),
        },
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
            // CPython that is the host has such a module itself.
            None => match crate::python::host_module(v)? {
                Some(p) => Ok(p),
                None => proxy::of(v),
            },
        },
        // Of the twin: other classes know views of dicts by their type.
        Layout::DictView => {
            let (dict, method) = v.downcast::<ViewObj>().expect("the layout says so").made_by();
            to_python(dict)?.attr(method)?.call(Vec::new())
        }
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

/// Tuples in tuples that are being converted.
static NESTED: Locked<Cell<u32>> = Locked::new(Cell::new(0));

struct Nested;

impl Nested {
    /// None: the stack is not for more.
    fn enter() -> Option<Nested> {
        const DEEP: u32 = 512;
        (NESTED.get() < DEEP).then(|| {
            NESTED.set(NESTED.get() + 1);
            Nested
        })
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        NESTED.set(NESTED.get() - 1);
    }
}

/// Tuples in tuples, as deep as they may be.
fn deep_tuple_outward(v: &Value) -> Result<Py> {
    let as_tuple = |v: &Value| v.ty().is_native && v.ty().layout == Layout::Tuple;
    // Each with its items so far.
    let mut open: Vec<(Value, Vec<Py>)> = vec![(v.clone(), Vec::new())];
    while let Some((t, items)) = open.last_mut() {
        match t.downcast::<TupleObj>().and_then(|t| t.items().get(items.len())).cloned() {
            Some(x) if as_tuple(&x) => open.push((x, Vec::new())),
            Some(x) => items.push(to_python(&x)?),
            None => {
                let made = py::tuple(std::mem::take(items))?;
                open.pop();
                match open.last_mut() {
                    Some((_, around)) => around.push(made),
                    None => return Ok(made),
                }
            }
        }
    }
    unreachable!("the outermost has returned")
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
        Layout::Set if v.ty().is_subtype(&set::FROZENSET) => {
            let elements = v.downcast::<set::SetObj>().map_or_else(Vec::new, set::SetObj::in_order_of_insertion);
            builtin::frozenset(&py::tuple(elements.iter().map(to_python).collect::<Result<_>>()?)?)?
        }
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
    let v = convert(p, is_ours)?;
    const LONG: usize = 1024;
    let is_copy = !is_ours && v.as_small().is_none() && (v.is_exact(&float::FLOAT) || v.downcast::<StrObj>().is_some_and(|s| s.len() < LONG && v.is_exact(&pyaot_core::str::STR)));
    Ok(if is_copy { arrived(v, p) } else { v })
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
        return match Nested::enter() {
            Some(_nested) => Ok(tuple::new(builtin::tuple_items(p).iter().map(|x| from_python_as(x, is_ours)).collect::<Result<_>>()?)),
            None => Ok(foreign::wrap(p)),
        };
    }
    if containers::is_far_inside() && [api.PyList_Type, api.PyDict_Type, api.PySet_Type].into_iter().any(is) {
        return Ok(containers::known(p).unwrap_or_else(|| foreign::wrap(p)));
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
        let made = pyaot_core::ops::call(&set::FROZENSET.value(), &[list::new(items.clone())])?;
        if items.len() > 1 {
            elements::fill_set(&made, p, items)?;
        }
        return Ok(made);
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

/// The text of an object of `str` or of a class over it.
pub fn str_inward(p: &Py) -> Result<Value> {
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
            own.len() == items.len() && Nested::enter().is_some_and(|_nested| own.iter().zip(&items).all(|(x, y)| is_same(x, y)))
        }
        // Made again, these are the same object.
        Layout::None | Layout::Bool | Layout::List | Layout::Dict | Layout::Set | Layout::ByteArray | Layout::Deque | Layout::Foreign | Layout::Type
        | Layout::Array | Layout::Object | Layout::Function | Layout::Exception => {
            to_python(v).is_ok_and(|made| std::ptr::eq(made.as_ptr(), p.as_ptr()))
        }
        _ => false,
    }
}
