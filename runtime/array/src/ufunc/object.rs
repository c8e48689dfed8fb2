//! The objects of type `numpy.ufunc` that programs see: `numpy.add`, …

use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::native::Natives;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::{Header, Object, Value};
use pyaot_core::{float, heap, late_type, natives, ops, str};

use super::call::{Options, call};
use super::resolve::Casting;
use super::{Identity, Ufunc, table};
use crate::array::{self, Order};

#[repr(C)]
struct UfuncObj {
    header: Header,
    ufunc: &'static Ufunc,
}

// SAFETY: repr(C), header first; objects are told by their type, see `get`.
unsafe impl Object for UfuncObj {
    const LAYOUT: Layout = Layout::Other;
}

late_type! {
    /// `numpy.ufunc`
    pub static UFUNC, ufunc_type = (
        "numpy.ufunc",
        Layout::Other,
        Slots {
            repr: Some(repr),
            call: Some(called),
            getattr: Some(getattr),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "reduce(self, array, /, axis=0, dtype=None, out=None, keepdims=False, initial=..., where=True)" => reduce,
];

/// The object for a ufunc.
pub fn new(ufunc: &'static Ufunc) -> Value {
    heap::new_object(ufunc_type(), |header| UfuncObj { header, ufunc })
}

/// The ufunc behind an object of this type.
pub fn get(v: &Value) -> Option<&'static Ufunc> {
    // SAFETY: objects of this type are UfuncObj.
    std::ptr::eq(v.ty(), &UFUNC).then(|| unsafe { (*(v.bits() as *const UfuncObj)).ufunc })
}

fn this(v: &Value) -> Result<&'static Ufunc> {
    match get(v) {
        Some(u) => Ok(u),
        None => type_error("descriptor requires a 'numpy.ufunc' object"),
    }
}

fn repr(v: &Value) -> Result<Value> {
    Ok(str::from_string(format!("<ufunc '{}'>", this(v)?.name)))
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let u = this(v)?;
    Ok(Some(match name {
        "nin" => Value::int(u.nin as i64),
        "nout" => Value::int(u.nout as i64),
        "nargs" => Value::int(u.nargs() as i64),
        "ntypes" => Value::int(u.loops.len() as i64 + i64::from(u.object.is_some())),
        "identity" => match u.identity {
            Identity::Int(i) => Value::int(i),
            Identity::Bool(b) => Value::bool(b),
            Identity::Float(x) => float::new(x),
            Identity::None | Identity::Reorderable => Value::none(),
        },
        "__name__" | "__qualname__" => str::new(u.name),
        "signature" => Value::none(),
        _ => return Ok(None),
    }))
}

/// `u(…)`
fn called(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let u = this(v)?;
    if args.len() < u.nin || args.len() > u.nargs() {
        let (least, most) = (u.nin, u.nargs());
        return type_error(format!(
            "{}() takes from {least} to {most} positional arguments but {} {} given",
            u.name,
            args.len(),
            if args.len() == 1 { "was" } else { "were" }
        ));
    }
    let mut options = Options::NONE;
    for (slot, out) in options.out.iter_mut().zip(&args[u.nin..]) {
        *slot = given_out(out)?;
    }
    for (key, value) in kwargs {
        let name = ops::text_of(key);
        match &*name {
            "out" => {
                let outs = match value.downcast::<pyaot_core::tuple::TupleObj>() {
                    Some(t) if t.len() != u.nout => {
                        return value_error("The 'out' tuple must have exactly one entry per ufunc output");
                    }
                    Some(t) => t.items(),
                    None if u.nout > 1 && !value.is_none() => return type_error("'out' must be a tuple of arrays"),
                    None => std::slice::from_ref(value),
                };
                for (slot, out) in options.out.iter_mut().zip(outs) {
                    *slot = given_out(out)?;
                }
            }
            "where" => options.mask = (!value.is_true()).then_some(value),
            "casting" => match Casting::parse(&ops::text_of(value)) {
                Some(c) => options.casting = c,
                None => {
                    return value_error(format!(
                        "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value' (got {})",
                        ops::repr_string(value)?
                    ));
                }
            },
            "dtype" => options.dtype = if value.is_none() { None } else { Some(super::interop::dtype(value)?) },
            "order" => {
                options.order = match &*ops::text_of(value) {
                    "C" => Some(Order::C),
                    "F" => Some(Order::F),
                    _ => None,
                }
            }
            "subok" => {}
            _ => return type_error(format!("{}() got an unexpected keyword argument '{name}'", u.name)),
        }
    }
    Ok(call(u, &args.iter().take(u.nin).collect::<Vec<_>>(), &options)?.into_value())
}

fn given_out(v: &Value) -> Result<Option<&Value>> {
    if v.is_none() {
        return Ok(None);
    }
    match array::get(v) {
        Some(_) => Ok(Some(v)),
        None => type_error("return arrays must be of ArrayType"),
    }
}

fn reduce(a: &[Value]) -> Result<Value> {
    let u = this(&a[0])?;
    let options = reduce_options(&a[2..])?;
    super::reduce::reduce(u, &a[1], &options)
}

/// `axis, dtype, out, keepdims, initial, where` as natives get them.
pub fn reduce_options(a: &[Value]) -> Result<super::reduce::Options<'_>> {
    let present = |v: &Value| !v.is_ellipsis() && !v.is_none();
    Ok(super::reduce::Options {
        axis: present(&a[0]).then_some(&a[0]),
        dtype: if present(&a[1]) { Some(super::interop::dtype(&a[1])?) } else { None },
        out: if present(&a[2]) {
            let v = &a[2];
            match v.downcast::<pyaot_core::tuple::TupleObj>() {
                Some(t) => t.items().first(),
                None => Some(v),
            }
        } else {
            None
        },
        keepdims: present(&a[3]) && ops::truth(&a[3])?,
        initial: (!a[4].is_ellipsis()).then_some(&a[4]),
        mask: (present(&a[5]) && !a[5].is_true()).then_some(&a[5]),
    })
}


/// The ufunc of this name.
pub fn by_name(name: &str) -> Option<&'static Ufunc> {
    table::ALL.iter().find(|(n, _)| *n == name).map(|(_, u)| *u)
}
