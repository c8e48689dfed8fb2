//! The dtype that several operands have in common (`numpy.result_type`), by NEP 50.

use pyaot_abi::dtype::{DType, Weak, promote, promote_weak};
use pyaot_core::error::{Result, type_error};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use super::get;
use crate::array;

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
                    Some(c) if matches!(c, DType::Str | DType::Bytes) => (c, units(e, other, c).max(units(d, size, c))),
                    Some(c) => (c, c.size()),
                    None => return no_common(e, d),
                },
            });
        }
    }
    let weakest = all.iter().filter_map(|s| if let Says::Weak(w) = s { Some(*w) } else { None }).max_by_key(|w| *w as u8);
    Ok(match (strong, weakest) {
        (Some((DType::Str | DType::Bytes, _)), Some(_)) => return no_common(DType::Str, DType::I64),
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

/// The name of a dtype's class, as messages have it.
pub fn class_name(d: DType) -> String {
    match d {
        DType::Str => "StrDType".to_owned(),
        DType::Bytes => "BytesDType".to_owned(),
        d => {
            let name = d.name().replace("uint", "UInt").replace("int", "Int");
            let mut chars = name.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars).collect::<String>() + "DType"
        }
    }
}

fn no_common<T>(a: DType, b: DType) -> Result<T> {
    let name = class_name;
    type_error(format!(
        "The DType <class 'numpy.dtypes.{}'> could not be promoted by <class 'numpy.dtypes.{}'>. This means that no common DType exists for the given inputs. For example they cannot be stored in a single array unless the dtype is `object`. The full list of DTypes is: (<class 'numpy.dtypes.{}'>, <class 'numpy.dtypes.{}'>)",
        name(b), name(a), name(a), name(b)
    ))
}
