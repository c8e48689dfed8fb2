//! Comparison of arrays of strings.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;

use super::call::Options;
use super::interop;
use super::nest::{Nest, broadcast};
use super::operand::Operand;
use crate::array::{self, as_array};
use crate::elem;
use crate::kernels::loops::MAX_OPS;

/// Both are strings, of one kind.
pub fn are_strings(inputs: &[Operand]) -> bool {
    inputs.iter().all(|o| o.dtype == DType::Str) || inputs.iter().all(|o| o.dtype == DType::Bytes)
}

/// The operation that a ufunc of this name does on strings.
pub fn operation(name: &str) -> Option<CmpOp> {
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
pub fn compare(op: CmpOp, a: &Operand, b: &Operand, options: &Options) -> Result<Value> {
    let Some(shape) = broadcast([a.shape(), b.shape()].into_iter()) else {
        return value_error(format!(
            "operands could not be broadcast together with shapes {} {} ",
            array::shape_text(a.shape()).replace(", ", ","),
            array::shape_text(b.shape()).replace(", ", ",")
        ));
    };
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
