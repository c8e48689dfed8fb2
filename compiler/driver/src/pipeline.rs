//! The stages of the compiler, in order.

use std::collections::HashSet;
use std::rc::Rc;

use pyaot_codegen::{Form, Forms, JitCode, Start};
use pyaot_diagnostics::{Code, Diagnostic};
use pyaot_sema::build::Built;
use pyaot_sema::no_kernel;
use pyaot_syntax::parse_module;

use crate::cache::Slot;
use crate::emit::{self, Emit};
use crate::input::{self, Input};
use crate::links;
use crate::loader::ModuleLoader;
use crate::natives::RuntimeNatives;
use crate::session::{Fallback, Session};

/// What to compile for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Diagnostics only.
    Check,
    /// Code in memory.
    Memory,
    /// An object file for an executable.
    Object,
    /// An object file for an extension module of this name.
    Extension(String),
    /// The text of a stage.
    Emit(Emit),
}

/// What came out.
pub enum Product {
    Checked,
    Code(JitCode),
    Object(Vec<u8>),
    Text(String),
}

/// The runtime's symbols, in this process.
pub(crate) fn symbol_address(name: &str) -> Option<*const u8> {
    pyaot_array::leaves::symbol_address(name).or_else(|| pyaot_core::exports::symbol_address(name))
}

/// The functions that CPython is to make, if nothing but them has errors; what these are is said.
fn leave_functions(s: &mut Session, built: &Built) -> HashSet<(String, u32)> {
    let mut left = HashSet::new();
    let is_error = |k: &usize| built.diagnostics[*k].is_error();
    let said: HashSet<usize> = built.left.iter().flat_map(|f| f.reasons.clone()).collect();
    if (0..built.diagnostics.len()).filter(is_error).any(|k| !said.contains(&k)) {
        return left;
    }
    for f in &built.left {
        left.insert((s.sources.name(f.function.file).to_owned(), f.function.start));
        let mut codes = HashSet::new();
        for d in f.reasons.clone().filter(is_error).map(|k| &built.diagnostics[k]) {
            let Some(span) = d.span else { continue };
            // One of a kind is enough: `await` stands in many lines of some functions.
            if codes.insert(d.code) {
                let what = if f.name.starts_with('<') { "the whole statement".to_owned() } else { format!("the whole of `{}`", f.name) };
                let help = format!("CPython runs {what}; `--native-only` makes this an error");
                s.diagnostics.push(Diagnostic::warning(d.code, span, d.message.clone()).with_help(help));
                s.fallbacks.push(Fallback { span, name: f.name.to_string(), why: format!("CPython runs it: {}", d.message) });
            }
        }
    }
    left
}

/// Compiles a program. `None`: it has errors, which are among the session's diagnostics.
pub fn compile(s: &mut Session, input: &Input, goal: &Goal) -> Option<Product> {
    let text = input.read();
    if *goal == Goal::Memory && s.options.cache && !s.options.keep_lowered {
        s.slot = text.as_ref().ok().and_then(|text| Slot::new(input, text, s.options));
        if let Some(kept) = s.stage("cache", |s| s.slot.as_ref()?.load()) {
            (s.slot, s.kept_reports) = (None, Some(kept.reports));
            return Some(Product::Code(kept.code));
        }
    }
    if *goal == Goal::Memory {
        pyaot_codegen::prepare(s.options.codegen(), symbol_address);
    }
    let file = match text {
        Ok(bytes) => input::add_source(&mut s.sources, &input.shown(), &bytes),
        Err(reason) => Err(Diagnostic::error(Code::E0004, None, format!("cannot read {}: {reason}", input.shown()))),
    };
    let file = file.map_err(|d| s.diagnostics.push(d)).ok()?;

    let (tree, errors) = s.stage("parse", |s| parse_module(file, s.sources.text(file)));
    s.diagnostics.extend(errors);
    if s.has_errors() {
        return None;
    }
    if *goal == Goal::Emit(Emit::Ast) {
        return Some(Product::Text(pyaot_syntax::dump(&tree)));
    }

    let main = s.sources.text(file).to_owned();
    let tree = Rc::new(tree);
    let build = |s: &mut Session, left| {
        let (built, from_loader, parsing, seen) = s.stage("build", |s| {
            let mut loader = ModuleLoader::new(&mut s.sources, input.own_modules(), main.clone(), s.options.native_only, left);
            let built = pyaot_sema::build::build(tree.clone(), input.traceback_name(), &mut loader);
            (built, loader.diagnostics, loader.time, loader.watch.take())
        });
        s.move_time("build", "parse", parsing);
        (built, from_loader, seen)
    };
    let (mut built, mut from_loader, mut seen) = build(s, HashSet::new());
    let left = leave_functions(s, &built);
    if !left.is_empty() {
        (built, from_loader, seen) = build(s, left);
    }
    s.diagnostics.extend(from_loader);
    s.diagnostics.extend(built.diagnostics);
    for (span, module) in built.foreign {
        let message = match input {
            // The packages that the module is in.
            Input::Around { .. } if span.file == file => continue,
            Input::Around { .. } => format!("{module} is no part of the extension: CPython imports it, and runs what is called of it"),
            _ => format!("{module} has no native form: CPython imports it, and runs what is called of it"),
        };
        s.diagnostics.push(Diagnostic::warning(Code::E0206, span, message).with_help("`--native-only` makes this an error"));
        s.fallbacks.push(Fallback { span, name: module.to_string(), why: "it has no native form: CPython imports it, and runs what is called of it".to_owned() });
    }
    if s.has_errors() {
        return None;
    }
    if *goal == Goal::Emit(Emit::Hir) {
        return Some(Product::Text(emit::hir(&built.program)));
    }

    let mut program = built.program;
    if s.options.inlines_comprehensions {
        program.inline_comprehensions();
    }
    if let Input::Around { known, .. } = input {
        pyaot_sema::extension::prepare(&mut program, known);
    }
    let typed = s.stage("infer", |_| pyaot_sema::infer::infer(program, &RuntimeNatives));
    let (has_cpython, uses_cpython) = (typed.program.has_cpython, typed.program.uses_cpython);
    for (shown, at, name) in no_kernel::uses(&typed) {
        let file = if shown == input.traceback_name() { Some(file) } else { s.sources.named(shown) };
        let span = file.map(|f| s.sources.line_span(f, at.line, at.columns()));
        let message = format!("{name} {}", no_kernel::WHY);
        if has_cpython {
            s.diagnostics.push(Diagnostic::warning(Code::E0205, span, message).with_help("the real NumPy is called, in CPython"));
            s.fallbacks.extend(span.map(|span| Fallback { span, name, why: format!("it {}: the real NumPy is called, in CPython", no_kernel::WHY) }));
        } else {
            s.diagnostics.push(Diagnostic::error(Code::E0205, span, message).with_help("see `pyaot explain E0205`"));
        }
    }
    if s.has_errors() {
        return None;
    }
    match goal {
        Goal::Check => return Some(Product::Checked),
        Goal::Emit(Emit::Types) => return Some(Product::Text(emit::types(&typed))),
        _ => {}
    }

    let mut program = s.stage("lower", |_| pyaot_lower::lower(&typed, &RuntimeNatives));
    if s.options.keep_lowered {
        s.lowered = Some(program.clone());
    }
    let has_finalizers = typed.class_attrs.keys().any(|(_, name)| &**name == "__del__");
    // The process ends soon: taking these apart piece by piece would be time lost.
    std::mem::forget(typed);
    if *goal == Goal::Emit(Emit::Ir) {
        return Some(Product::Text(emit::ir(&program)));
    }

    let stop_after = match goal {
        Goal::Emit(Emit::IrAfter(pass)) => Some(pass.clone()),
        _ => None,
    };
    let stops = stop_after.is_some();
    let config = pyaot_opt::Config {
        verify: cfg!(debug_assertions) || std::env::var_os("PYAOT_VERIFY").is_some(),
        stop_after,
        has_finalizers,
        release_runs_code: has_finalizers,
        safepoints: match goal {
            Goal::Extension(_) => pyaot_opt::Safepoints::Anything,
            _ if s.options.has_threads => pyaot_opt::Safepoints::Threads,
            _ => pyaot_opt::Safepoints::Quiet,
        },
        // In memory, a function gets time when it is its turn to be compiled.
        defer: *goal == Goal::Memory,
        flatten: false,
    };
    let config = s.stage("optimise", |s| {
        let config = pyaot_opt::optimise(&mut program, config);
        if uses_cpython {
            pyaot_opt::contained::mark(&mut program);
        }
        let forms = Forms::wanted().unwrap_or(if s.options.quick_first { Forms::Both } else { Forms::Full });
        if *goal == Goal::Memory && s.options.optimise && forms != Forms::Full {
            pyaot_opt::forms::prepare(&mut program);
        }
        config
    });
    if stops {
        return Some(Product::Text(emit::ir(&program)));
    }

    match goal {
        Goal::Object => program.links = links::needed(&program, s.sources.texts()),
        Goal::Extension(_) => program.links = links::all(),
        _ => {}
    }
    let reports = [false, true].map(|colour| if s.slot.is_some() { s.report(colour) } else { String::new() });
    if let Some(slot) = &mut s.slot {
        (slot.seen, slot.reports) = (seen, reports);
    }
    let options = pyaot_codegen::Options { keep: s.slot.is_some(), ..s.options.codegen() };
    // The process ends with the program, which may want more of itself compiled until then.
    let program: &'static _ = Box::leak(Box::new(program));
    let product = s.stage("codegen", |_| match goal {
        Goal::Memory => {
            let finish = Box::new(move |program: &pyaot_ir::Program, index, form| match form {
                Form::Once => pyaot_opt::counted(&program.functions[index], &config),
                _ => pyaot_opt::forms::finished(program, index, form == Form::Quick, &config),
            });
            pyaot_codegen::jit(program, finish, options, symbol_address).map(Product::Code)
        }
        Goal::Emit(Emit::Clif) => pyaot_codegen::clif(program, options).map(Product::Text),
        Goal::Emit(Emit::Asm) => pyaot_codegen::asm(program, options).map(Product::Text),
        Goal::Extension(name) => pyaot_codegen::object(program, options, Start::Extension(name)).map(Product::Object),
        _ => pyaot_codegen::object(program, options, Start::Main).map(Product::Object),
    });
    match product {
        Ok(product) => Some(product),
        // Code generation has no errors of the user's making.
        Err(e) => panic!("code generation: {e}"),
    }
}
