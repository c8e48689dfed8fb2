//! Byte offsets and records shared by compiled code and the runtime.

pub const RC: i32 = 0;
pub const TYPE: i32 = 8;
/// In a type object, u32: bytes of an instance of a class of the program.
pub const TYPE_SIZE: i32 = 20;
/// In a type object, u8: how its objects are freed, one of `FREE_…`.
pub const TYPE_FREE: i32 = 26;
/// In a type object, u64: the slots that hold values, as bits ([`FREE_INSTANCE`]).
pub const TYPE_VALUES: i32 = 32;
/// The type's own functions have to see to the end of an object.
pub const FREE_GENERAL: u8 = 0;
/// There is only the memory, and no cycle goes through the object.
pub const FREE_PLAIN: u8 = 1;
/// An instance of at most [`MAX_QUICK_SLOTS`] slots without finalizer.
pub const FREE_INSTANCE: u8 = 2;
/// A tuple.
pub const FREE_TUPLE: u8 = 3;
/// A list.
pub const FREE_LIST: u8 = 4;
/// Slots of instances that compiled code makes and frees itself.
pub const MAX_QUICK_SLOTS: usize = 60;
/// The state of the heap: nested deallocations, those put off, collectable objects alive, address and size of the pages'
/// region, allocations so far, then by size class (bytes / 16) the first free cell. A free cell has count 0 and in its second word the next.
pub const HEAP_DEPTH: i32 = 0;
pub const HEAP_DEFERRED: i32 = 8;
pub const HEAP_TRACKED: i32 = 16;
pub const HEAP_BASE: i32 = 24;
pub const HEAP_SPAN: i32 = 32;
pub const HEAP_ALLOCATIONS: i32 = 40;
pub const HEAP_FREE: i32 = 48;
/// The same for storage without headers, at most [`MAX_SMALL`] bytes; its cells have the next one in their first word.
pub const HEAP_RAW_FREE: i32 = HEAP_FREE + 8 * (MAX_SMALL as i32 / 16 + 1);
/// Largest object (bytes) that lives in a page.
pub const MAX_SMALL: usize = 1024;
/// Nested deallocations before the rest is put off (a long linked list must not use up the stack).
pub const MAX_DEPTH: i64 = 100;
/// Pages are aligned to this many bytes; the first word of a page has the bytes of its cells (u32).
pub const PAGE: i64 = 1 << 16;
pub const FLOAT_VALUE: i32 = 16;
pub const COMPLEX_REAL: i32 = 16;
pub const COMPLEX_IMAG: i32 = 24;
pub const STR_LEN: i32 = 16;
pub const STR_KIND: i32 = 32;
pub const STR_DATA: i32 = 40;
pub const LIST_LEN: i32 = 16;
pub const LIST_CAP: i32 = 24;
pub const LIST_DATA: i32 = 32;
pub const LIST_KIND: i32 = 40;
pub const TUPLE_LEN: i32 = 16;
/// 0 until it has been computed.
pub const TUPLE_HASH: i32 = 24;
pub const DICT_LEN: i32 = 16;
/// Positions in use, and the entries: hash, key (0: removed) and value.
pub const DICT_USED: i32 = 24;
pub const DICT_ENTRIES: i32 = 40;
pub const ENTRY_SIZE: i64 = 24;
pub const ENTRY_KEY: i32 = 8;
pub const ENTRY_VALUE: i32 = 16;
/// An iterator over a dict: the dict (0 at the end), the next position, the dict's length at the start, entries to come.
pub const DICT_ITER_DICT: i32 = 16;
pub const DICT_ITER_POS: i32 = 32;
pub const DICT_ITER_LEN: i32 = 40;
pub const DICT_ITER_LEFT: i32 = 48;
pub const SET_LEN: i32 = 24;
pub const TUPLE_ITEMS: i32 = 32;
pub const CELL_VALUE: i32 = 16;
pub const RANGE_START: i32 = 16;
pub const RANGE_STOP: i32 = 24;
pub const RANGE_STEP: i32 = 32;
pub const RANGE_LEN: i32 = 40;
/// Not 0: start, stop and step do not fit; the length is at most `i64::MAX`.
pub const RANGE_BIG: i32 = 48;
pub const FUNCTION_CODE: i32 = 16;
pub const FUNCTION_CAPTURES: i32 = 64;
pub const INSTANCE_DICT: i32 = 16;
pub const INSTANCE_SLOTS: i32 = 24;
/// The slots of an instance of an exception class of the program, behind what every exception has.
pub const EXCEPTION_SLOTS: i32 = 104;
/// Generator frame: values saved across a `yield`.
pub const GEN_STATE: i32 = 16;
pub const GEN_SENT: i32 = 24;
/// Bits: 1 = running, 2 = an exception was thrown in, 4 = exceptions being handled are kept aside.
pub const GEN_FLAGS: i32 = 56;
/// The generator of the same function that this one is delegating to (`yield from`), or 0; not counted.
pub const GEN_INNER: i32 = 64;
pub const GEN_SLOTS: i32 = 72;

/// Storage of a list's elements (`LIST_KIND`).
pub const KIND_VALUE: u8 = 0;
pub const KIND_I64: u8 = 1;
pub const KIND_F64: u8 = 2;
/// One byte an element.
pub const KIND_BOOL: u8 = 3;

/// Bit pattern of an unset slot of kind f64 (a NaN that no arithmetic produces).
pub const F64_UNSET: u64 = 0xFFF8_5AFE_0000_DEAD;

/// A function of the program, in read-only data of the compiled code.
#[repr(C)]
pub struct CodeDesc {
    /// Uniform entry: `extern "C" fn(callee: function object, args: *const value) -> owned value or 0`.
    /// `args` holds one borrowed value per parameter (positional, then keyword-only, then *args tuple if any, then
    /// **kwargs dict if any), all bound. For a generator function it returns the generator object.
    pub entry: *const u8,
    pub name: StrRef,
    pub qualname: StrRef,
    pub module: StrRef,
    pub doc: StrRef,
    /// Parameter names joined by `\0`, in the order of `args`.
    pub params: StrRef,
    pub n_posonly: u16,
    /// Positional parameters, positional-only included.
    pub n_args: u16,
    pub n_kwonly: u16,
    pub flags: u16,
    pub n_captures: u32,
    pub first_line: u32,
    pub file: StrRef,
    /// For the bridge, which evaluates them; empty where there are none, or no CPython.
    pub annotations: StrRef,
}

pub const FLAG_VARARG: u16 = 1;
pub const FLAG_KWARG: u16 = 2;
pub const FLAG_GENERATOR: u16 = 4;
/// A frame of a shim: not shown in tracebacks.
pub const FLAG_HIDDEN: u16 = 8;
/// Given objects of builtin types, it looks at nothing that it cannot reach from them, and runs no other code of the program.
pub const FLAG_CONTAINED: u16 = 16;

/// UTF-8 text in static data. `ptr` is null for "none".
#[repr(C)]
#[derive(Clone, Copy)]
pub struct StrRef {
    pub ptr: *const u8,
    pub len: u64,
}

/// Where compiled code is, for a traceback line.
#[repr(C)]
pub struct FrameDesc {
    pub file: StrRef,
    pub function: StrRef,
    pub flags: u64,
}

/// An attribute slot of a class: name and storage.
#[repr(C)]
pub struct SlotDesc {
    pub name: StrRef,
    /// 0 = value, 1 = f64.
    pub kind: u64,
}

/// A class statement of the program.
#[repr(C)]
pub struct ClassDesc {
    pub name: StrRef,
    pub qualname: StrRef,
    pub module: StrRef,
    /// All slots of an instance, those of the bases first, in order.
    pub slots: *const SlotDesc,
    pub n_slots: u64,
    /// As those of a function.
    pub annotations: StrRef,
}

/// A global variable of a module, readable by name at run time (`globals()`, `getattr(module, …)`) and cleared at exit.
#[repr(C)]
pub struct GlobalDesc {
    pub name: StrRef,
    pub address: *mut u64,
    /// 0 = value (0 = unbound), 1 = f64, 2 = i64, 3 = bool (u8); the last three are never cleared.
    pub kind: u64,
    /// Index of the module.
    pub module: u64,
}

/// A constant that is made once when the program starts.
#[repr(C)]
pub struct ConstDesc {
    pub kind: u64,
    pub data: StrRef,
}

/// `data`: WTF-8 text.
pub const CONST_STR: u64 = 0;
pub const CONST_BYTES: u64 = 1;
/// Decimal digits.
pub const CONST_BIGINT: u64 = 2;
/// 8 bytes, little endian.
pub const CONST_FLOAT: u64 = 3;
/// 16 bytes: real and imaginary part.
pub const CONST_COMPLEX: u64 = 4;
/// A name such as `builtins.len`, `math.sqrt`, `str.upper`: the native function or type as an object.
pub const CONST_NATIVE: u64 = 5;
/// Same names; the slot holds the address of the `Native` record instead of an object.
pub const CONST_NATIVE_RECORD: u64 = 6;
/// Constant tuple: `data` is an array of u32 indices of constants.
pub const CONST_TUPLE: u64 = 7;
/// 8 bytes: an int that fits 64 bits.
pub const CONST_INT: u64 = 8;
/// A builtin type or exception class by name (`ValueError`, `int`).
pub const CONST_TYPE: u64 = 9;
/// A module object (`data`: its dotted name) for `import m` of a native module or a module of the program.
pub const CONST_MODULE: u64 = 10;

/// The program, as `runtime_main` gets it.
#[repr(C)]
pub struct ProgramDesc {
    /// `extern "C" fn() -> u8`: 1 = an exception is pending.
    pub entry: *const u8,
    pub consts: *const ConstDesc,
    pub n_consts: u64,
    /// Filled by the runtime before `entry` runs: one value per constant.
    pub const_slots: *mut u64,
    pub globals: *const GlobalDesc,
    pub n_globals: u64,
    /// Dotted names of the modules, indexed by `GlobalDesc::module`; the first is `__main__`.
    pub modules: *const StrRef,
    pub n_modules: u64,
    /// Addresses of the runtime's links for the natives that the program may call; null for code in memory, where all are.
    pub links: *const *const u8,
    pub n_links: u64,
}

/// An array: address of the element at index 0 in every dimension, number of elements, dtype (u8, `DType`), number of
/// dimensions (u8) and flags (u16), then lengths and strides (bytes) of up to [`ARRAY_INLINE_DIMS`] dimensions.
pub const ARRAY_DATA: i32 = 16;
pub const ARRAY_SIZE: i32 = 24;
pub const ARRAY_DTYPE: i32 = 32;
pub const ARRAY_NDIM: i32 = 33;
pub const ARRAY_FLAGS: i32 = 34;
/// The flag of arrays that may be written to.
pub const ARRAY_WRITEABLE: i64 = 0x400;
pub const ARRAY_SHAPE: i32 = 40;
pub const ARRAY_STRIDES: i32 = ARRAY_SHAPE + 8 * ARRAY_INLINE_DIMS as i32;
/// What compiled code and the runtime call a number that is NumPy's; Python's ints are 0, floats 1, complex numbers 2.
pub const NUMPY_TAG: i64 = 4;
/// The value of a NumPy scalar that no builtin type is the base of.
pub const SCALAR_VALUE: i32 = 16;
/// Dimensions that an array object has room for; the lengths of more of them are elsewhere.
pub const ARRAY_INLINE_DIMS: usize = 4;
/// Lists, strings and dimensions of arrays are shorter than this: what an address space holds, and also what is only seen as
/// that long (broadcast, or empty for another dimension).
pub const LENGTHS: i64 = 1 << 56;
