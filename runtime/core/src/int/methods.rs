//! The `int` type object: constructor, slots and methods.

use num_bigint::{BigInt, Sign};
use num_traits::One;

use super::{Int, IntObj, arith, bits, compare_ints, divide, from_bigint, from_text, is_int, text, view};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::OVERFLOW_ERROR;
use crate::native::Natives;
use crate::natives;
use crate::types::{As, BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use crate::value::{Header, Value};
use crate::{float, ops};

/// Compiled code compares with its address.
#[unsafe(export_name = "pyaot_type_int")]
pub static INT: TypeObj = TypeObj::native("int", Layout::Int, SLOTS, METHODS);

const SLOTS: Slots = Slots {
    repr: Some(text::to_decimal_value),
    hash: Some(|v| Ok(super::hash(v))),
    compare: Some(compare),
    truth: Some(|v| Ok(view(v).is_some_and(|i| !i.is_zero()))),
    binary: Some(binary),
    unary: Some(unary),
    getattr: Some(getattr),
    new: Some(new),
    drop: Some(drop_int),
    ..Slots::EMPTY
};

/// The slots of `int`, for `bool` to build on.
pub(crate) const INT_SLOTS: Slots = SLOTS;

unsafe fn drop_int(h: *mut Header) {
    // SAFETY: called once, on an object of Layout::Int.
    unsafe { std::ptr::drop_in_place(&mut (*(h as *mut IntObj)).value) }
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    Ok(match (view(a), view(b)) {
        (Some(x), Some(y)) => Value::bool(compare_ints(x, op, y)),
        _ => Value::not_implemented(),
    })
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => arith::add(a, b),
        BinOp::Sub => arith::sub(a, b),
        BinOp::Mul => arith::mul(a, b),
        BinOp::FloorDiv => divide::floordiv(a, b),
        BinOp::Mod => divide::modulo(a, b),
        BinOp::Pow => arith::pow(a, b),
        BinOp::LShift => bits::shl(a, b),
        BinOp::RShift => bits::shr(a, b),
        BinOp::BitOr => arith::bit_or(a, b),
        BinOp::BitXor => arith::bit_xor(a, b),
        BinOp::BitAnd => arith::bit_and(a, b),
        BinOp::Div => match (view(a), view(b)) {
            (Some(x), Some(y)) => Ok(float::new(divide::true_div(x, y)?)),
            _ => Ok(Value::not_implemented()),
        },
        BinOp::DivMod => Ok(match divide::div_mod(a, b)? {
            Some((q, r)) => crate::tuple::new(vec![q, r]),
            None => Value::not_implemented(),
        }),
        BinOp::MatMul => Ok(Value::not_implemented()),
    }
}

fn unary(op: UnOp, a: &Value) -> Result<Value> {
    let Some(v) = view(a) else { return Ok(Value::not_implemented()) };
    Ok(match op {
        UnOp::Neg => arith::negate(v),
        UnOp::Invert => arith::invert(v),
        UnOp::Pos => plain(a),
        UnOp::Abs if v.is_negative() => arith::negate(v),
        UnOp::Abs => plain(a),
    })
}

/// The same number as exactly an `int`.
fn plain(v: &Value) -> Value {
    if v.is_small() || v.is_exact(&INT) {
        return v.clone();
    }
    match view(v) {
        Some(Int::Small(i)) => Value::int(i),
        Some(Int::Wide(i)) => super::from_i128(i),
        Some(Int::Big(b)) => super::value_of(b.negative, b.limbs.clone()),
        None => v.clone(),
    }
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    Ok(match name {
        "real" | "numerator" => Some(plain(v)),
        "imag" => Some(Value::int(0)),
        "denominator" => Some(Value::int(1)),
        _ => None,
    })
}

/// The int that `v` is or gives by `__index__`; TypeError for anything else.
pub fn index_value(v: &Value) -> Result<Value> {
    if is_int(v) {
        return Ok(v.clone());
    }
    if let Some(i) = ops::as_number(v, As::Index)? {
        return Ok(i);
    }
    match ops::lookup_special(v, "__index__") {
        Some(method) => {
            let r = ops::call(&method, &[])?;
            if is_int(&r) {
                Ok(r)
            } else {
                type_error(format!("__index__ returned non-int (type {})", ops::type_name(&r)))
            }
        }
        None => type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v))),
    }
}

fn new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let r = construct(args, kwargs)?;
    if std::ptr::eq(ty, &INT) {
        return Ok(r);
    }
    Ok(super::new_object(ty, super::to_bigint(&r).unwrap_or_default()))
}

fn construct(args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if args.len() + kwargs.len() > 2 {
        return type_error(format!("int() takes at most 2 arguments ({} given)", args.len() + kwargs.len()));
    }
    let mut base = args.get(1).cloned();
    for (name, value) in kwargs {
        let name = ops::text_of(name);
        if name != "base" || base.is_some() {
            return type_error(if name == "base" {
                "argument for int() given by name ('base') and position (2)".to_owned()
            } else {
                format!("'{name}' is an invalid keyword argument for int()")
            });
        }
        base = Some(value.clone());
    }
    match (args.first(), base) {
        (None, None) => Ok(Value::int(0)),
        (None, Some(_)) => type_error("int() missing string argument"),
        (Some(x), None) => from_value(x),
        (Some(x), Some(base)) => {
            let base = super::to_i64(&index_value(&base)?).unwrap_or(-1);
            if base != 0 && !(2..=36).contains(&base) {
                return value_error("int() base must be >= 2 and <= 36, or 0");
            }
            match text_argument(x)? {
                Some(text) => parse_or_raise(x, text.as_deref(), base as u32),
                None => match crate::native::texts::plain(x)? {
                    Some(text) => parse_or_raise(x, crate::str::as_str(&text).as_deref(), base as u32),
                    None => type_error("int() can't convert non-string with explicit base"),
                },
            }
        }
    }
}

/// The text of a str or bytes-like argument. `Some(None)`: it is one, but holds no text that could be a number.
pub(crate) fn text_argument(v: &Value) -> Result<Option<Option<std::borrow::Cow<'_, str>>>> {
    if let Some(text) = crate::str::as_str(v) {
        return Ok(Some(Some(text)));
    }
    if v.ty().layout == Layout::Str {
        // Surrogates: no number.
        return Ok(Some(None));
    }
    Ok(crate::bytes::like(v).map(|b| std::str::from_utf8(b).ok().filter(|s| s.is_ascii()).map(Into::into)))
}

fn parse_or_raise(v: &Value, text: Option<&str>, base: u32) -> Result<Value> {
    if let Some(text) = text
        && let Some(r) = from_text(text, base)?
    {
        return Ok(r);
    }
    // A bytearray is shown as bytes.
    let shown = match crate::bytes::like(v) {
        Some(b) => ops::repr_string(&crate::bytes::new(b))?,
        None => ops::repr_string(v)?,
    };
    let shown: String = shown.chars().take(200).collect();
    value_error(format!("invalid literal for int() with base {base}: {shown}"))
}

/// `int(v)`.
pub fn from_value(v: &Value) -> Result<Value> {
    if v.is_small() || v.is_exact(&INT) {
        return Ok(v.clone());
    }
    if v.is_exact(&float::FLOAT) {
        return float::trunc_value(float::value_of(v));
    }
    if v.ty().is_native
        && let Some(i) = ops::as_number(v, As::Int)?
    {
        return Ok(i);
    }
    for name in ["__int__", "__index__", "__trunc__"] {
        if v.ty().is_native {
            break;
        }
        let Some(method) = ops::lookup_special(v, name) else { continue };
        let r = ops::call(&method, &[])?;
        if is_int(&r) {
            return Ok(plain(&r));
        }
        return match name {
            "__trunc__" => match ops::lookup_special(&r, "__index__") {
                Some(_) => Ok(plain(&index_value(&r)?)),
                None => type_error(format!("__trunc__ returned non-Integral (type {})", ops::type_name(&r))),
            },
            _ => type_error(format!("{name} returned non-int (type {})", ops::type_name(&r))),
        };
    }
    if is_int(v) {
        return Ok(plain(v));
    }
    if let Some(text) = text_argument(v)? {
        return parse_or_raise(v, text.as_deref(), 10);
    }
    if let Some(text) = crate::native::texts::plain(v)? {
        return from_value(&text);
    }
    if v.ty().layout == Layout::Float {
        return float::trunc_value(float::value_of(v));
    }
    type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        ops::type_name(v)
    ))
}

static METHODS: Natives = natives![
    "as_integer_ratio(self, /) -> tuple[int, int]" => as_integer_ratio,
    "bit_count(self, /) -> int" => bit_count,
    "bit_length(self, /) -> int" => bit_length,
    "conjugate(self, /) -> int" => conjugate,
    "from_bytes(cls, /, bytes, byteorder='big', *, signed=False) -> int" => from_bytes,
    "to_bytes(self, /, length=1, byteorder='big', *, signed=False) -> bytes" => to_bytes,
    "__ceil__(self, /) -> int" => conjugate,
    "__float__(self, /) -> float" => to_float,
    "__floor__(self, /) -> int" => conjugate,
    "__format__(self, format_spec, /) -> str" => format_method,
    "__getnewargs__(self, /) -> tuple[int]" => getnewargs,
    "__index__(self, /) -> int" => conjugate,
    "__int__(self, /) -> int" => conjugate,
    "__round__(self, ndigits=..., /) -> int" => round_method,
    "__trunc__(self, /) -> int" => conjugate,
];

/// The receiver of a method as an int; the binder has checked its type.
fn me(a: &[Value]) -> Int<'_> {
    view(&a[0]).unwrap_or(Int::Small(0))
}

fn conjugate(a: &[Value]) -> Result<Value> {
    Ok(plain(&a[0]))
}

fn getnewargs(a: &[Value]) -> Result<Value> {
    Ok(crate::tuple::new(vec![plain(&a[0])]))
}

fn to_float(a: &[Value]) -> Result<Value> {
    Ok(float::new(float::int_to_f64(me(a))?))
}

fn format_method(a: &[Value]) -> Result<Value> {
    crate::format::format_method(&a[0], &a[1])
}

fn as_integer_ratio(a: &[Value]) -> Result<Value> {
    Ok(crate::tuple::new(vec![plain(&a[0]), Value::int(1)]))
}

fn bit_length(a: &[Value]) -> Result<Value> {
    Ok(Value::int(match me(a) {
        Int::Small(i) => i64::from(64 - i.unsigned_abs().leading_zeros()),
        Int::Wide(i) => i64::from(128 - i.unsigned_abs().leading_zeros()),
        Int::Big(b) => b.bits() as i64,
    }))
}

fn bit_count(a: &[Value]) -> Result<Value> {
    Ok(Value::int(match me(a) {
        Int::Small(i) => i64::from(i.unsigned_abs().count_ones()),
        Int::Wide(i) => i64::from(i.unsigned_abs().count_ones()),
        Int::Big(b) => b.limbs.iter().map(|x| i64::from(x.count_ones())).sum(),
    }))
}

/// `Some(true)` for `'big'`.
fn byte_order(method: &str, v: &Value) -> Result<bool> {
    if v.ty().layout != Layout::Str {
        return type_error(format!("{method}() argument 'byteorder' must be str, not {}", ops::type_name(v)));
    }
    match &*ops::text_of(v) {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => value_error("byteorder must be either 'little' or 'big'"),
    }
}

fn to_bytes(a: &[Value]) -> Result<Value> {
    let length = super::to_i64(&index_value(&a[1])?);
    let big_endian = byte_order("to_bytes", &a[2])?;
    let signed = ops::truth(&a[3])?;
    let Some(length) = length else {
        return raise(&OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    };
    if length < 0 {
        return value_error("length argument must be non-negative");
    }
    let length = length as usize;
    let v = me(a);
    if v.is_negative() && !signed {
        return raise(&OVERFLOW_ERROR, "can't convert negative int to unsigned");
    }
    if let Int::Small(i) = v {
        return small_to_bytes(i, length, big_endian, signed);
    }
    let mut bytes = if v.is_zero() {
        Vec::new()
    } else if signed {
        v.to_bigint().to_signed_bytes_le()
    } else {
        v.to_bigint().to_bytes_le().1
    };
    if bytes.len() > length {
        return raise(&OVERFLOW_ERROR, "int too big to convert");
    }
    bytes.resize(length, if v.is_negative() { 0xff } else { 0 });
    if big_endian {
        bytes.reverse();
    }
    Ok(crate::bytes::new(&bytes))
}

fn small_to_bytes(i: i64, length: usize, big_endian: bool, signed: bool) -> Result<Value> {
    // The bits that an unsigned (or, with the sign, a signed) form needs.
    let needed = if signed { 65 - (i ^ (i >> 63)).leading_zeros() } else { 64 - i.leading_zeros() };
    if needed as usize > 8 * length && i != 0 {
        return raise(&OVERFLOW_ERROR, "int too big to convert");
    }
    let little = i.to_le_bytes();
    let fill = if i < 0 { 0xff } else { 0 };
    let mut long;
    let mut short = [fill; 16];
    let bytes: &mut [u8] = if length <= 16 {
        &mut short[..length]
    } else {
        long = vec![fill; length];
        &mut long
    };
    let n = length.min(8);
    bytes[..n].copy_from_slice(&little[..n]);
    if big_endian {
        bytes.reverse();
    }
    Ok(crate::bytes::new(bytes))
}

fn from_bytes(a: &[Value]) -> Result<Value> {
    let big_endian = byte_order("from_bytes", &a[2])?;
    let signed = ops::truth(&a[3])?;
    let owned;
    let bytes = match crate::bytes::like(&a[1]) {
        Some(b) => b,
        None => {
            owned = bytes_of(&a[1])?;
            &owned
        }
    };
    if bytes.len() <= 8 && a[0].is(&INT.value()) {
        return Ok(small_from_bytes(bytes, big_endian, signed));
    }
    let n = match (big_endian, signed) {
        (true, true) => BigInt::from_signed_bytes_be(bytes),
        (false, true) => BigInt::from_signed_bytes_le(bytes),
        (true, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (false, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
    };
    let r = from_bigint(n);
    if a[0].is(&INT.value()) { Ok(r) } else { ops::call(&a[0], &[r]) }
}

fn small_from_bytes(bytes: &[u8], big_endian: bool, signed: bool) -> Value {
    let push = |n: u64, b: &u8| n << 8 | u64::from(*b);
    let n = if big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) };
    let unused = 64 - 8 * bytes.len() as u32;
    if signed && unused < 64 { Value::int((n << unused) as i64 >> unused) } else { super::from_u64(n) }
}

/// The bytes that an iterable of ints (or an object with `__bytes__`) stands for.
fn bytes_of(v: &Value) -> Result<Vec<u8>> {
    if let Some(method) = ops::lookup_special(v, "__bytes__") {
        let r = ops::call(&method, &[])?;
        return match crate::bytes::like(&r) {
            Some(b) => Ok(b.to_vec()),
            None => type_error(format!("__bytes__ returned non-bytes (type {})", ops::type_name(&r))),
        };
    }
    if is_int(v) || matches!(v.ty().layout, Layout::Str | Layout::Float | Layout::None) {
        return type_error(format!("cannot convert '{}' object to bytes", ops::type_name(v)));
    }
    let mut out = Vec::new();
    ops::for_each(v, |x| match super::to_i64(&index_value(&x)?).and_then(|b| u8::try_from(b).ok()) {
        Some(b) => {
            out.push(b);
            Ok(())
        }
        None => value_error("bytes must be in range(0, 256)"),
    })?;
    Ok(out)
}

fn round_method(a: &[Value]) -> Result<Value> {
    round(&a[0], if a[1].is_ellipsis() { None } else { Some(&a[1]) })
}

/// `round(i, ndigits)` of an int: rounds half to even at a negative number of digits.
pub(crate) fn round(v: &Value, ndigits: Option<&Value>) -> Result<Value> {
    let Some(nd) = ndigits else { return Ok(plain(v)) };
    let nd = index_value(nd)?;
    let n = view(v).unwrap_or(Int::Small(0));
    let places = match view(&nd) {
        Some(Int::Small(d)) if d >= 0 => return Ok(plain(v)),
        Some(b @ (Int::Wide(_) | Int::Big(_))) if !b.is_negative() => return Ok(plain(v)),
        Some(Int::Small(d)) => d.unsigned_abs(),
        _ => u64::MAX,
    };
    // More places than the number has digits: nothing is left.
    if n.is_zero() || places > 4 + n.to_bigint().bits() / 3 {
        return Ok(Value::int(0));
    }
    if let (Int::Small(i), true) = (n, places < 18) {
        let unit = 10i128.pow(places as u32);
        let i = i128::from(i);
        let down = i.div_euclid(unit);
        let rest = i.rem_euclid(unit) * 2;
        let up = rest > unit || (rest == unit && down & 1 == 1);
        return Ok(super::from_i128((down + i128::from(up)) * unit));
    }
    let unit = BigInt::from(10).pow(places as u32);
    let (down, rest) = num_integer::Integer::div_mod_floor(&n.to_bigint(), &unit);
    let twice: BigInt = rest * 2;
    let up = twice > unit || (twice == unit && num_integer::Integer::is_odd(&down));
    Ok(from_bigint((if up { down + BigInt::one() } else { down }) * unit))
}
