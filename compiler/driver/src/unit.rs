//! Units: small programs that a host has compiled while it runs, and then calls.
//!
//! The main text of a unit hands a function over by `_host.export` (runtime: `modules::host`).

use std::sync::Mutex;
use std::thread::JoinHandle;

use pyaot_abi::layout::ProgramDesc;
use pyaot_core::exception;
use pyaot_core::function::FunctionObj;
use pyaot_core::modules::host::take_exported;
use pyaot_core::start::hosted::{Call, load};
use pyaot_core::value::Value;
use pyaot_codegen::JitCode;

use crate::cache::Slot;
use crate::deep_stack::on_deep_stack;
use crate::element::Element;
use crate::input::Input;
use crate::pipeline::{Goal, Product, compile, symbol_address};
use crate::session::{Options, Session};

/// Threads that put code into the cache, and the process that they are of.
static STORING: Mutex<Vec<(u32, JoinHandle<()>)>> = Mutex::new(Vec::new());

fn store_later(slot: Slot, code: JitCode) {
    let thread = std::thread::Builder::new().name("pyaot-cache".to_owned()).spawn(move || {
        pyaot_codegen::stand_back();
        slot.store(&code);
    });
    if let (Ok(thread), Ok(mut all)) = (thread, STORING.lock()) {
        all.retain(|(_, t)| !t.is_finished());
        all.push((std::process::id(), thread));
    }
}

/// Waits until what was compiled is in the cache.
pub fn finish_storing() {
    let all = STORING.lock().map(|mut all| std::mem::take(&mut *all)).unwrap_or_default();
    for (process, thread) in all {
        // The child of a fork has not got its parent's threads.
        if process == std::process::id() {
            let _ = thread.join();
        } else {
            std::mem::forget(thread);
        }
    }
}

/// Waits until functions that run in their quick form have their full one.
pub fn finish_forms() {
    pyaot_codegen::finish();
}

/// Says that units may be compiled or loaded in this process.
pub fn prepare_code() {
    pyaot_codegen::prepare_code();
}

/// Says that units will be compiled in this process: what they all need is made meanwhile.
pub fn prepare() {
    pyaot_codegen::prepare_memory();
    pyaot_codegen::prepare(Options::default().codegen(), symbol_address);
}

/// A unit that is ready to be called.
pub struct Unit {
    image: usize,
    function: Value,
    /// The code was compiled by another process.
    pub is_from_cache: bool,
}

impl Unit {
    /// Compiles the texts and runs their module-level code. An error is in words: the diagnostics, or the exception.
    pub fn compile(input: &Input, options: Options) -> Result<Unit, String> {
        Unit::load(input, options).map(|(unit, ..)| unit)
    }

    /// The same, with what loops over elements are made of, if the main text has a function for that.
    pub fn compile_for_elements(input: &Input, options: Options) -> Result<(Unit, Option<Element>), String> {
        let (unit, program, session) = Unit::load(input, Options { keep_lowered: true, ..options })?;
        // SAFETY: the program has just been loaded.
        let element = session.lowered.and_then(|lowered| unsafe { Element::new(lowered, program) });
        Ok((unit, element))
    }

    fn load(input: &Input, options: Options) -> Result<(Unit, &'static ProgramDesc, Session), String> {
        let mut session = Session::new(Options { native_only: true, has_threads: true, quick_first: true, ..options });
        let product = on_deep_stack(|| compile(&mut session, input, &Goal::Memory));
        let Some(Product::Code(code)) = product else { return Err(session.report(false)) };
        let is_from_cache = session.kept_reports.is_some();
        let slot = session.slot.take().filter(|_| session.diagnostics.is_empty());
        // SAFETY: the code is never freed, so its tables live as long as the process.
        let program: &'static ProgramDesc = unsafe { &*code.program_desc() };
        // SAFETY: the tables describe the code that was just made.
        match unsafe { load(program) } {
            Ok(image) => match take_exported() {
                Some(function) if function.downcast::<FunctionObj>().is_some() => {
                    if let Some(slot) = slot {
                        store_later(slot, code);
                    }
                    Ok((Unit { image, function, is_from_cache }, program, session))
                }
                _ => Err("the unit has handed over no function".to_owned()),
            },
            Err(raised) => {
                let exc = exception::pending();
                exception::clear_pending(raised);
                Err(exc.map(|e| exception::message_of(&e)).unwrap_or_default())
            }
        }
    }

    /// The text of a stage.
    pub fn emit(input: &Input, stage: crate::Emit, options: Options) -> Result<String, String> {
        let mut session = Session::new(Options { native_only: true, has_threads: true, ..options });
        match on_deep_stack(|| compile(&mut session, input, &Goal::Emit(stage))) {
            Some(Product::Text(text)) => Ok(text),
            _ => Err(session.report(false)),
        }
    }

    /// Calls the function with exactly its parameters. `alone`: there are no objects among them but arrays.
    ///
    /// # Safety
    /// `args` points to one live value for each parameter.
    #[inline]
    pub unsafe fn call(&self, args: *const u64, alone: bool) -> pyaot_core::error::Result<Value> {
        let _inside = Call::begin(self.image).alone(alone);
        // SAFETY: `compile` has tested the function; the rest is the caller's affair.
        unsafe { self.function.cast::<FunctionObj>().enter(args) }
    }
}
