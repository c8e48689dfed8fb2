pub mod dce;
pub mod rc;
