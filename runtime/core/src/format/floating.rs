//! Floats and complex numbers by a format spec, and their digits for `%` formatting.

use super::number::{Parts, lay_out};
use super::spec::Spec;
use crate::error::{Result, value_error};
use crate::float;
use crate::str::{self, Builder};
use crate::value::Value;

/// Decimals beyond which a double has only zeros: Rust's formatting is asked for no more.
const MAX_DECIMALS: usize = 1100;

/// How the digits of a double are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Fixed,
    Exponent,
    General,
    /// As few digits as read back as the same double.
    Shortest,
}

/// `x`, not negative and finite, with `precision` digits. `alternate` keeps the point and trailing zeros; `point_zero`
/// lets a whole number end in `.0`.
fn digits(x: f64, style: Style, precision: usize, alternate: bool, point_zero: bool) -> String {
    match style {
        Style::Fixed => {
            let mut s = format!("{:.*}", precision.min(MAX_DECIMALS), x);
            add_zeros(&mut s, precision.saturating_sub(MAX_DECIMALS));
            if precision == 0 && alternate {
                s.push('.');
            }
            s
        }
        Style::Exponent => {
            let (mut mantissa, exponent) = scientific(x, precision);
            if precision == 0 && alternate {
                mantissa.push('.');
            }
            push_exponent(&mut mantissa, exponent);
            mantissa
        }
        Style::General => general(x, precision.max(1), alternate, point_zero),
        Style::Shortest => {
            let mut s = float::repr(x);
            if !point_zero && !alternate && s.ends_with(".0") {
                s.truncate(s.len() - 2);
            } else if alternate && !point_zero && s.ends_with(".0") {
                s.truncate(s.len() - 1);
            }
            if alternate && !s.contains('.') {
                let at = s.find('e').unwrap_or(s.len());
                s.insert(at, '.');
            }
            s
        }
    }
}

/// Room for the digits of [`fixed`]: 39 for a 128-bit int, the point, and zeros.
const FIXED: usize = 72;

/// `x` with `precision` decimals by 128-bit arithmetic, exact and rounded half to even; `None` where that is too short.
fn fixed(x: f64, precision: usize, buf: &mut [u8; FIXED]) -> Option<&str> {
    // 10**22 * 2**53 is below 2**127.
    if precision > 22 || x >= 9e15 || x.is_nan() {
        return None;
    }
    let bits = x.to_bits();
    let (mantissa, exponent) = match (bits >> 52) as i32 {
        0 => (bits, -1074),
        e => (bits & ((1 << 52) - 1) | 1 << 52, e - 1075),
    };
    let scaled = mantissa as u128 * 10u128.pow(precision as u32);
    // x is below 2**53, so the exponent is not positive.
    let shift = exponent.unsigned_abs();
    let rounded = if shift == 0 {
        scaled
    } else if shift > 127 {
        0
    } else {
        let (whole, rest) = (scaled >> shift, scaled & ((1 << shift) - 1));
        let half = 1u128 << (shift - 1);
        whole + (rest > half || rest == half && whole & 1 == 1) as u128
    };
    let mut at = buf.len();
    let mut digits = 0;
    let mut rest = rounded;
    // At least one digit stands before the point.
    while rest > 0 || digits <= precision {
        // Nineteen digits at a time are machine arithmetic.
        let mut chunk = rest as u64;
        (rest, chunk) = match rest >> 63 {
            0 => (0, chunk),
            _ => (rest / 10u128.pow(19), (rest % 10u128.pow(19)) as u64),
        };
        for _ in 0..19 {
            if chunk == 0 && rest == 0 && digits > precision {
                break;
            }
            if digits == precision && precision > 0 {
                at -= 1;
                buf[at] = b'.';
            }
            at -= 1;
            buf[at] = b'0' + (chunk % 10) as u8;
            chunk /= 10;
            digits += 1;
        }
    }
    // SAFETY: only ASCII digits and the point were written.
    Some(unsafe { std::str::from_utf8_unchecked(&buf[at..]) })
}

fn add_zeros(s: &mut String, n: usize) {
    s.extend(std::iter::repeat_n('0', n));
}

/// Mantissa `d.ddd` with `decimals` decimals, and the exponent.
fn scientific(x: f64, decimals: usize) -> (String, i32) {
    let mut s = format!("{:.*e}", decimals.min(MAX_DECIMALS), x);
    let at = s.find('e').unwrap_or(s.len());
    let exponent = s[at..].trim_start_matches('e').parse().unwrap_or(0);
    s.truncate(at);
    add_zeros(&mut s, decimals.saturating_sub(MAX_DECIMALS));
    (s, exponent)
}

/// `e+05`: a sign and at least two digits.
fn push_exponent(s: &mut String, exponent: i32) {
    s.push('e');
    s.push(if exponent < 0 { '-' } else { '+' });
    let e = exponent.unsigned_abs();
    if e >= 100 {
        s.push((b'0' + (e / 100) as u8) as char);
    }
    s.push((b'0' + (e / 10 % 10) as u8) as char);
    s.push((b'0' + (e % 10) as u8) as char);
}

/// `%g`: `precision` significant digits, with an exponent where it is small or large.
fn general(x: f64, precision: usize, alternate: bool, point_zero: bool) -> String {
    let (mantissa, exponent) = scientific(x, precision - 1);
    let mut digits: String = mantissa.chars().filter(|&c| c != '.').collect();
    // A number that would end in `.0` needs room for that digit.
    let limit = precision as i64 - point_zero as i64;
    let with_exponent = exponent < -4 || exponent as i64 >= limit;
    if !alternate {
        // Zeros before the point are kept below.
        digits.truncate(digits.trim_end_matches('0').len().max(1));
    }
    let mut s = String::with_capacity(digits.len() + 8);
    if with_exponent {
        s.push_str(&digits[..1]);
        if digits.len() > 1 || alternate {
            s.push('.');
            s.push_str(&digits[1..]);
        }
        push_exponent(&mut s, exponent);
        return s;
    }
    if exponent < 0 {
        s.push_str("0.");
        add_zeros(&mut s, (-exponent - 1) as usize);
        s.push_str(&digits);
        return s;
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        s.push_str(&digits);
        add_zeros(&mut s, whole - digits.len());
        if point_zero {
            s.push_str(".0");
        } else if alternate {
            s.push('.');
        }
    } else {
        s.push_str(&digits[..whole]);
        s.push('.');
        s.push_str(&digits[whole..]);
    }
    s
}

/// Hands `f` the text of `x` for one of the conversions `eEfFgG` of `%` formatting, without a sign.
pub(crate) fn conversion<R>(x: f64, kind: u8, precision: usize, alternate: bool, f: impl FnOnce(&str) -> R) -> R {
    if kind == b'f'
        && !alternate
        && let Some(s) = fixed(x.abs(), precision, &mut [0; FIXED])
    {
        return f(s);
    }
    let style = match kind.to_ascii_lowercase() {
        b'e' => Style::Exponent,
        b'f' => Style::Fixed,
        _ => Style::General,
    };
    let mut s = match special(x) {
        Some(s) => s.to_owned(),
        None => digits(x.abs(), style, precision, alternate, false),
    };
    if kind.is_ascii_uppercase() {
        s.make_ascii_uppercase();
    }
    f(&s)
}

fn special(x: f64) -> Option<&'static str> {
    if x.is_nan() {
        Some("nan")
    } else if x.is_infinite() {
        Some("inf")
    } else {
        None
    }
}

/// Has no digit but 0 before the exponent.
fn is_zero(text: &str) -> bool {
    text.bytes().take_while(|c| !c.eq_ignore_ascii_case(&b'e')).all(|c| matches!(c, b'0' | b'.' | b'%'))
}

/// Writes `x` by the spec; `point_zero`: without a type character a whole number ends in `.0`.
fn write(x: f64, spec: &Spec, kind: u8, point_zero: bool, out: &mut Builder) -> Result<()> {
    let style = match kind {
        b'e' | b'E' => Style::Exponent,
        b'f' | b'F' | b'%' => Style::Fixed,
        b'g' | b'G' | b'n' => Style::General,
        _ if spec.precision.is_none() => Style::Shortest,
        _ => Style::General,
    };
    let precision = spec.precision.unwrap_or(6);
    if precision > i32::MAX as usize {
        return value_error("precision too big");
    }
    let x = if kind == b'%' { x * 100.0 } else { x };
    let plain = kind == 0;
    let mut negative = x.is_sign_negative() && !x.is_nan();
    let mut buf = [0; FIXED];
    let quick = if kind == b'f' && !spec.alternate { fixed(x.abs(), precision, &mut buf) } else { None };
    let mut owned = String::new();
    if quick.is_none() {
        owned = match special(x) {
            Some(s) => s.to_owned(),
            None => digits(x.abs(), style, precision, spec.alternate, plain && point_zero),
        };
        if kind.is_ascii_uppercase() {
            owned.make_ascii_uppercase();
        }
        if kind == b'%' {
            owned.push('%');
        }
    }
    let text = quick.unwrap_or(&owned);
    if spec.no_negative_zero && is_zero(text) {
        negative = false;
    }
    let whole = match x.is_finite() {
        true => text.bytes().take_while(u8::is_ascii_digit).count(),
        false => text.len(),
    };
    let group = if x.is_finite() { 3 } else { 0 };
    lay_out(spec, &Parts { negative, prefix: "", digits: &text[..whole], rest: &text[whole..], group }, out)
}

/// `format(x, spec)`; `v` is the value itself, for messages.
pub(super) fn format_float(v: &Value, x: f64, spec: &Spec) -> Result<Value> {
    let kind = match u8::try_from(spec.kind) {
        Ok(k @ (0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'%')) => k,
        _ => return spec.unknown(v),
    };
    let mut out = Builder::with_capacity(spec.width.unwrap_or(0).clamp(24, 1 << 16));
    write(x, spec, kind, true, &mut out)?;
    Ok(out.finish())
}

/// `format(complex(re, im), spec)`.
pub(super) fn format_complex(v: &Value, re: f64, im: f64, spec: &Spec) -> Result<Value> {
    let kind = match u8::try_from(spec.kind) {
        Ok(k @ (0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n')) => k,
        _ => return spec.unknown(v),
    };
    if spec.fill == b'0' as u32 {
        return value_error("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == b'=' {
        return value_error("'=' alignment flag is not allowed in complex format specifier");
    }
    let part = |sign| Spec { width: None, align: b'<', sign, ..*spec };
    // Without a type character: as repr, in parentheses unless there is no real part.
    let only_imaginary = kind == 0 && re == 0.0 && !re.is_sign_negative();
    let parens = kind == 0 && !only_imaginary;
    let mut text = Builder::new();
    if parens {
        text.push_char(b'(' as u32);
    }
    if !only_imaginary {
        write(re, &part(spec.sign), kind, false, &mut text)?;
    }
    write(im, &part(if only_imaginary { spec.sign } else { b'+' }), kind, false, &mut text)?;
    text.push_str(if parens { "j)" } else { "j" });
    let text = text.finish();
    let (left, right) = spec.margins(str::of(&text).len());
    crate::heap::check_size(left + right)?;
    let mut out = Builder::new();
    out.push_repeated(spec.fill, left);
    out.push_value(&text);
    out.push_repeated(spec.fill, right);
    Ok(out.finish())
}
