//! The program around the module: its functions' entries.

use std::fmt::Write;
use std::path::Path;

use pyaot_syntax::ast::{ClassDef, FunctionDef, Module, Param, StmtKind};

use super::hints::{Hint, Names, dimensions_in_use, finals, guess, has_numpy, hint};
use super::walk;
use crate::loader::is_compiled_in;

/// Dimensions of arrays that a function may be given, where nothing says how many.
const USUAL: [usize; 2] = [1, 2];

/// A function by its qualified name, that which chooses among its entries, and which parameters that looks at.
type Choice = (String, String, Vec<bool>);

/// The text of the program, and its functions that choose among entries (see `sema`, `extension`).
pub fn program(module: &str, root: &Path, tree: &Module) -> (String, Vec<Choice>) {
    let mut entries = Entries { names: Names::of(tree), functions: String::new(), table: String::new(), choices: Vec::new(), count: 0, has_arrays: false, has_numpy: has_numpy(tree) };
    let mut fixed = finals(tree);
    for s in &tree.body {
        match &s.kind {
            StmtKind::FunctionDef(f) => {
                // Of functions with the same name, the last is there.
                if !tree.body.iter().any(|o| matches!(&o.kind, StmtKind::FunctionDef(g) if g.name == f.name && !std::ptr::eq(g, f))) {
                    entries.add(f, None);
                }
                fixed.push(f.name.to_string());
            }
            StmtKind::ClassDef(c) => {
                entries.add_methods(c);
                fixed.push(c.name.to_string());
            }
            _ => {}
        }
    }
    // The functions are there before the module's code runs.
    let numpy = if entries.has_arrays { "import _numpy_scalar\n" } else { "" };
    let mut out = format!("import _host\n{numpy}{}import {module} as _module\n_fixed = {{}}\n_entries = []\n{}", entries.functions, entries.table);
    for name in fixed {
        let _ = writeln!(out, "_fixed[{name:?}] = _module.{name}");
    }
    let _ = writeln!(out, "_host.export_module((_module, _fixed, ({}), _entries))", imports(tree, root).concat());
    (out, entries.choices)
}

/// Names that import statements of the module bind to what is compiled with it, with the module, and the name in that, that they are of.
fn imports(tree: &Module, root: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let is_here = |module: &str| is_compiled_in(root, module);
    walk::at_top(&tree.body, &mut |s| match &s.kind {
        StmtKind::Import(names) => {
            for a in names.iter().filter(|a| is_here(&a.name)) {
                let top = a.name.split('.').next().unwrap_or_default();
                let (name, module) = a.asname.as_ref().map_or((top, top), |n| (&**n, &*a.name));
                out.push(format!("({name:?}, {module:?}, ''), "));
            }
        }
        StmtKind::ImportFrom { module: Some(module), names, level: 0 } if is_here(module) => {
            out.extend(names.iter().map(|a| format!("({:?}, {module:?}, {:?}), ", a.asname.as_ref().unwrap_or(&a.name), a.name)));
        }
        _ => {}
    });
    out
}

/// What is made for the functions of a module.
struct Entries<'a> {
    names: Names<'a>,
    /// Their entries.
    functions: String,
    /// What says which function has which.
    table: String,
    choices: Vec<Choice>,
    count: usize,
    /// Entries take arrays.
    has_arrays: bool,
    /// The module imports NumPy.
    has_numpy: bool,
}

/// A parameter with what it is meant for.
struct Typed<'a> {
    name: &'a str,
    is_by_name: bool,
    hint: Option<Hint>,
    /// Of an array.
    dimensions: Vec<usize>,
}

impl<'a> Entries<'a> {
    fn add_methods(&mut self, class: &'a ClassDef) {
        // Nobody can tell here what decorators and bases with other metaclasses make of it.
        if !class.keywords.is_empty() || !class.decorators.is_empty() && !self.names.has_class(&class.name) {
            return;
        }
        for s in &class.body {
            if let StmtKind::FunctionDef(f) = &s.kind
                && !class.body.iter().any(|o| matches!(&o.kind, StmtKind::FunctionDef(g) if g.name == f.name && !std::ptr::eq(g, f)))
                // A name that begins with two underscores is another outside the class.
                && (!f.name.starts_with("__") || f.name.ends_with("__"))
            {
                self.add(f, Some(&class.name));
            }
        }
    }

    /// Entries of a function, or of a method of a class.
    fn add(&mut self, f: &'a FunctionDef, class: Option<&str>) {
        let p = &f.params;
        if !f.decorators.is_empty() || f.is_async || p.vararg.is_some() || p.kwarg.is_some() {
            return;
        }
        // Class methods without a decorator's help.
        if class.is_some() && matches!(&*f.name, "__new__" | "__init_subclass__" | "__class_getitem__" | "__init__" | "__del__") {
            return;
        }
        let by_name = p.kwonly.iter().map(|p| (p, true));
        let mut parameters: Vec<Typed> = p.posonly.iter().chain(&p.args).map(|p| (p, false)).chain(by_name).map(|(p, by_name)| self.typed(p, by_name, f)).collect();
        if let (Some(class), Some(first)) = (class, parameters.first_mut()) {
            if first.is_by_name {
                return;
            }
            first.hint = Some(Hint::Own(class.to_owned()));
        }
        if self.has_numpy && parameters.iter().skip(class.is_some().into()).all(|p| p.hint.is_none()) {
            let names: Vec<&str> = parameters.iter().map(|p| p.name).collect();
            for (p, guess) in parameters.iter_mut().zip(guess(&names, &f.body)).skip(class.is_some().into()) {
                p.dimensions = guess.iter().filter_map(|h| h.array()?).collect();
                p.hint = guess;
            }
        }
        if parameters.iter().all(|p| p.hint.is_none()) {
            return;
        }
        let qualified = class.map_or(f.name.to_string(), |class| format!("{class}.{}", f.name));
        let function = format!("_module.{qualified}");
        let variants = self.variants(&parameters);
        let first = self.count;
        let entries: Vec<String> = variants.iter().map(|hints| self.entry(&function, &parameters, hints)).collect();
        self.choose(qualified, &parameters, &variants, first);
        let names: Vec<&str> = parameters.iter().map(|p| p.name).collect();
        let _ = writeln!(
            self.table,
            "_entries.append(({function}, {:?}, {}, {}, [{}]))",
            names.join(" "),
            p.posonly.len(),
            p.posonly.len() + p.args.len(),
            entries.join(", ")
        );
    }

    fn typed(&self, p: &'a Param, is_by_name: bool, f: &FunctionDef) -> Typed<'a> {
        let hint = p.annotation.as_ref().and_then(|a| hint(a, &self.names));
        let dimensions = match &hint {
            Some(h) => match h.array() {
                Some(Some(n)) => vec![n],
                Some(None) => dimensions_in_use(&p.name, &f.body).map_or(USUAL.to_vec(), |n| vec![n]),
                None => Vec::new(),
            },
            None => Vec::new(),
        };
        Typed { name: &p.name, is_by_name, hint, dimensions }
    }

    /// The types that entries are made for: those of the annotations, arrays with as many dimensions as is usual, and ints where
    /// floats are meant, as PEP 484 has it.
    fn variants(&self, parameters: &[Typed]) -> Vec<Vec<Option<Hint>>> {
        let rounds = parameters.iter().map(|p| p.dimensions.len()).max().unwrap_or(0).max(1);
        let with = |round: usize, ints: bool| -> Vec<Option<Hint>> {
            let of = |p: &Typed| {
                let mut hint = p.hint.clone()?;
                if let Some(n) = p.dimensions.get(round).or(p.dimensions.last()) {
                    hint = hint.with_dimensions(*n);
                }
                Some(if ints && hint == Hint::Plain("float") { Hint::Number } else { hint })
            };
            parameters.iter().map(of).collect()
        };
        let mut all: Vec<Vec<Option<Hint>>> = (0..rounds).map(|round| with(round, false)).collect();
        let numbers = with(0, true);
        if !all.contains(&numbers) {
            all.push(numbers);
        }
        all
    }

    /// Writes the function that looks at arguments, for calls within the module. Its entries are those from `first` on.
    fn choose(&mut self, function: String, parameters: &[Typed], variants: &[Vec<Option<Hint>>], first: usize) {
        let name = format!("_choose{first}");
        let names: Vec<String> = (0..parameters.len()).map(|i| format!("a{i}")).collect();
        let _ = writeln!(self.functions, "def {name}({}):", names.join(", "));
        for (k, hints) in variants.iter().enumerate() {
            let tests: Vec<String> = hints.iter().zip(&names).filter_map(|(h, name)| Some(h.as_ref()?.check(name))).collect();
            let _ = writeln!(self.functions, "    if {}:\n        return _entry{}({})", tests.join(" and "), first + k, names.join(", "));
        }
        let given = parameters.iter().zip(&names).map(|(p, name)| if p.is_by_name { format!("{}={name}", p.name) } else { name.clone() });
        let _ = writeln!(self.functions, "    return _module.{function}({})", given.collect::<Vec<_>>().join(", "));
        self.choices.push((function, name, parameters.iter().map(|p| p.hint.is_some()).collect()));
    }

    /// Writes an entry; the result is what the table has of it.
    fn entry(&mut self, function: &str, parameters: &[Typed], hints: &[Option<Hint>]) -> String {
        let name = format!("_entry{}", self.count);
        self.count += 1;
        let all = || parameters.iter().zip(hints).enumerate();
        let names: Vec<String> = all().map(|(i, _)| format!("a{i}")).collect();
        let call = |given: &dyn Fn(&str, Option<&Hint>) -> String| {
            let argument = |(i, (p, hint)): (usize, (&Typed, &Option<Hint>))| {
                let given = given(&format!("a{i}"), hint.as_ref());
                if p.is_by_name { format!("{}={given}", p.name) } else { given }
            };
            format!("{function}({})", all().map(argument).collect::<Vec<_>>().join(", "))
        };
        self.has_arrays |= hints.iter().flatten().any(|h| h.array().is_some());
        let typed = call(&|name, hint| hint.map_or(name.to_owned(), |h| h.given(name)));
        // What the bridge sees of an object of the program is that it is one.
        let tests: Vec<String> = all().filter_map(|(i, (_, hint))| hint.as_ref()?.test(&format!("a{i}"))).collect();
        let _ = writeln!(self.functions, "def {name}({}):", names.join(", "));
        if !tests.is_empty() {
            let plain = call(&|name, _| name.to_owned());
            let _ = writeln!(self.functions, "    if not ({}):\n        return {plain}", tests.join(" and "));
        }
        let _ = writeln!(self.functions, "    return {typed}");
        let kinds: Vec<String> = hints.iter().map(|h| h.as_ref().map_or("any".to_owned(), Hint::kind)).collect();
        format!("({:?}, {name})", kinds.join(" "))
    }
}

impl Hint {
    /// The dimensions of an array, where they are known.
    fn array(&self) -> Option<Option<usize>> {
        match self {
            Hint::Array(_, n) => Some(*n),
            Hint::Optional(h) => h.array(),
            _ => None,
        }
    }

    fn with_dimensions(self, n: usize) -> Hint {
        match self {
            Hint::Array(dtype, _) => Hint::Array(dtype, Some(n)),
            Hint::Optional(h) => Hint::Optional(Box::new(h.with_dimensions(n))),
            h => h,
        }
    }

    /// As the bridge has it (`typed`).
    fn kind(&self) -> String {
        match self {
            Hint::Plain(class) => (*class).to_owned(),
            Hint::Number => "number".to_owned(),
            Hint::Array(dtype, n) => format!("{}[{}]", dtype.name(), n.unwrap_or(1)),
            Hint::Own(_) => "own".to_owned(),
            Hint::Optional(h) => format!("{}?", h.kind()),
        }
    }

    /// What inference is told of an argument that fits.
    fn given(&self, name: &str) -> String {
        match self {
            Hint::Plain(class) => format!("_host.{class}({name})"),
            Hint::Number => format!("(_host.float({name}) if type({name}) is float else _host.int({name}))"),
            Hint::Array(dtype, n) => format!("_host.array({name}, ({}), _numpy_scalar.{})", "0,".repeat(n.unwrap_or(1)), dtype.name()),
            Hint::Own(_) => name.to_owned(),
            Hint::Optional(h) => format!("(None if {name} is None else {})", h.given(name)),
        }
    }

    /// Whether an argument of which nothing is known fits.
    fn check(&self, name: &str) -> String {
        match self {
            Hint::Plain(class) => format!("type({name}) is {class}"),
            Hint::Number => format!("(type({name}) is float or type({name}) is int)"),
            Hint::Array(dtype, n) => format!("_numpy_scalar.is_array({name}, {}, {})", n.unwrap_or(1), *dtype as u8),
            Hint::Own(class) => format!("isinstance({name}, _module.{class})"),
            Hint::Optional(h) => format!("({name} is None or {})", h.check(name)),
        }
    }

    /// What the bridge does not know of an argument that fits.
    fn test(&self, name: &str) -> Option<String> {
        match self {
            Hint::Own(class) => Some(format!("isinstance({name}, _module.{class})")),
            Hint::Optional(h) => h.test(name).map(|t| format!("({name} is None or {t})")),
            _ => None,
        }
    }
}
