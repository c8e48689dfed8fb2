//! Lists, dicts, sets and bytearrays that both sides can see.
//!
//! One that crosses has a twin on the other side from then on, as long as both are alive: whenever control crosses, the side that
//! had it may have changed its twin, and the other is brought up to date before anybody looks. So both sides see the same mutations,
//! and a container that comes back is the object that it was. Only one side runs at a time.

use std::collections::HashMap;

use pyaot_core::bytearray::ByteArrayObj;
use pyaot_core::dict::DictObj;
use pyaot_core::error::Result;
use pyaot_core::exception::{clear_pending, set_pending_unchanged, take_pending};
use pyaot_core::list::ListObj;
use pyaot_core::set::SetObj;
use pyaot_core::start::hosted;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytearray, dict, list, set};

use crate::capi::{Obj, api, ref_count};
use crate::convert::{from_python_as, is_same, to_python};
use crate::locked::{Table, table};
use crate::py::{self, Py};

struct Twins {
    native: Value,
    python: Py,
}

/// All pairs there are, and where each container stands among them.
#[derive(Default)]
struct Pairs {
    pairs: Vec<Twins>,
    natives: HashMap<u64, usize>,
    pythons: HashMap<usize, usize>,
}

impl Pairs {
    fn add(&mut self, native: Value, python: Py) {
        self.natives.insert(native.bits(), self.pairs.len());
        self.pythons.insert(python.as_ptr() as usize, self.pairs.len());
        self.pairs.push(Twins { native, python });
    }
}

static TWINS: Table<Pairs> = Table::new(table);

/// No container is on both sides.
pub fn no_twins() -> bool {
    TWINS.with_borrow(|t| t.pairs.is_empty())
}

/// Control goes to CPython, and comes back.
#[inline]
pub fn crossing<T>(f: impl FnOnce() -> T) -> T {
    crate::count_call();
    if no_twins() {
        let r = f();
        hosted::here();
        if !no_twins() {
            update_natives();
        }
        return r;
    }
    update_pythons();
    let r = f();
    hosted::here();
    update_natives();
    r
}

/// What has been raised already stays the pending exception.
fn keeping_pending(f: impl FnOnce()) {
    let pending = take_pending();
    f();
    pending.into_iter().for_each(set_pending_unchanged);
}

/// Control comes from CPython, and goes back.
pub fn entering<T>(f: impl FnOnce() -> T) -> T {
    hosted::here();
    update_natives();
    let r = f();
    update_pythons();
    r
}

/// Nobody but the table refers to the object of CPython.
fn is_alone(p: &Py) -> bool {
    // SAFETY: it lives.
    unsafe { ref_count(p.as_ptr()) == 1 }
}

/// Forgets twins that only one side still has. Both are up to date.
pub fn settle() {
    crate::arrays::settle();
    let is_over = |t: &mut Twins| is_alone(&t.python) || t.native.header().is_some_and(|h| h.rc.get() == 1);
    let gone: Vec<Twins> = TWINS.with_borrow_mut(|t| {
        let gone: Vec<Twins> = t.pairs.extract_if(.., is_over).collect();
        if !gone.is_empty() {
            t.natives = t.pairs.iter().enumerate().map(|(i, p)| (p.native.bits(), i)).collect();
            t.pythons = t.pairs.iter().enumerate().map(|(i, p)| (p.python.as_ptr() as usize, i)).collect();
        }
        gone
    });
    // With them go what they hold, which may be others' last reference.
    if !gone.is_empty() {
        drop(gone);
        settle();
    }
}

/// At the end of the program.
pub fn forget_all() {
    drop(TWINS.take());
}

/// The pairs there are, for walking over them while conversions make more.
fn pair(i: usize) -> Option<(Value, Py)> {
    TWINS.with_borrow(|t| t.pairs.get(i).map(|t| (t.native.clone(), t.python.clone())))
}

fn update_pythons() {
    keeping_pending(|| {
        let mut i = 0;
        while let Some((native, python)) = pair(i) {
            // An element that cannot cross stays what it was.
            let _ = write_python(&native, &python).map_err(clear_pending);
            i += 1;
        }
        settle();
    });
}

fn update_natives() {
    keeping_pending(|| {
        let mut i = 0;
        while let Some((native, python)) = pair(i) {
            let _ = write_native(&native, &python, false).map_err(clear_pending);
            i += 1;
        }
        settle();
    });
}

/// The twin of a container of the program.
pub fn outward(v: &Value) -> Result<Py> {
    let known = TWINS.with_borrow(|t| t.natives.get(&v.bits()).map(|i| t.pairs[*i].python.clone()));
    if let Some(p) = known {
        return Ok(p);
    }
    let api = api();
    // SAFETY: new objects.
    let python = unsafe {
        Py::owned(match v.ty().layout {
            Layout::List => (api.PyList_New)(0),
            Layout::Dict => (api.PyDict_New)(),
            Layout::Set => (api.PySet_New)(std::ptr::null_mut()),
            _ => (api.PyByteArray_FromStringAndSize)(std::ptr::null(), 0),
        })?
    };
    // Known before its elements, among which it may be.
    TWINS.with_borrow_mut(|t| t.add(v.clone(), python.clone()));
    write_python(v, &python)?;
    Ok(python)
}

/// The twin of a container of CPython. `is_ours`: nobody else refers to it, so a copy is as good.
pub fn inward(p: &Py, layout: Layout, is_ours: bool) -> Result<Value> {
    let known = TWINS.with_borrow(|t| t.pythons.get(&(p.as_ptr() as usize)).map(|i| t.pairs[*i].native.clone()));
    if let Some(v) = known {
        return Ok(v);
    }
    let native = match layout {
        Layout::List => list::empty(),
        Layout::Dict => dict::new(),
        Layout::Set => set::new(),
        _ => bytearray::new(&[]),
    };
    if !is_ours {
        TWINS.with_borrow_mut(|t| t.add(native.clone(), p.clone()));
    }
    write_native(&native, p, is_ours)?;
    Ok(native)
}

/// Makes the object of CPython what the program's is.
fn write_python(v: &Value, p: &Py) -> Result<()> {
    let (api, o) = (api(), p.as_ptr());
    if let Some(l) = v.downcast::<ListObj>() {
        // SAFETY: a list; each item is ours until the list takes it over.
        unsafe {
            let had = (api.PyList_Size)(o) as usize;
            for i in 0..l.len() {
                let x = l.get(i);
                if i >= had {
                    py::done((api.PyList_Append)(o, to_python(&x)?.as_ptr()))?;
                } else if !is_same(&x, (api.PyList_GetItem)(o, i as isize)) {
                    py::done((api.PyList_SetItem)(o, i as isize, to_python(&x)?.into_ptr()))?;
                }
            }
            if had > l.len() {
                py::done((api.PyList_SetSlice)(o, l.len() as isize, had as isize, std::ptr::null_mut()))?;
            }
        }
    } else if let Some(d) = v.downcast::<DictObj>() {
        let entries: Vec<(Value, Value)> = d.iter().map(|(k, x)| (k.clone(), x.clone())).collect();
        if same_entries(&entries, o) {
            return Ok(());
        }
        // SAFETY: a dict.
        unsafe {
            (api.PyDict_Clear)(o);
            for (k, x) in &entries {
                py::done((api.PyDict_SetItem)(o, to_python(k)?.as_ptr(), to_python(x)?.as_ptr()))?;
            }
        }
    } else if let Some(s) = v.downcast::<SetObj>() {
        let items: Vec<Value> = s.iter().collect();
        let python = items.iter().map(to_python).collect::<Result<Vec<Py>>>()?;
        // SAFETY: a set.
        unsafe {
            let mut same = (api.PySet_Size)(o) as usize == items.len();
            for x in &python {
                same = same && py::done((api.PySequence_Contains)(o, x.as_ptr()))?;
            }
            if !same {
                py::done((api.PySet_Clear)(o))?;
                for x in &python {
                    py::done((api.PySet_Add)(o, x.as_ptr()))?;
                }
            }
        }
    } else if let Some(b) = v.downcast::<ByteArrayObj>() {
        let bytes = b.as_slice();
        // SAFETY: a bytearray, resized before it is written.
        unsafe {
            py::done((api.PyByteArray_Resize)(o, bytes.len() as isize))?;
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), (api.PyByteArray_AsString)(o).cast(), bytes.len());
        }
    }
    Ok(())
}

/// The dict has these entries, in this order.
fn same_entries(entries: &[(Value, Value)], o: Obj) -> bool {
    let (mut at, mut k, mut x) = (0, std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: a dict, which nothing changes meanwhile; keys and values are borrowed.
    unsafe {
        (api().PyDict_Size)(o) as usize == entries.len()
            && entries.iter().all(|(key, value)| {
                (api().PyDict_Next)(o, &mut at, &mut k, &mut x) != 0 && is_same(key, k) && is_same(value, x)
            })
    }
}

/// Makes the program's object what that of CPython is.
fn write_native(v: &Value, p: &Py, is_ours: bool) -> Result<()> {
    let (api, o) = (api(), p.as_ptr());
    // SAFETY (of all blocks below): the object has the type that its twin says; what is read from it is kept while it is converted.
    if let Some(l) = v.downcast::<ListObj>() {
        let n = unsafe { (api.PyList_Size)(o) } as usize;
        for i in 0..n {
            let x = unsafe { (api.PyList_GetItem)(o, i as isize) };
            if i >= l.len() {
                l.push(from_python_as(&unsafe { Py::borrowed(x) }, is_ours)?);
            } else if !is_same(&l.get(i), x) {
                l.set(i, from_python_as(&unsafe { Py::borrowed(x) }, is_ours)?);
            }
        }
        while l.len() > n {
            drop(l.pop_last());
        }
    } else if let Some(d) = v.downcast::<DictObj>() {
        let entries: Vec<(Value, Value)> = d.iter().map(|(k, x)| (k.clone(), x.clone())).collect();
        if same_entries(&entries, o) {
            return Ok(());
        }
        d.clear();
        let (mut at, mut k, mut x) = (0, std::ptr::null_mut(), std::ptr::null_mut());
        while unsafe { (api.PyDict_Next)(o, &mut at, &mut k, &mut x) } != 0 {
            let (k, x) = unsafe { (Py::borrowed(k), Py::borrowed(x)) };
            d.insert(from_python_as(&k, is_ours)?, from_python_as(&x, is_ours)?)?;
        }
    } else if let Some(s) = v.downcast::<SetObj>() {
        let items = elements(p, is_ours)?;
        let mut same = s.len() == items.len();
        for x in &items {
            same = same && s.contains(x)?;
        }
        if !same {
            s.clear();
            for x in items {
                s.insert(x)?;
            }
        }
    } else if let Some(b) = v.downcast::<ByteArrayObj>() {
        let bytes = unsafe {
            std::slice::from_raw_parts((api.PyByteArray_AsString)(o).cast::<u8>(), (api.PyByteArray_Size)(o) as usize)
        };
        if b.as_slice() != bytes {
            b.replace(bytes.to_vec());
        }
    }
    Ok(())
}

/// The elements of a set.
pub fn elements(p: &Py, is_ours: bool) -> Result<Vec<Value>> {
    // SAFETY: an iterable object that lives; its items are new references.
    unsafe {
        let it = Py::owned((api().PyObject_GetIter)(p.as_ptr()))?;
        let mut out = Vec::new();
        loop {
            let x = (api().PyIter_Next)(it.as_ptr());
            if x.is_null() {
                return if (api().PyErr_Occurred)().is_null() { Ok(out) } else { Err(crate::errors::fetch()) };
            }
            out.push(from_python_as(&Py::owned(x)?, is_ours)?);
        }
    }
}
