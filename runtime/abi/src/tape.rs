//! The words of a tape: an element-wise expression over arrays in postfix order, which compiled code passes to the runtime
//! as a text (`0 1 * 2 + sum`): the number of an operand, an operator, or one of these names. In front of each operator of an
//! expression over several lines stands where it is (`@7`: line 7; columns above, as in tracebacks).

/// Ufuncs, by the names they have in natives, and how many operands they take.
pub const UFUNCS: &[(&str, usize)] = &[
    ("add", 2),
    ("subtract", 2),
    ("multiply", 2),
    ("divide", 2),
    ("true_divide", 2),
    ("maximum", 2),
    ("minimum", 2),
    ("negative", 1),
    ("absolute", 1),
    ("abs", 1),
    ("square", 1),
    ("sqrt", 1),
    ("exp", 1),
    ("log", 1),
    ("log2", 1),
    ("log10", 1),
    ("sin", 1),
    ("cos", 1),
    ("tan", 1),
    ("tanh", 1),
    ("equal", 2),
    ("not_equal", 2),
    ("less", 2),
    ("less_equal", 2),
    ("greater", 2),
    ("greater_equal", 2),
    ("logical_and", 2),
    ("logical_or", 2),
    ("logical_xor", 2),
    ("logical_not", 1),
];

/// What may stand at the end: a reduction over all elements.
pub const REDUCTIONS: &[&str] = &["sum", "mean", "min", "max"];
