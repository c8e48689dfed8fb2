//! NumPy's arrays, natively: dtypes, arrays and views, scalars, universal functions and their kernels.
//!
//! The functions that a program sees are declared in the tables of the native module `_numpy` (and its relatives, one for
//! each submodule), over which `stdlib-shims/numpy` is written.

#![expect(clippy::type_complexity, reason = "the slots of a type are function types, each named by its field")]

pub mod array;
pub mod cpu;
pub mod fpe;
pub mod half;
pub mod kernels;
pub mod leaves;
pub mod ndarray;
pub mod num;
pub mod pool;
pub mod random;
pub mod scalar;
pub mod ufunc;
pub mod warn;

use pyaot_core::native::Natives;
use pyaot_core::{late_module, natives};

late_module! {
    /// What `numpy` itself is written over.
    pub static NUMPY = ("_numpy", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy.zeros(n: int, /) -> ndarray[float64, 1]" => zeros,
];

fn zeros(a: &[pyaot_core::value::Value]) -> pyaot_core::error::Result<pyaot_core::value::Value> {
    let n = pyaot_core::ops::index(&a[0])?;
    array::new(pyaot_abi::dtype::DType::F64, 8, &[n], array::Order::C, array::Fill::Zero)
}
