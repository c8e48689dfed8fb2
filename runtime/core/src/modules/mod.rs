//! Native modules: what the standard library's shims are written over, and the modules that are native altogether.

pub mod applied;
pub mod cached;
pub mod cmath;
pub mod heapq;
pub mod host;
pub mod libm;
pub mod math;
pub mod native;
mod pattern;
pub mod random;
mod sha512;
pub mod structseq;
pub mod sys;
pub mod time;
pub mod warnings;

use crate::module::NativeModule;
use crate::value::Value;

/// Every native module: its name, functions and constants (made when they are first used).
pub static NATIVE_MODULES: &[NativeModule] = &[
    NativeModule { name: "_heapq", natives: heapq::NATIVES, values: &[] },
    NativeModule { name: "_host", natives: host::NATIVES, values: &[] },
    NativeModule { name: "_native", natives: native::NATIVES, values: native::VALUES },
    NativeModule { name: "_random", natives: random::NATIVES, values: random::VALUES },
    NativeModule { name: "_warnings", natives: warnings::NATIVES, values: &[] },
    NativeModule { name: "cmath", natives: cmath::NATIVES, values: cmath::VALUES },
    NativeModule { name: "math", natives: math::NATIVES, values: math::VALUES },
    NativeModule { name: "sys", natives: sys::NATIVES, values: sys::VALUES },
    NativeModule { name: "time", natives: time::NATIVES, values: time::VALUES },
];

/// The values of a module by name, each made on demand.
pub type Values = &'static [(&'static str, fn() -> Value)];
