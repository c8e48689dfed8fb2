//! Optimisation of the IR: the ordered list of passes and the one loop that runs them.

mod passes;

use pyaot_ir::{Function, Program};

/// What to do to a program.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Run the verifier after every pass.
    pub verify: bool,
    /// Stop behind the pass of this name.
    pub stop_after: Option<String>,
    /// Some class of the program has `__del__`: releasing an object may run any code.
    pub has_finalizers: bool,
}

type Pass = fn(&mut Function, &Config);

/// In order. `rc` must run exactly once: before it counts are implicit, behind it explicit.
pub const PASSES: &[(&str, Pass)] = &[("dce", passes::dce::run), ("rc", passes::rc::run)];

/// Runs the passes on every function.
///
/// # Panics
/// If a pass breaks the rules of the IR and [`Config::verify`] is set.
pub fn optimise(program: &mut Program, config: &Config) {
    for (name, pass) in PASSES {
        for f in &mut program.functions {
            pass(f, config);
            if config.verify
                && let Err(e) = pyaot_ir::verify::verify(f)
            {
                panic!("after pass {name}: {e}\n{}", pyaot_ir::print::function(f));
            }
        }
        if config.stop_after.as_deref() == Some(name) {
            break;
        }
    }
}
