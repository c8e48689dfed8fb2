//! Which of the runtime's natives an executable is linked with: those that the program can reach.
//!
//! A native is reached by its own name in the program (a call that was resolved), or by an attribute of that name on a value
//! of whatever type, and then the name is among the program's strings. A program that makes names at run time and asks for
//! what they mean gets everything. Types that not every program has objects of are linked with what makes such objects, and
//! where they are named. Natives that are left out can still be seen (`dir`, `hasattr`), only not called.

use std::collections::HashSet;

use pyaot_core::native::{Link, Linked, Native, all_links};
use pyaot_core::types::TypeObj;
use pyaot_ir::{Const, Program};

/// Names by which the runtime itself calls methods, beside special methods.
const RUNTIME: &[&str] = &[
    "append", "clear", "close", "flush", "isatty", "items", "keys", "module_state", "mro", "read", "readline", "send", "throw",
    "values", "write",
];

/// Names in a program that can get hold of a method by a name that is in no string of the program.
const REFLECTIVE: &[&str] = &[
    "__builtins__", "__dict__", "__getattribute__", "__import__", "attrgetter", "getattr", "getmembers", "globals",
    "import_module", "methodcaller", "module_dict", "modules", "__subclasses__", "vars",
];

/// Special methods that only programs with these words in their source can reach, for all other code that calls them is
/// linked with them.
const SPECIAL: &[(&str, &[&str])] = &[
    ("__ceil__", &["ceil"]),
    ("__copy__", &["copy"]),
    ("__floor__", &["floor"]),
    ("__format__", &[]),
    ("__getformat__", &[]),
    ("__getnewargs__", &["copy"]),
    ("__instancecheck__", &[]),
    ("__prepare__", &[]),
    ("__reduce__", &["copy"]),
    ("__reduce_ex__", &["copy"]),
    ("__reversed__", &["reversed"]),
    ("__round__", &["round"]),
    ("__sizeof__", &["getsizeof"]),
    ("__subclasscheck__", &[]),
    ("__subclasses__", &[]),
    ("__subclasshook__", &[]),
    ("__trunc__", &["trunc"]),
];

/// Operators that are linked as natives, by these names in the runtime, and the texts that a program that uses them has in its
/// source: written as such, or as a function (`operator.mod`, `__rpow__`, a metaclass).
const OPERATORS: &[(&str, &[&str])] = &[
    ("**", &["**", "pow"]),
    ("%", &["%", "mod"]),
    ("type", &["type", "meta", "abc", "Enum"]),
    ("__format__", &["{", "format"]),
];

/// All of them: CPython may ask an extension module's objects for anything.
pub fn all() -> Vec<String> {
    all_links().iter().map(|l| l.symbol.to_owned()).collect()
}

/// The symbols of the links that an executable needs. `sources` are the texts of all modules.
pub fn needed<'a>(program: &Program, sources: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words = HashSet::new();
    let mut natives: HashSet<*const Native> = HashSet::new();
    let mut types: HashSet<&str> = HashSet::new();
    let mut modules: HashSet<&str> = HashSet::new();
    let mut complex = false;
    for c in &program.consts {
        match c {
            Const::Str(s) => words.extend(words_of(s)),
            Const::Native(name) | Const::NativeRecord(name) => {
                words.extend(words_of(name.as_bytes()).last());
                modules.extend(name.rsplit_once('.').map(|(module, _)| module));
                natives.extend(pyaot_core::module::find_native(name).map(std::ptr::from_ref));
            }
            Const::Complex(..) => complex = true,
            Const::Type(name) => types.extend(Some(name.as_str())),
            _ => {}
        }
    }
    // CPython may ask the program's objects for anything.
    let all = modules.contains("_bridge") || REFLECTIVE.iter().any(|n| words.contains(n.as_bytes()));
    let mut named = words.clone();
    let mut operators = HashSet::new();
    for text in sources {
        named.extend(words_of(text.as_bytes()));
        operators.extend(OPERATORS.iter().filter(|(_, by)| by.iter().any(|t| text.contains(t))).map(|(name, _)| *name));
    }
    let complex = complex || operators.contains("**") || named.contains(b"cmath".as_slice());

    let numpy = named.contains(b"numpy".as_slice());

    // Natives that only objects of an absent type have.
    let mut absent: HashSet<*const Native> = HashSet::new();
    let type_is_reached = |ty: &'static TypeObj| {
        let name = ty.name.rsplit('.').next().unwrap_or("");
        named.contains(name.as_bytes()) || types.contains(ty.name) || (complex && name == "complex")
    };
    for l in all_links() {
        if let Linked::Type(ty, _) = l.what
            && !type_is_reached(ty)
            // NumPy's objects come from natives, and have the methods of types that no program names.
            && !(numpy && ty.name.starts_with("numpy."))
        {
            absent.extend(ty.methods.iter().map(|n| std::ptr::from_ref(*n)));
        }
    }
    let reached = |l: &Link| match l.what {
        _ if all => true,
        Linked::Type(ty, _) => type_is_reached(ty),
        Linked::Module(m) => named.contains(m.name.as_bytes()),
        Linked::Native(native, _) => {
            let name = native.name().rsplit('.').next().unwrap_or("");
            let implied = || match SPECIAL.iter().find(|(n, _)| *n == name) {
                Some((_, by)) => by.iter().any(|w| named.contains(w.as_bytes())),
                None => name.starts_with("__") || RUNTIME.contains(&name),
            };
            natives.contains(&std::ptr::from_ref(native))
                || words.contains(name.as_bytes())
                || operators.contains(name)
                || (!absent.contains(&std::ptr::from_ref(native)) && implied())
        }
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
        needed(&Program { consts: consts.to_vec(), ..Program::default() }, std::iter::once(""))
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
    fn cpython_may_ask_for_anything() {
        assert_eq!(links(&[Const::Native("_bridge.import_from".into())]).len(), all_links().len());
    }

    #[test]
    fn symbols_are_distinct() {
        let symbols: HashSet<&str> = all_links().iter().map(|l| l.symbol).collect();
        assert_eq!(symbols.len(), all_links().len());
    }
}
