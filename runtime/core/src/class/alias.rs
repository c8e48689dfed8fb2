//! `list[int]` and `int | None` as values: `types.GenericAlias` and `types.UnionType`.

use super::{as_type, attrs};
use crate::error::{Result, type_error};
use crate::state::intern;
use crate::tuple::{self, TupleObj};
use crate::types::{BinOp, CmpOp, Layout, Slots};
use crate::value::{Header, Object, Value};
use crate::{ops, text};

/// Either of them.
#[repr(C)]
pub struct AliasObj {
    header: Header,
    /// The class; None of a union.
    origin: Value,
    /// A tuple.
    args: Value,
}

// SAFETY: repr(C), header first. The layout is shared: `of` checks the type.
unsafe impl Object for AliasObj {
    const LAYOUT: Layout = Layout::Other;
}

/// What both can.
const ALIAS: Slots = Slots {
    drop: Some(drop_alias),
    traverse: Some(traverse_alias),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    binary: Some(binary),
    getattr: Some(getattr),
    ..Slots::EMPTY
};

crate::late_type! {
    pub static GENERIC_ALIAS, generic_alias_type = (
        "types.GenericAlias",
        Layout::Other,
        Slots { call: Some(call), ..ALIAS },
        &[],
        base: None,
    );
}

crate::late_type! {
    pub static UNION_TYPE, union_type = (
        "types.UnionType",
        Layout::Other,
        ALIAS,
        &[],
        base: None,
    );
}

unsafe fn drop_alias(h: *mut Header) {
    // SAFETY: called once on an unreachable object.
    unsafe { std::ptr::drop_in_place(h as *mut AliasObj) }
}

unsafe fn traverse_alias(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object.
    let alias = unsafe { &*(h as *const AliasObj) };
    visit(&alias.origin);
    visit(&alias.args);
}

fn of(v: &Value) -> Option<&AliasObj> {
    let ours = v.is_exact(&GENERIC_ALIAS) || v.is_exact(&UNION_TYPE);
    // SAFETY: objects of these types are such.
    ours.then(|| unsafe { v.cast::<AliasObj>() })
}

impl AliasObj {
    fn args(&self) -> &[Value] {
        self.args.downcast::<TupleObj>().map_or(&[], TupleObj::items)
    }
}

/// The class of `list[int]`, None of a union, and its arguments.
pub fn parts(v: &Value) -> Option<(Value, Value)> {
    of(v).map(|a| (a.origin.clone(), a.args.clone()))
}

/// The members of a union.
pub fn members(v: &Value) -> Option<&[Value]> {
    of(v).filter(|a| a.origin.is_none()).map(AliasObj::args)
}

/// The class that `list[int]` stands for.
pub fn origin(v: &Value) -> Option<Value> {
    of(v).filter(|a| !a.origin.is_none()).map(|a| a.origin.clone())
}

/// `class[params]`
pub fn generic(class: &Value, params: &Value) -> Value {
    let args = if params.is_exact(&tuple::TUPLE) { params.clone() } else { tuple::new(vec![params.clone()]) };
    crate::heap::new_object(generic_alias_type(), |header| AliasObj { header, origin: class.clone(), args })
}

/// `X | Y` of classes, None and such objects.
pub fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let member = |v: &Value| as_type(v).is_some() || v.is_none() || of(v).is_some();
    if op != BinOp::BitOr || !member(a) || !member(b) {
        return Ok(Value::not_implemented());
    }
    let mut items: Vec<Value> = Vec::new();
    for v in [a, b] {
        let none = crate::none::NONE_TYPE.value();
        for x in members(v).unwrap_or(std::slice::from_ref(if v.is_none() { &none } else { v })) {
            let mut is_known = false;
            for known in &items {
                is_known |= known.is(x) || ops::eq(known, x)?;
            }
            if !is_known {
                items.push(x.clone());
            }
        }
    }
    if items.len() == 1 {
        return Ok(items.remove(0));
    }
    Ok(crate::heap::new_object(union_type(), |header| AliasObj { header, origin: Value::none(), args: tuple::new(items) }))
}

fn repr(v: &Value) -> Result<Value> {
    let Some(alias) = of(v) else { return Ok(crate::str::new("")) };
    let names = alias.args().iter().map(shown).collect::<Result<Vec<String>>>()?;
    Ok(crate::str::from_string(if alias.origin.is_none() {
        names.join(" | ")
    } else {
        text!(shown(&alias.origin)?, "[", if names.is_empty() { "()".to_owned() } else { names.join(", ") }, "]")
    }))
}

/// As CPython shows the parts: classes by their names.
fn shown(v: &Value) -> Result<String> {
    if v.is_ellipsis() {
        return Ok("...".to_owned());
    }
    if let Some(t) = as_type(v) {
        return Ok(if std::ptr::eq(t, &crate::none::NONE_TYPE) { "None".to_owned() } else { super::full_name(t) });
    }
    Ok(ops::text_of(&ops::repr(v)?).into_owned())
}

fn hash(v: &Value) -> Result<i64> {
    let Some(alias) = of(v) else { return Ok(0) };
    // The order of a union does not count.
    let mut sum = ops::hash(&alias.origin)?;
    for (k, x) in alias.args().iter().enumerate() {
        let place = if alias.origin.is_none() { 1 } else { 2 * k as i64 + 1 };
        sum = sum.wrapping_add(ops::hash(x)?.wrapping_mul(place));
    }
    Ok(sum)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (CmpOp::Eq | CmpOp::Ne, Some(x), Some(y)) = (op, of(a), of(b)) else { return Ok(Value::not_implemented()) };
    let equal = if x.origin.is_none() && y.origin.is_none() {
        x.args().len() == y.args().len() && each_is_among(x.args(), y.args())?
    } else {
        ops::eq(&x.origin, &y.origin)? && ops::eq(&x.args, &y.args)?
    };
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn each_is_among(these: &[Value], those: &[Value]) -> Result<bool> {
    for x in these {
        let mut found = false;
        for y in those {
            found |= ops::eq(x, y)?;
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn call(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    match origin(v) {
        Some(class) => ops::call_kw(&class, args, kwargs),
        None => type_error("'types.UnionType' object is not callable"),
    }
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(alias) = of(v) else { return Ok(None) };
    Ok(match name {
        "__args__" => Some(alias.args.clone()),
        "__parameters__" => {
            let open = |x: &&Value| ops::type_name(x) == "TypeVar";
            Some(tuple::new(alias.args().iter().filter(open).cloned().collect()))
        }
        "__origin__" if !alias.origin.is_none() => Some(alias.origin.clone()),
        "__class__" | "__copy__" | "__deepcopy__" | "__reduce__" | "__reduce_ex__" => None,
        _ if !alias.origin.is_none() => attrs::get_opt(&alias.origin, &intern(name))?,
        _ => None,
    })
}

/// What `isinstance` and `issubclass` say of `list[int]`.
pub fn refuse<T>(what: &str) -> Result<T> {
    type_error(text!(what, " argument 2 cannot be a parameterized generic"))
}

