//! Numbers of exception classes for [`crate::Leaf::raise_name`]: places in the runtime's table.

pub const NOT_IMPLEMENTED_ERROR: i64 = 12;
pub const SYSTEM_ERROR: i64 = 15;
