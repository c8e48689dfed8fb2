//! The builtin functions.

mod attributes;
mod fold;
mod numbers;
mod output;
mod text;

pub use fold::{maximum, minimum, sum};
pub use output::print_values;

use crate::error::{Result, raise, type_error};
use crate::exception::{self, NOT_IMPLEMENTED_ERROR, SYSTEM_EXIT};
use crate::native::Natives;
use crate::types::TypeObj;
use crate::value::Value;
use crate::{int, list, natives, ops, sort};

/// The builtin functions. (Types are in [`TYPES`]; `eval`, `exec`, `globals` and their like are the compiler's.)
pub static BUILTINS: Natives = natives![
    "abs(x, /) -> any" => |a: &[Value]| ops::unary(crate::types::UnOp::Abs, &a[0]),
    "all(iterable, /) -> bool" => fold::all,
    "any(iterable, /) -> bool" => fold::any,
    "ascii(obj, /) -> str" => text::ascii,
    "bin(number, /) -> str" => text::bin,
    "callable(obj, /) -> bool" => attributes::callable,
    "chr(i, /) -> str" => text::chr,
    "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1) -> any" => |_: &[Value]| made_at_run_time("compile"),
    "delattr(obj, name, /) -> None" => attributes::delattr,
    "dir(object=..., /) -> list[str]" => attributes::dir,
    "divmod(x, y, /) -> any" => |a: &[Value]| ops::binary(crate::types::BinOp::DivMod, &a[0], &a[1]),
    "eval(source, globals=None, locals=None, /) -> any" => |_: &[Value]| made_at_run_time("eval"),
    "exec(source, globals=None, locals=None, /) -> None" => |_: &[Value]| made_at_run_time("exec"),
    "exit(code=None) -> None" => exit,
    "format(value, format_spec='', /) -> str" => text::format,
    "getattr(object, name, default=..., /) -> any" => attributes::getattr,
    "hasattr(obj, name, /) -> bool" => attributes::hasattr,
    "hash(obj, /) -> int" => |a: &[Value]| Ok(Value::int(ops::hash(&a[0])?)),
    "hex(number, /) -> str" => text::hex,
    "id(obj, /) -> int" => |a: &[Value]| Ok(int::from_u64(a[0].bits())),
    "input(prompt=..., /) -> str" => output::input,
    "isinstance(obj, class_or_tuple, /) -> bool" => |a: &[Value]| Ok(Value::bool(ops::isinstance_of(&a[0], &a[1])?)),
    "issubclass(cls, class_or_tuple, /) -> bool" => |a: &[Value]| Ok(Value::bool(ops::issubclass_of(&a[0], &a[1])?)),
    "iter(object, sentinel=..., /) -> any" => iter,
    "len(obj, /) -> int" => |a: &[Value]| Ok(int::from_usize(ops::len(&a[0])?)),
    "max(*args, key=None, default=...) -> any" => fold::max,
    "min(*args, key=None, default=...) -> any" => fold::min,
    "next(iterator, default=..., /) -> any" => next,
    "oct(number, /) -> str" => text::oct,
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None) -> any" => crate::file::open,
    "ord(c, /) -> int" => text::ord,
    "pow(base, exp, mod=None) -> any" => |a: &[Value]| ops::power(&a[0], &a[1], &a[2]),
    "print(*args, sep=' ', end='\\n', file=None, flush=False) -> None" => output::print,
    "quit(code=None) -> None" => exit,
    "repr(obj, /) -> str" => |a: &[Value]| ops::repr(&a[0]),
    "round(number, ndigits=None) -> any" => numbers::round,
    "setattr(obj, name, value, /) -> None" => attributes::setattr,
    "sorted(iterable, /, *, key=None, reverse=False) -> list[any]" => sorted,
    "sum(iterable, /, start=0) -> any" => |a: &[Value]| sum(&a[0], &a[1]),
    "vars(object, /) -> any" => attributes::vars,
];

/// The compiler refuses these (E0201), unless the program may have a variable of that name.
fn made_at_run_time(name: &str) -> Result<Value> {
    raise(&NOT_IMPLEMENTED_ERROR, crate::text!(name, "() of code made at run time is not supported"))
}

/// The builtin names that are types.
pub static TYPES: &[(&str, &TypeObj)] = &[
    ("bool", &crate::boolean::BOOL),
    ("bytearray", &crate::bytearray::BYTEARRAY),
    ("bytes", &crate::bytes::BYTES),
    ("complex", &crate::complex::COMPLEX),
    ("dict", &crate::dict::DICT),
    ("enumerate", &crate::iter::ENUMERATE),
    ("filter", &crate::iter::FILTER),
    ("float", &crate::float::FLOAT),
    ("frozenset", &crate::set::FROZENSET),
    ("int", &crate::int::INT),
    ("list", &crate::list::LIST),
    ("map", &crate::iter::MAP),
    ("object", &crate::types::OBJECT),
    ("range", &crate::range::RANGE),
    ("reversed", &crate::iter::REVERSED),
    ("set", &crate::set::SET),
    ("slice", &crate::slice::SLICE),
    ("str", &crate::str::STR),
    ("tuple", &crate::tuple::TUPLE),
    ("type", &crate::types::TYPE),
    ("zip", &crate::iter::ZIP),
];

/// An argument that may be left out.
fn given(v: &Value) -> Option<&Value> {
    if v.is_ellipsis() { None } else { Some(v) }
}

fn exit(a: &[Value]) -> Result<Value> {
    let args = if a[0].is_none() { vec![Value::none()] } else { vec![a[0].clone()] };
    crate::error::raise_value(exception::with_args(&SYSTEM_EXIT, args))
}

fn iter(a: &[Value]) -> Result<Value> {
    match given(&a[1]) {
        None => ops::iter(&a[0]),
        Some(_) if a[0].ty().slots.call.is_none() => type_error("iter(v, w): v must be callable"),
        Some(sentinel) => Ok(crate::iter::callable_iter(&a[0], sentinel)),
    }
}

fn next(a: &[Value]) -> Result<Value> {
    match given(&a[1]) {
        None => match ops::next(&a[0])? {
            Some(v) => Ok(v),
            None => crate::generator::raise_stop(&a[0]),
        },
        Some(default) => Ok(ops::next(&a[0])?.unwrap_or_else(|| default.clone())),
    }
}

fn sorted(a: &[Value]) -> Result<Value> {
    let r = list::from_iterable(&a[0])?;
    let key = if a[1].is_none() { None } else { Some(&a[1]) };
    sort::sort(&r, key, ops::truth(&a[2])?)?;
    Ok(r)
}
