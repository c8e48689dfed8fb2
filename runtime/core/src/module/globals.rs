//! `globals()`: a dict whose entries are the module's variables. It is filled from them before every read and writes
//! through to them.

use super::{find_global, globals, read_global, write_global};
use crate::dict::{self, DICT, DictObj};
use crate::error::Result;
use crate::exception::traceback::str_of;
use crate::ops;
use crate::state::{find_interned, intern, names};
use crate::str::StrObj;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::Value;

pub(super) static GLOBALS: TypeObj = TypeObj::native(
    "dict",
    Layout::Dict,
    Slots {
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        len: Some(len),
        truth: Some(|v| Ok(len(v)? > 0)),
        iter: Some(iter),
        repr: Some(repr),
        ..DICT_SLOTS
    },
    crate::natives![
        "get(self, key, default=None, /)" => get,
        "items(self, /)" => |a| fresh(&a[0], "items", &[]),
        "keys(self, /)" => |a| fresh(&a[0], "keys", &[]),
        "values(self, /)" => |a| fresh(&a[0], "values", &[]),
        "copy(self, /) -> dict" => |a| fresh(&a[0], "copy", &[]),
        "update(self, *args, **kwargs) -> None" => update,
        "setdefault(self, key, default=None, /)" => setdefault,
        "pop(self, key, default=..., /)" => pop,
    ],
)
.with_base(&DICT);

use crate::dict::DICT_SLOTS;

/// Index of the module whose variables a globals dict shows.
fn module_of(v: &Value) -> i64 {
    super::globals_owner(v)
}

/// The live dict of a module of the program.
pub(super) fn make() -> Value {
    dict::new_of(&GLOBALS)
}

/// Brings the entries up to date.
pub(super) fn refresh(v: &Value, index: i64) -> Result<()> {
    let Some(d) = v.downcast::<DictObj>() else { return Ok(()) };
    if d.is_empty() {
        let name = super::module_name(index).unwrap_or("__main__");
        d.insert(names::NAME.get().clone(), intern(name))?;
    }
    for (_, g) in globals().filter(|(module, _)| *module == index) {
        let name = intern(str_of(&g.name));
        match read_global(g) {
            Some(x) => d.insert(name, x)?,
            None => drop(d.remove(&name)?),
        }
    }
    for (name, x) in super::extras(index) {
        d.insert(name, x)?;
    }
    Ok(())
}

fn up_to_date(v: &Value) -> Result<&DictObj> {
    refresh(v, module_of(v))?;
    Ok(dict::as_dict(v))
}

fn native(name: &str, v: &Value, args: &[Value]) -> Result<Value> {
    let f = crate::class::data(&DICT).attrs.get(&intern(name)).cloned().unwrap_or_else(Value::none);
    crate::native::call_prepended(&f, v, args, &[])
}

fn fresh(v: &Value, name: &str, args: &[Value]) -> Result<Value> {
    up_to_date(v)?;
    native(name, v, args)
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    match up_to_date(v)?.get(key)? {
        Some(x) => Ok(x),
        None => crate::exception::raise_key_error(key),
    }
}

/// Stores one entry in the variable with its name, or else as an attribute of the module.
fn store(v: &Value, key: &Value, value: Option<&Value>) {
    let index = module_of(v);
    if let Some(name) = find_interned(key)
        && let Some(g) = find_global(index, &name)
    {
        write_global(g, value);
    } else if key.downcast::<StrObj>().is_some() {
        super::set_extra(index, &ops::text_of(key), value);
    }
}

fn setitem(v: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let d = up_to_date(v)?;
    match value {
        Some(x) => d.insert(key.clone(), x.clone())?,
        None => {
            if d.remove(key)?.is_none() {
                return crate::exception::raise_key_error(key);
            }
        }
    }
    store(v, key, value);
    Ok(())
}

fn contains(v: &Value, key: &Value) -> Result<bool> {
    up_to_date(v)?.contains(key)
}

fn len(v: &Value) -> Result<usize> {
    Ok(up_to_date(v)?.len())
}

fn iter(v: &Value) -> Result<Value> {
    up_to_date(v)?;
    match DICT.slots.iter {
        Some(f) => f(v),
        None => crate::error::type_error("not iterable"),
    }
}

fn repr(v: &Value) -> Result<Value> {
    up_to_date(v)?;
    match DICT.slots.repr {
        Some(f) => f(v),
        None => crate::error::type_error("no repr"),
    }
}

fn get(a: &[Value]) -> Result<Value> {
    Ok(up_to_date(&a[0])?.get(&a[1])?.unwrap_or_else(|| a[2].clone()))
}

fn update(a: &[Value]) -> Result<Value> {
    let new = dict::new();
    let kw: Vec<(Value, Value)> = dict::as_dict(&a[2]).iter().collect();
    dict::update_args(&new, "update", crate::tuple::as_tuple(&a[1]).items(), &kw)?;
    for (k, x) in dict::as_dict(&new).iter() {
        setitem(&a[0], &k, Some(&x))?;
    }
    Ok(Value::none())
}

fn setdefault(a: &[Value]) -> Result<Value> {
    if let Some(x) = up_to_date(&a[0])?.get(&a[1])? {
        return Ok(x);
    }
    setitem(&a[0], &a[1], Some(&a[2]))?;
    Ok(a[2].clone())
}

fn pop(a: &[Value]) -> Result<Value> {
    match up_to_date(&a[0])?.get(&a[1])? {
        Some(x) => {
            ops::delitem(&a[0], &a[1])?;
            Ok(x)
        }
        None if a[2].is_ellipsis() => crate::exception::raise_key_error(&a[1]),
        None => Ok(a[2].clone()),
    }
}
