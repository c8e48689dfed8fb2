//! `pyaot bench`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use pyaot_bench::Config;

#[derive(Parser)]
pub struct Args {
    /// Names of the suite's programs (`fib`) or paths of scripts; otherwise the whole suite.
    programs: Vec<String>,
    /// Only programs whose name contains this.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Timed runs of each peer.
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// Untimed runs of each peer before the timed ones.
    #[arg(long, value_name = "N", default_value_t = 1)]
    warm_ups: usize,
    /// The interpreter to compare with.
    #[arg(long, value_name = "FILE", default_value = "python3")]
    python: PathBuf,
    /// The folder that holds `programs/`, `rust/` and `c/`.
    #[arg(long, value_name = "DIR")]
    benchmarks: Option<PathBuf>,
    /// Leave the executables out.
    #[arg(long)]
    no_build: bool,
    /// Compare with equivalents in Rust too, and the start of a process with C.
    #[arg(long)]
    rust: bool,
    /// Seconds after which a run counts as failed.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    timeout: u64,
    /// Write the results as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the results as a picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write the table as Markdown.
    #[arg(long, value_name = "FILE")]
    md: Option<PathBuf>,
}

pub fn main(args: Args) -> i32 {
    let pyaot = match std::env::current_exe() {
        Ok(path) => path,
        Err(e) => {
            eprintln!("error: cannot find the path of pyaot itself: {e}");
            return 1;
        }
    };
    let config = Config {
        python: args.python,
        benchmarks: args.benchmarks,
        programs: args.programs,
        filter: args.filter,
        runs: args.runs,
        warm_ups: args.warm_ups,
        build: !args.no_build,
        rust: args.rust,
        timeout: Duration::from_secs(args.timeout),
        json: args.json,
        svg: args.svg,
        md: args.md,
        ..Config::new(pyaot)
    };
    match pyaot_bench::run(&config) {
        Ok(report) => i32::from(!report.failures().is_empty()),
        Err(message) => {
            eprintln!("error: {message}");
            1
        }
    }
}
