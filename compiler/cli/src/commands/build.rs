//! `pyaot build`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use pyaot_driver::link::{self, link};
use pyaot_driver::{Emit, extension, Goal, Input, Options, Product, Session};

use crate::Common;

#[derive(Parser)]
pub struct Args {
    /// The program (`-`: from stdin), or with `--module` any number of modules and folders of such.
    #[arg(required = true)]
    scripts: Vec<PathBuf>,
    /// The executable to be written; otherwise the script's name without `.py`, in the working directory. Of modules, the folder
    /// that they are to be imported from; otherwise each is put beside its source.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Build extension modules that CPython imports, with stub files beside them.
    #[arg(long)]
    module: bool,
    /// Compile with optimisations, without symbols (the default).
    #[arg(long)]
    release: bool,
    /// Compile without optimisations and keep the symbols.
    #[arg(long, conflicts_with = "release")]
    debug: bool,
    /// List each place for which the executable needs CPython, and why.
    #[arg(long, conflicts_with = "module")]
    report: bool,
    /// Print what a stage made instead: ast, hir, types, ir, ir-after=<pass>, clif or asm.
    #[arg(long, value_name = "STAGE")]
    emit: Option<Emit>,
}

pub fn main(args: Args, common: &Common) -> i32 {
    let options = Options { optimise: !args.debug, ..Options::default() };
    if args.module {
        let files = args.scripts.iter().flat_map(|path| extension::files(path));
        return files.map(|path| module(&args, &path, options, common)).find(|status| *status != 0).unwrap_or(0);
    }
    let [script] = &args.scripts[..] else {
        eprintln!("error: a program is one script: `--module` builds several modules");
        return 2;
    };
    let input = Input::from_argument(script);
    if let Some(emit) = args.emit {
        return common.emit(options, &input, emit);
    }
    let output = args.output.unwrap_or_else(|| default_output(script));
    if same_file(&output, script) {
        eprintln!("error: {} is the script itself: choose another name with -o", output.display());
        return 1;
    }
    let mut session = Session::new(options);
    let object = match common.compile(&mut session, &input, &Goal::Object) {
        Ok(Product::Object(object)) => object,
        Ok(_) => unreachable!("Goal::Object gives an object file"),
        Err(status) => return status,
    };
    let linked = session.stage("link", |_| link(&object, &output, link::Config { strip: !args.debug }));
    if let Err(message) = linked {
        eprintln!("error: {message}");
        return 1;
    }
    if args.report {
        eprint!("{}", session.fallback_table());
    }
    if !common.quiet && !session.fallbacks.is_empty() {
        eprintln!("{} will need CPython 3.10 or later where it runs, for {}", output.display(), session.fallback_names());
    }
    common.print_times(&session);
    0
}

/// `pyaot build --module m.py`: `m.abi3.so` and `m.pyi`.
fn module(args: &Args, path: &Path, options: Options, common: &Common) -> i32 {
    let mut session = Session::new(options);
    let Some(extension) = extension::read(&mut session, path) else {
        common.report(&mut session);
        return 1;
    };
    if let Some(emit) = &args.emit {
        return common.emit(session.options, &extension.input, emit.clone());
    }
    let place = match &args.output {
        Some(folder) => folder.join(&extension.place),
        None => path.with_extension(""),
    };
    let object = match common.compile(&mut session, &extension.input, &Goal::Extension(extension.name)) {
        Ok(Product::Object(object)) => object,
        Ok(_) => unreachable!("Goal::Extension gives an object file"),
        Err(status) => return status,
    };
    let named = |suffix: &str| {
        let mut name = place.clone().into_os_string();
        name.push(suffix);
        PathBuf::from(name)
    };
    let folder = place.parent().filter(|f| !f.as_os_str().is_empty()).map_or(Ok(()), fs::create_dir_all);
    let linked = folder.map_err(|e| format!("cannot make the folder of {}: {e}", place.display())).and_then(|()| {
        session.stage("link", |_| link::link_extension(&object, &named(".abi3.so"), link::Config { strip: !args.debug }))
    });
    let stub = named(".pyi");
    let written = linked.and_then(|()| fs::write(&stub, extension.stub).map_err(|e| format!("cannot write {}: {e}", stub.display())));
    if let Err(message) = written {
        eprintln!("error: {message}");
        return 1;
    }
    common.print_times(&session);
    0
}

fn default_output(script: &Path) -> PathBuf {
    match script.file_stem() {
        Some(stem) if stem != "-" => PathBuf::from(stem),
        _ => PathBuf::from("a.out"),
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
