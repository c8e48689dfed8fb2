//! Which of the runtime's natives an executable is linked with: those that the program can reach.
//!
//! A native is reached by its own name in the program (a call that was resolved), or by an attribute of that name on a value
//! of whatever type, and then the name is among the program's strings. A program that makes names at run time and asks for
//! what they mean gets everything. Natives that are left out can still be seen (`dir`, `hasattr`), only not called.

use std::collections::HashSet;

use pyaot_core::native::{Link, Native, all_links};
use pyaot_ir::{Const, Program};

/// Names by which the runtime itself calls methods, beside special methods.
const RUNTIME: &[&str] = &[
    "append", "clear", "close", "flush", "indices", "isatty", "items", "keys", "module_state", "mro", "read", "readline", "send",
    "throw", "values", "write",
];

/// Names in a program that can get hold of a method by a name that is in no string of the program.
const REFLECTIVE: &[&str] = &[
    "__builtins__", "__dict__", "__getattribute__", "__import__", "attrgetter", "getattr", "getmembers", "globals",
    "import_module", "methodcaller", "module_dict", "modules", "vars",
];

/// The symbols of the links that an executable needs.
pub fn needed(program: &Program) -> Vec<String> {
    let mut words = HashSet::new();
    let mut natives: HashSet<*const Native> = HashSet::new();
    for c in &program.consts {
        match c {
            Const::Str(s) => words.extend(words_of(s)),
            Const::Native(name) | Const::NativeRecord(name) => {
                words.extend(words_of(name.as_bytes()).last());
                natives.extend(pyaot_core::module::find_native(name).map(std::ptr::from_ref));
            }
            _ => {}
        }
    }
    let all = REFLECTIVE.iter().any(|n| words.contains(n.as_bytes()));
    let reached = |l: &Link| {
        let name = l.native.name().rsplit('.').next().unwrap_or("");
        all || natives.contains(&std::ptr::from_ref(l.native))
            || name.starts_with("__")
            || RUNTIME.contains(&name)
            || words.contains(name.as_bytes())
    };
    all_links().iter().filter(|l| reached(l)).map(|l| l.symbol.to_owned()).collect()
}

/// Everything in a text that could be a name.
fn words_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| !(b.is_ascii_alphanumeric() || *b == b'_')).filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(consts: &[Const]) -> Vec<String> {
        needed(&Program { consts: consts.to_vec(), ..Program::default() })
    }

    fn has(links: &[String], native: &str) -> bool {
        links.iter().any(|l| l.contains(&format!(":{native}(")))
    }

    #[test]
    fn what_is_named() {
        let l = links(&[Const::Native("builtins.len".into()), Const::Str(b"upper".to_vec())]);
        assert!(has(&l, "len") && has(&l, "upper") && !has(&l, "lower") && !has(&l, "math.sqrt"), "{l:?}");
        let l = links(&[Const::Str(b"{0.real} and {1.lower}".to_vec())]);
        assert!(has(&l, "lower") && !has(&l, "upper"), "{l:?}");
    }

    #[test]
    fn names_made_at_run_time() {
        assert_eq!(links(&[Const::Native("builtins.getattr".into())]).len(), all_links().len());
        assert_eq!(links(&[Const::Str(b"__dict__".to_vec())]).len(), all_links().len());
    }

    #[test]
    fn symbols_are_distinct() {
        let symbols: HashSet<&str> = all_links().iter().map(|l| l.symbol).collect();
        assert_eq!(symbols.len(), all_links().len());
    }
}
