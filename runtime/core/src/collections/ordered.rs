//! `collections.OrderedDict`: a dict whose entries can be moved to either end.

use crate::dict::{self, DICT, DICT_SLOTS, DictObj, as_dict};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{KEY_ERROR, raise_key_error};
use crate::native::Natives;
use crate::natives;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::Value;
use crate::{list, ops, seq, str, tuple};

crate::late_type! {
    pub static ORDERED_DICT, ordered_dict_type = (
        "collections.OrderedDict",
        Layout::Dict,
        Slots {
            repr: Some(repr),
            compare: Some(compare),
            binary: Some(binary),
            inplace: Some(inplace),
            new: Some(construct),
            ..DICT_SLOTS
        },
        METHODS,
        base: Some(&DICT),
    );
}

static METHODS: Natives = natives![
    "move_to_end(self, key, last: bool = True) -> None" => move_to_end,
    "popitem(self, last: bool = True) -> tuple[K, V]" => popitem,
    "pop(self, key, default=...) -> any" => pop,
    "setdefault(self, key, default=None) -> any" => setdefault,
    "update(self, /, *args, **kwargs) -> None" => update,
    "copy(self, /) -> Self" => copy,
    "__copy__(self, /) -> Self" => copy,
    "fromkeys(cls, iterable, value=None)" => dict::fromkeys,
    "__init__(self, /, *args, **kwargs) -> None" => init,
];

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let v = dict::new_of(ty);
    update_all(&v, args, kw, |n| format!("expected at most 1 arguments, got {n}"))?;
    Ok(v)
}

fn update_all(v: &Value, args: &[Value], kw: &[(Value, Value)], too_many: impl Fn(usize) -> String) -> Result<()> {
    if args.len() > 1 {
        return type_error(too_many(args.len()));
    }
    if let [other] = args {
        update_from(v, other)?;
    }
    for (k, x) in kw {
        as_dict(v).insert(k.clone(), x.clone())?;
    }
    Ok(())
}

fn update_from(v: &Value, other: &Value) -> Result<()> {
    if other.downcast::<DictObj>().is_some() || ops::getattr_opt(other, "keys")?.is_some() {
        return dict::merge(v, other);
    }
    ops::for_each(other, |p| match &list::to_vec(&p)?[..] {
        [k, x] => as_dict(v).insert(k.clone(), x.clone()),
        items if items.len() < 2 => {
            let s = if items.len() == 1 { "" } else { "s" };
            value_error(format!("need more than {} value{s} to unpack", items.len()))
        }
        _ => value_error("too many values to unpack (expected 2)"),
    })
}

fn pairs(kwargs: &Value) -> Vec<(Value, Value)> {
    as_dict(kwargs).iter().collect()
}

fn init(a: &[Value]) -> Result<Value> {
    let too_many = |n| format!("expected at most 1 arguments, got {n}");
    update_all(&a[0], tuple::as_tuple(&a[1]).items(), &pairs(&a[2]), too_many)?;
    Ok(Value::none())
}

fn update(a: &[Value]) -> Result<Value> {
    let too_many = |n| format!("update() takes at most 1 positional argument ({n} given)");
    update_all(&a[0], tuple::as_tuple(&a[1]).items(), &pairs(&a[2]), too_many)?;
    Ok(Value::none())
}

fn repr(v: &Value) -> Result<Value> {
    let d = as_dict(v);
    seq::guarded_repr(v, "...", || {
        let mut out = str::Builder::new();
        out.push_str(seq::short_name(v));
        out.push_str("(");
        if !d.is_empty() {
            out.push_value(&ops::repr(&list::new(dict::items_list(d)))?);
        }
        out.push_str(")");
        Ok(out.finish())
    })
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (CmpOp::Eq | CmpOp::Ne, Some(x), Some(y)) = (op, a.downcast::<DictObj>(), b.downcast::<DictObj>()) else {
        return Ok(Value::not_implemented());
    };
    let mut equal = x.equals(y)?;
    if equal && dict::is_ordered(a) && dict::is_ordered(b) {
        let (mut i, mut j) = (0, 0);
        while let (Some((p, k, _)), Some((q, l, _))) = (x.entry_at(i), y.entry_at(j)) {
            (i, j) = (p, q);
            let (k, l) = (k.clone(), l.clone());
            if !seq::eq(&k, &l)? {
                equal = false;
                break;
            }
        }
    }
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

/// A copy of type `ty` (OrderedDict or a class that derives from it).
fn copied(v: &Value, ty: &'static TypeObj) -> Result<Value> {
    if ty.is_native {
        let out = dict::new_of(ordered_dict_type());
        as_dict(&out).copy_from(as_dict(v));
        return Ok(out);
    }
    ops::call(&ty.value(), std::slice::from_ref(v))
}

fn copy(a: &[Value]) -> Result<Value> {
    copied(&a[0], a[0].ty())
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if op != BinOp::BitOr || a.downcast::<DictObj>().is_none() || b.downcast::<DictObj>().is_none() {
        return Ok(Value::not_implemented());
    }
    let out = copied(a, if dict::is_ordered(a) { a.ty() } else { b.ty() })?;
    dict::update(&out, b)?;
    Ok(out)
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if op != BinOp::BitOr {
        return Ok(Value::not_implemented());
    }
    update_from(a, b)?;
    Ok(a.clone())
}

fn move_to_end(a: &[Value]) -> Result<Value> {
    let d = as_dict(&a[0]);
    let last = ops::truth(&a[2])?;
    let hash = seq::hash_key(&a[1])?;
    match d.find(hash, &a[1])? {
        Some(i) => d.move_entry(i, last),
        None => return raise_key_error(&a[1]),
    }
    Ok(Value::none())
}

fn popitem(a: &[Value]) -> Result<Value> {
    match as_dict(&a[0]).pop_end(ops::truth(&a[1])?) {
        Some((k, v)) => Ok(tuple::pair(k, v)),
        None => raise(&KEY_ERROR, "dictionary is empty"),
    }
}

fn pop(a: &[Value]) -> Result<Value> {
    match as_dict(&a[0]).remove(&a[1])? {
        Some(v) => Ok(v),
        None if !a[2].is_ellipsis() => Ok(a[2].clone()),
        None => dict::missing(&a[0], &a[1]),
    }
}

fn setdefault(a: &[Value]) -> Result<Value> {
    as_dict(&a[0]).get_or_insert_with(&a[1], || Ok(a[2].clone()))
}
