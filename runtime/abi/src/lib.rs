//! What compiled code and the runtime agree on: the leaf functions, object layouts and descriptor records.
//!
//! Data only. The runtime implements what is declared here, code generation calls it; neither repeats a signature.

pub mod draws;
pub mod dtype;
pub mod exceptions;
pub mod functions;
pub mod layout;
pub mod lines;
mod leaves;
pub mod operator;
pub mod tape;

pub use leaves::{LEAVES, Leaf};

/// Type of a leaf's parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// `i64`
    I,
    /// `f64`
    F,
    /// The bits of an `f64` in a register for ints: an operand in a given register for floats keeps a variable of a loop from having one
    /// of its own, so only leaves of numerics take it there.
    W,
    /// `u8`, 0 or 1
    B,
    /// Value word, borrowed.
    V,
    /// Value word whose ownership passes to the leaf, also when it raises.
    O,
    /// Raw pointer.
    P,
}

/// What a leaf gets for [`Param::W`].
#[derive(Debug, Clone, Copy)]
#[repr(transparent)]
pub struct FloatBits(u64);

impl FloatBits {
    #[inline]
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// Result of a leaf, and how it says that it raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    Void,
    I,
    F,
    B,
    /// Owned value.
    V,
    /// Owned value, 0 = absent (nothing raised).
    OptV,
    P,
    /// Owned value; 0 = raised.
    VR,
    /// [`IntResult`]: status 0 = fine, 1 = raised or does not fit.
    IR,
    /// [`FloatResult`]: status 1 = raised.
    FR,
    /// `i64`: 0 or 1; -1 = raised.
    BR,
    /// `u8`: 1 = raised.
    UR,
    /// Owned value or 0 = exhausted, with the status in the second word: `PairResult`; status 1 = raised.
    NR,
}

impl Ret {
    /// The leaf may raise (or, for unboxing leaves, fail), and the caller must test for it.
    pub fn may_fail(self) -> bool {
        matches!(self, Ret::VR | Ret::IR | Ret::FR | Ret::BR | Ret::UR | Ret::NR)
    }
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct IntResult {
    pub value: i64,
    pub status: u64,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct FloatResult {
    pub value: f64,
    pub status: u64,
}

/// One row of [`LEAVES`].
#[derive(Debug)]
pub struct LeafInfo {
    pub name: &'static str,
    pub symbol: &'static str,
    pub params: &'static [Param],
    pub ret: Ret,
    /// Neither reads nor writes Python-visible memory nor runs Python code: may be merged, moved and dropped.
    pub pure: bool,
}
