//! The leaf functions: what compiled code calls. They are declared in `pyaot_abi`, implemented here by area.
//!
//! All of them trust the compiler for the words that they get: a value parameter is a live value, an array has the count
//! that is passed with it, a value said to be a list is one.

use crate::error::Result;
use crate::generator::PairResult;
use crate::value::{Borrowed, Value};
use pyaot_abi::{FloatResult, IntResult};

/// Defines leaves under their exported names.
#[macro_export]
macro_rules! leaves {
    ($($(#[$m:meta])* fn $name:ident($($p:ident: $t:ty),* $(,)?) $(-> $r:ty)? $body:block)*) => {
        $(
            $(#[$m])*
            #[unsafe(export_name = concat!("pyaot_", stringify!($name)))]
            pub unsafe extern "C" fn $name($($p: $t),*) $(-> $r)? $body
        )*
    };
}

mod calls;
mod containers;
mod exceptions;
mod generic;
mod numbers;
mod text;

/// A borrowed value parameter.
type V<'a> = Borrowed<'a>;

fn vr(r: Result<Value>) -> u64 {
    match r {
        Ok(v) => v.into_bits(),
        Err(_) => 0,
    }
}

fn ur(r: Result<()>) -> u8 {
    u8::from(r.is_err())
}

fn br(r: Result<bool>) -> i64 {
    match r {
        Ok(b) => i64::from(b),
        Err(_) => -1,
    }
}

fn ir(r: Result<i64>) -> IntResult {
    match r {
        Ok(value) => IntResult { value, status: 0 },
        Err(_) => IntResult { value: 0, status: 1 },
    }
}

fn fr(r: Result<f64>) -> FloatResult {
    match r {
        Ok(value) => FloatResult { value, status: 0 },
        Err(_) => FloatResult { value: 0.0, status: 1 },
    }
}

fn nr(r: Result<Option<Value>>) -> PairResult {
    match r {
        Ok(Some(v)) => PairResult { value: v.into_bits(), status: 0 },
        Ok(None) => PairResult { value: 0, status: 0 },
        Err(_) => PairResult { value: 0, status: 1 },
    }
}

/// An array parameter.
///
/// # Safety
/// `p` points to `n` live values (anything if `n` is 0).
unsafe fn array<'a>(p: *const Value, n: i64) -> &'a [Value] {
    if n == 0 {
        return &[];
    }
    // SAFETY: by the contract.
    unsafe { std::slice::from_raw_parts(p, n as usize) }
}

/// A value parameter that may be 0.
///
/// # Safety
/// `bits` is 0 or a live value.
unsafe fn optional(bits: u64) -> Option<Value> {
    // SAFETY: by the contract.
    (bits != 0).then(|| unsafe { crate::class::clone_bits(bits) })
}

macro_rules! addresses {
    ($($name:ident($($p:ident),*) -> $r:ident $eff:ident;)*) => {
        /// The address of a leaf of this crate, for code generated in memory; null for others.
        pub fn address(leaf: pyaot_abi::Leaf) -> *const u8 {
            match leaf {
                $(pyaot_abi::Leaf::$name => all::$name as *const u8,)*
                _ => std::ptr::null(),
            }
        }
    };
}

mod all {
    pub use super::calls::*;
    pub use super::containers::*;
    pub use super::exceptions::*;
    pub use super::generic::*;
    pub use super::numbers::*;
    pub use super::text::*;
}

pyaot_abi::core_leaves!(addresses);

/// The address of a datum of the runtime that compiled code reads.
pub fn data_address(name: &str) -> Option<*const u8> {
    Some(match name {
        "pyaot_place" => (&raw const crate::start::PLACE).cast(),
        "pyaot_vectors" => (&raw const crate::vectors::VECTORS).cast(),
        "pyaot_pending" => &raw const crate::start::PENDING as *const u8,
        "pyaot_stack_limit" => &raw const crate::start::STACK_LIMIT as *const u8,
        "pyaot_None" => &raw const crate::types::NONE_OBJ as *const u8,
        "pyaot_True" => &raw const crate::types::TRUE_OBJ as *const u8,
        "pyaot_False" => &raw const crate::types::FALSE_OBJ as *const u8,
        "pyaot_Ellipsis" => &raw const crate::types::ELLIPSIS_OBJ as *const u8,
        "pyaot_NotImplemented" => &raw const crate::types::NOT_IMPLEMENTED_OBJ as *const u8,
        "pyaot_type_int" => &raw const crate::int::INT as *const u8,
        _ => return None,
    })
}
