//! What leaves draw from sources of random numbers.

/// In [0, 1), or between bounds.
pub const UNIFORM: i64 = 0;
/// The normal distribution, or one of given mean and deviation.
pub const NORMAL: i64 = 1;
/// The exponential distribution, or one of a given scale.
pub const EXPONENTIAL: i64 = 2;

/// Ints are drawn as by `RandomState`.
pub const MASKED: i64 = 2;
/// The upper bound is drawn too.
pub const CLOSED: i64 = 1;
