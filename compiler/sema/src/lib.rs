//! Modules, scopes, the high-level IR and whole-program type inference.

pub mod build;
pub mod extension;
pub mod hir;
mod scope;
mod shake;
mod ssa;
mod stream;
pub mod infer;
pub mod left_to_numpy;
pub mod no_kernel;
pub mod types;
