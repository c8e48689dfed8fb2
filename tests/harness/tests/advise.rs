//! What `pyaot advise` counts in the scenarios. The classes come of times, so that no test asks for one where there are arrays.

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_tests::runner::{self, End};
use pyaot_tests::oracle::python;
use pyaot_tests::{pyaot, root};

/// Calls of NumPy's functions.
const KNOWN: [(&str, &str); 3] = [("a1", " of 4)"), ("a2", " of 7)"), ("b1", " of 20002)")];

fn main() {
    let args = Arguments::from_args();
    let mut trials: Vec<Trial> = Vec::new();
    for (name, calls) in KNOWN {
        trials.push(Trial::test(format!("advise::scenario {name}"), move || {
            check(&format!("benchmarks/scenarios/{name}.py"), calls)
        }));
    }
    trials.push(Trial::test("advise::program without arrays", || check("benchmarks/programs/fib.py", "class: no arrays")));
    libtest_mimic::run(&args, trials).exit();
}

fn check(program: &str, expected: &str) -> Result<(), Failed> {
    let mut command = runner::command(pyaot()?, &root(), None)?;
    command.args(["advise", "--python", &python(), program]);
    let outcome = runner::run(command)?;
    let (stdout, stderr) = (String::from_utf8_lossy(&outcome.stdout), String::from_utf8_lossy(&outcome.stderr));
    if outcome.end != End::Code(0) || !stdout.contains(expected) || !stdout.contains("\nclass: ") || stdout.contains("note: ") {
        return Err(format!("{}, expected {expected:?}\n{stdout}{stderr}", outcome.end).into());
    }
    Ok(())
}
