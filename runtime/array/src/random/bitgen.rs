//! A bit generator as NumPy's C interface describes one (`numpy/random/bitgen.h`), so that NumPy can draw from the same numbers.

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

use pyaot_core::error::Result;
use pyaot_core::value::Value;

use super::engine::Engine;
use super::object::with_source;

/// `bitgen_t`, and what it draws from.
#[repr(C)]
pub struct BitGen {
    state: *const c_void,
    next_u64: unsafe extern "C" fn(*const c_void) -> u64,
    next_u32: unsafe extern "C" fn(*const c_void) -> u32,
    next_f64: unsafe extern "C" fn(*const c_void) -> f64,
    next_raw: unsafe extern "C" fn(*const c_void) -> u64,
    _engine: Rc<RefCell<Engine>>,
}

/// The generator behind `source`. The engine stays where it is as long as this lives.
///
/// # Errors
/// TypeError if that is no source.
pub fn of(source: &Value) -> Result<Box<BitGen>> {
    with_source(source, |s| {
        let engine = s.engine.clone();
        Ok(Box::new(BitGen { state: Rc::as_ptr(&engine).cast(), next_u64, next_u32, next_f64, next_raw, _engine: engine }))
    })
}

/// # Safety
/// `state` is that of a [`BitGen`] that lives; whoever draws has the generator for itself, as NumPy's lock sees to.
unsafe fn with<T>(state: *const c_void, f: impl FnOnce(&mut Engine) -> T) -> T {
    // SAFETY: by the contract.
    f(&mut unsafe { &*state.cast::<RefCell<Engine>>() }.borrow_mut())
}

unsafe extern "C" fn next_u64(state: *const c_void) -> u64 {
    // SAFETY: the caller's contract.
    unsafe { with(state, Engine::next_u64) }
}

unsafe extern "C" fn next_u32(state: *const c_void) -> u32 {
    // SAFETY: the caller's contract.
    unsafe { with(state, Engine::next_u32) }
}

unsafe extern "C" fn next_f64(state: *const c_void) -> f64 {
    // SAFETY: the caller's contract.
    unsafe { with(state, Engine::next_f64) }
}

unsafe extern "C" fn next_raw(state: *const c_void) -> u64 {
    // SAFETY: the caller's contract.
    unsafe { with(state, Engine::next_raw) }
}
