//! `pyaot bench`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use pyaot_bench::{Config, Extras, KernelOptions, Suite as Kernels};

#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true, subcommand_value_name = "SUITE", subcommand_help_heading = "Suites of arrays")]
pub struct Args {
    #[command(subcommand)]
    suite: Option<Suite>,
    /// Names of the suite's programs (`fib`) or paths of scripts; otherwise the whole suite.
    programs: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// Timed runs of each peer.
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// Untimed runs of each peer before the timed ones.
    #[arg(long, value_name = "N", default_value_t = 1)]
    warm_ups: usize,
    /// Leave the executables out.
    #[arg(long)]
    no_build: bool,
    /// Compare with equivalents in Rust too, and the start of a process with C.
    #[arg(long)]
    rust: bool,
}

/// What every suite understands.
#[derive(clap::Args)]
struct Common {
    /// Only programs whose name contains this.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// The interpreter to compare with.
    #[arg(long, value_name = "FILE", default_value = "python3")]
    python: PathBuf,
    /// The folder that holds `programs/`, `scenarios/`, `rust/` and `c/`.
    #[arg(long, value_name = "DIR")]
    benchmarks: Option<PathBuf>,
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

#[derive(Subcommand)]
enum Suite {
    /// Array programs: one function each, timed inside the process, against CPython with NumPy, and Numba if it is there.
    Scenarios(Scenarios),
    /// Functions as users of Numba write them, by `@pyaot.compile` in CPython against Numba's decorator: first calls and warm ones.
    Functions(Scenarios),
    /// Array operations over five sizes and two dtypes, against NumPy.
    Ops(Operations),
    /// Creation, reductions, sorting and copying of arrays up to 100M elements, against NumPy.
    Hpxpy(Operations),
    /// What has become slower or faster from one report (--json) to another.
    Compare(Compare),
}

#[derive(clap::Args)]
struct Operations {
    /// Names of operations (`add`); otherwise all.
    names: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// Timed turns of each peer, each of many calls.
    #[arg(long, value_name = "N", default_value_t = 7)]
    runs: usize,
    /// Milliseconds of one turn.
    #[arg(long, value_name = "MS", default_value_t = 5.0)]
    turn: f64,
    /// Threads that each peer may use; 0 for as many as it takes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    threads: usize,
    /// Measure every SIMD backend of this machine too.
    #[arg(long)]
    backends: bool,
    /// Report the memory that the calls add to a new process.
    #[arg(long)]
    mem: bool,
    /// Leave out sizes above this.
    #[arg(long, value_name = "N", default_value_t = usize::MAX)]
    largest: usize,
}

#[derive(clap::Args)]
struct Compare {
    /// The report before.
    before: PathBuf,
    /// The report after.
    after: PathBuf,
    /// Changes below this many per cent do not count.
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0)]
    threshold: f64,
}

#[derive(clap::Args)]
struct Scenarios {
    /// Names of files of the suite (`b1`); otherwise all.
    names: Vec<String>,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    calls: Calls,
    /// Report the most memory that each process had.
    #[arg(long)]
    mem: bool,
    /// Report how often NumPy's functions are called, and what pyaot's counters say.
    #[arg(long)]
    count_calls: bool,
    /// Measure executables instead of `pyaot run`, whose process holds the compiler too.
    #[arg(long)]
    build: bool,
    /// Processes of each peer whose first call is timed.
    #[arg(long, value_name = "N", default_value_t = 3)]
    firsts: usize,
}

/// How the calls of one function are timed.
#[derive(clap::Args)]
struct Calls {
    /// Timed calls of each peer.
    #[arg(long, value_name = "N", default_value_t = 10)]
    runs: usize,
    /// Untimed calls of each peer before the timed ones.
    #[arg(long, value_name = "N", default_value_t = 2)]
    warm_ups: usize,
    /// Threads that each peer may use; 0 for as many as it takes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    threads: usize,
}

impl Common {
    fn config(self) -> Result<Config, String> {
        let pyaot = pyaot_driver::own::executable()?;
        Ok(Config {
            python: self.python,
            benchmarks: self.benchmarks,
            filter: self.filter,
            timeout: Duration::from_secs(self.timeout),
            json: self.json,
            svg: self.svg,
            md: self.md,
            ..Config::new(pyaot)
        })
    }
}

pub fn main(args: Args) -> i32 {
    let failures = match args.suite {
        Some(Suite::Scenarios(scenarios)) => run_scenarios(scenarios, "scenarios"),
        Some(Suite::Functions(functions)) => run_scenarios(functions, "functions"),
        Some(Suite::Ops(operations)) => run_operations(operations, Kernels::Ops),
        Some(Suite::Hpxpy(operations)) => run_operations(operations, Kernels::Hpxpy),
        Some(Suite::Compare(reports)) => {
            pyaot_bench::compare(&reports.before, &reports.after, reports.threshold / 100.0).map(|(text, slower)| {
                crate::print(&text);
                slower
            })
        }
        None => run_programs(args),
    };
    match failures {
        Ok(failures) => i32::from(failures > 0),
        Err(message) => {
            eprintln!("error: {message}");
            1
        }
    }
}

/// How many failed.
fn run_programs(args: Args) -> Result<usize, String> {
    let config = Config {
        programs: args.programs,
        runs: args.runs,
        warm_ups: args.warm_ups,
        build: !args.no_build,
        rust: args.rust,
        ..args.common.config()?
    };
    Ok(pyaot_bench::run(&config)?.failures().len())
}

fn run_scenarios(args: Scenarios, folder: &'static str) -> Result<usize, String> {
    let config = Config {
        programs: args.names,
        runs: args.calls.runs,
        warm_ups: args.calls.warm_ups,
        ..args.common.config()?
    };
    let extras = Extras {
        folder,
        firsts: args.firsts,
        threads: args.calls.threads,
        memory: args.mem,
        count_calls: args.count_calls,
        build: args.build,
    };
    Ok(pyaot_bench::run_scenarios(&config, &extras)?.failures())
}

fn run_operations(args: Operations, suite: Kernels) -> Result<usize, String> {
    let config = Config { programs: args.names, runs: args.runs, ..args.common.config()? };
    let options = KernelOptions {
        suite,
        threads: args.threads,
        backends: args.backends,
        memory: args.mem,
        largest: args.largest,
        turn: args.turn / 1e3,
    };
    Ok(pyaot_bench::run_kernels(&config, &options)?.failures())
}
