//! Numbers by which compiled code names operators to leaves.

pub const ADD: i64 = 0;
pub const SUB: i64 = 1;
pub const MUL: i64 = 2;
pub const MATMUL: i64 = 3;
pub const DIV: i64 = 4;
pub const MOD: i64 = 5;
pub const POW: i64 = 6;
pub const LSHIFT: i64 = 7;
pub const RSHIFT: i64 = 8;
pub const BIT_OR: i64 = 9;
pub const BIT_XOR: i64 = 10;
pub const BIT_AND: i64 = 11;
pub const FLOOR_DIV: i64 = 12;

// comparisons
pub const EQ: i64 = 0;
pub const NE: i64 = 1;
pub const LT: i64 = 2;
pub const LE: i64 = 3;
pub const GT: i64 = 4;
pub const GE: i64 = 5;
