//! `_host`: what the units are written over that are compiled for a host (CPython). A unit's top-level code hands over the function
//! that the host will call; that function says by these natives what the host has found its arguments to be.

use std::cell::UnsafeCell;

use crate::error::Result;
use crate::native::Natives;
use crate::value::Value;

pub static NATIVES: Natives = crate::natives![
    "_host.export(function, /) -> None" => export,
    // A function of the unit that the host has itself: of the objects that it has given, the one of that number.
    "_host.stands_for(function, number, /) -> None" => stands_for,
    // `any`: others may do anything with what they get.
    "_host.export_module(parts, /) -> any" => export,
    // The caller has looked at the value: no test is needed here.
    "_host.none(value, /) -> None" => same,
    "_host.bool(value, /) -> bool" => same,
    "_host.int(value, /) -> int" => same,
    "_host.float(value, /) -> float" => same,
    "_host.complex(value, /) -> complex" => same,
    "_host.str(value, /) -> str" => same,
    "_host.bytes(value, /) -> bytes" => same,
    "_host.list_of_int(value, /) -> list[int]" => same,
    "_host.list_of_float(value, /) -> list[float]" => same,
    "_host.list_of_str(value, /) -> list[str]" => same,
    // An array of the real NumPy's that has no native form, or what that makes an array of: functions of NumPy look for such.
    "_host.real_array(value, /) -> any" => same,
    // Dtype and dimensions, by the length of `shape`, are presumed only.
    "_host.array(value, shape, dtype, /) -> np.filled(shape, dtype)" => same,
];

struct Exported(UnsafeCell<Option<Value>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Exported {}

static EXPORTED: Exported = Exported(UnsafeCell::new(None));

struct Standing(UnsafeCell<Vec<(Value, usize)>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Standing {}

static STANDING: Standing = Standing(UnsafeCell::new(Vec::new()));

fn stands_for(a: &[Value]) -> Result<Value> {
    let number = crate::int::to_i64(&a[1]).unwrap_or(0) as usize;
    // SAFETY: single-threaded; no reference is live.
    unsafe { (*STANDING.0.get()).push((a[0].clone(), number)) };
    Ok(Value::none())
}

/// What the unit which was loaded last has said by `_host.stands_for`.
pub fn take_standing() -> Vec<(Value, usize)> {
    // SAFETY: single-threaded; no reference is live.
    unsafe { std::mem::take(&mut *STANDING.0.get()) }
}

fn same(a: &[Value]) -> Result<Value> {
    Ok(a[0].clone())
}

fn export(a: &[Value]) -> Result<Value> {
    // SAFETY: the old value is dropped after the cell holds the new one.
    drop(unsafe { (*EXPORTED.0.get()).replace(a[0].clone()) });
    Ok(Value::none())
}

/// The function that the unit which was loaded last has handed over.
pub fn take_exported() -> Option<Value> {
    // SAFETY: single-threaded; no reference is live.
    unsafe { (*EXPORTED.0.get()).take() }
}
