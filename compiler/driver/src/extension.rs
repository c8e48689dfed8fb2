//! Extension modules for CPython: the program around a module, and the module's stub file (PEP 561).
//!
//! ```text
//! def price(s: float, n: int) -> float: …         in the module
//!
//! def price(s, n):                                in the program around it: what CPython gets
//!     if type(s) is float and type(n) is int:
//!         return _module.price(_host.float(s), _host.int(n))
//!     return _module.price(s, n)
//! ```
//! So annotations are hints: other arguments go to the function as it is for any.

use std::fmt::Write;
use std::path::Path;

use pyaot_bridge::errors::OWN_FILE;
use pyaot_diagnostics::{Code, Diagnostic};
use pyaot_syntax::ast::{Constant, Expr, ExprKind, FunctionDef, Module, Param, Stmt, StmtKind, UnaryOp};
use pyaot_syntax::parse_module;

use crate::input::{Input, Text, add_source, read_file};
use crate::session::Session;

/// A module that is to become an extension.
pub struct Extension {
    /// As it is imported.
    pub name: String,
    pub input: Input,
    /// The stub file's text.
    pub stub: String,
}

/// Reads a module. `None`: it has errors, which are among the session's diagnostics.
pub fn read(s: &mut Session, path: &Path) -> Option<Extension> {
    let shown = path.display().to_string();
    let mut fail = |d: Diagnostic| s.diagnostics.push(d);
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if !is_name || name.is_empty() || path.extension().is_none_or(|e| e != "py") {
        fail(Diagnostic::error(Code::E0004, None, format!("{shown} is no module: its name must be one of Python's, with `.py`")));
        return None;
    }
    let file = match read_file(path) {
        Ok(bytes) => add_source(&mut s.sources, &shown, &bytes),
        Err(reason) => Err(Diagnostic::error(Code::E0004, None, format!("cannot read {shown}: {reason}"))),
    };
    let file = file.map_err(|d| s.diagnostics.push(d)).ok()?;
    let source = s.sources.text(file).to_owned();
    let (tree, errors) = parse_module(file, &source);
    s.diagnostics.extend(errors);
    if s.has_errors() {
        return None;
    }
    let main = Text { module: "__main__".to_owned(), file: OWN_FILE.to_owned(), text: program(&name, &tree) };
    let stub = stub(&tree, &source);
    Some(Extension { name, input: Input::Around { main, path: path.to_path_buf() }, stub })
}

/// The program around the module.
fn program(name: &str, tree: &Module) -> String {
    let mut out = format!("import {name} as _module\nimport _host\n_functions = {{}}\n");
    for s in &tree.body {
        let (name_of, text) = match &s.kind {
            StmtKind::FunctionDef(f) => (&f.name, entry(f)),
            StmtKind::ClassDef(c) => (&c.name, None),
            _ => continue,
        };
        let _ = match text {
            Some(text) => writeln!(out, "{text}{0}.__doc__ = _module.{0}.__doc__\n{0}.__module__ = {name:?}\n_functions[{0:?}] = {0}", name_of),
            None => writeln!(out, "_functions[{0:?}] = _module.{0}", name_of),
        };
    }
    out.push_str("_host.export_module((_module, _functions))\n");
    out
}

/// What CPython gets for a function with annotations that help.
fn entry(f: &FunctionDef) -> Option<String> {
    let p = &f.params;
    if !f.decorators.is_empty() || f.is_async || p.vararg.is_some() || p.kwarg.is_some() || f.name.starts_with('_') {
        return None;
    }
    let all = || p.posonly.iter().chain(&p.args).chain(&p.kwonly);
    let hints: Vec<(&Param, Hint)> = all().filter_map(|p| Some((p, hint(p.annotation.as_ref()?)?))).collect();
    if hints.is_empty() {
        return None;
    }
    let parameter = |p: &Param| match &p.default {
        Some(d) => Some(format!("{}={}", p.name, literal(d)?)),
        None => Some(p.name.to_string()),
    };
    let mut parameters: Vec<String> = p.posonly.iter().map(parameter).collect::<Option<_>>()?;
    if !parameters.is_empty() {
        parameters.push("/".into());
    }
    parameters.extend(p.args.iter().map(parameter).collect::<Option<Vec<_>>>()?);
    if !p.kwonly.is_empty() {
        parameters.push("*".into());
        parameters.extend(p.kwonly.iter().map(parameter).collect::<Option<Vec<_>>>()?);
    }
    let arguments = |typed: bool| {
        let argument = |p: &Param| match hints.iter().find(|(of, _)| std::ptr::eq(*of, p)) {
            Some((_, hint)) if typed => hint.given(&p.name),
            _ => p.name.to_string(),
        };
        let by_position = p.posonly.iter().chain(&p.args).map(argument);
        let by_name = p.kwonly.iter().map(|k| format!("{}={}", k.name, argument(k)));
        by_position.chain(by_name).collect::<Vec<_>>().join(", ")
    };
    let tests: Vec<String> = hints.iter().map(|(p, hint)| hint.test(&p.name)).collect();
    Some(format!(
        "def {0}({1}):\n    if {2}:\n        return _module.{0}({3})\n    return _module.{0}({4})\n",
        f.name,
        parameters.join(", "),
        tests.join(" and "),
        arguments(true),
        arguments(false)
    ))
}

/// What an annotation says of an argument, as far as it helps.
enum Hint {
    /// The name of a builtin class.
    Builtin(&'static str),
}

impl Hint {
    fn test(&self, name: &str) -> String {
        match self {
            Hint::Builtin(class) => format!("type({name}) is {class}"),
        }
    }

    fn given(&self, name: &str) -> String {
        match self {
            Hint::Builtin(class) => format!("_host.{class}({name})"),
        }
    }
}

fn hint(annotation: &Expr) -> Option<Hint> {
    let text;
    let name = match &annotation.kind {
        ExprKind::Name(n) => &**n,
        ExprKind::Constant(Constant::Str(s)) => {
            text = String::from_utf8_lossy(&s.0);
            &*text
        }
        _ => return None,
    };
    ["int", "float", "bool", "str", "bytes", "complex"].into_iter().find(|n| *n == name).map(Hint::Builtin)
}

/// A default that means the same wherever it is written.
fn literal(e: &Expr) -> Option<String> {
    Some(match &e.kind {
        ExprKind::Constant(Constant::Int(n)) => n.to_string(),
        ExprKind::Constant(Constant::Float(x)) if x.is_finite() => format!("{x:?}"),
        ExprKind::Constant(Constant::True) => "True".to_owned(),
        ExprKind::Constant(Constant::False) => "False".to_owned(),
        ExprKind::Constant(Constant::None) => "None".to_owned(),
        ExprKind::UnaryOp { op: UnaryOp::Neg, operand } => format!("-{}", literal(operand)?),
        _ => return None,
    })
}

/// The module's stub file: its functions and classes as they are written, with `...` for their bodies.
fn stub(tree: &Module, source: &str) -> String {
    let mut out = String::new();
    block(&tree.body, source, "", &mut out);
    out
}

fn block(body: &[Stmt], source: &str, indent: &str, out: &mut String) {
    for s in body {
        match &s.kind {
            StmtKind::Import(_) | StmtKind::ImportFrom { .. } if indent.is_empty() => {
                let _ = writeln!(out, "{}", text(source, s));
            }
            StmtKind::FunctionDef(f) => {
                for d in &f.decorators {
                    let _ = writeln!(out, "{indent}@{}", &source[d.span.start as usize..d.span.end as usize]);
                }
                let _ = writeln!(out, "{indent}{} ...", header(source, f.name_span.start, &f.body, if f.is_async { "async def " } else { "def " }));
            }
            StmtKind::ClassDef(c) => {
                for d in &c.decorators {
                    let _ = writeln!(out, "{indent}@{}", &source[d.span.start as usize..d.span.end as usize]);
                }
                let _ = writeln!(out, "{indent}{}", header(source, c.name_span.start, &c.body, "class "));
                let inner = format!("{indent}    ");
                let before = out.len();
                block(&c.body, source, &inner, out);
                if out.len() == before {
                    let _ = writeln!(out, "{inner}...");
                }
            }
            StmtKind::AnnAssign { target, annotation, .. } => {
                let part = |e: &Expr| &source[e.span.start as usize..e.span.end as usize];
                let _ = writeln!(out, "{indent}{}: {}", part(target), part(annotation));
            }
            StmtKind::Assign { targets, value } => {
                for t in targets {
                    if let (ExprKind::Name(n), Some(class)) = (&t.kind, class_of(value)) {
                        let _ = writeln!(out, "{indent}{n}: {class}");
                    }
                }
            }
            _ => {}
        }
    }
}

fn text<'a>(source: &'a str, s: &Stmt) -> &'a str {
    &source[s.span.start as usize..s.span.end as usize]
}

/// From the name to the colon in front of the body, on one line.
fn header(source: &str, name: u32, body: &[Stmt], keyword: &str) -> String {
    let end = body.first().map_or(name, |s| s.span.start) as usize;
    let lines = source[name as usize..end].lines().map(|l| l.split(" #").next().unwrap_or(l).trim());
    let joined = lines.filter(|l| !l.is_empty() && !l.starts_with(['#', '@'])).collect::<Vec<_>>().join(" ");
    let end = joined.rfind(':').map_or(joined.len(), |at| at + 1);
    format!("{keyword}{}", &joined[..end])
}

/// The class of a literal.
fn class_of(e: &Expr) -> Option<&'static str> {
    Some(match &e.kind {
        ExprKind::Constant(Constant::Int(_)) => "int",
        ExprKind::Constant(Constant::Float(_)) => "float",
        ExprKind::Constant(Constant::True | Constant::False) => "bool",
        ExprKind::Constant(Constant::Str(_)) => "str",
        ExprKind::Constant(Constant::Bytes(_)) => "bytes",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Dict { .. } => "dict",
        _ => return None,
    })
}
