//! Floats of an array, all written with as many digits as the one that needs most.

use pyaot_abi::dtype::DType;

use super::{FloatMode, Options};
use crate::half::{f16_to_f64, f64_to_f16};

/// The digits of a number, as many as tell it from its neighbours, and the power of ten of the first.
struct Digits {
    digits: String,
    exponent: i32,
}

fn shortest(d: DType, x: f64) -> Digits {
    let x = x.abs();
    let text = crate::scalar::shortest(d, x);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.replace('.', "");
    Digits { digits, exponent: exponent.parse().unwrap_or(0) }
}

/// The parts before and behind the point, at most `precision` digits behind it and none that are zeros at the end.
fn positional(d: DType, x: f64, precision: Option<usize>, unique: bool) -> (String, String) {
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let cut = |p: usize| {
        let text = format!("{:.p$}", x.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        (whole.to_owned(), part.to_owned())
    };
    let (whole, part) = if unique {
        let Digits { digits, exponent } = shortest(d, x);
        let behind = digits.len() as i32 - 1 - exponent;
        match precision {
            Some(p) if behind > p as i32 => cut(p),
            _ if exponent < 0 => ("0".to_owned(), "0".repeat((-exponent - 1) as usize) + &digits),
            _ => {
                let before = exponent as usize + 1;
                let all = if digits.len() < before { digits.clone() + &"0".repeat(before - digits.len()) } else { digits };
                (all[..before].to_owned(), all[before..].to_owned())
            }
        }
    } else {
        cut(precision.unwrap_or(0))
    };
    let part = if unique { part.trim_end_matches('0').to_owned() } else { part };
    (format!("{sign}{whole}"), part)
}

/// Whole part, fraction without zeros at its end (but at least `least` digits), and exponent.
fn scientific(d: DType, x: f64, precision: Option<usize>, least: usize) -> (String, String, i32) {
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let mut s = if x == 0.0 { Digits { digits: "0".into(), exponent: 0 } } else { shortest(d, x) };
    let cut = match precision {
        Some(p) if s.digits.len() > p + 1 => Some(p),
        _ if s.digits.len() < least + 1 => Some(least),
        _ => None,
    };
    if let Some(p) = cut {
        let text = format!("{:.p$e}", x.abs());
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        s = Digits { digits: digits.replace('.', ""), exponent: exponent.parse().unwrap_or(0) };
    }
    let mut part = s.digits[1..].to_owned();
    while part.len() > least && part.ends_with('0') {
        part.pop();
    }
    (format!("{sign}{}", &s.digits[..1]), part, s.exponent)
}

/// How the floats of an array are written (NumPy's `FloatingFormat`).
pub struct FloatFormat {
    dtype: DType,
    /// Digits of the exponent, where numbers are written with one.
    exponent: Option<usize>,
    precision: Option<usize>,
    /// Zeros fill up the digits behind the point.
    zeros: bool,
    unique: bool,
    sign: char,
    left: usize,
    right: usize,
    nan: String,
    inf: String,
}

impl FloatFormat {
    pub fn new(dtype: DType, numbers: &[f64], o: &Options, sign: char) -> FloatFormat {
        let mode = o.floatmode;
        let precision = if mode == FloatMode::Unique { None } else { Some(o.precision) };
        let finite: Vec<f64> = numbers.iter().copied().filter(|x| x.is_finite()).collect();
        let sizes = finite.iter().map(|x| x.abs()).filter(|x| *x != 0.0);
        let (least, most) = sizes.fold((f64::INFINITY, 0.0f64), |(a, b), x| (a.min(x), b.max(x)));
        // In the precision of the elements, as NumPy compares them.
        let ratio = match dtype {
            DType::F32 => (most as f32 / least as f32) as f64,
            DType::F16 => f16_to_f64(f64_to_f16(most / least)),
            _ => most / least,
        };
        let limit = match dtype {
            DType::F16 => 1e3,
            DType::F32 => 1e6,
            _ => 1e8,
        };
        let scientific_form = most != 0.0 && (most >= limit || (!o.suppress && (least < 0.0001 || ratio > 1000.0)));
        let mut f = FloatFormat {
            dtype,
            exponent: None,
            precision,
            zeros: false,
            unique: true,
            sign,
            left: 0,
            right: 0,
            nan: o.nan().to_owned(),
            inf: o.inf().to_owned(),
        };
        let signed = |s: &str| s.chars().count() + usize::from(sign == '+' && !s.starts_with('-'));
        if finite.is_empty() {
        } else if scientific_form {
            let least = if mode == FloatMode::Fixed { o.precision } else { 0 };
            let all: Vec<(String, String, i32)> = finite.iter().map(|x| scientific(dtype, *x, precision, least)).collect();
            f.exponent = all.iter().map(|(_, _, e)| e.unsigned_abs().to_string().len().max(2)).max();
            let longest = all.iter().map(|(_, p, _)| p.len()).max().unwrap_or(0);
            let digits = if mode == FloatMode::Fixed { o.precision } else { longest };
            f.precision = Some(digits);
            f.zeros = true;
            f.left = all.iter().map(|(w, _, _)| signed(w)).max().unwrap_or(0);
            f.right = f.exponent.unwrap_or(2) + 2 + digits;
        } else {
            f.unique = mode != FloatMode::Fixed;
            let all: Vec<(String, String)> = finite.iter().map(|x| positional(dtype, *x, precision, f.unique)).collect();
            f.left = all.iter().map(|(w, _)| signed(w)).max().unwrap_or(0);
            f.right = all.iter().map(|(_, p)| p.len()).max().unwrap_or(0);
            if matches!(mode, FloatMode::Fixed | FloatMode::MaxPrecEqual) {
                f.precision = Some(f.right);
                f.zeros = true;
            }
        }
        if sign == ' ' && !finite.is_empty() && !finite.iter().any(|x| x.is_sign_negative()) {
            f.left += 1;
        }
        if finite.len() != numbers.len() {
            let negative = sign != '-' || numbers.contains(&f64::NEG_INFINITY);
            let offset = f.right + 1;
            f.left = f.left.max(f.nan.len().saturating_sub(offset));
            f.left = f.left.max((f.inf.len() + usize::from(negative)).saturating_sub(offset));
        }
        f
    }

    pub fn word(&self, x: f64) -> String {
        let plus = if self.sign == '+' { "+" } else { "" };
        if !x.is_finite() {
            let text = if x.is_nan() {
                format!("{plus}{}", self.nan)
            } else {
                format!("{}{}", if x < 0.0 { "-" } else { plus }, self.inf)
            };
            return format!("{text:>width$}", width = self.left + self.right + 1);
        }
        let with_sign = |whole: &str| if whole.starts_with('-') { whole.to_owned() } else { format!("{plus}{whole}") };
        if let Some(digits) = self.exponent {
            let (whole, part, e) = scientific(self.dtype, x, self.precision, self.precision.unwrap_or(0));
            let sign = if e < 0 { '-' } else { '+' };
            return format!("{:>left$}.{part}e{sign}{:0>digits$}", with_sign(&whole), e.unsigned_abs(), left = self.left);
        }
        let (mut whole, mut part) = positional(self.dtype, x, self.precision, self.unique);
        let least = if self.zeros { self.precision.unwrap_or(0) } else { 0 };
        if part.len() < least {
            (whole, part) = positional(self.dtype, x, Some(least), false);
        }
        format!("{:>left$}.{part:<right$}", with_sign(&whole), left = self.left, right = self.right)
    }
}

/// Complex numbers: two floats, the second always signed.
pub struct ComplexFormat {
    re: FloatFormat,
    im: FloatFormat,
}

impl ComplexFormat {
    pub fn new(dtype: DType, numbers: &[(f64, f64)], o: &Options) -> ComplexFormat {
        let part = if dtype == DType::C64 { DType::F32 } else { DType::F64 };
        let (re, im): (Vec<f64>, Vec<f64>) = numbers.iter().copied().unzip();
        ComplexFormat { re: FloatFormat::new(part, &re, o, o.sign), im: FloatFormat::new(part, &im, o, '+') }
    }

    pub fn word(&self, re: f64, im: f64) -> String {
        let i = self.im.word(im);
        let end = i.trim_end().len();
        format!("{}{}j{}", self.re.word(re), &i[..end], &i[end..])
    }
}

/// Zeros at the end of a fraction, and the point, as `trim=` says: `k` keeps them, `.` drops the zeros, `0` leaves one, `-` drops
/// the point as well.
fn trimmed(part: &str, trim: &str) -> String {
    let short = part.trim_end_matches('0');
    match trim {
        "k" => format!(".{part}"),
        "." => format!(".{short}"),
        "0" => format!(".{}", if short.is_empty() { "0" } else { short }),
        _ if short.is_empty() => String::new(),
        _ => format!(".{short}"),
    }
}

/// How one float is written by `format_float_positional` and `format_float_scientific`.
pub struct Single<'a> {
    pub dtype: DType,
    pub precision: Option<usize>,
    pub unique: bool,
    pub trim: &'a str,
    pub sign: bool,
    pub left: usize,
    pub right: usize,
    pub least: usize,
}

impl Single<'_> {
    fn special(&self, x: f64) -> Option<String> {
        let plus = if self.sign { "+" } else { "" };
        match x {
            _ if x.is_nan() => Some(format!("{plus}nan")),
            _ if x.is_infinite() => Some(format!("{}inf", if x < 0.0 { "-" } else { plus })),
            _ => None,
        }
    }

    pub fn positional(&self, x: f64) -> String {
        let plus = if self.sign && !x.is_sign_negative() { "+" } else { "" };
        if let Some(t) = self.special(x) {
            return format!("{t:>left$}", left = self.left + 1 + self.right);
        }
        let (mut whole, mut part) = positional(self.dtype, x, self.precision, self.unique);
        if part.len() < self.least {
            (whole, part) = positional(self.dtype, x, Some(self.least), false);
        }
        let part = trimmed(&part, self.trim);
        let blanks = if self.right > 0 { (self.right + 1).saturating_sub(part.len()) } else { 0 };
        format!("{:>left$}{part}{}", format!("{plus}{whole}"), " ".repeat(blanks), left = self.left)
    }

    pub fn scientific(&self, x: f64, digits: usize) -> String {
        if let Some(t) = self.special(x) {
            return t;
        }
        let plus = if self.sign && !x.is_sign_negative() { "+" } else { "" };
        let least = if self.unique { self.least } else { self.precision.unwrap_or(0) };
        let (whole, part, e) = scientific(self.dtype, x, self.precision, least);
        let part = trimmed(&part, self.trim);
        format!("{:>left$}{part}e{}{:0>digits$}", format!("{plus}{whole}"), if e < 0 { '-' } else { '+' }, e.unsigned_abs(), left = self.left)
    }
}
