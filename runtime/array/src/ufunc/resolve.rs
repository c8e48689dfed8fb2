//! Which loop of a ufunc serves for these operands, by the rules of NumPy 2 (NEP 50).

use pyaot_abi::dtype::{DType, Kind, Weak, promote};
use pyaot_core::error::{Result, raise, type_error};
use pyaot_core::exception::TYPE_ERROR;
use pyaot_core::types::{Layout, TypeObj};

use super::operand::{Operand, common};
use super::{Rule, Ufunc};
use crate::kernels::loops::Loop;
use crate::{dtype_obj, elem};

/// The loop found, with the dtypes of its operands: inputs, then outputs.
#[derive(Clone, Copy)]
pub struct Found {
    /// None: the operation on objects.
    pub lo: Option<&'static Loop>,
    pub types: [DType; 4],
}

/// Every value of `from` is one of `to` (`casting='safe'`).
pub fn can_cast_safely(from: DType, to: DType) -> bool {
    promote(from, to) == Some(to)
}

/// `casting='same_kind'`.
pub fn can_cast_same_kind(from: DType, to: DType) -> bool {
    let rank = |d: DType| match d.kind() {
        Kind::Bool => 0,
        Kind::Unsigned => 1,
        Kind::Signed => 2,
        Kind::Float => 3,
        Kind::Complex => 4,
        Kind::Bytes => 5,
        Kind::Str => 6,
        Kind::Object => 7,
    };
    can_cast_safely(from, to) || rank(from) <= rank(to)
}

/// `casting=`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Casting {
    No,
    Equiv,
    Safe,
    SameKind,
    Unsafe,
}

impl Casting {
    pub fn parse(name: &str) -> Option<Casting> {
        Some(match name {
            "no" => Casting::No,
            "equiv" => Casting::Equiv,
            "safe" => Casting::Safe,
            "same_kind" => Casting::SameKind,
            "unsafe" => Casting::Unsafe,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
        }
    }

    pub fn allows(self, from: DType, to: DType) -> bool {
        match self {
            Casting::No | Casting::Equiv => from == to,
            Casting::Safe => can_cast_safely(from, to),
            Casting::SameKind => can_cast_same_kind(from, to),
            Casting::Unsafe => true,
        }
    }
}

/// `dtype('float64')` as messages print a dtype.
pub fn dtype_text(d: DType, itemsize: usize) -> String {
    match d {
        DType::Object => "dtype('O')".to_owned(),
        DType::Str => format!("dtype('<U{}')", itemsize / 4),
        DType::Bytes => format!("dtype('S{itemsize}')"),
        _ => format!("dtype('{}')", d.name()),
    }
}

macro_rules! errors {
    ($($id:ident $name:literal : $base:expr;)*) => {
        $(pub static $id: TypeObj = TypeObj::native($name, Layout::Exception, pyaot_core::exception::EXC_SLOTS, &[]).with_base($base);)*
    };
}

errors! {
    UFUNC_TYPE_ERROR "numpy._core._exceptions.UFuncTypeError": &TYPE_ERROR;
    NO_LOOP_ERROR "numpy._core._exceptions._UFuncNoLoopError": &UFUNC_TYPE_ERROR;
    BINARY_RESOLUTION_ERROR "numpy._core._exceptions._UFuncBinaryResolutionError": &UFUNC_TYPE_ERROR;
    INPUT_CASTING_ERROR "numpy._core._exceptions._UFuncInputCastingError": &UFUNC_TYPE_ERROR;
    OUTPUT_CASTING_ERROR "numpy._core._exceptions._UFuncOutputCastingError": &UFUNC_TYPE_ERROR;
}

/// The loop whose inputs are all of this dtype.
fn exact(u: &Ufunc, d: DType) -> Option<&'static Loop> {
    u.loops.iter().find(|l| l.types[..u.nin].iter().all(|t| *t == d))
}

fn found(u: &Ufunc, lo: &'static Loop) -> Found {
    debug_assert!(u.nargs() <= 4);
    Found { lo: Some(lo), types: lo.types }
}

/// The loop for inputs that all are of dtype `d`, or promote to it.
pub fn by_dtype(u: &Ufunc, d: DType) -> Option<Found> {
    if d == DType::Object {
        u.object?;
        let out = if u.rule == Rule::Compare { DType::Bool } else { DType::Object };
        let mut types = [DType::Object; 4];
        types[u.nin..].fill(out);
        return Some(Found { lo: None, types });
    }
    if u.rule == Rule::Divide && (d.is_integer() || d == DType::Bool) {
        return exact(u, DType::F64).map(|l| found(u, l));
    }
    if let Some(l) = exact(u, d) {
        return Some(found(u, l));
    }
    // Only loops of one dtype: others must be found by each input.
    let lo = u.loops.iter().find(|l| l.types[..u.nin].iter().all(|t| can_cast_safely(d, *t)))?;
    Some(found(u, lo))
}

/// The loop for these inputs.
pub fn resolve(u: &Ufunc, inputs: &[Operand]) -> Result<Found> {
    if let Rule::NoBool(reason) = u.rule
        && inputs.iter().all(|o| o.dtype == DType::Bool)
    {
        return if reason.is_empty() { no_loop_of(u, inputs, None) } else { type_error(reason) };
    }
    if u.rule == Rule::EachInput || u.rule == Rule::Common && u.nin == 2 && only_floats(u) && inputs.iter().all(|o| o.dtype.is_numeric() && matches!(o.weak, None | Some(Weak::Int))) {
        // However large an int is, it takes on the dtype of what it meets.
        let among_bools = inputs.iter().all(|o| o.weak.is_some() || o.dtype == DType::Bool);
        let alone = inputs.iter().all(|o| o.weak.is_some());
        let of = |o: &Operand| if o.weak == Some(Weak::Int) && o.dtype == DType::Object && !alone { DType::I64 } else { o.dtype };
        let fits = |l: &&Loop| {
            inputs.iter().zip(l.types).all(|(o, t)| match o.weak {
                // Beside bools, an int is an int64.
                Some(Weak::Int) if among_bools => can_cast_safely(DType::I64, t),
                Some(_) => pyaot_abi::dtype::promote(of(o), t).is_some_and(|p| p == t || p.kind() <= t.kind()),
                None => can_cast_safely(o.dtype, t),
            })
        };
        return match u.loops.iter().find(fits) {
            Some(l) => Ok(found(u, l)),
            None => no_loop(u, inputs),
        };
    }
    let Some(d) = common(inputs) else { return no_loop(u, inputs) };
    if u.rule == Rule::Compare && d != DType::Object && inputs.len() == 2 {
        // Ints beyond the dtype are compared as ints, and so are int64 with uint64, whose common dtype is inexact.
        let whole = inputs.iter().all(|o| o.weak.is_some() || o.dtype.is_integer());
        let beyond = |o: &Operand| {
            o.weak == Some(Weak::Int) && d.is_integer() && whole && pyaot_core::int::to_i64(&o.value).map_or(d != DType::U64 || o.dtype == DType::Object, |i| !elem::fits(d, i))
        };
        if inputs.iter().any(beyond)
            && let Some(f) = by_dtype(u, DType::Object)
        {
            return Ok(f);
        }
        let (a, b) = (inputs[0].dtype, inputs[1].dtype);
        if d == DType::F64 && a.is_integer() && b.is_integer() {
            let pair = if a == DType::U64 { [DType::U64, DType::I64] } else { [DType::I64, DType::U64] };
            if let Some(l) = u.loops.iter().find(|l| l.types[..2] == pair) {
                return Ok(found(u, l));
            }
        }
    }
    match by_dtype(u, d) {
        Some(f) => Ok(f),
        None => no_loop(u, inputs),
    }
}

/// The loop for a reduction of elements of dtype `d` into an output of dtype `out`.
pub fn for_reduction(u: &Ufunc, out: DType, d: DType) -> Option<Found> {
    if u.rule == Rule::Common && only_floats(u) && out.is_numeric() && d.is_numeric() {
        let lo = u.loops.iter().find(|l| can_cast_safely(out, l.types[0]) && can_cast_safely(d, l.types[1]))?;
        return Some(found(u, lo));
    }
    by_dtype(u, promote(out, d).unwrap_or(d))
}

/// Ints have no loop of their own: the first that takes each input serves.
fn only_floats(u: &Ufunc) -> bool {
    u.loops.iter().all(|l| l.types[0].kind() >= Kind::Float)
}

/// The loop whose outputs are of dtype `d` (`dtype=`).
pub fn for_output(u: &Ufunc, inputs: &[Operand], d: DType) -> Result<Found> {
    if d == DType::Object
        && let Some(f) = by_dtype(u, d)
    {
        return Ok(f);
    }
    if d == DType::Bool && (u.rule == Rule::Compare || u.loops.iter().all(|l| l.types[u.nin] == DType::Bool)) {
        // Their results always are.
        return resolve(u, inputs);
    }
    if let Rule::NoBool(reason) = u.rule
        && d == DType::Bool
        && !reason.is_empty()
    {
        return type_error(reason);
    }
    let of_output = |l: &&Loop| l.types[u.nin..u.nargs()].iter().all(|t| *t == d);
    let same = u.loops.iter().filter(of_output).find(|l| l.types[..u.nin].iter().all(|t| *t == d));
    match same.or_else(|| u.loops.iter().filter(of_output).find(|l| inputs.iter().zip(l.types).all(|(o, t)| can_cast_safely(o.dtype, t)))) {
        Some(l) => Ok(found(u, l)),
        None if u.rule == Rule::NoBool("") => no_loop_of(u, inputs, Some(d)),
        None if d.is_numeric() => type_error(format!("No loop matching the specified signature and casting was found for ufunc {}", u.name)),
        None => {
            let types = inputs.iter().map(|o| dtype_text(o.dtype, o.itemsize)).collect::<Vec<_>>().join(", ");
            let of = dtype_text(d, d.size());
            let (types, of) = (types, std::iter::repeat_n(of, u.nout).collect::<Vec<_>>().join(", "));
            raise(&NO_LOOP_ERROR, format!("ufunc '{}' did not contain a loop with signature matching types ({types}) -> {of}", u.name))
        }
    }
}

/// `<class 'numpy.dtypes.Float64DType'>`
pub fn class_text(d: DType) -> String {
    format!("<class '{}'>", dtype_obj::class_name(d))
}

#[cold]
fn no_loop_of<T>(u: &Ufunc, inputs: &[Operand], output: Option<DType>) -> Result<T> {
    let class = |o: &Operand| match o.weak.filter(|_| u.nin > 1) {
        Some(Weak::Int) => "<class 'numpy.dtypes._PyLongDType'>".to_owned(),
        Some(Weak::Float) => "<class 'numpy.dtypes._PyFloatDType'>".to_owned(),
        Some(Weak::Complex) => "<class 'numpy.dtypes._PyComplexDType'>".to_owned(),
        None => class_text(o.dtype),
    };
    let types = inputs.iter().map(class).collect::<Vec<_>>().join(", ");
    let types = if u.nin == 1 { types } else { format!("({types})") };
    let output = output.map_or("None".to_owned(), class_text);
    raise(&NO_LOOP_ERROR, format!("ufunc '{}' did not contain a loop with signature matching types {types} -> {output}", u.name))
}

#[cold]
fn no_common<T>(u: &Ufunc, inputs: &[Operand]) -> Result<T> {
    let types = inputs.iter().map(|o| dtype_text(o.dtype, o.itemsize)).collect::<Vec<_>>().join(", ");
    raise(&NO_LOOP_ERROR, format!("ufunc '{}' did not contain a loop with signature matching types ({types}) -> None", u.name))
}

#[cold]
fn no_loop<T>(u: &Ufunc, inputs: &[Operand]) -> Result<T> {
    let texts = inputs.iter().any(|o| o.dtype.is_text());
    if texts && u.is_uniform() {
        return no_common(u, inputs);
    }
    let by_class = u.rule == Rule::Compare || matches!(u.name, "negative" | "positive" | "absolute" | "sign");
    if texts && by_class || !texts && u.rule == Rule::NoBool("") && u.nin == 2 {
        return no_loop_of(u, inputs, None);
    }
    type_error(format!(
        "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the \
         casting rule ''safe''",
        u.name
    ))
}
