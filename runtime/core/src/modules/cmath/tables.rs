//! Results of the complex functions where an operand is infinite or NaN (C99, annex G).
//!
//! One row per class of the real part, one pair of letters per class of the imaginary part, in the order -inf, negative,
//! -0, +0, positive, +inf, NaN. The letters: `i I` ±inf, `0 m` ±0, `1 M` ±1, `p P` ±pi, `h H` ±pi/2, `q Q` ±pi/4,
//! `t T` ±3pi/4, `n` NaN; `ee`: domain error; `..`: computed, not looked up.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use crate::complex::Pair;
use crate::error::Result;
use crate::modules::math::domain_error;

pub(super) const ACOS: &str = "tipipipIpItIni\
    hi........hInn\
    hi........hIhn\
    hi........hIhn\
    hi........hInn\
    qi0i0i0I0IqIni\
    ninnnnnnnnnInn";

pub(super) const ACOSH: &str = "iTiPiPipipitin\
    iH........ihnn\
    iH........ihnn\
    iH........ihnn\
    iH........ihnn\
    iQimimi0i0iqin\
    innnnnnnnninnn";

pub(super) const ASINH: &str = "IQImImI0I0IqIn\
    IH........Ihnn\
    IH........Ihnn\
    iH........ihnn\
    iH........ihnn\
    iQimimi0i0iqin\
    innnnmn0nninnn";

pub(super) const ATANH: &str = "mHmHmHmhmhmhmn\
    mH........mhnn\
    mH........mhmn\
    0H........0h0n\
    0H........0hnn\
    0H0H0H0h0h0h0n\
    0Hnnnnnnnn0hnn";

pub(super) const COSH: &str = "ee..i0im..eein\
    ee........eenn\
    ee........een0\
    ee........een0\
    ee........eenn\
    ee..imi0..eein\
    nnnnn0n0nnnnnn";

pub(super) const EXP: &str = "00..0m00..0000\
    ee........eenn\
    ee........eenn\
    ee........eenn\
    ee........eenn\
    ee..imi0..eein\
    nnnnnmn0nnnnnn";

pub(super) const LOG: &str = "iTiPiPipipitin\
    iH........ihnn\
    iH........ihnn\
    iH........ihnn\
    iH........ihnn\
    iQimimi0i0iqin\
    innnnnnnnninnn";

pub(super) const SINH: &str = "ee..ImI0..eein\
    ee........eenn\
    ee........ee0n\
    ee........ee0n\
    ee........eenn\
    ee..imi0..eein\
    nnnnnmn0nnnnnn";

pub(super) const SQRT: &str = "iI0I0I0i0iiini\
    iI........iinn\
    iI........iinn\
    iI........iinn\
    iI........iinn\
    iIimimi0i0iiin\
    iInnnnnnnniinn";

pub(super) const TANH: &str = "M0..MmM0..M0M0\
    ee........eenn\
    ee........eenn\
    ee........eenn\
    ee........eenn\
    10..1m10..1010\
    nnnnnmn0nnnnnn";

pub(super) const RECT: &str = "ee..I0Im..eein\
    ee........eenn\
    00........0000\
    00........0000\
    ee........eenn\
    ee..imi0..eein\
    nnnnn0n0nnnnnn";

/// The class of a number: its row or column.
fn class(x: f64) -> usize {
    if x.is_nan() {
        6
    } else if x.is_infinite() {
        if x > 0.0 { 5 } else { 0 }
    } else if x == 0.0 {
        if x.is_sign_positive() { 3 } else { 2 }
    } else if x > 0.0 {
        4
    } else {
        1
    }
}

/// The table's result for `z`; `None` where it is computed.
pub(super) fn special(z: Pair, table: &str) -> Result<Option<Pair>> {
    if z.0.is_finite() && z.1.is_finite() {
        return Ok(None);
    }
    let at = 2 * (7 * class(z.0) + class(z.1));
    match table.as_bytes().get(at..at + 2) {
        Some(b"ee") => domain_error(),
        Some(&[re, im]) if re != b'.' => Ok(Some((value(re), value(im)))),
        _ => Ok(None),
    }
}

fn value(letter: u8) -> f64 {
    let x = match letter.to_ascii_lowercase() {
        b'i' => f64::INFINITY,
        b'0' => return 0.0,
        b'm' if letter == b'm' => return -0.0,
        b'1' | b'm' => 1.0,
        b'p' => PI,
        b'h' => FRAC_PI_2,
        b'q' => FRAC_PI_4,
        b't' => 3.0 * FRAC_PI_4,
        _ => return f64::NAN,
    };
    if letter.is_ascii_uppercase() { -x } else { x }
}
