//! The compiler's own intermediate representation: typed SSA over extended basic blocks.
//!
//! See [`verify`] for the rules and [`print`] for the text form.

mod data;
mod op;
pub mod print;
pub mod verify;

pub use data::*;
pub use op::*;
