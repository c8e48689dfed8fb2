//! The type `object`: what every value inherits.

use super::{as_type, attrs};
use crate::error::{Result, type_error};
use crate::ops::text_of;
use crate::state::intern_value;
use crate::str::StrObj;
use crate::text;
use crate::types::{CmpOp, Layout, Slots, TypeObj};
use crate::value::Value;

pub static OBJECT: TypeObj = TypeObj::native(
    "object",
    Layout::Object,
    Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), new: Some(new), ..Slots::EMPTY },
    crate::natives![
        "__init__(self, *args, **kwargs) -> None" => init,
        "__getattribute__(self, name, /)" => getattribute,
        "__setattr__(self, name, value, /) -> None" => setattr,
        "__delattr__(self, name, /) -> None" => delattr,
        "__format__(self, format_spec, /) -> str" => format,
        "__str__(self, /) -> str" => str,
        "__dir__(self, /) -> list[str]" => dir,
        "__sizeof__(self, /) -> int" => sizeof,
        "__init_subclass__(cls, *args, **kwargs) -> None" => init_subclass,
        "__subclasshook__(cls, subclass, /)" => subclasshook,
        "__reduce__(self, /)" => reduce,
        "__reduce_ex__(self, protocol, /)" => reduce_ex,
    ],
);

/// `<__main__.A object at 0x…>`.
pub fn repr(v: &Value) -> Result<Value> {
    Ok(crate::str::from_string(text!("<", super::full_name(v.ty()), " object at ", crate::ops::address(v), ">")))
}

/// The hash of identity: the address without its constant low bits.
pub fn hash(v: &Value) -> Result<i64> {
    Ok((v.bits().rotate_right(4)) as i64)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    Ok(match op {
        CmpOp::Eq if a.is(b) => Value::bool(true),
        CmpOp::Ne if a.is(b) => Value::bool(false),
        _ => Value::not_implemented(),
    })
}

fn new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if !args.is_empty() || !kwargs.is_empty() {
        return type_error(text!(ty.name, "() takes no arguments"));
    }
    Ok(super::new_instance(ty))
}

/// `object.__init__`: extra arguments are an error unless the class has a `__new__` that takes them.
fn init(a: &[Value]) -> Result<Value> {
    let extra = crate::ops::len(&a[1])? > 0 || crate::ops::len(&a[2])? > 0;
    if extra {
        let ty = a[0].ty();
        let own_init = super::defining_class(ty, crate::state::names::INIT.get()).is_some_and(|c| !c.is_native);
        if own_init {
            return type_error("object.__init__() takes exactly one argument (the instance to initialize)");
        }
        let own_new = super::defining_class(ty, crate::state::names::NEW.get()).is_some_and(|c| !c.is_native);
        if !own_new && ty.layout == Layout::Object {
            return type_error(text!(ty.name, ".__init__() takes exactly one argument (the instance to initialize)"));
        }
    }
    Ok(Value::none())
}

fn getattribute(a: &[Value]) -> Result<Value> {
    match attrs::get_default(&a[0], &intern_value(&a[1]))? {
        Some(v) => Ok(v),
        None => {
            let message = text!("'", a[0].ty().name, "' object has no attribute '", text_of(&a[1]), "'");
            crate::exception::raise_attribute_error(&a[0], &a[1], &message)
        }
    }
}

fn setattr(a: &[Value]) -> Result<Value> {
    attrs::set_default(&a[0], &intern_value(&a[1]), Some(&a[2]))?;
    Ok(Value::none())
}

fn delattr(a: &[Value]) -> Result<Value> {
    attrs::set_default(&a[0], &intern_value(&a[1]), None)?;
    Ok(Value::none())
}

fn format(a: &[Value]) -> Result<Value> {
    let Some(spec) = a[1].downcast::<StrObj>() else {
        return type_error(text!("__format__() argument must be str, not ", crate::str::type_of(&a[1])));
    };
    if !spec.is_empty() {
        return type_error(text!("unsupported format string passed to ", a[0].ty().name, ".__format__"));
    }
    crate::ops::str(&a[0])
}

fn str(a: &[Value]) -> Result<Value> {
    crate::ops::repr(&a[0])
}

fn dir(a: &[Value]) -> Result<Value> {
    Ok(crate::list::new(attrs::dir_names(&a[0]).into_iter().map(crate::str::from_string).collect()))
}

fn sizeof(a: &[Value]) -> Result<Value> {
    Ok(Value::int(16.max(i64::from(a[0].ty().size.get()))))
}

fn init_subclass(a: &[Value]) -> Result<Value> {
    if crate::ops::len(&a[2])? > 0 {
        let name = as_type(&a[0]).map_or(String::new(), super::qualname);
        return type_error(text!(name, ".__init_subclass__() takes no keyword arguments"));
    }
    Ok(Value::none())
}

fn subclasshook(_: &[Value]) -> Result<Value> {
    Ok(Value::not_implemented())
}

fn reduce(a: &[Value]) -> Result<Value> {
    reduced(&a[0], 0)
}

fn reduce_ex(a: &[Value]) -> Result<Value> {
    let own = super::defining_class(a[0].ty(), &crate::state::intern("__reduce__")).is_some_and(|c| !c.is_native);
    if own {
        return crate::ops::call_method(&a[0], "__reduce__", &[]);
    }
    reduced(&a[0], crate::ops::index_or_overflow(&a[1])?)
}

/// Says how an object is made anew, by the functions of CPython's `copyreg`.
fn reduced(v: &Value, protocol: i64) -> Result<Value> {
    match crate::foreign::hooks() {
        Some(hooks) if !v.ty().is_native => (hooks.reduce)(v, protocol),
        _ => type_error(text!("cannot pickle '", v.ty().name, "' object")),
    }
}
