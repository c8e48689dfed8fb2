//! Code in an object file.

use cranelift_codegen::Context;
use cranelift_codegen::ir::{AbiParam, InstBuilder, Signature, types};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{DataDescription, DataId, Linkage, Module, ModuleResult, default_libcall_names};
use cranelift_object::{ObjectBuilder, ObjectModule};
use pyaot_ir::Program;

use crate::Options;
use crate::compile::{self, Text};
use crate::func::Env;
use crate::isa::Isas;
use crate::few::Few;
use crate::refs::{Own, Refs, Used};

/// How the world outside gets in.
#[derive(Debug, Clone, Copy)]
pub enum Start<'a> {
    /// `main` of an executable.
    Main,
    /// `PyInit_…` of an extension module of this name.
    Extension(&'a str),
}

fn module(isas: &Isas) -> Result<ObjectModule, String> {
    let builder = ObjectBuilder::new(isas.fast.clone(), "pyaot", default_libcall_names());
    Ok(ObjectModule::new(builder.map_err(|e| e.to_string())?))
}

pub(crate) fn compile(program: &Program, options: Options, start: Start) -> Result<Vec<u8>, String> {
    let isas = Isas::for_files(options.opt)?;
    let mut module = module(&isas)?;
    let refs = declare(&mut module, program)?;
    let few = Few::of(program);
    let env = Env { program, refs: &refs, config: module.target_config(), near: true, on_demand: false, beside: false, few: &few, has_fma: isas.has_fma, has_vectors: isas.has_vectors, lines: false };
    compile::program(&mut module, &isas, &env)?;
    match start {
        Start::Main => main(&mut module, &refs),
        Start::Extension(name) => extension(&mut module, &refs, name),
    }
    .map_err(|e| e.to_string())?;
    module.finish().emit().map_err(|e| e.to_string())
}

pub(crate) fn text(program: &Program, options: Options, want: Text) -> Result<String, String> {
    let isas = Isas::for_files(options.opt)?;
    let mut module = module(&isas)?;
    let refs = declare(&mut module, program)?;
    let few = Few::of(program);
    let env = Env { program, refs: &refs, config: module.target_config(), near: true, on_demand: false, beside: false, few: &few, has_fma: isas.has_fma, has_vectors: isas.has_vectors, lines: false };
    compile::text(&isas, &env, want)
}

fn declare(module: &mut ObjectModule, program: &Program) -> Result<Refs, String> {
    Refs::declare(module, program, &Used::scan(program)).map_err(|e| e.to_string())
}

/// `int main(int argc, char **argv) { return pyaot_main(argc, argv, &pyaot_program); }`
fn main(module: &mut ObjectModule, refs: &Refs) -> ModuleResult<()> {
    let word = module.target_config().pointer_type();
    let mut signature = module.make_signature();
    signature.params.extend([AbiParam::new(types::I32), AbiParam::new(word)]);
    signature.returns.push(AbiParam::new(types::I32));
    start(module, refs, "main", signature, "pyaot_main", None)
}

/// `PyObject *PyInit_name(void) { return pyaot_extension("name", &pyaot_program); }`
fn extension(module: &mut ObjectModule, refs: &Refs, name: &str) -> ModuleResult<()> {
    let word = module.target_config().pointer_type();
    let mut signature = module.make_signature();
    signature.returns.push(AbiParam::new(word));
    let text = module.declare_anonymous_data(false, false)?;
    let mut data = DataDescription::new();
    data.define([name.as_bytes(), b"\0"].concat().into_boxed_slice());
    module.define_data(text, &data)?;
    start(module, refs, &format!("PyInit_{}", name.rsplit('.').next().unwrap_or(name)), signature, "pyaot_extension", Some(text))
}

/// A function that the world outside calls: the runtime's function `callee` with its arguments, the text, and the program.
fn start(module: &mut ObjectModule, refs: &Refs, name: &str, signature: Signature, callee: &str, text: Option<DataId>) -> ModuleResult<()> {
    let word = module.target_config().pointer_type();
    let mut wanted = signature.clone();
    wanted.params.extend(text.iter().map(|_| AbiParam::new(word)));
    wanted.params.push(AbiParam::new(word));
    let callee = module.declare_function(callee, Linkage::Import, &wanted)?;
    let function = module.declare_function(name, Linkage::Export, &signature)?;

    let mut ctx = Context::new();
    ctx.func.signature = signature;
    let callee = module.declare_func_in_func(callee, &mut ctx.func);
    let program = module.declare_data_in_func(refs.own(Own::Program), &mut ctx.func);
    let text = text.map(|t| module.declare_data_in_func(t, &mut ctx.func));
    let mut frontend = FunctionBuilderContext::new();
    let mut b = FunctionBuilder::new(&mut ctx.func, &mut frontend);
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    let mut args = b.block_params(entry).to_vec();
    args.extend(text.into_iter().chain([program]).map(|data| b.ins().symbol_value(word, data)));
    let call = b.ins().call(callee, &args);
    let result = b.inst_results(call)[0];
    b.ins().return_(&[result]);
    b.seal_all_blocks();
    b.finalize(module.target_config());
    module.define_function(function, &mut ctx)
}
