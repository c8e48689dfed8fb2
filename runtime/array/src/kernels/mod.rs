//! Loops over elements: one file for each family of operations.

pub mod arith;
pub mod bits;
pub mod cast;
pub mod clip;
pub mod compare;
pub mod complex;
pub mod complex_product;
pub mod divide;
pub mod dot;
pub mod gemv;
pub mod gemv32;
pub mod libm;
pub mod loops;
pub mod math;
pub mod parts;
pub mod position;
pub mod power;
pub mod product;
pub mod quotient;
pub mod sign;
pub mod single;
pub mod sum;
pub mod sum_products;
pub mod vector;
pub mod vector32;
pub mod wide;
