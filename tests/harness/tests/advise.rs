//! What `pyaot advise` says of the scenarios whose kind is known.

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_tests::runner::{self, End};
use pyaot_tests::oracle::python;
use pyaot_tests::{pyaot, root};

const KNOWN: [(&str, &str); 3] = [("a1", "A, array work"), ("a2", "A, array work"), ("b1", "B, call overhead")];

fn main() {
    let args = Arguments::from_args();
    let mut trials: Vec<Trial> = Vec::new();
    for (name, class) in KNOWN {
        trials.push(Trial::test(format!("advise::scenario {name}"), move || {
            check(&format!("benchmarks/scenarios/{name}.py"), class)
        }));
    }
    trials.push(Trial::test("advise::program without arrays", || check("benchmarks/programs/fib.py", "no arrays")));
    libtest_mimic::run(&args, trials).exit();
}

fn check(program: &str, class: &str) -> Result<(), Failed> {
    let mut command = runner::command(pyaot()?, &root(), None)?;
    command.args(["advise", "--python", &python(), program]);
    let outcome = runner::run(command)?;
    let (stdout, stderr) = (String::from_utf8_lossy(&outcome.stdout), String::from_utf8_lossy(&outcome.stderr));
    let said = stdout.lines().find_map(|line| line.strip_prefix("class: "));
    if outcome.end != End::Code(0) || said != Some(class) || stdout.contains("note: ") {
        return Err(format!("{}, expected class {class}\n{stdout}{stderr}", outcome.end).into());
    }
    Ok(())
}
