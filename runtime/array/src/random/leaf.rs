//! One number at a time, for compiled code that knows what is drawn, and the parameters.

use pyaot_abi::draws;
use pyaot_core::error::Result;
use pyaot_core::float;
use pyaot_core::value::Value;

use super::object::with;
use super::{continuous, draw, ints};

/// A number of one of the base distributions.
///
/// # Errors
/// What the host raises while its generator is waited for.
#[inline]
pub fn draw1(source: &Value, what: i64) -> Result<f64> {
    with(source, |r| match what {
        draws::UNIFORM => r.uniform(),
        draws::NORMAL => r.normal(),
        _ => r.exponential(),
    })
}

/// The same with parameters; the exponential distribution has one.
///
/// # Errors
/// What `uniform`, `normal` and `exponential` raise.
pub fn draw2(source: &Value, what: i64, x: f64, y: f64) -> Result<f64> {
    match what {
        draws::UNIFORM => {
            let range = y - x;
            if !range.is_finite() || range.is_sign_negative() {
                return general(draw::uniform(&[source.clone(), float::new(x), float::new(y), Value::none()]));
            }
            with(source, |r| continuous::uniform(r, x, range))
        }
        draws::NORMAL => {
            super::params::Must::NotNegative.check(y, "scale", false)?;
            with(source, |r| continuous::normal(r, x, y))
        }
        _ => {
            super::params::Must::NotNegative.check(x, "scale", false)?;
            with(source, |r| continuous::exponential(r, x))
        }
    }
}

fn general(drawn: Result<Value>) -> Result<f64> {
    float::to_f64(&drawn?)
}

/// An int of 64 bits.
///
/// # Errors
/// ValueError where there is none between the bounds.
pub fn draw_int(source: &Value, low: i64, high: i64, how: i64) -> Result<i64> {
    ints::between(source, low.into(), high.into(), how & draws::MASKED != 0, how & draws::CLOSED != 0).map(|i| i as i64)
}
