//! Type objects: what every value's header points to. Native types are statics; classes of the program are made at run time.

use std::cell::{Cell, OnceCell, UnsafeCell};

use crate::error::Result;
use crate::native::Natives;
use crate::value::{Header, IMMORTAL, Value};
use pyaot_abi::layout;

/// The native struct that an object starts with. Subclasses written in Python inherit it from their base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Layout {
    Object,
    None,
    Bool,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    ByteArray,
    List,
    Tuple,
    Dict,
    Set,
    FrozenSet,
    Range,
    Slice,
    Type,
    Function,
    Method,
    Native,
    Cell,
    Module,
    Exception,
    Generator,
    Iterator,
    DictView,
    Deque,
    Property,
    File,
    /// `numpy.ndarray`.
    Array,
    /// NumPy's scalars that no builtin type is the base of.
    Scalar,
    /// An object of another runtime, see [`crate::foreign`].
    Foreign,
    Other,
}

/// The operations of a native type. `None` means that the type does not have the operation.
///
/// Binary operations return `NotImplemented` (the singleton) for operands that they do not know.
/// `other`-first calls (reflected operations) go to the `r` argument: `binary(op, left, right)` is tried on the left
/// operand's type and then on the right operand's type with the same order of arguments.
#[derive(Clone, Copy)]
pub struct Slots {
    pub repr: Option<fn(&Value) -> Result<Value>>,
    pub str: Option<fn(&Value) -> Result<Value>>,
    pub hash: Option<fn(&Value) -> Result<i64>>,
    /// `a op b` for `== != < <= > >=`; `NotImplemented` where unknown.
    pub compare: Option<fn(&Value, CmpOp, &Value) -> Result<Value>>,
    pub truth: Option<fn(&Value) -> Result<bool>>,
    pub len: Option<fn(&Value) -> Result<usize>>,
    pub binary: Option<fn(BinOp, &Value, &Value) -> Result<Value>>,
    /// In-place form; the default is `binary`.
    pub inplace: Option<fn(BinOp, &Value, &Value) -> Result<Value>>,
    pub unary: Option<fn(UnOp, &Value) -> Result<Value>>,
    pub getitem: Option<fn(&Value, &Value) -> Result<Value>>,
    /// `__index__`, `__int__`, `__float__` and `__complex__`: the value as exactly that Python number; `None`: no such method.
    pub number: Option<fn(&Value, As) -> Result<Option<Value>>>,
    /// `Some(v)`: `a[i] = v`; `None`: `del a[i]`.
    pub setitem: Option<fn(&Value, &Value, Option<&Value>) -> Result<()>>,
    pub contains: Option<fn(&Value, &Value) -> Result<bool>>,
    pub iter: Option<fn(&Value) -> Result<Value>>,
    /// The next element, or `None` at the end (no StopIteration is made).
    pub next: Option<fn(&Value) -> Result<Option<Value>>>,
    pub call: Option<fn(&Value, &[Value], &[(Value, Value)]) -> Result<Value>>,
    /// Attributes beyond methods (`__name__`, `start` of a range); `None`: not found.
    pub getattr: Option<fn(&Value, &str) -> Result<Option<Value>>>,
    pub setattr: Option<fn(&Value, &str, Option<&Value>) -> Result<bool>>,
    /// Calls the type: `int("3")`. Arguments are positional and keyword.
    pub new: Option<fn(&'static TypeObj, &[Value], &[(Value, Value)]) -> Result<Value>>,
    /// Drops the fields of the object (not its memory).
    pub drop: Option<unsafe fn(*mut Header)>,
    /// Calls the visitor with every reference that the object owns (for the cycle collector).
    pub traverse: Option<unsafe fn(*mut Header, &mut dyn FnMut(&Value))>,
    /// Releases every reference that the object owns, leaving it valid and empty (breaks cycles).
    pub clear: Option<unsafe fn(*mut Header)>,
}

impl Slots {
    pub const EMPTY: Slots = Slots {
        repr: None,
        str: None,
        hash: None,
        compare: None,
        truth: None,
        len: None,
        binary: None,
        inplace: None,
        unary: None,
        number: None,
        getitem: None,
        setitem: None,
        contains: None,
        iter: None,
        next: None,
        call: None,
        getattr: None,
        setattr: None,
        new: None,
        drop: None,
        traverse: None,
        clear: None,
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
    /// `divmod(a, b)`.
    DivMod,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum UnOp {
    Neg,
    Pos,
    Invert,
    Abs,
}

/// The Python number that an object is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// `__index__`: the object is an integer.
    Index,
    Int,
    Float,
    Complex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum CmpOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// The slots of a type; a class of the program changes them when a special method is assigned to it.
pub struct SlotsCell(UnsafeCell<Slots>);

impl SlotsCell {
    pub const fn new(slots: Slots) -> SlotsCell {
        SlotsCell(UnsafeCell::new(slots))
    }
    pub fn set(&self, slots: Slots) {
        // SAFETY: single-threaded; readers copy a function pointer out and keep no reference.
        unsafe { *self.0.get() = slots }
    }
}

impl std::ops::Deref for SlotsCell {
    type Target = Slots;
    #[inline]
    fn deref(&self) -> &Slots {
        // SAFETY: single-threaded; see `set`.
        unsafe { &*self.0.get() }
    }
}

/// A Python type.
#[repr(C)]
pub struct TypeObj {
    pub header: Header,
    pub layout: Layout,
    /// Bytes of an instance, header included (variable parts not counted).
    pub size: Cell<u32>,
    /// `false` for classes made by a `class` statement.
    pub is_native: bool,
    /// May take part in reference cycles.
    pub is_gc: bool,
    /// One of `FREE_…`: what has to be done at the end of an object. Compiled code reads it.
    pub free: Cell<u8>,
    /// The slots of an instance that hold values, as bits, where that is [`FREE_INSTANCE`](layout::FREE_INSTANCE).
    pub values: Cell<u64>,
    /// `slots` is filled in: at once but for types that are linked when needed.
    pub is_linked: Cell<bool>,
    pub name: &'static str,
    pub slots: SlotsCell,
    pub base: Option<&'static TypeObj>,
    /// A second base, behind `base` in the order of look-up.
    pub also: Option<&'static TypeObj>,
    /// Native methods by name; classes of the program have none of their own.
    pub methods: Natives,
    /// What only classes of the program have (and lazily made tables of native types). Made at first use.
    pub dynamic: OnceCell<Box<crate::class::ClassData>>,
}

const _: () = {
    assert!(std::mem::offset_of!(TypeObj, size) == layout::TYPE_SIZE as usize);
    assert!(std::mem::offset_of!(TypeObj, free) == layout::TYPE_FREE as usize);
    assert!(std::mem::offset_of!(TypeObj, values) == layout::TYPE_VALUES as usize);
};

// SAFETY: the runtime is single-threaded; statics of this type are only touched by the thread that runs Python code.
unsafe impl Sync for TypeObj {}

impl TypeObj {
    /// A native type with `object` as base.
    pub const fn native(name: &'static str, layout: Layout, slots: Slots, methods: Natives) -> TypeObj {
        TypeObj {
            header: Header { rc: Cell::new(IMMORTAL), ty: Cell::new(&TYPE) },
            layout,
            size: Cell::new(0),
            is_native: true,
            is_gc: slots.traverse.is_some(),
            free: Cell::new(if slots.drop.is_none() && slots.traverse.is_none() { layout::FREE_PLAIN } else { layout::FREE_GENERAL }),
            values: Cell::new(0),
            is_linked: Cell::new(true),
            name,
            slots: SlotsCell(UnsafeCell::new(slots)),
            base: None,
            also: None,
            methods,
            dynamic: OnceCell::new(),
        }
    }

    /// `how`: one of `FREE_…`.
    pub const fn freed_as(mut self, how: u8) -> TypeObj {
        self.free = Cell::new(how);
        self
    }

    /// A type that gets its operations by [`linked_with`](TypeObj::linked_with), see [`late_type`](crate::late_type).
    pub const fn late(
        name: &'static str,
        layout: Layout,
        slots: &Slots,
        methods: Natives,
        base: Option<&'static TypeObj>,
    ) -> TypeObj {
        let mut ty = TypeObj::native(name, layout, Slots::EMPTY, methods);
        ty.is_gc = slots.traverse.is_some();
        ty.free = Cell::new(if slots.drop.is_none() && slots.traverse.is_none() { layout::FREE_PLAIN } else { layout::FREE_GENERAL });
        ty.is_linked = Cell::new(false);
        ty.base = base;
        ty
    }

    /// The type itself, after it has been given its operations.
    #[inline]
    pub fn linked_with(&'static self, slots: &'static Slots) -> &'static TypeObj {
        if !self.is_linked.get() {
            self.slots.set(*slots);
            self.is_linked.set(true);
        }
        self
    }

    pub const fn with_base(mut self, base: &'static TypeObj) -> TypeObj {
        self.base = Some(base);
        self
    }

    /// With a second base, which is looked up behind the first.
    pub const fn with_second_base(mut self, also: &'static TypeObj) -> TypeObj {
        self.also = Some(also);
        self
    }

    pub fn value(&'static self) -> Value {
        // SAFETY: types are never freed.
        unsafe { Value::from_ptr_retained(self) }
    }

    /// `self` is `other` or derives from it (`object` is everyone's base).
    pub fn is_subtype(&self, other: &TypeObj) -> bool {
        let mut t = Some(self);
        while let Some(c) = t {
            if std::ptr::eq(c, other) || c.also.is_some_and(|a| a.is_subtype(other)) {
                return true;
            }
            t = c.base;
        }
        std::ptr::eq(other, &OBJECT) || (!self.is_native && crate::class::is_subtype_mro(self, other))
    }
}

/// An object without fields: the singletons.
#[repr(C)]
pub struct Singleton {
    pub header: Header,
}

// SAFETY: single-threaded runtime.
unsafe impl Sync for Singleton {}

impl Singleton {
    pub const fn new(ty: &'static TypeObj) -> Singleton {
        Singleton { header: Header::immortal(ty) }
    }
    #[inline]
    pub fn value(&'static self) -> Value {
        // SAFETY: a static object is always live.
        unsafe { Value::from_ptr_retained(self) }
    }
}

pub use crate::class::{OBJECT, TYPE};

#[unsafe(export_name = "pyaot_None")]
pub static NONE_OBJ: Singleton = Singleton::new(&crate::none::NONE_TYPE);
#[unsafe(export_name = "pyaot_True")]
pub static TRUE_OBJ: Singleton = Singleton::new(&crate::boolean::BOOL);
#[unsafe(export_name = "pyaot_False")]
pub static FALSE_OBJ: Singleton = Singleton::new(&crate::boolean::BOOL);
#[unsafe(export_name = "pyaot_NotImplemented")]
pub static NOT_IMPLEMENTED_OBJ: Singleton = Singleton::new(&crate::none::NOT_IMPLEMENTED_TYPE);
#[unsafe(export_name = "pyaot_Ellipsis")]
pub static ELLIPSIS_OBJ: Singleton = Singleton::new(&crate::none::ELLIPSIS_TYPE);

impl Value {
    #[inline]
    pub fn not_implemented() -> Value {
        NOT_IMPLEMENTED_OBJ.value()
    }
    #[inline]
    pub fn is_not_implemented(&self) -> bool {
        self.bits() == &NOT_IMPLEMENTED_OBJ as *const _ as u64
    }
    #[inline]
    pub fn ellipsis() -> Value {
        ELLIPSIS_OBJ.value()
    }
    /// Also: the default `...` of a native's parameter, which stands for "absent".
    #[inline]
    pub fn is_ellipsis(&self) -> bool {
        self.bits() == &ELLIPSIS_OBJ as *const _ as u64
    }
}
