//! Code in an object file.

use cranelift_module::default_libcall_names;
use cranelift_object::{ObjectBuilder, ObjectModule};
use pyaot_ir::Program;

use crate::Options;
use crate::compile::{self, Text};
use crate::isa::{Place, isa};
use crate::refs::Used;

fn module(options: Options) -> Result<ObjectModule, String> {
    let builder = ObjectBuilder::new(isa(Place::File, options)?, "pyaot", default_libcall_names());
    Ok(ObjectModule::new(builder.map_err(|e| e.to_string())?))
}

pub(crate) fn compile(program: &Program, options: Options) -> Result<Vec<u8>, String> {
    let mut module = module(options)?;
    compile::program(&mut module, program, &Used::scan(program), true)?;
    module.finish().emit().map_err(|e| e.to_string())
}

pub(crate) fn text(program: &Program, options: Options, want: Text) -> Result<String, String> {
    compile::text(&mut module(options)?, program, &Used::scan(program), want)
}
