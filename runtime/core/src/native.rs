//! Declarations of native functions and methods.
//!
//! A native is declared once: its name, Python signature and Rust function. The compiler's types, the binding of keyword
//! arguments and defaults, the symbol and the table row come from that declaration:
//!
//! ```ignore
//! pub static METHODS: &[Native] = natives![
//!     "upper(self) -> str" => upper,
//!     "split(self, sep: str | None = None, maxsplit: int = -1) -> list[str]" => split,
//! ];
//! fn upper(a: &[Value]) -> Result<Value> { … }
//! ```
//! The function gets exactly one value per parameter: the compiler or [`bind`] has filled in the defaults (constants of
//! the signature text: `None True False`, ints, floats, strings; `= ...` stands for "absent" and arrives as the
//! `Ellipsis` singleton). `*args` arrives as one tuple, `**kwargs` as one dict. Parameters before `/` are positional only;
//! for builtins that is the default when the text starts with `(/` omitted, as in CPython's text signatures.
//! The result type is one of: None bool int float complex str bytes list[T] tuple[..] dict[K, V] set[T] any
//! and, for methods of containers, T (element), K, V (of self), Self; an omitted one is `any`.

use crate::error::Result;
use crate::value::Value;

pub type NativeFn = fn(&[Value]) -> Result<Value>;

/// One native function or method.
#[repr(C)]
pub struct Native {
    /// `name(params) -> type`.
    pub decl: &'static str,
    pub func: NativeFn,
}

impl Native {
    /// The part of the declaration before the parenthesis.
    pub fn name(&self) -> &'static str {
        &self.decl[..self.decl.find('(').unwrap_or(self.decl.len())]
    }
}

#[macro_export]
macro_rules! natives {
    ($($decl:literal => $func:expr),* $(,)?) => {
        &[$($crate::native::Native { decl: $decl, func: $func }),*]
    };
}

mod bind;
mod object;
mod signature;

pub use bind::{ArgBuf, call_bound, call_record};
pub use object::{
    BUILTIN, BUILTIN_METHOD, CLASSMETHOD_DESCRIPTOR, METHOD_DESCRIPTOR, NativeObj, bind_native, call, call_prepended, current_owner,
    function_object, is_method, method_object, new_object, owner,
};
pub use signature::{Kind, Param, Signature};
