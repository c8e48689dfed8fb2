//! The stub file of a module (PEP 561).

use std::fmt::Write;

use pyaot_diagnostics::Span;
use pyaot_syntax::ast::{Constant, Expr, ExprKind, Module, Stmt, StmtKind};

/// The module's functions and classes as they are written, with `...` for their bodies.
pub fn stub(tree: &Module, source: &str) -> String {
    let mut out = String::new();
    block(&tree.body, source, "", &mut out);
    out
}

fn block(body: &[Stmt], source: &str, indent: &str, out: &mut String) {
    for s in body {
        match &s.kind {
            StmtKind::Import(_) | StmtKind::ImportFrom { .. } if indent.is_empty() => {
                let _ = writeln!(out, "{}", text(source, s.span));
            }
            StmtKind::FunctionDef(f) => {
                decorators(&f.decorators, source, indent, out);
                let _ = writeln!(out, "{indent}{} ...", header(source, f.name_span.start, &f.body, if f.is_async { "async def " } else { "def " }));
            }
            StmtKind::ClassDef(c) => {
                decorators(&c.decorators, source, indent, out);
                let _ = writeln!(out, "{indent}{}", header(source, c.name_span.start, &c.body, "class "));
                let inner = format!("{indent}    ");
                let before = out.len();
                block(&c.body, source, &inner, out);
                if out.len() == before {
                    let _ = writeln!(out, "{inner}...");
                }
            }
            StmtKind::AnnAssign { target, annotation, .. } => {
                let _ = writeln!(out, "{indent}{}: {}", text(source, target.span), text(source, annotation.span));
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

fn decorators(all: &[Expr], source: &str, indent: &str, out: &mut String) {
    for d in all {
        let _ = writeln!(out, "{indent}@{}", text(source, d.span));
    }
}

fn text(source: &str, span: Span) -> &str {
    &source[span.start as usize..span.end as usize]
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
