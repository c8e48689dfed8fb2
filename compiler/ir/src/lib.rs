//! The compiler's own intermediate representation: typed SSA over extended basic blocks.
//!
//! See [`verify`] for the rules, [`print`] and [`parse`] for the text form.

mod data;
pub mod lanes;
mod op;
pub mod parse;
pub mod print;
pub mod verify;

pub use data::*;
pub use op::*;
