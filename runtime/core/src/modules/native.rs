//! `_native`: what the shims need and Python cannot say.

use crate::class::{self, attrs, instance};
use crate::dict::DictObj;
use crate::error::{Result, type_error};
use crate::exception::oserror;
use crate::iter::{combine, grouping};
use crate::native::Natives;
use crate::types::{Layout, TypeObj};
use super::pattern;
use crate::value::Value;
use crate::{bytes, collections, deque, list, natives, ops, text, tuple};

pub static NATIVES: Natives = natives![
    "_native.class_defines(x, name, /) -> bool" => class_defines,
    "_native.combinations(iterable, r) -> any" => combine::combinations,
    "_native.combinations_with_replacement(iterable, r) -> any" => combine::combinations_with_replacement,
    "_native.constant_frozenset(*values) -> frozenset" => |a: &[Value]| crate::set::constant_frozenset(tuple::as_tuple(&a[0]).items()),
    "_native.constant_set(*values) -> set" => |a: &[Value]| crate::set::from_constants(tuple::as_tuple(&a[0]).items()),
    "_native.copies_as_itself(x, /) -> bool" => |a: &[Value]| Ok(Value::bool(copies_as_itself(a[0].ty()))),
    "_native.groupby(iterable, key=None) -> any" => grouping::groupby,
    "_native.instance_fields(x, /) -> any" => instance_fields,
    "_native.instance_new(x, /) -> any" => instance_new,
    "_native.instance_set_field(x, name, value, /) -> None" => instance_set_field,
    "_native.is_below_named(cls, name, /) -> any" => is_below_named,
    "_native.like(value, example, /) -> any" => |a: &[Value]| Ok(a[0].clone()),
    "_native.match_arg(x, cls, index, count, /) -> any" => pattern::match_arg,
    "_native.match_mapping(x, least, /) -> bool" => pattern::match_mapping,
    "_native.match_sequence(x, count, exact, /) -> bool" => pattern::match_sequence,
    "_native.module_dict(name, /) -> any" => |a: &[Value]| Ok(crate::module::globals_of(&ops::text_of(&a[0]))),
    "_native.module_dict_open(name, /) -> any" => |a: &[Value]| Ok(crate::module::globals_of(&ops::text_of(&a[0]))),
    "_native.module_state(name, loaded, /) -> None" => |a: &[Value]| {
        crate::module::set_loaded(&ops::text_of(&a[0]), a[1].is_true())?;
        Ok(Value::none())
    },
    "_native.module_variable(module, name, /) -> any" => module_variable,
    "_native.pairwise(iterable, /) -> any" => grouping::pairwise,
    "_native.permutations(iterable, r=None) -> any" => combine::permutations,
    "_native.product(*iterables, repeat=1) -> any" => combine::product,
    "_native.sha512(data, /) -> bytes" => sha512,
    "_native.urandom(size, /) -> bytes" => urandom,
    "_native.zip_longest(*iterables, fillvalue=None) -> any" => grouping::zip_longest,
];

pub static VALUES: super::Values = &[
    ("Counter", || collections::COUNTER.value()),
    ("OrderedDict", || collections::ORDERED_DICT.value()),
    ("defaultdict", || collections::DEFAULTDICT.value()),
    ("applied", || super::applied::APPLIED.value()),
    ("cached", || super::cached::CACHED.value()),
    ("deque", || deque::DEQUE.value()),
];

/// Types whose objects `copy` gives back as they are.
const ATOMS: &[&str] = &[
    "NoneType", "NotImplementedType", "bool", "builtin_function_or_method", "bytes", "complex", "ellipsis", "float",
    "function", "int", "property", "range", "str", "type",
];

/// `issubclass(cls, typing.Name)`; None where that is no class.
fn is_below_named(a: &[Value]) -> Result<Value> {
    match class::as_type(&a[0]) {
        Some(c) => Ok(class::abc::is_below_named(c, &ops::text_of(&a[1])).map_or(Value::none(), Value::bool)),
        None => type_error("issubclass() arg 1 must be a class"),
    }
}

/// A variable of a module that only other modules assign.
fn module_variable(a: &[Value]) -> Result<Value> {
    let name = crate::state::intern_value(&a[1]);
    if let Some(m) = crate::module::module_object(&ops::text_of(&a[0]))
        && let Some(v) = crate::module::get_attr(&m, &name)?
    {
        return Ok(v);
    }
    let message = text!("name '", ops::text_of(&name), "' is not defined");
    let exc = crate::exception::new_with_message(&crate::exception::NAME_ERROR, &message);
    if let Some(e) = exc.downcast::<crate::exception::ExceptionObj>() {
        e.set_extra("name", name);
    }
    crate::error::raise_value(exc)
}

fn copies_as_itself(ty: &TypeObj) -> bool {
    ty.layout == Layout::Type || (ty.is_native && ATOMS.contains(&ty.name))
}

/// Whether a class written in Python, in the MRO of x's class, has the attribute.
fn class_defines(a: &[Value]) -> Result<Value> {
    let ty = a[0].ty();
    if ty.is_native {
        // Objects of another runtime say themselves how they are taken apart.
        return Ok(Value::bool(ty.layout == Layout::Foreign && crate::ops::text_of(&a[1]) == "__reduce_ex__"));
    }
    let name = crate::state::intern_value(&a[1]);
    let found = class::data(ty).mro().iter().any(|t| !t.is_native && class::data(t).attrs.get(&name).is_some());
    Ok(Value::bool(found))
}

/// A new object of x's class without attributes; what a native base holds stays only if it cannot change.
fn instance_new(a: &[Value]) -> Result<Value> {
    let ty = a[0].ty();
    if ty.layout == Layout::Object && !ty.is_native {
        return Ok(instance::new_instance(ty));
    }
    let mut base = ty;
    while let Some(b) = base.base.filter(|_| !base.is_native) {
        base = b;
    }
    let args = match base.name {
        "int" | "float" | "complex" | "str" | "bytes" | "tuple" | "frozenset" => vec![a[0].clone()],
        n if n.ends_with("defaultdict") => vec![ops::getattr(&a[0], "default_factory")?],
        _ => Vec::new(),
    };
    let open = matches!(base.name, "generator" | "module" | "method") || matches!(base.layout, Layout::Module | Layout::Generator);
    match base.slots.new {
        Some(new) if !open => new(ty, &args, &[]),
        _ => type_error(text!("cannot pickle '", class::qualname(ty), "' object")),
    }
}

/// The attributes that are set: those of the class's slots, then those of `__dict__`.
fn instance_fields(a: &[Value]) -> Result<Value> {
    let mut out = Vec::new();
    let ty = a[0].ty();
    if let Some(inst) = instance::as_instance(&a[0]) {
        let class = class::data(ty);
        for (i, s) in class.slots.iter().enumerate() {
            if let Some(x) = inst.get_slot(class, i) {
                out.push(tuple::new(vec![s.name.clone(), x]));
            }
        }
    }
    if let Some(dict) = instance::instance_dict(&a[0], false)
        && let Some(d) = dict.downcast::<DictObj>()
    {
        out.extend(d.iter().map(|(k, v)| tuple::new(vec![k, v])));
    }
    Ok(list::new(out))
}

/// Sets an attribute, going round `__setattr__`.
fn instance_set_field(a: &[Value]) -> Result<Value> {
    attrs::set_default(&a[0], &crate::state::intern_value(&a[1]), Some(&a[2]))?;
    Ok(Value::none())
}

fn sha512(a: &[Value]) -> Result<Value> {
    match bytes::like(&a[0]) {
        Some(b) => Ok(bytes::new(&super::sha512::sha512(b))),
        None => type_error(text!("a bytes-like object is required, not '", ops::type_name(&a[0]), "'")),
    }
}

/// Fills `out` with the system's random bytes.
#[expect(clippy::disallowed_methods, reason = "the random device is no file of the program or the compiler")]
pub fn fill_random(out: &mut [u8]) -> Result<()> {
    use std::io::Read;
    match std::fs::File::open("/dev/urandom").and_then(|mut f| f.read_exact(out)) {
        Ok(()) => Ok(()),
        Err(e) => oserror::raise_io(&e, None),
    }
}

fn urandom(a: &[Value]) -> Result<Value> {
    let n = ops::index_or_overflow(&a[0])?;
    if n < 0 {
        return crate::error::value_error("negative argument not allowed");
    }
    let mut out = vec![0; n as usize];
    fill_random(&mut out)?;
    Ok(bytes::new(&out))
}
