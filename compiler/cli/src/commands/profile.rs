//! `pyaot profile`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;
use pyaot_driver::{Goal, Options, Product, Session, profile};

use crate::Common;

#[derive(Parser)]
#[command(override_usage = "pyaot profile [OPTIONS] <SCRIPT> [ARGS]...")]
pub struct Args {
    /// Write the profile as JSON, instead of tables to stderr.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Lines and functions to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    rows: usize,
    /// The program (`-`: from stdin) and its arguments.
    #[arg(value_name = "SCRIPT", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    script: Vec<OsString>,
}

pub fn main(args: Args, common: &Common) -> i32 {
    let input = crate::script(&args.script[0]);
    let mut session = Session::new(Options { lines: true, ..Options::default() });
    let code = match common.compile(&mut session, &input, &Goal::Memory) {
        Ok(Product::Code(code)) => code,
        Ok(_) => unreachable!("Goal::Memory gives code"),
        Err(status) => return status,
    };
    common.print_times(&session);
    let (ended, profile) = match profile::run(&session, &input, code, args.script) {
        Ok(result) => result,
        Err(message) => {
            eprintln!("error: {message}");
            return 1;
        }
    };
    match args.json {
        Some(path) => {
            if let Err(e) = std::fs::write(&path, profile.json()) {
                eprintln!("error: cannot write {}: {e}", path.display());
            }
        }
        None => eprint!("{}", profile.report(args.rows)),
    }
    ended.status()
}
