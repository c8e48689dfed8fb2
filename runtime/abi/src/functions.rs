//! NumPy's functions of floats that compiled code computes for scalars by one leaf, and where they have nothing to report.

use crate::Leaf;

/// Functions of `math` that are the C library's wherever the result is finite: compiled code asks that first. They are the first of the
/// functions that `math_unary` knows by number.
pub const PLAIN: &[(&str, Leaf)] = &[
    ("exp", Leaf::c_exp),
    ("log", Leaf::c_log),
    ("sin", Leaf::c_sin),
    ("cos", Leaf::c_cos),
    ("tan", Leaf::c_tan),
    ("atan", Leaf::c_atan),
    ("tanh", Leaf::c_tanh),
];

/// A function of one float.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    /// As natives call it.
    pub name: &'static str,
    /// From here to there no flag of floating point is set but that for inexact results: nothing to warn of.
    pub from: f64,
    pub to: f64,
    /// Results of the tiniest operands are so small that the flag for underflow is set.
    pub tiny: bool,
}

const fn function(name: &'static str, from: f64, to: f64, tiny: bool) -> Function {
    Function { name, from, to, tiny }
}

const MOST: f64 = f64::MAX;
/// Larger arguments of the exponential functions may overflow or underflow.
const EXPONENT: f64 = 700.0;

/// The leaf knows them by their place.
pub const UNARY: &[Function] = &[
    function("exp", -EXPONENT, EXPONENT, false),
    function("exp2", -1000.0, 1000.0, false),
    function("expm1", -EXPONENT, EXPONENT, true),
    function("log", f64::MIN_POSITIVE, MOST, false),
    function("log2", f64::MIN_POSITIVE, MOST, false),
    function("log10", f64::MIN_POSITIVE, MOST, false),
    function("log1p", -0.999, MOST, true),
    function("sin", -MOST, MOST, true),
    function("cos", -MOST, MOST, false),
    function("tan", -MOST, MOST, true),
    function("arcsin", -1.0, 1.0, true),
    function("arccos", -1.0, 1.0, false),
    function("arctan", -MOST, MOST, true),
    function("sinh", -EXPONENT, EXPONENT, true),
    function("cosh", -EXPONENT, EXPONENT, false),
    function("tanh", -MOST, MOST, true),
    function("cbrt", -MOST, MOST, true),
];

/// Functions of two floats, behind the others.
/// That of float32 has another name, and so have those that only operators call.
pub const BINARY: &[&str] = &["power", "hypot", "arctan2", "powf", "%", "//"];

/// Below this (and not 0) an operand counts as tiny.
pub const TINY: f64 = 1e-140;

/// Operands of functions of two floats: from [`TINY`] to here in size, or 0.
pub const LARGE: f64 = 1e140;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ() {
        let mut names: Vec<&str> = UNARY.iter().map(|f| f.name).chain(BINARY.iter().copied()).collect();
        let n = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n);
    }
}
