//! `pyaot advise`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use pyaot_bench::Question;

#[derive(Parser)]
#[command(override_usage = "pyaot advise [OPTIONS] <SCRIPT> [ARGS]...")]
pub struct Args {
    /// The interpreter to compare with.
    #[arg(long, value_name = "FILE", default_value = "python3")]
    python: PathBuf,
    /// Seconds that each of the three runs may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    timeout: u64,
    /// The program and its arguments. It runs three times, with nothing on stdin.
    #[arg(value_name = "SCRIPT", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    script: Vec<OsString>,
}

pub fn main(args: Args) -> i32 {
    crate::script(&args.script[0]);
    let answer = pyaot_driver::own::executable().and_then(|pyaot| {
        let timeout = Duration::from_secs(args.timeout);
        pyaot_bench::advise(&Question { pyaot, python: args.python, script: args.script, timeout })
    });
    match answer {
        Ok(text) => crate::print(&text),
        Err(message) => {
            eprintln!("error: {message}");
            1
        }
    }
}
