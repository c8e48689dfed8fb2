//! Special methods: which of them are called, by compiled code or by the runtime, and with what.
//!
//! The runtime calls a function of the program through its uniform entry alone. Everything that makes the runtime call a
//! special method says so here with the types of the arguments, so that no method is found missing at run time.

use super::*;

/// Special methods that classes do not get called on their instances, or that are followed elsewhere.
const FOLLOWED: &[&str] = &["__init__", "__new__", "__init_subclass__", "__class_getitem__", "__set_name__", "__get__", "__set__", "__delete__", "__del__"];

/// Operators whose other operand may be anything.
const OPERATORS: &[&str] = &[
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift", "rshift", "and", "xor", "or",
];

const COMPARISONS: &[&str] = &["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"];

/// `__add__`, `__radd__` or `__iadd__`.
fn is_operator(name: &str) -> bool {
    let Some(stem) = name.strip_prefix("__").and_then(|n| n.strip_suffix("__")) else { return false };
    OPERATORS.contains(&stem) || (stem.starts_with(['r', 'i']) && OPERATORS.contains(&&stem[1..]))
}

pub(super) fn is_special(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

/// The runtime may call the method on an object that it is given.
pub(super) fn may_be_called(name: &str) -> bool {
    is_special(name) && !FOLLOWED.contains(&name)
}

/// What the runtime passes to a special method besides the object, where its name says so.
fn arguments(name: &str) -> Vec<Ty> {
    match name {
        "__format__" | "__getattr__" | "__getattribute__" | "__delattr__" => vec![Ty::Str],
        "__setattr__" => vec![Ty::Str, Ty::Any],
        "__round__" => vec![Ty::Union(vec![Ty::None, NAT].into())],
        "__reduce_ex__" => vec![NAT],
        _ => vec![Ty::Any; 4],
    }
}

/// Objects that a value consists of.
#[derive(Default)]
struct Inside {
    classes: Vec<ClassId>,
    /// Functions and bound methods.
    functions: Vec<Ty>,
    /// Anything else may be among them.
    unknown: bool,
}

impl Solver<'_> {
    /// Class attribute `name` of instances of `c` is a method (of whatever kind).
    pub(super) fn has_special(&mut self, c: ClassId, name: &str) -> bool {
        for k in self.t.mro(c) {
            self.read(Key::ClassAttr(k, name.into()));
        }
        self.t.class_attr(c, &name.into()).is_some_and(|(_, t)| *t != Ty::None)
    }

    /// The runtime calls `f`, with the object first if there is one.
    pub(super) fn runtime_call(&mut self, f: FuncId, this: Option<Ty>, args: &[Ty]) -> Ty {
        let mut all: Vec<Ty> = this.into_iter().collect();
        all.extend_from_slice(args);
        let p = self.t.program.funcs[f.index()].params.clone();
        let (named, n_args) = ((p.n_args + p.n_kwonly) as usize, p.n_args as usize);
        let mut types = Vec::with_capacity(p.names.len());
        for k in 0..p.names.len() {
            let t = if k < n_args && k < all.len() {
                all[k].clone()
            } else if k < named {
                let d = self.default_of(f, k);
                if d == Ty::Never { Ty::Any } else { d }
            } else if p.vararg && k == named {
                let mut e = Ty::Never;
                for t in all.iter().skip(n_args) {
                    e = self.join(&e, t);
                }
                Ty::TupleOf(self.site_of(34 + f.0 * 2, &e))
            } else {
                Ty::Dict(self.site(35 + f.0 * 2))
            };
            types.push(t);
        }
        let i = self.join_uniform(f, &types);
        self.result_of(i)
    }

    /// A special method called by the runtime on values of this type, if they have it: through its uniform entry.
    pub(super) fn call_dunder(&mut self, t: &Ty, name: &str, args: &[Ty]) -> Ty {
        let mut out = Ty::Never;
        let Some(attribute) = self.class_names.get(name).cloned() else { return out };
        for m in t.members().to_vec() {
            let Ty::Inst(c) = &m else { continue };
            for k in self.t.mro(*c) {
                self.read(Key::ClassAttr(k, attribute.clone()));
            }
            let Some(attr) = self.t.class_attr(*c, &attribute).map(|(_, t)| t.clone()) else { continue };
            if attr == Ty::Any {
                self.dynamic_read(*c, &attribute);
            }
            for a in attr.members().to_vec() {
                let r = match &a {
                    Ty::Never | Ty::None => Ty::Never,
                    Ty::Func(f) => self.runtime_call(*f, Some(m.clone()), args),
                    Ty::StaticMethod(f) => self.runtime_call(*f, None, args),
                    Ty::ClassMethod(f) => self.runtime_call(*f, Some(Ty::Class(*c)), args),
                    Ty::Bound(this, f) => self.runtime_call(*f, Some((**this).clone()), args),
                    Ty::Inst(_) => self.call_dunder(&a, "__call__", args),
                    _ => {
                        for x in args {
                            self.t.sites.escape(x);
                        }
                        self.t.sites.escape(&a);
                        Ty::Any
                    }
                };
                out = self.join(&out, &r);
            }
        }
        out
    }

    /// A special method of the one class that `t` is: called directly by compiled code.
    pub(super) fn call_dunder_direct(&mut self, t: &Ty, name: &str, args: &[Ty]) -> Ty {
        let Ty::Inst(c) = t else { return Ty::Never };
        for k in self.t.mro(*c) {
            self.read(Key::ClassAttr(k, name.into()));
        }
        let Some(f) = self.t.find_method(*c, name) else { return self.call_dunder(t, name, args) };
        let mut all = vec![t.clone()];
        all.extend_from_slice(args);
        self.call_function(f, &all, &[], Some(()), true)
    }

    /// What objects a value consists of, those inside containers and tuples too.
    fn inside(&mut self, t: &Ty) -> Inside {
        let mut out = Inside::default();
        let mut seen = HashSet::default();
        let mut work: Vec<Ty> = t.members().to_vec();
        while let Some(t) = work.pop() {
            match &t {
                Ty::Any => out.unknown = true,
                Ty::Inst(c) if !out.classes.contains(c) => out.classes.push(*c),
                Ty::Func(_) | Ty::Bound(..) if !out.functions.contains(&t) => out.functions.push(t),
                Ty::Tuple(ts) => work.extend(ts.iter().flat_map(|t| t.members()).cloned()),
                t => {
                    let Some(s) = t.site().map(|s| self.t.sites.find(s)) else { continue };
                    if seen.insert(s) {
                        for t in [self.elem(s), self.val(s)] {
                            work.extend_from_slice(t.members());
                        }
                    }
                }
            }
        }
        out
    }

    /// A native function gets the value: it may call the functions that it consists of (`formatter={"float": f}`).
    pub(super) fn calls_functions(&mut self, t: &Ty) {
        for f in self.inside(t).functions {
            self.t.sites.escape(&f);
        }
    }

    /// The classes among them; what is unknown may be of any class that escapes (`None`).
    fn classes_inside(&mut self, t: &Ty) -> Vec<Option<ClassId>> {
        let found = self.inside(t);
        found.classes.into_iter().map(Some).chain(found.unknown.then_some(None)).collect()
    }

    /// The runtime may call these methods (without arguments, or with one of type `arg`) on values of type `t`, also inside containers.
    pub(super) fn needs(&mut self, t: &Ty, names: &[&str], arg: Option<&Ty>) {
        let names: Vec<&str> = names.iter().copied().filter(|n| self.class_names.contains(*n)).collect();
        if names.is_empty() {
            return;
        }
        let args: Vec<Ty> = arg.into_iter().cloned().collect();
        for c in self.classes_inside(t) {
            for n in &names {
                self.demand(c, n, &args);
            }
        }
    }

    pub(super) fn hashes(&mut self, t: &Ty) {
        self.needs(t, &["__hash__"], None);
        self.needs(t, &["__eq__"], Some(t));
    }

    pub(super) fn equals(&mut self, a: &Ty, b: &Ty) {
        self.compared(a, b, &["__eq__"]);
    }

    pub(super) fn orders(&mut self, a: &Ty, b: &Ty) {
        self.compared(a, b, &["__lt__", "__gt__", "__le__", "__ge__"]);
    }

    /// The two are compared, elements of containers with elements of containers.
    fn compared(&mut self, a: &Ty, b: &Ty, names: &[&str]) {
        if !names.iter().any(|n| self.class_names.contains(*n)) {
            return;
        }
        let (x, y) = (self.leaves_of(a), self.leaves_of(b));
        let both = self.join(&x, &y);
        if both != Ty::Never {
            self.needs(a, names, Some(&both));
            self.needs(b, names, Some(&both));
        }
    }

    /// The instances of classes that a value consists of, and itself if it is a number or a string: an operand of
    /// another type may be on the other side.
    fn leaves_of(&mut self, t: &Ty) -> Ty {
        let found = self.inside(t);
        let mut out = if found.unknown { Ty::Any } else { Ty::Never };
        for c in found.classes {
            out = self.join(&out, &Ty::Inst(c));
        }
        for m in t.members() {
            if matches!(m, Ty::Int { .. } | Ty::Float { .. } | Ty::Str | Ty::Bool | Ty::None) {
                out = self.join(&out, m);
            }
        }
        out
    }

    /// A native function gets the value: it may call any special method that works on the object alone.
    pub(super) fn needs_all(&mut self, t: &Ty) {
        if !self.has_special_methods {
            return;
        }
        for c in self.classes_inside(t) {
            self.demand_all(c);
        }
        self.equals(t, t);
        self.orders(t, t);
    }

    /// Like [`Solver::needs_all`], for natives that also apply operators to what they get (`operator.sub`, `divmod`).
    pub(super) fn needs_operators(&mut self, args: &[Ty]) {
        let mut both = NAT;
        for a in args {
            let l = self.leaves_of(a);
            both = self.join(&both, &l);
        }
        for a in args {
            let l = self.leaves_of(a);
            for m in l.members().to_vec() {
                if let Ty::Inst(c) = m {
                    for n in self.special_names(c) {
                        if is_operator(&n) || COMPARISONS.contains(&&*n) || n.contains("item__") {
                            self.demand(Some(c), &n, &[both.clone(), both.clone()]);
                        }
                    }
                }
            }
        }
    }

    /// Names of the special methods of instances of `c`.
    fn special_names(&mut self, c: ClassId) -> Vec<Name> {
        let mut out: Vec<Name> = Vec::new();
        for k in self.t.mro(c) {
            self.read(Key::Bases(k));
            for n in self.specials.get(&k).into_iter().flatten() {
                if !out.contains(n) {
                    out.push(n.clone());
                }
            }
        }
        out
    }

    /// The runtime may call every special method of `c` but operators, comparisons and writes.
    pub(super) fn needs_methods_of(&mut self, c: ClassId) {
        for n in self.special_names(c) {
            let skip = FOLLOWED.contains(&&*n) || is_operator(&n) || COMPARISONS.contains(&&*n);
            if !skip && !matches!(&*n, "__setitem__" | "__delitem__" | "__setattr__" | "__call__" | "__exit__") {
                let args = if &*n == "__getitem__" { vec![NAT] } else { arguments(&n) };
                let r = self.call_dunder(&Ty::Inst(c), &n, &args);
                if &*n == "__iter__" || &*n == "__reversed__" {
                    self.call_dunder(&r, "__next__", &[]);
                }
            }
        }
        self.call_dunder(&Ty::Inst(c), "__call__", &[]);
    }

    /// A method of a value of unknown type: objects of classes that escaped may have it.
    pub(super) fn dynamic_special(&mut self, name: &str, args: &[Ty]) {
        self.demand(None, name, args);
    }

    /// The runtime reads the value as a mapping: by `keys()` and subscripts.
    pub(super) fn needs_mapping(&mut self, t: &Ty) -> (Ty, Ty) {
        let keys = self.call_dunder(t, "keys", &[]);
        let k = self.iterate(&keys);
        let v = self.call_dunder(t, "__getitem__", std::slice::from_ref(&k));
        (k, v)
    }

    /// At the end: the special methods of classes that have objects, where nothing has called for them yet. What no
    /// operation of the program leads to may still be reached by the runtime.
    pub(super) fn complete_special_methods(&mut self) {
        self.me = InstanceId(0);
        self.at = (u32::MAX, 0);
        let mut classes: Vec<ClassId> = self.constructed.iter().chain(&self.escaped_classes).copied().collect();
        classes.sort();
        classes.dedup();
        for c in classes {
            for n in self.special_names(c) {
                let skip = FOLLOWED.contains(&&*n) || is_operator(&n) || COMPARISONS.contains(&&*n);
                if skip || matches!(&*n, "__setitem__" | "__delitem__" | "__setattr__" | "__call__") {
                    continue;
                }
                let called = match self.t.class_attr(c, &n) {
                    Some((_, Ty::Func(f))) => self.t.uniform.get(f).is_some_and(|i| !self.t.instance(*i).params.contains(&Ty::Never)),
                    _ => true,
                };
                if !called {
                    self.call_dunder(&Ty::Inst(c), &n, &arguments(&n));
                }
            }
        }
    }
}
