//! `_native`: what the shims need and Python cannot say.

use crate::error::{Result, type_error};
use crate::exception::oserror;
use crate::native::Native;
use crate::value::Value;
use crate::{bytes, natives, ops, text};

pub static NATIVES: &[Native] = natives![
    "_native.sha512(data, /) -> bytes" => sha512,
    "_native.urandom(size, /) -> bytes" => urandom,
];

pub static VALUES: super::Values = &[];

fn sha512(a: &[Value]) -> Result<Value> {
    match bytes::like(&a[0]) {
        Some(b) => Ok(bytes::new(&super::sha512::sha512(b))),
        None => type_error(text!("a bytes-like object is required, not '", ops::type_name(&a[0]), "'")),
    }
}

/// Fills `out` with the system's random bytes.
pub(super) fn fill_random(out: &mut [u8]) -> Result<()> {
    use std::io::Read;
    match std::fs::File::open("/dev/urandom").and_then(|mut f| f.read_exact(out)) {
        Ok(()) => Ok(()),
        Err(e) => oserror::raise_io(&e, None),
    }
}

fn urandom(a: &[Value]) -> Result<Value> {
    let n = ops::index_or_overflow(&a[0])?;
    if n < 0 {
        return crate::error::value_error("negative argument not allowed");
    }
    let mut out = vec![0; n as usize];
    fill_random(&mut out)?;
    Ok(bytes::new(&out))
}
