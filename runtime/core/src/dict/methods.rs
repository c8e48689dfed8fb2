//! The type `dict`: its operations and methods.

use super::{DictObj, as_dict, is_exact, item, missing, new, new_of};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{KEY_ERROR, RUNTIME_ERROR, raise_key_error};
use crate::native::Natives;
use crate::natives;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Value};
use crate::{iter, list, ops, seq, set, str, tuple, views};

/// What dict and its native subclasses have in common.
pub(crate) const DICT_SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(truth),
    len: Some(len),
    binary: Some(binary),
    inplace: Some(inplace),
    getitem: Some(getitem),
    setitem: Some(setitem),
    contains: Some(contains),
    iter: Some(views::key_iter),
    new: Some(construct),
    drop: Some(drop_fields),
    traverse: Some(traverse),
    clear: Some(clear_fields),
    ..Slots::EMPTY
};

pub static DICT: TypeObj = TypeObj::native("dict", Layout::Dict, DICT_SLOTS, METHODS);

static METHODS: Natives = natives![
    "get(self, key, default=None, /) -> any" => get,
    "setdefault(self, key, default=None, /) -> any" => setdefault,
    "pop(self, key, default=..., /) -> any" => pop,
    "popitem(self, /) -> tuple[K, V]" => popitem_method,
    "keys(self, /)" => views::keys,
    "values(self, /)" => views::values,
    "items(self, /)" => views::items,
    "update(self, /, *args, **kwargs) -> None" => update_method,
    "fromkeys(cls, iterable, value=None, /)" => fromkeys,
    "clear(self, /) -> None" => clear,
    "copy(self, /) -> dict[K, V]" => copy,
    "__init__(self, /, *args, **kwargs) -> None" => init,
    "__reversed__(self, /)" => reversed,
];

fn repr(v: &Value) -> Result<Value> {
    let d = as_dict(v);
    if d.is_empty() {
        return Ok(str::intern_static("{}"));
    }
    seq::guarded_repr(v, "{...}", || {
        let mut out = str::Builder::new();
        repr_items(d, &mut out)?;
        Ok(out.finish())
    })
}

/// Writes `{key: value, …}`.
pub(crate) fn repr_items(d: &DictObj, out: &mut str::Builder) -> Result<()> {
    out.push_str("{");
    let mut first = true;
    for (k, v) in d.iter() {
        if !first {
            out.push_str(", ");
        }
        first = false;
        out.push_value(&ops::repr(&k)?);
        out.push_str(": ");
        out.push_value(&ops::repr(&v)?);
    }
    out.push_str("}");
    Ok(())
}

pub(crate) fn hash(v: &Value) -> Result<i64> {
    type_error(format!("unhashable type: '{}'", ops::type_name(v)))
}

pub(crate) fn truth(v: &Value) -> Result<bool> {
    Ok(!as_dict(v).is_empty())
}

pub(crate) fn len(v: &Value) -> Result<usize> {
    Ok(as_dict(v).len())
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    match (op, a.downcast::<DictObj>(), b.downcast::<DictObj>()) {
        (CmpOp::Eq | CmpOp::Ne, Some(x), Some(y)) => Ok(Value::bool(x.equals(y)? == (op == CmpOp::Eq))),
        _ => Ok(Value::not_implemented()),
    }
}

/// `a | b`: a copy of `a` (of the type of `a` where that is native) updated with `b`.
pub(crate) fn union(a: &Value, b: &Value) -> Result<Value> {
    let out = copy_plain(a);
    merge(&out, b)?;
    Ok(out)
}

/// A new dict with the entries of `v`.
pub(crate) fn copy_plain(v: &Value) -> Value {
    let out = new();
    as_dict(&out).copy_from(as_dict(v));
    out
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if op == BinOp::BitOr && a.downcast::<DictObj>().is_some() && b.downcast::<DictObj>().is_some() {
        // Those have a reflected `|` of their own.
        let special = |v: &Value| is_ordered(v) || v.ty().is_subtype(&crate::collections::DEFAULTDICT);
        if special(b) && !special(a) {
            return Ok(Value::not_implemented());
        }
        return union(a, b);
    }
    Ok(Value::not_implemented())
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if op == BinOp::BitOr {
        update(a, b)?;
        return Ok(a.clone());
    }
    Ok(Value::not_implemented())
}

pub(crate) fn getitem(v: &Value, key: &Value) -> Result<Value> {
    match as_dict(v).get(key)? {
        Some(x) => Ok(x),
        None => missing(v, key),
    }
}

pub(crate) fn setitem(v: &Value, key: &Value, new: Option<&Value>) -> Result<()> {
    match new {
        Some(x) => as_dict(v).insert(key.clone(), x.clone()),
        None => match as_dict(v).remove(key)? {
            Some(_) => Ok(()),
            None => raise_key_error(key),
        },
    }
}

pub(crate) fn contains(v: &Value, key: &Value) -> Result<bool> {
    as_dict(v).contains(key)
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let v = new_of(ty);
    if !args.is_empty() || !kw.is_empty() {
        update_args(&v, "dict", args, kw)?;
    }
    Ok(v)
}

/// What `dict.__init__` and `dict.update` do with their arguments.
pub fn update_args(d: &Value, name: &str, args: &[Value], kw: &[(Value, Value)]) -> Result<()> {
    seq::arity(name, args.len(), 0, 1)?;
    if let [other] = args {
        update(d, other)?;
    }
    for (k, v) in kw {
        as_dict(d).insert(k.clone(), v.clone())?;
    }
    Ok(())
}

/// `*args, **kwargs` of a native as they arrive: a tuple and a dict.
pub(crate) fn update_from(d: &Value, name: &str, args: &Value, kwargs: &Value) -> Result<()> {
    let kw: Vec<_> = as_dict(kwargs).iter().collect();
    update_args(d, name, tuple::as_tuple(args).items(), &kw)
}

/// `d.update(other)`: a mapping (an object with `keys`) or an iterable of pairs.
pub fn update(d: &Value, other: &Value) -> Result<()> {
    if other.downcast::<DictObj>().is_some() || ops::getattr_opt(other, "keys")?.is_some() {
        merge(d, other)
    } else {
        merge_pairs(d, other)
    }
}

/// Whether iteration over `v` is that of a native dict (no `__iter__` of a class of the program).
pub(crate) fn reads_as_native(v: &Value) -> bool {
    v.downcast::<DictObj>().is_some()
        && (v.ty().is_native || v.ty().slots.iter.is_some_and(|f| std::ptr::fn_addr_eq(f, views::key_iter as IterFn)))
}

type IterFn = fn(&Value) -> Result<Value>;

/// Whether `d` keeps an order of its own that iteration shows: only so that errors name it.
pub(crate) fn is_ordered(v: &Value) -> bool {
    v.ty().is_subtype(&crate::collections::ORDERED_DICT)
}

/// `d[k] = other[k]` for all keys of the mapping `other`.
pub fn merge(d: &Value, other: &Value) -> Result<()> {
    let target = as_dict(d);
    if reads_as_native(other) {
        let source = as_dict(other);
        if std::ptr::eq(source, target) || source.is_empty() {
            return Ok(());
        }
        if target.is_empty() {
            target.copy_from(source);
            return Ok(());
        }
        target.reserve_for(source);
        let (mut pos, len) = (0, source.len());
        while let Some((next, k, v)) = source.entry_at(pos) {
            let hash = source.hash_before(next);
            // The same keys at the same places: copies of each other, or dicts made by the same code.
            if let Some(old) = target.replace_at(next - 1, k, v) {
                drop(old);
            } else {
                let (k, v) = (k.clone(), v.clone());
                target.insert_hashed(hash, k, v)?;
            }
            pos = next;
            if source.len() != len {
                return raise(&RUNTIME_ERROR, "dict mutated during update");
            }
        }
        return Ok(());
    }
    let keys = ops::call_method(other, "keys", &[])?;
    ops::for_each(&keys, |k| {
        let v = ops::getitem(other, &k)?;
        target.insert(k, v)
    })
}

/// `d[k] = v` for all pairs of an iterable.
pub fn merge_pairs(d: &Value, pairs: &Value) -> Result<()> {
    let target = as_dict(d);
    let mut n = 0;
    ops::for_each(pairs, |p| {
        if let Some(t) = p.downcast::<tuple::TupleObj>()
            && let [k, v] = t.items()
        {
            n += 1;
            return target.insert(k.clone(), v.clone());
        }
        if !iter::is_iterable(&p) {
            return type_error(format!("cannot convert dictionary update sequence element #{n} to a sequence"));
        }
        match &mut list::to_vec(&p)?[..] {
            [k, v] => target.insert(k.clone(), v.clone())?,
            items => {
                return value_error(format!(
                    "dictionary update sequence element #{n} has length {}; 2 is required",
                    items.len()
                ));
            }
        }
        n += 1;
        Ok(())
    })
}

fn get(a: &[Value]) -> Result<Value> {
    Ok(as_dict(&a[0]).get(&a[1])?.unwrap_or_else(|| a[2].clone()))
}

fn setdefault(a: &[Value]) -> Result<Value> {
    as_dict(&a[0]).get_or_insert_with(&a[1], || Ok(a[2].clone()))
}

fn pop(a: &[Value]) -> Result<Value> {
    match as_dict(&a[0]).remove(&a[1])? {
        Some(v) => Ok(v),
        None if a[2].is_ellipsis() => raise_key_error(&a[1]),
        None => Ok(a[2].clone()),
    }
}

pub(crate) fn popitem_method(a: &[Value]) -> Result<Value> {
    match as_dict(&a[0]).pop_end(true) {
        Some((k, v)) => Ok(tuple::pair(k, v)),
        None => raise(&KEY_ERROR, "popitem(): dictionary is empty"),
    }
}

fn update_method(a: &[Value]) -> Result<Value> {
    update_from(&a[0], "update", &a[1], &a[2])?;
    Ok(Value::none())
}

/// `dict.fromkeys(keys, value)` for dict and its subclasses.
pub(crate) fn fromkeys(a: &[Value]) -> Result<Value> {
    let out = ops::call(&a[0], &[])?;
    if !out.ty().is_native || out.downcast::<DictObj>().is_none() {
        ops::for_each(&a[1], |k| ops::setitem(&out, &k, &a[2]))?;
        return Ok(out);
    }
    let d = as_dict(&out);
    if let Some(source) = a[1].downcast::<DictObj>()
        && is_exact(&a[1])
    {
        d.reserve(source.len());
    } else if let Some(source) = a[1].downcast::<set::SetObj>()
        && a[1].ty().is_native
    {
        d.reserve(source.len());
    }
    ops::for_each(&a[1], |k| d.insert(k, a[2].clone()))?;
    Ok(out)
}

fn clear(a: &[Value]) -> Result<Value> {
    as_dict(&a[0]).clear();
    Ok(Value::none())
}

fn copy(a: &[Value]) -> Result<Value> {
    Ok(copy_plain(&a[0]))
}

fn init(a: &[Value]) -> Result<Value> {
    update_from(&a[0], "dict", &a[1], &a[2])?;
    Ok(Value::none())
}

fn reversed(a: &[Value]) -> Result<Value> {
    views::reversed_keys(&a[0])
}

/// The items of a dict as a list of pairs.
pub(crate) fn items_list(d: &DictObj) -> Vec<Value> {
    d.iter().map(|(k, v)| item(&k, &v)).collect()
}

pub(crate) unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: a dict nobody refers to.
    unsafe { &*(h as *const DictObj) }.clear();
}

pub(crate) unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live dict.
    unsafe { &*(h as *const DictObj) }.clear();
}

pub(crate) unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live dict.
    unsafe { &*(h as *const DictObj) }.visit(f);
}
