//! Which loop a reduction takes: `u.reduce`, `u.accumulate` and `u.reduceat` ask alike.

use pyaot_abi::dtype::{DType, Kind, promote};
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;

use super::operand::Operand;
use super::reduce::axes_of;
use super::resolve::{Found, NO_LOOP_ERROR, by_dtype, class_text, dtype_text, for_reduction};
use super::{Identity, Rule, Ufunc};
use crate::array::{self, ArrayObj};
use crate::axis;
use crate::kernels::cast;

/// The loop that `u` reduces `a` with. The dtype is what `dtype=` says, else what the array and the output promote to.
///
/// # Errors
/// TypeError with NumPy's text.
pub fn find(u: &'static Ufunc, a: &Operand, dtype: Option<DType>, out: Option<&Value>, method: &str) -> Result<Found> {
    let found = candidate(u, a, dtype, out, method)?;
    match found.lo.map(|l| l.types) {
        Some([x, y, z, ..]) if x != y && method == "reduce" => {
            raise(&NOT_IMPLEMENTED_ERROR, format!("{}.reduce of {} is not supported", u.name, class_text(z)))
        }
        Some([x, y, z, ..]) if x != y => {
            let [x, y, z] = [x, y, z].map(|d| dtype_text(d, d.size()));
            type_error(format!("the resolved dtypes are not compatible with {}.{method}. Resolved ({x}, {y}, {z})", u.name))
        }
        _ => Ok(found),
    }
}

fn candidate(u: &'static Ufunc, a: &Operand, dtype: Option<DType>, out: Option<&Value>, method: &str) -> Result<Found> {
    if let Some(d) = dtype {
        if a.dtype.is_text() && d.is_numeric() && u.name == "add" {
            return of_strings(u, a, method);
        }
        if a.dtype != DType::Object {
            not_of_bools(u, d, || no_loop_of(u, Some(d), a.dtype, Some(d)))?;
        }
        return match uniform(u, d) {
            Some(f) if f.types[0] == d || d == DType::Object => Ok(f),
            _ if d.is_text() => no_reduction(u, a, None),
            _ if u.rule == Rule::NoBool("") && a.dtype != DType::Object => no_loop_of(u, Some(d), a.dtype, Some(d)),
            _ => no_such_loop(u),
        };
    }
    if a.dtype.is_text() && !u.is_logical() {
        return of_strings(u, a, method);
    }
    if u.rule == Rule::Compare {
        // The results, which are compared next, are bools.
        return match uniform(u, a.dtype) {
            Some(f) if a.dtype == DType::Bool => Ok(f),
            _ if a.dtype == DType::Object || out.is_none() && !a.dtype.is_complex() => no_such_loop(u),
            _ => no_loop_of(u, Some(DType::Bool), a.dtype, None),
        };
    }
    let own = loop_dtype(u, a.dtype);
    let of_out = out.and_then(array::get).map(ArrayObj::dtype).filter(|_| own != DType::Bool || !u.is_logical());
    let d = of_out.map_or(Some(own), |o| promote(o, a.dtype)).unwrap_or(own);
    not_of_bools(u, d, || no_loop_of(u, of_out, a.dtype, None))?;
    let found = match of_out {
        Some(o) => for_reduction(u, o, a.dtype).filter(is_uniform),
        None => uniform(u, d),
    };
    found.map_or_else(|| no_reduction(u, a, of_out), Ok)
}

/// The array in the loop's dtype, where elements cannot be converted as they are reduced.
///
/// # Errors
/// What the conversion raises.
pub fn convertible(a: &Operand, found: &Found) -> Result<Option<Operand>> {
    let work = found.types[0];
    if found.lo.is_none() || a.dtype == work || cast::find(a.dtype, work).is_some() {
        return Ok(None);
    }
    Operand::new(&crate::cast::astype(&a.value, work, work.size())?).map(Some)
}

/// The only axis that `accumulate` and `reduceat` go along.
///
/// # Errors
/// AxisError, TypeError; ValueError where there are more or none.
pub fn single_axis(axis: &Value, ndim: usize, method: &str) -> Result<usize> {
    let along: Vec<usize> = match axis.downcast::<TupleObj>() {
        Some(t) => t.items().iter().map(|k| axis::reduced(k, ndim)).collect::<Result<_>>()?,
        None => {
            let marked = axes_of(Some(axis), ndim)?;
            (0..ndim).filter(|k| marked[*k]).collect()
        }
    };
    match along[..] {
        _ if ndim == 0 => type_error(format!("cannot {method} on a scalar")),
        [k] => Ok(k),
        _ => value_error(format!("{method} does not allow multiple axes")),
    }
}

/// The dtype in which `u` reduces elements of dtype `d`.
pub fn loop_dtype(u: &Ufunc, d: DType) -> DType {
    match u.identity {
        Identity::Bool(_) if d != DType::Object => DType::Bool,
        // Sums and products of small ints are int64.
        Identity::Int(_) if u.name == "add" || u.name == "multiply" => match d.kind() {
            Kind::Bool | Kind::Signed => DType::I64,
            Kind::Unsigned => DType::U64,
            _ => d,
        },
        _ => d,
    }
}

/// The loop for this dtype whose results are its operands again.
fn uniform(u: &'static Ufunc, d: DType) -> Option<Found> {
    by_dtype(u, d).filter(is_uniform)
}

fn is_uniform(f: &Found) -> bool {
    f.lo.is_none_or(|l| l.types[0] == l.types[2])
}

#[cold]
fn of_strings<T>(u: &Ufunc, a: &Operand, method: &str) -> Result<T> {
    if u.name == "add" {
        let (one, both) = (dtype_text(a.dtype, a.itemsize), dtype_text(a.dtype, 2 * a.itemsize));
        return type_error(format!("the resolved dtypes are not compatible with add.{method}. Resolved ({one}, {one}, {both})"));
    }
    if u.rule == Rule::Compare { no_such_loop(u) } else { no_reduction(u, a, None) }
}

/// As for a call with the output as first operand.
#[cold]
fn no_loop_of<T>(u: &Ufunc, out: Option<DType>, a: DType, result: Option<DType>) -> Result<T> {
    let text = |d: Option<DType>| d.map_or("None".to_owned(), class_text);
    let (first, second, third) = (text(out), class_text(a), text(result));
    raise(&NO_LOOP_ERROR, format!("ufunc '{}' did not contain a loop with signature matching types ({first}, {second}) -> {third}", u.name))
}

/// Bools that the function does not take, neither at once nor one after the other.
fn not_of_bools(u: &Ufunc, d: DType, no_loop: impl FnOnce() -> Result<()>) -> Result<()> {
    match u.rule {
        Rule::NoBool("") if d == DType::Bool => no_loop(),
        Rule::NoBool(reason) if d == DType::Bool => type_error(reason),
        _ => Ok(()),
    }
}

/// `dtype=` is none that the function reduces to.
#[cold]
fn no_such_loop<T>(u: &Ufunc) -> Result<T> {
    type_error(format!("No loop matching the specified signature and casting was found for ufunc {}", u.name))
}

/// The function does not reduce what is of this dtype.
///
/// # Errors
/// Always.
#[cold]
pub fn no_reduction<T>(u: &Ufunc, a: &Operand, out: Option<DType>) -> Result<T> {
    if u.rule == Rule::NoBool("") && a.dtype.is_numeric() {
        return no_loop_of(u, out, a.dtype, None);
    }
    if a.dtype.is_text() && u.is_uniform() {
        let d = dtype_text(a.dtype, a.itemsize);
        return raise(&NO_LOOP_ERROR, format!("ufunc '{}' did not contain a loop with signature matching types ({d}, {d}) -> None", u.name));
    }
    type_error(format!(
        "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the \
         casting rule ''safe''",
        u.name
    ))
}
