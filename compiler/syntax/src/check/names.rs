//! `global` and `nonlocal` declarations.

use std::collections::HashMap;

use pyaot_diagnostics::{Code, Diagnostic, Span};

use super::Kind;
use crate::ast::{Name, Stmt, StmtKind};

/// What a scope has seen of a name.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    param: bool,
    read: bool,
    bound: bool,
    annotated: bool,
    global: bool,
    nonlocal: bool,
}

struct Scope {
    kind: Kind,
    seen: HashMap<Name, Seen>,
    /// Nonlocal names of this and inner scopes that are still looking for their variable.
    pending: Vec<(Name, Span)>,
}

impl Scope {
    fn new(kind: Kind) -> Scope {
        Scope { kind, seen: HashMap::new(), pending: Vec::new() }
    }
}

/// Follows the names of all open scopes; does nothing in a module without declarations.
pub(super) struct Names {
    active: bool,
    scopes: Vec<Scope>,
}

/// Has a body, or a body in it, a `global` or `nonlocal` statement?
pub(super) fn declares(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match &stmt.kind {
        StmtKind::Global(_) | StmtKind::Nonlocal(_) => true,
        StmtKind::FunctionDef(f) => declares(&f.body),
        StmtKind::ClassDef(c) => declares(&c.body),
        StmtKind::For { body, orelse, .. } | StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
            declares(body) || declares(orelse)
        }
        StmtKind::With { body, .. } => declares(body),
        StmtKind::Match { cases, .. } => cases.iter().any(|c| declares(&c.body)),
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            declares(body)
                || handlers.iter().any(|h| declares(&h.body))
                || declares(orelse)
                || declares(finalbody)
        }
        _ => false,
    })
}

impl Names {
    pub(super) fn new(active: bool) -> Names {
        Names { active, scopes: vec![Scope::new(Kind::Module)] }
    }

    pub(super) fn enter(&mut self, kind: Kind) {
        if self.active {
            self.scopes.push(Scope::new(kind));
        }
    }

    pub(super) fn leave(&mut self) {
        if !self.active {
            return;
        }
        let Some(scope) = self.scopes.pop() else { return };
        let Some(outer) = self.scopes.last_mut() else { return };
        for (name, span) in scope.pending {
            // A nonlocal of this scope itself goes on outwards.
            let own = scope.seen.get(&name).copied().unwrap_or_default();
            let found = match scope.kind {
                Kind::Function { .. } | Kind::Lambda => {
                    (own.bound || own.param || own.annotated) && !own.global && !own.nonlocal
                }
                Kind::Class => &*name == "__class__",
                Kind::Module | Kind::Comprehension(_) => false,
            };
            if !found {
                outer.pending.push((name, span));
            }
        }
    }

    pub(super) fn close(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        for (name, span) in self.scopes.drain(..).flat_map(|s| s.pending) {
            diagnostics.push(Diagnostic::error(
                Code::E0304,
                span,
                format!("no binding for nonlocal '{name}' found"),
            ));
        }
    }

    fn seen(&mut self, name: &Name) -> Option<&mut Seen> {
        let scope = self.scopes.last_mut().filter(|_| self.active)?;
        Some(scope.seen.entry(name.clone()).or_default())
    }

    pub(super) fn read(&mut self, name: &Name) {
        if let Some(seen) = self.seen(name) {
            seen.read = true;
        }
    }

    pub(super) fn bind(&mut self, name: &Name) {
        if let Some(seen) = self.seen(name) {
            seen.bound = true;
        }
    }

    pub(super) fn param(&mut self, name: &Name) {
        if let Some(seen) = self.seen(name) {
            seen.param = true;
        }
    }

    pub(super) fn bind_outside_comprehension(&mut self, name: &Name) {
        if self.active
            && let Some(scope) =
                self.scopes.iter_mut().rev().find(|s| !matches!(s.kind, Kind::Comprehension(_)))
        {
            scope.seen.entry(name.clone()).or_default().bound = true;
        }
    }

    pub(super) fn annotate(&mut self, name: &Name, span: Span, diagnostics: &mut Vec<Diagnostic>) {
        let module = self.scopes.len() == 1;
        let Some(seen) = self.seen(name) else { return };
        seen.annotated = true;
        seen.bound = true;
        if (seen.global || seen.nonlocal) && !module {
            let kind = if seen.global { "global" } else { "nonlocal" };
            let message = format!("annotated name '{name}' can't be {kind}");
            diagnostics.push(Diagnostic::error(Code::E0304, span, message));
        }
    }

    pub(super) fn global(&mut self, names: &[Name], span: Span, diagnostics: &mut Vec<Diagnostic>) {
        for name in names {
            let Some(seen) = self.seen(name) else { return };
            if let Some(message) = conflict(name, *seen, "global") {
                diagnostics.push(Diagnostic::error(Code::E0304, span, message));
            }
            seen.global = true;
            if seen.nonlocal {
                let message = format!("name '{name}' is nonlocal and global");
                diagnostics.push(Diagnostic::error(Code::E0304, span, message));
            }
        }
    }

    pub(super) fn nonlocal(&mut self, names: &[Name], span: Span, diagnostics: &mut Vec<Diagnostic>) {
        if self.scopes.len() == 1 {
            let message = "nonlocal declaration not allowed at module level";
            diagnostics.push(Diagnostic::error(Code::E0304, span, message));
            return;
        }
        for name in names {
            let Some(seen) = self.seen(name) else { return };
            let problem = conflict(name, *seen, "nonlocal")
                .or_else(|| seen.global.then(|| format!("name '{name}' is nonlocal and global")));
            seen.nonlocal = true;
            match problem {
                Some(message) => diagnostics.push(Diagnostic::error(Code::E0304, span, message)),
                None => {
                    if let Some(scope) = self.scopes.last_mut() {
                        scope.pending.push((name.clone(), span));
                    }
                }
            }
        }
    }
}

/// What is wrong with declaring a name that the scope has already seen.
fn conflict(name: &Name, seen: Seen, kind: &str) -> Option<String> {
    if seen.param {
        Some(format!("name '{name}' is parameter and {kind}"))
    } else if seen.read {
        Some(format!("name '{name}' is used prior to {kind} declaration"))
    } else if seen.annotated {
        Some(format!("annotated name '{name}' can't be {kind}"))
    } else if seen.bound {
        Some(format!("name '{name}' is assigned to before {kind} declaration"))
    } else {
        None
    }
}
