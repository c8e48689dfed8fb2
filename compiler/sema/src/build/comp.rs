//! Loops over iterables: `for` statements, comprehensions and generator expressions.

use pyaot_syntax::ast::{Comprehension, Expr, ExprKind};

use super::Ctx;
use crate::hir::*;
use crate::scope::{TAG_COMP, node_key};

/// A loop under construction.
pub(crate) struct Loop {
    pub head: B,
    pub exit: B,
    levels: Vec<Level>,
    counter: Option<Var>,
}

/// One iterator of the loop: `zip` has several.
struct Level {
    iter: Var,
    state: Var,
}

impl<'a> Ctx<'a, '_, '_> {
    /// Sets up iteration over the value of `e`; the caller then builds targets with [`Ctx::loop_elements`].
    ///
    /// `enumerate(x)` and `zip(a, b)` in loop position, if they are the builtins, become counters and parallel iterations:
    /// the tuples are never made.
    pub fn loop_start(&mut self, e: &'a Expr) -> Loop {
        let mut counter = None;
        let mut sources: Vec<&'a Expr> = vec![e];
        if let ExprKind::Call { func, args, keywords } = &e.kind
            && let ExprKind::Name(n) = &func.kind
            && keywords.is_empty()
            && !args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_)))
            && self.names_builtin(n)
        {
            if matches!(&**n, "enumerate" | "zip") {
                self.at(e.span);
            }
            if &**n == "enumerate" && (args.len() == 1 || args.len() == 2) {
                sources = vec![&args[0]];
                let var = self.new_var(".count");
                counter = Some((var, args.get(1)));
            } else if &**n == "zip" && args.len() >= 2 {
                sources = args.iter().collect();
            }
        }
        let mut values = self.operands(&sources);
        if let Some((var, start)) = counter {
            let s = match start {
                Some(s) => {
                    let s = self.expr(s);
                    // The start must be an int: `operator.index`.
                    s
                }
                None => self.emit(Op::Const(Constant::Int(0)), vec![]),
            };
            self.store_var(var, s);
        }
        let levels = values
            .drain(..)
            .map(|v| {
                let it = self.emit(Op::GetIter, vec![v]);
                let st = self.emit(Op::IterInit, vec![it]);
                let (iter, state) = (self.new_var(".iter"), self.new_var(".state"));
                self.store_var(iter, it);
                self.store_var(state, st);
                Level { iter, state }
            })
            .collect();
        let (head, exit) = (self.new_block(), self.new_block());
        self.jump(head);
        self.switch_to(head);
        Loop { head, exit, levels, counter: counter.map(|c| c.0) }
    }

    /// The next element (or, for `zip` and `enumerate`, the elements of the next tuple); leaves to `exit` at the end.
    pub fn loop_elements(&mut self, l: &Loop) -> Vec<V> {
        let mut out = Vec::new();
        let mut held = Vec::new();
        for lv in &l.levels {
            let (i, s) = (self.load_var(lv.iter), self.load_var(lv.state));
            let (v, next) = self.iter_next(i, s, l.exit);
            self.store_var(lv.state, next);
            held.push(v);
        }
        if let Some(c) = l.counter {
            let n = self.load_var(c);
            let one = self.emit(Op::Const(Constant::Int(1)), vec![]);
            let n1 = self.emit(Op::Bin(BinOp::Add), vec![n, one]);
            self.store_var(c, n1);
            out.push(n);
        }
        out.extend(held);
        out
    }

    /// Binds the elements of one step to the loop's target.
    pub fn loop_bind(&mut self, target: &'a Expr, l: &Loop, elements: Vec<V>) {
        let direct = l.counter.is_none() && l.levels.len() == 1;
        if direct {
            return self.assign(target, elements[0]);
        }
        if let ExprKind::Tuple(ts) | ExprKind::List(ts) = &target.kind
            && ts.len() == elements.len()
            && !ts.iter().any(|t| matches!(t.kind, ExprKind::Starred(_)))
        {
            for (t, v) in ts.iter().zip(elements) {
                self.assign(t, v);
            }
            return;
        }
        let t = self.emit(Op::MakeTuple, elements);
        self.assign(target, t);
    }

    /// `name` means the builtin here.
    pub fn names_builtin(&self, name: &Name) -> bool {
        matches!(self.scopes.lookup(self.scope, name), crate::scope::Place::Global)
            && self.global(name).is_none()
            && self.w.loader.is_builtin(name)
            && !self.is_patched_builtin(name)
            && !self.w.starred.contains(&self.module)
    }

    /// Something else may be in its place when the program runs.
    pub fn is_patched_builtin(&self, name: &Name) -> bool {
        self.w.program.has_cpython && self.w.patched_builtins.contains(name) && !self.w.program.modules[self.module.index()].is_shim
    }

    /// Runs `body` for every combination of a comprehension's clauses.
    fn clauses(&mut self, gens: &'a [Comprehension], first: Option<Loop>, body: &mut dyn FnMut(&mut Self)) {
        let Some((g, rest)) = gens.split_first() else { return body(self) };
        let l = match first {
            Some(l) => l,
            None => self.loop_start(&g.iter),
        };
        let es = self.loop_elements(&l);
        self.loop_bind(&g.target, &l, es);
        for c in &g.ifs {
            let next = self.new_block();
            self.condition(c, next, l.head);
            self.switch_to(next);
        }
        self.clauses(rest, None, body);
        self.jump(l.head);
        self.switch_to(l.exit);
    }

    fn comprehension(&mut self, e: &'a Expr, gens: &'a [Comprehension], mut body: impl FnMut(&mut Self)) {
        let first = self.loop_start_outside(e, gens);
        let saved = self.scope;
        self.scope = self.scopes.node(node_key(e.span, TAG_COMP));
        let outer = self.enter_inlined(match &e.kind {
            ExprKind::SetComp { .. } => "<setcomp>",
            ExprKind::DictComp { .. } => "<dictcomp>",
            _ => "<listcomp>",
        });
        self.clauses(gens, Some(first), &mut body);
        self.func.within = outer;
        self.scope = saved;
    }

    /// What follows has a traceback entry of its own; gives the surroundings, to be put back.
    pub fn enter_inlined(&mut self, name: &str) -> u32 {
        let outer = self.func.within;
        self.func.inlined.push(Inlined { name: name.into(), at: self.line, outer, hidden: false, generator: name == "<genexpr>" });
        self.func.within = self.func.inlined.len() as u32;
        outer
    }

    /// The first iterable belongs to the scope outside; the cells of the comprehension's own variables come after it.
    fn loop_start_outside(&mut self, e: &'a Expr, gens: &'a [Comprehension]) -> Loop {
        let id = self.scopes.node(node_key(e.span, TAG_COMP));
        self.make_cells(id);
        self.loop_start(&gens[0].iter)
    }

    pub fn list_comp(&mut self, e: &'a Expr, elt: &'a Expr, gens: &'a [Comprehension]) -> V {
        let out = self.new_var(".list");
        let l = self.emit(Op::MakeList, vec![]);
        self.store_var(out, l);
        self.comprehension(e, gens, |me| {
            let v = me.expr(elt);
            let l = me.load_var(out);
            me.emit0(Op::ListAppend, vec![l, v]);
        });
        self.load_var(out)
    }

    pub fn set_comp(&mut self, e: &'a Expr, elt: &'a Expr, gens: &'a [Comprehension]) -> V {
        let out = self.new_var(".set");
        let l = self.emit(Op::MakeSet, vec![]);
        self.store_var(out, l);
        self.comprehension(e, gens, |me| {
            let v = me.expr(elt);
            let l = me.load_var(out);
            me.emit0(Op::SetAdd, vec![l, v]);
        });
        self.load_var(out)
    }

    pub fn dict_comp(&mut self, e: &'a Expr, key: &'a Expr, value: &'a Expr, gens: &'a [Comprehension]) -> V {
        let out = self.new_var(".dict");
        let l = self.emit(Op::MakeDict, vec![]);
        self.store_var(out, l);
        self.comprehension(e, gens, |me| {
            let kv = me.operands(&[key, value]);
            let d = me.load_var(out);
            me.emit0(Op::DictSet, vec![d, kv[0], kv[1]]);
        });
        self.load_var(out)
    }

    /// A generator expression that a builtin consumes at once: the loop runs in line. `body` gets each element.
    pub fn consume(&mut self, e: &'a Expr, mut body: impl FnMut(&mut Self, V)) {
        let ExprKind::GeneratorExp { elt, generators } = &e.kind else { unreachable!("a generator expression") };
        // Its scope is a function of its own: usable in line only if nothing captures its variables (the caller checked).
        let id = self.scopes.node(node_key(e.span, TAG_COMP));
        let first = self.loop_start(&generators[0].iter);
        let saved = self.scope;
        self.scope = id;
        let outer = self.enter_inlined("<genexpr>");
        let inner = self.func.within;
        self.clauses(generators, Some(first), &mut |me| {
            let v = me.expr(elt);
            me.func.within = outer;
            body(me, v);
            me.func.within = inner;
        });
        self.func.within = outer;
        self.scope = saved;
    }
}

impl<'a> Ctx<'a, '_, '_> {
    /// A loop over an iterator that is already made (the parameter of a generator expression).
    pub fn loop_over_iterator(&mut self, it: V) -> Loop {
        let st = self.emit(Op::IterInit, vec![it]);
        let (iter, state) = (self.new_var(".iter"), self.new_var(".state"));
        self.store_var(iter, it);
        self.store_var(state, st);
        let (head, exit) = (self.new_block(), self.new_block());
        self.jump(head);
        self.switch_to(head);
        Loop { head, exit, levels: vec![Level { iter, state }], counter: None }
    }

    pub fn genexp_clauses(&mut self, gens: &'a [Comprehension], first: Loop, elt: &'a Expr) {
        self.clauses(gens, Some(first), &mut |me| {
            let v = me.expr(elt);
            me.emit(Op::Yield, vec![v]);
        });
    }
}
