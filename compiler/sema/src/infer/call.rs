//! Calls: binding of arguments, choice of instances, special methods.

use super::*;

/// Why a special method is needed: called from compiled code directly, or by the runtime through its uniform entry.
impl Solver<'_> {
    /// A call written in the program. One of a few functions: each is known. Notes the variants.
    pub(super) fn call_value(&mut self, f: &Ty, args: &[Ty], kw: &[Name]) -> Ty {
        if let Ty::Union(members) = f
            && !args.contains(&Ty::Never)
            && let Some(r) = self.call_one_of(members, args, kw)
        {
            return r;
        }
        let (me, at) = (self.me, self.at);
        self.t.instances[me.0 as usize].variants.remove(&at);
        self.call(f, args, kw)
    }

    fn call_one_of(&mut self, members: &[Ty], args: &[Ty], kw: &[Name]) -> Option<Ty> {
        let functions: Option<Vec<FuncId>> =
            members.iter().map(|m| if let Ty::Func(f) = m { Some(*f) } else { None }).collect();
        let functions = functions.filter(|fs| fs.len() <= super::method::MAX_VARIANTS && !fs.iter().any(|f| self.is_abstractmethod(*f)))?;
        let (me, at) = (self.me, self.at);
        let mut out = Ty::Never;
        let mut found = Vec::new();
        for f in functions {
            self.t.instances[me.0 as usize].calls.remove(&at);
            let r = self.call_function(f, args, kw, Some(()), false);
            found.push((Ty::Func(f), self.t.instances[me.0 as usize].calls.remove(&at)?));
            out = self.join(&out, &r);
        }
        self.t.instances[me.0 as usize].variants.insert(at, found);
        Some(out)
    }

    pub(super) fn call(&mut self, f: &Ty, args: &[Ty], kw: &[Name]) -> Ty {
        if args.contains(&Ty::Never) {
            return Ty::Never;
        }
        let single = !matches!(f, Ty::Union(_));
        let mut out = Ty::Never;
        for m in f.members().to_vec() {
            let r = match &m {
                Ty::Never | Ty::None => Ty::Never,
                Ty::Func(f) if self.is_abstractmethod(*f) && args.len() == 1 => {
                    // The function itself, marked.
                    let (Ty::Func(g) | Ty::Property(g) | Ty::StaticMethod(g) | Ty::ClassMethod(g)) = &args[0] else { return Ty::Any };
                    self.t.abstract_funcs.insert(*g);
                    self.join_uniform(*f, &[Ty::Any]);
                    args[0].clone()
                }
                Ty::Func(f) => self.call_function(*f, args, kw, single.then_some(()), false),
                Ty::Bound(this, f) => {
                    let mut all = vec![(**this).clone()];
                    all.extend_from_slice(args);
                    self.call_function(*f, &all, kw, single.then_some(()), true)
                }
                Ty::Method(t, name) => self.native_method(t, name, args, kw),
                Ty::Class(c) => self.construct(*c, args, kw, single),
                Ty::Native(_) | Ty::NativeClass(_) => {
                    let r = match &m {
                        Ty::Native(n) => self.call_native(n, args, kw),
                        Ty::NativeClass(n) => self.call_native_class(n, args, kw),
                        _ => unreachable!("one of the two"),
                    };
                    // Special methods on the way are the runtime's business.
                    let (me, at) = (self.me, self.at);
                    self.t.instances[me.0 as usize].calls.remove(&at);
                    r
                }
                Ty::PropertySetter(f) => {
                    if let Some(Ty::Func(g)) = args.first() {
                        let known = self.setters.entry(*f).or_default();
                        if !known.contains(g) {
                            known.push(*g);
                            self.grown(&Key::Escapes);
                        }
                    }
                    Ty::Property(*f)
                }
                Ty::Inst(c) => match self.t.find_method(*c, "__call__") {
                    Some(f) => {
                        let mut all = vec![m.clone()];
                        all.extend_from_slice(args);
                        self.call_function(f, &all, kw, single.then_some(()), true)
                    }
                    None => {
                        for a in args {
                            self.t.sites.escape(a);
                        }
                        self.call_dunder(&m, "__call__", args);
                        Ty::Any
                    }
                },
                _ => {
                    for a in args {
                        self.t.sites.escape(a);
                        self.needs_all(a);
                    }
                    self.dynamic_special("__call__", &vec![Ty::Any; args.len()]);
                    Ty::Any
                }
            };
            out = self.join(&out, &r);
        }
        out
    }

    fn is_abstractmethod(&self, f: FuncId) -> bool {
        let f = &self.t.program.funcs[f.index()];
        &*f.name == "abstractmethod" && &*self.t.program.modules[f.module.index()].name == "abc"
    }

    /// A call with stars: one like any other where its parts are known.
    pub(super) fn call_starred(&mut self, f: &Ty, args: &Ty, kw: &Ty) -> Ty {
        let (me, at) = (self.me, self.at);
        let func = self.t.instance(me).func;
        if matches!(f, Ty::Func(_) | Ty::Class(_) | Ty::Bound(..))
            && let Some(s) = self.t.spreads.get(&func).and_then(|m| m.get(&at))
            && let Some((types, names)) = self.t.spread_types(s, |v| self.ty(v))
        {
            return self.call(f, &types, &names);
        }
        self.t.instances[me.0 as usize].calls.remove(&at);
        self.call_ex(f, args, kw)
    }

    /// Whether the function does nothing with its `*args` and `**kwargs` but pass them on.
    fn passes_on(&mut self, f: FuncId) -> (bool, bool) {
        if let Some(p) = self.passing.get(&f) {
            return *p;
        }
        let p = super::spread::passes_on(&self.t.program.funcs[f.index()], self.t.spreads.get(&f));
        self.passing.insert(f, p);
        p
    }

    /// `f(*args, **kwargs)`: bound at run time, through the uniform entry.
    pub(super) fn call_ex(&mut self, f: &Ty, args: &Ty, kw: &Ty) -> Ty {
        let e = self.iterate(args);
        let mut all = e;
        if let Some(s) = kw.site() {
            let v = self.val(s);
            all = self.join(&all, &v);
        }
        let mut out = Ty::Never;
        for m in f.members().to_vec() {
            let (func, this) = match &m {
                Ty::Func(f) => (Some(*f), None),
                Ty::Bound(t, f) => (Some(*f), Some((**t).clone())),
                Ty::Class(c) => {
                    let r = Ty::Inst(*c);
                    out = self.join(&out, &r);
                    (self.t.find_method(*c, "__init__"), Some(Ty::Inst(*c)))
                }
                // `zip(*rows)`: tuples of as many elements as there are rows.
                Ty::NativeClass(n) if &**n == "zip" && *kw == Ty::None => {
                    let e = self.iterate(&all);
                    let tuple = if e == Ty::Never { Ty::Never } else { Ty::TupleOf(self.site_of(32, &e)) };
                    let r = self.iter_of(33, &tuple);
                    out = self.join(&out, &r);
                    (None, None)
                }
                m => {
                    self.t.sites.escape(m);
                    self.t.sites.escape(&all);
                    self.needs_all(&all);
                    out = Ty::Any;
                    (None, None)
                }
            };
            if let Some(f) = func {
                let types = self.uniform_args(f, this, &all);
                let i = self.join_uniform(f, &types);
                if !matches!(m, Ty::Class(_)) {
                    let r = self.result_of(i);
                    out = self.join(&out, &r);
                }
            }
        }
        out
    }

    /// Parameter types where every argument may be of type `all`.
    fn uniform_args(&mut self, f: FuncId, this: Option<Ty>, all: &Ty) -> Vec<Ty> {
        let p = self.t.program.funcs[f.index()].params.clone();
        let mut types = Vec::new();
        for k in 0..p.names.len() {
            let n = (p.n_args + p.n_kwonly) as usize;
            let t = if k == 0 && this.is_some() {
                this.clone().expect("tested")
            } else if k < n {
                let d = self.default_of(f, k);
                self.join(all, &d)
            } else if p.vararg && k == n {
                Ty::TupleOf(self.site_of(30, all))
            } else {
                let s = self.site_of(31, &Ty::Str);
                self.t.sites.add_value(s, all);
                Ty::Dict(s)
            };
            types.push(t);
        }
        types
    }

    pub(super) fn default_of(&mut self, f: FuncId, param: usize) -> Ty {
        let Some(slot) = default_slot(&self.t.program.funcs[f.index()].params, param) else { return Ty::Never };
        self.read(Key::Default(f, slot));
        self.t.defaults.get(&(f, slot)).cloned().unwrap_or(Ty::Never)
    }

    /// What a call of instance `i` gives.
    pub(super) fn result_of(&mut self, i: InstanceId) -> Ty {
        self.read(Key::Ret(i));
        let f = self.t.instance(i).func;
        if self.t.program.funcs[f.index()].kind == FuncKind::Generator {
            return Ty::Gen(i);
        }
        self.t.instance(i).ret.clone()
    }

    /// Calls `f` with positional `args` (the object first, for methods) and the last ones by keyword.
    ///
    /// `record`: the call at hand is this one alone, so that lowering may call the instance directly.
    pub(super) fn call_function(&mut self, f: FuncId, args: &[Ty], kw: &[Name], record: Option<()>, method: bool) -> Ty {
        let Some(sources) = self.bind(f, args.len(), kw, method) else {
            return Ty::Never;
        };
        let defaults_known = self.defined_once.contains(&f) || !sources.contains(&Source::Default);
        let given = &args[method as usize..];
        let this = method.then(|| args[0].clone());
        let mut known = if record.is_some() && defaults_known { self.passes_on(f) } else { (false, false) };
        let mut types = self.parameter_types(f, this.clone(), given, &sources, known);
        if known != (false, false) && !types.contains(&Ty::Never) {
            // A few ways to call it have an instance of their own.
            let made = self.by_func.get(&f).cloned().unwrap_or_default();
            if made.len() >= MAX_INSTANCES / 2 && !made.iter().any(|i| self.fits(*i, &types)) {
                known = (false, false);
                types = self.parameter_types(f, this, given, &sources, known);
            }
        }
        if types.contains(&Ty::Never) || self.waits(f, &types) {
            return Ty::Never;
        }
        let i = if record.is_some() && defaults_known {
            let i = self.pick_instance(self.chosen_by(f, &types), &types);
            let (me, at) = (self.me, self.at);
            let c = Callee::Direct { instance: i, func: f, sources };
            self.t.instances[me.0 as usize].calls.insert(at, c);
            i
        } else {
            // Several callees: the runtime calls the function object.
            let (me, at) = (self.me, self.at);
            self.t.instances[me.0 as usize].calls.remove(&at);
            self.join_uniform(f, &types)
        };
        self.result_of(i)
    }

    /// The function that looks at arguments of which nothing is known before `f` is called, or `f`.
    fn chosen_by(&self, f: FuncId, types: &[Ty]) -> FuncId {
        let p = &self.t.program;
        let Some(choice) = p.chooses.get(&f) else { return f };
        let is_open = choice.looks_at.iter().zip(types).any(|(looks, t)| *looks && *t == Ty::Any);
        let here = p.funcs[self.t.instance(self.me).func.index()].module;
        if is_open && here != p.funcs[choice.by.index()].module { choice.by } else { f }
    }

    /// What the parameters get. `known`: `*args` and `**kwargs` keep their shape.
    fn parameter_types(&mut self, f: FuncId, this: Option<Ty>, given: &[Ty], sources: &[Source], known: (bool, bool)) -> Vec<Ty> {
        let mut types = Vec::with_capacity(sources.len());
        for (k, s) in sources.iter().enumerate() {
            let t = match s {
                Source::This => this.clone().expect("methods have an object"),
                Source::Arg(i) => given[*i].clone(),
                Source::Default => self.default_of(f, k),
                Source::Extra { this: has_this, args } => {
                    let object = this.iter().filter(|_| *has_this).cloned();
                    let parts: Vec<Ty> = object.chain(args.iter().map(|i| given[*i].clone())).collect();
                    if known.0 {
                        Ty::Tuple(parts.into())
                    } else {
                        let mut e = Ty::Never;
                        for t in &parts {
                            e = self.join(&e, t);
                        }
                        Ty::TupleOf(self.site_of(32, &e))
                    }
                }
                Source::Keywords(ks) if known.1 => {
                    let (names, values): (Vec<Name>, Vec<Ty>) = ks.iter().map(|(n, i)| (n.clone(), given[*i].clone())).unzip();
                    super::spread::keywords_type(&names, &values)
                }
                Source::Keywords(ks) => {
                    let s = self.site_of(33, &Ty::Str);
                    for (_, i) in ks {
                        let t = given[*i].clone();
                        self.t.sites.add_value(s, &t);
                    }
                    Ty::Dict(s)
                }
            };
            types.push(t);
        }
        types
    }

    /// Which argument each parameter gets; `None`: the call raises TypeError.
    fn bind(&self, f: FuncId, n: usize, kw: &[Name], method: bool) -> Option<Vec<Source>> {
        let p = &self.t.program.funcs[f.index()].params;
        let off = method as usize;
        let n_pos = n - kw.len();
        let source = |k: usize| if method && k == 0 { Source::This } else { Source::Arg(k - off) };
        let n_args = p.n_args as usize;
        let named = n_args + p.n_kwonly as usize;
        let mut out: Vec<Option<Source>> = vec![None; p.names.len()];
        for (k, slot) in out.iter_mut().enumerate().take(n_args.min(n_pos)) {
            *slot = Some(source(k));
        }
        if n_pos > n_args {
            if !p.vararg {
                return None;
            }
            out[named] = Some(Source::Extra { this: off > n_args, args: (n_args.max(off)..n_pos).map(|k| k - off).collect() });
        } else if p.vararg {
            out[named] = Some(Source::Extra { this: false, args: Vec::new() });
        }
        let mut rest = Vec::new();
        for (j, name) in kw.iter().enumerate() {
            let arg = n_pos + j - off;
            match p.names[..named].iter().position(|x| x == name).filter(|i| *i >= p.n_posonly as usize) {
                Some(i) if out[i].is_none() => out[i] = Some(Source::Arg(arg)),
                Some(_) => return None,
                None if p.kwarg => rest.push((name.clone(), arg)),
                None => return None,
            }
        }
        if p.kwarg {
            out[named + p.vararg as usize] = Some(Source::Keywords(rest));
        }
        for (k, slot) in out.iter_mut().enumerate() {
            if slot.is_none() {
                default_slot(p, k)?;
                *slot = Some(Source::Default);
            }
        }
        out.into_iter().collect()
    }

    /// The call had better wait: an argument is a container of which no element is known yet, so that every instance
    /// would seem to fit, and containers of different elements would become one.
    fn waits(&mut self, f: FuncId, types: &[Ty]) -> bool {
        let key = (self.me, self.at, f);
        if self.bound.contains_key(&key) || self.unwaiting.contains(&key) {
            return false;
        }
        let unknown: Vec<Site> = types.iter().filter_map(Ty::site).filter(|s| self.t.sites.elem(*s) == Ty::Never).collect();
        if unknown.is_empty() {
            return false;
        }
        if std::mem::take(&mut self.late) {
            self.unwaiting.insert(key);
            return false;
        }
        for s in unknown {
            self.elem(s);
        }
        self.postponed.insert(self.me);
        true
    }

    /// An array is made of a sequence of which nothing is known yet. As with calls ([`Solver::waits`]), it may be that nothing will.
    pub(super) fn array_waits(&mut self, sequence: &Ty) -> bool {
        let mut t = sequence.clone();
        let unknown = loop {
            match t.site() {
                Some(s) if self.t.sites.elem(s) == Ty::Never => break s,
                Some(s) => t = self.t.sites.elem(s),
                None => return false,
            }
            if matches!(t, Ty::Union(_)) {
                return false;
            }
        };
        let key = (self.me, self.at, FuncId(u32::MAX));
        if self.unwaiting.contains(&key) {
            return false;
        }
        if std::mem::take(&mut self.late) {
            self.unwaiting.insert(key);
            return false;
        }
        self.elem(unknown);
        self.postponed.insert(self.me);
        true
    }

    fn pick_instance(&mut self, f: FuncId, types: &[Ty]) -> InstanceId {
        let key = (self.me, self.at, f);
        let known = self.bound.get(&key).copied();
        if let Some(i) = known
            && self.fits(i, types)
        {
            self.join_params(i, types);
            return i;
        }
        let candidates = self.by_func.entry(f).or_default().clone();
        let found = candidates.iter().copied().find(|i| self.fits(*i, types));
        let i = match found {
            Some(i) => i,
            None if candidates.len() < MAX_INSTANCES => {
                let i = self.new_instance(f, types.to_vec(), false);
                self.by_func.entry(f).or_default().push(i);
                i
            }
            None => *candidates.last().expect("the bound is not zero"),
        };
        self.bound.insert(key, i);
        self.join_params(i, types);
        i
    }

    /// The instance was made for arguments like these.
    fn fits(&self, i: InstanceId, types: &[Ty]) -> bool {
        self.t.instance(i).params.iter().zip(types).all(|(a, b)| self.alike(a, b, 0))
    }

    fn alike(&self, a: &Ty, b: &Ty, depth: u32) -> bool {
        if depth > 2 {
            return true;
        }
        let scalar = |t: &Ty| matches!(t, Ty::Int { .. } | Ty::Float { .. } | Ty::Bool);
        match (a, b) {
            (Ty::Never, _) | (_, Ty::Never) => depth > 0,
            (Ty::Int { .. }, Ty::Int { .. }) | (Ty::Float { .. }, Ty::Float { .. }) | (Ty::Range { .. }, Ty::Range { .. }) => true,
            (Ty::Tuple(x), Ty::Tuple(y)) => x.len() == y.len() && x.iter().zip(y.iter()).all(|(a, b)| self.alike(a, b, depth + 1)),
            (Ty::DictLike(n, x), Ty::DictLike(m, y)) => n == m && self.sites_alike(*x, *y, depth),
            (Ty::List(x), Ty::List(y))
            | (Ty::Dict(x), Ty::Dict(y))
            | (Ty::Set(x), Ty::Set(y))
            | (Ty::FrozenSet(x), Ty::FrozenSet(y))
            | (Ty::Deque(x), Ty::Deque(y))
            | (Ty::Iter(x), Ty::Iter(y))
            | (Ty::TupleOf(x), Ty::TupleOf(y)) => self.sites_alike(*x, *y, depth),
            // `None | Node` is one thing with `None` and with `Node`.
            (Ty::Union(_) | Ty::None, _) | (_, Ty::Union(_) | Ty::None) => {
                let strip = |t: &Ty| t.without(|m| *m == Ty::None);
                let (x, y) = (strip(a), strip(b));
                if x == Ty::Never || y == Ty::Never {
                    let other = if x == Ty::Never { &y } else { &x };
                    return a == b || !other.members().iter().any(scalar);
                }
                let (mx, my) = (x.members(), y.members());
                let covered = |p: &[Ty], q: &[Ty]| p.iter().all(|t| q.iter().any(|u| self.alike(t, u, depth + 1)));
                if mx.iter().chain(my).any(scalar) { mx.len() == my.len() && covered(mx, my) && a.has_none() == b.has_none() } else { covered(mx, my) || covered(my, mx) }
            }
            _ => a == b,
        }
    }

    fn sites_alike(&self, x: Site, y: Site, depth: u32) -> bool {
        let (x, y) = (self.t.sites.find(x), self.t.sites.find(y));
        x == y
            || (self.alike(&self.t.sites.elem(x), &self.t.sites.elem(y), depth + 1)
                && self.alike(&self.t.sites.value(x), &self.t.sites.value(y), depth + 1))
    }

    fn construct(&mut self, c: ClassId, args: &[Ty], kw: &[Name], single: bool) -> Ty {
        self.constructed.insert(c);
        self.read(Key::ClassAttr(c, "__init__".into()));
        for k in self.t.mro(c) {
            self.read(Key::Bases(k));
        }
        let inst = Ty::Inst(c);
        let (me, at) = (self.me, self.at);
        self.call_dunder(&inst, "__del__", &[]);
        let init = self.t.find_method(c, "__init__");
        let native = self.t.native_base(c);
        let is_exception = native.is_some() && self.t.is_plain_exception(c, self.natives);
        if self.t.is_managed(c) || (self.t.is_virtual(c) && self.t.is_abstract(c)) || self.t.native_base(c).is_some_and(|n| &*n == "?") {
            // The runtime makes the object.
            for a in args {
                self.t.sites.escape(a);
            }
            self.t.sites.escape(&Ty::Class(c));
            self.t.sites.escape(&inst);
            self.t.instances[me.0 as usize].calls.remove(&at);
            return Ty::Any;
        }
        if self.t.find_method(c, "__new__").is_some() || self.t.class_attr(c, &"__new__".into()).is_some() {
            for a in args {
                self.t.sites.escape(a);
            }
            self.t.sites.escape(&Ty::Class(c));
            // The runtime calls both methods.
            for (name, this) in [("__new__", Ty::Class(c)), ("__init__", Ty::Inst(c))] {
                if let Some(f) = self.t.find_method(c, name) {
                    let mut all = vec![this];
                    all.extend_from_slice(args);
                    self.call_function(f, &all, kw, None, true);
                }
            }
            self.t.instances[me.0 as usize].calls.remove(&at);
            return Ty::Any;
        }
        match init {
            Some(f) => {
                let mut all = vec![inst.clone()];
                all.extend_from_slice(args);
                let record = single && (native.is_none() || is_exception);
                if is_exception {
                    // The arguments stay with it.
                    for a in args {
                        self.t.sites.escape(a);
                        self.needs(a, &["__str__", "__repr__"], None);
                    }
                }
                let r = self.call_function(f, &all, kw, record.then_some(()), true);
                if record && !matches!(r, Ty::None | Ty::Never) {
                    // TypeError, perhaps: the runtime looks.
                    self.call_function(f, &all, kw, None, true);
                    return inst;
                }
                if record {
                    if let Some(Callee::Direct { instance, func, sources }) = self.t.instance(me).calls.get(&at).cloned() {
                        let c = Callee::Construct { class: c, init: Some((instance, func, sources)) };
                        self.t.instances[me.0 as usize].calls.insert(at, c);
                    }
                    // `__init__` that is not yet known to return: no instance yet.
                    if r == Ty::Never {
                        return Ty::Never;
                    }
                } else if native.is_some() {
                    // The arguments stay with the exception.
                    for a in args {
                        self.t.sites.escape(a);
                    }
                }
            }
            None if native.is_some() => {
                for a in args {
                    self.t.sites.escape(a);
                    self.needs(a, &["__str__", "__repr__"], None);
                }
                if is_exception && single && kw.is_empty() {
                    self.t.instances[me.0 as usize].calls.insert(at, Callee::Construct { class: c, init: None });
                } else {
                    self.t.instances[me.0 as usize].calls.remove(&at);
                }
            }
            None => {
                if !args.is_empty() {
                    self.t.instances[me.0 as usize].calls.remove(&at);
                    return Ty::Never;
                }
                if single {
                    self.t.instances[me.0 as usize].calls.insert(at, Callee::Construct { class: c, init: None });
                }
            }
        }
        inst
    }
}

/// Which default a parameter has, counted over positional then keyword-only defaults.
pub fn default_slot(p: &Params, param: usize) -> Option<usize> {
    let (n_args, nd) = (p.n_args as usize, p.n_defaults as usize);
    if param < n_args {
        return (param + nd >= n_args).then(|| param + nd - n_args);
    }
    let k = param - n_args;
    if k < p.kw_defaults.len() && p.kw_defaults[k] {
        return Some(nd + p.kw_defaults[..k].iter().filter(|d| **d).count());
    }
    None
}
