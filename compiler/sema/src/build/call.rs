//! Calls.

use pyaot_diagnostics::Code;
use pyaot_syntax::ast::{Expr, ExprKind, Keyword};

use super::{Ctx, Slot};
use crate::hir::*;
use crate::scope::{Place, ScopeKind, TAG_COMP, node_key};

/// Why a builtin cannot be used as a value, and what to write instead.
fn refusal(builtin: &str) -> Option<(Code, String, &'static str)> {
    let help = match builtin {
        "exec" | "eval" | "compile" => {
            let message = format!("`{builtin}` of code made at run time cannot be compiled ahead of time");
            return Some((Code::E0201, message, "write the code as a function, or choose between functions with a dict"));
        }
        "globals" | "locals" => {
            return Some((Code::E0203, format!("`{builtin}` is not a value here"), "call it where its result is needed"));
        }
        "__import__" => "use an import statement",
        "memoryview" => "use slices of bytes, or a bytearray",
        "breakpoint" => "run the program under CPython for that",
        "aiter" | "anext" => "write an ordinary function",
        _ => return None,
    };
    Some((Code::E0203, format!("the builtin `{builtin}` is not supported yet"), help))
}

impl<'a> Ctx<'a, '_, '_> {
    /// `globals()`: the dict of the module's variables. `read_only`: it is only looked at, here and now.
    pub fn module_dict(&mut self, read_only: bool) -> V {
        let m = self.emit(Op::ImportNative("_native".into()), vec![]);
        let f = self.emit(Op::GetAttr(if read_only { "module_dict" } else { "module_dict_open" }.into()), vec![m]);
        let name = self.w.program.modules[self.module.index()].name.clone();
        let name = self.const_str(&name);
        self.emit(Op::Call { kw: [].into() }, vec![f, name])
    }

    /// `locals()`: a dict with the variables that the code so far has used.
    fn local_dict(&mut self) -> V {
        if self.scope == crate::scope::MODULE {
            return self.module_dict(false);
        }
        let mut names: Vec<(u32, Name)> = Vec::new();
        for ((scope, name), slot) in &self.func.slots {
            let (Slot::Var(v) | Slot::Cell { holder: v, .. } | Slot::Value { var: v, .. }) = slot;
            if *scope == self.scope {
                names.push((v.0, name.clone()));
            }
        }
        names.sort();
        let mut parts = Vec::new();
        for (_, n) in names {
            let k = self.const_str(&n);
            let v = self.load_name(&n);
            parts.extend([k, v]);
        }
        self.emit(Op::MakeDict, parts)
    }

    /// What CPython has under a builtin name and pyaot has not, or not as a value.
    pub fn refused_builtin(&mut self, e: &Expr, n: &Name) -> Option<V> {
        let (code, message, help) = refusal(n)?;
        let is_builtin = !self.w.starred.contains(&self.module) && matches!(self.scopes.lookup(self.scope, n), Place::Global) && self.global(n).is_none();
        is_builtin.then(|| self.builtin_of_cpython(e, n).unwrap_or_else(|| self.unsupported(code, e.span, &message, help)))
    }

    pub fn call(&mut self, e: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> V {
        if let Some(v) = self.named_tuple_call(e, func, args, keywords) {
            return v;
        }
        if let Some(v) = self.plain_setattr(e, func, args, keywords).or_else(|| self.evaluation(e, func, args, keywords)) {
            return v;
        }
        if let Some(v) = self.caller_looked_into(e, func, args).or_else(|| self.timed_text(e, func, args, keywords)) {
            return v;
        }
        if let ExprKind::Name(n) = &func.kind
            && self.names_builtin(n)
        {
            match &**n {
                "exec" | "eval" => {
                    if let Some(v) = self.refused_builtin(e, n) {
                        return v;
                    }
                }
                // With a literal name they are ordinary attribute accesses.
                "setattr" if args.len() == 3 && keywords.is_empty() && literal_name(&args[1]).is_some() => {
                    let name = literal_name(&args[1]).expect("tested");
                    let vs = self.operands(&[&args[0], &args[2]]);
                    self.at(e.span);
                    self.emit0(Op::SetAttr(name), vs);
                    return self.const_none();
                }
                "getattr" if args.len() == 2 && keywords.is_empty() && literal_name(&args[1]).is_some() => {
                    let name = literal_name(&args[1]).expect("tested");
                    let v = self.expr(&args[0]);
                    self.at(e.span);
                    return self.emit(Op::GetAttr(name), vec![v]);
                }
                "globals" if args.is_empty() && keywords.is_empty() => return self.module_dict(false),
                "locals" | "vars" if args.is_empty() && keywords.is_empty() => return self.local_dict(),
                "dir" if args.is_empty() && keywords.is_empty() => {
                    let d = self.local_dict();
                    let f = self.emit(Op::LoadBuiltin("sorted".into()), vec![]);
                    return self.emit(Op::Call { kw: [].into() }, vec![f, d]);
                }
                "super" if args.is_empty() && keywords.is_empty() => {
                    // `super()` as a value: only attribute access on it is common (see super_attribute).
                    if let Some(args) = self.super_args() {
                        let f = self.emit(Op::LoadBuiltin("super".into()), vec![]);
                        return self.emit(Op::Call { kw: [].into() }, vec![f, args.0, args.1]);
                    }
                }
                "sum" | "any" | "all" | "list" | "set" | "tuple" | "sorted" if keywords.is_empty() && args.len() == 1 => {
                    if let Some(v) = self.consume_builtin(e, n, &args[0]) {
                        return v;
                    }
                }
                _ => {}
            }
        }
        let star = args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) || keywords.iter().any(|k| k.arg.is_none());
        if star {
            return self.call_star(e, func, args, keywords);
        }
        let kw: std::rc::Rc<[Name]> = keywords.iter().filter_map(|k| k.arg.clone()).collect();
        let mut es: Vec<&Expr> = Vec::with_capacity(args.len() + keywords.len() + 1);
        if let ExprKind::Attribute { value, attr, .. } = &func.kind {
            if let Some(bound) = self.super_attribute(value, attr) {
                let mut vs = vec![bound];
                es.extend(args.iter().chain(keywords.iter().map(|k| &k.value)));
                vs.extend(self.operands(&es));
                self.at(e.span);
                return self.emit(Op::Call { kw }, vs);
            }
            es.push(value);
            es.extend(args.iter().chain(keywords.iter().map(|k| &k.value)));
            let vs = self.operands(&es);
            self.at(e.span);
            self.at_attribute(func.span, attr);
            let name = self.mangle(attr);
            return self.emit(Op::CallMethod { name, kw }, vs);
        }
        es.push(func);
        es.extend(args.iter().chain(keywords.iter().map(|k| &k.value)));
        let vs = self.operands(&es);
        self.at(e.span);
        self.emit(Op::Call { kw }, vs)
    }

    fn call_star(&mut self, e: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> V {
        let f = self.expr(func);
        let fv = self.new_var(".callee");
        self.store_var(fv, f);
        let list = self.emit(Op::MakeList, vec![]);
        let lv = self.new_var(".args");
        self.store_var(lv, list);
        for a in args {
            let (op, x) = match &a.kind {
                ExprKind::Starred(x) if args.len() == 1 => (Op::ArgsExtend, &**x),
                ExprKind::Starred(x) => (Op::ListExtend, &**x),
                _ => (Op::ListAppend, a),
            };
            let v = self.expr(x);
            let mut operands = vec![self.load_var(lv), v];
            if matches!(op, Op::ArgsExtend) {
                operands.push(self.load_var(fv));
            }
            self.emit0(op, operands);
        }
        let kv = self.new_var(".kwargs");
        if keywords.is_empty() {
            let none = self.const_none();
            self.store_var(kv, none);
        } else {
            let d = self.emit(Op::MakeDict, vec![]);
            self.store_var(kv, d);
            for k in keywords {
                let v = self.expr(&k.value);
                let d = self.load_var(kv);
                match &k.arg {
                    Some(n) => {
                        let name = self.const_str(n);
                        self.emit0(Op::DictSet, vec![d, name, v]);
                    }
                    None => {
                        let f = self.load_var(fv);
                        self.emit0(Op::DictMerge, vec![d, v, f]);
                    }
                }
            }
        }
        let l = self.load_var(lv);
        let t = self.emit(Op::ListToTuple, vec![l]);
        let (f, k) = (self.load_var(fv), self.load_var(kv));
        self.at(e.span);
        self.emit(Op::CallEx, vec![f, t, k])
    }

    /// Class and instance for `super()` without arguments.
    fn super_args(&mut self) -> Option<(V, V)> {
        self.class?;
        let this = self.func.first_param?;
        let c = self.this_class()?;
        let s = self.load_var(this);
        Some((c, s))
    }

    /// `globals()` where it is only read from.
    pub fn globals_read(&mut self, e: &'a Expr) -> Option<V> {
        let ExprKind::Call { func, args, keywords } = &e.kind else { return None };
        let ExprKind::Name(n) = &func.kind else { return None };
        let is = &**n == "globals" && args.is_empty() && keywords.is_empty() && self.names_builtin(n);
        is.then(|| self.module_dict(true))
    }

    /// `super().name`: the attribute after this class in the method resolution order, bound to the instance.
    pub fn super_attribute(&mut self, value: &'a Expr, attr: &Name) -> Option<V> {
        let ExprKind::Call { func, args, keywords } = &value.kind else { return None };
        let ExprKind::Name(n) = &func.kind else { return None };
        if &**n != "super" || !keywords.is_empty() || !self.names_builtin(n) || args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) {
            return None;
        }
        let (c, s) = match &args[..] {
            [] => self.super_args()?,
            [class, object] => {
                let vs = self.operands(&[class, object]);
                (vs[0], vs[1])
            }
            _ => return None,
        };
        Some(self.emit(Op::SuperAttr(attr.clone()), vec![c, s]))
    }

    /// `sum(x for …)` and the like: the generator is consumed at once, so its loop runs in line.
    fn consume_builtin(&mut self, e: &'a Expr, name: &str, arg: &'a Expr) -> Option<V> {
        let ExprKind::GeneratorExp { elt, .. } = &arg.kind else { return None };
        let id = self.scopes.node(node_key(arg.span, TAG_COMP));
        let s = self.scopes.get(id);
        // Variables captured by a lambda inside need the generator's own scope; in line there is no `yield` either.
        if !s.captured.is_empty() || s.kind != ScopeKind::Function || super::expr::contains_yield(elt) || self.scope_has_children(id) {
            return None;
        }
        self.scopes_inline(id);
        let out = self.new_var(".out");
        match name {
            "list" | "tuple" | "sorted" => {
                let l = self.emit(Op::MakeList, vec![]);
                self.store_var(out, l);
                self.consume(arg, |me, v| {
                    let l = me.load_var(out);
                    me.emit0(Op::ListAppend, vec![l, v]);
                });
                let l = self.load_var(out);
                self.at(e.span);
                match name {
                    "tuple" => Some(self.emit(Op::ListToTuple, vec![l])),
                    "sorted" => {
                        self.emit(Op::CallMethod { name: "sort".into(), kw: [].into() }, vec![l]);
                        Some(self.load_var(out))
                    }
                    _ => Some(l),
                }
            }
            "set" => {
                let s = self.emit(Op::MakeSet, vec![]);
                self.store_var(out, s);
                self.consume(arg, |me, v| {
                    let s = me.load_var(out);
                    me.emit0(Op::SetAdd, vec![s, v]);
                });
                Some(self.load_var(out))
            }
            "sum" => {
                let zero = self.emit(Op::Const(Constant::Int(0)), vec![]);
                self.store_var(out, zero);
                self.consume(arg, |me, v| {
                    let s = me.load_var(out);
                    let r = me.emit(Op::Bin(BinOp::Add), vec![s, v]);
                    me.store_var(out, r);
                });
                Some(self.load_var(out))
            }
            "any" | "all" => {
                let is_any = name == "any";
                let end = self.new_block();
                let start = self.emit(Op::Bool(!is_any), vec![]);
                self.store_var(out, start);
                self.consume(arg, |me, v| {
                    let t = me.emit(Op::Truth, vec![v]);
                    let (hit, go_on) = (me.new_block(), me.new_block());
                    if is_any { me.branch(t, hit, go_on) } else { me.branch(t, go_on, hit) }
                    me.switch_to(hit);
                    let r = me.emit(Op::Bool(is_any), vec![]);
                    me.store_var(out, r);
                    me.jump(end);
                    me.switch_to(go_on);
                });
                let end_value = self.emit(Op::Bool(!is_any), vec![]);
                self.store_var(out, end_value);
                self.jump(end);
                self.switch_to(end);
                Some(self.load_var(out))
            }
            _ => None,
        }
    }
}

/// The attribute name that a string literal spells.
fn literal_name(e: &Expr) -> Option<Name> {
    match &e.kind {
        ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).ok().map(Into::into),
        _ => None,
    }
}
