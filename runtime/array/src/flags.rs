//! `ndarray.flags`.

use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::KEY_ERROR;
use pyaot_core::types::{CmpOp, Layout, Slots};
use pyaot_core::value::{Header, Object, Value};
use pyaot_core::{heap, late_type, ops, str};

use crate::array::{ALIGNED, C_CONTIGUOUS, F_CONTIGUOUS, OWNDATA, WRITEABLE, as_array};

#[repr(C)]
struct FlagsObj {
    header: Header,
    array: Value,
}

// SAFETY: repr(C) with the header first. Layout::Other is shared: objects are found by their type.
unsafe impl Object for FlagsObj {
    const LAYOUT: Layout = Layout::Other;
}

late_type! {
    /// The type of `ndarray.flags`.
    pub static FLAGS, flags_type = (
        "numpy._core.multiarray.flagsobj",
        Layout::Other,
        Slots {
            repr: Some(repr),
            getattr: Some(getattr),
            setattr: Some(setattr),
            getitem: Some(getitem),
            setitem: Some(setitem),
            compare: Some(compare),
            drop: Some(drop_fields),
            ..Slots::EMPTY
        },
        &[],
        base: None,
    );
}

/// `a.flags`
pub fn new(array: &Value) -> Value {
    heap::new_object(flags_type(), |header| FlagsObj { header, array: array.clone() })
}

fn array_of(v: &Value) -> Value {
    debug_assert!(v.is_exact(&FLAGS));
    // SAFETY: objects of this type are FlagsObjs.
    unsafe { &*(v.bits() as *const FlagsObj) }.array.clone()
}

/// # Safety
/// Called once, on an object that nothing refers to any more.
unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: by the contract.
    unsafe { std::ptr::drop_in_place(&raw mut (*(h as *mut FlagsObj)).array) }
}

fn word(b: bool) -> &'static str {
    if b { "True" } else { "False" }
}

fn repr(v: &Value) -> Result<Value> {
    let a = array_of(v);
    let f = as_array(&a).flags();
    let has = |bit: u16| word(f & bit != 0);
    Ok(str::from_string(format!(
        "  C_CONTIGUOUS : {}\n  F_CONTIGUOUS : {}\n  OWNDATA : {}\n  WRITEABLE : {}\n  ALIGNED : {}\n  WRITEBACKIFCOPY : False\n",
        has(C_CONTIGUOUS),
        has(F_CONTIGUOUS),
        has(OWNDATA),
        has(WRITEABLE),
        has(ALIGNED)
    )))
}

fn named(v: &Value, name: &str) -> Option<Value> {
    let a = array_of(v);
    let f = as_array(&a).flags();
    let has = |bit: u16| f & bit != 0;
    let b = match name {
        "c_contiguous" | "contiguous" => has(C_CONTIGUOUS),
        "f_contiguous" => has(F_CONTIGUOUS),
        "owndata" => has(OWNDATA),
        "writeable" => has(WRITEABLE),
        "aligned" => has(ALIGNED),
        "writebackifcopy" => false,
        "fortran" => has(F_CONTIGUOUS) && as_array(&a).ndim() > 1,
        "fnc" => has(F_CONTIGUOUS) && !has(C_CONTIGUOUS),
        "forc" => has(F_CONTIGUOUS) || has(C_CONTIGUOUS),
        "behaved" => has(ALIGNED) && has(WRITEABLE),
        "carray" => has(ALIGNED) && has(WRITEABLE) && has(C_CONTIGUOUS),
        "farray" => has(ALIGNED) && has(WRITEABLE) && has(F_CONTIGUOUS) && !has(C_CONTIGUOUS),
        "num" => return Some(Value::int(i64::from(f))),
        _ => return None,
    };
    Some(Value::bool(b))
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    Ok(named(v, name))
}

fn long_name(key: &str) -> Option<&'static str> {
    Some(match key {
        "C_CONTIGUOUS" | "C" | "CONTIGUOUS" => "c_contiguous",
        "F_CONTIGUOUS" | "F" | "FORTRAN" => "f_contiguous",
        "OWNDATA" | "O" => "owndata",
        "WRITEABLE" | "W" => "writeable",
        "ALIGNED" | "A" => "aligned",
        "WRITEBACKIFCOPY" | "X" => "writebackifcopy",
        "FNC" => "fnc",
        "FORC" => "forc",
        "BEHAVED" | "B" => "behaved",
        "CARRAY" | "CA" => "carray",
        "FARRAY" | "FA" => "farray",
        _ => return None,
    })
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    match str::as_str(key).and_then(|k| long_name(&k)).and_then(|n| named(v, n)) {
        Some(x) => Ok(x),
        None => raise(&KEY_ERROR, "Unknown flag"),
    }
}

fn setitem(v: &Value, key: &Value, x: Option<&Value>) -> Result<()> {
    let name = str::as_str(key).and_then(|k| long_name(&k));
    match (name, x) {
        (Some(n), Some(_)) if setattr(v, n, x)? => Ok(()),
        _ => raise(&KEY_ERROR, "Unknown flag"),
    }
}

fn setattr(v: &Value, name: &str, x: Option<&Value>) -> Result<bool> {
    let (Some(x), "writeable") = (x, name) else { return Ok(false) };
    set_writeable(&array_of(v), ops::truth(x)?)?;
    Ok(true)
}

/// `a.flags.writeable = …`
///
/// # Errors
/// ValueError where the owner of the memory may not be written.
pub fn set_writeable(v: &Value, yes: bool) -> Result<()> {
    let a = as_array(v);
    if let Some(real) = crate::view::real_method(v, "setflags")? {
        pyaot_core::ops::call(&real, &[Value::bool(yes)])?;
        return Ok(());
    }
    if yes && !a.owns() {
        let allowed = a.base().is_some_and(|b| match crate::array::get(&b) {
            Some(b) => b.is_writeable(),
            None => b.ty().layout == Layout::ByteArray,
        });
        if !allowed {
            return value_error("cannot set WRITEABLE flag to True of this array");
        }
    }
    a.set_writeable(yes);
    crate::settings::note_new_form();
    Ok(())
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    if !b.is_exact(&FLAGS) || !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let same = as_array(&array_of(a)).flags() == as_array(&array_of(b)).flags();
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}
