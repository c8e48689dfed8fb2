//! All functions of a program to machine code, in parallel, and into the module.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cranelift_codegen::Context;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::isa::TargetIsa;
use cranelift_frontend::FunctionBuilderContext;
use cranelift_module::{FuncId, Module, ModuleReloc};
use pyaot_ir::Program;

use crate::func::{self, Env};
use crate::refs::{Refs, Used};

/// A text form that is wanted instead of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Clif,
    Asm,
}

/// One function of the module to make.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Function(usize),
    Release,
}

struct Compiled {
    id: FuncId,
    align: u64,
    code: Vec<u8>,
    relocs: Vec<ModuleReloc>,
    text: String,
}

/// Name, id and size of a function in the module.
pub(crate) struct Placed {
    pub(crate) name: String,
    pub(crate) id: FuncId,
    pub(crate) size: usize,
}

/// Below this many IR instructions a second thread costs more than it gains.
const PARALLEL_FROM: usize = 600;

/// Declares and defines everything; `near` says that the runtime is linked into the same file.
pub(crate) fn program(module: &mut dyn Module, program: &Program, used: &Used, near: bool) -> Result<(Refs, Vec<Placed>), String> {
    let refs = Refs::declare(module, program, used).map_err(|e| e.to_string())?;
    crate::data::define(module, program, &refs).map_err(|e| e.to_string())?;
    let compiled = functions(module.isa(), program, &refs, near, None)?;
    let mut placed = Vec::with_capacity(compiled.len());
    for (unit, c) in units(program, &refs).into_iter().zip(compiled) {
        module.define_function_bytes(c.id, c.align, &c.code, &c.relocs).map_err(|e| e.to_string())?;
        placed.push(Placed { name: name(program, unit).to_string(), id: c.id, size: c.code.len() });
    }
    Ok((refs, placed))
}

/// The text of every function.
pub(crate) fn text(module: &mut dyn Module, program: &Program, used: &Used, want: Text) -> Result<String, String> {
    let refs = Refs::declare(module, program, used).map_err(|e| e.to_string())?;
    let compiled = functions(module.isa(), program, &refs, true, Some(want))?;
    let mut out = String::new();
    for (unit, c) in units(program, &refs).into_iter().zip(compiled) {
        out.push_str(&format!("; {}\n{}\n", name(program, unit), c.text));
    }
    Ok(out)
}

fn units(program: &Program, refs: &Refs) -> Vec<Unit> {
    let functions = (0..program.functions.len()).map(Unit::Function);
    functions.chain(refs.release.map(|_| Unit::Release)).collect()
}

fn name(program: &Program, unit: Unit) -> &str {
    match unit {
        Unit::Function(i) => &program.functions[i].name,
        Unit::Release => "release",
    }
}

fn functions(isa: &dyn TargetIsa, program: &Program, refs: &Refs, near: bool, want: Option<Text>) -> Result<Vec<Compiled>, String> {
    let env = Env { program, refs, config: isa.frontend_config(), near };
    let units = units(program, refs);
    let size = |u: &Unit| match u {
        Unit::Function(i) => program.functions[*i].blocks.iter().map(|b| b.insts.len() + 1).sum::<usize>(),
        Unit::Release => 10,
    };
    let sizes: Vec<usize> = units.iter().map(size).collect();
    let parallel = sizes.iter().sum::<usize>() >= PARALLEL_FROM && units.len() > 1;
    let threads = if parallel { std::thread::available_parallelism().map_or(1, |n| n.get()).min(units.len()) } else { 1 };
    // The largest first, so that no thread is left alone with it at the end.
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(sizes[*i]));

    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<Result<Compiled, String>>>> = Mutex::new(units.iter().map(|_| None).collect());
    let work = || {
        let mut worker = Worker { ctx: Context::new(), frontend: FunctionBuilderContext::new(), control: ControlPlane::default() };
        while let Some(&i) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = worker.compile(isa, &env, units[i], want);
            results.lock().expect("no thread panics while it holds the lock")[i] = Some(result);
        }
    };
    std::thread::scope(|s| {
        for _ in 1..threads {
            s.spawn(work);
        }
        work();
    });
    let results = results.into_inner().expect("no thread panics while it holds the lock");
    results.into_iter().map(|r| r.expect("every unit was taken by a thread")).collect()
}

/// What a thread reuses from function to function.
struct Worker {
    ctx: Context,
    frontend: FunctionBuilderContext,
    control: ControlPlane,
}

impl Worker {
    fn compile(&mut self, isa: &dyn TargetIsa, env: &Env, unit: Unit, want: Option<Text>) -> Result<Compiled, String> {
        let ctx = &mut self.ctx;
        ctx.clear();
        ctx.set_disasm(want == Some(Text::Asm));
        let id = match unit {
            Unit::Function(i) => {
                func::translate(env, i, &mut ctx.func, &mut self.frontend);
                env.refs.funcs[i]
            }
            Unit::Release => {
                func::release_helper(env, &mut ctx.func, &mut self.frontend);
                env.refs.release.expect("the unit exists only then")
            }
        };
        if want == Some(Text::Clif) {
            let text = ctx.func.display().to_string();
            return Ok(Compiled { id, align: 1, code: Vec::new(), relocs: Vec::new(), text });
        }
        if let Err(e) = ctx.compile(isa, &mut self.control).map_err(|e| format!("{:?}", e.inner)) {
            return Err(format!("{}: {e}\n{}", name(env.program, unit), ctx.func.display()));
        }
        let code = ctx.compiled_code().expect("just compiled");
        let text = code.vcode.clone().unwrap_or_default();
        let align = u64::from(code.buffer.alignment).max(u64::from(isa.function_alignment().preferred)).max(16);
        let bytes = code.code_buffer().to_vec();
        let relocs = code.buffer.relocs().iter().map(|r| ModuleReloc::from_mach_reloc(r, &ctx.func, id)).collect();
        Ok(Compiled { id, align, code: bytes, relocs, text })
    }
}
