//! The helpers for code in memory, compiled once for the process: with [`Used::all`], what they refer to has the same ids in the
//! module of each program.

use std::sync::OnceLock;

use cranelift_module::default_libcall_names;
use cranelift_object::{ObjectBuilder, ObjectModule};
use pyaot_ir::Program;

use super::Helper;
use crate::compile::{Compiled, Unit, Worker};
use crate::few::Few;
use crate::func::Env;
use crate::isa::Isas;
use crate::refs::{Refs, Used};
use crate::threads::{Job, SOON};

/// By whether the runtime is near, with and without Cranelift's optimisations.
static READY: [[OnceLock<Vec<Compiled>>; 2]; 2] = [const { [const { OnceLock::new() }; 2] }; 2];

/// All helpers, to be defined in a module whose program is at least as far from the runtime.
pub(crate) fn all(opt: bool, near: bool) -> &'static [Compiled] {
    get(opt, near, &mut Worker::new())
}

/// Has a thread compile them, if nobody has. Programs are near the runtime, as a rule.
pub(crate) fn prepare(opt: bool) {
    if READY[usize::from(opt)][1].get().is_none() {
        static WANTED: [Wanted; 2] = [Wanted { opt: false }, Wanted { opt: true }];
        SOON.submit(&WANTED[usize::from(opt)]);
    } else {
        SOON.prepare();
    }
}

struct Wanted {
    opt: bool,
}

impl Job for Wanted {
    fn work(&self, worker: &mut Worker) {
        get(self.opt, true, worker);
    }
}

fn get(opt: bool, near: bool, worker: &mut Worker) -> &'static [Compiled] {
    READY[usize::from(opt)][usize::from(near)].get_or_init(|| compile(opt, near, worker).unwrap_or_else(|e| panic!("code generation: {e}")))
}

fn compile(opt: bool, near: bool, worker: &mut Worker) -> Result<Vec<Compiled>, String> {
    let isas = Isas::here(opt)?;
    let program = Program::default();
    let builder = ObjectBuilder::new(isas.fast.clone(), "helpers", default_libcall_names()).map_err(|e| e.to_string())?;
    let refs = Refs::declare(&mut ObjectModule::new(builder), &program, &Used::all()).map_err(|e| e.to_string())?;
    let few = Few::of(&program);
    let env = Env { program: &program, refs: &refs, config: isas.fast.frontend_config(), near, on_demand: false, beside: false, few: &few, has_fma: isas.has_fma, has_vectors: isas.has_vectors, lines: false };
    Helper::ALL.iter().map(|h| worker.compile(isas, &env, Unit::Helper(*h), None)).collect()
}
