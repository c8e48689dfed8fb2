//! Code in an object file.

use cranelift_codegen::Context;
use cranelift_codegen::ir::{AbiParam, InstBuilder, Signature, types};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{Linkage, Module, ModuleResult, default_libcall_names};
use cranelift_object::{ObjectBuilder, ObjectModule};
use pyaot_ir::Program;

use crate::Options;
use crate::compile::{self, Text};
use crate::func::Env;
use crate::isa::{Isas, Place};
use crate::few::Few;
use crate::refs::{Own, Refs, Used};

fn module(isas: &Isas) -> Result<ObjectModule, String> {
    let builder = ObjectBuilder::new(isas.fast.clone(), "pyaot", default_libcall_names());
    Ok(ObjectModule::new(builder.map_err(|e| e.to_string())?))
}

pub(crate) fn compile(program: &Program, options: Options) -> Result<Vec<u8>, String> {
    let isas = Isas::new(Place::File, options)?;
    let mut module = module(&isas)?;
    let refs = declare(&mut module, program)?;
    let few = Few::of(program);
    let env = Env { program, refs: &refs, config: module.target_config(), near: true, on_demand: false, few: &few, lines: false };
    compile::program(&mut module, &isas, &env)?;
    main(&mut module, &refs).map_err(|e| e.to_string())?;
    module.finish().emit().map_err(|e| e.to_string())
}

pub(crate) fn text(program: &Program, options: Options, want: Text) -> Result<String, String> {
    let isas = Isas::new(Place::File, options)?;
    let mut module = module(&isas)?;
    let refs = declare(&mut module, program)?;
    let few = Few::of(program);
    let env = Env { program, refs: &refs, config: module.target_config(), near: true, on_demand: false, few: &few, lines: false };
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
    let start = Signature { params: [&signature.params[..], &[AbiParam::new(word)]].concat(), ..signature.clone() };
    let start = module.declare_function("pyaot_main", Linkage::Import, &start)?;
    let main = module.declare_function("main", Linkage::Export, &signature)?;

    let mut ctx = Context::new();
    ctx.func.signature = signature;
    let start = module.declare_func_in_func(start, &mut ctx.func);
    let program = module.declare_data_in_func(refs.own(Own::Program), &mut ctx.func);
    let mut frontend = FunctionBuilderContext::new();
    let mut b = FunctionBuilder::new(&mut ctx.func, &mut frontend);
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    let mut args = b.block_params(entry).to_vec();
    args.push(b.ins().symbol_value(word, program));
    let call = b.ins().call(start, &args);
    let status = b.inst_results(call)[0];
    b.ins().return_(&[status]);
    b.seal_all_blocks();
    b.finalize(module.target_config());
    module.define_function(main, &mut ctx)
}
