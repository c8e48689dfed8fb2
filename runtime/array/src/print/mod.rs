//! `repr` and `str` of arrays, as NumPy prints them: `array2string`, `array_repr`, `array_str`, and the options.

mod floats;
mod layout;

use std::cell::RefCell;

use pyaot_abi::dtype::DType;
use pyaot_core::dict::DictObj;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::value::Value;
use pyaot_core::{int, list, ops, str};

use crate::array::{self, ArrayObj, as_array, shape_text};
use crate::{dtype_obj, elem};
use floats::{ComplexFormat, FloatFormat, Single};

/// `floatmode`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FloatMode {
    Fixed,
    Unique,
    MaxPrec,
    MaxPrecEqual,
}

/// `numpy.get_printoptions()`
#[derive(Clone)]
pub struct Options {
    pub precision: usize,
    pub threshold: i64,
    pub edgeitems: usize,
    pub linewidth: usize,
    pub suppress: bool,
    pub nanstr: String,
    pub infstr: String,
    /// `-`, `+` or a blank.
    pub sign: char,
    pub floatmode: FloatMode,
    pub formatter: Vec<(String, Value)>,
}

impl Options {
    const fn new() -> Options {
        Options {
            precision: 8,
            threshold: 1000,
            edgeitems: 3,
            linewidth: 75,
            suppress: false,
            nanstr: String::new(),
            infstr: String::new(),
            sign: '-',
            floatmode: FloatMode::MaxPrec,
            formatter: Vec::new(),
        }
    }

    fn nan(&self) -> &str {
        if self.nanstr.is_empty() { "nan" } else { &self.nanstr }
    }

    fn inf(&self) -> &str {
        if self.infstr.is_empty() { "inf" } else { &self.infstr }
    }
}

thread_local! {
    static OPTIONS: RefCell<Options> = const { RefCell::new(Options::new()) };
}

fn options() -> Options {
    OPTIONS.with_borrow(Options::clone)
}

/// `repr(a)`
///
/// # Errors
/// What `repr` of an object among the elements raises.
pub fn repr(v: &Value) -> Result<Value> {
    array_repr(v, options(), "array")
}

/// `str(a)`
///
/// # Errors
/// What `repr` of an object among the elements raises.
pub fn to_str(v: &Value) -> Result<Value> {
    array_str(v, &options())
}

fn array_str(v: &Value, o: &Options) -> Result<Value> {
    let a = as_array(v);
    if a.ndim() == 0 {
        // SAFETY: the array's one element.
        return ops::str(&unsafe { elem::get(a.dtype(), a.itemsize(), a.data()) });
    }
    Ok(str::from_string(text(v, o, " ", "", "")?))
}

fn array_repr(v: &Value, o: Options, class: &str) -> Result<Value> {
    let a = as_array(v);
    let mut extras = Vec::new();
    let body = if a.size() > 0 || a.shape() == [0] { text(v, &o, ", ", &format!("{class}("), ")")? } else { "[]".to_owned() };
    if (a.size() == 0 && a.shape() != [0]) || (a.size() as i64 > o.threshold && a.ndim() > 0) {
        extras.push(format!("shape={}", shape_text(a.shape())));
    }
    let implied = matches!(a.dtype(), DType::Bool | DType::I64 | DType::F64 | DType::C128);
    if !implied || a.size() == 0 {
        extras.push(match a.dtype() {
            DType::Str | DType::Bytes => format!("dtype='{}'", dtype_obj::code(a.dtype(), a.itemsize())),
            d => format!("dtype={}", d.name()),
        });
    }
    let mut out = format!("{class}({body}");
    if extras.is_empty() {
        out.push(')');
        return Ok(str::from_string(out));
    }
    let extra = format!("{})", extras.join(", "));
    out.push(',');
    let last = out.chars().rev().take_while(|c| *c != '\n').count();
    out.push_str(if last + extra.len() + 1 > o.linewidth { "\n      " } else { " " });
    out.push_str(&extra);
    Ok(str::from_string(out))
}

/// `numpy.array2string`
fn text(v: &Value, o: &Options, separator: &str, prefix: &str, suffix: &str) -> Result<String> {
    let a = as_array(v);
    if a.size() == 0 {
        return Ok("[]".to_owned());
    }
    let summary = a.size() as i64 > o.threshold;
    let shown = layout::shown(a, if summary { o.edgeitems } else { usize::MAX });
    let format = Format::of(a, o, &shown)?;
    let width = o.linewidth.saturating_sub(suffix.chars().count());
    let indent = " ".repeat(1 + prefix.chars().count());
    let edge = if summary { o.edgeitems } else { usize::MAX };
    let mut words = |at: *const u8| format.word(a, at);
    layout::lines(a, &mut words, &layout::Page { width, separator, edge, indent: &indent })
}

/// How the elements of an array are written.
enum Format {
    /// The width, and the sign of numbers that are not negative.
    Int(usize, char),
    Bool(bool),
    Float(FloatFormat),
    Complex(ComplexFormat),
    Repr,
    User(Value),
}

impl Format {
    /// `shown`: the addresses of the elements that will be seen.
    fn of(a: &ArrayObj, o: &Options, shown: &[*const u8]) -> Result<Format> {
        if let Some(f) = user_format(a.dtype(), o) {
            return Ok(Format::User(f));
        }
        let d = a.dtype();
        Ok(match d {
            DType::Bool => Format::Bool(a.ndim() > 0),
            DType::F16 | DType::F32 | DType::F64 => {
                Format::Float(FloatFormat::new(d, &shown.iter().map(|p| float_at(d, *p)).collect::<Vec<_>>(), o, o.sign))
            }
            DType::C64 | DType::C128 => Format::Complex(ComplexFormat::new(d, &shown.iter().map(|p| complex_at(d, *p)).collect::<Vec<_>>(), o)),
            DType::Object | DType::Str | DType::Bytes => Format::Repr,
            _ => {
                let numbers: Vec<i128> = shown.iter().map(|p| int_at(d, *p)).collect();
                let (least, most) = (numbers.iter().min().copied().unwrap_or(0), numbers.iter().max().copied().unwrap_or(0));
                let sign = if o.sign == ' ' && least < 0 { '-' } else { o.sign };
                let signed = usize::from(most >= 0 && sign != '-');
                Format::Int((most.to_string().len() + signed).max(least.to_string().len()), sign)
            }
        })
    }

    fn word(&self, a: &ArrayObj, at: *const u8) -> Result<String> {
        let d = a.dtype();
        Ok(match self {
            Format::Int(width, sign) => match (int_at(d, at), sign) {
                (n, '+') if n >= 0 => format!("{:>width$}", format!("+{n}")),
                (n, ' ') if n >= 0 => format!("{:>width$}", format!(" {n}")),
                (n, _) => format!("{n:>width$}"),
            },
            // SAFETY: an element of the array.
            Format::Bool(padded) => match (unsafe { *at != 0 }, padded) {
                (true, true) => " True",
                (true, false) => "True",
                _ => "False",
            }
            .to_owned(),
            Format::Float(f) => f.word(float_at(d, at)),
            Format::Complex(f) => {
                let (re, im) = complex_at(d, at);
                f.word(re, im)
            }
            Format::Repr => {
                // SAFETY: an element of the array.
                let v = unsafe { elem::python(d, a.itemsize(), at) };
                let text = ops::repr_string(&v)?;
                if v.ty().layout == pyaot_core::types::Layout::List && d == DType::Object { format!("list({text})") } else { text }
            }
            Format::User(f) => {
                // SAFETY: an element of the array.
                let v = unsafe { elem::get(d, a.itemsize(), at) };
                let r = ops::call(f, &[v])?;
                ops::text_of(&ops::str(&r)?).into_owned()
            }
        })
    }
}

/// The function of `formatter=` for a dtype.
fn user_format(d: DType, o: &Options) -> Option<Value> {
    let find = |name: &str| o.formatter.iter().find(|(n, _)| n == name).map(|(_, f)| f.clone());
    let names: &[&str] = match d {
        DType::Bool => &["bool"],
        DType::F16 | DType::F32 | DType::F64 => &["float", "float_kind"],
        DType::C64 | DType::C128 => &["complexfloat", "complex_kind"],
        DType::Object => &["object"],
        DType::Str | DType::Bytes => &["numpystr", "str_kind"],
        _ => &["int", "int_kind"],
    };
    names.iter().find_map(|n| find(n)).or_else(|| find("all"))
}

fn int_at(d: DType, at: *const u8) -> i128 {
    // SAFETY: an element of the dtype lies there.
    let v = unsafe { elem::python(d, d.size(), at) };
    match int::to_i64(&v) {
        Some(i) => i as i128,
        None => pyaot_core::int::to_u64(&v).unwrap_or(0) as i128,
    }
}

fn float_at(d: DType, at: *const u8) -> f64 {
    // SAFETY: an element of the dtype lies there.
    unsafe {
        match d {
            DType::F16 => crate::half::f16_to_f64((at as *const u16).read_unaligned()),
            DType::F32 => (at as *const f32).read_unaligned() as f64,
            _ => (at as *const f64).read_unaligned(),
        }
    }
}

fn complex_at(d: DType, at: *const u8) -> (f64, f64) {
    match d {
        DType::C64 => (float_at(DType::F32, at), float_at(DType::F32, at.wrapping_add(4))),
        _ => (float_at(DType::F64, at), float_at(DType::F64, at.wrapping_add(8))),
    }
}

/// Options as given to the functions, `...` or None where they are to stay.
fn changed(mut o: Options, names: &[(&str, &Value)]) -> Result<Options> {
    for (name, v) in names {
        if v.is_ellipsis() || (v.is_none() && !matches!(*name, "formatter" | "precision")) {
            continue;
        }
        match *name {
            "precision" if v.is_none() => {}
            "precision" => match ops::index_value_opt(v)? {
                Some(n) => o.precision = int::to_i64(&n).unwrap_or(0).max(0) as usize,
                None => return type_error("precision must be an integer"),
            },
            "threshold" => {
                let x = match pyaot_core::float::as_float(v) {
                    Some(x) if x.is_nan() => return value_error("threshold must be non-NAN, try sys.maxsize for untruncated representation"),
                    Some(x) => x as i64,
                    None => match ops::index_value_opt(v)? {
                        Some(n) => int::to_i64(&n).unwrap_or(i64::MAX),
                        None => return type_error("threshold must be numeric"),
                    },
                };
                o.threshold = x;
            }
            "edgeitems" => o.edgeitems = ops::index(v)?.max(0) as usize,
            "linewidth" => o.linewidth = ops::index(v)?.max(0) as usize,
            "suppress" => o.suppress = ops::truth(v)?,
            "nanstr" => o.nanstr = ops::text_of(v).into_owned(),
            "infstr" => o.infstr = ops::text_of(v).into_owned(),
            "sign" => {
                o.sign = match str::as_str(v).as_deref() {
                    Some("-") => '-',
                    Some("+") => '+',
                    Some(" ") => ' ',
                    _ => return value_error("sign option must be one of ' ', '+', or '-'"),
                }
            }
            "floatmode" => {
                o.floatmode = match str::as_str(v).as_deref() {
                    Some("fixed") => FloatMode::Fixed,
                    Some("unique") => FloatMode::Unique,
                    Some("maxprec") => FloatMode::MaxPrec,
                    Some("maxprec_equal") => FloatMode::MaxPrecEqual,
                    _ => {
                        return value_error("floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", \"maxprec_equal\"");
                    }
                }
            }
            _ => {
                o.formatter.clear();
                if let Some(d) = v.downcast::<DictObj>() {
                    for k in list::to_vec(v)? {
                        if let Some(f) = d.get(&k)? {
                            let names: &[&str] = match &*ops::text_of(&k) {
                                "int_kind" => &["int"],
                                "float_kind" => &["float"],
                                "complex_kind" => &["complexfloat"],
                                "str_kind" => &["numpystr"],
                                other => {
                                    o.formatter.push((other.to_owned(), f.clone()));
                                    &[]
                                }
                            };
                            o.formatter.extend(names.iter().map(|n| ((*n).to_owned(), f.clone())));
                        }
                    }
                }
            }
        }
    }
    Ok(o)
}

/// `numpy.set_printoptions`; `a`: precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign,
/// floatmode.
pub fn set_printoptions(a: &[Value]) -> Result<Value> {
    let names = ["precision", "threshold", "edgeitems", "linewidth", "suppress", "nanstr", "infstr", "formatter", "sign", "floatmode"];
    let pairs: Vec<(&str, &Value)> = names.into_iter().zip(a).collect();
    if !(a[10].is_none() || a[10].is_false()) || !a[11].is_none() {
        return raise(&NOT_IMPLEMENTED_ERROR, "set_printoptions with legacy or override_repr is not supported");
    }
    let new = changed(options(), &pairs)?;
    OPTIONS.set(new);
    crate::settings::note_change();
    Ok(Value::none())
}

/// The options in the order of [`set_printoptions`], as a tuple.
pub fn get_printoptions(_: &[Value]) -> Result<Value> {
    let o = options();
    let formatter = if o.formatter.is_empty() {
        Value::none()
    } else {
        let d = pyaot_core::dict::new();
        if let Some(dict) = d.downcast::<DictObj>() {
            for (n, f) in &o.formatter {
                dict.insert(str::new(n), f.clone())?;
            }
        }
        d
    };
    let mode = match o.floatmode {
        FloatMode::Fixed => "fixed",
        FloatMode::Unique => "unique",
        FloatMode::MaxPrec => "maxprec",
        FloatMode::MaxPrecEqual => "maxprec_equal",
    };
    Ok(pyaot_core::tuple::new(vec![
        Value::int(o.precision as i64),
        Value::int(o.threshold),
        Value::int(o.edgeitems as i64),
        Value::int(o.linewidth as i64),
        Value::bool(o.suppress),
        str::new(o.nan()),
        str::new(o.inf()),
        formatter,
        str::from_string(o.sign.to_string()),
        str::new(mode),
    ]))
}

/// `numpy.array2string(a, max_line_width, precision, suppress_small, separator, prefix, *, formatter, threshold, edgeitems, sign,
/// floatmode, suffix)`
pub fn array2string(a: &[Value]) -> Result<Value> {
    let o = changed(
        options(),
        &[
            ("linewidth", &a[1]),
            ("precision", &a[2]),
            ("suppress", &a[3]),
            ("formatter", &a[6]),
            ("threshold", &a[7]),
            ("edgeitems", &a[8]),
            ("sign", &a[9]),
            ("floatmode", &a[10]),
        ],
    )?;
    let v = crate::convert::asarray(&a[0])?;
    Ok(str::from_string(text(&v, &o, &ops::text_of(&a[4]), &ops::text_of(&a[5]), &ops::text_of(&a[11]))?))
}

/// `numpy.array_repr(arr, max_line_width, precision, suppress_small)`
pub fn array_repr_native(a: &[Value]) -> Result<Value> {
    if array::get(&a[0]).is_none() {
        // Only what knows its size is written so.
        ops::getattr(&a[0], "size")?;
    }
    let v = crate::convert::asarray(&a[0])?;
    // NumPy's scalars are written as what they are.
    let class = if crate::scalar::get(&a[0]).is_some() { ops::type_name(&a[0]) } else { "array".into() };
    let class = class.rsplit('.').next().unwrap_or_default();
    array_repr(&v, changed(options(), &[("linewidth", &a[1]), ("precision", &a[2]), ("suppress", &a[3])])?, class)
}

/// `numpy.array_str(a, max_line_width, precision, suppress_small)`
pub fn array_str_native(a: &[Value]) -> Result<Value> {
    let v = crate::convert::asarray(&a[0])?;
    array_str(&v, &changed(options(), &[("linewidth", &a[1]), ("precision", &a[2]), ("suppress", &a[3])])?)
}

/// The number to write and its dtype: Python's floats and ints count as float64.
fn single(v: &Value) -> Result<(DType, f64)> {
    if let Some((d, n)) = crate::scalar::num(v)
        && d.is_float()
    {
        return Ok((d, n.real()));
    }
    Ok((DType::F64, pyaot_core::float::to_f64(v)?))
}

fn count(v: &Value) -> Result<Option<usize>> {
    if v.is_none() { Ok(None) } else { Ok(Some(ops::index(v)?.max(0) as usize)) }
}

/// `numpy.format_float_positional(x, precision, unique, fractional, trim, sign, pad_left, pad_right, min_digits)`
pub fn float_positional(a: &[Value]) -> Result<Value> {
    let (dtype, x) = single(&a[0])?;
    let trim = ops::text_of(&a[4]).into_owned();
    let s = Single {
        dtype,
        precision: count(&a[1])?,
        unique: ops::truth(&a[2])?,
        trim: &trim,
        sign: ops::truth(&a[5])?,
        left: count(&a[6])?.unwrap_or(0),
        right: count(&a[7])?.unwrap_or(0),
        least: count(&a[8])?.unwrap_or(0),
    };
    Ok(str::from_string(s.positional(x)))
}

/// `numpy.format_float_scientific(x, precision, unique, trim, sign, pad_left, exp_digits, min_digits)`
pub fn float_scientific(a: &[Value]) -> Result<Value> {
    let (dtype, x) = single(&a[0])?;
    let trim = ops::text_of(&a[3]).into_owned();
    let s = Single {
        dtype,
        precision: count(&a[1])?,
        unique: ops::truth(&a[2])?,
        trim: &trim,
        sign: ops::truth(&a[4])?,
        left: count(&a[5])?.unwrap_or(0),
        right: 0,
        least: count(&a[7])?.unwrap_or(0),
    };
    Ok(str::from_string(s.scientific(x, count(&a[6])?.unwrap_or(2))))
}
