//! From a file to a running process: the only crate of the compiler that touches files, the environment and processes.
//!
//! [`pipeline::compile`] shows all stages in order. [`run`] and [`link`] do something with what comes out of it.

pub mod cache;
pub mod deep_stack;
pub mod element;
pub mod emit;
pub mod extension;
pub mod info;
pub mod input;
pub mod internal_error;
pub mod link;
mod links;
pub mod loader;
pub mod natives;
pub mod own;
pub mod pipeline;
pub mod profile;
pub mod run;
pub mod session;
pub mod shims;
#[cfg(test)]
mod statements;
mod trim;
pub mod unit;

pub use emit::Emit;
pub use input::Input;
pub use pipeline::{Goal, Product, compile};
pub use pyaot_diagnostics::{Diagnostic, explain};
pub use pyaot_syntax::outline;
pub use session::{Options, Session};
