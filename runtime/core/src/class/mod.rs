//! Classes: the part of a type that is made at run time, attribute lookup along the MRO, and the types `object` and `type`.

use std::cell::{Cell, UnsafeCell};

use crate::error::Result;
use crate::state::names;
use crate::types::{Layout, TypeObj};
use crate::value::{Header, IMMORTAL, Object, Value};

pub mod abc;
pub mod alias;
pub mod attrs;
pub mod build;
pub mod descr;
pub mod dispatch;
pub mod instance;
pub mod protocol;
mod object;
mod type_type;
pub mod wrappers;

pub use build::{class_done, class_set, clear_classes, make_class, update_slots};
pub use instance::{
    Instance, clear_instance_dict, clear_slots, dict_word, drop_dict_word, drop_instance_dict, finalize, finalize_garbage, has_finalizer, instance_dict,
    new_instance, traverse_dict_word, traverse_instance_dict, traverse_slots,
};
pub use object::OBJECT;
pub use type_type::{TYPE, has_own_init};

// SAFETY: repr(C), header first; every object whose type is `type` or a metaclass is a TypeObj.
unsafe impl Object for TypeObj {
    const LAYOUT: Layout = Layout::Type;
}

/// An attribute stored in the instance itself.
pub struct Slot {
    /// Interned.
    pub name: Value,
    /// Holds a raw f64 instead of a value.
    pub is_f64: bool,
}

/// The slots of a class; fixed once the class body has ended.
pub struct SlotTable(UnsafeCell<Vec<Slot>>);

impl std::ops::Deref for SlotTable {
    type Target = [Slot];
    #[inline]
    fn deref(&self) -> &[Slot] {
        // SAFETY: only changed while the class is made.
        unsafe { &*self.0.get() }
    }
}

/// What a type has beyond its [`TypeObj`]: for classes of the program from the start, for native types at first use.
pub struct ClassData {
    pub qualname: UnsafeCell<Value>,
    pub bases: UnsafeCell<Vec<&'static TypeObj>>,
    pub mro: UnsafeCell<Vec<&'static TypeObj>>,
    pub attrs: AttrMap,
    pub slots: SlotTable,
    /// Bytes before an instance's first slot.
    pub slots_at: Cell<u32>,
    pub subclasses: UnsafeCell<Vec<&'static TypeObj>>,
    pub flags: Cell<u32>,
    /// Of a class statement, where there is CPython to evaluate them.
    pub annotations: Cell<&'static str>,
    /// `__name__` when it has been assigned to.
    pub name: UnsafeCell<Option<Value>>,
}

/// The class has a `__del__`.
pub const HAS_DEL: u32 = 1;
/// … `__getattr__`.
pub const HAS_GETATTR: u32 = 2;
/// … a `__getattribute__` of its own.
pub const HAS_GETATTRIBUTE: u32 = 4;
/// … `__setattr__` or `__delattr__`.
pub const HAS_SETATTR: u32 = 8;
/// The other runtime wants to know when an instance dies ([`crate::foreign::Hooks::dies`]).
pub const WATCHED: u32 = 512;
/// Instances have no dict (`__slots__` without `__dict__`).
pub const NO_DICT: u32 = 16;
/// Instances may be descriptors: the class has `__get__`.
pub const HAS_GET: u32 = 32;
/// … `__set__` or `__delete__`.
pub const HAS_SET: u32 = 64;
/// Has abstract methods: cannot be instantiated.
pub const ABSTRACT: u32 = 128;
/// A class of `collections.abc`.
pub const ABC: u32 = 256;

impl ClassData {
    pub fn new(qualname: Value, bases: Vec<&'static TypeObj>, mro: Vec<&'static TypeObj>, slots: Vec<Slot>) -> ClassData {
        ClassData {
            qualname: UnsafeCell::new(qualname),
            bases: UnsafeCell::new(bases),
            mro: UnsafeCell::new(mro),
            attrs: AttrMap::new(),
            slots: SlotTable(UnsafeCell::new(slots)),
            slots_at: Cell::new(pyaot_abi::layout::INSTANCE_SLOTS as u32),
            subclasses: UnsafeCell::new(Vec::new()),
            flags: Cell::new(0),
            annotations: Cell::new(""),
            name: UnsafeCell::new(None),
        }
    }

    pub fn mro(&self) -> &[&'static TypeObj] {
        // SAFETY: set once while the class is made.
        unsafe { &*self.mro.get() }
    }

    pub fn bases(&self) -> &[&'static TypeObj] {
        // SAFETY: set once while the class is made.
        unsafe { &*self.bases.get() }
    }

    #[inline]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    pub fn slot_index(&self, name: &Value) -> Option<usize> {
        self.slots.iter().position(|s| s.name.is(name))
    }
}

/// Attributes of a class in order of definition. Names are interned, so that they compare by address.
pub struct AttrMap {
    entries: UnsafeCell<Vec<(Value, Value)>>,
    /// Open addressing over the entries (index + 1), made when there are many.
    index: UnsafeCell<Vec<u32>>,
}

impl AttrMap {
    pub const fn new() -> AttrMap {
        AttrMap { entries: UnsafeCell::new(Vec::new()), index: UnsafeCell::new(Vec::new()) }
    }

    /// The entries now; do not hold them while the class may change.
    pub fn entries(&self) -> &[(Value, Value)] {
        // SAFETY: single-threaded; callers copy before they run Python code.
        unsafe { &*self.entries.get() }
    }

    fn slot_of(bits: u64, mask: usize) -> usize {
        ((bits >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask
    }

    fn position(&self, name: &Value) -> Option<usize> {
        // SAFETY: single-threaded.
        let index = unsafe { &*self.index.get() };
        if index.is_empty() {
            return self.entries().iter().position(|(n, _)| n.is(name));
        }
        let mask = index.len() - 1;
        let mut i = Self::slot_of(name.bits(), mask);
        while index[i] != 0 {
            let at = index[i] as usize - 1;
            if self.entries()[at].0.is(name) {
                return Some(at);
            }
            i = (i + 1) & mask;
        }
        None
    }

    pub fn get(&self, name: &Value) -> Option<&Value> {
        self.position(name).map(|i| &self.entries()[i].1)
    }

    pub fn set(&self, name: Value, value: Value) {
        match self.position(&name) {
            Some(i) => {
                // SAFETY: the old value is dropped after the entry holds the new one.
                let old = unsafe { std::mem::replace(&mut (&mut *self.entries.get())[i].1, value) };
                drop(old);
            }
            None => {
                // SAFETY: no reference to the entries is live.
                unsafe { (*self.entries.get()).push((name, value)) };
                self.reindex();
            }
        }
    }

    pub fn remove(&self, name: &Value) -> Option<Value> {
        let i = self.position(name)?;
        // SAFETY: no reference to the entries is live.
        let (_, old) = unsafe { (*self.entries.get()).remove(i) };
        self.reindex();
        Some(old)
    }

    fn reindex(&self) {
        let n = self.entries().len();
        if n < 9 {
            // SAFETY: single-threaded.
            unsafe { (*self.index.get()).clear() };
            return;
        }
        let mut table = vec![0u32; (n * 2).next_power_of_two()];
        let mask = table.len() - 1;
        for (at, (name, _)) in self.entries().iter().enumerate() {
            let mut i = Self::slot_of(name.bits(), mask);
            while table[i] != 0 {
                i = (i + 1) & mask;
            }
            table[i] = at as u32 + 1;
        }
        // SAFETY: single-threaded.
        unsafe { *self.index.get() = table };
    }

    /// Takes all entries out (at exit).
    pub fn take(&self) -> Vec<(Value, Value)> {
        // SAFETY: single-threaded.
        unsafe {
            (*self.index.get()).clear();
            std::mem::take(&mut *self.entries.get())
        }
    }
}

impl Default for AttrMap {
    fn default() -> Self {
        AttrMap::new()
    }
}

/// The type's table, made now if it is a native type that never needed one.
#[inline]
pub fn data(ty: &'static TypeObj) -> &'static ClassData {
    match ty.dynamic.get() {
        Some(d) => d,
        None => wrappers::native_data(ty),
    }
}

/// The operations of a type, for copying.
pub(crate) fn slots_of(ty: &'static TypeObj) -> &'static crate::types::SlotsCell {
    &ty.slots
}

/// A type object as its TypeObj.
#[inline]
pub fn as_type(v: &Value) -> Option<&'static TypeObj> {
    // SAFETY: type objects are never freed.
    v.downcast::<TypeObj>().map(|t| unsafe { &*(t as *const TypeObj) })
}

/// One line of the lookup cache.
struct CacheLine {
    ty: Cell<usize>,
    name: Cell<u64>,
    version: Cell<u32>,
    /// Index of the instance slot with this name plus one, 0 = none.
    slot: Cell<i32>,
    /// Bits of the class attribute (owned by its class), 0 = none.
    value: Cell<u64>,
}

const CACHE_LINES: usize = 1024;

struct Cache {
    lines: [CacheLine; CACHE_LINES],
    version: Cell<u32>,
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Cache {}

// All zeros, so that executables do not hold it: no type is at address 0, so these lines are nobody's.
static CACHE: Cache = Cache {
    lines: [const {
        CacheLine { ty: Cell::new(0), name: Cell::new(0), version: Cell::new(0), slot: Cell::new(0), value: Cell::new(0) }
    }; CACHE_LINES],
    version: Cell::new(0),
};

/// A class attribute has changed: forgets all lookups.
pub fn invalidate_cache() {
    CACHE.version.set(CACHE.version.get().wrapping_add(1));
}

/// What a type knows of an attribute name.
pub struct Lookup {
    pub slot: Option<usize>,
    pub value: Option<Value>,
}

/// Looks an interned name up in the type's slots and along its MRO.
#[inline(always)]
pub fn lookup(ty: &'static TypeObj, name: &Value) -> Lookup {
    let hash = (ty as *const TypeObj as u64 >> 4).wrapping_mul(31) ^ (name.bits() >> 4);
    let line = &CACHE.lines[(hash ^ (hash >> 11)) as usize & (CACHE_LINES - 1)];
    if line.ty.get() != ty as *const TypeObj as usize
        || line.name.get() != name.bits()
        || line.version.get() != CACHE.version.get()
    {
        fill(line, ty, name);
    }
    let slot = line.slot.get();
    let bits = line.value.get();
    Lookup {
        slot: (slot > 0).then(|| slot as usize - 1),
        // SAFETY: the class owns the value as long as the version is current; a reference of our own is taken.
        value: (bits != 0).then(|| unsafe { clone_bits(bits) }),
    }
}

/// # Safety
/// `bits` is a live value.
#[inline]
pub(crate) unsafe fn clone_bits(bits: u64) -> Value {
    // SAFETY: by the contract; the temporary does not drop.
    unsafe { Value::clone(&*std::mem::ManuallyDrop::new(Value::from_bits(bits))) }
}

#[cold]
fn fill(line: &CacheLine, ty: &'static TypeObj, name: &Value) {
    let data = data(ty);
    let mut value = 0;
    for t in data.mro() {
        if let Some(v) = self::data(t).attrs.get(name) {
            value = v.bits();
            break;
        }
    }
    line.ty.set(ty as *const TypeObj as usize);
    line.name.set(name.bits());
    line.version.set(CACHE.version.get());
    line.slot.set(data.slot_index(name).map_or(0, |i| i as i32 + 1));
    line.value.set(value);
}

/// The attribute `name` (interned) of the type or its bases, without binding.
#[inline]
pub fn type_lookup(ty: &'static TypeObj, name: &Value) -> Option<Value> {
    lookup(ty, name).value
}

/// The attribute after `after` in the MRO of `ty` (for `super()`).
pub fn lookup_after(ty: &'static TypeObj, after: &'static TypeObj, name: &Value) -> Option<Value> {
    let mro = data(ty).mro();
    let at = mro.iter().position(|t| std::ptr::eq(*t, after)).map_or(0, |i| i + 1);
    mro[at..].iter().find_map(|t| data(t).attrs.get(name).cloned())
}

/// The first class in the MRO that defines `name`.
pub fn defining_class(ty: &'static TypeObj, name: &Value) -> Option<&'static TypeObj> {
    data(ty).mro().iter().copied().find(|t| data(t).attrs.get(name).is_some())
}

/// `__qualname__`.
pub fn qualname(ty: &'static TypeObj) -> String {
    if ty.is_native {
        return ty.name.rsplit('.').next().unwrap_or(ty.name).to_owned();
    }
    // SAFETY: copied out at once.
    let v = unsafe { (*data(ty).qualname.get()).clone() };
    crate::ops::text_of(&v).into_owned()
}

/// `__module__` as text.
pub fn module_name(ty: &'static TypeObj) -> String {
    if ty.is_native {
        return match ty.name.rsplit_once('.') {
            Some((m, _)) => m.to_owned(),
            // A class in Python there: messages call it by its short name.
            None if ty.name == "Counter" => "collections".to_owned(),
            None => "builtins".to_owned(),
        };
    }
    match data(ty).attrs.get(names::MODULE.get()) {
        Some(v) if v.downcast::<crate::str::StrObj>().is_some() => crate::ops::text_of(v).into_owned(),
        _ => "builtins".to_owned(),
    }
}

/// `module.qualname`, without `builtins.`: the text inside `<class '…'>`.
pub fn full_name(ty: &'static TypeObj) -> String {
    let module = module_name(ty);
    let name = qualname(ty);
    if module == "builtins" { name } else { crate::text!(module, ".", name) }
}

/// Subtype test for classes with several bases.
pub fn is_subtype_mro(ty: &TypeObj, other: &TypeObj) -> bool {
    match ty.dynamic.get() {
        Some(d) => d.mro().iter().any(|t| std::ptr::eq(*t, other)),
        None => false,
    }
}

/// A special method of the value's type, bound to the value; never from the instance.
pub fn lookup_special(v: &Value, name: &Value) -> Result<Option<Value>> {
    if let Some(hooks) = crate::foreign::of(v) {
        return (hooks.special)(v, &crate::ops::text_of(name));
    }
    match type_lookup(v.ty(), name) {
        Some(attr) => descr::bind(&attr, Some(v), v.ty()).map(Some),
        None => Ok(None),
    }
}

/// The value is immortal (static, constant, class).
pub fn is_immortal(h: &Header) -> bool {
    h.rc.get() >= IMMORTAL / 2
}
