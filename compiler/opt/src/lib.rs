//! Optimisation of the IR: the ordered list of passes and the one loop that runs them.

mod borrow;
pub mod contained;
mod effects;
pub mod element;
pub mod forms;
mod graph;
mod passes;

use pyaot_ir::{Function, Program};

/// What may happen at a safepoint, besides that a signal is raised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Safepoints {
    /// Nothing: signals have no handlers in Python.
    #[default]
    Quiet,
    /// Other threads run. What they have in common with this one is variables of modules and the elements of arrays.
    Threads,
    /// Any code runs.
    Anything,
}

/// What to do to a program.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Run the verifier after every pass.
    pub verify: bool,
    /// Stop behind the pass of this name.
    pub stop_after: Option<String>,
    /// Some class of the program has `__del__`: releasing an object may run any code.
    pub has_finalizers: bool,
    /// The same for whatever reason: `__del__`, or a generator that catches the GeneratorExit of its end. Set by [`optimise`].
    pub release_runs_code: bool,
    pub safepoints: Safepoints,
    /// Functions are left as they are behind inlining, slow twins before it, for [`optimise_deferred`] when they are needed.
    pub defer: bool,
    /// Calls are to disappear, whatever their callees are like, recursive ones excepted.
    pub flatten: bool,
}

/// A pass over one function at a time, or over the program.
#[derive(Clone, Copy)]
pub enum Pass {
    Function(fn(&mut Function, &Config)),
    Program(fn(&mut Program, &Config)),
}

use Pass::Function as each;

/// In order. `rc` must run exactly once: before it counts are implicit, behind it explicit.
pub const PASSES: &[(&str, Pass)] = &[
    ("simplify", each(passes::simplify::run)),
    ("inline", Pass::Program(passes::inline::run)),
    ("simplify1", each(passes::simplify::run)),
    ("scalars", each(passes::scalars::run)),
    ("nests", each(passes::nests::run)),
    ("unroll", each(passes::unroll::run)),
    ("peel", each(passes::peel::run)),
    ("gvn", each(passes::gvn::run)),
    ("ranges", each(passes::ranges::run)),
    // (What nobody uses any more does not count among an arm's instructions.)
    ("dce1", each(passes::dce::run)),
    ("selects", each(passes::selects::run)),
    ("simplify2", each(passes::simplify::run)),
    ("dce", each(passes::dce::run)),
    ("lanes", each(passes::lanes::run)),
    ("sums", each(passes::sums::run)),
    ("rotate", each(passes::rotate::run)),
    ("carry", each(passes::carry::run)),
    ("bunches", each(passes::bunches::run)),
    ("wraps", each(passes::wraps::run)),
    ("slots", each(passes::slots::run)),
    ("consume", each(passes::consume::run)),
    ("rc", each(passes::rc::run)),
    ("tails", each(passes::tails::run)),
];

/// What slow twins get: they keep everything in memory, and in most runs they are never called.
const PLAIN: &[&str] = &["simplify", "dce", "slots", "consume", "rc"];

/// What quick forms get.
const QUICK: &[&str] = &["simplify1", "gvn", "dce", "slots", "consume", "rc", "tails"];

/// Runs the passes that are not deferred. Returns the configuration for those that are.
///
/// # Panics
/// If a pass breaks the rules of the IR and [`Config::verify`] is set.
pub fn optimise(program: &mut Program, config: Config) -> Config {
    let release_runs_code = config.has_finalizers || program.functions.iter().any(catches_exit);
    let config = Config { release_runs_code, ..config };
    for (name, pass) in PASSES {
        match pass {
            Pass::Program(run) => {
                run(program, &config);
                program.functions.iter().for_each(|f| verify(f, name, &config));
            }
            each(run) => {
                let now = |f: &Function| is_for(f, name) && !(config.defer && is_deferred(f, name));
                for f in program.functions.iter_mut().filter(|f| now(f)) {
                    run(f, &config);
                    verify(f, name, &config);
                }
            }
        }
        if config.stop_after.as_deref() == Some(name) {
            break;
        }
    }
    config
}

/// Runs the pass of this name alone; false: there is none.
///
/// # Panics
/// As [`optimise`].
pub fn run_pass(program: &mut Program, name: &str, config: &Config) -> bool {
    let Some((_, pass)) = PASSES.iter().find(|(n, _)| *n == name) else { return false };
    match pass {
        Pass::Program(run) => run(program, config),
        each(run) => program.functions.iter_mut().for_each(|f| run(f, config)),
    }
    program.functions.iter().for_each(|f| verify(f, name, config));
    true
}

/// The pass is for functions like this one.
fn is_for(f: &Function, pass: &str) -> bool {
    !f.cold || PLAIN.contains(&pass)
}

/// The pass can wait: no other function looks at what it does to this one. What is in slow twins, and in the ways back from them,
/// nobody looks at.
fn is_deferred(f: &Function, pass: &str) -> bool {
    let last = PASSES.iter().rposition(|(_, p)| matches!(p, Pass::Program(_))).expect("inlining is one");
    f.cold || f.reentry || PASSES.iter().skip(last + 1).any(|(name, _)| *name == pass)
}

/// Runs the deferred passes on one function.
///
/// # Panics
/// As [`optimise`].
pub fn optimise_deferred(f: &mut Function, config: &Config) {
    for (name, pass) in PASSES {
        if !is_for(f, name) || !is_deferred(f, name) {
            continue;
        }
        if let each(run) = pass {
            run(f, config);
            verify(f, name, config);
        }
    }
}

/// A function behind the passes that are not deferred, with its counts.
pub fn counted(f: &Function, config: &Config) -> Function {
    let mut f = f.clone();
    passes::rc::run(&mut f, config);
    verify(&f, "rc", config);
    f
}

/// Runs the passes of quick forms on one.
fn run_quick(f: &mut Function, config: &Config) {
    verify(f, "forms", config);
    for (name, pass) in PASSES {
        if let each(run) = pass
            && QUICK.contains(name)
        {
            run(f, config);
            verify(f, name, config);
        }
    }
}

fn verify(f: &Function, pass: &str, config: &Config) {
    if !config.verify {
        return;
    }
    if let Some(e) = graph::undominated(f) {
        panic!("after pass {pass}: {e}\n{}", pyaot_ir::print::function(f));
    }
    if let Err(e) = pyaot_ir::verify::verify(f) {
        panic!("after pass {pass}: {e}\n{}", pyaot_ir::print::function(f));
    }
}

/// A generator whose end may run code of its own.
fn catches_exit(f: &Function) -> bool {
    f.generator
        && f.blocks.iter().any(|b| b.insts.iter().any(|i| i.op == pyaot_ir::Op::Leaf(pyaot_abi::Leaf::exc_take)))
}
