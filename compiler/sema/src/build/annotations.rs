//! Annotations as text, for whoever asks for them at run time where CPython is at hand, which evaluates them then (the bridge's
//! `annotations`). Compiled code takes no notice of them.
//!
//! The text is a list of records, each ended by a zero character: `from __future__ import annotations` makes the first one `'`; what
//! the module has imported of the names in them, `>name=module:attribute`; then `name=source` for each annotation.

use pyaot_syntax::ast::{Expr, Parameters, Stmt};

use super::Ctx;
use super::class::annotated_names;

impl Ctx<'_, '_, '_> {
    pub fn annotations_of_function(&mut self, params: &Parameters, returns: Option<&Expr>) -> String {
        // In the order of CPython's compiler.
        let all = params.args.iter().chain(&params.posonly).chain(&params.vararg).chain(&params.kwonly).chain(&params.kwarg);
        let own = all.filter_map(|p| Some((&*p.name, p.annotation.as_ref()?)));
        self.annotations(own.chain(returns.map(|e| ("return", e))).collect())
    }

    pub fn annotations_of_class(&mut self, body: &[Stmt]) -> String {
        self.annotations(annotated_names(body).map(|(n, e)| (&**n, e)).collect())
    }

    fn annotations(&mut self, given: Vec<(&str, &Expr)>) -> String {
        if given.is_empty() || !self.w.program.has_cpython || self.w.program.modules[self.module.index()].is_shim {
            return String::new();
        }
        let mut sources = String::new();
        let mut imports: Vec<String> = Vec::new();
        for (name, e) in given {
            let source = self.w.loader.text(e.span);
            let words = source.split(|c: char| !c.is_alphanumeric() && c != '_');
            imports.extend(words.filter_map(|w| Some(format!(">{w}={}\0", self.scopes.imported_as.get(w)?))));
            sources.push_str(&format!("{name}={source}\0"));
        }
        imports.sort_unstable();
        imports.dedup();
        let future = if self.scopes.imported_as.get("annotations").is_some_and(|from| &**from == "__future__:annotations") { "'\0" } else { "" };
        format!("{future}{}{sources}", imports.concat())
    }
}
