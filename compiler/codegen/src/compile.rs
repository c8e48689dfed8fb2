//! All functions of a program to machine code, in parallel, and into the module.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cranelift_codegen::Context;
use cranelift_codegen::control::ControlPlane;
use cranelift_frontend::FunctionBuilderContext;
use cranelift_module::{FuncId, Module, ModuleReloc, ModuleRelocTarget};
use pyaot_ir::Function;

use crate::few::has_loop;
use crate::func::{self, Env, Translated};
use crate::helpers::Helper;
use crate::isa::Isas;
use crate::lanes;
use crate::lines::Lines;
use crate::refs::Refs;
use crate::threads;

/// A text form that is wanted instead of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Clif,
    Asm,
}

/// One function of the module to make.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit<'a> {
    Function(usize, &'a Function),
    /// The quick form of a function, which is called so.
    Quick(usize, &'a Function, FuncId),
    Helper(Helper),
}

pub(crate) struct Compiled {
    id: FuncId,
    align: u64,
    code: Vec<u8>,
    relocs: Vec<ModuleReloc>,
    text: String,
    lines: Option<Lines>,
}

impl Compiled {
    pub(crate) fn define(&self, module: &mut dyn Module) -> Result<FuncId, String> {
        module.define_function_bytes(self.id, self.align, &self.code, &self.relocs).map_err(|e| e.to_string())?;
        Ok(self.id)
    }

    pub(crate) fn id(&self) -> FuncId {
        self.id
    }

    /// Puts the code into an object file, where calls need no stubs.
    pub(crate) fn define_without_stubs(&self, module: &mut dyn Module, refs: &Refs) -> Result<(), String> {
        let direct = |r: &ModuleReloc| {
            let name = match r.name {
                ModuleRelocTarget::User { namespace: 0, index } => refs.behind_stub(FuncId::from_u32(index)).into(),
                ref other => other.clone(),
            };
            ModuleReloc { name, ..r.clone() }
        };
        let relocs: Vec<ModuleReloc> = self.relocs.iter().map(direct).collect();
        module.define_function_bytes(self.id, self.align, &self.code, &relocs).map_err(|e| e.to_string())
    }

    /// The size of the code and, if it was asked for, where it comes from.
    pub(crate) fn take_lines(&mut self) -> (usize, Option<Lines>) {
        (self.code.len(), self.lines.take())
    }
}

/// Below this many IR instructions a second thread costs more than it gains.
const PARALLEL_FROM: usize = 600;

/// Defines all data and all functions.
pub(crate) fn program(module: &mut dyn Module, isas: &Isas, env: &Env) -> Result<(), String> {
    crate::data::define(module, env.program, env.refs).map_err(|e| e.to_string())?;
    let units = units(env);
    let compiled = functions(isas, env, &units, None)?;
    compiled.iter().try_for_each(|c| c.define(module).map(drop))
}

/// The text of every function.
pub(crate) fn text(isas: &Isas, env: &Env, want: Text) -> Result<String, String> {
    let units = units(env);
    let mut out = String::new();
    for (unit, c) in units.iter().zip(functions(isas, env, &units, Some(want))?) {
        out.push_str(&format!("; {}\n{}\n", name(*unit), c.text));
    }
    Ok(out)
}

fn units<'a>(env: &Env<'a>) -> Vec<Unit<'a>> {
    let functions = env.program.functions.iter().enumerate();
    let helpers = Helper::ALL.into_iter().filter(|h| env.refs.helper(*h).is_some());
    functions.map(|(i, f)| Unit::Function(i, f)).chain(helpers.map(Unit::Helper)).collect()
}

fn name(unit: Unit<'_>) -> &str {
    match unit {
        Unit::Function(_, f) | Unit::Quick(_, f, _) => &f.name,
        Unit::Helper(h) => h.name(),
    }
}

fn functions(isas: &Isas, env: &Env, units: &[Unit], want: Option<Text>) -> Result<Vec<Compiled>, String> {
    let size = |u: &Unit| match u {
        Unit::Function(_, f) | Unit::Quick(_, f, _) => f.blocks.iter().map(|b| b.size() + 1).sum::<usize>(),
        Unit::Helper(_) => 10,
    };
    let sizes: Vec<usize> = units.iter().map(size).collect();
    let parallel = sizes.iter().sum::<usize>() >= PARALLEL_FROM && units.len() > 1;
    let threads = if parallel { threads::processors().min(units.len()) } else { 1 };
    // The largest first, so that no thread is left alone with it at the end.
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(sizes[*i]));

    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<Result<Compiled, String>>>> = Mutex::new(units.iter().map(|_| None).collect());
    let work = || {
        let mut worker = Worker::new();
        while let Some(&i) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = worker.compile(isas, env, units[i], want);
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
pub(crate) struct Worker {
    ctx: Context,
    frontend: FunctionBuilderContext,
    control: ControlPlane,
}

impl Worker {
    pub(crate) fn new() -> Worker {
        Worker { ctx: Context::new(), frontend: FunctionBuilderContext::new(), control: ControlPlane::default() }
    }

    pub(crate) fn compile(&mut self, isas: &Isas, env: &Env, unit: Unit, want: Option<Text>) -> Result<Compiled, String> {
        let isa = match unit {
            Unit::Quick(..) => &*isas.quick,
            // In the twin of a module's code, most is ahead of the loops that it was entered for, or behind them.
            Unit::Function(i, f) if f.cold && (f.once || !env.on_demand && !has_loop(f)) || env.few.is_straight(i, f) => &*isas.quick,
            _ => &*isas.fast,
        };
        let ctx = &mut self.ctx;
        ctx.clear();
        ctx.set_disasm(want == Some(Text::Asm));
        let (id, translated) = match unit {
            Unit::Function(i, f) => {
                let id = env.refs.funcs[i];
                (id, func::translate(env, i, id, f, &mut ctx.func, &mut self.frontend))
            }
            Unit::Quick(i, f, id) => (id, func::translate(env, i, id, f, &mut ctx.func, &mut self.frontend)),
            Unit::Helper(h) => {
                h.build(env, &mut ctx.func, &mut self.frontend);
                (env.refs.helper(h).expect("the unit exists only then"), Translated { places: vec![], kernels: vec![] })
            }
        };
        if want == Some(Text::Clif) {
            let text = ctx.func.display().to_string();
            return Ok(Compiled { id, align: 1, code: Vec::new(), relocs: Vec::new(), text, lines: None });
        }
        if let Err(e) = ctx.compile(isa, &mut self.control).map_err(|e| format!("{:?}", e.inner)) {
            return Err(format!("{}: {e}\n{}", name(unit), ctx.func.display()));
        }
        let code = ctx.compiled_code().expect("just compiled");
        let mut text = code.vcode.clone().unwrap_or_default();
        let align = u64::from(code.buffer.alignment).max(u64::from(isa.function_alignment().preferred)).max(16);
        let mut bytes = code.code_buffer().to_vec();
        let mut relocs: Vec<ModuleReloc> = code.buffer.relocs().iter().map(|r| ModuleReloc::from_mach_reloc(r, &ctx.func, id)).collect();
        lanes::append(&translated.kernels, &mut bytes, &mut relocs)?;
        if want == Some(Text::Asm) {
            translated.kernels.iter().for_each(|k| text.push_str(&k.text()));
        }
        let lines = env.lines.then(|| Lines::of(&code.buffer, &translated.places));
        Ok(Compiled { id, align, code: bytes, relocs, text, lines })
    }
}
