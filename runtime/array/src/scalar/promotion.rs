//! The dtype that several operands have in common (`numpy.result_type`), by NEP 50.

use pyaot_abi::dtype::{DType, Weak, promote, promote_weak};
use pyaot_core::error::{Result, raise};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use super::get;
use crate::array;
use crate::cast::text_width;
use crate::dtype_obj::class_name;
use crate::errors::DTYPE_PROMOTION_ERROR;

/// What an operand says about the dtype of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says {
    /// A dtype, and the bytes of an element.
    Strong(DType, usize),
    /// A Python number.
    Weak(Weak),
}

/// What an operand says; `None` for objects that have to become arrays first.
pub fn says(v: &Value) -> Option<Says> {
    if let Some(a) = array::get(v) {
        return Some(Says::Strong(a.dtype(), a.itemsize()));
    }
    if let Some((d, _)) = get(v) {
        return Some(Says::Strong(d, d.size()));
    }
    match v.ty().layout {
        Layout::Bool => Some(Says::Strong(DType::Bool, 1)),
        Layout::Int => Some(Says::Weak(Weak::Int)),
        Layout::Float => Some(Says::Weak(Weak::Float)),
        Layout::Complex => Some(Says::Weak(Weak::Complex)),
        _ => None,
    }
}

/// The dtype of an operation on these.
///
/// # Errors
/// DTypePromotionError's message where there is none.
pub fn common(all: &[Says]) -> Result<(DType, usize)> {
    let mut strong: Option<(DType, usize)> = None;
    for s in all {
        if let Says::Strong(d, size) = *s {
            strong = Some(match strong {
                None => (d, size),
                Some((e, other)) => match promote(e, d) {
                    Some(c) if c.is_text() => (c, units(e, other, c).max(units(d, size, c))),
                    Some(c) => (c, c.size()),
                    // A number among texts is one.
                    None if e.is_text() => (e, other.max(text_width(d) * e.size())),
                    None => (d, size.max(text_width(e) * d.size())),
                },
            });
        }
    }
    let weakest = all.iter().filter_map(|s| if let Says::Weak(w) = s { Some(*w) } else { None }).max_by_key(|w| *w as u8);
    Ok(match (strong, weakest) {
        (Some((DType::Str | DType::Bytes, _)), Some(_)) => return no_common(all),
        (Some((d, size)), None) => (d, size),
        (Some((d, _)), Some(w)) => {
            let c = promote_weak(d, w);
            (c, c.size())
        }
        (None, Some(Weak::Int)) => (DType::I64, 8),
        (None, Some(Weak::Float) | None) => (DType::F64, 8),
        (None, Some(Weak::Complex)) => (DType::C128, 16),
    })
}

fn units(d: DType, size: usize, to: DType) -> usize {
    size / d.size() * to.size()
}

/// Texts beside Python's numbers.
#[cold]
fn no_common<T>(all: &[Says]) -> Result<T> {
    let class = |s: &Says| {
        let name = match s {
            Says::Strong(d, _) => class_name(*d),
            Says::Weak(Weak::Int) => "numpy.dtypes._PyLongDType",
            Says::Weak(Weak::Float) => "numpy.dtypes._PyFloatDType",
            Says::Weak(Weak::Complex) => "numpy.dtypes._PyComplexDType",
        };
        format!("<class '{name}'>")
    };
    let is_weak = |s: &&Says| matches!(s, Says::Weak(_));
    let (weak, strong) = (all.iter().position(|s| is_weak(&s)).unwrap_or(0), all.iter().position(|s| !is_weak(&s)).unwrap_or(0));
    let (first, second) = (class(&all[weak.min(strong)]), class(&all[weak.max(strong)]));
    let list = all.iter().map(class).collect::<Vec<_>>().join(", ");
    raise(
        &DTYPE_PROMOTION_ERROR,
        format!(
            "The DType {first} could not be promoted by {second}. This means that no common DType exists for the given inputs. For example \
             they cannot be stored in a single array unless the dtype is `object`. The full list of DTypes is: ({list})"
        ),
    )
}
