//! Universal functions: one description for each (`table`), which says what loops it has; finding the loop for operands
//! (`resolve`), calling it over arrays (`call`), reducing with it (`reduce`, with the loop that `reducible` finds), and the objects that a program sees (`object`).

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::value::Value;

use crate::kernels::loops::Loop;

pub mod accumulate;
mod buffered;
pub mod call;
pub mod fast;
mod foreign;
pub mod functions;
pub mod interop;
pub mod matmul;
pub mod nan;
pub mod natives;
pub mod nest;
pub mod object;
pub mod objects;
pub mod operand;
pub mod operators;
pub mod outer;
pub mod position;
pub mod reduce;
pub mod reducible;
pub mod resolve;
pub mod rounding;
pub mod stats;
pub mod strings;
pub mod table;

/// What a reduction of nothing gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Identity {
    /// Nothing, but several axes may be reduced at once, since the order does not matter.
    Reorderable,
    /// Nothing, and the order matters.
    None,
    Int(i64),
    Bool(bool),
    Float(f64),
}

/// How the loop for operands is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// That of the dtype which all inputs promote to, or the first one to which this can be cast.
    Common,
    /// [`Rule::Common`]; ints that the dtype cannot hold are compared all the same.
    Compare,
    /// Ints and bools divide as float64.
    Divide,
    /// The first loop to whose dtypes each input can be cast.
    EachInput,
    /// Bools are refused with this reason.
    /// (No reason: as where there is no loop.)
    NoBool(&'static str),
    /// [`Rule::Common`], where negative ints as exponents are refused.
    Power,
}

/// The dtypes, by number.
const DTYPES: usize = DType::Bytes as usize + 1;
const NO_LOOP: u8 = u8::MAX;

/// [`Ufunc::exact`] of these loops.
const fn exact(loops: &[Loop], nin: usize) -> [u8; DTYPES] {
    let mut places = [NO_LOOP; DTYPES];
    let mut k = loops.len();
    while k > 0 {
        k -= 1;
        let types = &loops[k].types;
        if types[0] as u8 == types[nin - 1] as u8 {
            places[types[0] as usize] = k as u8;
        }
    }
    places
}

/// A universal function.
pub struct Ufunc {
    pub name: &'static str,
    pub nin: usize,
    pub nout: usize,
    pub identity: Identity,
    pub rule: Rule,
    pub loops: &'static [Loop],
    /// The place of the loop whose inputs are all of a dtype, by the dtype's number; [`NO_LOOP`] where there is none.
    pub exact: [u8; DTYPES],
    /// The operation on objects.
    pub object: Option<fn(&[Value]) -> Result<Value>>,
}

impl Ufunc {
    pub fn nargs(&self) -> usize {
        self.nin + self.nout
    }

    /// One of those that NumPy asks for one dtype for all operands: what has none is reported with dtypes.
    pub fn is_uniform(&self) -> bool {
        matches!(self.name, "add" | "subtract" | "multiply" | "maximum" | "minimum" | "fmax" | "fmin" | "gcd" | "lcm")
    }

    /// Looks at the truth of its operands alone.
    pub fn is_logical(&self) -> bool {
        self.name.starts_with("logical_")
    }
}
