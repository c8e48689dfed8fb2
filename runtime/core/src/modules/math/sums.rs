//! `fsum` and `prod`.

use crate::error::{Result, raise};
use crate::exception::{OVERFLOW_ERROR, VALUE_ERROR};
use crate::types::BinOp;
use crate::value::Value;
use crate::{float, ops};

/// `math.fsum`: the exact sum, rounded once. Non-overlapping partial sums are kept (Shewchuk).
pub(super) fn fsum(a: &[Value]) -> Result<Value> {
    let mut s = Partials::default();
    ops::for_each(&a[0], |v| s.add(float::to_f64(&v)?))?;
    Ok(float::new(s.finish()?))
}

#[derive(Default)]
struct Partials {
    parts: Vec<f64>,
    /// Sum of the infinities and NaNs seen.
    special: f64,
    /// Sum of the infinities seen.
    infinite: f64,
}

impl Partials {
    fn add(&mut self, start: f64) -> Result<()> {
        let mut x = start;
        let mut kept = 0;
        for i in 0..self.parts.len() {
            let mut y = self.parts[i];
            if x.abs() < y.abs() {
                (x, y) = (y, x);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                self.parts[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.parts.truncate(kept);
        if x != 0.0 {
            if x.is_finite() {
                self.parts.push(x);
            } else if start.is_finite() {
                return raise(&OVERFLOW_ERROR, "intermediate overflow in fsum");
            } else {
                if start.is_infinite() {
                    self.infinite += start;
                }
                self.special += start;
                self.parts.clear();
            }
        }
        Ok(())
    }

    fn finish(&self) -> Result<f64> {
        if self.special != 0.0 {
            if self.infinite.is_nan() {
                return raise(&VALUE_ERROR, "-inf + inf in fsum");
            }
            return Ok(self.special);
        }
        let Some((&last, rest)) = self.parts.split_last() else { return Ok(0.0) };
        let mut high = last;
        let mut low = 0.0;
        let mut n = rest.len();
        while n > 0 {
            n -= 1;
            let (x, y) = (high, rest[n]);
            high = x + y;
            low = y - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // Halfway cases: the sign of what is left below decides.
        if n > 0 && ((low < 0.0 && rest[n - 1] < 0.0) || (low > 0.0 && rest[n - 1] > 0.0)) {
            let y = low * 2.0;
            let x = high + y;
            if y == x - high {
                high = x;
            }
        }
        Ok(high)
    }
}

/// `math.prod`.
pub(super) fn prod(a: &[Value]) -> Result<Value> {
    let mut r = a[1].clone();
    ops::for_each(&a[0], |v| {
        r = match (float::as_exact(&r), float::as_exact(&v)) {
            (Some(x), Some(y)) => float::new(x * y),
            _ if r.is_exact(&crate::int::INT) && v.is_small() => {
                crate::int::mul_owned(std::mem::replace(&mut r, Value::int(0)), &v)?
            }
            _ => ops::binary(BinOp::Mul, &r, &v)?,
        };
        Ok(())
    })?;
    Ok(r)
}
