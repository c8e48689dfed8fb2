//! Operations on values of any type: what compiled code and natives call when the types are not known.

use std::borrow::Cow;

use crate::class::{alias, dispatch, protocol};
use crate::error::{Result, raise, type_error};
use crate::exception::{INDEX_ERROR, OVERFLOW_ERROR, RECURSION_ERROR};
use crate::state::{intern, names};
use crate::str::StrObj;
use crate::text;
use crate::types::{As, Layout, TypeObj};
use crate::value::Value;

mod attr;
mod binary;
mod call;
mod compare;
mod item;
mod iterate;

pub use attr::{delattr, getattr, getattr_opt, lookup_special, setattr};
pub use binary::{binary, binary_by, inplace, binary_owned, inplace_owned, power, unary, unary_unsupported};
pub use call::{call, call_kw, call_method, call_method_kw, call_method_name, call_prepended};
pub use compare::{compare, compare_bool, eq};
pub use item::{contains, delitem, getitem, setitem};
pub use iterate::{for_each, iter, next};
pub(crate) use iterate::is_iterable;

/// `repr(v)`.
pub fn repr(v: &Value) -> Result<Value> {
    check_stack()?;
    match v.ty().slots.repr {
        Some(f) => f(v),
        None => inherited_repr(v),
    }
}

/// The nearest base with a `repr`, at last that of `object`.
fn inherited_repr(v: &Value) -> Result<Value> {
    let mut t = v.ty().base;
    while let Some(b) = t {
        if let Some(f) = b.slots.repr {
            return f(v);
        }
        t = b.base;
    }
    match crate::class::OBJECT.slots.repr {
        Some(f) => f(v),
        None => Ok(crate::str::new("<object>")),
    }
}

/// `str(v)`.
pub fn str(v: &Value) -> Result<Value> {
    let ty = v.ty();
    if std::ptr::eq(ty, &crate::str::STR) {
        return Ok(v.clone());
    }
    // A class that overrides only `__repr__` shows itself so in `str` too, unless its native base has a `str` of its own.
    let repr_first = !ty.is_native
        && !matches!(ty.layout, Layout::Exception | Layout::Str)
        && !own_str(ty)
        && crate::class::defining_class(ty, names::REPR.get()).is_some_and(|c| !c.is_native);
    match ty.slots.str {
        Some(f) if !repr_first => f(v),
        _ => repr(v),
    }
}

fn own_str(ty: &'static TypeObj) -> bool {
    crate::class::defining_class(ty, names::STR.get()).is_some_and(|c| !c.is_native)
}

/// `repr(v)` as a Rust string (surrogates replaced).
pub fn repr_string(v: &Value) -> Result<String> {
    Ok(text_of(&repr(v)?).into_owned())
}

/// The text of a str value, surrogates replaced; empty for anything else.
pub fn text_of(v: &Value) -> Cow<'_, str> {
    match v.downcast::<StrObj>() {
        Some(s) => s.to_rust(),
        None => Cow::Borrowed(""),
    }
}

/// An int in decimal.
pub fn dec(i: i64) -> String {
    let mut buf = [0u8; 20];
    let mut at = buf.len();
    let mut n = i.unsigned_abs();
    loop {
        at -= 1;
        buf[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    let mut s = String::with_capacity(21 - at);
    if i < 0 {
        s.push('-');
    }
    s.extend(buf[at..].iter().map(|b| char::from(*b)));
    s
}

/// `0x7f…`: the address in default representations.
pub fn address(v: &Value) -> String {
    let mut s = String::from("0x");
    let n = v.bits();
    // CPython prints `%p`: no leading zeros.
    let digits = (64 - n.leading_zeros()).div_ceil(4).max(1);
    for i in (0..digits).rev() {
        s.push(char::from(b"0123456789abcdef"[(n >> (4 * i) & 15) as usize]));
    }
    s
}

/// `<class 'int'>`.
pub fn type_repr(ty: &'static TypeObj) -> String {
    text!("<class '", crate::class::full_name(ty), "'>")
}

/// The name of the value's type as messages print it.
#[inline]
pub fn type_name(v: &Value) -> &'static str {
    v.ty().name
}

/// `hash(v)`.
#[inline]
pub fn hash(v: &Value) -> Result<i64> {
    let ty = v.ty();
    if matches!(ty.layout, Layout::Tuple | Layout::Object) {
        check_stack()?;
    }
    match ty.slots.hash {
        Some(f) => f(v),
        None => hash_default(v),
    }
}

/// Types without comparison of their own hash by identity; the others are unhashable.
fn hash_default(v: &Value) -> Result<i64> {
    let mut t = Some(v.ty());
    while let Some(ty) = t {
        if let Some(f) = ty.slots.hash {
            return f(v);
        }
        if ty.slots.compare.is_some() && !std::ptr::eq(ty, &crate::class::OBJECT) {
            return type_error(text!("unhashable type: '", v.ty().name, "'"));
        }
        t = ty.base;
    }
    Ok(hash_pointer(v))
}

/// The hash of identity.
#[inline]
pub fn hash_pointer(v: &Value) -> i64 {
    v.bits().rotate_right(4) as i64
}

/// `bool(v)`.
#[inline]
pub fn truth(v: &Value) -> Result<bool> {
    if let Some(i) = v.as_small() {
        return Ok(i != 0);
    }
    if v.is_true() {
        return Ok(true);
    }
    if v.is_false() || v.is_none() {
        return Ok(false);
    }
    let slots = &v.ty().slots;
    if let Some(f) = slots.truth {
        return f(v);
    }
    if let Some(f) = slots.len {
        return Ok(f(v)? != 0);
    }
    Ok(true)
}

/// `len(v)`.
#[inline]
pub fn len(v: &Value) -> Result<usize> {
    match v.ty().slots.len {
        Some(f) => f(v),
        None => type_error(text!("object of type '", v.ty().name, "' has no len()")),
    }
}

/// `isinstance(v, ty)` for a type of the runtime (`__instancecheck__` is not asked).
#[inline]
pub fn isinstance(v: &Value, ty: &TypeObj) -> bool {
    v.ty().is_subtype(ty)
}

/// `isinstance(v, spec)`: a class, or a tuple of specs.
pub fn isinstance_of(v: &Value, spec: &Value) -> Result<bool> {
    if let Some(t) = crate::class::as_type(spec) {
        if protocol::is_protocol(t) {
            return protocol::has_instance(v, t);
        }
        // Instances of subclasses of builtin types, made by the other runtime.
        if let Some(hooks) = crate::foreign::of(v) {
            return (hooks.is_instance)(v, spec);
        }
        if std::ptr::eq(v.ty(), t) {
            return Ok(true);
        }
        if plain_check(t, &names::INSTANCECHECK) {
            if v.ty().is_subtype(t) {
                return Ok(true);
            }
            // Neither of them has anything that would say otherwise.
            if t.is_native && v.ty().is_native {
                return Ok(false);
            }
            return Ok(class_attribute_says(v, t)? || crate::class::abc::says(v.ty(), t)?);
        }
    }
    if let Some(tuple) = spec.downcast::<crate::tuple::TupleObj>() {
        for item in tuple.items() {
            if isinstance_of(v, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(members) = alias::members(spec) {
        for item in members {
            if isinstance_of(v, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if alias::origin(spec).is_some() {
        return alias::refuse("isinstance()");
    }
    if let Some(hooks) = crate::foreign::of(spec) {
        return (hooks.is_instance)(v, spec);
    }
    match dispatch::special(spec, &names::INSTANCECHECK, std::slice::from_ref(v))? {
        Some(r) => truth(&r),
        None => type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"),
    }
}

/// The class's metaclass leaves `isinstance` and `issubclass` alone.
fn plain_check(t: &'static TypeObj, name: &'static crate::state::Name) -> bool {
    let meta = t.header.ty.get();
    meta.is_native || crate::class::type_lookup(meta, name.get()).is_none_or(|f| f.ty().layout == Layout::Native)
}

/// An object may claim another class by a `__class__` property.
fn class_attribute_says(v: &Value, t: &'static TypeObj) -> Result<bool> {
    if v.ty().is_native || crate::class::type_lookup(v.ty(), names::CLASS.get()).is_none() {
        return Ok(false);
    }
    match getattr_opt(v, "__class__")? {
        Some(c) => Ok(crate::class::as_type(&c).is_some_and(|c| c.is_subtype(t))),
        None => Ok(false),
    }
}

/// `issubclass(v, spec)`.
pub fn issubclass_of(v: &Value, spec: &Value) -> Result<bool> {
    if let Some(tuple) = spec.downcast::<crate::tuple::TupleObj>() {
        for item in tuple.items() {
            if issubclass_of(v, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(members) = alias::members(spec) {
        for item in members {
            if issubclass_of(v, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if alias::origin(spec).is_some() {
        return alias::refuse("issubclass()");
    }
    if let Some(hooks) = crate::foreign::of(spec).or_else(|| crate::foreign::of(v)) {
        return (hooks.is_subclass)(v, spec);
    }
    if let Some(t) = crate::class::as_type(spec).filter(|t| protocol::is_protocol(t)) {
        return protocol::has_subclass(v, t);
    }
    if let Some(t) = crate::class::as_type(spec)
        && plain_check(t, &names::SUBCLASSCHECK)
    {
        return match crate::class::as_type(v) {
            Some(c) => Ok(c.is_subtype(t) || crate::class::abc::says(c, t)?),
            None => type_error("issubclass() arg 1 must be a class"),
        };
    }
    match dispatch::special(spec, &names::SUBCLASSCHECK, std::slice::from_ref(v))? {
        Some(r) => truth(&r),
        None => type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"),
    }
}

/// The number that an object of a native type (numbers of other crates) gives by `__index__`, `__int__`, `__float__` or
/// `__complex__`.
#[inline]
pub fn as_number(v: &Value, what: As) -> Result<Option<Value>> {
    match v.ty().slots.number {
        Some(f) => f(v, what),
        None => Ok(None),
    }
}

/// The int that `v` is or gives by `__index__`; `None` if it is no integer.
#[inline]
pub fn index_value_opt(v: &Value) -> Result<Option<Value>> {
    if v.is_small() || v.ty().layout == Layout::Int || v.ty().layout == Layout::Bool {
        return Ok(Some(v.clone()));
    }
    if v.ty().is_native {
        return as_number(v, As::Index);
    }
    match dispatch::special(v, &names::INDEX, &[])? {
        Some(r) if r.is_small() || matches!(r.ty().layout, Layout::Int | Layout::Bool) => Ok(Some(r)),
        Some(r) => type_error(text!("__index__ returned non-int (type ", r.ty().name, ")")),
        None => Ok(None),
    }
}

/// The int that `v` is or gives by `__index__`, or TypeError.
pub fn index_value(v: &Value) -> Result<Value> {
    match index_value_opt(v)? {
        Some(i) => Ok(i),
        None => type_error(text!("'", v.ty().name, "' object cannot be interpreted as an integer")),
    }
}

/// `v` as an index; IndexError where it does not fit.
#[inline]
pub fn index(v: &Value) -> Result<i64> {
    if let Some(i) = v.as_small() {
        return Ok(i);
    }
    match crate::int::to_i64(&index_value(v)?) {
        Some(i) => Ok(i),
        None => raise(&INDEX_ERROR, text!("cannot fit '", v.ty().name, "' into an index-sized integer")),
    }
}

/// `v` as a C-sized int; OverflowError where it does not fit.
pub fn index_or_overflow(v: &Value) -> Result<i64> {
    match crate::int::to_i64(&index_value(v)?) {
        Some(i) => Ok(i),
        None => raise(&OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"),
    }
}

/// RecursionError when native code has recursed to the end of the stack.
#[inline]
pub fn check_stack() -> Result<()> {
    let here = 0u8;
    if (&raw const here as usize) < crate::start::stack_limit() { stack_overflow() } else { Ok(()) }
}

#[cold]
pub fn stack_overflow<T>() -> Result<T> {
    // Raising needs stack as well: the limit is lowered while the exception is made.
    crate::start::with_reserve(|| raise(&RECURSION_ERROR, "maximum recursion depth exceeded"))
}

/// The name as an interned str.
#[inline]
pub(crate) fn name_value(name: &str) -> Value {
    intern(name)
}
