//! Loops over elements: one file for each family of operations.

pub mod arith;
pub mod cast;
pub mod compare;
pub mod divide;
pub mod loops;
pub mod sum;
