//! Modules for code in memory that have nothing of a program yet: one is made on another thread while a program is being parsed.

use std::ops::Range;
use std::sync::{Mutex, OnceLock};

use cranelift_jit::{ArenaMemoryProvider, JITBuilder, JITMemoryProvider, JITModule};
use cranelift_module::default_libcall_names;

use crate::Symbols;
use crate::compile::Worker;
use crate::isa::Isas;
use crate::memory::{Memory, RESERVED, SMALL};
use crate::refs::{Refs, Used};
use crate::threads::{Job, SOON};

/// A module in which what every program may refer to is declared.
pub(crate) struct Blank {
    pub(crate) module: JITModule,
    pub(crate) refs: Refs,
    /// The runtime's symbols are within reach.
    pub(crate) near: bool,
    /// Where its code will be.
    pub(crate) addresses: Range<usize>,
}

/// The next one, of this size, whose code may grow while some of it runs; made for optimised code.
static NEXT: Mutex<Option<Blank>> = Mutex::new(None);

/// Has a thread make one, if there is none.
pub(crate) fn prepare(symbols: Symbols) {
    static WANTED: OnceLock<Wanted> = OnceLock::new();
    if NEXT.try_lock().is_ok_and(|next| next.is_none()) {
        SOON.submit(WANTED.get_or_init(|| Wanted(symbols)));
    }
}

struct Wanted(Symbols);

impl Job for Wanted {
    fn work(&self, _: &mut Worker) {
        let Ok(mut next) = NEXT.try_lock() else { return };
        if next.is_none() {
            // Whoever needs one will say why there is none.
            *next = Isas::here(true).and_then(|isas| of(isas, &Used::all(), SMALL, true, self.0)).ok();
        }
    }
}

/// One for so many bytes of code; see [`of`].
pub(crate) fn take(opt: bool, size: usize, grows: bool, symbols: Symbols) -> Result<Blank, String> {
    if opt && size <= SMALL && let Some(next) = NEXT.try_lock().ok().and_then(|mut next| next.take()) {
        return Ok(next);
    }
    of(Isas::here(opt)?, &Used::all(), size.clamp(SMALL, RESERVED), grows, symbols)
}

/// One that refers to nothing but what is in `used`. `grows`: code is added while some of it runs.
pub(crate) fn of(isas: &Isas, used: &Used, reserved: usize, grows: bool, symbols: Symbols) -> Result<Blank, String> {
    let (memory, near, addresses) = memory(reserved, grows, runtime(symbols)?.into_iter())?;
    let mut builder = JITBuilder::with_isa(isas.fast.clone(), default_libcall_names());
    builder.memory_provider(memory);
    builder.symbol_lookup_fn(Box::new(symbols));
    let mut module = JITModule::new(builder);
    let refs = Refs::declare_common(&mut module, used).map_err(|e| e.to_string())?;
    Ok(Blank { module, refs, near, addresses })
}

/// The first and the last of the runtime's addresses.
fn runtime(symbols: Symbols) -> Result<[usize; 2], String> {
    static KNOWN: OnceLock<Result<[usize; 2], String>> = OnceLock::new();
    let find = || {
        let (mut first, mut last) = (usize::MAX, 0);
        for name in Used::all().symbols() {
            let address = symbols(name).ok_or_else(|| format!("the runtime has no symbol {name}"))? as usize;
            (first, last) = (first.min(address), last.max(address));
        }
        Ok([first, last])
    };
    KNOWN.get_or_init(find).clone()
}

/// Memory for the code, whether the symbols are within its reach, and its addresses (where they are known beforehand).
type Reserved = (Box<dyn JITMemoryProvider + Send>, bool, Range<usize>);

/// `grows`: code is added while some of it runs.
fn memory(reserved: usize, grows: bool, symbols: impl Iterator<Item = usize> + Clone) -> Result<Reserved, String> {
    if cfg!(all(target_arch = "x86_64", unix)) {
        let (mut memory, near) = Memory::reserve(reserved, symbols).map_err(|e| format!("no memory for code: {e}"))?;
        memory.grows = grows;
        let addresses = memory.addresses();
        return Ok((Box::new(memory), near, addresses));
    }
    let memory = ArenaMemoryProvider::new_with_size(256 << 20).map_err(|e| e.to_string())?;
    Ok((Box::new(memory), false, 0..0))
}
