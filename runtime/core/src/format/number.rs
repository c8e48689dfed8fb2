//! Ints by a format spec, and the layout that all numbers share: sign, prefix, padding, grouped digits.

use super::floating;
use super::spec::Spec;
use crate::error::{Result, raise, value_error};
use crate::exception::OVERFLOW_ERROR;
use crate::str::{self, Builder};
use crate::value::Value;
use crate::{float, int};

/// The parts of a number before it is laid out.
pub(super) struct Parts<'a> {
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// The digits that are grouped and padded.
    pub digits: &'a str,
    /// What follows them: fraction, exponent, percent sign.
    pub rest: &'a str,
    /// Digits per group.
    pub group: usize,
}

/// Lays a number out by its spec.
pub(super) fn lay_out(spec: &Spec, p: &Parts, out: &mut Builder) -> Result<()> {
    let sign = match (p.negative, spec.sign) {
        (true, _) => "-",
        (false, b'+') => "+",
        (false, b' ') => " ",
        _ => "",
    };
    let fixed = sign.len() + p.prefix.len() + p.rest.len();
    let width = spec.width.unwrap_or(0);
    crate::heap::check_size(width)?;
    // Zeros in front of the digits belong to the number: they are grouped with them.
    let zeros = spec.align == b'=' && spec.fill == b'0' as u32;
    let least = if zeros { width.saturating_sub(fixed) } else { 0 };
    let digits = Grouped::new(p.digits, if spec.separator == 0 { 0 } else { p.group }, least);
    let len = fixed + digits.len;
    let (left, right, inner) = match spec.align {
        b'=' => (0, 0, width.saturating_sub(len)),
        _ => {
            let (left, right) = spec.margins(len);
            (left, right, 0)
        }
    };
    out.push_repeated(spec.fill, left);
    out.push_str(sign);
    out.push_str(p.prefix);
    out.push_repeated(spec.fill, inner);
    digits.push(spec.separator, out);
    out.push_str(p.rest);
    out.push_repeated(spec.fill, right);
    Ok(())
}

/// Digits with leading zeros up to a least length, in groups.
struct Grouped<'a> {
    digits: &'a str,
    /// 0: not grouped.
    group: usize,
    /// Leading zeros.
    zeros: usize,
    /// All characters, separators included.
    len: usize,
}

impl<'a> Grouped<'a> {
    fn new(digits: &'a str, group: usize, least: usize) -> Grouped<'a> {
        let n = digits.len();
        if group == 0 {
            let len = n.max(least);
            return Grouped { digits, group, zeros: len - n, len };
        }
        let separators = |n: usize| n.saturating_sub(1) / group;
        let mut all = n;
        if all + separators(all) < least {
            // The longest that fits; a width that would begin with a separator gets one zero more.
            all = least - least / (group + 1);
            if all + separators(all) < least {
                all += 1;
            }
        }
        Grouped { digits, group, zeros: all - n, len: all + separators(all) }
    }

    fn push(&self, separator: u8, out: &mut Builder) {
        if self.group == 0 {
            out.push_repeated(b'0' as u32, self.zeros);
            return out.push_str(self.digits);
        }
        let all = self.zeros + self.digits.len();
        for i in 0..all {
            if i > 0 && (all - i).is_multiple_of(self.group) {
                out.push_char(separator as u32);
            }
            out.push_char(if i < self.zeros { b'0' } else { self.digits.as_bytes()[i - self.zeros] } as u32);
        }
    }
}

/// An int by a spec of alignment, zeros, a width below 100, `d` or `x`: most are of this form. `None`: another form.
pub(super) fn quick_int(i: i64, spec: &[u8]) -> Option<Value> {
    let (align, rest) = match spec {
        [a @ (b'<' | b'>'), rest @ ..] => (*a, rest),
        rest => (0, rest),
    };
    let (zeros, rest) = match rest {
        [b'0', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let digit = |c: &u8| c.is_ascii_digit().then(|| usize::from(*c - b'0'));
    let (width, kind) = match rest {
        [] => (0, b'd'),
        [k @ (b'd' | b'x')] => (0, *k),
        [a] => (digit(a)?, b'd'),
        [a, k @ (b'd' | b'x')] => (digit(a)?, *k),
        [a, b] => (digit(a)? * 10 + digit(b)?, b'd'),
        [a, b, k @ (b'd' | b'x')] => (digit(a)? * 10 + digit(b)?, *k),
        _ => return None,
    };
    if i < 0 && (zeros || kind == b'x') || zeros && align == b'<' {
        return None;
    }
    let mut decimal = [0; 20];
    let mut hex = [0; 16];
    let digits = match kind {
        b'd' => int::decimal_small(i, &mut decimal).as_bytes(),
        _ => {
            let (mut at, mut n) = (16, i);
            loop {
                at -= 1;
                hex[at] = b"0123456789abcdef"[(n & 15) as usize];
                n >>= 4;
                if n == 0 {
                    break &hex[at..];
                }
            }
        }
    };
    let mut out = [if zeros { b'0' } else { b' ' }; 128];
    let len = width.max(digits.len());
    let start = if align == b'<' { 0 } else { len - digits.len() };
    out[start..start + digits.len()].copy_from_slice(digits);
    Some(str::from_ascii(&out[..len]))
}

pub(super) fn format_int(v: &Value, spec: &Spec) -> Result<Value> {
    let kind = match u8::try_from(spec.kind) {
        Ok(k @ (b'b' | b'c' | b'd' | b'o' | b'x' | b'X' | b'n')) => k,
        Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%') => {
            return floating::format_float(v, float::to_f64(v)?, spec);
        }
        _ => return spec.unknown(v),
    };
    if spec.precision.is_some() {
        return value_error("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in integer format specifier");
    }
    let mut out = Builder::with_capacity(spec.width.unwrap_or(0).clamp(24, 1 << 16));
    if kind == b'c' {
        return format_char(v, spec, out);
    }
    let mut buf = [0; 20];
    let text;
    let (prefix, radix) = match kind {
        b'b' => ("0b", 2),
        b'o' => ("0o", 8),
        b'x' => ("0x", 16),
        b'X' => ("0X", 16),
        _ => ("", 10),
    };
    let signed = match int::to_i64(v) {
        Some(i) if radix == 10 => int::decimal_small(i, &mut buf),
        _ => {
            text = match radix {
                10 => int::to_decimal(v)?,
                _ if kind == b'X' => int::to_radix(v, radix).to_ascii_uppercase(),
                _ => int::to_radix(v, radix),
            };
            &text
        }
    };
    let digits = signed.strip_prefix('-');
    let parts = Parts {
        negative: digits.is_some(),
        prefix: if spec.alternate { prefix } else { "" },
        digits: digits.unwrap_or(signed),
        rest: "",
        group: if radix == 10 { 3 } else { 4 },
    };
    lay_out(spec, &parts, &mut out)?;
    Ok(out.finish())
}

fn format_char(v: &Value, spec: &Spec, mut out: Builder) -> Result<Value> {
    if spec.sign != 0 {
        return value_error("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let c = match int::to_i64(v) {
        Some(i) if (0..0x11_0000).contains(&i) => i as u32,
        Some(_) => return raise(&OVERFLOW_ERROR, "%c arg not in range(0x110000)"),
        None => return raise(&OVERFLOW_ERROR, "Python int too large to convert to C long"),
    };
    crate::heap::check_size(spec.width.unwrap_or(0))?;
    let (left, right) = spec.margins(1);
    out.push_repeated(spec.fill, left);
    out.push_char(c);
    out.push_repeated(spec.fill, right);
    Ok(out.finish())
}
