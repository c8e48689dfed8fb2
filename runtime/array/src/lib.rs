//! NumPy's arrays, natively: dtypes, arrays and views, scalars, universal functions and their kernels.
//!
//! The functions that a program sees are declared in the tables of the native module `_numpy` (and its relatives, one for
//! each submodule), over which `stdlib-shims/numpy` is written.

#![expect(clippy::type_complexity, reason = "the slots of a type are function types, each named by its field")]

pub mod array;
pub mod axis;
pub mod bits;
pub mod blocks;
pub mod broadcast;
pub mod cast;
pub mod convert;
pub mod cpu;
pub mod create;
pub mod dtype_obj;
pub mod elem;
pub mod errors;
pub mod flags;
pub mod fft;
pub mod fpe;
pub mod fuse;
pub mod half;
pub mod index;
pub mod iterate;
pub mod join;
pub mod kernels;
pub mod leaves;
pub mod methods;
mod module;
pub mod linalg;
pub mod ndarray;
pub mod num;
pub mod pool;
pub mod print;
pub mod random;
pub mod scalar;
pub mod settings;
pub mod shape;
pub mod tofile;
pub mod ufunc;
pub mod view;
pub mod walk;
pub mod select;
pub mod sort;
pub mod stats;
pub mod threads;
pub mod warn;
