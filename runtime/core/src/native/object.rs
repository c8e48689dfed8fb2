//! Natives as objects: functions, method descriptors, bound natives.

use std::cell::Cell;

use super::bind::{Names, call_bound};
use super::signature::{Role, Signature};
use super::Native;
use crate::error::{Result, type_error};
use crate::function::new_method;
use crate::text;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};

/// A native function or an unbound native method.
#[repr(C)]
pub struct NativeObj {
    pub header: Header,
    pub native: &'static Native,
    pub sig: &'static Signature,
    /// The type whose table the native stands in.
    pub owner: Option<&'static TypeObj>,
    /// `__doc__` and others assigned by `functools.wraps` are not kept: natives are immutable.
    _reserved: u64,
}

// SAFETY: repr(C), header first; the types below are the only ones with this layout.
unsafe impl Object for NativeObj {
    const LAYOUT: Layout = Layout::Native;
}

const SLOTS: Slots = Slots { repr: Some(repr), call: Some(call), getattr: Some(getattr), ..Slots::EMPTY };

pub static BUILTIN: TypeObj = TypeObj::native("builtin_function_or_method", Layout::Native, SLOTS, &[]);
/// A bound native has the same type name, but another layout (see [`crate::function::MethodObj`]).
pub static BUILTIN_METHOD: &TypeObj = &crate::function::BOUND_NATIVE;
pub static METHOD_DESCRIPTOR: TypeObj = TypeObj::native("method_descriptor", Layout::Native, SLOTS, &[]);
pub static CLASSMETHOD_DESCRIPTOR: TypeObj = TypeObj::native("classmethod_descriptor", Layout::Native, SLOTS, &[]);

/// An immortal object for a native; `owner` is the type whose method it is.
pub fn new_object(native: &'static Native, owner: Option<&'static TypeObj>) -> Value {
    let sig: &'static Signature = Box::leak(Box::new(Signature::parse(native)));
    let ty = match (owner, sig.role) {
        (Some(_), Role::Method) => &METHOD_DESCRIPTOR,
        (Some(_), Role::ClassMethod) => &CLASSMETHOD_DESCRIPTOR,
        _ => &BUILTIN,
    };
    let v = crate::heap::new_object(ty, |header| NativeObj { header, native, sig, owner, _reserved: 0 });
    crate::state::make_immortal(&v);
    v
}

/// The function object of a module's or builtin native.
pub fn function_object(native: &'static Native) -> Value {
    new_object(native, None)
}

/// The descriptor of a native in a type's table.
pub fn method_object(native: &'static Native, owner: &'static TypeObj) -> Value {
    new_object(native, Some(owner))
}

#[inline]
fn this(v: &Value) -> &NativeObj {
    // SAFETY: callers have checked the layout or are slots of it.
    unsafe { v.cast::<NativeObj>() }
}

/// `obj.f(…)` passes the object first.
#[inline]
pub fn is_method(f: &Value) -> bool {
    f.is_exact(&METHOD_DESCRIPTOR)
}

/// The type whose table the native stands in.
pub fn owner(f: &Value) -> Option<&'static TypeObj> {
    f.downcast::<NativeObj>().and_then(|n| n.owner)
}

/// The attribute `f` of a class seen through an instance or the class.
pub fn bind_native(f: &Value, instance: Option<&Value>, class: &'static TypeObj) -> Value {
    let n = this(f);
    match n.sig.role {
        _ if n.owner.is_none() => f.clone(),
        Role::Method => match instance {
            Some(obj) => new_method(f.clone(), obj.clone()),
            None => f.clone(),
        },
        Role::ClassMethod => new_method(f.clone(), class.value()),
        Role::Plain => f.clone(),
    }
}

impl NativeObj {
    /// `append`; for module functions what follows the dot.
    pub fn short_name(&self) -> &'static str {
        let n = self.native.name();
        n.rsplit('.').next().unwrap_or(n)
    }

    fn names(&self) -> Names {
        let short = self.short_name().to_owned();
        let long = match self.owner {
            Some(t) => text!(t.name.rsplit('.').next().unwrap_or(t.name), ".", short),
            None => self.native.name().to_owned(),
        };
        Names { short, long }
    }
}

struct Owner(Cell<Option<&'static TypeObj>>);
// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Owner {}
static OWNER: Owner = Owner(Cell::new(None));

/// The type through which the running special method was found; to be read before anything else is called.
pub fn current_owner() -> Option<&'static TypeObj> {
    OWNER.0.get()
}

/// Calls a native with all arguments in `args` (`self` included).
#[inline]
pub fn call(f: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let n = this(f);
    if let Some(owner) = n.owner {
        if !fits(n, owner, args.first()) {
            return not_self(n, owner, args, kwargs);
        }
        OWNER.0.set(Some(owner));
    }
    let r = call_bound(&|| n.names(), n.sig, n.native.func(), None, args, kwargs);
    if r.is_err() && n.owner.is_some_and(|o| std::ptr::eq(o, &crate::str::STR)) {
        return super::texts::again(r, args, &|args| call_bound(&|| n.names(), n.sig, n.native.func(), None, args, kwargs));
    }
    r
}

/// Calls a native with `first` before `args`.
#[inline]
pub fn call_prepended(f: &Value, first: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let n = this(f);
    if let Some(owner) = n.owner {
        if !fits(n, owner, Some(first)) {
            let all: Vec<Value> = std::iter::once(first).chain(args).cloned().collect();
            return not_self(n, owner, &all, kwargs);
        }
        OWNER.0.set(Some(owner));
    }
    let r = call_bound(&|| n.names(), n.sig, n.native.func(), Some(first), args, kwargs);
    if r.is_err() && n.owner.is_some_and(|o| std::ptr::eq(o, &crate::str::STR)) {
        return super::texts::again(r, args, &|args| call_bound(&|| n.names(), n.sig, n.native.func(), Some(first), args, kwargs));
    }
    r
}

/// The natives of a type trust the layout of their first argument.
#[inline]
fn fits(n: &NativeObj, owner: &'static TypeObj, first: Option<&Value>) -> bool {
    n.sig.role != Role::Method || first.is_some_and(|v| std::ptr::eq(v.ty(), owner) || v.ty().is_subtype(owner))
}

/// A method of a type, called with something else. If that is the other runtime's, so is the method: what it has of the type
/// (`type(f).__get__(f, x)` of a function of CPython's) is the same to the program, but has another layout.
#[cold]
fn not_self(n: &NativeObj, owner: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    match args.first().and_then(crate::foreign::of) {
        Some(hooks) => crate::ops::call_kw(&(hooks.method_of)(owner, n.short_name())?, args, kwargs),
        None => wrong_self(n, owner, args.first()),
    }
}

#[cold]
fn wrong_self<T>(n: &NativeObj, owner: &'static TypeObj, first: Option<&Value>) -> Result<T> {
    let name = n.short_name();
    match first {
        None if name.starts_with("__") => {
            type_error(text!("descriptor '", name, "' of '", owner.name, "' object needs an argument"))
        }
        None => type_error(text!("unbound method ", owner.name, ".", name, "() needs an argument")),
        Some(v) if name.starts_with("__") => type_error(text!(
            "descriptor '", name, "' requires a '", owner.name, "' object but received a '", v.ty().name, "'"
        )),
        Some(v) => type_error(text!(
            "descriptor '", name, "' for '", owner.name, "' objects doesn't apply to a '", v.ty().name, "' object"
        )),
    }
}

fn repr(v: &Value) -> Result<Value> {
    let n = this(v);
    Ok(crate::str::from_string(match (n.owner, n.sig.role) {
        (Some(t), Role::Plain) => {
            text!("<built-in method ", n.short_name(), " of type object at ", crate::ops::address(&t.value()), ">")
        }
        (Some(t), _) if n.short_name().starts_with("__") => {
            text!("<slot wrapper '", n.short_name(), "' of '", t.name, "' objects>")
        }
        (Some(t), _) => text!("<method '", n.short_name(), "' of '", t.name, "' objects>"),
        (None, _) => text!("<built-in function ", n.short_name(), ">"),
    }))
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let n = this(v);
    Ok(match name {
        "__name__" => Some(crate::str::new(n.short_name())),
        "__qualname__" => Some(crate::str::from_string(match n.owner {
            Some(t) => text!(t.name, ".", n.short_name()),
            None => n.short_name().to_owned(),
        })),
        "__module__" => Some(match n.native.name().split_once('.') {
            Some((m, _)) => crate::str::new(m),
            None if n.owner.is_none() => crate::str::new("builtins"),
            None => Value::none(),
        }),
        "__doc__" | "__text_signature__" => Some(Value::none()),
        "__self__" if n.owner.is_none() => Some(Value::none()),
        "__objclass__" => n.owner.map(|t| t.value()),
        _ => None,
    })
}
