//! The interpreter-wide state of the one thread that runs Python code, and interned names.

use std::cell::{Cell, UnsafeCell};

use crate::value::{IMMORTAL, Value};

/// State that natives and leaves share.
pub struct State {
    /// The exception on its way up (bits of an owned value, 0 = none).
    pub pending: Cell<u64>,
    /// Exceptions whose handlers are running, innermost last.
    pub handled: UnsafeCell<Vec<Value>>,
    /// `sys.setrecursionlimit`.
    pub recursion_limit: Cell<i64>,
    /// Bits of the value with which the last generator or iterator of a `yield from` ended (0 = None).
    pub stop_value: Cell<u64>,
    /// Every class of the program, for the clean-up at exit.
    pub classes: UnsafeCell<Vec<&'static crate::types::TypeObj>>,
    /// Depth of `repr` calls, against containers that contain themselves without end.
    pub native_depth: Cell<u32>,
    /// Generators that are running inside each other: each resumption of a deep chain walks all of it.
    pub generator_depth: Cell<i64>,
    /// NaNs made from text so far.
    pub nans: Cell<u64>,
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for State {}

pub static STATE: State = State {
    pending: Cell::new(0),
    handled: UnsafeCell::new(Vec::new()),
    recursion_limit: Cell::new(1000),
    stop_value: Cell::new(0),
    classes: UnsafeCell::new(Vec::new()),
    native_depth: Cell::new(0),
    generator_depth: Cell::new(0),
    nans: Cell::new(0),
};

/// A name that the runtime itself looks up, interned at its first use.
pub struct Name {
    text: &'static str,
    bits: Cell<u64>,
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Name {}

impl Name {
    pub const fn new(text: &'static str) -> Name {
        Name { text, bits: Cell::new(0) }
    }

    #[inline]
    pub fn text(&self) -> &'static str {
        self.text
    }

    #[inline]
    pub fn get(&'static self) -> &'static Value {
        if self.bits.get() == 0 {
            self.bits.set(intern(self.text).into_bits());
        }
        // SAFETY: not zero any more, never changed again; interned strings are immortal; same representation.
        unsafe { &*(self.bits.as_ptr() as *const Value) }
    }
}

macro_rules! names {
    ($($id:ident = $text:literal),* $(,)?) => { $(pub static $id: Name = Name::new($text);)* };
}

/// Names of special methods and attributes.
pub mod names {
    use super::Name;
    names! {
        INIT = "__init__", NEW = "__new__", DEL = "__del__", CALL = "__call__", CLASS = "__class__", DICT = "__dict__",
        REPR = "__repr__", STR = "__str__", HASH = "__hash__", BOOL = "__bool__", LEN = "__len__", FORMAT = "__format__",
        BYTES = "__bytes__", INDEX = "__index__", INT = "__int__", FLOAT = "__float__", COMPLEX = "__complex__",
        EQ = "__eq__", NE = "__ne__", LT = "__lt__", LE = "__le__", GT = "__gt__", GE = "__ge__",
        GETITEM = "__getitem__", SETITEM = "__setitem__", DELITEM = "__delitem__", CONTAINS = "__contains__",
        MISSING = "__missing__", ITER = "__iter__", NEXT = "__next__", REVERSED = "__reversed__",
        GETATTR = "__getattr__", GETATTRIBUTE = "__getattribute__", SETATTR = "__setattr__", DELATTR = "__delattr__",
        GET = "__get__", SET = "__set__", DELETE = "__delete__", SET_NAME = "__set_name__",
        INIT_SUBCLASS = "__init_subclass__", CLASS_GETITEM = "__class_getitem__", MRO_ENTRIES = "__mro_entries__",
        INSTANCECHECK = "__instancecheck__", SUBCLASSCHECK = "__subclasscheck__", PREPARE = "__prepare__",
        ADD = "__add__", SUB = "__sub__", MUL = "__mul__", MATMUL = "__matmul__", TRUEDIV = "__truediv__",
        MOD = "__mod__", POW = "__pow__", LSHIFT = "__lshift__", RSHIFT = "__rshift__", OR = "__or__", XOR = "__xor__",
        AND = "__and__", FLOORDIV = "__floordiv__", DIVMOD = "__divmod__",
        RADD = "__radd__", RSUB = "__rsub__", RMUL = "__rmul__", RMATMUL = "__rmatmul__", RTRUEDIV = "__rtruediv__",
        RMOD = "__rmod__", RPOW = "__rpow__", RLSHIFT = "__rlshift__", RRSHIFT = "__rrshift__", ROR = "__ror__",
        RXOR = "__rxor__", RAND = "__rand__", RFLOORDIV = "__rfloordiv__", RDIVMOD = "__rdivmod__",
        IADD = "__iadd__", ISUB = "__isub__", IMUL = "__imul__", IMATMUL = "__imatmul__", ITRUEDIV = "__itruediv__",
        IMOD = "__imod__", IPOW = "__ipow__", ILSHIFT = "__ilshift__", IRSHIFT = "__irshift__", IOR = "__ior__",
        IXOR = "__ixor__", IAND = "__iand__", IFLOORDIV = "__ifloordiv__",
        NEG = "__neg__", POS = "__pos__", INVERT = "__invert__", ABS = "__abs__", ROUND = "__round__",
        NAME = "__name__", QUALNAME = "__qualname__", MODULE = "__module__", DOC = "__doc__", SLOTS = "__slots__",
        ANNOTATIONS = "__annotations__", ABSTRACTMETHODS = "__abstractmethods__", BASES = "__bases__", MRO = "__mro__", DEFAULTS = "__defaults__",
        KWDEFAULTS = "__kwdefaults__", WRAPPED = "__wrapped__", CLOSURE = "__closure__", CODE = "__code__",
        GLOBALS = "__globals__", SELF = "__self__", FUNC = "__func__", FILE = "__file__", NOTES = "__notes__",
        ENTER = "__enter__", EXIT = "__exit__", METACLASS = "metaclass", CLASSCELL = "__classcell__",
        LENGTH_HINT = "__length_hint__", DIR = "__dir__", SUBCLASSES = "__subclasses__", ISABSTRACT = "__isabstractmethod__",
        KEYS = "keys", CLOSE = "close", SEND = "send", THROW = "throw", SORT = "sort",
        TRUNC = "__trunc__", FLOOR = "__floor__", CEIL = "__ceil__", WEAKREF = "__weakref__",
        MATCH_ARGS = "__match_args__", STOP_VALUE = "value", IS_PROTOCOL = "_is_protocol",
        IS_RUNTIME_PROTOCOL = "_is_runtime_protocol", PROTOCOL_FIELDS = "_protocol_fields",
    }
}

/// Interned strings: an open-addressing table of string bits, its size a power of two.
struct Interned(UnsafeCell<Vec<u64>>, Cell<usize>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Interned {}

static INTERNED: Interned = Interned(UnsafeCell::new(Vec::new()), Cell::new(0));

/// The one immortal str object with this text.
pub fn intern(s: &str) -> Value {
    if s.is_ascii()
        && let Some(v) = find_ascii(s)
    {
        return v;
    }
    intern_value(&crate::str::new(s))
}

/// The interned string with this ASCII text, without making an object to ask with.
fn find_ascii(s: &str) -> Option<Value> {
    let hash = crate::str::hash_bytes(s.as_bytes()) as u64;
    // SAFETY: nothing below re-enters this module while the borrow lives.
    let table = unsafe { &*INTERNED.0.get() };
    if table.is_empty() {
        return None;
    }
    let mask = table.len() - 1;
    let mut i = spread(hash) & mask;
    while table[i] != 0 {
        // SAFETY: the table holds live immortal strings.
        let v = std::mem::ManuallyDrop::new(unsafe { Value::from_bits(table[i]) });
        if let Some(o) = v.downcast::<crate::str::StrObj>()
            && o.hash() as u64 == hash
            && o.as_ascii() == Some(s)
        {
            return Some(Value::clone(&v));
        }
        i = (i + 1) & mask;
    }
    None
}

/// The one immortal str object with the text of `v` (an exact str).
#[inline]
pub fn intern_value(v: &Value) -> Value {
    if is_interned(v) {
        return v.clone();
    }
    intern_slow(v, true).unwrap_or_else(|| v.clone())
}

/// The interned form of `v` if there is one: no attribute can have a name that was never interned.
#[inline]
pub fn find_interned(v: &Value) -> Option<Value> {
    if is_interned(v) {
        return Some(v.clone());
    }
    intern_slow(v, false)
}

#[inline]
pub fn is_interned(v: &Value) -> bool {
    match v.downcast::<crate::str::StrObj>() {
        Some(s) => s.interned.get() != 0,
        None => false,
    }
}

fn intern_slow(v: &Value, insert: bool) -> Option<Value> {
    let text = v.downcast::<crate::str::StrObj>()?;
    let hash = text.hash() as u64;
    // SAFETY: nothing below re-enters this module while the borrow lives.
    let table = unsafe { &mut *INTERNED.0.get() };
    if INTERNED.1.get() * 2 >= table.len() {
        let old = std::mem::replace(table, vec![0; (table.len() * 2).max(1024)]);
        for bits in old.into_iter().filter(|&b| b != 0) {
            // SAFETY: the table holds live immortal strings.
            let v = std::mem::ManuallyDrop::new(unsafe { Value::from_bits(bits) });
            let h = v.downcast::<crate::str::StrObj>().map_or(0, |s| s.hash()) as u64;
            let mut i = spread(h) & (table.len() - 1);
            while table[i] != 0 {
                i = (i + 1) & (table.len() - 1);
            }
            table[i] = bits;
        }
    }
    let mask = table.len() - 1;
    let mut i = spread(hash) & mask;
    while table[i] != 0 {
        // SAFETY: as above.
        let other = std::mem::ManuallyDrop::new(unsafe { Value::from_bits(table[i]) });
        if let Some(o) = other.downcast::<crate::str::StrObj>()
            && o.hash() as u64 == hash
            && o.equals(text)
        {
            return Some(Value::clone(&other));
        }
        i = (i + 1) & mask;
    }
    if !insert {
        return None;
    }
    // An instance of a subclass of str is not made immortal: a plain copy stands for it.
    let v = if v.is_exact(&crate::str::STR) { v.clone() } else { crate::str::new(&text.to_rust()) };
    if let Some(s) = v.downcast::<crate::str::StrObj>() {
        s.interned.set(1);
    }
    make_immortal(&v);
    table[i] = v.bits();
    INTERNED.1.set(INTERNED.1.get() + 1);
    Some(v)
}

#[inline]
fn spread(h: u64) -> usize {
    (h.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as usize
}

/// The object is never freed and not counted as alive any more.
pub fn make_immortal(v: &Value) {
    if let Some(h) = v.header()
        && h.rc.get() < IMMORTAL / 2
    {
        h.rc.set(h.rc.get() + IMMORTAL);
        crate::heap::not_counted(h);
        // Its items live as long.
        if let Some(t) = v.downcast::<crate::tuple::TupleObj>() {
            t.items().iter().for_each(make_immortal);
        }
    }
}
