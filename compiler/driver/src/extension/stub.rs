//! The stub file of a module (PEP 561): what type checkers and editors are to know of it.
//!
//! ```text
//! T = TypeVar("T")                       T = TypeVar("T")
//! class Stack(Generic[T]):               class Stack(Generic[T]):
//!     def __init__(self, size: int):         def __init__(self, size: int): ...
//!         self.size = size                   size: int
//!         self.items: list[T] = []           items: list[T]
//! ```

use std::fmt::Write;

use pyaot_diagnostics::Span;
use pyaot_syntax::ast::{ClassDef, Constant, Expr, ExprKind, FunctionDef, Module, Name, Stmt, StmtKind};

use super::walk;

/// The module's functions and classes as they are written, with `...` for their bodies.
pub fn stub(tree: &Module, source: &str) -> String {
    let mut stub = Stub { source, out: String::new(), wanted: String::new(), needs_any: false };
    stub.wanted = stub.words_outside_bodies(&tree.body);
    stub.block(&tree.body, "", None);
    let mut out = stub.out;
    if stub.needs_any {
        // Imports from `__future__` come first.
        let at = if out.starts_with("from __future__") { out.find('\n').map_or(0, |k| k + 1) } else { 0 };
        out.insert_str(at, "import typing as _typing\n");
    }
    out
}

struct Stub<'a> {
    source: &'a str,
    out: String,
    /// All that is written in headers and annotations: names in it must be there.
    wanted: String,
    needs_any: bool,
}

impl<'a> Stub<'a> {
    fn line(&mut self, indent: &str, text: &str) {
        let _ = writeln!(self.out, "{indent}{text}");
    }

    fn block(&mut self, body: &'a [Stmt], indent: &str, class: Option<&ClassDef>) {
        let mut overloaded: Vec<&Name> = Vec::new();
        for s in body {
            match &s.kind {
                StmtKind::Import(_) | StmtKind::ImportFrom { .. } if indent.is_empty() => self.line("", self.text(s.span)),
                // Imports for type checkers, and of what may be missing.
                StmtKind::If { body, .. } | StmtKind::Try { body, .. } if indent.is_empty() => self.block(body, "", None),
                StmtKind::FunctionDef(f) => {
                    let is_overload = f.decorators.iter().any(|d| last_name(d) == Some("overload"));
                    if is_overload {
                        overloaded.push(&f.name);
                    } else if overloaded.contains(&&f.name) {
                        // A stub has the overloads alone.
                        continue;
                    }
                    self.function(f, indent);
                }
                StmtKind::ClassDef(c) => self.class(c, indent),
                StmtKind::AnnAssign { target, annotation, value, .. } => {
                    let value = value.as_ref().filter(|_| class.is_some()).map_or(String::new(), |v| format!(" = {}", self.default(v)));
                    self.line(indent, &format!("{}: {}{value}", self.text(target.span), self.text(annotation.span)));
                }
                StmtKind::TypeAlias { .. } => self.line(indent, &self.in_one_line(s.span)),
                StmtKind::Assign { targets, value } => {
                    for t in targets {
                        if let ExprKind::Name(n) = &t.kind {
                            self.variable(n, value, indent, class);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn variable(&mut self, name: &str, value: &Expr, indent: &str, class: Option<&ClassDef>) {
        if class.is_some_and(is_enum) || is_declaration(value) || class.is_none() && may_be_type(value) && has_word(&self.wanted, name) {
            self.line(indent, &format!("{name} = {}", self.in_one_line(value.span)));
        } else if let Some(class) = class_of(value) {
            self.line(indent, &format!("{name}: {class}"));
        }
    }

    fn function(&mut self, f: &FunctionDef, indent: &str) {
        self.decorators(&f.decorators, indent);
        // Without its body, an asynchronous generator is told by its result alone.
        let keyword = if f.is_async && !walk::yields(&f.body) { "async def " } else { "def " };
        self.line(indent, &format!("{} ...", self.header(f.name_span.start, &f.body, keyword)));
    }

    fn class(&mut self, c: &'a ClassDef, indent: &str) {
        self.decorators(&c.decorators, indent);
        self.line(indent, &self.header(c.name_span.start, &c.body, "class "));
        let inner = format!("{indent}    ");
        let before = self.out.len();
        self.block(&c.body, &inner, Some(c));
        self.attributes(c, &inner);
        if self.out.len() == before {
            self.line(&inner, "...");
        }
    }

    /// What methods assign to `self`.
    fn attributes(&mut self, c: &'a ClassDef, indent: &str) {
        let mut known: Vec<&str> = Vec::new();
        for s in &c.body {
            match &s.kind {
                StmtKind::FunctionDef(f) => known.push(&f.name),
                StmtKind::AnnAssign { target: Expr { kind: ExprKind::Name(n), .. }, .. } => known.push(n),
                StmtKind::Assign { targets, .. } => known.extend(targets.iter().filter_map(|t| if let ExprKind::Name(n) = &t.kind { Some(&**n) } else { None })),
                _ => {}
            }
        }
        let methods = c.body.iter().filter_map(|s| if let StmtKind::FunctionDef(f) = &s.kind { Some(f) } else { None });
        for f in methods.filter(|f| f.decorators.is_empty()) {
            let mut params = f.params.posonly.iter().chain(&f.params.args).chain(&f.params.kwonly);
            let Some(this) = params.next() else { continue };
            let of_self = |e: &'a Expr| match &e.kind {
                ExprKind::Attribute { value, attr, .. } if matches!(&value.kind, ExprKind::Name(n) if *n == this.name) => Some(&**attr),
                _ => None,
            };
            let params: Vec<_> = params.collect();
            let mut found: Vec<(&str, Option<String>)> = Vec::new();
            walk::at_top(&f.body, &mut |s| match &s.kind {
                StmtKind::AnnAssign { target, annotation, .. } => found.extend(of_self(target).map(|n| (n, Some(self.in_one_line(annotation.span))))),
                StmtKind::Assign { targets, value } => {
                    for t in targets {
                        let (all, value) = match &t.kind {
                            ExprKind::Tuple(items) | ExprKind::List(items) => (items.iter().collect(), None),
                            _ => (vec![t], Some(value)),
                        };
                        let annotation = value.and_then(|v| match &v.kind {
                            ExprKind::Name(n) => params.iter().find(|p| p.name == *n).and_then(|p| p.annotation.as_ref()).map(|a| self.in_one_line(a.span)),
                            _ => class_of(v).map(str::to_owned),
                        });
                        found.extend(all.into_iter().filter_map(of_self).map(|n| (n, annotation.clone())));
                    }
                }
                _ => {}
            });
            for (name, annotation) in found {
                if !known.contains(&name) {
                    known.push(name);
                    self.needs_any |= annotation.is_none();
                    let annotation = annotation.unwrap_or_else(|| "_typing.Any".to_owned());
                    self.line(indent, &format!("{name}: {annotation}"));
                }
            }
        }
    }

    fn decorators(&mut self, all: &[Expr], indent: &str) {
        for d in all {
            self.line(indent, &format!("@{}", self.text(d.span)));
        }
    }

    /// The value of a field in a class: that there is one matters, and what `field(…)` says.
    fn default(&self, value: &Expr) -> String {
        match &value.kind {
            ExprKind::Call { func, .. } if last_name(func) == Some("field") => self.in_one_line(value.span),
            _ => "...".to_owned(),
        }
    }

    fn text(&self, span: Span) -> &'a str {
        &self.source[span.start as usize..span.end as usize]
    }

    fn in_one_line(&self, span: Span) -> String {
        joined(self.text(span))
    }

    /// From the name to the colon in front of the body, on one line.
    fn header(&self, name: u32, body: &[Stmt], keyword: &str) -> String {
        let end = body.first().map_or(name, |s| s.span.start) as usize;
        let joined = joined(&self.source[name as usize..end]);
        let end = joined.rfind(':').map_or(joined.len(), |at| at + 1);
        format!("{keyword}{}", &joined[..end])
    }

    /// The texts of all headers, annotations and aliases.
    fn words_outside_bodies(&self, body: &[Stmt]) -> String {
        let mut out = String::new();
        walk::statements(body, &mut |s| match &s.kind {
            StmtKind::FunctionDef(f) => out += &self.header(f.name_span.start, &f.body, " "),
            StmtKind::ClassDef(c) => out += &self.header(c.name_span.start, &c.body, " "),
            StmtKind::AnnAssign { annotation, .. } => out += &format!(" {}", self.text(annotation.span)),
            StmtKind::Assign { value, .. } if may_be_type(value) => out += &format!(" {}", self.text(value.span)),
            _ => {}
        });
        out
    }
}

/// Lines without comments as one.
fn joined(text: &str) -> String {
    let lines = text.lines().map(|l| l.split(" #").next().unwrap_or(l).trim());
    lines.filter(|l| !l.is_empty() && !l.starts_with(['#', '@'])).collect::<Vec<_>>().join(" ")
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w == word)
}

/// `c` for `a.b.c`.
fn last_name(e: &Expr) -> Option<&str> {
    match &e.kind {
        ExprKind::Name(n) => Some(n),
        ExprKind::Attribute { attr, .. } => Some(attr),
        _ => None,
    }
}

fn is_enum(c: &ClassDef) -> bool {
    c.bases.iter().any(|b| matches!(last_name(b), Some("Enum" | "IntEnum" | "StrEnum" | "Flag" | "IntFlag")))
}

/// What type checkers know by its call.
fn is_declaration(e: &Expr) -> bool {
    let ExprKind::Call { func, .. } = &e.kind else { return false };
    matches!(last_name(func), Some("TypeVar" | "ParamSpec" | "TypeVarTuple" | "NewType" | "NamedTuple" | "namedtuple" | "TypedDict" | "Enum" | "IntEnum"))
}

/// It could be the other side of an alias: `Edge = tuple[int, int]`.
fn may_be_type(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Name(_) | ExprKind::Constant(Constant::None) => true,
        ExprKind::Attribute { value, .. } => may_be_type(value),
        ExprKind::Subscript { value, .. } => may_be_type(value),
        ExprKind::BinOp { left, op: pyaot_syntax::ast::BinOp::BitOr, right } => may_be_type(left) && may_be_type(right),
        _ => false,
    }
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
