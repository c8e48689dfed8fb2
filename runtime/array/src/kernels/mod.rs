//! Loops over elements: one file for each family of operations.

pub mod cast;
