pub mod dce;
pub mod gvn;
pub mod rc;
pub mod simplify;
