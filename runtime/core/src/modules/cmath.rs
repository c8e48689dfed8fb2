//! `cmath`.
use crate::native::Native;
pub static NATIVES: &[Native] = &[];
pub static VALUES: super::Values = &[];
