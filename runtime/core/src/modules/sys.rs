//! `sys`.

use std::cell::UnsafeCell;

use super::structseq::StructSeq;
use crate::error::{Result, raise_value, type_error, value_error};
use crate::exception::{self, SYSTEM_EXIT};
use crate::native::Natives;
use crate::state::{self, STATE};
use crate::str::StrObj;
use crate::tuple::TupleObj;
use crate::types::Layout;
use crate::value::Value;
use crate::{bytes, file, float, int, list, natives, ops, start, text, tuple};

pub static VERSION_INFO: StructSeq =
    StructSeq::new("sys.version_info", &["major", "minor", "micro", "releaselevel", "serial"], false);
pub static FLOAT_INFO: StructSeq = StructSeq::new(
    "sys.float_info",
    &[
        "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds",
    ],
    false,
);
pub static INT_INFO: StructSeq = StructSeq::new(
    "sys.int_info",
    &["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
    false,
);
pub static HASH_INFO: StructSeq = StructSeq::new(
    "sys.hash_info",
    &["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"],
    false,
);
pub static THREAD_INFO: StructSeq = StructSeq::new("sys.thread_info", &["name", "lock", "version"], false);
pub static FLAGS: StructSeq = StructSeq::new(
    "sys.flags",
    &[
        "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
        "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode",
        "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits",
    ],
    false,
);

pub static UNRAISABLE_ARGS: StructSeq =
    StructSeq::new("UnraisableHookArgs", &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"], false);

pub static NATIVES: Natives = natives![
    "sys.__excepthook__(exctype, value, traceback, /) -> None" => start::excepthook::excepthook,
    "sys.__unraisablehook__(unraisable, /) -> None" => start::excepthook::unraisablehook,
    "sys.exc_info() -> tuple[any, any, any]" => exc_info,
    "sys.exception() -> any" => |_: &[Value]| Ok(exception::current_handled().unwrap_or_else(Value::none)),
    "sys.excepthook(exctype, value, traceback, /) -> None" => start::excepthook::excepthook,
    "sys.exit(status=None, /) -> None" => exit,
    "sys.getdefaultencoding() -> str" => |_: &[Value]| Ok(crate::str::intern_static("utf-8")),
    "sys.getfilesystemencodeerrors() -> str" => |_: &[Value]| Ok(crate::str::intern_static("surrogateescape")),
    "sys.getfilesystemencoding() -> str" => |_: &[Value]| Ok(crate::str::intern_static("utf-8")),
    "sys.get_int_max_str_digits() -> int" => |_: &[Value]| Ok(int::from_usize(int::max_str_digits())),
    "sys.getrecursionlimit() -> int" => |_: &[Value]| Ok(Value::int(STATE.recursion_limit.get())),
    "sys.getrefcount(object, /) -> int" => getrefcount,
    "sys.getsizeof(object, default=...) -> int" => getsizeof,
    "sys.getswitchinterval() -> float" => |_: &[Value]| Ok(float::new(0.005)),
    "sys.gettrace() -> None" => |_: &[Value]| Ok(Value::none()),
    "sys.intern(string, /) -> str" => intern,
    "sys.is_finalizing() -> bool" => |_: &[Value]| Ok(Value::bool(false)),
    "sys.set_int_max_str_digits(maxdigits) -> None" => set_int_max_str_digits,
    "sys.setrecursionlimit(limit, /) -> None" => setrecursionlimit,
    "sys.unraisablehook(unraisable, /) -> None" => start::excepthook::unraisablehook,
    "sys.setswitchinterval(interval, /) -> None" => |a: &[Value]| { float::to_f64(&a[0])?; Ok(Value::none()) },
];

/// What the module keeps outside its dict: the streams, looked up by every `print`.
struct Cells {
    current: [Option<Value>; 3],
    original: [Option<Value>; 3],
    started: bool,
    executable: Option<Value>,
    /// Those of its installation, by the names in [`FOLDERS`].
    folders: [Option<Value>; 4],
    original_excepthook: Option<Value>,
    /// What the program has set.
    excepthook: Option<Value>,
    unraisablehook: Option<Value>,
}

struct Shared(UnsafeCell<Cells>);
// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Shared {}

static CELLS: Shared = Shared(UnsafeCell::new(Cells {
    current: [None, None, None],
    original: [None, None, None],
    started: false,
    executable: None,
    folders: [const { None }; 4],
    original_excepthook: None,
    excepthook: None,
    unraisablehook: None,
}));

/// Path of the interpreter that is in the process, once there is one: programs run others by it.
pub fn set_executable(path: &str) {
    let path = crate::str::new(path);
    set_own("executable", &path);
    cells().executable = Some(path);
}

/// Attributes that say where that interpreter is installed.
pub const FOLDERS: [&str; 4] = ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"];

/// Where it is installed, by [`FOLDERS`].
pub fn set_folders(paths: [Value; 4]) {
    for (name, path) in FOLDERS.iter().zip(&paths) {
        set_own(name, path);
    }
    cells().folders = paths.map(Some);
}

fn set_own(name: &str, value: &Value) {
    if let Some(m) = crate::module::module_object("sys") {
        let _ = crate::class::attrs::set(&m, &crate::state::intern(name), Some(value)).map_err(crate::exception::clear_pending);
    }
}

fn folder(k: usize) -> Value {
    cells().folders[k].clone().unwrap_or_else(|| text(""))
}

/// One object by both of its names.
fn original_excepthook() -> Value {
    let make = || crate::native::function_object(NATIVES.iter().find(|n| n.name() == "sys.excepthook").expect("it is in the table"));
    cells().original_excepthook.get_or_insert_with(make).clone()
}

fn executable() -> Option<&'static Value> {
    cells().executable.as_ref()
}

fn cells() -> &'static mut Cells {
    // SAFETY: single-threaded; no caller keeps the reference across a call into other code.
    let c = unsafe { &mut *CELLS.0.get() };
    if !c.started {
        c.started = true;
        for fd in 0..3 {
            let stream = file::standard(fd as i32);
            c.original[fd] = Some(stream.clone());
            c.current[fd] = Some(stream);
        }
    }
    c
}

/// The current `sys.stdin`, `sys.stdout` or `sys.stderr` (0, 1, 2); `None` when the program has deleted it.
#[inline]
pub fn stream(fd: usize) -> Option<Value> {
    cells().current[fd].clone()
}

/// The stream as it was at start, while it is alive.
pub fn original_stream(fd: usize) -> Option<Value> {
    cells().original[fd].clone()
}

/// An attribute of the module was assigned (or deleted: `None`).
pub fn attr_changed(name: &str, value: Option<&Value>) {
    let fd = match name {
        "stdin" => 0,
        "stdout" => 1,
        "stderr" => 2,
        "excepthook" => return drop(std::mem::replace(&mut cells().excepthook, value.cloned())),
        "unraisablehook" => return drop(std::mem::replace(&mut cells().unraisablehook, value.cloned())),
        _ => return,
    };
    let old = std::mem::replace(&mut cells().current[fd], value.cloned());
    drop(old);
    if let Some(hooks) = crate::foreign::hooks() {
        (hooks.stream_assigned)(fd, value);
    }
}

/// What the program has assigned to `sys.excepthook`.
pub fn excepthook() -> Option<Value> {
    cells().excepthook.clone()
}

/// What it has assigned to `sys.unraisablehook`.
pub fn unraisablehook() -> Option<Value> {
    cells().unraisablehook.clone()
}

/// The program's objects end.
pub fn forget_hooks() {
    drop((cells().original_excepthook.take(), cells().excepthook.take(), cells().unraisablehook.take()));
}

/// Releases what the module holds, after the last flush (for the leak counter).
pub fn shut_down() {
    let c = cells();
    let old = std::mem::replace(
        c,
        Cells {
            current: [None, None, None],
            original: [None, None, None],
            started: true,
            executable: None,
            folders: [const { None }; 4],
            original_excepthook: None,
            excepthook: None,
            unraisablehook: None,
        },
    );
    drop(old);
}

fn version_info() -> Value {
    VERSION_INFO.make(vec![Value::int(3), Value::int(11), Value::int(7), text("final"), Value::int(0)])
}

fn or_none(v: Option<Value>) -> Value {
    v.unwrap_or_else(Value::none)
}

fn text(s: &'static str) -> Value {
    crate::str::intern_static(s)
}

/// The arguments of the process: bytes that are no UTF-8 become lone surrogates.
fn argv() -> Value {
    let decode = |b: &Vec<u8>| crate::codecs::decode(b, "utf-8", "surrogateescape").unwrap_or_else(|_| Value::none());
    list::new(start::args().iter().map(decode).collect())
}

pub static VALUES: super::Values = &[
    ("argv", argv),
    ("orig_argv", argv),
    ("path", || list::new(Vec::new())),
    ("modules", crate::module::loaded_modules),
    ("builtin_module_names", || tuple::new(Vec::new())),
    ("warnoptions", || list::new(Vec::new())),
    ("stdin", || or_none(stream(0))),
    ("stdout", || or_none(stream(1))),
    ("stderr", || or_none(stream(2))),
    ("__stdin__", || or_none(original_stream(0))),
    ("__stdout__", || or_none(original_stream(1))),
    ("__stderr__", || or_none(original_stream(2))),
    ("maxsize", || Value::int(i64::MAX)),
    ("maxunicode", || Value::int(0x10ffff)),
    ("byteorder", || text(if cfg!(target_endian = "little") { "little" } else { "big" })),
    ("platform", || text(if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS })),
    ("version", || text("3.11.7 (pyaot)")),
    ("version_info", version_info),
    ("hexversion", || Value::int(0x030b_07f0)),
    ("api_version", || Value::int(1013)),
    ("copyright", || text("")),
    ("executable", || executable().map_or_else(|| text(""), Value::clone)),
    ("prefix", || folder(0)),
    ("exec_prefix", || folder(1)),
    ("base_prefix", || folder(2)),
    ("base_exec_prefix", || folder(3)),
    ("excepthook", original_excepthook),
    ("__excepthook__", original_excepthook),
    ("dont_write_bytecode", || Value::bool(true)),
    ("float_repr_style", || text("short")),
    ("float_info", float_info),
    ("int_info", || INT_INFO.make([30, 4, 4300, 640].map(Value::int).to_vec())),
    ("hash_info", hash_info),
    ("thread_info", || THREAD_INFO.make(vec![text("pthread"), text("semaphore"), Value::none()])),
    ("flags", flags),
];

fn float_info() -> Value {
    let i = Value::int;
    FLOAT_INFO.make(vec![
        float::new(f64::MAX),
        i(1024),
        i(308),
        float::new(f64::MIN_POSITIVE),
        i(-1021),
        i(-307),
        i(15),
        i(53),
        float::new(f64::EPSILON),
        i(2),
        i(1),
    ])
}

fn hash_info() -> Value {
    let mut items: Vec<Value> =
        [64, int::HASH_MODULUS as i64, 314_159, 0, 1_000_003, 0, 64, 128, 0].map(Value::int).to_vec();
    items[5] = text("siphash13");
    HASH_INFO.make(items)
}

fn flags() -> Value {
    let mut items: Vec<Value> = (0..18).map(|_| Value::int(0)).collect();
    items[4] = Value::int(1);
    items[13] = Value::bool(false);
    items[16] = Value::bool(false);
    items[17] = Value::int(-1);
    FLAGS.make(items)
}

fn exc_info(_: &[Value]) -> Result<Value> {
    let Some(e) = exception::current_handled() else {
        return Ok(tuple::new(vec![Value::none(), Value::none(), Value::none()]));
    };
    let trace = ops::getattr_opt(&e, "__traceback__")?.unwrap_or_else(Value::none);
    Ok(tuple::new(vec![e.ty().value(), e, trace]))
}

/// Raises SystemExit: a tuple becomes its arguments, None no argument.
fn exit(a: &[Value]) -> Result<Value> {
    let args = match a[0].downcast::<TupleObj>() {
        Some(t) => t.items().to_vec(),
        None if a[0].is_none() => Vec::new(),
        None => vec![a[0].clone()],
    };
    raise_value(exception::with_args(&SYSTEM_EXIT, args))
}

fn setrecursionlimit(a: &[Value]) -> Result<Value> {
    let limit = ops::index_or_overflow(&a[0])?;
    if limit < 1 {
        return value_error("recursion limit must be greater or equal than 1");
    }
    start::set_recursion_limit(limit);
    Ok(Value::none())
}

fn set_int_max_str_digits(a: &[Value]) -> Result<Value> {
    let n = ops::index_or_overflow(&a[0])?;
    if n != 0 && n < 640 {
        return value_error("maxdigits must be 0 or larger than 640");
    }
    int::set_max_str_digits(n as usize);
    Ok(Value::none())
}

fn intern(a: &[Value]) -> Result<Value> {
    if a[0].is_exact(&crate::str::STR) {
        return Ok(state::intern_value(&a[0]));
    }
    match a[0].ty().layout {
        Layout::Str => type_error(text!("can't intern ", ops::type_name(&a[0]))),
        _ => type_error(text!("intern() argument must be str, not ", ops::type_name(&a[0]))),
    }
}

fn getrefcount(a: &[Value]) -> Result<Value> {
    Ok(Value::int(match a[0].header() {
        // As in CPython the argument itself counts.
        Some(h) if h.rc.get() < crate::value::IMMORTAL => h.rc.get() as i64,
        _ => 1_000_000,
    }))
}

/// Sizes as CPython 3.11 reports them, where a simple rule gives them.
fn getsizeof(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    if !v.ty().is_native
        && let Some(method) = ops::lookup_special(v, "__sizeof__")
    {
        let n = ops::index_or_overflow(&ops::call(&method, &[])?)?;
        return Ok(Value::int(n + 16));
    }
    let size = match v.ty().layout {
        Layout::None => 16,
        Layout::Int | Layout::Bool => {
            let bits = int::to_bigint(v).map_or(0, |b| b.bits());
            24 + 4 * bits.div_ceil(30).max(1) as usize
        }
        Layout::Float => 24,
        Layout::Complex => 32,
        Layout::Str => match v.downcast::<StrObj>() {
            Some(s) if s.is_ascii() => 49 + s.len(),
            Some(s) if s.kind() == 1 => 73 + s.len(),
            Some(s) if s.kind() == 2 => 74 + 2 * s.len(),
            Some(s) => 76 + 4 * s.len(),
            None => 49,
        },
        Layout::Bytes => 33 + bytes::like(v).map_or(0, <[u8]>::len),
        Layout::ByteArray => match bytes::like(v).map_or(0, <[u8]>::len) {
            0 => 56,
            n => 57 + n,
        },
        Layout::Tuple => 40 + 8 * ops::len(v)?,
        Layout::List => 56 + 8 * ops::len(v)?,
        Layout::Dict => dict_size(v)?,
        Layout::Set | Layout::FrozenSet => set_size(ops::len(v)?),
        Layout::Range => 48,
        Layout::Slice => 56,
        Layout::Native => 72,
        Layout::Function => 152,
        Layout::Exception => 88,
        Layout::Type => 1688,
        Layout::Object => 56,
        _ => 48,
    };
    Ok(int::from_usize(size))
}

fn dict_size(v: &Value) -> Result<usize> {
    let n = ops::len(v)?;
    if n == 0 {
        return Ok(64);
    }
    let mut all_text = true;
    ops::for_each(v, |k| {
        all_text &= k.is_exact(&crate::str::STR);
        Ok(())
    })?;
    let mut slots = 8usize;
    while slots * 2 / 3 < n {
        slots *= 2;
    }
    let index = if slots <= 128 { 1 } else if slots <= 32768 { 2 } else { 4 };
    Ok(64 + 32 + slots * index + slots * 2 / 3 * if all_text { 16 } else { 24 })
}

fn set_size(n: usize) -> usize {
    if n < 5 {
        return 216;
    }
    let mut slots = 8usize;
    let mut fill = 0;
    while fill < n {
        fill += 1;
        if fill * 5 >= (slots - 1) * 3 {
            slots = if fill > 50000 { fill * 2 } else { fill * 4 }.next_power_of_two();
        }
    }
    216 + slots * 16
}
