//! Instances of classes of the program: slots, the dict word, finalizers.

use std::cell::{Cell, UnsafeCell};
use std::collections::BTreeSet;

use super::{ClassData, HAS_DEL, NO_DICT, WATCHED, data};
use crate::dict::DictObj;
use crate::exception::ExceptionObj;
use crate::heap;
use crate::state::{STATE, names};
use crate::types::{Layout, TypeObj};
use crate::value::{Header, Object, Value};
use pyaot_abi::layout::{F64_UNSET, INSTANCE_SLOTS};

/// An instance of a class of the program with slots, 8 bytes each, which follow the struct, or all that an exception has.
#[repr(C)]
pub struct Instance {
    pub header: Header,
    /// Bits of the dict with the attributes that have no slot, 0 = none yet.
    pub dict: Cell<u64>,
}

// SAFETY: repr(C), header first; only new_instance makes objects with this layout (plain `object()` included).
unsafe impl Object for Instance {
    const LAYOUT: Layout = Layout::Object;
}

impl Instance {
    /// The word of slot `i` of an instance of the class `d`.
    ///
    /// # Safety
    /// The class has more than `i` slots.
    #[inline]
    pub unsafe fn slot(&self, d: &ClassData, i: usize) -> &Cell<u64> {
        // SAFETY: the class says where its slots are; the cell was made large enough.
        unsafe { &*((self as *const Instance as *const u8).add(d.slots_at.get() as usize + 8 * i) as *const Cell<u64>) }
    }

    /// The value in slot `i`, boxed if it is an f64.
    #[inline]
    pub fn get_slot(&self, d: &ClassData, i: usize) -> Option<Value> {
        // SAFETY: `i` comes from the class's own table.
        let bits = unsafe { self.slot(d, i) }.get();
        if d.slots[i].is_f64 {
            return (bits != F64_UNSET).then(|| crate::float::new(f64::from_bits(bits)));
        }
        // SAFETY: a set value slot owns its value.
        (bits != 0).then(|| unsafe { super::clone_bits(bits) })
    }

    /// Stores into slot `i`; `false` if the slot cannot hold the value (a non-float in an f64 slot).
    #[inline]
    pub fn set_slot(&self, d: &ClassData, i: usize, value: &Value) -> bool {
        // SAFETY: `i` comes from the class's own table.
        let cell = unsafe { self.slot(d, i) };
        if d.slots[i].is_f64 {
            let Some(f) = value.downcast::<crate::float::FloatObj>().filter(|_| value.is_exact(&crate::float::FLOAT)) else {
                cell.set(F64_UNSET);
                return false;
            };
            cell.set(f.value.to_bits());
            return true;
        }
        crate::exception::drop_bits(cell.replace(value.clone().into_bits()));
        true
    }

    /// Marks slot `i` as unset, whatever was in it (nothing that is owned).
    pub fn unset_raw(&self, d: &ClassData, i: usize) {
        // SAFETY: `i` comes from the class's own table.
        unsafe { self.slot(d, i) }.set(if d.slots[i].is_f64 { F64_UNSET } else { 0 });
    }

    /// Empties slot `i`; `true` if it was set.
    pub fn unset_slot(&self, d: &ClassData, i: usize) -> bool {
        // SAFETY: `i` comes from the class's own table.
        let cell = unsafe { self.slot(d, i) };
        if d.slots[i].is_f64 {
            return cell.replace(F64_UNSET) != F64_UNSET;
        }
        let old = cell.replace(0);
        crate::exception::drop_bits(old);
        old != 0
    }
}

/// A new instance with unset slots; no `__init__` is called.
#[inline]
pub fn new_instance(ty: &'static TypeObj) -> Value {
    heap::maybe_collect();
    let d = data(ty);
    let n = d.slots.len();
    let p = heap::alloc_object(ty, INSTANCE_SLOTS as usize + 8 * n);
    // SAFETY: the cell has room for the struct and its slots.
    unsafe {
        (p as *mut Instance).write(Instance { header: Header { rc: Cell::new(1), ty: Cell::new(ty) }, dict: Cell::new(0) });
        let slots = p.add(INSTANCE_SLOTS as usize) as *mut u64;
        for (i, s) in d.slots.iter().enumerate() {
            slots.add(i).write(if s.is_f64 { F64_UNSET } else { 0 });
        }
        Value::from_bits(p as u64)
    }
}

pub(super) unsafe fn drop_instance(h: *mut Header) {
    // SAFETY: called once on an unreachable instance (its dict is dropped by drop_instance_dict).
    unsafe {
        clear_slots(h);
    }
}

/// Empties the slots of an instance, those with floats apart.
///
/// # Safety
/// `h` is an object of a class of the program with slots, whose contents nobody has borrowed.
pub unsafe fn clear_slots(h: *mut Header) {
    // SAFETY: by the contract.
    unsafe {
        let (inst, d) = (&*(h as *const Instance), data((*h).ty.get()));
        for (i, s) in d.slots.iter().enumerate() {
            if !s.is_f64 {
                crate::exception::drop_bits(inst.slot(d, i).replace(0));
            }
        }
    }
}

pub(super) unsafe fn traverse_instance(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live instance; nothing is changed.
    unsafe {
        traverse_slots(h, visit);
    }
}

/// Visits what the slots of an instance hold.
///
/// # Safety
/// `h` is a live object of a class of the program with slots.
pub unsafe fn traverse_slots(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: by the contract; nothing is changed.
    unsafe {
        let (inst, d) = (&*(h as *const Instance), data((*h).ty.get()));
        for (i, s) in d.slots.iter().enumerate() {
            if !s.is_f64 {
                visit_bits(inst.slot(d, i).get(), visit);
            }
        }
    }
}

unsafe fn visit_bits(bits: u64, visit: &mut dyn FnMut(&Value)) {
    if bits != 0 {
        // SAFETY: the caller's word owns the value; the temporary does not drop.
        visit(&std::mem::ManuallyDrop::new(unsafe { Value::from_bits(bits) }));
    }
}

/// The object as one with slots, if its class may have any.
#[inline]
pub fn as_instance(v: &Value) -> Option<&Instance> {
    let ty = v.ty();
    // SAFETY: objects of classes of the program with these layouts begin like an Instance, and their class knows the slots.
    (!ty.is_native && matches!(ty.layout, Layout::Object | Layout::Exception)).then(|| unsafe { &*(v.bits() as *const Instance) })
}

/// The word with the instance dict of an object of a program's class, or of another object that has one.
fn dict_cell(p: *mut Header) -> Option<&'static Cell<u64>> {
    // SAFETY: `p` is a live object; the lifetime is cut short by the callers.
    unsafe {
        let ty = (*p).ty.get();
        match ty.layout {
            Layout::Object => Some(&(*(p as *const Instance)).dict),
            Layout::Exception => Some(&(*(p as *const ExceptionObj)).dict),
            Layout::Function => Some(&(*(p as *const crate::function::FunctionObj)).dict),
            Layout::Type | Layout::Module => None,
            _ if !ty.is_native => Some(&*(heap::trailer(p as *const u8) as *const Cell<u64>)),
            _ => None,
        }
    }
}

/// The layouts whose dict word belongs to the struct that drops it itself.
fn owns_dict(layout: Layout) -> bool {
    matches!(layout, Layout::Exception | Layout::Function | Layout::Type | Layout::Module)
}

/// Drops the instance dict of an unreachable object of a program's class.
///
/// # Safety
/// `p` is a complete object whose count is zero.
pub unsafe fn drop_instance_dict(p: *mut Header) {
    // SAFETY: by the contract.
    if !owns_dict(unsafe { (*p).ty.get() }.layout)
        && let Some(c) = dict_cell(p)
    {
        drop_dict_word(c);
    }
}

/// # Safety
/// `p` is a live object of a program's class.
pub unsafe fn clear_instance_dict(p: *mut Header) {
    // SAFETY: by the contract.
    unsafe { drop_instance_dict(p) }
}

/// # Safety
/// `p` is a live object of a program's class.
pub unsafe fn traverse_instance_dict(p: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: by the contract.
    if !owns_dict(unsafe { (*p).ty.get() }.layout)
        && let Some(c) = dict_cell(p)
    {
        traverse_dict_word(c, visit);
    }
}

/// Drops the dict in a dict word.
pub fn drop_dict_word(c: &Cell<u64>) {
    crate::exception::drop_bits(c.replace(0));
}

pub fn traverse_dict_word(c: &Cell<u64>, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: the word owns the dict.
    unsafe { visit_bits(c.get(), visit) }
}

/// The dict in a dict word, made if there is none.
pub fn dict_word(c: &Cell<u64>) -> Value {
    if c.get() == 0 {
        c.set(crate::dict::new().into_bits());
    }
    // SAFETY: the word owns a live dict.
    unsafe { super::clone_bits(c.get()) }
}

/// The object's instance dict: `None` if it can have none, or has none yet and `create` is false.
pub fn instance_dict(v: &Value, create: bool) -> Option<Value> {
    let h = v.header()?;
    let ty = h.ty.get();
    if !ty.is_native && data(ty).has(NO_DICT) {
        return None;
    }
    if ty.is_native && ty.layout == Layout::Object {
        return None;
    }
    let cell = dict_cell(h as *const Header as *mut Header)?;
    if cell.get() == 0 && !create {
        return None;
    }
    Some(dict_word(cell))
}

/// `obj.__dict__`: attributes in slots are moved to the dict, which stays the object's own; reads find them there.
pub fn full_dict(v: &Value) -> Option<Value> {
    let dict = instance_dict(v, true)?;
    let ty = v.ty();
    if let Some(inst) = as_instance(v)
        && let Some(d) = dict.downcast::<DictObj>()
    {
        let class = data(ty);
        let mut moved = Vec::new();
        for (i, s) in class.slots.iter().enumerate() {
            if super::attrs::declared_slot(ty, &s.name) {
                continue;
            }
            if let Some(x) = inst.get_slot(class, i) {
                inst.unset_slot(class, i);
                // Set again since it was moved: it keeps its place there.
                match d.get(&s.name) {
                    Ok(Some(_)) => drop(d.insert(s.name.clone(), x).map_err(crate::exception::clear_pending)),
                    _ => moved.push((s.name.clone(), x)),
                }
            }
        }
        if !moved.is_empty() {
            // Slots are older than attributes without one, in most programs: keep the order of definition, unless they have
            // been moved before.
            let again = d.iter().any(|(k, _)| class.slots.iter().any(|s| s.name.is(&k)));
            let later: Vec<(Value, Value)> = if again { Vec::new() } else { d.iter().collect() };
            for (k, _) in &later {
                let _ = d.remove(k).map_err(crate::exception::clear_pending);
            }
            for (k, x) in moved.into_iter().chain(later) {
                let _ = d.insert(k, x).map_err(crate::exception::clear_pending);
            }
        }
    }
    Some(dict)
}

/// Objects whose `__del__` has run and that are still alive.
struct Finalized(UnsafeCell<BTreeSet<usize>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Finalized {}

static FINALIZED: Finalized = Finalized(UnsafeCell::new(BTreeSet::new()));

/// The object's class has a `__del__`.
///
/// # Safety
/// `p` is a complete object.
pub unsafe fn has_finalizer(p: *mut Header) -> bool {
    // SAFETY: by the contract.
    let ty = unsafe { (*p).ty.get() };
    !ty.is_native && data(ty).has(HAS_DEL)
}

/// Runs `__del__` of an object whose count has reached zero; `true` if that made it reachable again.
///
/// # Safety
/// `p` is a complete object with count zero.
pub unsafe fn finalize(p: *mut Header) -> bool {
    // SAFETY: by the contract; the count is 1 while others see the object.
    unsafe {
        if has_finalizer(p) && !(*FINALIZED.0.get()).remove(&(p as usize)) {
            (*p).rc.set(1);
            run_del(p);
            let n = (*p).rc.get() - 1;
            (*p).rc.set(n);
            if n > 0 {
                (*FINALIZED.0.get()).insert(p as usize);
                return true;
            }
        }
        let ty = (*p).ty.get();
        if !ty.is_native
            && data(ty).has(WATCHED)
            && let Some(hooks) = crate::foreign::hooks()
        {
            (*p).rc.set(1);
            (hooks.dies)(&std::mem::ManuallyDrop::new(Value::from_bits(p as u64)));
            (*p).rc.set((*p).rc.get() - 1);
            return (*p).rc.get() > 0;
        }
    }
    false
}

/// Runs `__del__` of an object in a garbage cycle, once; `true` if it ran.
///
/// # Safety
/// `p` is a live object on which the caller holds a reference.
pub unsafe fn finalize_garbage(p: *mut Header) -> bool {
    // SAFETY: by the contract.
    unsafe {
        if !has_finalizer(p) || !(*FINALIZED.0.get()).insert(p as usize) {
            return false;
        }
        run_del(p);
    }
    true
}

unsafe fn run_del(p: *mut Header) {
    // SAFETY: the caller holds a reference; the temporary does not drop.
    let v = std::mem::ManuallyDrop::new(unsafe { Value::from_bits(p as u64) });
    // An exception may be on its way up while objects die: it is kept aside.
    let pending = STATE.pending.replace(0);
    if let Some(del) = super::type_lookup(v.ty(), names::DEL.get())
        && let Err(e) = crate::ops::call(&del, &[Value::clone(&v)])
    {
        crate::start::report_unraisable(e, &del);
    }
    STATE.pending.set(pending);
}
