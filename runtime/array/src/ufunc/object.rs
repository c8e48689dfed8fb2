//! The objects of type `numpy.ufunc` that programs see: `numpy.add`, …

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::native::Natives;
use pyaot_core::str::StrObj;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::{Header, Object, Value};
use pyaot_core::{float, heap, late_type, natives, ops, str};

use super::call::{Options, call};
use super::reducible::single_axis;
use super::resolve::Casting;
use super::{Identity, Ufunc, fast, foreign};
use crate::array::{self, Order, as_array};
use crate::{convert, dtype_obj};

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
    "accumulate(self, array, /, axis=0, dtype=None, out=None)" => accumulate,
    "reduceat(self, array, /, indices, axis=0, dtype=None, out=None)" => reduceat,
    "outer(self, A, B, /, *, out=None, where=True, casting='same_kind', order='K', dtype=None, subok=True)" => outer,
    "at(self, a, indices, b=..., /)" => at,
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
    if let Some(real) = foreign::real(u, args)? {
        return ops::call_kw(&real, args, kwargs);
    }
    if args.len() < u.nin || args.len() > u.nargs() {
        let (least, most) = (u.nin, u.nargs());
        return type_error(format!(
            "{}() takes from {least} to {most} positional arguments but {} {} given",
            u.name,
            args.len(),
            if args.len() == 1 { "was" } else { "were" }
        ));
    }
    if kwargs.is_empty()
        && args.len() == u.nin
        && u.nin <= 2
        && let Some(r) = fast::call(u, &[&args[0], &args[u.nin - 1]][..u.nin], None)
    {
        return r;
    }
    let mut options = Options::NONE;
    for (slot, out) in options.out.iter_mut().zip(&args[u.nin..]) {
        *slot = given_out(out)?;
    }
    for (key, value) in kwargs {
        let name = ops::text_of(key);
        match &*name {
            "out" => set_out(u, value, &mut options)?,
            "where" => options.mask = (!value.is_true()).then_some(value),
            "casting" => options.casting = casting(value)?,
            "dtype" => options.dtype = dtype(value)?,
            "order" => options.order = order(value),
            "subok" => {}
            "axis" | "axes" | "keepdims" | "signature" | "sig" => {
                return raise(&NOT_IMPLEMENTED_ERROR, format!("{}(…, {name}=…) is not supported", u.name));
            }
            _ => return type_error(format!("{}() got an unexpected keyword argument '{name}'", u.name)),
        }
    }
    let inputs: [&Value; 3] = std::array::from_fn(|k| &args[k.min(args.len() - 1)]);
    Ok(call(u, &inputs[..u.nin], &options)?.into_value())
}

/// `u(…)` as a native gets its arguments: inputs, outputs of functions that have two, then `out, where, casting, order, dtype,
/// subok`.
pub fn direct(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    let outs = if u.nout > 1 { u.nout } else { 0 };
    let rest = &a[u.nin + outs..];
    let inputs: [&Value; 3] = std::array::from_fn(|k| &a[k]);
    let whole = rest[1].is_true() && rest[4].is_none() && outs == 0;
    // This leaves objects of another runtime alone.
    if whole
        && rest[2].downcast::<StrObj>().and_then(StrObj::as_ascii).is_some_and(|c| c == "same_kind" || Casting::parse(c).is_some())
        && (!rest[0].is_none() || order(&rest[3]).is_none())
        && let Some(r) = fast::call(u, &inputs[..u.nin], Some(only(&rest[0])).filter(|o| !o.is_none()))
    {
        return r;
    }
    if let Some(real) = foreign::real(u, &a[..u.nin])? {
        return foreign::direct(&real, u.nin, a, outs);
    }
    let mut options = Options { casting: casting(&rest[2])?, order: order(&rest[3]), ..Options::NONE };
    if !(whole && rest[0].is_none()) {
        for (slot, out) in options.out.iter_mut().zip(&a[u.nin..u.nin + outs]) {
            *slot = given_out(out)?;
        }
        set_out(u, &rest[0], &mut options)?;
        options.mask = (!rest[1].is_true()).then_some(&rest[1]);
        options.dtype = dtype(&rest[4])?;
    }
    Ok(call(u, &inputs[..u.nin], &options)?.into_value())
}

/// `dtype, casting, where, order` behind a function's own arguments.
pub fn set_options<'a>(options: &mut Options<'a>, a: &'a [Value]) -> Result<()> {
    options.dtype = dtype(&a[0])?;
    options.casting = casting(&a[1])?;
    options.mask = (!a[2].is_true()).then_some(&a[2]);
    options.order = order(&a[3]);
    Ok(())
}

/// The output in a tuple of one.
#[inline]
fn only(v: &Value) -> &Value {
    match v.downcast::<TupleObj>().map(TupleObj::items) {
        Some([out]) => out,
        _ => v,
    }
}

fn set_out<'a>(u: &Ufunc, value: &'a Value, options: &mut Options<'a>) -> Result<()> {
    if value.is_none() {
        return Ok(());
    }
    let outs = match value.downcast::<TupleObj>() {
        Some(t) if t.len() != u.nout => return value_error("The 'out' tuple must have exactly one entry per ufunc output"),
        Some(t) => t.items(),
        None if u.nout > 1 => return type_error("'out' must be a tuple of arrays"),
        None => std::slice::from_ref(value),
    };
    for (slot, out) in options.out.iter_mut().zip(outs) {
        *slot = given_out(out)?;
    }
    Ok(())
}

fn casting(v: &Value) -> Result<Casting> {
    match Casting::parse(&ops::text_of(v)) {
        Some(c) => Ok(c),
        None => value_error(format!(
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got {})",
            ops::repr_string(v)?
        )),
    }
}

/// `dtype=`, which chooses a loop.
fn dtype(v: &Value) -> Result<Option<DType>> {
    if v.is_none() {
        return Ok(None);
    }
    match dtype_obj::parse(v)? {
        (d, size) if d.is_text() && size != 0 => type_error(
            "The `dtype` and `signature` arguments to ufuncs only select the general DType and not details such as the byte order or time \
             unit. You can avoid this error by using the scalar types `np.float64` or the dtype string notation.",
        ),
        (d, _) => Ok(Some(d)),
    }
}

#[inline]
fn order(v: &Value) -> Option<Order> {
    match v.downcast::<StrObj>()?.as_ascii()? {
        "C" => Some(Order::C),
        "F" => Some(Order::F),
        _ => None,
    }
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
    reducible(u, "reduce")?;
    let options = reduce_options(std::array::from_fn(|k| &a[k + 2]))?;
    super::reduce::reduce(u, &a[1], &options)
}

/// `axis, dtype, out, keepdims, initial, where` as natives get them.
pub fn reduce_options(a: [&Value; 6]) -> Result<super::reduce::Options<'_>> {
    let present = |v: &Value| !v.is_ellipsis() && !v.is_none();
    Ok(super::reduce::Options {
        axis: present(a[0]).then_some(a[0]),
        dtype: if present(a[1]) { dtype(a[1])? } else { None },
        out: if present(a[2]) {
            let v = a[2];
            match v.downcast::<TupleObj>() {
                Some(t) => t.items().first(),
                None => Some(v),
            }
        } else {
            None
        },
        keepdims: present(a[3]) && ops::truth(a[3])?,
        initial: (!a[4].is_ellipsis()).then_some(a[4]),
        mask: (present(a[5]) && !a[5].is_true()).then_some(a[5]),
        method: None,
    })
}

/// `u.accumulate(array, axis, dtype, out)`
fn accumulate(a: &[Value]) -> Result<Value> {
    let u = this(&a[0])?;
    reducible(u, "accumulate")?;
    let v = convert::asarray(&a[1])?;
    let axis = single_axis(&a[2], as_array(&v).ndim(), "accumulate")?;
    super::accumulate::accumulate(u, &v, axis, dtype(&a[3])?, single_out(&a[4])?)
}

/// `u.reduceat(array, indices, axis, dtype, out)`
fn reduceat(a: &[Value]) -> Result<Value> {
    let u = this(&a[0])?;
    reducible(u, "reduceat")?;
    let v = convert::asarray(&a[1])?;
    let axis = single_axis(&a[3], as_array(&v).ndim(), "reduceat")?;
    let indices = super::position::index_list(&a[2])?;
    super::accumulate::reduceat(u, &v, &indices, axis, dtype(&a[4])?, single_out(&a[5])?)
}

/// `u.outer(A, B, **kwargs)`
fn outer(a: &[Value]) -> Result<Value> {
    let u = this(&a[0])?;
    if u.nin != 2 {
        return value_error("outer product only supported for binary functions");
    }
    let mut options = Options { casting: casting(&a[5])?, order: order(&a[6]), dtype: dtype(&a[7])?, ..Options::NONE };
    set_out(u, &a[3], &mut options)?;
    options.mask = (!a[4].is_true()).then_some(&a[4]);
    super::outer::outer(u, &a[1], &a[2], &options)
}

/// `u.at(a, indices, b)`
fn at(a: &[Value]) -> Result<Value> {
    let u = this(&a[0])?;
    if array::get(&a[1]).is_none() {
        return type_error("first operand must be array");
    }
    if u.nin > 2 {
        return value_error("Only unary and binary ufuncs supported at this time");
    }
    if u.nout != 1 {
        return value_error("Only single output ufuncs supported at this time");
    }
    match (u.nin, a[3].is_ellipsis()) {
        (2, true) => return value_error("second operand needed for ufunc"),
        (1, false) => return value_error("second operand provided when ufunc is unary"),
        _ => {}
    }
    super::outer::at(u, &a[1], &a[2], (!a[3].is_ellipsis()).then_some(&a[3]))?;
    Ok(Value::none())
}

fn single_out(v: &Value) -> Result<Option<&Value>> {
    match v.downcast::<TupleObj>() {
        Some(t) => t.items().first().map_or(Ok(None), given_out),
        None => given_out(v),
    }
}

/// Only functions of two operands reduce.
fn reducible(u: &Ufunc, method: &str) -> Result<()> {
    if u.nin != 2 {
        return value_error(format!("{method} only supported for binary functions"));
    }
    if u.nout != 1 {
        return value_error(format!("{method} only supported for functions returning a single value"));
    }
    Ok(())
}
