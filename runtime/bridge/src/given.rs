//! Arrays that the program has made and gives away: NumPy's own from then on, as if it had made them. Their memory comes back by a
//! handler (NEP 49).

use std::ffi::{c_char, c_void};

use pyaot_abi::dtype::DType;
use pyaot_array::array::{self, ArrayObj};
use pyaot_array::ndarray;
use pyaot_core::error::Result;
use pyaot_core::tuple::{self, TupleObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use crate::capi::api;
use crate::convert::to_python;
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::{arrays, foreign};

/// The object of CPython for a value that the caller gives up.
pub fn outward(v: Value) -> Result<Py> {
    match v.ty().layout {
        Layout::Array => array_outward(v),
        Layout::Tuple if v.is_exact(&tuple::TUPLE) => {
            let items = v.downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
            if !items.iter().any(is_array) {
                return to_python(&v);
            }
            let items = items.to_vec();
            drop(v);
            py::tuple(items.into_iter().map(|x| if is_array(&x) { array_outward(x) } else { to_python(&x) }).collect::<Result<_>>()?)
        }
        _ => to_python(&v),
    }
}

fn is_array(v: &Value) -> bool {
    v.ty().layout == Layout::Array
}

/// So many references to the array are all that there are.
fn is_nobodys(v: &Value, references: u64) -> bool {
    v.header().is_some_and(|h| h.rc.get() == references && std::ptr::eq(h.ty.get(), ndarray::ndarray_type()))
}

fn array_outward(v: Value) -> Result<Py> {
    if let Some(p) = arrays::known(&v) {
        return Ok(p);
    }
    let a = array::as_array(&v);
    if !is_nobodys(&v, 1) || a.dtype() == DType::Object {
        return arrays::outward(&v);
    }
    if a.owns() {
        return owner_outward(&v, a);
    }
    let Some(base) = a.base() else { return arrays::outward(&v) };
    let given = match array::get(&base) {
        None => foreign::kept(&base).cloned(),
        Some(owner) => match arrays::known(&base) {
            // The array and we have it.
            None if is_nobodys(&base, 2) && owner.owns() => Some(owner_outward(&base, owner)?),
            known => known,
        },
    };
    match given {
        // SAFETY: the base owns the elements, or knows what does.
        Some(base) => unsafe { arrays::based(a, base) },
        None => arrays::outward(&v),
    }
}

/// An array of NumPy that has the elements of this one, which nobody looks at any more.
fn owner_outward(v: &Value, a: &ArrayObj) -> Result<Py> {
    let Some(handler) = handler() else { return arrays::outward(v) };
    // SAFETY: the elements are where they are as long as the handler is not told to free them.
    let p = unsafe { arrays::unbased(a) }?;
    // SAFETY: as it was made.
    if !unsafe { arrays::own_elements(&p, &handler) } {
        return arrays::outward(v);
    }
    match a.give_elements() {
        Some(bytes) => note(a.data(), bytes),
        None => unreachable!("the caller has asked"),
    }
    Ok(p)
}

/// Bytes of the blocks that NumPy has.
static BLOCKS: Table<AddressMap<usize, usize>> = Table::new(table);

fn note(block: *mut u8, bytes: usize) {
    if !block.is_null() {
        BLOCKS.with_borrow_mut(|b| b.insert(block as usize, bytes));
    }
}

/// `PyDataMem_Handler`.
#[repr(C)]
struct Handler {
    name: [c_char; 127],
    version: u8,
    context: *mut c_void,
    malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut u8,
    calloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut u8,
    realloc: unsafe extern "C" fn(*mut c_void, *mut u8, usize) -> *mut u8,
    free: unsafe extern "C" fn(*mut c_void, *mut u8, usize),
}

// SAFETY: nobody writes to it.
unsafe impl Sync for Handler {}

static HANDLER: Handler = Handler {
    name: {
        let mut name = [0; 127];
        let mut i = 0;
        while i < NAME.len() {
            name[i] = NAME[i] as c_char;
            i += 1;
        }
        name
    },
    version: 1,
    context: std::ptr::null_mut(),
    malloc,
    calloc,
    realloc,
    free,
};
const NAME: &[u8] = b"pyaot";

static CAPSULE: Table<Option<Py>> = Table::new(table);

fn handler() -> Option<Py> {
    if let Some(p) = CAPSULE.with_borrow(Option::clone) {
        return Some(p);
    }
    // SAFETY: the structure is there for ever, and so is the name; a new reference.
    let made = unsafe { Py::owned((api().PyCapsule_New)((&raw const HANDLER).cast_mut().cast(), c"mem_handler".as_ptr(), std::ptr::null())) };
    let made = made.map_err(pyaot_core::exception::clear_pending).ok()?;
    CAPSULE.with_borrow_mut(|c| *c = Some(made.clone()));
    Some(made)
}

// The functions below are called by NumPy, which holds the interpreter's lock, as NEP 49 says: that is the contract of all their unsafe blocks.

unsafe extern "C" fn malloc(_: *mut c_void, bytes: usize) -> *mut u8 {
    let block = array::elements(bytes, false);
    note(block, bytes);
    block
}

unsafe extern "C" fn calloc(_: *mut c_void, n: usize, bytes: usize) -> *mut u8 {
    let Some(bytes) = n.checked_mul(bytes) else { return std::ptr::null_mut() };
    let block = array::elements(bytes, true);
    note(block, bytes);
    block
}

unsafe extern "C" fn realloc(context: *mut c_void, block: *mut u8, bytes: usize) -> *mut u8 {
    // SAFETY: see above.
    unsafe {
        let new = malloc(context, bytes);
        if !block.is_null() && !new.is_null() {
            let before = BLOCKS.with_borrow(|b| b.get(&(block as usize)).copied()).unwrap_or(0);
            std::ptr::copy_nonoverlapping(block, new, before.min(bytes));
            free(context, block, before);
        }
        new
    }
}

unsafe extern "C" fn free(_: *mut c_void, block: *mut u8, _: usize) {
    if let Some(bytes) = BLOCKS.with_borrow_mut(|b| b.remove(&(block as usize))) {
        // SAFETY: see above.
        unsafe { array::free_elements(block, bytes) };
    }
}
