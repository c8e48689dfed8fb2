//! `pyaot run`.

use std::ffi::OsString;

use clap::Parser;
use pyaot_driver::{Emit, Goal, Options, Product, Session};

use crate::Common;

#[derive(Parser)]
#[command(override_usage = "pyaot run [OPTIONS] <SCRIPT> [ARGS]...")]
pub struct Args {
    /// Print what a stage made instead of running: ast, hir, types, ir, ir-after=<pass>, clif or asm.
    #[arg(long, value_name = "STAGE")]
    emit: Option<Emit>,
    /// Compile without optimisations.
    #[arg(long, conflicts_with = "release")]
    debug: bool,
    /// Compile with optimisations (the default).
    #[arg(long)]
    release: bool,
    /// List on stderr, when the program has ended, what it has asked CPython for: where, why, and how often.
    #[arg(long)]
    report: bool,
    // One list, so that everything behind the script is the script's, options included.
    /// The program (`-`: from stdin) and its arguments.
    #[arg(value_name = "SCRIPT", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    script: Vec<OsString>,
}

pub fn main(args: Args, common: &Common) -> i32 {
    let input = crate::script(&args.script[0]);
    let options = Options { optimise: !args.debug, cache: true, ..Options::default() };
    if let Some(emit) = args.emit {
        return common.emit(options, &input, emit);
    }
    let mut session = Session::new(options);
    let code = match common.compile(&mut session, &input, &Goal::Memory) {
        Ok(Product::Code(code)) => code,
        Ok(_) => unreachable!("Goal::Memory gives code"),
        Err(status) => return status,
    };
    common.print_times(&session);
    pyaot_driver::run::run(code, args.script, session.slot.take(), args.report)
}
