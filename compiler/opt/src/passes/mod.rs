pub mod dce;
pub mod gvn;
pub mod inline;
pub mod peel;
pub mod ranges;
pub mod rc;
pub mod scalars;
pub mod simplify;
mod strips;
