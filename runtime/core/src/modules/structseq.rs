//! Tuples with named fields: `sys.version_info`, `time.struct_time` and their like.

use std::cell::Cell;

use crate::error::{Result, type_error};
use crate::str::Builder;
use crate::tuple::{self, TUPLE, TupleObj};
use crate::types::{Layout, Slots, TypeObj};
use crate::value::Value;
use crate::{ops, text};

/// One such type.
pub struct StructSeq {
    pub ty: TypeObj,
    fields: &'static [&'static str],
    /// May be made by the program (`time.struct_time(t)`).
    constructible: bool,
    ready: Cell<bool>,
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for StructSeq {}

impl StructSeq {
    pub const fn new(name: &'static str, fields: &'static [&'static str], constructible: bool) -> StructSeq {
        StructSeq::derived(name, fields, constructible, &TUPLE)
    }

    pub const fn derived(
        name: &'static str,
        fields: &'static [&'static str],
        constructible: bool,
        base: &'static TypeObj,
    ) -> StructSeq {
        StructSeq {
            // Its slots come later.
            ty: TypeObj::native(name, Layout::Tuple, Slots::EMPTY, &[]).with_base(base).freed_as(pyaot_abi::layout::FREE_TUPLE),
            fields,
            constructible,
            ready: Cell::new(false),
        }
    }

    /// The type object. Its slots are those of tuple but for a few.
    pub fn ty(&'static self) -> &'static TypeObj {
        if !self.ready.replace(true) {
            self.ty.slots.set(Slots {
                repr: Some(repr),
                getattr: Some(getattr),
                new: if self.constructible { Some(new) } else { None },
                ..*TUPLE.slots
            });
        }
        &self.ty
    }

    pub fn make(&'static self, items: Vec<Value>) -> Value {
        debug_assert_eq!(items.len(), self.fields.len());
        tuple::new_of(self.ty(), items)
    }
}

/// All of them, to find the field names of a value.
static ALL: &[&StructSeq] = &[
    &super::time::STRUCT_TIME,
    &super::time::STRUCT_TIME_UTC,
    &super::sys::VERSION_INFO,
    &super::sys::FLOAT_INFO,
    &super::sys::INT_INFO,
    &super::sys::HASH_INFO,
    &super::sys::FLAGS,
    &super::sys::THREAD_INFO,
    &super::sys::UNRAISABLE_ARGS,
];

fn seq_of(ty: &TypeObj) -> Option<&'static StructSeq> {
    let mut t = Some(ty);
    while let Some(c) = t {
        if let Some(s) = ALL.iter().find(|s| std::ptr::eq(&s.ty, c)) {
            return Some(s);
        }
        t = c.base;
    }
    None
}

fn items(v: &Value) -> &[Value] {
    // SAFETY: the types of this module have tuple's layout.
    unsafe { v.cast::<TupleObj>() }.items()
}

fn repr(v: &Value) -> Result<Value> {
    let Some(seq) = seq_of(v.ty()) else { return Ok(crate::str::empty()) };
    let mut b = Builder::new();
    b.push_str(seq.ty.name);
    for (i, (name, item)) in seq.fields.iter().zip(items(v)).enumerate() {
        b.push_str(if i == 0 { "(" } else { ", " });
        b.push_str(name);
        b.push_str("=");
        b.push_value(&ops::repr(item)?);
    }
    b.push_str(")");
    Ok(b.finish())
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(seq) = seq_of(v.ty()) else { return Ok(None) };
    if let Some(i) = seq.fields.iter().position(|f| *f == name) {
        return Ok(items(v).get(i).cloned());
    }
    match name {
        "n_fields" | "n_sequence_fields" => Ok(Some(Value::int(seq.fields.len() as i64))),
        "n_unnamed_fields" => Ok(Some(Value::int(0))),
        _ => super::time::hidden_field(v, name),
    }
}

fn new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let Some(seq) = seq_of(ty) else { return Ok(Value::none()) };
    let ([arg], []) = (args, kwargs) else {
        return type_error(text!(seq.ty.name, "() missing required argument 'sequence' (pos 1)"));
    };
    let given = crate::list::to_vec(arg)?;
    let n = seq.fields.len();
    if given.len() < n {
        return type_error(text!(
            seq.ty.name,
            "() takes an at least ",
            ops::dec(n as i64),
            "-sequence (",
            ops::dec(given.len() as i64),
            "-sequence given)"
        ));
    }
    Ok(tuple::new_of(ty, given[..n].to_vec()))
}
