//! Functions: `def`, lambda, generator expressions.

use pyaot_diagnostics::{Code, Span};
use pyaot_syntax::ast::{self, Comprehension, Expr, ExprKind, FunctionDef, Parameters, Stmt, StmtKind};

use super::expr::contains_yield;
use super::{Ctx, FuncState, OuterFn, Slot};
use crate::hir::*;
use crate::scope::{self, Place, ScopeId, TAG_COMP, TAG_DEF, TAG_LAMBDA, node_key};

impl<'a> Ctx<'a, '_, '_> {
    pub fn open_function(&mut self) {
        self.func = FuncState::default();
        self.outer.push(OuterFn::default());
        let entry = self.new_block();
        self.switch_to(entry);
        let scope = self.scope;
        if scope != scope::MODULE {
            self.make_cells(scope);
        }
    }

    pub fn close_function(&mut self, name: Name, qualname: String, kind: FuncKind, params: Params, doc: Option<Vec<u8>>, line: u32) -> FuncId {
        self.outer.pop();
        let st = std::mem::take(&mut self.func);
        let id = FuncId(self.w.program.funcs.len() as u32);
        let hidden = self.w.program.modules[self.module.index()].is_shim;
        let mut f = Func {
            name,
            qualname,
            module: self.module,
            kind,
            params,
            doc,
            blocks: st.blocks,
            n_values: st.n_values,
            vars: st.vars,
            captures: st.captures,
            inlined: st.inlined,
            class: self.class,
            first_line: line,
            hidden,
            annotations: String::new(),
        };
        let own = st.slots.iter().filter(|((scope, _), _)| *scope == self.scope).map(|(_, slot)| match slot {
            Slot::Var(v) | Slot::Value { var: v, .. } => (*v, None),
            Slot::Cell { holder, cell } => (*holder, Some(*cell)),
        });
        let mut own: Vec<(Var, Option<CellId>)> = own.collect();
        own.sort();
        crate::ssa::prune(&mut f);
        self.w.program.funcs.push(f);
        self.w.own.push(own);
        id
    }

    /// Builds a function with its own scope and returns the function object.
    #[expect(clippy::too_many_arguments, reason = "the parts of a function differ between def, lambda and generator expression")]
    fn function(
        &mut self,
        scope: ScopeId,
        name: &Name,
        params: &'a Parameters,
        is_generator: bool,
        doc: Option<Vec<u8>>,
        span: Span,
        self_cell: Option<CellId>,
        returns: Option<&Expr>,
        body: impl FnOnce(&mut Self),
    ) -> V {
        // Defaults are evaluated where the function is defined.
        let positional: Vec<&'a ast::Param> = params.posonly.iter().chain(&params.args).collect();
        let defaults: Vec<&'a Expr> = positional.iter().filter_map(|p| p.default.as_ref()).collect();
        let kwdefaults: Vec<&'a Expr> = params.kwonly.iter().filter_map(|p| p.default.as_ref()).collect();
        let es: Vec<&'a Expr> = defaults.iter().chain(&kwdefaults).copied().collect();
        let mut args = self.operands(&es);

        let all: Vec<&ast::Param> =
            positional.iter().copied().chain(&params.kwonly).chain(&params.vararg).chain(&params.kwarg).collect();
        let info = Params {
            names: all.iter().map(|p| self.mangle(&p.name)).collect(),
            n_posonly: params.posonly.len() as u32,
            n_args: positional.len() as u32,
            n_kwonly: params.kwonly.len() as u32,
            vararg: params.vararg.is_some(),
            kwarg: params.kwarg.is_some(),
            n_defaults: defaults.len() as u32,
            kw_defaults: params.kwonly.iter().map(|p| p.default.is_some()).collect(),
        };
        let kind = if is_generator { FuncKind::Generator } else { FuncKind::Function };
        let line = self.w.loader.line(span);

        let saved = (
            std::mem::take(&mut self.func),
            std::mem::take(&mut self.ctl),
            std::mem::replace(&mut self.scope, scope),
            self.line,
            self.qual.clone(),
        );
        self.qual = if self.qual.is_empty() { name.to_string() } else { format!("{}.{name}", self.qual) };
        let qualname = self.qual.clone();
        self.qual.push_str(".<locals>");
        self.line = Pos { line, cols: 0 };
        self.open_function_with(&all, is_generator, self_cell);
        body(self);
        self.return_none();
        let captures = self.func.captures.clone();
        let id = self.close_function(name.clone(), qualname, kind, info, doc, line);
        (self.func, self.ctl, self.scope, self.line, self.qual) = saved;
        self.w.program.funcs[id.index()].annotations = self.annotations_of_function(params, returns);

        let (nd, nk) = (defaults.len() as u32, kwdefaults.len() as u32);
        for c in captures {
            let v = self.capture_value(c);
            args.push(v);
        }
        self.emit(Op::MakeFunction { func: id, defaults: nd, kwdefaults: nk }, args)
    }

    fn open_function_with(&mut self, params: &[&ast::Param], is_generator: bool, self_cell: Option<CellId>) {
        self.func = FuncState { is_generator, self_cell, ..FuncState::default() };
        self.outer.push(OuterFn::default());
        let entry = self.new_block();
        self.switch_to(entry);
        let values: Vec<V> = params.iter().map(|_| self.value()).collect();
        self.func.blocks[0].params = values.clone();
        let scope = self.scope;
        self.make_cells(scope);
        for (i, (p, v)) in params.iter().zip(values).enumerate() {
            let slot = self.local_slot(scope, &self.mangle(&p.name));
            match slot {
                Slot::Var(var) | Slot::Value { var, .. } => {
                    self.store_var(var, v);
                }
                Slot::Cell { holder, cell } => {
                    let c = self.load_var(holder);
                    self.emit0(Op::StoreCell(cell), vec![c, v]);
                }
            }
            if i == 0 {
                // For `super()`: kept apart, since the parameter may be assigned to.
                let var = self.new_var(".self");
                self.store_var(var, v);
                self.func.first_param = Some(var);
            }
        }
    }

    /// What a function created here captures for `cell`: the cell, or the value itself.
    fn capture_value(&mut self, cell: CellId) -> V {
        let own = self.func.slots.values().find_map(|s| match s {
            Slot::Cell { holder, cell: c } if *c == cell => Some(*holder),
            Slot::Value { var, cell: c } if *c == cell => Some(*var),
            _ => None,
        });
        match own {
            Some(var) => self.load_var(var),
            None => self.capture(cell),
        }
    }

    pub fn function_def(&mut self, s: &'a Stmt, f: &'a FunctionDef) {
        let from = self.w.diagnostics.len();
        let left = self.left_function(s, f);
        if f.is_async && left.is_none() {
            self.unsupported(Code::E0202, s.span, "async functions are not supported yet", "write an ordinary function");
            return self.note_left(s, f, from);
        }
        let decorators: Vec<&Expr> = f.decorators.iter().filter(|d| !self.is_compile(d)).collect();
        let made = self.operands(&decorators);
        let scope = self.scopes.node(node_key(s.span, TAG_DEF));
        let doc = docstring(&f.body);
        let is_gen = body_yields(&f.body);
        // A function that calls itself needs no cell for its own name.
        let mut self_cell = None;
        if f.decorators.is_empty()
            && let Place::Local(owner) = self.scopes.lookup(self.scope, &self.mangle(&f.name))
            && let Slot::Value { cell, .. } = self.local_slot(owner, &self.mangle(&f.name))
        {
            self_cell = Some(cell);
        }
        let mut v = match left {
            Some(v) => v,
            None => {
                let from = self.w.diagnostics.len();
                let start = f.decorators.first().map_or(s.span, |d| d.span);
                let v = self.function(scope, &f.name, &f.params, is_gen, doc, start, self_cell, f.returns.as_ref(), |me| me.stmts(&f.body));
                self.note_left(s, f, from);
                v
            }
        };
        let mut is_plain = true;
        for (d, e) in made.into_iter().zip(decorators).rev() {
            let class = if is_plain { self.dispatched_class(e, &f.params) } else { None };
            self.at(e.span);
            v = self.emit(Op::Call { kw: [].into() }, [d].into_iter().chain(class).chain([v]).collect());
            is_plain = false;
        }
        if f.decorators.iter().any(|d| self.imported_member(d).is_some_and(|(m, n)| m == "functools" && n.starts_with("singledispatch"))) {
            let name = self.qualified(&f.name);
            self.w.dispatchers.insert((self.module, name));
        }
        self.at(s.span);
        self.store_variable(&f.name, v);
    }

    fn qualified(&self, name: &Name) -> String {
        if self.qual.is_empty() { name.to_string() } else { format!("{}.{name}", self.qual) }
    }

    /// `@area.register` above `def _(shape: Circle)`, where `area` dispatches: the class, which annotations would have to be asked for.
    fn dispatched_class(&mut self, decorator: &'a Expr, params: &'a Parameters) -> Option<V> {
        let ExprKind::Attribute { value, attr, .. } = &decorator.kind else { return None };
        let ExprKind::Name(n) = &value.kind else { return None };
        let name = self.qualified(n);
        if &**attr != "register" || !self.w.dispatchers.contains(&(self.module, name)) {
            return None;
        }
        let annotation = params.args.iter().chain(&params.posonly).find_map(|p| p.annotation.as_ref())?;
        match &annotation.kind {
            ExprKind::Constant(_) => None,
            _ => Some(self.expr(annotation)),
        }
    }

    pub fn lambda(&mut self, e: &'a Expr, params: &'a Parameters, body: &'a Expr) -> V {
        let scope = self.scopes.node(node_key(e.span, TAG_LAMBDA));
        let is_gen = contains_yield(body);
        self.function(scope, &"<lambda>".into(), params, is_gen, None, e.span, None, None, |me| {
            let v = me.expr(body);
            me.terminate(Term::Return(v));
        })
    }

    pub fn generator_expression(&mut self, e: &'a Expr, elt: &'a Expr, gens: &'a [Comprehension]) -> V {
        let scope = self.scopes.node(node_key(e.span, TAG_COMP));
        // The first iterator is made outside and passed in.
        let src = self.expr(&gens[0].iter);
        let it = self.emit(Op::GetIter, vec![src]);
        let f = self.genexp_function(e, scope, elt, gens);
        self.emit(Op::Call { kw: [].into() }, vec![f, it])
    }

    fn genexp_function(&mut self, e: &'a Expr, scope: ScopeId, elt: &'a Expr, gens: &'a [Comprehension]) -> V {
        let name: Name = "<genexpr>".into();
        let saved = (
            std::mem::take(&mut self.func),
            std::mem::take(&mut self.ctl),
            std::mem::replace(&mut self.scope, scope),
            self.line,
            self.qual.clone(),
        );
        self.qual = if self.qual.is_empty() { name.to_string() } else { format!("{}.{name}", self.qual) };
        let qualname = self.qual.clone();
        self.func = FuncState { is_generator: true, ..FuncState::default() };
        self.outer.push(OuterFn::default());
        let entry = self.new_block();
        self.switch_to(entry);
        let param = self.value();
        self.func.blocks[0].params = vec![param];
        self.make_cells(scope);
        self.genexp_body(param, elt, gens);
        self.return_none();
        let captures = self.func.captures.clone();
        let params = Params { names: vec![".0".into()], n_posonly: 1, n_args: 1, ..Params::default() };
        let line = self.w.loader.line(e.span);
        let id = self.close_function(name, qualname, FuncKind::Generator, params, None, line);
        (self.func, self.ctl, self.scope, self.line, self.qual) = saved;
        let args: Vec<V> = captures.into_iter().map(|c| self.capture_value(c)).collect();
        self.emit(Op::MakeFunction { func: id, defaults: 0, kwdefaults: 0 }, args)
    }

    fn genexp_body(&mut self, first: V, elt: &'a Expr, gens: &'a [Comprehension]) {
        let l = self.loop_over_iterator(first);
        self.genexp_clauses(gens, l, elt);
    }
}

/// The docstring of a body.
pub fn docstring(body: &[Stmt]) -> Option<Vec<u8>> {
    match body.first().map(|s| &s.kind) {
        Some(StmtKind::Expr(Expr { kind: ExprKind::Constant(Constant::Str(s)), .. })) => Some(s.0.to_vec()),
        _ => None,
    }
}

/// The statements contain a `yield` of this function.
pub fn body_yields(body: &[Stmt]) -> bool {
    let opt = |e: &Option<Expr>| e.as_ref().is_some_and(contains_yield);
    body.iter().any(|s| match &s.kind {
        StmtKind::Return(e) => opt(e),
        StmtKind::Delete(es) => es.iter().any(contains_yield),
        StmtKind::Assign { targets, value } => contains_yield(value) || targets.iter().any(contains_yield),
        StmtKind::AugAssign { target, value, .. } => contains_yield(value) || contains_yield(target),
        StmtKind::AnnAssign { value, .. } => opt(value),
        StmtKind::For { iter, body, orelse, .. } => contains_yield(iter) || body_yields(body) || body_yields(orelse),
        StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
            contains_yield(test) || body_yields(body) || body_yields(orelse)
        }
        StmtKind::With { items, body, .. } => items.iter().any(|i| contains_yield(&i.context)) || body_yields(body),
        StmtKind::Match { subject, cases } => {
            contains_yield(subject) || cases.iter().any(|c| opt(&c.guard) || body_yields(&c.body))
        }
        StmtKind::Raise { exc, cause } => opt(exc) || opt(cause),
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            body_yields(body) || handlers.iter().any(|h| body_yields(&h.body)) || body_yields(orelse) || body_yields(finalbody)
        }
        StmtKind::Assert { test, msg } => contains_yield(test) || opt(msg),
        StmtKind::Expr(e) => contains_yield(e),
        _ => false,
    })
}
