//! What compiled code does to the elements along an axis in place.

pub const ADD: i64 = 0;
pub const SUBTRACT: i64 = 1;
pub const MULTIPLY: i64 = 2;
/// The operation, among the others.
pub const OPERATION: i64 = 3;
/// The operand is a line of another array; otherwise the number.
pub const LINE: i64 = 4;
/// Such a line times the number.
pub const SCALED: i64 = 8;
