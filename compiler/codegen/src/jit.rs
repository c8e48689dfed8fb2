//! Code in memory.

use std::sync::{Mutex, OnceLock};

use cranelift_jit::{ArenaMemoryProvider, JITBuilder, JITMemoryProvider, JITModule};
use cranelift_module::default_libcall_names;
use pyaot_abi::layout::ProgramDesc;
use pyaot_ir::Program;

use crate::compile::{self, Placed};
use crate::func::Env;
use crate::isa::{Isas, Place};
use crate::lazy::{Finish, Lazy, rarely_called};
use crate::memory::Memory;
use crate::once::Once;
use crate::refs::{COMPILE_SYMBOL, Own, Refs, Used};
use crate::{Options, Symbols};

/// Compiled code in memory. The memory stays mapped for the rest of the process: finalizers of Python objects may call
/// into it until the very end.
pub struct JitCode {
    code: &'static Code,
    desc: *const ProgramDesc,
    functions: Vec<Placed>,
}

/// What it takes to compile one more function of the program.
struct Code {
    program: &'static Program,
    refs: Refs,
    isas: Isas,
    near: bool,
    lazy: Lazy,
    finish: Finish,
    once: Once,
    module: Mutex<JITModule>,
}

impl Code {
    fn env(&self) -> Env<'_> {
        let (program, refs, config) = (self.program, &self.refs, self.isas.fast.frontend_config());
        Env { program, refs, config, near: self.near, lazy: Some(&self.lazy), once: &self.once }
    }
}

pub(crate) fn compile(
    program: &'static Program,
    finish: Finish,
    options: Options,
    symbols: Symbols,
) -> Result<JitCode, String> {
    let lazy = rarely_called(program);
    let used = Used::scan(program, lazy.contains(&true));
    let isas = Isas::new(Place::Memory, options)?;
    let mut imports = vec![(COMPILE_SYMBOL, compile_lazy as *const u8)];
    for name in used.symbols() {
        imports.push((name, symbols(name).ok_or_else(|| format!("the runtime has no symbol {name}"))?));
    }
    let (memory, near) = memory(imports.iter().map(|(_, p)| *p as usize))?;
    let mut builder = JITBuilder::with_isa(isas.fast.clone(), default_libcall_names());
    builder.memory_provider(memory);
    builder.symbols(imports);
    let mut module = JITModule::new(builder);
    let refs = Refs::declare(&mut module, program, &used).map_err(|e| e.to_string())?;

    // Its address is part of the code.
    let place: &'static OnceLock<Code> = Box::leak(Box::new(OnceLock::new()));
    let lazy = Lazy { functions: lazy, context: place as *const OnceLock<Code> as usize };
    let once = Once::of(program);
    let env = Env { program, refs: &refs, config: isas.fast.frontend_config(), near, lazy: Some(&lazy), once: &once };
    let functions = compile::program(&mut module, &isas, &env)?;
    module.finalize_definitions().map_err(|e| e.to_string())?;
    let (desc, _) = module.get_finalized_data(refs.own(Own::Program));
    let code = place.get_or_init(|| Code { program, refs, isas, near, lazy, finish, once, module: Mutex::new(module) });
    Ok(JitCode { code, desc: desc as *const ProgramDesc, functions })
}

/// Memory for the code, and whether the symbols are within its reach.
fn memory(symbols: impl Iterator<Item = usize> + Clone) -> Result<(Box<dyn JITMemoryProvider + Send>, bool), String> {
    if cfg!(all(target_arch = "x86_64", unix)) {
        let (memory, near) = Memory::reserve(symbols).map_err(|e| format!("no memory for code: {e}"))?;
        return Ok((Box::new(memory), near));
    }
    let memory = ArenaMemoryProvider::new_with_size(256 << 20).map_err(|e| e.to_string())?;
    Ok((Box::new(memory), false))
}

impl JitCode {
    /// What the runtime's start function takes.
    pub fn program_desc(&self) -> *const ProgramDesc {
        self.desc
    }

    /// Name, address and size of each function that is compiled already, in the order of the program's (then the helpers):
    /// for profilers and tests.
    pub fn functions(&self) -> Vec<(&str, *const u8, usize)> {
        let module = self.code.module.lock().expect("no thread panics while it holds the lock");
        self.functions.iter().map(|p| (p.name.as_str(), module.get_finalized_function(p.id), p.size)).collect()
    }
}

/// Enough for compiling any function: the caller's own stack may be near its end.
const STACK: usize = 64 << 20;

/// Called by generated code for the address of a function that was left out.
extern "C" fn compile_lazy(context: *const OnceLock<Code>, index: usize) -> *const u8 {
    // SAFETY: `compile` put the address of a leaked object into the code.
    let place: &'static OnceLock<Code> = unsafe { &*context };
    let code = place.get().expect("set before any of the code runs");
    let compile = || add_function(code, index).unwrap_or_else(|e| panic!("code generation: {e}"));
    std::thread::scope(|s| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(s, || compile() as usize);
        match thread.map(|t| t.join()) {
            Ok(Ok(address)) => address as *const u8,
            // The panic has been reported.
            Ok(Err(_)) => std::process::abort(),
            Err(_) => compile(),
        }
    })
}

fn add_function(code: &Code, index: usize) -> Result<*const u8, String> {
    let mut function = code.program.functions[index].clone();
    if function.cold || function.reentry {
        (code.finish)(&mut function);
    }
    let compiled = compile::unit(&code.isas, &code.env(), index, &function)?;
    let mut module = code.module.lock().expect("no thread panics while it holds the lock");
    let id = compiled.define(&mut *module)?;
    module.finalize_definitions().map_err(|e| e.to_string())?;
    let address = module.get_finalized_function(id);
    let (cells, _) = module.get_finalized_data(code.refs.own(Own::Lazy));
    // SAFETY: one word per function of the program, read by the one thread that waits for this one.
    unsafe { (cells as *mut *const u8).add(index).write(address) };
    Ok(address)
}
