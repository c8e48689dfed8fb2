//! The operations of classes of the program: each looks the special method up and calls it.

use super::{descr, type_lookup};
use crate::error::{Result, type_error, value_error};
use crate::exception::STOP_ITERATION;
use crate::state::{Name, names};
use crate::str::StrObj;
use crate::text;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use crate::value::Value;

/// The names of a binary operator: `__add__`, `__radd__`, `__iadd__`.
pub struct BinNames {
    pub left: &'static Name,
    pub right: &'static Name,
    pub inplace: Option<&'static Name>,
}

pub fn bin_names(op: BinOp) -> BinNames {
    let (left, right, inplace) = match op {
        BinOp::Add => (&names::ADD, &names::RADD, Some(&names::IADD)),
        BinOp::Sub => (&names::SUB, &names::RSUB, Some(&names::ISUB)),
        BinOp::Mul => (&names::MUL, &names::RMUL, Some(&names::IMUL)),
        BinOp::MatMul => (&names::MATMUL, &names::RMATMUL, Some(&names::IMATMUL)),
        BinOp::Div => (&names::TRUEDIV, &names::RTRUEDIV, Some(&names::ITRUEDIV)),
        BinOp::Mod => (&names::MOD, &names::RMOD, Some(&names::IMOD)),
        BinOp::Pow => (&names::POW, &names::RPOW, Some(&names::IPOW)),
        BinOp::LShift => (&names::LSHIFT, &names::RLSHIFT, Some(&names::ILSHIFT)),
        BinOp::RShift => (&names::RSHIFT, &names::RRSHIFT, Some(&names::IRSHIFT)),
        BinOp::BitOr => (&names::OR, &names::ROR, Some(&names::IOR)),
        BinOp::BitXor => (&names::XOR, &names::RXOR, Some(&names::IXOR)),
        BinOp::BitAnd => (&names::AND, &names::RAND, Some(&names::IAND)),
        BinOp::FloorDiv => (&names::FLOORDIV, &names::RFLOORDIV, Some(&names::IFLOORDIV)),
        BinOp::DivMod => (&names::DIVMOD, &names::RDIVMOD, None),
    };
    BinNames { left, right, inplace }
}

/// Numbered as in [`pyaot_abi::operator`], which has all that compiled code asks for.
pub const ALL_BIN: [BinOp; 14] = [
    BinOp::Add,
    BinOp::Sub,
    BinOp::Mul,
    BinOp::MatMul,
    BinOp::Div,
    BinOp::Mod,
    BinOp::Pow,
    BinOp::LShift,
    BinOp::RShift,
    BinOp::BitOr,
    BinOp::BitXor,
    BinOp::BitAnd,
    BinOp::FloorDiv,
    BinOp::DivMod,
];

pub fn cmp_name(op: CmpOp) -> &'static Name {
    match op {
        CmpOp::Eq => &names::EQ,
        CmpOp::Ne => &names::NE,
        CmpOp::Lt => &names::LT,
        CmpOp::Le => &names::LE,
        CmpOp::Gt => &names::GT,
        CmpOp::Ge => &names::GE,
    }
}

pub fn un_name(op: UnOp) -> &'static Name {
    match op {
        UnOp::Neg => &names::NEG,
        UnOp::Pos => &names::POS,
        UnOp::Invert => &names::INVERT,
        UnOp::Abs => &names::ABS,
    }
}

/// Puts dispatchers into the slots whose special methods a class of the program defines.
pub(super) fn install(
    s: &mut Slots,
    own: &dyn Fn(&'static Name) -> bool,
    any: &dyn Fn(&[&'static Name]) -> bool,
    unhashable: bool,
) {
    if own(&names::REPR) {
        s.repr = Some(repr);
    }
    if own(&names::STR) {
        s.str = Some(str);
    }
    if unhashable {
        s.hash = Some(unhashable_hash);
    } else if own(&names::HASH) {
        s.hash = Some(hash);
    }
    if any(&[&names::EQ, &names::NE, &names::LT, &names::LE, &names::GT, &names::GE]) {
        s.compare = Some(compare);
    }
    if own(&names::BOOL) {
        s.truth = Some(truth);
    } else if own(&names::LEN) {
        s.truth = Some(truth_by_len);
    }
    if own(&names::LEN) {
        s.len = Some(len);
    }
    if ALL_BIN.iter().any(|op| any(&[bin_names(*op).left, bin_names(*op).right])) {
        s.binary = Some(binary);
    }
    if ALL_BIN.iter().any(|op| bin_names(*op).inplace.is_some_and(own)) {
        s.inplace = Some(inplace);
    }
    if any(&[&names::NEG, &names::POS, &names::INVERT, &names::ABS]) {
        s.unary = Some(unary);
    }
    if own(&names::GETITEM) {
        s.getitem = Some(getitem);
    }
    if any(&[&names::SETITEM, &names::DELITEM]) {
        s.setitem = Some(setitem);
    }
    if own(&names::CONTAINS) {
        s.contains = Some(contains);
    } else if any(&[&names::ITER, &names::GETITEM]) && s.iter.is_none() {
        s.contains = None;
    }
    if own(&names::ITER) {
        s.iter = Some(iter);
    }
    if own(&names::NEXT) {
        s.next = Some(next);
    }
    if own(&names::CALL) {
        s.call = Some(call);
    }
}

/// Calls the special method `name` of the value's type with the value and `args`; `None` if there is none (or it is
/// set to None).
pub fn special(v: &Value, name: &'static Name, args: &[Value]) -> Result<Option<Value>> {
    if let Some(hooks) = crate::foreign::of(v) {
        let f = (hooks.special)(v, name.text())?;
        return f.map(|f| crate::ops::call(&f, args)).transpose();
    }
    match type_lookup(v.ty(), name.get()) {
        Some(f) if !f.is_none() => call_attr(&f, v, args).map(Some),
        _ => Ok(None),
    }
}

/// Calls the class attribute `f` bound to `v`.
#[inline]
pub fn call_attr(f: &Value, v: &Value, args: &[Value]) -> Result<Value> {
    match f.ty().layout {
        Layout::Function => crate::function::call_prepended(f, v, args, &[]),
        Layout::Native if crate::native::is_method(f) => crate::native::call_prepended(f, v, args, &[]),
        _ => crate::ops::call(&descr::bind(f, Some(v), v.ty())?, args),
    }
}

fn required(v: &Value, name: &'static Name, args: &[Value]) -> Result<Value> {
    match special(v, name, args)? {
        Some(r) => Ok(r),
        None => type_error(text!("'", v.ty().name, "' object does not support ", name.text())),
    }
}

fn repr(v: &Value) -> Result<Value> {
    text_result(required(v, &names::REPR, &[])?, "__repr__")
}

fn str(v: &Value) -> Result<Value> {
    text_result(required(v, &names::STR, &[])?, "__str__")
}

fn text_result(r: Value, name: &str) -> Result<Value> {
    if r.downcast::<StrObj>().is_none() {
        return type_error(text!(name, " returned non-string (type ", r.ty().name, ")"));
    }
    Ok(r)
}

fn unhashable_hash(v: &Value) -> Result<i64> {
    type_error(text!("unhashable type: '", v.ty().name, "'"))
}

fn hash(v: &Value) -> Result<i64> {
    let r = required(v, &names::HASH, &[])?;
    if !r.ty().is_subtype(&crate::int::INT) {
        return type_error("__hash__ method should return an integer");
    }
    match crate::int::to_i64(&r) {
        Some(-1) => Ok(-2),
        Some(i) => Ok(i),
        None => crate::ops::hash(&r),
    }
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let name = cmp_name(op);
    if let Some(f) = type_lookup(a.ty(), name.get())
        && !f.is_none()
        // `__ne__` of a native base would answer for the base's `__eq__`, which is overridden.
        && !(op == CmpOp::Ne && crate::native::owner(&f).is_some_and(|o| std::ptr::eq(o, &super::OBJECT)))
    {
        return call_attr(&f, a, std::slice::from_ref(b));
    }
    if op == CmpOp::Ne {
        let r = compare(a, CmpOp::Eq, b)?;
        return if r.is_not_implemented() { Ok(r) } else { Ok(Value::bool(!crate::ops::truth(&r)?)) };
    }
    Ok(Value::not_implemented())
}

fn truth(v: &Value) -> Result<bool> {
    let r = required(v, &names::BOOL, &[])?;
    if r.is_true() {
        return Ok(true);
    }
    if r.is_false() {
        return Ok(false);
    }
    type_error(text!("__bool__ should return bool, returned ", r.ty().name))
}

fn truth_by_len(v: &Value) -> Result<bool> {
    Ok(len(v)? != 0)
}

fn len(v: &Value) -> Result<usize> {
    let r = required(v, &names::LEN, &[])?;
    let i = crate::ops::index(&r)?;
    match usize::try_from(i) {
        Ok(n) => Ok(n),
        Err(_) => value_error("__len__() should return >= 0"),
    }
}

fn is_user(ty: &'static TypeObj) -> bool {
    !ty.is_native
}

/// `left op right` by the left operand's special method.
pub fn binary_left(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    Ok(special(a, bin_names(op).left, std::slice::from_ref(b))?.unwrap_or_else(Value::not_implemented))
}

/// `left op right` by the right operand's reflected method.
pub fn binary_right(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    Ok(special(b, bin_names(op).right, std::slice::from_ref(a))?.unwrap_or_else(Value::not_implemented))
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if is_user(a.ty()) {
        let r = binary_left(op, a, b)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    if is_user(b.ty()) { binary_right(op, a, b) } else { Ok(Value::not_implemented()) }
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let Some(name) = bin_names(op).inplace else { return Ok(Value::not_implemented()) };
    Ok(special(a, name, std::slice::from_ref(b))?.unwrap_or_else(Value::not_implemented))
}

fn unary(op: UnOp, v: &Value) -> Result<Value> {
    match special(v, un_name(op), &[])? {
        Some(r) => Ok(r),
        None => crate::ops::unary_unsupported(op, v),
    }
}

fn getitem(v: &Value, i: &Value) -> Result<Value> {
    required(v, &names::GETITEM, std::slice::from_ref(i))
}

fn setitem(v: &Value, i: &Value, value: Option<&Value>) -> Result<()> {
    let r = match value {
        Some(x) => special(v, &names::SETITEM, &[i.clone(), x.clone()])?,
        None => special(v, &names::DELITEM, std::slice::from_ref(i))?,
    };
    match (r, value) {
        (Some(_), _) => Ok(()),
        (None, Some(_)) => type_error(text!("'", v.ty().name, "' object does not support item assignment")),
        (None, None) => type_error(text!("'", v.ty().name, "' object doesn't support item deletion")),
    }
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    match special(v, &names::CONTAINS, std::slice::from_ref(x))? {
        Some(r) => crate::ops::truth(&r),
        None => type_error(text!("'", v.ty().name, "' object is not a container")),
    }
}

fn iter(v: &Value) -> Result<Value> {
    match special(v, &names::ITER, &[])? {
        Some(r) if r.ty().slots.next.is_some() => Ok(r),
        Some(r) => type_error(text!("iter() returned non-iterator of type '", r.ty().name, "'")),
        None => type_error(text!("'", v.ty().name, "' object is not iterable")),
    }
}

fn next(v: &Value) -> Result<Option<Value>> {
    match required(v, &names::NEXT, &[]) {
        Ok(x) => Ok(Some(x)),
        Err(_) if crate::exception::pending_is(&STOP_ITERATION) => {
            if let Some(exc) = crate::exception::take_pending() {
                crate::generator::keep_stop_value(&exc);
            }
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

fn call(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    match type_lookup(v.ty(), names::CALL.get()) {
        Some(f) if f.ty().layout == Layout::Function => crate::function::call_prepended(&f, v, args, kwargs),
        Some(f) => crate::ops::call_kw(&descr::bind(&f, Some(v), v.ty())?, args, kwargs),
        None => type_error(text!("'", v.ty().name, "' object is not callable")),
    }
}
