//! The program's constants, made before its code runs.

use super::{const_bytes, kinds};
use crate::state::{intern_value, make_immortal};
use crate::value::Value;
use pyaot_abi::layout::{ConstDesc, ProgramDesc};

/// Longer strings are not names: they are not interned.
const MAX_INTERNED: usize = 64;

/// Makes every constant.
///
/// # Safety
/// `program` has valid tables.
pub(super) unsafe fn fill(program: &'static ProgramDesc) {
    if program.n_consts == 0 {
        return;
    }
    // SAFETY: by the contract.
    let (consts, slots) = unsafe {
        (
            std::slice::from_raw_parts(program.consts, program.n_consts as usize),
            std::slice::from_raw_parts_mut(program.const_slots, program.n_consts as usize),
        )
    };
    for (i, c) in consts.iter().enumerate() {
        slots[i] = make(c, &slots[..i]);
    }
}

fn word<const N: usize>(b: &[u8], at: usize) -> [u8; N] {
    let mut w = [0; N];
    w.copy_from_slice(&b[at..at + N]);
    w
}

fn name(b: &'static [u8]) -> &'static str {
    std::str::from_utf8(b).unwrap_or("")
}

fn make(c: &ConstDesc, earlier: &[u64]) -> u64 {
    let b = const_bytes(c);
    let v = match c.kind {
        kinds::CONST_STR => {
            let s = crate::str::from_wtf8(b);
            if b.len() <= MAX_INTERNED { intern_value(&s) } else { s }
        }
        kinds::CONST_BYTES => crate::bytes::new(b),
        kinds::CONST_BIGINT => crate::int::from_decimal(b),
        kinds::CONST_FLOAT => crate::float::new(f64::from_bits(u64::from_le_bytes(word(b, 0)))),
        kinds::CONST_COMPLEX => {
            let part = |i| f64::from_bits(u64::from_le_bytes(word(b, i)));
            crate::complex::constant(part(0), part(8))
        }
        kinds::CONST_NATIVE => or_broken(crate::module::find_native_object(name(b)), b),
        kinds::CONST_NATIVE_RECORD => match crate::module::find_native(name(b)) {
            Some(n) => return n as *const crate::native::Native as u64,
            None => broken(b),
        },
        kinds::CONST_TUPLE => {
            let items = b.chunks_exact(4).map(|w| {
                let at = u32::from_le_bytes(word(w, 0)) as usize;
                // SAFETY: earlier constants are made and immortal.
                unsafe { crate::class::clone_bits(earlier[at]) }
            });
            crate::tuple::new(items.collect())
        }
        kinds::CONST_INT => Value::int(i64::from_le_bytes(word(b, 0))),
        kinds::CONST_TYPE => or_broken(crate::module::builtin_type(name(b)).or_else(|| crate::module::late_type_named(name(b))).map(|t| t.value()), b),
        kinds::CONST_MODULE => {
            let m = or_broken(crate::module::module_object(name(b)), b);
            make_immortal(&m);
            m
        }
        _ => broken(b),
    };
    make_immortal(&v);
    v.into_bits()
}

fn or_broken(v: Option<Value>, b: &[u8]) -> Value {
    v.unwrap_or_else(|| broken(b))
}

/// The program names something that this runtime does not have: a mistake of the compiler.
#[cold]
fn broken(b: &[u8]) -> ! {
    super::write_stderr(&crate::text!("pyaot: unknown constant '", String::from_utf8_lossy(b), "'\n"));
    std::process::abort()
}
