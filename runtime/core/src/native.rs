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
use crate::module::{self, NativeModule};
use crate::types::{Slots, TypeObj};
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

/// Something that is linked into a program only if the program can reach it: what an executable names to have it.
pub struct Link {
    pub what: Linked,
    /// The name under which the linker knows this link.
    pub symbol: &'static str,
}

pub enum Linked {
    /// A native with its function.
    Native(&'static Native, NativeFn),
    /// A type with its operations, see [`late_type`](crate::late_type).
    Type(&'static TypeObj, &'static Slots),
    /// A module of another crate, see [`late_module`](crate::late_module).
    Module(&'static NativeModule),
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
                #[cfg_attr(not(feature = "hosted"), unsafe(export_name = concat!("pyaot_native:", module_path!(), ":", line!(), ":", $decl)))]
                static LINK: $crate::native::Link = $crate::native::Link {
                    what: $crate::native::Linked::Native(&NATIVE, $func),
                    symbol: concat!("pyaot_native:", module_path!(), ":", line!(), ":", $decl),
                };
                #[cfg_attr(not(target_os = "macos"), unsafe(link_section = "pyaot_links"))]
                #[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,pyaot_links"))]
                #[cfg_attr(not(feature = "hosted"), unsafe(export_name = concat!("pyaot_link:", module_path!(), ":", line!(), ":", $decl)))]
                #[cfg_attr(feature = "hosted", used)]
                static ENTRY: &$crate::native::Link = &LINK;
                &NATIVE
            }),*]
        }
    };
}

/// Declares a type whose operations are linked only into programs that may have objects of it: those that name it, and those
/// that contain code which makes such objects, for that code gets the type by the function `$ready`.
///
/// ```ignore
/// late_type! {
///     /// `range`
///     pub static RANGE, range_type = ("range", Layout::Range, Slots { … }, METHODS, base: None);
/// }
/// ```
#[macro_export]
macro_rules! late_type {
    ($(#[$doc:meta])* $vis:vis static $NAME:ident, $ready:ident =
        ($name:literal, $layout:expr, $slots:expr, $methods:expr, base: $base:expr $(, also: $also:expr)? $(,)?);) => {
        $(#[$doc])*
        $vis static $NAME: $crate::types::TypeObj =
            $crate::types::TypeObj::late($name, $layout, &const { $slots }, $methods, $base)$(.with_second_base($also))?;

        /// The type, with its operations: for whoever makes an object of it.
        #[allow(dead_code, reason = "objects of some types are only made by calling the type")]
        #[inline]
        $vis fn $ready() -> &'static $crate::types::TypeObj {
            static LATE_SLOTS: $crate::types::Slots = $slots;
            #[cfg_attr(not(feature = "hosted"), unsafe(export_name = concat!("pyaot_type:", $name)))]
            static LINK: $crate::native::Link = $crate::native::Link {
                what: $crate::native::Linked::Type(&$NAME, &LATE_SLOTS),
                symbol: concat!("pyaot_type:", $name),
            };
            #[cfg_attr(not(target_os = "macos"), unsafe(link_section = "pyaot_links"))]
            #[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,pyaot_links"))]
            #[cfg_attr(not(feature = "hosted"), unsafe(export_name = concat!("pyaot_link_type:", $name)))]
            #[cfg_attr(feature = "hosted", used)]
            static ENTRY: &$crate::native::Link = &LINK;
            $NAME.linked_with(&LATE_SLOTS)
        }
    };
}

/// Declares a native module whose tables are linked only into programs that import it.
///
/// ```ignore
/// late_module! {
///     /// `_numpy`
///     pub static NUMPY = ("_numpy", natives: NATIVES, values: VALUES);
/// }
/// ```
#[macro_export]
macro_rules! late_module {
    ($(#[$doc:meta])* $vis:vis static $NAME:ident = ($name:literal, natives: $natives:expr, values: $values:expr $(,)?);) => {
        $(#[$doc])*
        $vis static $NAME: $crate::module::NativeModule =
            $crate::module::NativeModule { name: $name, natives: $natives, values: $values };
        const _: () = {
            #[cfg_attr(not(feature = "hosted"), unsafe(export_name = concat!("pyaot_module:", $name)))]
            static LINK: $crate::native::Link =
                $crate::native::Link { what: $crate::native::Linked::Module(&$NAME), symbol: concat!("pyaot_module:", $name) };
            #[cfg_attr(not(target_os = "macos"), unsafe(link_section = "pyaot_links"))]
            #[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,pyaot_links"))]
            #[cfg_attr(not(feature = "hosted"), unsafe(export_name = concat!("pyaot_link_module:", $name)))]
            #[cfg_attr(feature = "hosted", used)]
            static ENTRY: &$crate::native::Link = &LINK;
        };
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

/// Makes modules and types of other crates known by their names, for the compiler: nothing becomes callable.
pub fn declare<'a>(links: impl IntoIterator<Item = &'a Link>) {
    for l in links {
        match l.what {
            Linked::Native(..) => {}
            Linked::Type(ty, _) => module::add_type(ty),
            Linked::Module(module) => module::add(module),
        }
    }
}

/// Makes natives callable.
pub fn link<'a>(links: impl IntoIterator<Item = &'a Link>) {
    for l in links {
        match l.what {
            Linked::Native(native, func) => native.func.set(func),
            Linked::Type(ty, slots) => module::add_type(ty.linked_with(slots)),
            Linked::Module(module) => module::add(module),
        }
    }
}

mod bind;
mod object;
mod signature;
pub mod texts;

pub use bind::{ArgBuf, call_bound, call_record};
pub use object::{
    BUILTIN, BUILTIN_METHOD, CLASSMETHOD_DESCRIPTOR, METHOD_DESCRIPTOR, NativeObj, bind_native, call, call_prepended, current_owner,
    function_object, is_method, method_object, new_object, owner,
};
pub use signature::{Kind, Param, Signature};
