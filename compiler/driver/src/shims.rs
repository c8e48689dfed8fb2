//! The standard library's shims: Python files that are part of the compiler's executable.

/// One module.
pub struct Shim {
    /// Dotted name.
    pub module: &'static str,
    /// Below `stdlib-shims/`.
    pub path: &'static str,
    pub is_package: bool,
    pub text: &'static str,
    /// Where the statements at its top level begin: lines, counted from 0, and offsets.
    pub statements: &'static [(usize, usize)],
}

include!(concat!(env!("OUT_DIR"), "/shims.rs"));

pub fn find(module: &str) -> Option<&'static Shim> {
    SHIMS.binary_search_by(|s| s.module.cmp(module)).ok().map(|k| &SHIMS[k])
}
