//! Code in memory.

use cranelift_jit::{ArenaMemoryProvider, JITBuilder, JITModule};
use cranelift_module::default_libcall_names;
use pyaot_abi::layout::ProgramDesc;
use pyaot_ir::Program;

use crate::compile::{self, Placed};
use crate::isa::{Place, isa};
use crate::refs::{Own, Used};
use crate::{Options, Symbols};

/// Compiled code in memory. The memory stays mapped for the rest of the process: finalizers of Python objects may call
/// into it until the very end.
pub struct JitCode {
    module: JITModule,
    desc: *const ProgramDesc,
    functions: Vec<Placed>,
}

/// Address space kept for one program, so that all its parts reach each other by 32-bit displacements. Only what is used
/// of it becomes memory.
const RESERVED: usize = 512 << 20;

pub(crate) fn compile(program: &Program, options: Options, symbols: Symbols) -> Result<JitCode, String> {
    let used = Used::scan(program);
    let mut builder = JITBuilder::with_isa(isa(Place::Memory, options)?, default_libcall_names());
    let memory = ArenaMemoryProvider::new_with_size(RESERVED).map_err(|e| e.to_string())?;
    builder.memory_provider(Box::new(memory));
    for name in used.symbols() {
        builder.symbol(name, symbols(name).ok_or_else(|| format!("the runtime has no symbol {name}"))?);
    }
    let mut module = JITModule::new(builder);
    let (refs, functions) = compile::program(&mut module, program, &used, false)?;
    module.finalize_definitions().map_err(|e| e.to_string())?;
    let (desc, _) = module.get_finalized_data(refs.own(Own::Program));
    Ok(JitCode { module, desc: desc as *const ProgramDesc, functions })
}

impl JitCode {
    /// What the runtime's start function takes.
    pub fn program_desc(&self) -> *const ProgramDesc {
        self.desc
    }

    /// Name, address and size of each function, in the order of the program's (then the helpers): for profilers and tests.
    pub fn functions(&self) -> impl Iterator<Item = (&str, *const u8, usize)> {
        self.functions.iter().map(|p| (p.name.as_str(), self.module.get_finalized_function(p.id), p.size))
    }
}
