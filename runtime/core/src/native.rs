//! Declarations of native functions and methods.
//!
//! A native is declared once: its name, Python signature and Rust function. The compiler's types, the binding of keyword
//! arguments and defaults, the symbol and the table row come from that declaration:
//!
//! ```ignore
//! pub static METHODS: Natives = natives![
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

use std::cell::Cell;

use crate::error::Result;
use crate::value::Value;

pub type NativeFn = fn(&[Value]) -> Result<Value>;

/// One native function or method.
///
/// The tables know natives by their declarations alone, so that a program is linked with the functions that it can reach and
/// no others: which these are, the compiler finds out, and the start of the program passes their [`Link`]s.
pub struct Native {
    /// `name(params) -> type`.
    pub decl: &'static str,
    func: Cell<NativeFn>,
}

// SAFETY: the function is set before the program runs, and by one thread.
unsafe impl Sync for Native {}

/// The natives of a type or module.
pub type Natives = &'static [&'static Native];

/// A native with its function: what an executable names to have it linked.
#[repr(C)]
pub struct Link {
    pub native: &'static Native,
    pub func: NativeFn,
    /// The name under which the linker knows this link.
    pub symbol: &'static str,
}

fn not_linked(_: &[Value]) -> Result<Value> {
    panic!("a native function was called that is not linked into this program")
}

impl Native {
    #[doc(hidden)]
    pub const fn declared(decl: &'static str) -> Native {
        Native { decl, func: Cell::new(not_linked) }
    }

    /// A native that is there in every program.
    pub const fn linked(decl: &'static str, func: NativeFn) -> Native {
        Native { decl, func: Cell::new(func) }
    }

    #[inline]
    pub fn func(&self) -> NativeFn {
        self.func.get()
    }

    /// The part of the declaration before the parenthesis.
    pub fn name(&self) -> &'static str {
        &self.decl[..self.decl.find('(').unwrap_or(self.decl.len())]
    }
}

#[macro_export]
macro_rules! natives {
    ($($decl:literal => $func:expr),* $(,)?) => {
        const {
            &[$({
                static NATIVE: $crate::native::Native = $crate::native::Native::declared($decl);
                #[unsafe(export_name = concat!("pyaot_native:", module_path!(), ":", line!(), ":", $decl))]
                static LINK: $crate::native::Link = $crate::native::Link {
                    native: &NATIVE,
                    func: $func,
                    symbol: concat!("pyaot_native:", module_path!(), ":", line!(), ":", $decl),
                };
                #[cfg_attr(not(target_os = "macos"), unsafe(link_section = "pyaot_links"))]
                #[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,pyaot_links"))]
                #[unsafe(export_name = concat!("pyaot_link:", module_path!(), ":", line!(), ":", $decl))]
                static ENTRY: &$crate::native::Link = &LINK;
                &NATIVE
            }),*]
        }
    };
}

unsafe extern "C" {
    #[cfg_attr(not(target_os = "macos"), link_name = "__start_pyaot_links")]
    #[cfg_attr(target_os = "macos", link_name = "\u{1}section$start$__DATA$pyaot_links")]
    static LINKS_START: [*const u8; 0];
    #[cfg_attr(not(target_os = "macos"), link_name = "__stop_pyaot_links")]
    #[cfg_attr(target_os = "macos", link_name = "\u{1}section$end$__DATA$pyaot_links")]
    static LINKS_END: [*const u8; 0];
}

/// The links of all natives. To refer to this function is to link them all; executables never do.
pub fn all_links() -> &'static [&'static Link] {
    let (start, end) = ((&raw const LINKS_START).cast::<&Link>(), (&raw const LINKS_END).cast::<&Link>());
    // SAFETY: the linker puts all links, and nothing else, between these two.
    unsafe { std::slice::from_raw_parts(start, end.offset_from_unsigned(start)) }
}

/// Makes natives callable.
pub fn link<'a>(links: impl IntoIterator<Item = &'a Link>) {
    for l in links {
        l.native.func.set(l.func);
    }
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
