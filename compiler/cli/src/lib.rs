//! The `pyaot` command, as a library: for the executable of that name, and for the Python package.

mod commands;

use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::exit;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use pyaot_driver::{Emit, Goal, Input, Options, Product, Session};

/// Ahead-of-time compiler for Python: the same answers as CPython, at the speed of machine code.
#[derive(Parser)]
#[command(name = "pyaot", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command understands.
#[derive(clap::Args)]
pub struct Common {
    /// Print the time that each stage took, on stderr.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// No warnings.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Colours in messages.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    color: When,
    /// A module without a native form is an error, instead of being imported in CPython.
    #[arg(long, global = true)]
    native_only: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Compile a program in memory and run it.
    Run(commands::run::Args),
    /// Make an executable that needs neither Python nor pyaot.
    Build(commands::build::Args),
    /// Report errors without running anything.
    Check(commands::check::Args),
    /// Compare the speed of CPython, `pyaot run` and executables.
    Bench(commands::bench::Args),
    /// Run a program and say which lines its time goes to.
    Profile(commands::profile::Args),
    /// Say what a program spends its time on under CPython, and what to expect of pyaot.
    Advise(commands::advise::Args),
    /// Explain an error code, such as E0101.
    Explain(commands::explain::Args),
    /// Say what this machine offers: processor, SIMD backend, threads.
    Info,
}

/// Obeys these arguments, the name of the command first, and ends the process.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ! {
    pyaot_driver::internal_error::install_hook();
    let cli = Cli::parse_from(args);
    let status = match cli.command {
        Command::Run(args) => commands::run::main(args, &cli.common),
        Command::Build(args) => commands::build::main(args, &cli.common),
        Command::Check(args) => commands::check::main(args, &cli.common),
        Command::Bench(args) => commands::bench::main(args),
        Command::Profile(args) => commands::profile::main(args, &cli.common),
        Command::Advise(args) => commands::advise::main(args),
        Command::Explain(args) => commands::explain::main(args),
        Command::Info => commands::info::main(),
    };
    // Not a return: nothing is left to be taken down.
    exit(status);
}

/// The program that an argument names; ends the process if it looks like an option.
fn script(argument: &OsStr) -> Input {
    if argument.len() > 1 && argument.as_encoded_bytes()[0] == b'-' {
        let message = format!("unexpected argument '{}' found", argument.to_string_lossy());
        Cli::command().error(ErrorKind::UnknownArgument, message).exit();
    }
    Input::from_argument(Path::new(argument))
}

impl Common {
    fn colour(&self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        }
    }

    /// Compiles, and prints the diagnostics; `Err` is the exit status.
    fn compile(&self, session: &mut Session, input: &Input, goal: &Goal) -> Result<Product, i32> {
        session.options.native_only = self.native_only;
        let product = pyaot_driver::deep_stack::on_deep_stack(|| pyaot_driver::compile(session, input, goal));
        self.report(session);
        product.ok_or(1)
    }

    /// Prints the diagnostics.
    fn report(&self, session: &mut Session) {
        if self.quiet {
            session.diagnostics.retain(pyaot_driver::Diagnostic::is_error);
        }
        if !session.diagnostics.is_empty() {
            eprint!("{}", session.report(self.colour()));
        }
    }

    /// The stages' times, if they are wanted.
    fn print_times(&self, session: &Session) {
        if self.verbose {
            eprint!("{}", session.time_table());
        }
    }

    /// `--emit`: prints the text of a stage.
    fn emit(&self, options: Options, input: &Input, emit: Emit) -> i32 {
        let mut session = Session::new(options);
        match self.compile(&mut session, input, &Goal::Emit(emit)) {
            Ok(Product::Text(text)) => {
                self.print_times(&session);
                print(&text)
            }
            Ok(_) => unreachable!("Goal::Emit gives a text"),
            Err(status) => status,
        }
    }
}

/// Writes to stdout; a reader that has gone away (`| head`) is no error.
fn print(text: &str) -> i32 {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => 0,
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(e) => {
            eprintln!("error: cannot write to stdout: {e}");
            1
        }
    }
}
