//! Arrays that the program has made and gives away: NumPy's own from then on, as if it had made them. Their memory comes back by a
//! handler (NEP 49).

use std::ffi::{c_char, c_void};

use pyaot_abi::dtype::DType;
use pyaot_array::array::{self, ArrayObj};
use pyaot_array::ndarray;
use pyaot_core::dict::{self, DictObj};
use pyaot_core::error::Result;
use pyaot_core::list::{self, ListObj};
use pyaot_core::tuple::{self, TupleObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use crate::capi::api;
use crate::convert::to_python;
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::{arrays, builtin, foreign};

/// The object of CPython for a value that the caller gives up.
pub fn outward(v: Value) -> Result<Py> {
    match v.ty().layout {
        Layout::Array => array_outward(v),
        Layout::Tuple if v.is_exact(&tuple::TUPLE) => {
            let items = v.downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
            if items.iter().any(|x| is_container(x) || array::get(x).is_some_and(|a| !is_nobodys(x, 1) || !a.owns())) {
                return tree_outward(&v);
            }
            if !items.iter().any(is_array) {
                return to_python(&v);
            }
            let items = items.to_vec();
            drop(v);
            py::tuple(items.into_iter().map(|x| if is_array(&x) { array_outward(x) } else { to_python(&x) }).collect::<Result<_>>()?)
        }
        Layout::List | Layout::Dict => tree_outward(&v),
        _ => to_python(&v),
    }
}

/// A list, dict or tuple that may have arrays inside, and that the caller gives up.
fn tree_outward(v: &Value) -> Result<Py> {
    let mut tree = Tree::default();
    tree.count(v, 0, DEEP);
    if tree.references.is_empty() {
        return to_python(v);
    }
    tree.count_bases(v, 0, DEEP);
    tree.outward(v, 0, DEEP)
}

/// What is further inside is not looked at.
const DEEP: u32 = 32;

/// Containers that nobody else has, one in the other.
#[derive(Default)]
struct Tree {
    /// The references that it has to each array: if there are no others, the array is given away with it.
    references: AddressMap<u64, u64>,
    /// Views whose bases have been counted.
    counted: AddressMap<u64, ()>,
    /// What each array has become.
    made: AddressMap<u64, Py>,
}

fn is_container(v: &Value) -> bool {
    matches!(v.ty().layout, Layout::List | Layout::Dict | Layout::Tuple)
}

/// Nobody has the container but the tree, and the caller so many times.
fn is_inside(v: &Value, held: u64) -> bool {
    v.header().is_some_and(|h| h.rc.get() == 1 + held)
}

/// The elements of a container of the tree, keys of a dict apart, each with how often it is held for the call. (What has a counterpart in
/// CPython is known to others, who have a reference.)
fn inside(v: &Value, held: u64, f: &mut dyn FnMut(&Value, u64)) {
    if !is_inside(v, held) {
        return;
    }
    if let Some(l) = v.downcast::<ListObj>().filter(|_| v.is_exact(&list::LIST)) {
        l.values().into_iter().flatten().for_each(|x| f(x, 0));
    } else if let Some(d) = v.downcast::<DictObj>().filter(|_| v.is_exact(&dict::DICT)) {
        d.iter().for_each(|(_, x)| f(&x, 1));
    } else if let Some(t) = v.downcast::<TupleObj>().filter(|_| v.is_exact(&tuple::TUPLE)) {
        t.items().iter().for_each(|x| f(x, 0));
    }
}

impl Tree {
    fn count(&mut self, v: &Value, held: u64, deep: u32) {
        inside(v, held, &mut |x, held| {
            if is_array(x) {
                *self.references.entry(x.bits()).or_default() += 1;
            } else if deep > 0 && is_container(x) {
                self.count(x, held, deep - 1);
            }
        });
    }

    /// Views that go with the tree are references to what they are views of.
    fn count_bases(&mut self, v: &Value, held: u64, deep: u32) {
        inside(v, held, &mut |x, held| {
            if let Some(a) = array::get(x) {
                if self.is_ours(x, held)
                    && self.counted.insert(x.bits(), ()).is_none()
                    && let Some(base) = a.base().filter(|b| array::get(b).is_some_and(ArrayObj::owns))
                {
                    *self.references.entry(base.bits()).or_default() += 1;
                }
            } else if deep > 0 && is_container(x) {
                self.count_bases(x, held, deep - 1);
            }
        });
    }

    /// Nobody has the array but the tree, and the caller so many times.
    fn is_ours(&self, v: &Value, held: u64) -> bool {
        self.references.get(&v.bits()).is_some_and(|n| is_nobodys(v, n + held))
    }

    fn outward(&mut self, v: &Value, held: u64, deep: u32) -> Result<Py> {
        if is_array(v) {
            return self.array_outward(v, held);
        }
        let is_ours = deep > 0 && is_inside(v, held);
        if let Some(items) = v.downcast::<ListObj>().filter(|_| is_ours && v.is_exact(&list::LIST)).and_then(ListObj::values) {
            let items = items.iter().map(|x| self.outward(x, 0, deep - 1)).collect::<Result<Vec<Py>>>()?;
            let made = builtin::list()?;
            builtin::set_list_items(&made, &items)?;
            return Ok(made);
        }
        if let Some(d) = v.downcast::<DictObj>().filter(|_| is_ours && v.is_exact(&dict::DICT)) {
            let made = builtin::dict()?;
            for (k, x) in d.iter() {
                builtin::set_dict_item(&made, &to_python(&k)?, &self.outward(&x, 1, deep - 1)?)?;
            }
            return Ok(made);
        }
        if let Some(t) = v.downcast::<TupleObj>().filter(|_| is_ours && v.is_exact(&tuple::TUPLE)) {
            return py::tuple(t.items().iter().map(|x| self.outward(x, 0, deep - 1)).collect::<Result<_>>()?);
        }
        to_python(v)
    }

    fn array_outward(&mut self, v: &Value, held: u64) -> Result<Py> {
        if let Some(p) = self.made.get(&v.bits()) {
            return Ok(p.clone());
        }
        let a = array::as_array(v);
        if a.dtype() == DType::Object {
            // A copy, but one for all.
            let made = arrays::outward(v)?;
            self.made.insert(v.bits(), made.clone());
            return Ok(made);
        }
        if arrays::known(v).is_some() || !self.is_ours(v, held) {
            return arrays::outward(v);
        }
        let made = if a.owns() {
            owner_outward(v, a)?
        } else {
            let Some(base) = a.base() else { return arrays::outward(v) };
            let given = match (array::get(&base), self.made.get(&base.bits())) {
                (_, Some(p)) => Some(p.clone()),
                (None, _) => foreign::kept(&base).cloned(),
                (Some(owner), _) => match arrays::known(&base) {
                    // The base is in our hands once more.
                    None if owner.owns() && self.is_ours(&base, 1) => {
                        let p = owner_outward(&base, owner)?;
                        self.made.insert(base.bits(), p.clone());
                        Some(p)
                    }
                    known => known,
                },
            };
            let Some(base) = given else { return arrays::outward(v) };
            // SAFETY: the base owns the elements, or knows what does.
            unsafe { arrays::based(a, base) }?
        };
        self.made.insert(v.bits(), made.clone());
        Ok(made)
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
