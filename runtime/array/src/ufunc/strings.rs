//! What ufuncs do with strings: comparison, truth, one behind the other.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;

use super::call::Options;
use super::interop;
use super::nest::{Nest, broadcast};
use super::operand::Operand;
use super::Ufunc;
use crate::array::{self, Fill, Order, as_array};
use crate::{cast, elem};
use crate::kernels::loops::MAX_OPS;

/// The result for operands of which some are strings; None where others decide. What only looks at their truth gets bools instead.
pub fn call(u: &'static Ufunc, operands: &mut [Operand], options: &Options) -> Result<Option<Value>> {
    if operands.iter().any(|o| o.dtype == DType::Object) {
        return Ok(None);
    }
    if u.is_logical() && u.nin == 2 {
        for o in operands.iter_mut().filter(|o| o.dtype.is_text()) {
            *o = Operand::new(&cast::astype(&o.value, DType::Bool, 1)?)?;
        }
        return Ok(None);
    }
    match (operands, operation(u.name)) {
        ([a, b], Some(op)) if are_strings(a, b) => compare(op, a, b, options).map(Some),
        ([a, b], None) if are_strings(a, b) && u.name == "add" => concatenated(a, b, options).map(Some),
        ([a, b], None) if u.name == "multiply" && (a.dtype.is_text() && b.dtype.is_integer() || a.dtype.is_integer() && b.dtype.is_text()) => type_error(
            "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use numpy.strings.multiply to multiply strings \
             without specifying 'out'.",
        ),
        _ => Ok(None),
    }
}

/// Both are strings, of one kind.
fn are_strings(a: &Operand, b: &Operand) -> bool {
    a.dtype == b.dtype && a.dtype.is_text()
}

/// The operation that a ufunc of this name does on strings.
fn operation(name: &str) -> Option<CmpOp> {
    Some(match name {
        "equal" => CmpOp::Eq,
        "not_equal" => CmpOp::Ne,
        "less" => CmpOp::Lt,
        "less_equal" => CmpOp::Le,
        "greater" => CmpOp::Gt,
        "greater_equal" => CmpOp::Ge,
        _ => return None,
    })
}

/// Strings compare by code points; zeros at the end do not count.
fn compare(op: CmpOp, a: &Operand, b: &Operand, options: &Options) -> Result<Value> {
    let shape = common_shape(a, b)?;
    let out = match options.out[0] {
        Some(o) => o.clone(),
        None => array::empty(DType::Bool, &shape)?,
    };
    let o = as_array(&out);
    let operands = [(a.shape(), a.strides()), (b.shape(), b.strides()), (o.shape(), o.strides())];
    let nest = Nest::new(&shape, operands.into_iter());
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    (p[0], p[1], p[2]) = (a.data(), b.data(), o.data());
    nest.run(&p, 3, |p, s, n| {
        for k in 0..n as isize {
            let at = |op: usize| p[op].wrapping_offset(s[op] * k);
            // SAFETY: elements of the operands.
            let order = unsafe {
                if a.dtype == DType::Str {
                    elem::code_points(at(0), a.itemsize).cmp(&elem::code_points(at(1), b.itemsize))
                } else {
                    elem::byte_text(at(0), a.itemsize).cmp(elem::byte_text(at(1), b.itemsize))
                }
            };
            // SAFETY: an element of the result.
            unsafe { *at(2) = u8::from(op.holds(order, std::cmp::Ordering::Equal)) };
        }
        Ok(())
    })?;
    if o.ndim() == 0 && options.out[0].is_none() && !options.keep_array { interop::element(o) } else { Ok(out.clone()) }
}

/// The characters of `a` and those of `b` behind them.
fn concatenated(a: &Operand, b: &Operand, options: &Options) -> Result<Value> {
    let shape = common_shape(a, b)?;
    let size = a.itemsize + b.itemsize;
    let made = array::new(a.dtype, size, &shape, Order::C, Fill::Zero)?;
    let m = as_array(&made);
    let operands = [(a.shape(), a.strides()), (b.shape(), b.strides()), (m.shape(), m.strides())];
    let nest = Nest::new(&shape, operands.into_iter());
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    (p[0], p[1], p[2]) = (a.data(), b.data(), m.data());
    nest.run(&p, 3, |p, s, n| -> Result<()> {
        for k in 0..n as isize {
            let at = |op: usize| p[op].wrapping_offset(s[op] * k);
            // SAFETY: elements of the operands; the result has room for both.
            unsafe {
                let first = match a.dtype {
                    DType::Str => 4 * elem::code_points(at(0), a.itemsize).len(),
                    _ => elem::byte_text(at(0), a.itemsize).len(),
                };
                std::ptr::copy_nonoverlapping(at(0), at(2), first);
                std::ptr::copy_nonoverlapping(at(1), at(2).add(first), b.itemsize);
            }
        }
        Ok(())
    })?;
    if let Some(out) = options.out[0] {
        cast::copy_into(as_array(out), m)?;
        return Ok(out.clone());
    }
    if m.ndim() == 0 && !options.keep_array { interop::element(m) } else { Ok(made.clone()) }
}

fn common_shape(a: &Operand, b: &Operand) -> Result<Vec<i64>> {
    let Some(shape) = broadcast([a.shape(), b.shape()].into_iter()) else {
        return value_error(format!(
            "operands could not be broadcast together with shapes {} {} ",
            array::shape_text(a.shape()).replace(", ", ","),
            array::shape_text(b.shape()).replace(", ", ",")
        ));
    };
    Ok(shape)
}
