//! The tests of the `match` statement that types do not decide.

use crate::class::{self, as_type, attrs};
use crate::error::{Result, type_error};
use crate::state::names;
use crate::str::StrObj;
use crate::tuple::TupleObj;
use crate::types::TypeObj;
use crate::value::Value;
use crate::{bytearray, bytes, deque, dict, float, foreign, int, list, ops, range, set, str, text, tuple};

fn derives(ty: &'static TypeObj, natives: &[&'static TypeObj], abcs: &[&str]) -> bool {
    if natives.iter().any(|n| ty.is_subtype(n)) {
        return true;
    }
    if ty.is_native {
        return false;
    }
    let abc = |t: &&'static TypeObj| !t.is_native && class::data(t).has(class::ABC) && abcs.contains(&class::qualname(t).as_str());
    class::data(ty).mro().iter().any(abc)
}

fn number(v: &Value) -> i64 {
    v.as_small().unwrap_or(0)
}

fn has_length(v: &Value, test: impl Fn(i64) -> bool) -> Result<Value> {
    Ok(Value::bool(test(ops::len(v)? as i64)))
}

/// A sequence with so many elements (or at least so many).
pub fn match_sequence(a: &[Value]) -> Result<Value> {
    let natives: &[&'static TypeObj] = &[&list::LIST, &tuple::TUPLE, &range::RANGE, &deque::DEQUE];
    let is_sequence = match foreign::of(&a[0]) {
        Some(hooks) => (hooks.matches)(&a[0], foreign::Pattern::Sequence),
        None => derives(a[0].ty(), natives, &["Sequence", "MutableSequence"]) && !a[0].ty().is_subtype(&str::STR),
    };
    if !is_sequence {
        return Ok(Value::bool(false));
    }
    let (n, exact) = (number(&a[1]), a[2].is_true());
    if n == 0 && !exact {
        return Ok(Value::bool(true));
    }
    has_length(&a[0], |l| if exact { l == n } else { l >= n })
}

/// A mapping with at least so many keys.
pub fn match_mapping(a: &[Value]) -> Result<Value> {
    let is_mapping = match foreign::of(&a[0]) {
        Some(hooks) => (hooks.matches)(&a[0], foreign::Pattern::Mapping),
        None => derives(a[0].ty(), &[&dict::DICT], &["Mapping", "MutableMapping"]),
    };
    if !is_mapping {
        return Ok(Value::bool(false));
    }
    let n = number(&a[1]);
    if n == 0 {
        return Ok(Value::bool(true));
    }
    has_length(&a[0], |l| l >= n)
}

/// What positional sub-pattern `index` of `count` looks at.
pub fn match_arg(a: &[Value]) -> Result<Value> {
    let (index, count) = (number(&a[2]), number(&a[3]));
    if let Some(hooks) = foreign::of(&a[1]) {
        return foreign_arg(hooks, a, index, count);
    }
    let Some(ty) = as_type(&a[1]) else { return type_error("called match pattern must be a class") };
    let too_many = |allowed: i64| {
        let s = if allowed == 1 { "" } else { "s" };
        type_error(text!(
            attrs::simple_name(ty), "() accepts ", &ops::dec(allowed), " positional sub-pattern", s, " (", &ops::dec(count), " given)"
        ))
    };
    let Some(names) = attrs::type_get(ty, names::MATCH_ARGS.get())? else {
        let itself: &[&'static TypeObj] = &[
            &int::INT, &float::FLOAT, &str::STR, &bytes::BYTES, &bytearray::BYTEARRAY, &dict::DICT, &set::SET, &set::FROZENSET, &list::LIST,
            &tuple::TUPLE,
        ];
        let allowed = itself.iter().any(|t| ty.is_subtype(t)) as i64;
        return if count > allowed { too_many(allowed) } else { Ok(a[0].clone()) };
    };
    let Some(t) = names.downcast::<TupleObj>() else {
        return type_error(text!(attrs::simple_name(ty), ".__match_args__ must be a tuple (got ", names.ty().name, ")"));
    };
    if count > t.items().len() as i64 {
        return too_many(t.items().len() as i64);
    }
    let name = &t.items()[index as usize];
    match name.downcast::<StrObj>() {
        Some(s) => ops::getattr(&a[0], &s.to_rust()),
        None => type_error(text!("__match_args__ elements must be strings (got ", name.ty().name, ")")),
    }
}

/// The same for a class of another runtime's, which has the names where it is not a builtin type.
fn foreign_arg(hooks: &'static foreign::Hooks, a: &[Value], index: i64, count: i64) -> Result<Value> {
    let has_names = list::to_vec(&(hooks.dir)(&a[1])?)?.iter().any(|n| ops::text_of(n) == "__match_args__");
    let names = if has_names { list::to_vec(&ops::getattr(&a[1], "__match_args__")?)? } else { Vec::new() };
    match names.get(index as usize).filter(|_| count <= names.len() as i64) {
        Some(name) => ops::getattr(&a[0], &ops::text_of(name)),
        None => {
            let s = if names.len() == 1 { "" } else { "s" };
            let shown = ops::getattr(&a[1], "__name__")?;
            let (allowed, given) = (ops::dec(names.len() as i64), ops::dec(count));
            type_error(text!(&ops::text_of(&shown), "() accepts ", &allowed, " positional sub-pattern", s, " (", &given, " given)"))
        }
    }
}
